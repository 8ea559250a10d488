//! The encodings with what each needs from outside.

use attention::{
    Encoding,
    encoding::{Alibi, Learned, NoEncoding, Rope, Sinusoidal, T5},
};
use models::transformer::BUCKETS;
use models::{Shape, invented};

use crate::{EncodingKind, MAX_TOKENS, Origin, Settings};

/// The encoding that the settings ask for; tables that training would fill hold the
/// untrained start.
pub(crate) fn build(settings: &Settings, shape: Shape) -> Box<dyn Encoding> {
    match settings.encoding {
        EncodingKind::None => Box::new(NoEncoding),
        EncodingKind::Sinusoidal => Box::new(Sinusoidal::default()),
        EncodingKind::Learned => Box::new(learned(settings)),
        EncodingKind::Rope => Box::new(Rope::default()),
        EncodingKind::Alibi => Box::new(Alibi),
        EncodingKind::T5 => Box::new(t5(settings, shape)),
    }
}

/// One vector for each position that a sentence can have.
pub(crate) fn learned(settings: &Settings) -> Learned {
    Learned { table: invented::position_table(settings.seed, (MAX_TOKENS, settings.d_model)) }
}

/// The encoder's buckets under every mask, so that switching the mask changes nothing else.
pub(crate) fn t5(settings: &Settings, shape: Shape) -> T5 {
    T5::new(invented::bias_table(settings.seed, BUCKETS, shape.heads, shape.d_model()))
}

/// Where the numbers of an encoding come from.
pub(crate) fn origin(kind: EncodingKind) -> Origin {
    match kind {
        EncodingKind::Learned | EncodingKind::T5 => Origin::Untrained,
        _ => Origin::Formula,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_the_mathematics_can_be_asked_for() {
        let names = EncodingKind::ALL.map(EncodingKind::name);
        assert_eq!(names, attention::encoding::ALL.map(|entry| entry.name));
        for encoding in EncodingKind::ALL {
            let settings = Settings { encoding, ..Settings::default() };
            let built = build(&settings, Shape { heads: 2, d_k: 4 });
            assert_eq!(built.name(), encoding.name());
        }
    }
}
