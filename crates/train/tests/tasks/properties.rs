//! What holds for every task, whatever its settings.

use proptest::prelude::*;
use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use train::task::{self, Problem, STRETCH, Settings, Task};

use crate::oracle::cancels;

fn rng(seed: u64) -> Pcg32 {
    Seeder::from(seed).into_rng()
}

fn any_task() -> impl Strategy<Value = &'static dyn Task> {
    prop::sample::select(task::ALL.to_vec())
}

/// A number that is now and then at an edge.
fn any_size() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0..40_usize, 1 => 0..400_usize, 1 => any::<usize>()]
}

fn any_settings() -> impl Strategy<Value = Settings> {
    (any_size(), any_size(), any_size()).prop_map(|(length, vocabulary, k)| Settings {
        length,
        vocabulary,
        k,
    })
}

/// A task with settings within bounds.
fn any_problem() -> impl Strategy<Value = Problem> {
    any_task().prop_flat_map(|task| {
        let bounds = task.bounds();
        let range = |bound: task::Bound| bound.least..=bound.most;
        (range(bounds.length), range(bounds.vocabulary), range(bounds.k)).prop_map(
            move |(length, vocabulary, k)| {
                let length = length.max(k + 1);
                Problem::new(task.name(), Settings { length, vocabulary, k }).unwrap()
            },
        )
    })
}

/// What each token is to be answered with, by the plain meaning of the task.
fn targets(problem: &Problem, tokens: &[u32]) -> Vec<Option<u32>> {
    let n = tokens.len();
    let word = |token: u32| problem.words()[token as usize];
    let last = |answer: u32| [vec![None; n - 1], vec![Some(answer)]].concat();
    match problem.task().name() {
        // The first noun of an active sentence.
        "agent" => {
            let nouns = problem.answers();
            last(*tokens.iter().find(|token| nouns.contains(&word(**token))).unwrap())
        }
        "back" => {
            let mut targets = vec![None; problem.settings().k];
            targets.extend(tokens.iter().copied().map(Some));
            targets.truncate(n);
            targets
        }
        "first" => {
            let place = |word| tokens.iter().position(|token| *token == word).unwrap();
            let [a, b] = [tokens[n - 2], tokens[n - 1]];
            last(if place(a) < place(b) { a } else { b })
        }
        "reverse" => {
            let mut targets: Vec<_> = tokens.iter().copied().map(Some).collect();
            targets.reverse();
            targets
        }
        "brackets" => last(u32::from(cancels(&tokens[..n - 1]))),
        other => panic!("what does {other} ask?"),
    }
}

proptest! {
    #[test]
    fn targets_are_right_and_everything_is_in_range(
        problem in any_problem(),
        seed: u64,
        (shortest, more) in (0..100_usize, 1..160_usize),
        count in 0..6_usize,
    ) {
        let lengths = shortest..=shortest + more;
        prop_assume!(problem.ceiling(lengths.clone()).is_ok());
        let batch = problem.sample(&mut rng(seed), lengths.clone(), count).unwrap();
        prop_assert_eq!(&batch, &problem.sample(&mut rng(seed), lengths.clone(), count).unwrap());
        prop_assert_eq!(batch.lengths.len(), count);
        prop_assert_eq!(batch.lengths.iter().sum::<usize>(), batch.tokens.len());
        prop_assert_eq!(batch.tokens.len(), batch.targets.len());
        let mut start = 0;
        for length in batch.lengths {
            prop_assert!(lengths.contains(&length));
            let tokens = &batch.tokens[start..start + length];
            prop_assert!(tokens.iter().all(|token| (*token as usize) < problem.words().len()));
            let given = &batch.targets[start..start + length];
            prop_assert!(given.iter().flatten().all(|t| (*t as usize) < problem.answers().len()));
            prop_assert_eq!(given, targets(&problem, tokens));
            start += length;
        }
    }

    #[test]
    fn any_settings_give_a_problem_or_an_error_that_names_the_field(
        task in any_task(),
        settings in any_settings(),
        (from, to) in (any_size(), any_size()),
        count in prop_oneof![0..4_usize, Just(usize::MAX)],
    ) {
        let problem = match Problem::new(task.name(), settings) {
            Ok(problem) => problem,
            Err(error) => {
                let given = match error.field {
                    "length" => settings.length,
                    "vocabulary" => settings.vocabulary,
                    "k" => settings.k,
                    other => panic!("{other} is no setting"),
                };
                prop_assert_eq!(&error.given, &given.to_string());
                return Ok(());
            }
        };
        prop_assert!(task.bounds().check(settings).is_ok());
        match problem.sample(&mut rng(1), from..=to, count) {
            Ok(batch) => prop_assert_eq!(batch.lengths.len(), count),
            Err(error) => prop_assert!(["count", "lengths"].contains(&error.field)),
        }
    }

    #[test]
    fn order_is_worth_something_and_words_alone_beat_chance_or_equal_it(problem in any_problem()) {
        let chance = problem.chance(problem.lengths()).unwrap();
        let ceiling = problem.ceiling(problem.lengths()).unwrap();
        prop_assert!(chance <= ceiling + 1e-12 && ceiling < 1.0, "{chance} {ceiling}");
    }
}

#[test]
fn every_task_has_defaults_a_description_and_words_that_differ() {
    for task in task::ALL {
        let problem = Problem::new(task.name(), task.bounds().defaults()).unwrap();
        assert_eq!(problem.task().title(), task.title());
        assert!(task.description().ends_with('.'), "{}", task.name());
        let mut words = problem.words().to_vec();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), problem.words().len(), "{}", task.name());
    }
}

#[test]
fn every_task_goes_on_to_eight_times_the_longest_and_no_further() {
    for task in task::ALL {
        let bounds = task.bounds();
        let longest = bounds.length.most;
        let settings = Settings { length: longest, ..bounds.defaults() };
        let problem = Problem::new(task.name(), settings).unwrap();
        let range = STRETCH * longest - 1..=STRETCH * longest;
        let batch = problem.sample(&mut rng(1), range, 2).unwrap();
        assert!(batch.lengths.iter().all(|length| *length > 7 * longest), "{}", task.name());
        let error = problem.sample(&mut rng(1), 1..=STRETCH * longest + 1, 2).unwrap_err();
        assert_eq!(error.field, "lengths");
    }
}

#[test]
fn a_range_that_holds_no_length_is_refused_with_what_is_needed() {
    let problem = Problem::new("brackets", task::Brackets.bounds().defaults()).unwrap();
    let error = problem.sample(&mut rng(1), 4..=4, 1).unwrap_err();
    let message = "task: lengths is 4 to 4, needed is a range that holds one of 3, 5, 7, …";
    assert_eq!(error.to_string(), message);
}
