//! The app under test: starting and ending it, and waiting for what it shows.

use crate::close::ask_to_close;
use crate::driver::Driver;
use crate::process::signal;
use crate::screen::Picture;
use crate::stage::Stage;
use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

/// How long anything may take: the app to start, an element to appear, a process to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to wait before looking again.
const GLANCE: Duration = Duration::from_millis(40);

/// The built app, when it is not where a development build leaves it.
const APP: &str = "EVENTSCAPE_DESKTOP";

/// The app, running.
pub struct App<'stage> {
    stage: &'stage Stage,
    web: WebDriver,
    process: u32,
    _driver: Driver,
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        // The session ends with its driver. Leaving it politely would wait for an answer from an app that may be gone.
        let _left_already = self.web.clone().leak();
    }
}

impl<'stage> App<'stage> {
    /// Starts the built app on the stage's design and waits until the design is open.
    pub async fn start(stage: &'stage Stage) -> anyhow::Result<Self> {
        let app = Self::start_on(stage, &stage.folder).await?;
        app.find("explorer-tree").await?;
        Ok(app)
    }

    /// Starts the built app on a folder and waits for its window.
    pub async fn start_on(stage: &'stage Stage, folder: &Path) -> anyhow::Result<Self> {
        Self::start_with(stage, &[folder.display().to_string()]).await
    }

    /// Starts the built app as one does who has no design yet. What is begun is the stage's design.
    pub async fn start_without_design(stage: &'stage Stage) -> anyhow::Result<Self> {
        let app = Self::start_with(stage, &[]).await?;
        app.find("welcome").await?;
        Ok(app)
    }

    async fn start_with(stage: &'stage Stage, arguments: &[String]) -> anyhow::Result<Self> {
        let binary = binary()?;
        let (picked, new) = (stage.picked_folder.display().to_string(), stage.folder.display().to_string());
        let answers = [("EVENTSCAPE_PICK_FOLDER", picked.as_str()), ("EVENTSCAPE_PICK_NEW_FOLDER", new.as_str())];
        let driver = Driver::start(&stage.display, &stage.home, &answers)?;
        let mut capabilities = Capabilities::new();
        capabilities.set("webkitgtk:browserOptions", json!({ "binary": binary, "args": arguments }))?;
        let session = WebDriver::builder(driver.url(), capabilities).request_timeout(PATIENCE * 2).connect();
        let web = session.await.context("the app does not start")?;
        let process = started_by(driver.group(), &binary)?.context("the app ended while it started")?;
        let app = Self { stage, web, process, _driver: driver };
        app.find("window").await?;
        Ok(app)
    }

    /// The driver's session, for what this type has no word for.
    pub fn web(&self) -> &WebDriver {
        &self.web
    }

    /// Where the app plays.
    pub(crate) fn stage(&self) -> &'stage Stage {
        self.stage
    }

    /// The app's process.
    pub(crate) fn process(&self) -> u32 {
        self.process
    }

    /// Presses the cross of the window's frame.
    pub fn ask_to_close(&self) -> anyhow::Result<()> {
        ask_to_close(&self.stage.display, self.process)
    }

    /// Closes the window and waits until the app has ended.
    pub async fn close(self) -> anyhow::Result<()> {
        self.ask_to_close()?;
        self.ended().await
    }

    /// Ends the app at once, as a crash or a power cut would.
    pub async fn kill(self) -> anyhow::Result<()> {
        signal("KILL", &self.process.to_string());
        self.ended().await
    }

    /// Clicks what ends the app, and waits until it has ended.
    pub async fn click_the_end(self, id: &str) -> anyhow::Result<()> {
        let element = self.find(id).await?;
        // The window may go before the driver can say that the click was carried out; that it was shows below.
        let _answer = element.click().await;
        self.ended().await
    }

    /// Waits until the app has ended by itself.
    pub async fn ended(self) -> anyhow::Result<()> {
        let until = Instant::now() + PATIENCE;
        while is_alive(self.process) {
            if Instant::now() > until {
                return Err(self.in_vain("the app to end"));
            }
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }

    /// The element with a test id, once it is there.
    pub async fn find(&self, id: &str) -> anyhow::Result<WebElement> {
        self.find_css(&by_id(id)).await
    }

    /// The first element that a CSS selector matches, once it is there.
    pub async fn find_css(&self, css: &str) -> anyhow::Result<WebElement> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.web.find(By::Css(css)).await {
                Ok(element) => return Ok(element),
                Err(_) if Instant::now() > until => return Err(self.in_vain(css)),
                Err(_) => tokio::time::sleep(GLANCE).await,
            }
        }
    }

    /// Whether an element with a test id is there now.
    pub async fn has(&self, id: &str) -> anyhow::Result<bool> {
        // Asked on the page: a handle of an element can be stale before it is made.
        let there = "return document.querySelector(arguments[0]) !== null";
        Ok(self.script(there, &[by_id(id).into()]).await? == Value::Bool(true))
    }

    /// Waits until an element with a test id is gone.
    pub async fn wait_until_gone(&self, id: &str) -> anyhow::Result<()> {
        self.wait_for(&format!("{id} to go"), async || Ok(!self.has(id).await?)).await
    }

    /// Clicks an element once it is there and takes clicks.
    pub async fn click(&self, id: &str) -> anyhow::Result<()> {
        self.click_css(&by_id(id)).await
    }

    /// Clicks the first element that a CSS selector matches, once it is there and takes clicks.
    pub async fn click_css(&self, css: &str) -> anyhow::Result<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            // The page may draw the element anew between finding and clicking it.
            let element = self.find_css(css).await?;
            let outcome = async {
                if !element.is_enabled().await? {
                    bail!("it is disabled");
                }
                Ok(element.click().await?)
            };
            match outcome.await {
                Ok(()) => return Ok(()),
                Err(error) if Instant::now() > until => {
                    return Err(self.in_vain(&format!("{css} to take a click ({error})")));
                }
                Err(_) => tokio::time::sleep(GLANCE).await,
            }
        }
    }

    /// The text of an element as the page has it; empty while it is not there.
    pub async fn text(&self, id: &str) -> anyhow::Result<String> {
        let read = "return document.querySelector(arguments[0])?.innerText ?? ''";
        Ok(self.script(read, &[by_id(id).into()]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until an element's text contains something.
    pub async fn wait_for_text(&self, id: &str, expected: &str) -> anyhow::Result<()> {
        let what = format!("“{expected}” in {id}");
        match self.wait_for(&what, async || Ok(self.text(id).await?.contains(expected))).await {
            Ok(()) => Ok(()),
            Err(error) => bail!("{error}; it says “{}”", self.text(id).await.unwrap_or_default()),
        }
    }

    /// Waits until the page has an element that a CSS selector matches and whose text contains something.
    pub async fn wait_for_match(&self, css: &str, expected: &str) -> anyhow::Result<()> {
        let find =
            "return [...document.querySelectorAll(arguments[0])].some(it => it.innerText.includes(arguments[1]))";
        self.wait_for(&format!("“{expected}” in {css}"), async || {
            Ok(self.script(find, &[css.into(), expected.into()]).await? == Value::Bool(true))
        })
        .await
    }

    /// Waits until a condition holds; fails with what was waited for.
    pub async fn wait_for(
        &self,
        what: &str,
        mut condition: impl AsyncFnMut() -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let until = Instant::now() + PATIENCE;
        while !condition().await? {
            if Instant::now() > until {
                return Err(self.in_vain(what));
            }
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }

    /// Waits until the element with a test id has the keyboard.
    pub async fn wait_for_focus(&self, id: &str) -> anyhow::Result<()> {
        self.wait_for_focus_on(&by_id(id)).await
    }

    /// Waits until the element with a test id within another has the keyboard.
    pub async fn wait_for_focus_in(&self, around: &str, id: &str) -> anyhow::Result<()> {
        self.wait_for_focus_on(&format!("{} {}", by_id(around), by_id(id))).await
    }

    async fn wait_for_focus_on(&self, css: &str) -> anyhow::Result<()> {
        let has = "return document.activeElement?.matches(arguments[0]) ?? false";
        self.wait_for(&format!("the focus on {css}"), async || {
            Ok(self.script(has, &[css.into()]).await? == Value::Bool(true))
        })
        .await
    }

    /// Runs a script in the window and gives its result.
    pub async fn script(&self, script: &str, arguments: &[Value]) -> anyhow::Result<Value> {
        Ok(self.web.execute(script, arguments.to_vec()).await?.json().clone())
    }

    /// Runs a script that calls its last argument with the result.
    pub async fn script_with_answer(&self, script: &str, arguments: &[Value]) -> anyhow::Result<Value> {
        Ok(self.web.execute_async(script, arguments.to_vec()).await?.json().clone())
    }

    /// Calls a command of the shell as the page does: what it answers, or how it refuses.
    pub async fn invoke(&self, command: &str, request: Value) -> anyhow::Result<Result<Value, Value>> {
        let script = "const [command, request, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, request).then(
                answer => done({ answer }),
                refused => done({ refused: refused instanceof Error ? String(refused) : refused }));";
        let outcome = self.script_with_answer(script, &[command.into(), request]).await?;
        Ok(match outcome.get("refused") {
            Some(refused) => Err(refused.clone()),
            None => Ok(outcome.get("answer").cloned().unwrap_or_default()),
        })
    }

    /// The number by which the shell knows what the window has open.
    pub async fn open_handle(&self) -> anyhow::Result<u32> {
        for handle in 1..10 {
            let answer = self.invoke("save", json!({ "handle": handle, "changes": [] })).await?;
            if refusal_code(&answer) != Some("not_open") {
                return Ok(handle);
            }
        }
        bail!("the window has nothing open")
    }

    /// What the screen shows once it rests.
    pub async fn picture(&self) -> anyhow::Result<Picture> {
        // Two frames: what the page has changed so far is drawn with the first.
        let frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.script_with_answer(frames, &[]).await?;
        let mut before = None;
        let until = Instant::now() + PATIENCE;
        loop {
            let now = Picture::of(&self.stage.display)?;
            match before {
                Some(before) if before == now => return Ok(now),
                _ if Instant::now() > until => return Err(self.in_vain("the screen to rest")),
                _ => before = Some(now),
            }
            tokio::time::sleep(GLANCE * 3).await;
        }
    }

    /// The error of a wait that had no success, with a picture of what was there instead.
    fn in_vain(&self, what: &str) -> anyhow::Error {
        let path = target().join("e2e").join(format!("failed-{}.png", self.process));
        match Picture::of(&self.stage.display).and_then(|picture| picture.save(&path)) {
            Ok(()) => anyhow::anyhow!("waited in vain for {what}; {} shows the screen", path.display()),
            Err(error) => anyhow::anyhow!("waited in vain for {what}, and the screen is gone: {error}"),
        }
    }
}

/// The code of a refusal by the shell.
pub fn refusal_code(answer: &Result<Value, Value>) -> Option<&str> {
    answer.as_ref().err()?.get("code")?.as_str()
}

/// The selector of a test id.
pub fn by_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

/// The folder of build products.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::workspace().join("target"), PathBuf::from)
}

/// The app as the build left it.
fn binary() -> anyhow::Result<PathBuf> {
    let binary = std::env::var_os(APP).map_or_else(|| target().join("debug/eventscape-desktop"), PathBuf::from);
    if !binary.exists() {
        bail!("{} is not built; run `cargo xtask build`", binary.display());
    }
    Ok(binary.canonicalize()?)
}

/// The process that runs a program and was started, directly or not, by another.
fn started_by(ancestor: u32, binary: &Path) -> anyhow::Result<Option<u32>> {
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(executable) = std::fs::read_link(entry.path().join("exe")) else { continue };
        if executable == binary && descends_from(process, ancestor) {
            return Ok(Some(process));
        }
    }
    Ok(None)
}

/// Whether a process was started, directly or not, by another.
fn descends_from(mut process: u32, ancestor: u32) -> bool {
    while process > 1 {
        if process == ancestor {
            return true;
        }
        match state_and_parent(process) {
            Some((_, parent)) => process = parent,
            None => return false,
        }
    }
    false
}

/// Whether a process still runs; one that only waits for its parent to notice does not.
fn is_alive(process: u32) -> bool {
    state_and_parent(process).is_some_and(|(state, _)| !matches!(state, 'Z' | 'X'))
}

fn state_and_parent(process: u32) -> Option<(char, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may contain anything; state and parent stand behind it.
    let mut fields = stat.rsplit(") ").next()?.split(' ');
    let state = fields.next()?.chars().next()?;
    Some((state, fields.next()?.parse().ok()?))
}
