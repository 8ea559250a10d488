//! Trains one task with every encoding and prints how each does:
//! `cargo run --release -p engine --example training -- TASK [causal] [beyond] [steps=N] …`.

use std::time::Instant;

use engine::training::{Command, Event, LengthPoint, Lengths, Session, TASKS, Training, facts};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let number = |name: &str| {
        let value = arguments.iter().find_map(|argument| argument.strip_prefix(name))?;
        value.strip_prefix('=')?.parse::<usize>().ok()
    };
    let task = TASKS.iter().find(|task| has(task.name())).unwrap_or(&TASKS[0]);
    let mut plan = Training::default().of(*task);
    plan.causal = has("causal");
    plan.beyond = has("beyond");
    plan.steps = number("steps").map_or(plan.steps, |steps| steps as u32);
    plan.layers = number("layers").unwrap_or(plan.layers);
    plan.seeds = number("seeds").unwrap_or(plan.seeds);
    plan.heads = number("heads").unwrap_or(plan.heads);
    plan.length = number("length").unwrap_or(plan.length);
    println!("{plan:?}");
    match facts(&plan) {
        Ok(known) => println!("ceiling {:.3?}, chance {:.3}", known.ceiling, known.chance),
        Err(error) => println!("{error}"),
    }

    let start = Instant::now();
    let seconds = || start.elapsed().as_secs_f64();
    let mut session = Session::default();
    session.handle(Command::Start(plan));
    while session.is_busy() {
        for event in session.slice(&|| 1000.0 * seconds(), 50.0) {
            match event {
                Event::Started { parameters } => println!("parameters {parameters:?}"),
                Event::Progress(report) => println!(
                    "{:6.2} s {:>10} seed {} step {:4} loss {:.4} accuracy {:.3}",
                    seconds(),
                    report.encoding.name(),
                    report.seed,
                    report.step,
                    report.loss,
                    report.accuracy,
                ),
                Event::Table { .. } => {}
                Event::Lengths(Lengths { encoding, seed, points }) => {
                    let shown = |p: &LengthPoint| format!("{}: {:.2}", p.length, p.accuracy);
                    let points: Vec<_> = points.iter().map(shown).collect();
                    println!("{:>10} seed {seed} {}", encoding.name(), points.join(", "));
                }
                other => println!("{:.2} s {other:?}", seconds()),
            }
        }
    }
}
