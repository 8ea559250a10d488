//! The page in somebody's frame: its height, its messages, the keyboard and the wheel.

use anyhow::Result;
use serde_json::json;

use crate::harness::{Host, Page, in_browser};

/// A script that keeps each message that the page gets.
const KEEP: &str = "<script>window.told = [];
    addEventListener('message', ({ data }) => told.push(data));
    window.of = (event) => told.filter((data) => data.event === event);</script>";

/// A frame that shows the state `hash`, and the script that makes it as high as its content.
fn following(page: &Page, hash: &str) -> String {
    let site = page.site();
    format!(
        "{KEEP}<script src='{site}frame.js'></script>
         <iframe title=Lab width=100% height=150 src='{site}#{hash}&fit=content'></iframe>"
    )
}

#[test]
fn a_height_told_too_early_is_told_again() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let site = page.site();
        let frame = format!(
            "{KEEP}<iframe title=Lab width=100% height=150 src='{site}#step=scores&fit=content'></iframe>"
        );
        host.open(page, &frame).await?;
        page.until_js("of('height').length").await?;
        let script = "const script = document.createElement('script');
            script.src = arguments[0];
            document.head.append(script)";
        page.run(script, vec![json!(format!("{site}frame.js"))]).await?;
        let follows = "document.querySelector('iframe').clientHeight ===
            of('height').at(-1).detail.height";
        page.until_js(follows).await?;

        // A page that isn't asked to follow has no height to tell.
        let send = "document.querySelector('iframe').contentWindow.postMessage(
            { target: 'attention-lab', command: arguments[0], ...arguments[1] }, '*')";
        let window = json!({ "options": { "fit": "window" } });
        page.run(send, vec![json!("update"), window]).await?;
        page.until_js("of('change').at(-1)?.detail.fit === 'window'").await?;
        let count = page.js("of('height').length").await?;
        page.run(send, vec![json!("height"), json!({})]).await?;
        page.run(send, vec![json!("get"), json!({})]).await?;
        page.until_js("of('state').length").await?;
        assert_eq!(page.js("of('height').length").await?, count);
        Ok(())
    })
}

#[test]
fn a_frame_that_may_not_follow_can_be_scrolled() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let cap = "<style>iframe { max-height: 300px }</style>";
        host.open(page, &format!("{cap}{}", following(page, "step=scores"))).await?;
        page.until_js("of('height').length").await?;
        let follows = async |follows: bool| {
            page.enter("iframe").await?;
            let says = "document.documentElement.hasAttribute('data-follows')";
            page.until_js(&format!("{says} === {follows}")).await?;
            page.leave().await
        };
        // As long as it is seen to be too low.
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        follows(false).await?;
        page.wheel(300.0, 150.0, 120.0).await?;
        page.enter("iframe").await?;
        page.until_js("scrollY > 0").await?;
        page.leave().await?;
        page.run("document.querySelector('style').remove()", vec![]).await?;
        follows(true).await?;
        page.run("document.querySelector('iframe').style.maxHeight = '300px'", vec![]).await?;
        follows(false).await
    })
}

/// How much of the framed page lies below the frame's end, and how much room is left there.
async fn misfit(page: &Page) -> Result<(f64, f64)> {
    page.enter("iframe").await?;
    // Nothing scrolls, so nothing is set apart for a scroll bar.
    assert_eq!(page.js("innerWidth - document.querySelector('.app').offsetWidth").await?, 0);
    let overflow = page.js("document.documentElement.scrollHeight - innerHeight").await?.as_f64();
    let rest = page
        .js("innerHeight - document.querySelector('.app').getBoundingClientRect().bottom")
        .await?
        .as_f64();
    page.leave().await?;
    Ok((overflow.unwrap_or(f64::NAN), rest.unwrap_or(f64::NAN)))
}

#[test]
fn a_frame_is_as_high_as_its_content_and_stays_so() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let labs = [
            "lab=attention&step=scores",
            "lab=attention&step=weights&hide=header,sentence,controls,steps,explanation",
            "lab=order",
            "lab=positions",
            "lab=cost",
        ];
        for width in [1280, 360] {
            page.resize(width, 800).await?;
            for hash in labs {
                // The page around has its scroll bar from the start.
                let bar = "<style>html { overflow-y: scroll }</style>";
                host.open(page, &format!("{bar}{}", following(page, hash))).await?;
                page.until_js("of('height').length > 0").await?;
                // Whatever would make it grow or shrink by itself would do so by then.
                tokio::time::sleep(std::time::Duration::from_millis(900)).await;
                let count = page.js("of('height').length").await?;
                tokio::time::sleep(std::time::Duration::from_millis(600)).await;
                let heights = page.js("of('height').map(({ detail }) => detail.height)").await?;
                assert_eq!(json!(heights.as_array().map(Vec::len)), count, "{hash}: {heights}");
                let (overflow, rest) = misfit(page).await?;
                assert!(overflow <= 0.0 && rest.abs() <= 1.0, "{hash}: {overflow}, {rest}");
            }
        }
        Ok(())
    })
}

/// The frame is higher where it is wider, and as high as the window where it is widest: the
/// page's own scroll bar comes with the height and takes it away.
#[test]
fn a_scroll_bar_of_the_page_around_does_not_shake_it() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        page.resize(360, 800).await?;
        let hash = "step=weights&hide=header,sentence,controls,steps,explanation";
        host.open(page, &following(page, hash)).await?;
        page.until_js("of('height').length > 1").await?;
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        let count = page.js("of('height').length").await?;
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        let heights = page.js("of('height').map(({ detail }) => detail.height)").await?;
        assert_eq!(json!(heights.as_array().map(Vec::len)), count, "{heights}");
        // Nothing is cut off: of the two heights it has the larger one.
        let highest = "Math.max(...of('height').map(({ detail }) => detail.height))";
        page.until_js(&format!("document.querySelector('iframe').clientHeight === {highest}")).await
    })
}

#[test]
fn it_tells_its_height_as_canvas_understands_it() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        host.open(page, &following(page, "step=scores")).await?;
        page.until_js("told.some((data) => data.subject === 'lti.frameResize')").await?;
        page.until_js(
            "told.findLast((data) => data.subject).height === of('height').at(-1).detail.height",
        )
        .await?;
        // Nobody asked this one.
        let site = page.site();
        host.open(page, &format!("{KEEP}<iframe title=Lab src='{site}#step=scores'></iframe>"))
            .await?;
        page.until_js("of('ready').length").await?;
        page.settle().await?;
        assert_eq!(page.js("told.filter((data) => data.subject).length").await?, 0);
        Ok(())
    })
}

#[test]
fn it_follows_the_commands_of_its_parent_and_of_nobody_else() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let frame = following(page, "step=scores");
        host.write("stranger.html", "<link rel=icon href=data:,><p>I am nobody.")?;
        host.open(page, &format!("{frame}<iframe id=stranger title=S src=stranger.html>")).await?;
        let send = "window.send = (message) =>
            document.querySelector('iframe').contentWindow.postMessage(message, '*');";
        page.run(send, vec![]).await?;
        page.until_js("of('ready').length").await?;

        let markup = "<img src=x onerror=parent.postMessage({event:'hacked'},'*')>";
        let update = json!({ "target": "attention-lab", "command": "update",
            "options": { "step": "weights", "mask": "causal", "text": markup } });
        page.run("send(arguments[0])", vec![update]).await?;
        page.until_js("of('step').at(-1)?.detail.step === 'weights'").await?;
        page.run("send({ target: 'attention-lab', command: 'get', id: 7 })", vec![]).await?;
        page.until_js("of('state').length").await?;
        let state = page.js("of('state').at(-1)").await?;
        assert_eq!((&state["id"], &state["detail"]["mask"]), (&json!(7), &json!("causal")));
        assert_eq!(state["detail"]["text"], markup);

        // What can't be read is told and does nothing.
        let wrong = json!({ "target": "attention-lab", "command": "update",
            "options": { "step": "<b>softmax</b>", "heads": {} } });
        page.run("send(arguments[0])", vec![wrong.clone()]).await?;
        page.until_js("of('error').length === 2").await?;
        // The same again is as wrong.
        page.run("send(arguments[0])", vec![wrong]).await?;
        page.until_js("of('error').length === 4").await?;
        page.run("send({ target: 'attention-lab', command: 'get', id: 8 })", vec![]).await?;
        page.until_js("of('state').at(-1).id === 8").await?;
        assert_eq!(page.js("of('error').length").await?, 4, "each once");

        // None of these is a command.
        page.run("told.length = 0", vec![]).await?;
        let options = json!({ "step": "tokens" });
        for message in [
            json!(null),
            json!("update"),
            json!([1, 2]),
            json!({ "command": "update", "options": options }),
            json!({ "target": "another-lab", "command": "update", "options": options }),
            json!({ "target": "attention-lab", "command": "eval", "options": "told.push(1)" }),
            json!({ "target": "attention-lab", "options": options }),
            json!({ "target": ["attention-lab"], "command": "update", "options": options }),
        ] {
            page.run("send(arguments[0])", vec![message]).await?;
        }
        // Another frame of the same page isn't the parent.
        page.enter("#stranger").await?;
        let message = json!({ "target": "attention-lab", "command": "update", "options": options });
        page.run("parent.frames[0].postMessage(arguments[0], '*')", vec![message]).await?;
        page.leave().await?;
        page.run("send({ target: 'attention-lab', command: 'get', id: 'last' })", vec![]).await?;
        page.until_js("of('state').length").await?;
        assert_eq!(page.js("of('state').at(-1).detail.step").await?, "weights");
        assert_eq!(page.js("of('step').length + of('hacked').length").await?, 0);
        Ok(())
    })
}

#[test]
fn the_keyboard_is_neither_stolen_nor_kept() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let frame = following(page, "step=scores");
        let body =
            format!("<input id=mine><button>before</button>{frame}<a href='#' id=after>after</a>");
        host.open(page, &body).await?;
        page.focus("#mine").await?;
        page.until_js("of('height').length").await?;
        page.settle().await?;
        assert_eq!(page.js("document.activeElement.id").await?, "mine");

        // Escape closes what is open first, and gives the keyboard back then.
        page.enter("iframe").await?;
        page.focus("[data-matrix=scores] .heatmap").await?;
        page.press("\u{e015}\u{e007}").await?;
        page.find("[data-ledger].locked").await?;
        page.press("\u{e00c}").await?;
        page.gone("[data-ledger].locked").await?;
        page.leave().await?;
        assert_eq!(page.js("of('leave').length").await?, 0);
        assert_eq!(page.js("document.activeElement.tagName").await?, "IFRAME");
        page.enter("iframe").await?;
        page.press("\u{e00c}").await?;
        page.leave().await?;
        page.until_js("of('leave').length === 1").await?;
        page.until_js("document.activeElement === document.body").await?;
        let stop = "document.querySelectorAll('iframe + span').length";
        assert_eq!(page.js(stop).await?, 1);
        page.press("\u{e004}").await?;
        assert_eq!(page.js("document.activeElement.id").await?, "after");
        assert_eq!(page.js(stop).await?, 0);

        // From a text box too.
        page.enter("iframe").await?;
        page.click("#sentence").await?;
        page.press("\u{e00c}").await?;
        page.leave().await?;
        page.until_js("of('leave').length === 2").await
    })
}

#[test]
fn the_wheel_scrolls_the_page_around() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        let frame = following(page, "step=scores");
        host.open(page, &format!("{frame}<div style='height: 3000px'></div>")).await?;
        page.until_js("of('height').length").await?;
        page.settle().await?;
        for at in [60.0, 300.0, 560.0] {
            let before = page.js("scrollY").await?.as_f64().unwrap_or_default();
            page.wheel(600.0, at, 120.0).await?;
            page.until_js(&format!("scrollY > {before}")).await?;
        }
        Ok(())
    })
}

#[test]
fn a_sandbox_lets_it_work() -> Result<()> {
    let host = Host::new(&[])?;
    in_browser(async |page| {
        for sandbox in ["allow-scripts allow-same-origin", "allow-scripts"] {
            let frame = following(page, "step=scores")
                .replace("<iframe ", &format!("<iframe sandbox='{sandbox}' "));
            host.open(page, &frame).await?;
            page.until_js("of('height').length").await?;
            page.enter("iframe").await?;
            page.click("[data-action=next]").await?;
            page.until_step("scaled").await?;
            page.leave().await?;
            page.until_js("of('step').at(-1)?.detail.step === 'scaled'").await?;
        }
        Ok(())
    })
}

#[test]
fn a_page_with_a_strict_policy_can_hold_a_frame() -> Result<()> {
    let host = Host::new(&[(
        "content-security-policy",
        "default-src 'none'; frame-src http://127.0.0.1:*; script-src http://127.0.0.1:*; img-src data:",
    )])?;
    in_browser(async |page| {
        let site = page.site();
        // The policy forbids this page's own scripts and styles, and the frame's are its own.
        let frame = format!(
            "<script src='{site}frame.js'></script>
             <iframe title=Lab width=900 height=150 src='{site}#step=scores&fit=content'></iframe>"
        );
        host.open(page, &frame).await?;
        page.until_js("document.querySelector('iframe').offsetHeight > 300").await?;
        page.enter("iframe").await?;
        page.matrix("scores", Some(0)).await?;
        page.leave().await
    })
}
