//! `<attention-lab>` in somebody's page.

use anyhow::Result;
use serde_json::{Value, json};

use crate::harness::{Host, Page, in_browser};

/// An element with these attributes, and what keeps its events.
fn element(page: &Page, attributes: &str) -> String {
    let site = page.site();
    format!(
        "<attention-lab {attributes}><p>A lab is to come</p></attention-lab>
         <script>
            window.told = [];
            window.lab = document.querySelector('attention-lab');
            window.inside = (selector) => lab.shadowRoot.querySelector(selector);
            for (const name of ['ready', 'step', 'cell', 'change', 'leave', 'error'])
                lab.addEventListener(name, ({{ detail }}) => told.push([name, detail]));
            window.of = (name) => told.filter(([event]) => event === name);
         </script>
         <script type=module src='{site}element.js'></script>"
    )
}

/// Told once, and its numbers are there: trained ones come after the lab.
const READY: &str = "of('ready').length === 1 && inside('.stage[role=region] > *')";

#[test]
fn attributes_are_options_at_any_time() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let attributes = "lab=attention text='a bird in the hand' step=weights d_model=16
            hide='header controls' class=wide data-mine=1 aria-label=Lab title=Lab
            elementtiming=lab virtualkeyboardpolicy=auto headingoffset=1 headingreset lang=en";
        host.open(page, &element(page, attributes)).await?;
        page.until_js(READY).await?;
        assert_eq!(page.js("of('error')").await?, json!([]));
        let expected = json!(["a bird in the hand", "weights", "16", "header,controls"]);
        let state =
            "const { text, step, d_model, hide } = lab.state; return [text, step, d_model, hide]";
        assert_eq!(page.run(state, vec![]).await?, expected);
        assert_eq!(page.js("inside('.bar')").await?, Value::Null);

        page.run("lab.setAttribute('step', 'scores'); lab.setAttribute('mask', 'causal')", vec![])
            .await?;
        page.until_js("inside('[data-step=scores]')").await?;
        assert_eq!(page.js("of('step').at(-1)[1].step").await?, "scores");
        assert_eq!(page.js("lab.state.mask").await?, "causal");
        page.run("lab.removeAttribute('hide')", vec![]).await?;
        page.until_js("inside('.bar')").await?;
        page.run("lab.update({ cell: [1, 0] })", vec![]).await?;
        page.until_js("inside('[data-ledger]')").await?;
        assert_eq!(page.js("of('cell').at(-1)[1].matrix").await?, "scores");

        // What can't be read warns in the page and in an event, as the text that it is.
        page.run("lab.setAttribute('temperature', '<b>hot</b>')", vec![]).await?;
        page.until_js("of('error').length === 1 && inside('.notice')").await?;
        assert_eq!(page.js("inside('.notice b')").await?, Value::Null);
        page.run("lab.setAttribute('stp', 'scores')", vec![]).await?;
        page.until_js("of('error').length === 2").await?;

        // Moved, it goes on; taken away, it ends; put back, it opens anew.
        page.run("document.body.prepend(lab)", vec![]).await?;
        page.settle().await?;
        assert_eq!(page.js("of('ready').length").await?, 1);
        page.run("lab.remove()", vec![]).await?;
        page.until_js("lab.state === undefined").await?;
        page.run("lab.setAttribute('step', 'tokens'); document.body.append(lab)", vec![]).await?;
        page.until_js("of('ready').length === 2 && inside('[data-step=tokens]')").await
    })
}

#[test]
fn what_changes_while_it_opens_is_not_lost() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        // The lab's code is on its way by then, and the attributes were read.
        let late = "<script>
            const really = fetch;
            window.fetch = (what, ...rest) => {
                if (String(what?.url ?? what).includes('_labs')) {
                    window.changed = true;
                    lab.setAttribute('seed', '7');
                    lab.update({ heads: 4 });
                }
                return really(what, ...rest);
            };
            </script>";
        host.open(page, &format!("{late}{}", element(page, "step=scores"))).await?;
        page.until_js(READY).await?;
        assert_eq!(page.js("changed").await?, true);
        page.until_js("lab.state.seed === '7' && lab.state.heads === '4'").await
    })
}

/// Keeps the labs' code back until `release()`; `held` says that it was asked for.
const HELD: &str = "<script>
    const really = fetch;
    window.fetch = async (what, ...rest) => {
        if (String(what?.url ?? what).includes('_labs')) {
            await new Promise((resolve) => {
                window.held = true;
                window.release = resolve;
            });
        }
        return really(what, ...rest);
    };
    </script>";

#[test]
fn taken_away_while_it_opens_it_still_shows_what_stands_in_it() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let other = "<attention-lab id=other></attention-lab>";
        let body = format!("{HELD}{}{other}", element(page, "step=scores"));
        host.open(page, &body).await?;
        page.until_js("window.held").await?;
        page.run("lab.remove()", vec![]).await?;
        page.settle().await?;
        page.run("release()", vec![]).await?;
        // Both were on their way with the same code, so that this one has come and gone by then.
        page.until_js("document.querySelector('#other').state").await?;
        page.settle().await?;
        assert_eq!(page.js("lab.shadowRoot.querySelectorAll('slot').length").await?, 1);
        assert_eq!(page.js("inside('.app')").await?, Value::Null);
        page.run("document.body.append(lab)", vec![]).await?;
        page.until_js(READY).await
    })
}

#[test]
fn put_back_or_moved_while_it_opens_it_opens_once() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        for change in [
            "lab.remove(); setTimeout(() => document.body.append(lab))",
            "document.body.append(lab)",
        ] {
            host.open(page, &format!("{HELD}{}", element(page, "step=scores"))).await?;
            page.until_js("window.held").await?;
            page.run(change, vec![]).await?;
            page.until_js("lab.isConnected").await?;
            page.settle().await?;
            assert_eq!(page.js("lab.shadowRoot.querySelectorAll('slot').length").await?, 1);
            page.run("lab.setAttribute('step', 'weights'); release()", vec![]).await?;
            page.until_js("inside('[data-step=weights] .stage[role=region]')").await?;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            assert_eq!(page.js("of('ready').length").await?, 1, "{change}");
            assert_eq!(page.js("lab.shadowRoot.querySelectorAll('.app').length").await?, 1);
            assert_eq!(page.js("inside('slot')").await?, Value::Null, "{change}");
        }
        Ok(())
    })
}

#[test]
fn what_is_wrong_from_the_start_is_told() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        host.open(page, &element(page, "step=softmax heads=4")).await?;
        page.until_js(READY).await?;
        page.until_js("of('error').length === 1 && inside('.notice')").await?;
        assert_eq!(page.js("lab.state.heads").await?, "4");
        Ok(())
    })
}

#[test]
fn a_page_with_a_main_part_of_its_own_has_no_barriers() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let lab = element(page, "step=scores hide=header");
        host.open(page, &format!("<main><h1>Lesson one</h1>{lab}</main>")).await?;
        page.until_js(READY).await?;
        page.settle().await?;
        page.assert_accessible().await
    })
}

#[test]
fn several_edits_are_a_list() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let edits = r#"step=embeddings edit='["embeddings,0,0.5,dog","embeddings,1,0.25,man"]'"#;
        host.open(page, &element(page, edits)).await?;
        page.until_js(READY).await?;
        let expected = json!(["embeddings,0,0.5,dog", "embeddings,1,0.25,man"]);
        assert_eq!(page.js("lab.state.edit").await?, expected);
        assert_eq!(page.js("of('error')").await?, json!([]));
        page.run("lab.setAttribute('edit', '[oops')", vec![]).await?;
        page.until_js("of('error').length === 1").await
    })
}

#[test]
fn it_answers_to_keyboard_and_pointer() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let keys = "<script>window.heard = [];
            addEventListener('keydown', ({ key }) => heard.push(key))</script>";
        let body = format!("{keys}{}<button id=after>after</button>", element(page, "step=scores"));
        host.open(page, &body).await?;
        page.until_js(READY).await?;
        page.run("inside('#sentence').focus(); inside('#sentence').select()", vec![]).await?;
        page.press("one two").await?;
        page.until_js("lab.state.text === 'one two'").await?;
        // What is typed in the lab is not the page's shortcut.
        assert_eq!(page.js("heard").await?, json!([]));

        page.run("inside('.heatmap').focus()", vec![]).await?;
        page.press("\u{e014}\u{e007}").await?;
        page.until_js("of('cell').length === 1 && inside('.ledger.locked')").await?;
        // The button goes with the ledger; the focus stays in the lab.
        page.run("inside('[data-action=close-ledger]').focus()", vec![]).await?;
        page.press("\u{e007}").await?;
        page.until_js("of('cell').length === 2").await?;
        page.until_js("lab.shadowRoot.activeElement?.matches('.heatmap')").await?;

        // Escape with nothing open gives the keyboard back.
        page.press("\u{e00c}").await?;
        page.until_js("of('leave').length === 1").await?;
        assert_eq!(page.js("document.activeElement === document.body").await?, true);
        let stop = "document.querySelectorAll('attention-lab + span').length";
        assert_eq!(page.js(stop).await?, 1);
        page.press("\u{e004}").await?;
        assert_eq!(page.js("document.activeElement.id").await?, "after");
        assert_eq!(page.js(stop).await?, 0);

        // The pointer finds what it points at, and so do the components.
        let click = "const canvas = inside('.heatmap').getBoundingClientRect();
            return [canvas.left + 5, canvas.top + 5]";
        let at = page.run(click, vec![]).await?;
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            page.mouse(kind, at[0].as_f64(), at[1].as_f64()).await?;
        }
        page.until_js("of('cell').length === 3 && of('cell')[2][1].row === 0").await
    })
}

#[test]
fn a_menu_closes_when_the_focus_goes_elsewhere() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        host.open(page, &format!("<input id=mine>{}", element(page, "step=scores"))).await?;
        page.until_js(READY).await?;
        // A window without the focus tells of none.
        page.click("#mine").await?;
        for elsewhere in ["inside('#sentence')", "document.querySelector('#mine')"] {
            page.run("inside('.save summary').click()", vec![]).await?;
            page.until_js("lab.shadowRoot.activeElement?.matches('[data-save]')").await?;
            page.run(&format!("{elsewhere}.focus()"), vec![]).await?;
            page.until_js("!inside('[data-save]')").await?;
        }
        Ok(())
    })
}

#[test]
fn the_focus_of_the_page_around_is_left_alone() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        host.open(page, &format!("<input id=mine>{}", element(page, "step=scores stp=1"))).await?;
        page.until_js("of('ready').length && inside('[data-action=dismiss]')").await?;
        // What has the focus goes away, and the page takes the focus before that is drawn.
        page.run(
            "const close = inside('[data-action=dismiss]');
            close.focus();
            close.click();
            document.querySelector('#mine').focus()",
            vec![],
        )
        .await?;
        page.until_js("!inside('.notice')").await?;
        page.settle().await?;
        assert_eq!(page.js("document.activeElement.id").await?, "mine");
        Ok(())
    })
}

/// Where things stand in the element and how they look, as far as they are shown.
const LOOK: &str = "return [...lab.shadowRoot
    .querySelectorAll('.app :not(option, optgroup)')].filter((element) =>
        element.getClientRects().length).map((element) => {
    const box = element.getBoundingClientRect(), root = lab.getBoundingClientRect();
    const style = getComputedStyle(element);
    return [element.tagName, box.left - root.left, box.top - root.top, box.width, box.height]
        .map((part) => part.toFixed?.(1) ?? part)
        .concat(style.color, style.fontFamily, style.textTransform, style.letterSpacing).join(' ');
}).join('\\n')";

#[test]
fn no_style_leaks_in_or_out() -> Result<()> {
    // All that inherits, all that is called as the lab's own parts are, and another unit.
    const HOSTILE: &str = "<style>
        html { font: italic 7px/3 cursive; color: red; direction: rtl; letter-spacing: .3em;
            text-transform: uppercase; word-spacing: 2em; --page: red; --ink: lime; --rem: 50px;
            visibility: visible; text-align: right; cursor: wait; text-indent: 40px; }
        * { font-size: 31px !important; margin: 9px !important; box-sizing: content-box;
            line-height: 4 !important; background: yellow !important; border: 3px solid red; }
        .app, .lab, .stage, .bar, .root, .frame, button, h2, p, table, main { display: none !important; }
        attention-lab { display: block; margin: 0 !important; border: 0 !important;
            width: 900px; text-align: center; white-space: nowrap; }
        </style>";
    const PLAIN: &str = "<style>attention-lab { width: 900px }</style>";
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let mut looks = Vec::new();
        for style in [PLAIN, HOSTILE] {
            let body = format!("{style}<i id=mine>mine</i>{}", element(page, "step=scores"));
            host.open(page, &body).await?;
            page.until_js("of('ready').length === 1 && inside('.heatmap')").await?;
            page.until_js("inside('table')").await?;
            looks.push(page.text_of(LOOK).await?);
        }
        assert!(looks[0].lines().count() > 100);
        for (plain, hostile) in looks[0].lines().zip(looks[1].lines()) {
            assert_eq!(plain, hostile);
        }
        assert_eq!(looks[0].lines().count(), looks[1].lines().count());

        // And the page around is as it was.
        let look = "getComputedStyle(document.querySelector('#mine')).cssText
            || JSON.stringify([...getComputedStyle(document.querySelector('#mine'))].map((name) =>
                getComputedStyle(document.querySelector('#mine')).getPropertyValue(name)))";
        host.open(page, &format!("{PLAIN}<i id=mine>mine</i>")).await?;
        let before = page.js(look).await?;
        host.open(page, &format!("{PLAIN}<i id=mine>mine</i>{}", element(page, ""))).await?;
        page.until_js(READY).await?;
        assert_eq!(page.js(look).await?, before);
        Ok(())
    })
}

#[test]
fn it_follows_its_own_width_and_not_the_windows() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        for (width, columns) in [(1200, 3), (1000, 2), (380, 1)] {
            let style = format!("<style>attention-lab {{ width: {width}px }}</style>");
            host.open(page, &(style + &element(page, "step=scores"))).await?;
            page.until_js(READY).await?;
            let template =
                "getComputedStyle(inside('.bench')).gridTemplateColumns.split(' ').length";
            assert_eq!(page.js(template).await?, columns, "{width}");
            let wide = "[...lab.shadowRoot.querySelectorAll('.lab, .lab > *')].filter((it) =>
                it.getBoundingClientRect().right > lab.getBoundingClientRect().right + 1).length";
            assert_eq!(page.js(wide).await?, 0, "{width}");
        }
        Ok(())
    })
}

/// A lab that is done with its training in a moment.
const TRAINED: &str = "lab=positions view=train steps=50 encodings=none task=agent";
/// A lab of which a picture is saved.
const SAVED: &str = "step=scores";

#[test]
fn a_strict_policy_allows_it() -> Result<()> {
    // The policy that `crates/embed/README.md` asks for, and nothing else but for this page's own
    // script. The element is of another origin, and its pictures are saved as PNG.
    let host = Host::new(&[(
        "content-security-policy",
        "default-src 'none'; script-src 'self' http://127.0.0.1:* 'wasm-unsafe-eval'; \
         connect-src http://127.0.0.1:*; worker-src blob:; img-src data:",
    )])?;
    in_browser(async |page| {
        let site = page.site();
        host.write(
            "mine.js",
            "window.told = []; addEventListener('securitypolicyviolation',
            (event) => told.push(event.violatedDirective + ' ' + event.sample + event.blockedURI));
            window.saved = [];
            HTMLAnchorElement.prototype.click = function () { saved.push(this.download) };",
        )?;
        let labs =
            ["lab=order", "lab=positions", "lab=cost", "lab=cost view=flash", TRAINED, SAVED];
        for attributes in labs {
            let body = format!(
                "<script src=mine.js></script>
                 <attention-lab {attributes}></attention-lab>
                 <script type=module src='{site}element.js'></script>"
            );
            host.open(page, &body).await?;
            page.until_js(
                "document.querySelector('attention-lab').shadowRoot?.querySelector('.stage *')",
            )
            .await?;
            page.until_js("document.querySelector('attention-lab').shadowRoot.querySelector('table, svg, canvas')")
                .await?;
            let find = "window.inside = (selector) =>
                document.querySelector('attention-lab').shadowRoot.querySelector(selector)";
            page.run(find, vec![]).await?;
            if attributes == TRAINED {
                page.run("inside('[data-action=train]').click()", vec![]).await?;
                page.until_js("inside('[data-phase=finished]')").await?;
                assert_eq!(page.js("inside('.notice')").await?, Value::Null, "without a worker");
            }
            if attributes == SAVED {
                page.run("inside('.save summary').click()", vec![]).await?;
                page.until_js("inside('[data-save=png-1]')").await?;
                page.run("inside('[data-save=png-1]').click()", vec![]).await?;
                page.until_js("saved.length").await?;
            }
            assert_eq!(page.js("told").await?, json!([]), "{attributes}");
        }
        Ok(())
    })
}

#[test]
fn ten_share_one_module() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let many: String = (0..10)
            .map(|seed| format!("<attention-lab step=scores seed={seed}></attention-lab>"))
            .collect();
        let site = page.site();
        let script = format!("<script type=module src='{site}element.js'></script>");
        host.open(page, &(many + &script)).await?;
        page.until_js(
            "[...document.querySelectorAll('attention-lab')].every((lab) =>
                lab.shadowRoot?.querySelector('[data-matrix=scores] td[data-value]'))",
        )
        .await?;
        let fetched = "performance.getEntriesByType('resource').map(({ name }) => name)
            .filter((name) => name.endsWith('.wasm')).length";
        assert_eq!(page.js(fetched).await?, 2, "the first load's and the labs'");
        let values = "new Set([...document.querySelectorAll('attention-lab')].map((lab) =>
            lab.shadowRoot.querySelector('[data-matrix=scores] [data-value]').dataset.value)).size";
        assert_eq!(page.js(values).await?, 10, "each has a state of its own");
        Ok(())
    })
}

#[test]
fn it_trains_in_a_worker_of_another_origin() -> Result<()> {
    // The addresses of blobs that are kept.
    const KEPT: &str = "<script>
        window.made = 0;
        window.kept = new Set();
        const { createObjectURL, revokeObjectURL } = URL;
        URL.createObjectURL = (blob) => {
            const address = createObjectURL.call(URL, blob);
            made++;
            kept.add(address);
            return address;
        };
        URL.revokeObjectURL = (address) => {
            kept.delete(address);
            revokeObjectURL.call(URL, address);
        };
        </script>";
    let host = Host::new(&[])?;
    in_browser(async |page| {
        host.open(page, &format!("{KEPT}{}", element(page, TRAINED))).await?;
        page.until_js("of('ready').length && inside('[data-action=train]')").await?;
        page.run("inside('[data-action=train]').click()", vec![]).await?;
        page.until_js("inside('[data-phase=finished]')").await?;
        assert_eq!(page.js("[...lab.shadowRoot.querySelectorAll('.notice')].length").await?, 0);
        assert_eq!(page.js("[made, kept.size]").await?, json!([1, 0]));
        Ok(())
    })
}

#[test]
fn a_worker_that_cannot_start_is_not_waited_for() -> Result<()> {
    // Its code is none.
    const SPOILED: &str = r#"<script>
        const Whole = Blob;
        window.Blob = function (parts, options) {
            const spoiled = parts.map((part) =>
                String(part).replace(/"[^"]*_bg\.wasm"/, '"data:application/wasm,"'));
            return new Whole(spoiled, options);
        };
        </script>"#;
    let host = Host::new(&[])?;
    in_browser(async |page| {
        host.open(page, &format!("{SPOILED}{}", element(page, TRAINED))).await?;
        page.until_js("of('ready').length && inside('[data-action=train]')").await?;
        let start = std::time::Instant::now();
        page.run("inside('[data-action=train]').click()", vec![]).await?;
        page.until_js("inside('.run .notice')").await?;
        // A worker that says nothing is waited for ten seconds.
        assert!(start.elapsed().as_secs() < 8, "{:?}", start.elapsed());
        page.until_js("inside('[data-phase=finished]')").await
    })
}
