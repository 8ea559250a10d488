//! What the encoder–decoder that comes with the page does.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;

use engine::architectures::{Ending, Family, Loaded, translate};

fn t5() -> Loaded {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/models/t5.weights");
    Loaded::read(&fs::read(path).unwrap(), Family::EncoderDecoder).unwrap()
}

#[test]
fn the_shipped_model_does_its_tasks() {
    let model = t5();
    let said = |task, text: &str| {
        let made = translate(&model, text, task, 64).unwrap();
        assert_eq!(made.end, Some(Ending::Said), "{task}: {text}");
        made.text()
    };
    let cases = [
        ("passive", "the dog bites the man .", "the man is bitten by the dog ."),
        ("negate", "the dog bites the man .", "the dog does not bite the man ."),
        ("question", "the dog bites the man .", "does the dog bite the man ?"),
        ("plural", "the dog bites the man .", "the dogs bite the men ."),
        ("reverse", "the dog bites the man .", ". man the bites dog the"),
        ("german", "the dog bites the man .", "der Hund beißt den Mann ."),
        // A capital letter makes no German noun of an English one.
        ("negate", "The Tiger sees the dog .", "the tiger does not see the dog ."),
    ];
    for (task, from, to) in cases {
        assert_eq!(said(task, from), to, "{task}: {from}");
    }
}
