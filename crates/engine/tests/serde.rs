//! What crosses the boundary arrives as it was sent.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Debug;

use engine::{
    Cell, Edit, EncodingKind, EngineError, MaskKind, MatrixName, Request, Settings, Survey, Target,
    run,
};
use serde::{Serialize, de::DeserializeOwned};

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(sent: &T) {
    let bytes = postcard::to_allocvec(sent).expect("serializes");
    assert_eq!(&postcard::from_bytes::<T>(&bytes).expect("deserializes"), sent);
}

fn check_json<T: Serialize + DeserializeOwned + PartialEq + Debug>(sent: &T) {
    let json = serde_json::to_string(sent).expect("serializes");
    assert_eq!(&serde_json::from_str::<T>(&json).expect("deserializes"), sent);
}

#[test]
fn requests_and_answers_survive_the_way() {
    let closed = |row, column| Edit {
        target: Target::Cell(Cell { matrix: MatrixName::Mask, head: None, row, column }),
        value: f32::NEG_INFINITY,
    };
    let word = Target::Embedding { word: "man".into(), dimension: 3 };
    for encoding in EncodingKind::ALL {
        for mask in [MaskKind::None, MaskKind::Causal, MaskKind::Custom] {
            let edits = vec![closed(0, 1), Edit { target: word.clone(), value: 0.1 }];
            let settings = Settings { encoding, mask, edits, ..Settings::default() };
            let requests = [
                Request::Attention(settings.clone()),
                Request::WordOrder { settings: settings.clone(), compare: "bites 🐕".into() },
                Request::Comparison {
                    settings: settings.clone(),
                    with: EncodingKind::Alibi,
                    head: 1,
                },
                Request::Positions(Survey { settings, ..Survey::default() }),
            ];
            for request in requests {
                check(&request);
                check(&run(&request).expect("can be answered"));
            }
        }
    }
    check(&run(&Request::Spread(Settings::default())).expect("can be answered"));
}

/// JSON knows no infinity; all else it carries, to the bit.
#[test]
fn what_is_finite_survives_as_json_too() {
    let request =
        Request::WordOrder { settings: Settings::default(), compare: "man bites dog".into() };
    check_json(&request);
    check_json(&run(&request).expect("can be answered"));
}

#[test]
fn errors_survive_the_way() {
    let error = run(&Request::Attention(Settings { heads: 3, ..Settings::default() }));
    let error = error.expect_err("3 does not divide 8");
    check(&error);
    check_json(&error);
    check(&EngineError::EmbeddingByCell);
}
