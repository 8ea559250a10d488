//! A matrix's numbers as a table, for assistive technology and for anyone who wants them.

use std::fmt::Write;
use std::rc::Rc;

use engine::Matrix;
use html_escape::encode_safe;
use scene::format::digits;
use web_sys::Element;
use yew::{Html, hook, html, use_effect_with, use_node_ref};

use super::fold::Sign;
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
    let sign = Sign {
        class: "numbers",
        sign: "⊞",
        hint: "The numbers as a table",
        name: format!("Table: {name}").into(),
    };
    let table = html! {
        <div class="table" tabindex="0" role="region" aria-label={format!("Table of {name}")}>
            <div ref={host} />
        </div>
    };
    sign.draw(None, table)
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
