//! The programs that the page writes, run: do they compute what the page shows?

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;

use anyhow::{Context, Result, bail, ensure};
use engine::architectures::{Family, Loaded, TRAINED, provide};
use engine::export::{numpy, pytorch};
use engine::{
    Cell, Edit, EncodingKind, MaskKind, MatrixName, Request, Response, Settings, Target,
    TokenizerKind, Trace, Weights, run,
};

/// How far a program may be from the page, as a share of the page's largest number: the page
/// computes with 24 binary digits, and the errors of some hundred sums add up.
const CLOSE: f64 = 2e-6;

/// The programs' Python, with the packages that `cargo xtask test` brings.
fn python() -> Command {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/python");
    let old = std::env::var_os("PYTHONPATH").unwrap_or_default();
    let paths = std::iter::once(packages).chain(std::env::split_paths(&old));
    let mut command = Command::new("python3");
    // Paths from the environment can be put together again.
    command.envs(std::env::join_paths(paths).map(|paths| ("PYTHONPATH", paths)));
    command
}

/// What a program prints: the largest difference, and the largest number.
fn printed(program: &str) -> Result<(f64, f64)> {
    let mut python = python()
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("no python3 here: cargo xtask test brings it")?;
    python.stdin.take().context("Python takes no program")?.write_all(program.as_bytes())?;
    let output = python.wait_with_output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    // A warning, such as of a division by zero, is a fault too.
    ensure!(output.status.success() && errors.is_empty(), "{errors}\n{program}");
    let text = String::from_utf8(output.stdout)?;
    let number = |line: &str| -> Result<f64> {
        let (_, number) = line.split_once(": ").with_context(|| format!("no number: {line}"))?;
        Ok(number.parse()?)
    };
    match text.lines().collect::<Vec<_>>().as_slice() {
        [difference, largest] => Ok((number(difference)?, number(largest)?)),
        _ => bail!("printed:\n{text}"),
    }
}

fn trace(settings: &Settings) -> Result<Trace> {
    match run(&Request::Attention(settings.clone()))? {
        Response::Attention(trace) => Ok(trace),
        _ => bail!("another answer"),
    }
}

fn edit(matrix: MatrixName, row: usize, column: usize, value: f32) -> Edit {
    let head = matrix.per_head().then_some(1);
    Edit { target: Target::Cell(Cell { matrix, head, row, column }), value }
}

fn hidden(row: usize, column: usize) -> Edit {
    edit(MatrixName::Mask, row, column, f32::NEG_INFINITY)
}

/// Layers of the trained models that come with the page, as the page takes them apart.
fn trained() -> Result<Vec<Settings>> {
    let mut cases = Vec::new();
    for (name, family) in TRAINED {
        if family == Family::EncoderDecoder {
            continue;
        }
        let path = format!("{}/../www/models/{name}.weights", env!("CARGO_MANIFEST_DIR"));
        provide(name, &Rc::new(Loaded::read(&std::fs::read(path)?, family)?));
        for layer in [0, 2] {
            let mask = if family == Family::Decoder { MaskKind::Causal } else { MaskKind::None };
            let weights = Weights::Trained { model: name.into(), layer };
            // A word that isn't known is read in pieces.
            let text = "the dog that the zebras chase sleeps .".into();
            let edits = vec![edit(MatrixName::Queries, 1, 3, 2.0)];
            let settings = Settings { text, mask, weights, ..Settings::default() };
            cases.extend([Settings { edits, ..settings.clone() }, settings]);
        }
    }
    Ok(cases)
}

/// Settings that differ in what the programs do.
fn cases() -> Vec<Settings> {
    let text = "The animal didn't cross the street because it was too tired.".to_owned();
    let base = Settings { text, d_model: 16, heads: 4, ..Settings::default() };
    let mut cases = vec![Settings::default()];
    for encoding in EncodingKind::ALL {
        for mask in [MaskKind::None, MaskKind::Causal] {
            cases.push(Settings { encoding, mask, ..base.clone() });
        }
    }
    let by_hand = vec![
        Edit { target: Target::Embedding { word: "it".into(), dimension: 3 }, value: -4.5 },
        edit(MatrixName::QueryWeights, 1, 2, 1.25),
        edit(MatrixName::KeyWeights, 0, 3, -2.0),
        edit(MatrixName::ValueWeights, 15, 0, 0.1),
        edit(MatrixName::Queries, 4, 1, 7.0),
        edit(MatrixName::Keys, 2, 2, -3.3),
        edit(MatrixName::Values, 0, 0, 1e-7),
        edit(MatrixName::OutputWeights, 9, 9, 100.0),
    ];
    let nothing_for_two = (0..12).map(|key| hidden(2, key));
    let drawn: Vec<Edit> = nothing_for_two.chain([hidden(0, 0), hidden(5, 1)]).collect();
    let both = [by_hand.clone(), drawn.clone()].concat();
    cases.extend([
        // Slopes for a number of heads that is no power of two, and a width that no pair fills.
        Settings { encoding: EncodingKind::Alibi, d_model: 18, heads: 6, ..base.clone() },
        Settings { d_model: 5, heads: 5, ..base.clone() },
        Settings { d_model: 1, heads: 1, ..base.clone() },
        Settings { scale: false, temperature: 0.5, ..base.clone() },
        Settings { temperature: 16.0, seed: 7, ..base.clone() },
        Settings { encoding: EncodingKind::T5, temperature: 3.0, ..base.clone() },
        Settings { edits: by_hand.clone(), ..base.clone() },
        Settings { encoding: EncodingKind::Rope, edits: by_hand, ..base.clone() },
        Settings { mask: MaskKind::Custom, edits: drawn.clone(), ..base.clone() },
        Settings { mask: MaskKind::Causal, edits: drawn, ..base.clone() },
        Settings {
            mask: MaskKind::Custom,
            encoding: EncodingKind::Alibi,
            temperature: 0.25,
            edits: both,
            ..base.clone()
        },
        // T5's far buckets, and as many tokens as there can be.
        Settings {
            text: "to be or not to be ".repeat(11),
            encoding: EncodingKind::T5,
            ..base.clone()
        },
        // What would end a text, or start a comment, in a program.
        Settings {
            text: "\"\"\" § np.array #'\\ {n} \u{202e}🐕\n犬".into(),
            tokenizer: TokenizerKind::Characters,
            ..base.clone()
        },
    ]);
    cases
}

fn check(write: fn(&Trace) -> Option<String>) -> Result<()> {
    for settings in cases().into_iter().chain(trained()?) {
        let trace = trace(&settings)?;
        let program = write(&trace).context("no program")?;
        let (difference, largest) = printed(&program).with_context(|| format!("{settings:?}"))?;
        let output = trace.matrix(MatrixName::Output, 0).context("no output")?;
        let shown = output.values.iter().fold(0.0_f64, |most, x| most.max(f64::from(x.abs())));
        ensure!((largest - shown).abs() <= 0.01 * shown, "another page's numbers: {settings:?}");
        ensure!(
            difference <= CLOSE * largest.max(1.0),
            "{difference} of {largest}: {settings:?}\n{program}"
        );
    }
    Ok(())
}

#[test]
fn with_numpy() -> Result<()> {
    check(numpy)
}

#[test]
fn with_pytorch() -> Result<()> {
    let is_there = python().args(["-c", "import torch"]).stderr(Stdio::null()).status()?.success();
    if is_there {
        return check(pytorch);
    }
    // It is too large to be installed for a test; what is left is to see that it is Python.
    eprintln!("PyTorch is not here: its programs are only parsed");
    for settings in cases() {
        let program = pytorch(&trace(&settings)?).context("no program")?;
        let mut python = python()
            .args(["-c", "import ast, sys; ast.parse(sys.stdin.read())"])
            .stdin(Stdio::piped())
            .spawn()?;
        python.stdin.take().context("Python takes no program")?.write_all(program.as_bytes())?;
        ensure!(python.wait()?.success(), "{program}");
    }
    Ok(())
}

/// What is changed in the program changes what it finds: its comparison is one.
#[test]
fn a_change_is_noticed() -> Result<()> {
    let program = numpy(&trace(&Settings::default())?).context("no program")?;
    let changed = program.replace("temperature = 1.0", "temperature = 2.0");
    ensure!(changed != program);
    let (difference, _) = printed(&changed)?;
    ensure!(difference > 1e-3, "{difference}");
    Ok(())
}

#[test]
fn an_empty_sentence_has_no_program() -> Result<()> {
    let trace = trace(&Settings { text: String::new(), ..Settings::default() })?;
    ensure!(numpy(&trace).is_none() && pytorch(&trace).is_none());
    Ok(())
}
