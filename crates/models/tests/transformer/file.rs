//! Files that are whole, and files that are not.

use half::f16;
use models::transformer::{
    Config, Family, Figure, FileError, HeadReport, Heads, Measure, Model, Stack, Transformer, read,
    write,
};
use ndarray::Array2;
use proptest::prelude::*;

use super::configs::{VOCABULARY, heads, transformers};

fn model(transformer: Transformer) -> Model {
    Model {
        name: "Subjects and verbs".into(),
        seed: 7,
        words: (0..VOCABULARY).map(|i| format!("word {i}")).collect(),
        corpus: [("sentences".into(), "4000".into()), ("depth".into(), "2".into())].into(),
        figures: [("loss".into(), 0.125)].into(),
        heads: Heads::default(),
        transformer,
    }
}

/// A model of that family whose heads were measured.
fn measured(family: Family) -> impl Strategy<Value = Model> {
    transformers(family).prop_flat_map(|transformer| {
        let model = model(transformer);
        heads(model.transformer.config()).prop_map(move |heads| Model { heads, ..model.clone() })
    })
}

fn small() -> Model {
    let config = Config {
        vocabulary: VOCABULARY as usize,
        d_model: 4,
        feed_forward: 3,
        classes: 2,
        ..Config::default()
    };
    let figure = Some(Figure { mean: 0.625, queries: 200, best: 1 });
    let mut report = HeadReport { layer: 0, head: 1, figures: [None; 8] };
    report.figures[Measure::Subject as usize] = figure;
    let sentences = ["dog bites man", "the dogs sleep ."].map(String::from).to_vec();
    let heads = Heads { sentences, reports: vec![(Stack::Encoder, report)] };
    Model { heads, ..model(Transformer::invented(config, 1).unwrap()) }
}

/// A file with the bytes changed and the checksum made right again.
fn forged(mut file: Vec<u8>, change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    file.truncate(file.len() - 4);
    change(&mut file);
    let checksum = crc32fast::hash(&file);
    file.extend(checksum.to_le_bytes());
    file
}

fn check(file: &[u8], expected: &str) {
    assert_eq!(read(file).unwrap_err().to_string(), format!("weights file: {expected}"));
}

/// Where a text begins in a file.
fn place(file: &[u8], text: &str) -> usize {
    file.windows(text.len()).position(|bytes| bytes == text.as_bytes()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_written_is_read(
        given in prop::sample::select(vec![Family::Encoder, Family::Decoder, Family::EncoderDecoder])
            .prop_flat_map(measured),
    ) {
        let file = write(&given).unwrap();
        let back = read(&file).unwrap();
        for (name, _) in given.transformer.config().parameters() {
            let rounded = given.transformer.weight(&name).unwrap().mapv(|x| f16::from_f32(x).to_f32());
            prop_assert_eq!(back.transformer.weight(&name), Some(rounded.view()));
        }
        prop_assert_eq!(write(&back).unwrap(), file);
        prop_assert_eq!(Model { transformer: given.transformer.clone(), ..back }, given);
    }

    #[test]
    fn any_bytes_are_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
    }

    /// As the above, past magic, version, lengths and checksum.
    #[test]
    fn any_header_is_an_error(header in prop::collection::vec(any::<u8>(), 0..200), numbers in 0u32..9) {
        let file = forged(vec![0; 4], |file| {
            *file = b"ATTNLAB\0\x02\0\0\0".to_vec();
            file.extend((header.len() as u32).to_le_bytes());
            file.extend(numbers.to_le_bytes());
            file.extend(&header);
            file.extend(vec![0; 2 * numbers as usize]);
        });
        prop_assert!(read(&file).is_err());
    }

    /// Changes within a header that is right otherwise, checksum and all.
    #[test]
    fn a_changed_header_never_panics(place in 0usize..400, byte: u8) {
        let file = forged(write(&small()).unwrap(), |file| {
            let place = 20 + place % (file.len() - 20);
            file[place] = byte;
        });
        let _ = read(&file);
    }
}

#[test]
fn every_cut_is_noticed() {
    let file = write(&small()).unwrap();
    for length in 0..file.len() {
        match read(&file[..length]) {
            Err(FileError::TooShort { given, .. }) => assert_eq!(given, length),
            other => panic!("{length} bytes: {other:?}"),
        }
    }
    let longer = [&file[..], &[0]].concat();
    let needed = file.len();
    assert_eq!(read(&longer).unwrap_err(), FileError::TooLong { given: needed + 1, needed });
}

#[test]
fn every_flipped_bit_is_noticed() {
    let file = write(&small()).unwrap();
    for bit in 0..8 * file.len() {
        let mut file = file.clone();
        file[bit / 8] ^= 1 << (bit % 8);
        let error = read(&file).unwrap_err();
        let fits = match bit / 8 {
            0..8 => error == FileError::NotWeights,
            8..12 => matches!(error, FileError::Version { .. }),
            12..20 => matches!(error, FileError::TooShort { .. } | FileError::TooLong { .. }),
            _ => matches!(error, FileError::Checksum { .. }),
        };
        assert!(fits, "bit {bit}: {error}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let file = write(&small()).unwrap();
    check(b"", "it has 0 bytes, needed are 24");
    check(b"ATTN", "it has 4 bytes, needed are 24");
    check(b"PK\x03\x04", "this is none, for it doesn't begin with ATTNLAB");
    check(b"ATTNLAB\0\x01\0\0\0", "its version is 1, needed is 2");
    let mut changed = file.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert!(matches!(read(&changed), Err(FileError::Checksum { .. })));

    // Behind the name in the list of arrays are its rows and columns.
    let renamed = forged(file.clone(), |file| {
        let at = place(file, "classes");
        file[at..at + 7].copy_from_slice(b"glasses");
    });
    check(&renamed, "array 15 is glasses, needed is classes");
    let reshaped = forged(file.clone(), |file| {
        let at = place(file, "classes") + 7;
        assert_eq!(file[at..at + 2], [4, 2]);
        file[at] = 5;
    });
    check(&reshaped, "shape of classes is (5, 2), needed is (4, 2)");
    let infinite = forged(file.clone(), |file| {
        let at = file.len() - 2;
        file[at..].copy_from_slice(&f16::INFINITY.to_le_bytes());
    });
    check(&infinite, "classes at 3, 1 is inf, needed is a finite number below 65520");
    let fewer = forged(file, |file| {
        let numbers = u32::from_le_bytes(file[16..20].try_into().unwrap());
        file[16..20].copy_from_slice(&(numbers - 1).to_le_bytes());
        file.truncate(file.len() - 2);
    });
    let numbers = small().transformer.config().count();
    check(&fewer, &format!("it has {} numbers, needed are {numbers}", numbers - 1));
}

/// A file that tells of heads what its model doesn't have.
#[test]
fn wrong_heads_are_refused() {
    let file = write(&small()).unwrap();
    // Behind the last sentence: one report; of which stack, layer and head; no figure five
    // times; then one, as `f64`, number of queries (200 in two bytes) and sentence.
    let at = place(&file, "the dogs sleep .") + "the dogs sleep .".len();
    assert_eq!(file[at..at + 10], [1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
    assert_eq!(file[at + 10..at + 18], 0.625_f64.to_le_bytes());
    assert_eq!(file[at + 18..at + 23], [200, 1, 1, 0, 0]);
    let changed = |place: usize, byte: u8| forged(file.clone(), |file| file[at + place] = byte);
    check(&changed(1, 1), "it tells of heads of Decoder, of which Encoder has none");
    check(&changed(1, 2), "it tells of heads of Cross, of which Encoder has none");
    check(&changed(2, 1), "the layer of a head of Encoder is 1, needed is one below 1");
    check(&changed(3, 2), "the number of a head of Encoder is 2, needed is one below 2");
    check(
        &changed(20, 2),
        "the sentence for Subject of head 1 in layer 0 of Encoder is 2, needed is one below 2",
    );
    let infinite = forged(file.clone(), |file| {
        file[at + 10..at + 18].copy_from_slice(&f64::INFINITY.to_le_bytes());
    });
    check(
        &infinite,
        "Subject of head 1 in layer 0 of Encoder is inf, needed is a finite number below 65520",
    );
    // No such stack, neither nothing nor something, and a report more than there are.
    for (place, byte) in [(1, 3), (4, 2), (0, 2)] {
        let error = read(&changed(place, byte)).unwrap_err();
        assert!(matches!(error, FileError::Header(_)), "{error}");
    }
}

/// A file of an older program is refused by its version, whatever else is in it.
#[test]
fn older_files_are_refused() {
    let older = forged(write(&small()).unwrap(), |file| file[8] = 1);
    assert_eq!(read(&older).unwrap_err(), FileError::Version { given: 1 });
}

#[test]
fn what_cant_be_written_is_refused() {
    let refused = |model: &Model, expected: &str| {
        let error = write(model).unwrap_err();
        assert_eq!(error.to_string(), format!("weights file: {expected}"));
    };
    let mut words = small();
    words.words.pop();
    refused(&words, "it has 10 words, needed are 11");
    let mut figure = small();
    figure.figures.insert("loss".into(), f64::NAN);
    refused(&figure, "figure loss is NaN, needed is a finite number below 65520");
    let mut stack = small();
    stack.heads.reports[0].0 = Stack::Cross;
    refused(&stack, "it tells of heads of Cross, of which Encoder has none");
    let mut sentence = small();
    sentence.heads.sentences.pop();
    let subject = "Subject of head 1 in layer 0 of Encoder";
    refused(&sentence, &format!("the sentence for {subject} is 1, needed is one below 1"));
    let config = small().transformer.config().clone();
    let large = |(name, shape): (String, _)| (name, Array2::from_elem(shape, 65_520.0));
    let weights = config.parameters().into_iter().map(large);
    let large = model(Transformer::new(config.clone(), weights).unwrap());
    refused(&large, "embedding at 0, 0 is 65520, needed is a finite number below 65520");
}
