//! A session from outside: commands in, events out.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::cell::Cell;

use engine::EncodingKind;
use engine::training::{Command, Event, Report, Session, Speed, TASKS, Training, facts};
use proptest::prelude::*;

/// A plan that is done in a moment.
fn small() -> Training {
    Training {
        encodings: vec![EncodingKind::None, EncodingKind::Learned],
        d_model: 16,
        steps: 50,
        ..Training::default()
    }
}

/// All that a session says until it has nothing more to do.
fn run(session: &mut Session) -> Vec<Event> {
    let mut events = Vec::new();
    while session.is_busy() {
        events.extend(session.slice(&|| 0.0, 1.0));
    }
    events
}

fn started(plan: Training) -> Session {
    let mut session = Session::default();
    session.handle(Command::Start(plan));
    session
}

fn reports(events: &[Event]) -> Vec<Report> {
    let report = |event: &Event| match event {
        Event::Progress(report) => Some(*report),
        _ => None,
    };
    events.iter().filter_map(report).collect()
}

#[test]
fn slices_of_any_size_say_the_same() {
    let whole = run(&mut started(small()));
    let mut session = started(small());
    let (time, mut pieces) = (Cell::new(0.0), Vec::new());
    while session.is_busy() {
        // A clock that moves on at every look allows one step in each slice.
        let tick = || {
            time.set(time.get() + 1.0);
            time.get()
        };
        pieces.extend(session.slice(&tick, 2.0));
    }
    assert_eq!(whole, pieces);
    assert_eq!(whole.last(), Some(&Event::Finished));
}

#[test]
fn order_is_learned_by_whoever_can_see_it() {
    let plan = Training { d_model: 32, steps: 300, ..small() };
    let ceiling = facts(&plan).unwrap().ceiling.unwrap();
    let events = run(&mut started(plan));
    let last = |encoding| *reports(&events).iter().rfind(|r| r.encoding == encoding).unwrap();
    let (none, learned) = (last(EncodingKind::None), last(EncodingKind::Learned));
    // Three standard deviations of what so many held-out examples measure.
    let error = 3.0 * (0.25 / none.count as f64).sqrt();
    assert!(none.accuracy <= ceiling + error, "{none:?}");
    assert!(learned.accuracy > ceiling + error, "{learned:?}");
}

#[test]
fn the_learned_table_is_reported_from_untrained_on() {
    let events = run(&mut started(small()));
    let tables: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Table { step, table, size, .. } => Some((*step, table, *size)),
            _ => None,
        })
        .collect();
    let (first, last) = (tables.first().unwrap(), tables.last().unwrap());
    assert_eq!((first.0, last.0), (0, 50));
    assert_eq!(first.1.values.dim(), (8, 16));
    assert_ne!(first.1.values, last.1.values);
    let square: f64 = last.1.values.iter().map(|x| f64::from(*x).powi(2)).sum();
    assert!((f64::from(last.2) - (square / 128.0).sqrt()).abs() < 1e-6);
}

#[test]
fn pausing_changes_when_and_not_what() {
    let mut session = started(small());
    let time = Cell::new(0.0);
    let tick = || {
        time.set(time.get() + 1.0);
        time.get()
    };
    let mut events = session.slice(&tick, 10.0);
    session.handle(Command::Pause);
    assert!(!session.is_busy());
    assert_eq!(session.slice(&tick, 10.0), []);
    session.handle(Command::Resume);
    events.extend(run(&mut session));
    assert_eq!(events, run(&mut started(small())));
}

#[test]
fn cancelling_frees_the_models_and_says_so_once() {
    let mut session = started(small());
    session.slice(&|| 0.0, 0.0);
    session.handle(Command::Cancel);
    session.handle(Command::Cancel);
    assert_eq!(run(&mut session), [Event::Cancelled]);
}

#[test]
fn a_new_start_forgets_the_old_run() {
    let mut session = started(Training { seed: 5, ..small() });
    session.handle(Command::Start(small()));
    assert_eq!(run(&mut session), run(&mut started(small())));
}

#[test]
fn a_slow_run_waits_between_rounds() {
    let mut session = started(small());
    session.handle(Command::Speed(Speed::StepsPerSecond(10)));
    let time = Cell::new(0.0);
    let tick = || {
        time.set(time.get() + 0.01);
        time.get()
    };
    session.slice(&tick, 50.0);
    assert!(session.rest(time.get()) > 50.0, "{}", session.rest(time.get()));
    assert_eq!(session.rest(time.get() + 100.0), 0.0);
}

#[test]
fn tests_at_other_lengths_reach_eight_times_as_far() {
    for task in TASKS {
        let plan = Training { beyond: true, ..small() }.of(*task);
        let plan =
            Training { steps: 50, layers: 1, encodings: vec![EncodingKind::Learned], ..plan };
        let longest = plan.length;
        let events = run(&mut started(plan));
        let points = events.iter().find_map(|event| match event {
            Event::Lengths(lengths) => Some(&lengths.points),
            _ => None,
        });
        let lengths: Vec<usize> = points.unwrap().iter().map(|point| point.length).collect();
        assert!(lengths.is_sorted(), "{lengths:?}");
        let last = *lengths.last().unwrap();
        assert!(last <= 8 * longest && last + 1 >= 8 * longest, "{}: {last}", task.name());
    }
}

#[test]
fn several_seeds_are_trained_one_after_the_other() {
    let events = run(&mut started(Training { seeds: 2, ..small() }));
    let seeds: Vec<usize> = reports(&events).iter().map(|report| report.seed).collect();
    assert!(seeds.is_sorted());
    assert_eq!((seeds[0], seeds[seeds.len() - 1]), (0, 1));
    let second = Training { seed: 2, ..small() };
    let alone = reports(&run(&mut started(second)));
    let together = reports(&events).into_iter().filter(|report| report.seed == 1);
    assert!(together.map(|report| Report { seed: 0, ..report }).eq(alone));
}

#[test]
fn an_encoding_is_trained_once() {
    let encodings = vec![EncodingKind::Rope, EncodingKind::None, EncodingKind::Rope];
    let events = run(&mut started(Training { encodings, ..small() }));
    let [Event::Failed(reason)] = &events[..] else { panic!("{events:?}") };
    assert_eq!(reason, "config: encodings is rope, needed is each encoding once");
}

proptest! {
    #[test]
    fn any_plan_is_trained_or_refused_with_a_reason(
        task in "agent|back|first|reverse|brackets|x|",
        sizes in (0usize..40, 0usize..40, 0usize..40),
        shape in (0usize..70, 0usize..9, 0usize..5),
        (steps, seeds) in (0u32..60, 0usize..3),
        (beyond, causal) in any::<(bool, bool)>(),
        encodings in prop::collection::vec(prop::sample::select(EncodingKind::ALL.to_vec()), 0..3),
    ) {
        let (length, vocabulary, k) = sizes;
        let (d_model, heads, layers) = shape;
        let plan = Training {
            task, encodings, causal, length, vocabulary, k, d_model, heads, layers, steps,
            seed: 1, seeds, beyond,
        };
        let mut session = started(plan);
        // A few slices are enough to see it start or fail.
        for _ in 0..3 {
            let events = session.slice(&|| 0.0, 0.0);
            for event in &events {
                if let Event::Failed(reason) = event {
                    prop_assert!(reason.contains("needed is"), "{}", reason);
                    prop_assert!(!session.is_busy());
                }
            }
        }
    }
}
