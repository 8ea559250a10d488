//! The models of one run, side by side.

use std::collections::VecDeque;

use rand_pcg::Pcg32;
use rand_seeder::Seeder;
use train::task::Problem;
use train::{Batch, Trainer};

use super::plan::{BATCH, BEYOND, Training, TrainingError};
use super::{Event, LengthPoint, Lengths, Report};
use crate::positions::root_mean_square;
use crate::{Axis, EncodingKind, Matrix, MatrixName, Origin};

/// How many held-out examples a report is of.
const HELD_OUT: usize = 256;
/// How many examples a test of one length has.
const PER_LENGTH: usize = 128;
/// How often each model reports, about.
const REPORTS: u32 = 25;
/// How long the examples of a test are, as multiples of the longest in training.
const STRETCHES: [f64; 8] = [0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, BEYOND as f64];

/// How far [`Work::advance`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Some model made a step, and others have yet to make theirs.
    Within,
    /// Every model has made its step.
    Round,
    /// There is nothing left to do.
    Done,
}

/// The models of one run; all of one seed before any of the next.
pub(super) struct Work {
    plan: Training,
    problem: Problem,
    seed: usize,
    held_out: Batch,
    learners: Vec<Learner>,
    /// Whose turn it is.
    turn: usize,
    /// The tests at other lengths that are still to be made, as (learner, length).
    tests: VecDeque<(usize, usize)>,
    points: Vec<LengthPoint>,
}

/// One model and the examples that it learns from.
struct Learner {
    encoding: EncodingKind,
    trainer: Trainer,
    /// Each learner draws its own examples; from the same seed, they are the same for all.
    examples: Pcg32,
}

impl Learner {
    fn parameters(&self) -> usize {
        self.trainer.model().parameters().map(|(_, values)| values.len()).sum()
    }
}

/// What examples are drawn for. Each use has a stream of its own, so that no model is asked
/// what it has been told.
#[derive(Clone, Copy)]
pub(super) enum Use {
    Learn,
    HeldOut,
    Test(usize),
}

pub(super) fn stream(seed: u32, purpose: Use) -> Pcg32 {
    let tag = match purpose {
        Use::Learn => 0,
        Use::HeldOut => 1,
        Use::Test(length) => 2 + length as u32,
    };
    Seeder::from((seed, tag)).into_rng()
}

impl Work {
    /// The models of the first seed, untrained, and what there is to say of them.
    pub(super) fn new(plan: Training) -> Result<(Self, Vec<Event>), TrainingError> {
        let problem = plan.problem()?;
        let held_out = Batch::default();
        let (learners, tests, points) = (Vec::new(), VecDeque::new(), Vec::new());
        let mut work = Self { plan, problem, seed: 0, held_out, learners, turn: 0, tests, points };
        work.begin(0)?;
        let parameters = work.learners.iter().map(Learner::parameters).collect();
        let mut events = vec![Event::Started { parameters }];
        for learner in 0..work.learners.len() {
            work.report(learner, &mut events)?;
        }
        Ok((work, events))
    }

    /// Draws the models of a seed and the examples that they are held to.
    fn begin(&mut self, seed: usize) -> Result<(), TrainingError> {
        let number = self.number(seed);
        let mut rng = stream(number, Use::HeldOut);
        self.held_out = self.problem.sample(&mut rng, self.problem.lengths(), HELD_OUT)?;
        let learners = self.plan.encodings.iter().map(|&encoding| {
            let model = self.plan.model(encoding, &self.problem);
            let trainer = Trainer::new(model, self.plan.optimizer(), number)?;
            Ok(Learner { encoding, trainer, examples: stream(number, Use::Learn) })
        });
        self.learners = learners.collect::<Result<_, TrainingError>>()?;
        (self.seed, self.turn) = (seed, 0);
        Ok(())
    }

    /// The seed of that place in the run.
    fn number(&self, seed: usize) -> u32 {
        self.plan.seed.wrapping_add(seed as u32)
    }

    /// One step of one model, or one test.
    pub(super) fn advance(&mut self, events: &mut Vec<Event>) -> Result<Progress, TrainingError> {
        if let Some((learner, length)) = self.tests.pop_front() {
            self.test(learner, length, events)?;
            return if self.tests.is_empty() {
                self.next_seed(events)
            } else {
                Ok(Progress::Within)
            };
        }
        let steps = self.plan.steps;
        let Some(learner) = self.learners.get_mut(self.turn) else { return Ok(Progress::Done) };
        let batch = self.problem.sample(&mut learner.examples, self.problem.lengths(), BATCH)?;
        learner.trainer.step(&batch)?;
        let step = learner.trainer.steps();
        if step.is_multiple_of((steps / REPORTS).max(1)) || step == steps {
            self.report(self.turn, events)?;
        }
        self.turn = (self.turn + 1) % self.learners.len();
        match (self.turn, step == steps) {
            (0, true) if self.plan.beyond => {
                self.plan_tests();
                Ok(Progress::Within)
            }
            (0, true) => self.next_seed(events),
            (0, false) => Ok(Progress::Round),
            _ => Ok(Progress::Within),
        }
    }

    fn next_seed(&mut self, events: &mut Vec<Event>) -> Result<Progress, TrainingError> {
        if self.seed + 1 == self.plan.seeds {
            return Ok(Progress::Done);
        }
        self.begin(self.seed + 1)?;
        for learner in 0..self.learners.len() {
            self.report(learner, events)?;
        }
        Ok(Progress::Round)
    }

    /// Says how one model does on the held-out examples, and what its learned table is.
    fn report(&self, learner: usize, events: &mut Vec<Event>) -> Result<(), TrainingError> {
        let Learner { encoding, trainer, .. } = &self.learners[learner];
        let (encoding, seed, step) = (*encoding, self.seed, trainer.steps());
        let metrics = trainer.evaluate(&self.held_out)?;
        let (loss, accuracy, count) = (metrics.loss, metrics.accuracy(), metrics.count);
        events.push(Event::Progress(Report { encoding, seed, step, loss, accuracy, count }));
        let table = trainer.model().position_table().filter(|_| seed == 0);
        events.extend(table.map(|values| Event::Table {
            seed,
            step,
            size: root_mean_square(values.iter()),
            table: Matrix::new(
                MatrixName::Encoding,
                None,
                [Axis::Dimensions, Axis::Dimensions],
                if step == 0 { Origin::Untrained } else { Origin::TrainedHere },
                values.to_owned(),
            ),
        }));
        Ok(())
    }

    fn plan_tests(&mut self) {
        let longest = self.plan.length;
        let mut lengths: Vec<usize> = STRETCHES
            .iter()
            .filter_map(|stretch| {
                // Not every task has sequences of every length.
                let wanted = (longest as f64 * stretch).round() as usize;
                (1..=wanted)
                    .rev()
                    .find(|&length| self.problem.task().admits(self.problem.settings(), length))
            })
            .collect();
        lengths.dedup();
        let all = (0..self.learners.len()).flat_map(|l| lengths.iter().map(move |n| (l, *n)));
        self.tests = all.collect();
    }

    /// Asks one model for examples of one length; after its last, says how it did.
    fn test(
        &mut self,
        learner: usize,
        length: usize,
        events: &mut Vec<Event>,
    ) -> Result<(), TrainingError> {
        let mut rng = stream(self.number(self.seed), Use::Test(length));
        let batch = self.problem.sample(&mut rng, length..=length, PER_LENGTH)?;
        let Learner { encoding, trainer, .. } = &self.learners[learner];
        let metrics = trainer.evaluate(&batch)?;
        let (accuracy, count) = (metrics.accuracy(), metrics.count);
        let ceiling = self.plan.ceiling(&self.problem, length..=length)?;
        self.points.push(LengthPoint { length, accuracy, count, ceiling });
        if self.tests.front().is_none_or(|next| next.0 != learner) {
            let points = std::mem::take(&mut self.points);
            let lengths = Lengths { encoding: *encoding, seed: self.seed, points };
            events.push(Event::Lengths(lengths));
        }
        Ok(())
    }
}
