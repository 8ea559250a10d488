//! Keyboard, mouse and finger.

use anyhow::{Context, Result};
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
    TouchActions,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::json;

use super::Page;

impl Page {
    /// Clicks the first element that fits.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let element = self.find(selector).await?;
        element.click().await.with_context(|| format!("{selector} can't be clicked"))?;
        self.settle().await
    }

    /// Presses keys one by one, given as text or as [`Key`]s, on whatever has the focus; Shift
    /// and its like stay down until the end. Sending keys to an element instead would move the
    /// caret in some versions of the driver.
    pub async fn press(&self, keys: &str) -> Result<()> {
        let holds = [Key::Shift, Key::Control, Key::Alt, Key::Meta].map(char::from);
        let (mut actions, mut held) = (KeyActions::new("keys".into()), Vec::new());
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value });
            if holds.contains(&value) {
                held.push(value);
            } else {
                actions = actions.then(KeyAction::Up { value });
            }
        }
        for value in held {
            actions = actions.then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await?;
        self.settle().await
    }

    /// Gives the focus to the first element that fits.
    pub async fn focus(&self, selector: &str) -> Result<()> {
        self.find(selector).await?;
        self.run("document.querySelector(arguments[0]).focus()", vec![json!(selector)]).await?;
        self.settle().await
    }

    /// Replaces what stands in a text box, as an input method or pasting does: the only
    /// way that also takes emoji.
    pub async fn write(&self, selector: &str, text: &str) -> Result<()> {
        self.select_all(selector).await?;
        if text.is_empty() {
            return self.press(&Key::Delete).await;
        }
        self.devtools("Input.insertText", json!({ "text": text })).await?;
        self.settle().await
    }

    /// Replaces what stands in a text box, key by key.
    pub async fn type_keys(&self, selector: &str, text: &str) -> Result<()> {
        self.select_all(selector).await?;
        self.press(text).await
    }

    async fn select_all(&self, selector: &str) -> Result<()> {
        self.focus(selector).await?;
        self.run("document.querySelector(arguments[0]).select()", vec![json!(selector)])
            .await
            .map(drop)
    }

    /// Chooses an option of a menu, counted from 0.
    pub async fn choose(&self, selector: &str, option: usize) -> Result<()> {
        self.find(selector).await?.select_by_index(option).await?;
        self.settle().await
    }

    /// Moves the mouse onto a cell of a heatmap.
    pub async fn hover_cell(
        &self,
        matrix: &str,
        head: Option<usize>,
        cell: (usize, usize),
    ) -> Result<()> {
        let (heatmap, x, y) = self.locate(matrix, head, cell).await?;
        let move_there = PointerAction::MoveToElement { element: heatmap, duration: None, x, y };
        self.client.perform_actions(MouseActions::new("mouse".into()).then(move_there)).await?;
        self.settle().await
    }

    /// Clicks on a cell of a heatmap.
    pub async fn click_cell(
        &self,
        matrix: &str,
        head: Option<usize>,
        cell: (usize, usize),
    ) -> Result<()> {
        self.hover_cell(matrix, head, cell).await?;
        let click = MouseActions::new("mouse".into())
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(click).await?;
        self.settle().await
    }

    /// Puts a finger on the first of a heatmap's cells, draws it over the others, and lifts it.
    pub async fn draw_on_cells(
        &self,
        matrix: &str,
        head: Option<usize>,
        cells: &[(usize, usize)],
    ) -> Result<()> {
        let mut finger = TouchActions::new("finger".into());
        for (index, cell) in cells.iter().enumerate() {
            let (element, x, y) = self.locate(matrix, head, *cell).await?;
            finger = finger.then(PointerAction::MoveToElement { element, duration: None, x, y });
            if index == 0 {
                finger = finger.then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
            }
        }
        finger = finger.then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(finger).await?;
        self.settle().await
    }

    /// The heatmap and where in it the cell is, from its middle.
    async fn locate(
        &self,
        matrix: &str,
        head: Option<usize>,
        (row, column): (usize, usize),
    ) -> Result<(Element, f64, f64)> {
        let values = self.matrix(matrix, head).await?.values;
        let (rows, columns) = (values.len() as f64, values.first().map_or(0, Vec::len) as f64);
        let heatmap = self.find(&format!("{} .heatmap", figure(matrix, head))).await?;
        let center = "arguments[0].scrollIntoView({ block: 'center', inline: 'center' })";
        self.run(center, vec![serde_json::to_value(&heatmap)?]).await?;
        let (_, _, width, height) = heatmap.rectangle().await?;
        let x = ((column as f64 + 0.5) / columns - 0.5) * width;
        let y = ((row as f64 + 0.5) / rows - 0.5) * height;
        // A pointer's place is a whole number of pixels.
        Ok((heatmap, x.round(), y.round()))
    }
}

/// The selector of a matrix's figure.
pub(super) fn figure(matrix: &str, head: Option<usize>) -> String {
    let head = head.map(|head| format!("[data-head='{head}']")).unwrap_or_default();
    format!("figure[data-matrix='{matrix}']{head}")
}
