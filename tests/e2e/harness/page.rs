//! The page, as a person and as a screen reader meet it.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};
use xtask::{project, tools};

/// The longest that anything on the page may take to come about.
const PATIENCE: Duration = Duration::from_secs(10);

/// Two frames: what an action changes is on the screen after them.
const NEXT_FRAME: &str = "const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => done(null)));";

/// The built page in a browser.
pub struct Page {
    pub(super) client: Client,
    pub(super) url: String,
}

impl Page {
    pub(super) fn new(client: Client, url: String) -> Self {
        Self { client, url }
    }

    /// Opens the page anew with `state`: empty, `?…` or `#…`. Numbers are invented unless it says
    /// something of them, so that a test knows what it looks at, and waits for no model.
    pub async fn open(&self, state: &str) -> Result<()> {
        self.open_as(&invented(state)).await
    }

    /// The same as it is.
    pub async fn open_as(&self, state: &str) -> Result<()> {
        self.visit(&format!("{}{state}", self.url)).await?;
        self.find("[data-lab]").await.context("the page didn't start")?;
        self.settle().await
    }

    /// Opens another page.
    pub async fn visit(&self, address: &str) -> Result<()> {
        // Going from one hash to another would load nothing.
        self.client.goto("about:blank").await?;
        Ok(self.client.goto(address).await?)
    }

    /// Goes into a frame: all that follows is about the page in it, until [`Page::leave`].
    pub async fn enter(&self, frame: &str) -> Result<()> {
        self.find(frame).await?.enter_frame().await?;
        Ok(())
    }

    /// Goes out of the frame that was entered last.
    pub async fn leave(&self) -> Result<()> {
        Ok(self.client.clone().enter_parent_frame().await?)
    }

    /// Changes the hash of the open page, as following a link on it does.
    pub async fn go(&self, state: &str) -> Result<()> {
        self.run("location.hash = arguments[0]", vec![json!(invented(state))]).await?;
        self.settle().await
    }

    /// Loads the page again.
    pub async fn reload(&self) -> Result<()> {
        self.client.refresh().await?;
        self.find("[data-lab]").await.context("the page didn't start")?;
        self.settle().await
    }

    /// The page's hash, decoded.
    pub async fn hash(&self) -> Result<String> {
        self.text_of("return decodeURIComponent(location.hash.replaceAll('+', ' '))").await
    }

    /// Waits until the page's hash says (or no longer says) this: it is written a moment
    /// after the state settles.
    pub async fn until_hash(&self, says: bool, part: &str) -> Result<()> {
        let holds = async || Ok(self.hash().await?.contains(part) == says);
        self.until(&format!("it is {says} that the hash says {part}"), holds).await
    }

    /// Waits until what was done last is on the screen.
    pub async fn settle(&self) -> Result<()> {
        self.client.execute_async(NEXT_FRAME, vec![]).await?;
        Ok(())
    }

    /// The first element that fits, once there is one.
    pub async fn find(&self, selector: &str) -> Result<Element> {
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(Locator::Css(selector)).await;
        found.with_context(|| format!("nothing on the page fits {selector}"))
    }

    /// How many elements fit, now.
    pub async fn count(&self, selector: &str) -> Result<usize> {
        Ok(self.client.find_all(Locator::Css(selector)).await?.len())
    }

    /// Waits until nothing fits any more.
    pub async fn gone(&self, selector: &str) -> Result<()> {
        let absent = async || Ok(self.count(selector).await? == 0);
        self.until(&format!("{selector} is gone"), absent).await
    }

    /// The text of the first element that fits.
    pub async fn text(&self, selector: &str) -> Result<String> {
        Ok(self.find(selector).await?.text().await?)
    }

    /// An attribute of the first element that fits.
    pub async fn attribute(&self, selector: &str, name: &str) -> Result<Option<String>> {
        Ok(self.find(selector).await?.attr(name).await?)
    }

    /// What stands in a text box.
    pub async fn value(&self, selector: &str) -> Result<String> {
        let value = self.find(selector).await?.prop("value").await?;
        value.with_context(|| format!("{selector} has no value"))
    }

    /// The step on the screen.
    pub async fn step(&self) -> Result<String> {
        let step = self.attribute("[data-lab]", "data-step").await?;
        step.context("the lab doesn't say its step")
    }

    /// Waits until the given step is on the screen.
    pub async fn until_step(&self, step: &str) -> Result<()> {
        self.find(&format!("[data-lab][data-step='{step}']")).await.map(drop)
    }

    /// Waits until something holds.
    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> Result<bool>) -> Result<()> {
        let start = Instant::now();
        while !holds().await? {
            ensure!(start.elapsed() < PATIENCE, "waited in vain until {what}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Ok(())
    }

    /// Runs JavaScript in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Runs JavaScript in the page that calls its last argument when it is done.
    pub async fn run_async(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute_async(script, vec![]).await?)
    }

    /// The text that a script returns.
    pub async fn text_of(&self, script: &str) -> Result<String> {
        let value = self.run(script, vec![]).await?;
        value.as_str().map(str::to_owned).context("the script returned no text")
    }

    /// Fails when the page can be scrolled sideways.
    pub async fn assert_no_sideways_scroll(&self) -> Result<()> {
        let script = "const root = document.scrollingElement;
            const out = [...document.querySelectorAll('body *')].filter(
                e => e.getBoundingClientRect().right > innerWidth + 1);
            return root.scrollWidth > root.clientWidth
                ? out.slice(0, 3).map(e => e.outerHTML.slice(0, 200)).join('\\n') || 'the page'
                : ''";
        let wide = self.text_of(script).await?;
        ensure!(wide.is_empty(), "this makes the page scroll sideways:\n{wide}");
        Ok(())
    }

    /// Fails when axe finds a barrier.
    pub async fn assert_accessible(&self) -> Result<()> {
        let script = tools::axe_script();
        let axe = fs::read_to_string(&script)
            .with_context(|| format!("no {}: cargo xtask test brings it", script.display()))?;
        self.run(&axe, vec![]).await?;
        let run = "const done = arguments[arguments.length - 1];
            axe.run().then(({ violations }) => done(violations.map(violation =>
                violation.id + ': ' + violation.help + '\\n' + violation.nodes.map(node =>
                    '    ' + node.html + '\\n    ' + node.failureSummary).join('\\n'))))";
        let violations = self.client.execute_async(run, vec![]).await?;
        match violations.as_array().map(Vec::as_slice) {
            Some([]) => Ok(()),
            Some(all) => {
                let all: Vec<_> = all.iter().filter_map(Value::as_str).collect();
                bail!("barriers for people with disabilities:\n{}", all.join("\n"))
            }
            None => bail!("axe didn't come to an end"),
        }
    }

    /// Fails when the browser's console holds a warning or an error.
    pub(super) async fn assert_quiet_console(&self) -> Result<()> {
        let log = self.client.issue_cmd(Post("se/log", json!({ "type": "browser" }))).await?;
        let entries = log.as_array().context("the browser keeps no log")?;
        let loud = |entry: &&Value| ["WARNING", "SEVERE"].iter().any(|l| entry["level"] == *l);
        let loud: Vec<_> = entries.iter().filter(loud).map(|e| e["message"].to_string()).collect();
        ensure!(loud.is_empty(), "the console complains:\n{}", loud.join("\n"));
        Ok(())
    }

    /// The addresses that were asked for since the last call, by whatever page.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let log = self.client.issue_cmd(Post("se/log", json!({ "type": "performance" }))).await?;
        let mut addresses = Vec::new();
        for entry in log.as_array().context("the browser keeps no log")? {
            let message = entry["message"].as_str().context("an entry says nothing")?;
            let message: Value = serde_json::from_str(message)?;
            let message = &message["message"];
            if message["method"] == "Network.requestWillBeSent" {
                let address = message["params"]["request"]["url"].as_str();
                addresses.push(address.context("a request to nowhere")?.to_owned());
            }
        }
        Ok(addresses)
    }

    /// Saves a picture of the page as `tests/screenshots/NAME.png`.
    pub async fn save_screenshot(&self, name: &str) -> Result<()> {
        let folder = project::root().join("tests/screenshots");
        fs::create_dir_all(&folder)?;
        Ok(fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await?)?)
    }

    /// Sends a command of the DevTools protocol.
    pub(super) async fn devtools(&self, command: &str, parameters: Value) -> Result<()> {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Post("goog/cdp/execute", body)).await?;
        Ok(())
    }

    pub(super) async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }
}

/// A command of Chromium's own: where in the session it goes, and its body.
#[derive(Debug)]
struct Post(&'static str, Value);

impl WebDriverCompatibleCommand for Post {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}

/// The state with invented numbers, unless it says where they come from, or is of a lab that has
/// none of these.
fn invented(state: &str) -> String {
    let has_others = ["positions", "cost", "architectures"]
        .iter()
        .any(|lab| state.contains(&format!("lab={lab}")));
    if has_others || state.contains("weights=") {
        return state.to_owned();
    }
    let joint = match state {
        "" | "#" | "?" => "",
        _ => "&",
    };
    let start = if state.is_empty() { "#" } else { state };
    format!("{start}{joint}weights=invented")
}
