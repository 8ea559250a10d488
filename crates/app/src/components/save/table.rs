//! Numbers under their headings, as text that other programs read.

use engine::export::Cell;

use crate::numbers::exact;

/// Cells under headings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What each column is.
    pub columns: Vec<String>,
    /// A cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// As comma-separated values (RFC 4180), to the last digit.
    pub fn csv(&self) -> String {
        self.text(",", "\r\n", |text| match text.contains(['"', ',', '\r', '\n']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        })
    }

    /// With tabs between the cells, as spreadsheets take it from the clipboard.
    pub fn tabbed(&self) -> String {
        self.text("\t", "\n", |text| text.replace(['\t', '\r', '\n'], " "))
    }

    fn text(&self, between: &str, end: &str, quoted: impl Fn(&str) -> String) -> String {
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => quoted(text),
            Cell::Number(number) => exact(*number),
            Cell::Nothing => String::new(),
        };
        let heads: Vec<String> = self.columns.iter().map(|head| quoted(head)).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(cell).collect());
        let lines = std::iter::once(heads).chain(rows);
        lines.map(|line| line.join(between) + end).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let number = |x: f32| Cell::Number(x.into());
        Table {
            columns: ["", "say \"hi\"", "a,b"].map(String::from).to_vec(),
            rows: vec![
                vec![Cell::Text("one\ttwo\n".into()), number(0.1), number(f32::NEG_INFINITY)],
                vec![Cell::Text("犬".into()), Cell::Number(f64::NAN), Cell::Nothing],
            ],
        }
    }

    #[test]
    fn cells_keep_what_would_part_them() {
        assert_eq!(
            table().csv(),
            ",\"say \"\"hi\"\"\",\"a,b\"\r\n\"one\ttwo\n\",0.10000000149011612,-Infinity\r\n犬,NaN,\r\n"
        );
    }

    #[test]
    fn the_clipboard_has_a_line_for_each_row() {
        assert_eq!(
            table().tabbed(),
            "\tsay \"hi\"\ta,b\none two \t0.10000000149011612\t-Infinity\n犬\tNaN\t\n"
        );
    }
}
