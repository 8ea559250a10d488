//! What a person does to the state, and what comes of it.

use std::rc::Rc;

use engine::question::Question;
use engine::{Cell, Edit, EncodingKind, MaskKind, MatrixName, Settings, Target};
use yew::Reducible;

use super::{Action, Asked, CostChoice, Inputs, PositionsChoice, State, WeightsChoice};
use crate::steps::Step;

fn after(actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions.into_iter().fold(Rc::default(), |state: Rc<State>, action| state.reduce(action))
}

fn edit(value: f32) -> Action {
    let cell = Cell { matrix: MatrixName::QueryWeights, head: Some(0), row: 1, column: 2 };
    Action::Edit(Edit { target: Target::Cell(cell), value })
}

#[test]
fn typing_letter_by_letter_is_one_change() {
    let typed = ["d", "do", "dog"].map(|text| Action::Text(text.into()));
    let state = after(typed.clone());
    assert_eq!(state.inputs.settings.text, "dog");
    let state = state.reduce(Action::Undo);
    assert_eq!(state.inputs.settings.text, "dog bites man");
    assert!(!state.can_undo() && state.can_redo());
    assert_eq!(state.reduce(Action::Redo).inputs.settings.text, "dog");
}

#[test]
fn a_slider_of_the_positions_lab_is_one_change() {
    let choice = |base| PositionsChoice { base, ..PositionsChoice::default() };
    let state = after([20.0, 30.0, 40.0].map(|base| Action::Positions(choice(base))));
    assert_eq!(state.inputs.positions.base, 40.0);
    let state = state.reduce(Action::Undo);
    assert_eq!(state.inputs.positions, PositionsChoice::default());
    assert!(!state.can_undo());
}

#[test]
fn two_controls_of_the_cost_lab_are_two_changes() {
    let first = CostChoice { window: 8, ..CostChoice::default() };
    let dragged = CostChoice { window: 4, ..first };
    let other = CostChoice { longest: 512, ..dragged };
    let state = after([first, dragged, other].map(Action::Cost));
    let state = state.reduce(Action::Undo);
    assert_eq!(state.inputs.cost, dragged);
    assert_eq!(state.reduce(Action::Undo).inputs.cost, CostChoice::default());
}

#[test]
fn another_run_begins_at_its_first_tile_but_a_link_leads_to_any() {
    let linked = Inputs { tile: 3, ..Inputs::default() };
    let state = after([Action::Replace(Box::new(linked), vec![])]);
    assert_eq!(state.inputs.tile, 3);
    let tile = (1, 1);
    for action in [
        Action::Text("a b c d".into()),
        Action::Head(1),
        Action::Cost(CostChoice { tile, ..CostChoice::default() }),
    ] {
        let state = state.clone().reduce(action.clone());
        assert_eq!(state.inputs.tile, 0, "{action:?}");
    }
    let elsewhere = Action::Cost(CostChoice { memory: 300, ..CostChoice::default() });
    assert_eq!(state.reduce(elsewhere).inputs.tile, 3);
}

#[test]
fn a_step_between_two_changes_parts_them() {
    let state = after([
        Action::Text("a".into()),
        Action::Step(Step::Scores),
        Action::Text("b".into()),
        Action::Undo,
    ]);
    assert_eq!(state.inputs.settings.text, "a");
    assert_eq!(state.inputs.step, Step::Scores, "undo leaves the learner where she is");
}

#[test]
fn a_later_edit_of_a_cell_replaces_the_earlier() {
    let state = after([edit(1.0), edit(2.0)]);
    assert_eq!(state.inputs.settings.edits.len(), 1);
    assert_eq!(state.inputs.settings.edits[0].value, 2.0);
    let state = state.reduce(Action::Undo);
    assert_eq!(state.inputs.settings.edits[0].value, 1.0);
    assert!(state.reduce(Action::Undo).inputs.settings.edits.is_empty());
}

#[test]
fn the_first_edit_of_numbers_that_came_by_themselves_is_one_change() {
    let state = after([Action::Pin(WeightsChoice::Trained), edit(1.0), edit(2.0)]);
    assert_eq!(state.inputs.weights, WeightsChoice::Trained);
    let state = state.reduce(Action::Undo);
    assert_eq!(state.inputs.settings.edits[0].value, 1.0);
    let state = state.reduce(Action::Undo);
    assert_eq!(state.inputs.weights, WeightsChoice::Trained);
    assert!(state.inputs.settings.edits.is_empty() && !state.can_undo());
}

#[test]
fn a_trained_model_goes_without_its_encoding_until_another_layer_is_chosen() {
    let out = after([Action::OwnEncoding(false)]);
    let encoding = |state: &State| state.inputs.settings.encoding;
    assert_eq!((out.inputs.weights, encoding(&out)), (WeightsChoice::Trained, EncodingKind::None));
    let own = Settings::default().encoding;
    assert_eq!(encoding(&out.clone().reduce(Action::OwnEncoding(true))), own);
    assert_eq!(encoding(&out.clone().reduce(Action::Layer("gpt", 1))), own);
    let address = super::url::write(&out.inputs, false);
    let (read, warnings) = super::url::read(address.iter().map(|(key, value)| (*key, &**value)));
    assert_eq!((&read, warnings), (&*out.inputs, vec![]));
    // One that nobody trained is another.
    let chosen = out.reduce(Action::Encoding(EncodingKind::Alibi));
    assert_eq!(chosen.inputs.weights, WeightsChoice::Invented);
}

#[test]
fn fewer_heads_and_no_mask_leave_no_dangling_choice() {
    let state = after([
        Action::Head(1),
        Action::Mask(MaskKind::Causal),
        Action::Step(Step::Masked),
        Action::DModel(7),
        Action::Mask(MaskKind::None),
    ]);
    assert_eq!(state.inputs.settings.heads, 1);
    assert_eq!(state.inputs.head, 0);
    assert_eq!(state.inputs.step, Step::Weights);
}

#[test]
fn the_head_on_the_screen_is_that_of_the_open_cell() {
    let cell = Cell { matrix: MatrixName::Weights, head: Some(1), row: 0, column: 0 };
    let state = after([Action::Lock(Some(cell))]);
    assert_eq!(state.inputs.head, 1);
    let state = state.reduce(Action::Head(0));
    assert_eq!(state.inputs.cell, Some(Cell { head: Some(0), ..cell }));
    assert_eq!(state.reduce(Action::Lock(None)).inputs.head, 0);
}

#[test]
fn a_mask_of_ones_own_is_drawn_at_its_step() {
    assert_eq!(after([Action::Mask(MaskKind::Custom)]).inputs.step, Step::Masked);
    assert_eq!(after([Action::Mask(MaskKind::Causal)]).inputs.step, Step::Tokens);
}

#[test]
fn nothing_done_is_nothing_rendered() {
    let state: Rc<State> = Rc::default();
    let same = state.clone().reduce(Action::Step(Step::Tokens));
    assert!(Rc::ptr_eq(&state, &same));
}

#[test]
fn reset_can_be_undone() {
    let state = after([Action::Text("x".into()), Action::Reset]);
    assert_eq!(state.inputs.settings.text, "dog bites man");
    assert_eq!(state.reduce(Action::Undo).inputs.settings.text, "x");
}

#[test]
fn a_guess_is_about_the_numbers_it_was_made_of() {
    let asked = Question::find("most").map(|question| Asked { question, row: 1 });
    let guessed = after([Action::Ask(asked), Action::Guess(2)]);
    assert_eq!(guessed.inputs.guess, Some(2));
    let goes_on = guessed.clone().reduce(Action::Step(Step::Scores));
    assert_eq!(goes_on.inputs.guess, Some(2));
    for action in [Action::Seed(2), Action::Head(1), Action::Ask(None)] {
        assert_eq!(guessed.clone().reduce(action).inputs.guess, None);
    }
    assert_eq!(after([Action::Guess(2)]).inputs.guess, None, "nothing was asked");
}

#[test]
fn a_head_of_a_trained_model_is_not_one_of_the_layers_own() {
    let lab = |slug| Action::Lab(crate::labs::find(slug).unwrap());
    let invented = Action::Weights(WeightsChoice::Invented);
    let state = after([invented, lab("architectures"), Action::Head(3)]);
    assert_eq!((state.inputs.settings.heads, state.inputs.head), (2, 3));
    // Nor the other way round.
    assert_eq!(state.reduce(lab("attention")).inputs.head, 1);
}
