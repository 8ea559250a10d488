//! The numbers that the page shows.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Page;
use super::input::figure;

/// A matrix as the page's table gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The headings of the rows.
    pub rows: Vec<String>,
    /// The headings of the columns.
    pub columns: Vec<String>,
    /// [rows, columns].
    pub values: Vec<Vec<f64>>,
}

/// Matrices by name and head.
pub type Figures = BTreeMap<(String, Option<usize>), Matrix>;

/// Reads all figures that fit, once their tables are filled. Each number is given as the
/// text that it is, since JSON knows no infinity; a text that JavaScript would write
/// otherwise is refused.
const READ: &str = "
    const [selector, done] = arguments;
    const start = performance.now();
    const texts = (root, selector) => [...root.querySelectorAll(selector)].map(e => e.textContent);
    const number = cell => {
        const text = cell.dataset.value;
        return String(Number(text)) === text ? text : `not a number: ${text}`;
    };
    const read = () => {
        const figures = [...document.querySelectorAll(selector)];
        const filled = figures.length > 0 && figures.every(f => f.querySelector('table'));
        if (!filled) {
            performance.now() - start < 10000 ? requestAnimationFrame(read) : done(null);
            return;
        }
        done(figures.map(f => [
            f.dataset.matrix,
            f.dataset.head ?? null,
            texts(f, 'thead th'),
            texts(f, 'tbody th'),
            [...f.querySelectorAll('tbody tr')].map(
                row => [...row.querySelectorAll('td[data-value]')].map(number)),
        ]));
    };
    requestAnimationFrame(() => requestAnimationFrame(read));";

/// A figure as [`READ`] returns it.
type Raw = (String, Option<String>, Vec<String>, Vec<String>, Vec<Vec<String>>);

impl Page {
    /// The numbers of one matrix; `head` may be left out where only one head is shown.
    pub async fn matrix(&self, name: &str, head: Option<usize>) -> Result<Matrix> {
        let figures = self.read(&figure(name, head)).await?;
        let matrix = figures.into_values().next();
        matrix.with_context(|| format!("the page shows no {name}"))
    }

    /// The numbers of all matrices that the page shows.
    pub async fn figures(&self) -> Result<Figures> {
        self.read("figure[data-matrix]").await
    }

    async fn read(&self, selector: &str) -> Result<Figures> {
        let raw = self.client.execute_async(READ, vec![json!(selector)]).await?;
        let raw: Option<Vec<Raw>> = serde_json::from_value(raw)?;
        let raw = raw.with_context(|| format!("no filled table in {selector}"))?;
        let mut figures = Figures::new();
        for (name, head, columns, rows, values) in raw {
            let parse = |text: &String| text.parse().with_context(|| format!("{name}: {text}"));
            let values = values.iter().map(|row| row.iter().map(parse).collect());
            let values = values.collect::<Result<Vec<Vec<f64>>>>()?;
            ensure!(values.len() == rows.len(), "{name} has as many rows as row headings");
            let wide = values.iter().all(|row| row.len() == columns.len());
            ensure!(wide, "{name} has as many columns as column headings");
            let head = head.map(|head| head.parse()).transpose()?;
            let matrix = Matrix { rows, columns, values };
            // A matrix may stand in two places, but never with two sets of numbers.
            let same = figures.get(&(name.clone(), head)).is_none_or(|seen| *seen == matrix);
            ensure!(same, "{name} is shown twice with different numbers");
            figures.insert((name, head), matrix);
        }
        Ok(figures)
    }

    /// The largest difference between the two sentences' outputs, as the page says it.
    pub async fn max_difference(&self) -> Result<f64> {
        let element = "[data-max-difference]";
        let value = self.attribute(element, "data-max-difference").await?.unwrap_or_default();
        // The number stands in the attribute, or else in the text.
        let text = if value.parse::<f64>().is_ok() { value } else { self.text(element).await? };
        text.trim().parse().with_context(|| format!("{text} is no difference"))
    }
}
