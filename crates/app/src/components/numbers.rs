//! A matrix's numbers as a table, for assistive technology and for anyone who wants them.

use std::fmt::Write;
use std::rc::Rc;

use engine::Matrix;
use html_escape::encode_safe;
use scene::format::digits;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::{Callback, Html, TargetCast, hook, html, use_effect_with, use_node_ref};

use crate::hooks::use_idle;
use crate::numbers::javascript;
use crate::shared::MatrixRef;
use crate::words;

/// The table of a matrix under that name. `rows` and `columns` are what its rows and columns
/// are called, where they are tokens. Its thousands of cells are written in one go when the
/// page is idle, so that they never delay a keystroke; until then it is empty rather than
/// stale.
#[hook]
pub fn use_numbers(
    matrix: &MatrixRef,
    rows: &Rc<[String]>,
    columns: &Rc<[String]>,
    name: &str,
) -> Html {
    let host = use_node_ref();
    use_effect_with(matrix.clone(), {
        let host = host.clone();
        move |_| {
            if let Some(host) = host.cast::<Element>() {
                host.replace_children_with_node_0();
            }
        }
    });
    let deps = (matrix.clone(), rows.clone(), columns.clone());
    use_idle(deps, {
        let host = host.clone();
        let name = name.to_owned();
        move |(matrix, rows, columns)| {
            if let Some(host) = host.cast::<Element>() {
                host.set_inner_html(&table(&matrix, &rows, &columns, &name));
            }
        }
    });
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        let details = event.target_dyn_into::<Element>().and_then(|e| e.closest("details").ok()?);
        if let Some(details) = details.filter(|_| event.key() == "Escape") {
            event.stop_propagation();
            // Attributes of these names can always be taken away and elements focused.
            let _ = details.remove_attribute("open");
            let summary = details.first_element_child().and_then(|e| e.dyn_into().ok());
            let _ = summary.map(|summary: HtmlElement| summary.focus());
        }
    });
    html! {
        <details class="numbers" {onkeydown}>
            <summary title="The numbers as a table">
                <span aria-hidden="true">{ "⊞" }</span>
                <span class="visually-hidden">{ format!("Table: {name}") }</span>
            </summary>
            <div class="table" tabindex="0" role="region" aria-label={format!("Table of {name}")}>
                <div ref={host} />
            </div>
        </details>
    }
}

/// The table's markup. Token texts come from the learner, so they are escaped.
fn table(matrix: &Matrix, rows: &[String], columns: &[String], name: &str) -> String {
    let mut html = format!("<table><caption>{}</caption><thead><tr><td></td>", encode_safe(name));
    // Writing to a string never fails.
    let mut push = |arguments: std::fmt::Arguments| {
        let _ = html.write_fmt(arguments);
    };
    for column in 0..matrix.values.ncols() {
        let label = words::label(matrix.columns, column, columns);
        push(format_args!("<th scope=\"col\">{}</th>", encode_safe(&label)));
    }
    push(format_args!("</tr></thead><tbody>"));
    for (row, values) in matrix.values.rows().into_iter().enumerate() {
        let label = words::label(matrix.rows, row, rows);
        push(format_args!("<tr><th scope=\"row\">{}</th>", encode_safe(&label)));
        for (column, value) in values.iter().enumerate() {
            let edited = if matrix.is_edited(row, column) { " class=\"edited\"" } else { "" };
            push(format_args!(
                "<td data-value=\"{}\"{edited}>{}</td>",
                javascript(*value),
                digits(*value, 4)
            ));
        }
        push(format_args!("</tr>"));
    }
    push(format_args!("</tbody></table>"));
    html
}
