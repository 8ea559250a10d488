//! Every number on the screen, against an independent computation from the numbers that
//! stand before it.

use anyhow::{Context, Result, ensure};
use tests::reference::{
    Rows, causal_mask, map, mismatch, product, side_by_side, sinusoids, softmax, transposed, zip,
};

use crate::harness::{Figures, Page, in_browser};

/// One layer, as the URL asks for it.
struct Layer {
    text: &'static str,
    tokens: usize,
    encoding: &'static str,
    causal: bool,
    heads: usize,
    d_model: usize,
    scale: bool,
    temperature: f64,
}

/// What the page opens with.
const FIRST: Layer = Layer {
    text: "dog bites man",
    tokens: 3,
    encoding: "sinusoidal",
    causal: false,
    heads: 2,
    d_model: 8,
    scale: true,
    temperature: 1.0,
};

impl Layer {
    fn hash(&self) -> String {
        let Self { text, encoding, heads, d_model, temperature, .. } = self;
        let mask = if self.causal { "causal" } else { "none" };
        let scale = if self.scale { "on" } else { "off" };
        format!(
            "#lab=attention&text={text}&encoding={encoding}&mask={mask}&heads={heads}\
             &d_model={d_model}&scale={scale}&temperature={temperature}"
        )
    }

    fn steps(&self) -> Vec<&'static str> {
        let all = ["embeddings", "positions", "inputs", "projections", "scores", "scaled"];
        let masked = self.causal.then_some("masked");
        all.into_iter().chain(masked).chain(["weights", "head-output", "output"]).collect()
    }

    fn d_k(&self) -> usize {
        self.d_model / self.heads
    }

    /// Reads every matrix of every step and head.
    async fn read(&self, page: &Page) -> Result<Figures> {
        page.open(&self.hash()).await?;
        let mut all = Figures::new();
        for step in self.steps() {
            for head in 0..self.heads {
                page.go(&format!("{}&step={step}&head={head}", self.hash())).await?;
                page.until_step(step).await?;
                // The step's own matrix comes last, so that it is there when it is read.
                let own = if step == "projections" { "queries" } else { step };
                page.matrix(own, None).await?;
                for (key, matrix) in page.figures().await? {
                    let seen = all.insert(key.clone(), matrix.clone());
                    ensure!(seen.is_none_or(|seen| seen == matrix), "{key:?} changed its numbers");
                }
            }
        }
        Ok(all)
    }

    /// Checks each matrix against those it is computed from.
    fn check(&self, all: &Figures) -> Result<()> {
        let shared = |name: &str| values(all, name, None);
        let n = self.tokens;
        let embeddings = shared("embeddings")?;
        ensure!((embeddings.len(), embeddings[0].len()) == (n, self.d_model), "embeddings' shape");

        let positions = shared("positions")?;
        match self.encoding {
            "sinusoidal" => same("positions", &positions, &sinusoids(n, self.d_model))?,
            "learned" => {}
            _ => same("positions", &positions, &vec![vec![0.0; self.d_model]; n])?,
        }
        let inputs = shared("inputs")?;
        same("inputs", &inputs, &zip(&embeddings, &positions, |a, b| a + b))?;

        let heads = (0..self.heads).map(|head| self.check_head(all, &inputs, head));
        let concatenated = side_by_side(&heads.collect::<Result<Vec<_>>>()?);
        same("output", &shared("output")?, &product(&concatenated, &shared("output-weights")?))
    }

    /// Checks one head, and gives its output as it should be.
    fn check_head(&self, all: &Figures, inputs: &Rows, head: usize) -> Result<Rows> {
        let of = |name: &str| values(all, name, Some(head));
        for (name, weights) in
            [("queries", "query-weights"), ("keys", "key-weights"), ("values", "value-weights")]
        {
            let projected = product(inputs, &of(weights)?);
            if self.encoding == "rope" && name != "values" {
                same(name, &of(&format!("{name}-unrotated"))?, &projected)?;
                same_lengths(name, &of(name)?, &projected)?;
            } else {
                same(name, &of(name)?, &projected)?;
            }
        }

        let scores = of("scores")?;
        same("scores", &scores, &product(&of("queries")?, &transposed(&of("keys")?)))?;

        let divisor = if self.scale { (self.d_k() as f64).sqrt() } else { 1.0 };
        let mut scaled = map(&scores, |x| x / divisor);
        if ["alibi", "t5"].contains(&self.encoding) {
            scaled = zip(&scaled, &of("position-bias")?, |a, b| a + b);
        }
        same("scaled", &of("scaled")?, &scaled)?;

        if self.causal {
            scaled = zip(&scaled, &causal_mask(self.tokens), |a, b| a + b);
            same("masked", &of("masked")?, &scaled)?;
        }
        let weights = of("weights")?;
        same("weights", &weights, &softmax(&map(&scaled, |x| x / self.temperature)))?;
        for row in &weights {
            ensure!((row.iter().sum::<f64>() - 1.0).abs() < 1e-5, "a row's weights sum to 1");
        }
        let output = product(&weights, &of("values")?);
        same("head-output", &of("head-output")?, &output)?;
        Ok(output)
    }
}

fn values(all: &Figures, name: &str, head: Option<usize>) -> Result<Rows> {
    let matrix = all.get(&(name.to_owned(), head));
    let matrix = matrix.with_context(|| format!("no step shows {name} (head {head:?})"))?;
    Ok(matrix.values.clone())
}

fn same(name: &str, shown: &Rows, computed: &Rows) -> Result<()> {
    let mismatch = mismatch(shown, computed);
    ensure!(mismatch.is_none(), "{name}: {}", mismatch.unwrap_or_default());
    Ok(())
}

/// A rotation leaves each vector as long as it was, and the first one where it was.
fn same_lengths(name: &str, rotated: &Rows, before: &Rows) -> Result<()> {
    let squares = |rows: &Rows| -> Rows {
        rows.iter().map(|row| vec![row.iter().map(|x| x * x).sum()]).collect()
    };
    same(name, &squares(rotated), &squares(before))?;
    same(name, &rotated[..1].to_vec(), &before[..1].to_vec())?;
    ensure!(mismatch(rotated, before).is_some(), "{name} aren't rotated");
    Ok(())
}

fn check(layer: Layer) -> Result<()> {
    in_browser(async |page| {
        let figures = layer.read(page).await?;
        layer.check(&figures).with_context(|| layer.hash())
    })
}

#[test]
fn of_the_first_sentence() -> Result<()> {
    check(FIRST)
}

#[test]
fn with_a_causal_mask_and_four_heads() -> Result<()> {
    check(Layer {
        text: "The cat sat on the mat.",
        tokens: 7,
        encoding: "none",
        causal: true,
        heads: 4,
        d_model: 16,
        ..FIRST
    })
}

#[test]
fn without_scaling_and_with_a_temperature() -> Result<()> {
    check(Layer { encoding: "learned", scale: false, temperature: 0.5, heads: 1, ..FIRST })
}

#[test]
fn with_a_mask_and_a_temperature() -> Result<()> {
    check(Layer { causal: true, temperature: 4.0, ..FIRST })
}

#[test]
fn with_rope() -> Result<()> {
    check(Layer { encoding: "rope", ..FIRST })
}

#[test]
fn with_alibi() -> Result<()> {
    check(Layer { encoding: "alibi", causal: true, ..FIRST })
}

#[test]
fn with_t5() -> Result<()> {
    check(Layer { encoding: "t5", ..FIRST })
}

#[test]
fn a_word_has_one_vector_wherever_it_stands() -> Result<()> {
    in_browser(async |page| {
        page.open("#text=the dog sees the dog&step=embeddings").await?;
        let vectors = page.matrix("embeddings", None).await?;
        assert_eq!(vectors.rows, ["the", "dog", "sees", "the", "dog"]);
        assert_eq!(vectors.values[0], vectors.values[3]);
        assert_eq!(vectors.values[1], vectors.values[4]);
        assert_ne!(vectors.values[0], vectors.values[1]);
        Ok(())
    })
}

#[test]
fn another_seed_gives_other_numbers() -> Result<()> {
    in_browser(async |page| {
        page.open("#seed=1&step=embeddings").await?;
        let first = page.matrix("embeddings", None).await?;
        page.open("#seed=2&step=embeddings").await?;
        assert_ne!(page.matrix("embeddings", None).await?, first);
        page.open("#seed=1&step=embeddings").await?;
        assert_eq!(page.matrix("embeddings", None).await?, first);
        Ok(())
    })
}
