//! A trained model as one file.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `ATTNLAB\0` |
//! | 4 | the version, 2 |
//! | 4 | h, the length of the header |
//! | 4 | n, how many numbers there are |
//! | h | the header, by `postcard`: what the model is, and the names and shapes of its arrays |
//! | 2 n | the arrays in the order of [`Config::parameters`], row by row, as `f16` |
//! | 4 | CRC-32 (ISO-HDLC) of all before |
//!
//! All numbers are little-endian. `f16` takes half of the bytes of `f32` and keeps 11 binary
//! digits: the relative error is at most 2⁻¹¹ ≈ 0.05 %, or for weights below 2⁻¹⁴ the absolute
//! error at most 2⁻²⁵.

use std::collections::BTreeMap;

use half::f16;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::{Config, ConfigError, Family, Heads, Stack, Transformer, TransformerError};

const MAGIC: [u8; 8] = *b"ATTNLAB\0";
const VERSION: u32 = 2;
/// What stands before the header.
const PREFIX: usize = 20;
/// The checksum at the end.
const SUFFIX: usize = 4;

/// A trained model, and how it came to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What it is called.
    pub name: String,
    /// What its training was drawn from.
    pub seed: u32,
    /// Its words, in the order of their numbers.
    pub words: Vec<String>,
    /// The settings of what it was trained on, and what else tells how it came to be.
    pub corpus: BTreeMap<String, String>,
    /// What was measured of it; all finite.
    pub figures: BTreeMap<String, f64>,
    /// What was measured of its heads.
    pub heads: Heads,
    /// Itself.
    pub transformer: Transformer,
}

/// What is wrong with a file of weights, or with a model that is to be one.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FileError {
    /// It ends before it should.
    #[error("weights file: it has {given} bytes, needed are {needed}")]
    TooShort {
        /// Its bytes.
        given: usize,
        /// The bytes that it says it has, or the least a file may have.
        needed: usize,
    },
    /// It goes on after it should have ended.
    #[error("weights file: it has {given} bytes, {needed} and no more were expected")]
    TooLong {
        /// Its bytes.
        given: usize,
        /// The bytes that it says it has.
        needed: usize,
    },
    /// It doesn't begin as one.
    #[error("weights file: this is none, for it doesn't begin with ATTNLAB")]
    NotWeights,
    /// It is of a version that can't be read.
    #[error("weights file: its version is {given}, needed is {VERSION}")]
    Version {
        /// Its version.
        given: u32,
    },
    /// Something in it was changed.
    #[error("weights file: its checksum is {given:08x}, that of its content {computed:08x}")]
    Checksum {
        /// The checksum at its end.
        given: u32,
        /// What it should be.
        computed: u32,
    },
    /// What it says of the model can't be read or written.
    #[error("weights file: its header can't be understood: {0}")]
    Header(postcard::Error),
    /// No such model can be.
    #[error("weights file: {0}")]
    Config(#[from] ConfigError),
    /// It has other arrays than its model.
    #[error("weights file: array {position} is {given}, needed is {needed}")]
    Array {
        /// Which array, from 0.
        position: usize,
        /// The name it has.
        given: String,
        /// The name that it should have.
        needed: String,
    },
    /// An array has a shape that its model has no use for.
    #[error("weights file: shape of {name} is {given:?}, needed is {needed:?}")]
    Shape {
        /// Which array.
        name: String,
        /// Its shape.
        given: (usize, usize),
        /// The shape it should have.
        needed: (usize, usize),
    },
    /// It has fewer or more of something than its model needs.
    #[error("weights file: it has {given} {what}, needed are {needed}")]
    Count {
        /// Of what.
        what: &'static str,
        /// How many.
        given: usize,
        /// How many there should be.
        needed: usize,
    },
    /// It tells of heads of an attention that its model doesn't have.
    #[error("weights file: it tells of heads of {given:?}, of which {family:?} has none")]
    Stack {
        /// The attention.
        given: Stack,
        /// What the model is.
        family: Family,
    },
    /// What it tells of a head is nothing that its model, or its list of sentences, has.
    #[error("weights file: {place} is {given}, needed is one below {needed}")]
    Head {
        /// Where.
        place: String,
        /// The layer, the head or the sentence.
        given: usize,
        /// How many there are.
        needed: usize,
    },
    /// A number is infinite or none at all, as itself or as `f16`.
    #[error("weights file: {place} is {given}, needed is a finite number below 65520")]
    NotFinite {
        /// Where.
        place: String,
        /// What it is.
        given: f64,
    },
    /// The model refused the weights.
    #[error("weights file: {0}")]
    Transformer(#[from] TransformerError),
}

#[derive(Serialize, Deserialize)]
struct Header {
    name: String,
    seed: u32,
    config: Config,
    words: Vec<String>,
    corpus: BTreeMap<String, String>,
    figures: BTreeMap<String, f64>,
    heads: Heads,
    /// Names, rows and columns, which the config gives too: a file of a config that names its
    /// arrays in another way is refused by name.
    arrays: Vec<(String, (usize, usize))>,
}

/// The file of a model. Weights are rounded to `f16`.
///
/// # Errors
/// [`FileError::Count`] if there are not as many words as the vocabulary says, or more than a
/// file can hold; [`FileError::NotFinite`] if a weight has no `f16` or a figure is not finite;
/// [`FileError::Stack`] and [`FileError::Head`] if its heads are not those of the model.
///
/// ```
/// use models::transformer::{Config, Heads, Model, Transformer, read, write};
/// use ndarray::Array2;
///
/// let config = Config { vocabulary: 2, ..Config::default() };
/// let halves = |(name, shape): (String, _)| (name, Array2::from_elem(shape, 0.5));
/// let transformer = Transformer::new(config.clone(), config.parameters().into_iter().map(halves))?;
/// let model = Model {
///     name: "dogs".into(),
///     seed: 1,
///     words: vec!["dog".into(), "bites".into()],
///     corpus: [("sentences".into(), "1000".into())].into(),
///     figures: [("loss".into(), 0.25)].into(),
///     heads: Heads::default(),
///     transformer,
/// };
/// let file = write(&model)?;
/// assert_eq!(read(&file)?, model);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(model: &Model) -> Result<Vec<u8>, FileError> {
    let config = model.transformer.config();
    check(config, &model.words, &model.figures)?;
    model.heads.check(config)?;
    let header = Header {
        name: model.name.clone(),
        seed: model.seed,
        config: config.clone(),
        words: model.words.clone(),
        corpus: model.corpus.clone(),
        figures: model.figures.clone(),
        heads: model.heads.clone(),
        arrays: config.parameters(),
    };
    let bytes = postcard::to_allocvec(&header).map_err(FileError::Header)?;
    let numbers = header.arrays.iter().map(|(_, (rows, columns))| rows * columns).sum();

    let mut file = Vec::with_capacity(PREFIX + bytes.len() + 2 * numbers + SUFFIX);
    file.extend(MAGIC);
    file.extend(VERSION.to_le_bytes());
    for (what, given) in [("bytes in its header", bytes.len()), ("numbers", numbers)] {
        let Ok(count) = u32::try_from(given) else {
            return Err(FileError::Count { what, given, needed: u32::MAX as usize });
        };
        file.extend(count.to_le_bytes());
    }
    file.extend(bytes);
    for (name, _) in &header.arrays {
        let array = model.transformer.needed(name)?;
        for (place, &number) in array.indexed_iter() {
            let half = f16::from_f32(number);
            check_finite(half, number.into(), name, place)?;
            file.extend(half.to_le_bytes());
        }
    }
    file.extend(crc32fast::hash(&file).to_le_bytes());
    Ok(file)
}

/// The model of a file. Whatever the bytes are, this neither panics nor takes more memory than
/// some multiple of theirs.
///
/// # Errors
/// [`FileError`], which says what is wrong.
///
/// ```
/// use models::transformer::{FileError, read};
/// assert_eq!(read(b"GIF89a, or what it may be"), Err(FileError::NotWeights));
/// assert_eq!(read(b"ATTNLAB\0"), Err(FileError::TooShort { given: 8, needed: 24 }));
/// ```
pub fn read(file: &[u8]) -> Result<Model, FileError> {
    let (header, numbers) = parts(file)?;
    let header: Header = postcard::from_bytes(header).map_err(FileError::Header)?;
    let Header { config, words, figures, heads, .. } = &header;
    config.check()?;
    check(config, words, figures)?;
    heads.check(config)?;
    check_arrays(config, &header.arrays)?;
    let mut halves = numbers.chunks_exact(2).map(|bytes| f16::from_le_bytes([bytes[0], bytes[1]]));
    check_count("numbers", halves.len(), config.count())?;

    let mut weights = Vec::with_capacity(header.arrays.len());
    for (name, shape) in header.arrays {
        // As many as the shape has, for they were counted.
        let mut array = Array2::zeros(shape);
        for ((place, number), half) in array.indexed_iter_mut().zip(&mut halves) {
            check_finite(half, half.into(), &name, place)?;
            *number = half.to_f32();
        }
        weights.push((name, array));
    }
    Ok(Model {
        transformer: Transformer::new(header.config, weights)?,
        name: header.name,
        seed: header.seed,
        words: header.words,
        corpus: header.corpus,
        figures: header.figures,
        heads: header.heads,
    })
}

/// The header and the numbers of a file that is whole.
fn parts(file: &[u8]) -> Result<(&[u8], &[u8]), FileError> {
    let given = file.len();
    let start = given.min(MAGIC.len());
    if file[..start] != MAGIC[..start] {
        return Err(FileError::NotWeights);
    }
    let too_short = |needed| FileError::TooShort { given, needed };
    let number = |at: usize| {
        let bytes = file.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u32::from_le_bytes).ok_or(too_short(PREFIX + SUFFIX))
    };
    let version = number(8)?;
    if version != VERSION {
        return Err(FileError::Version { given: version });
    }
    let [header, numbers] = [number(12)?, number(16)?].map(|length| length as usize);
    // Saturated where a length has no place in the machine's numbers: no file is that long.
    let numbers = numbers.saturating_mul(2);
    let content = PREFIX.saturating_add(header).saturating_add(numbers);
    let needed = content.saturating_add(SUFFIX);
    if given < needed {
        return Err(too_short(needed));
    }
    if given > needed {
        return Err(FileError::TooLong { given, needed });
    }
    let (stored, computed) = (number(content)?, crc32fast::hash(&file[..content]));
    if stored != computed {
        return Err(FileError::Checksum { given: stored, computed });
    }
    Ok(file[PREFIX..content].split_at(header))
}

/// Checks what a file says beside its arrays.
fn check(
    config: &Config,
    words: &[String],
    figures: &BTreeMap<String, f64>,
) -> Result<(), FileError> {
    check_count("words", words.len(), config.vocabulary as u128)?;
    match figures.iter().find(|(_, figure)| !figure.is_finite()) {
        Some((name, &given)) => {
            Err(FileError::NotFinite { place: format!("figure {name}"), given })
        }
        None => Ok(()),
    }
}

/// Checks that the arrays are those of the model.
fn check_arrays(config: &Config, arrays: &[(String, (usize, usize))]) -> Result<(), FileError> {
    // Each layer has several arrays: with more layers than arrays, the list of what is needed
    // could be far longer than the file.
    if config.layers > arrays.len() {
        let (given, needed) = (arrays.len(), config.layers);
        return Err(FileError::Count { what: "arrays for all layers", given, needed });
    }
    let needed = config.parameters();
    for (position, ((given, shape), (name, needed))) in arrays.iter().zip(&needed).enumerate() {
        if given != name {
            let (given, needed) = (given.clone(), name.clone());
            return Err(FileError::Array { position, given, needed });
        }
        if shape != needed {
            return Err(FileError::Shape { name: name.clone(), given: *shape, needed: *needed });
        }
    }
    check_count("arrays", arrays.len(), needed.len() as u128)
}

fn check_count(what: &'static str, given: usize, needed: u128) -> Result<(), FileError> {
    if given as u128 == needed {
        return Ok(());
    }
    let needed = usize::try_from(needed).unwrap_or(usize::MAX);
    Err(FileError::Count { what, given, needed })
}

fn check_finite(
    half: f16,
    given: f64,
    name: &str,
    (row, column): (usize, usize),
) -> Result<(), FileError> {
    if half.is_finite() {
        return Ok(());
    }
    Err(FileError::NotFinite { place: format!("{name} at {row}, {column}"), given })
}
