//! Makes the run that the page shows before anyone has trained anything: every task, with and
//! without a causal mask, every encoding, five seeds, tested at up to eight times the length
//! of training. Writes it to standard output; `cargo xtask lengths` puts it in its place.

use std::error::Error;

use engine::training::{Record, TASKS, Training};

fn main() -> Result<(), Box<dyn Error>> {
    let plans = TASKS.iter().flat_map(|task| {
        let plan = Training { seeds: 5, ..Training::default().of(*task) };
        // Where the question stands at the end, a causal mask takes nothing away in one layer.
        let masked = Training { causal: true, layers: plan.layers.max(2), ..plan.clone() };
        [plan, masked]
    });
    // Each plan has a thread of its own; what it measures doesn't depend on the others.
    let threads: Vec<_> = plans.map(|plan| std::thread::spawn(|| Record::make(plan))).collect();
    let records: Vec<Record> = threads
        .into_iter()
        .map(|thread| thread.join().map_err(|_| "a run panicked")?.map_err(Into::into))
        .collect::<Result<_, Box<dyn Error>>>()?;
    serde_json::to_writer(std::io::stdout().lock(), &records)?;
    Ok(())
}
