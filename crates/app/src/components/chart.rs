//! A chart drawn as SVG, with a menu to take it out of the page.

mod plot;

use std::rc::Rc;

use engine::export::{ChartDocument, give};
use scene::{Rgb, Sheet, Theme};
use yew::{AttrValue, Html, Properties, component, html, use_context, use_memo};

use super::fold::{Sign, use_fold};
use super::save::{Menu, Source, Table, groups, json, settings, slug, summary};
use crate::state::Inputs;

pub use plot::Plot;

/// A drawing as one picture with a name. One that can't be drawn leaves the table beside it.
pub fn chart(plot: &impl Plot, label: impl Into<AttrValue>) -> Html {
    let Ok(svg) = plot.svg() else { return Html::default() };
    let (size, theme) = (plot.size(), plot.theme());
    let drawn = Drawn { label: label.into(), svg: svg.into(), size, theme, table: plot.table() };
    html! { <Drawing {drawn} /> }
}

/// A chart, with the numbers that it draws.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    label: AttrValue,
    svg: AttrValue,
    size: (u32, u32),
    theme: Theme,
    table: Table,
}

#[derive(Properties, PartialEq)]
struct DrawingProps {
    drawn: Drawn,
}

#[component]
fn Drawing(DrawingProps { drawn }: &DrawingProps) -> Html {
    let inputs = use_context::<Rc<Inputs>>().unwrap_or_default();
    let groups = use_memo((drawn.clone(), inputs), |(drawn, inputs)| {
        groups(Shown { drawn: drawn.clone(), inputs: inputs.clone() })
    });
    let sign = Sign {
        class: "save",
        sign: "⤓",
        hint: "Save or copy this chart and its numbers",
        name: format!("Save: {}", drawn.label).into(),
    };
    let save = use_fold(sign, || {
        html! { <Menu name={format!("Save {}", drawn.label)} groups={(*groups).clone()} /> }
    });
    html! {
        <div class="charted">
            // The SVG is as `scene::chart` makes it: its texts are escaped there.
            <div class="chart" role="img" aria-label={drawn.label.clone()}>
                { Html::from_html_unchecked(drawn.svg.clone()) }
            </div>
            { save }
        </div>
    }
}

/// A chart on the screen.
struct Shown {
    drawn: Drawn,
    inputs: Rc<Inputs>,
}

impl Source for Shown {
    fn stem(&self) -> String {
        format!("attention-lab-{}", slug(&self.drawn.label))
    }

    fn svg(&self) -> Option<String> {
        let Drawn { label, svg, size, theme, .. } = &self.drawn;
        let lines = [summary(&self.inputs)];
        Some(Sheet { title: label, lines: &lines, theme: *theme }.with_chart(svg, *size))
    }

    fn table(&self) -> Table {
        self.drawn.table.clone()
    }

    fn json(&self) -> Option<String> {
        let Table { columns, rows } = &self.drawn.table;
        let settings = settings(&self.inputs, true);
        let title = &self.drawn.label;
        json(|to| give(&ChartDocument { title, columns, rows, settings: &settings }, to))
    }
}

/// Blue and orange, for what is compared.
pub fn colours(theme: Theme) -> [Rgb; 2] {
    match theme {
        Theme::Light => [Rgb(0x00, 0x69, 0xa8), Rgb(0xa8, 0x48, 0x00)],
        Theme::Dark => [Rgb(0x7c, 0xc4, 0xff), Rgb(0xff, 0xb0, 0x70)],
    }
}
