//! The app under test, and what a person does with it: find, click, type, look.

use crate::display::Display;
use crate::driver::Driver;
use crate::process::signal;
use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, Key, TypingData};

/// How long anything on the screen may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);

/// What to start, and where it keeps its own files.
pub struct Setup {
    /// The design folder.
    pub folder: PathBuf,
    /// The home folder of the run; journals and settings live in it.
    pub home: PathBuf,
    /// What the folder dialog answers.
    pub picked_folder: Option<PathBuf>,
}

/// The app, running.
pub struct App {
    driver: Driver,
    web: WebDriver,
    binary: PathBuf,
}

impl App {
    /// Starts the built app on a design and waits until it has drawn it.
    pub async fn start(display: &Display, setup: &Setup) -> anyhow::Result<Self> {
        let binary = binary()?;
        std::fs::create_dir_all(&setup.home)?;
        let picked = setup.picked_folder.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        let environment: Vec<(&str, &str)> =
            if picked.is_empty() { Vec::new() } else { vec![("EVENTSCAPE_PICK_FOLDER", picked.as_str())] };
        let driver = Driver::start(display, &setup.home, &environment)?;
        let mut capabilities = Capabilities::new();
        capabilities.set(
            "webkitgtk:browserOptions",
            json!({ "binary": binary, "args": [setup.folder.display().to_string()] }),
        )?;
        let web = WebDriver::new(driver.url(), capabilities).await.context("the app does not start")?;
        let app = Self { driver, web, binary };
        app.find("app").await?;
        Ok(app)
    }

    /// The driver's session, for what this type has no word for.
    pub fn web(&self) -> &WebDriver {
        &self.web
    }

    /// Ends the app as a person would who closes the window.
    pub async fn quit(self) -> anyhow::Result<()> {
        self.web.clone().quit().await?;
        Ok(())
    }

    /// Ends the app at once, as a crash or a power cut would: SIGKILL to the process that the driver started.
    pub fn kill(self) -> anyhow::Result<()> {
        let mut killed = 0;
        for entry in std::fs::read_dir("/proc")?.flatten() {
            let path = entry.path();
            let Ok(executable) = std::fs::read_link(path.join("exe")) else { continue };
            let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
            if executable == self.binary && descends_from(process, self.driver.group()) {
                signal("KILL", &process.to_string());
                killed += 1;
            }
        }
        if killed == 0 {
            bail!("the app is not running any more");
        }
        Ok(())
    }

    /// The element with a test id, once it is there.
    pub async fn find(&self, id: &str) -> anyhow::Result<WebElement> {
        self.find_css(&format!("[data-testid=\"{id}\"]")).await
    }

    /// The first element that a CSS selector matches, once it is there.
    pub async fn find_css(&self, css: &str) -> anyhow::Result<WebElement> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.web.find(By::Css(css)).await {
                Ok(element) => return Ok(element),
                Err(error) if Instant::now() > until => bail!("{css} does not appear: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Whether an element with a test id is there now.
    pub async fn has(&self, id: &str) -> bool {
        self.web.find(By::Css(format!("[data-testid=\"{id}\"]"))).await.is_ok()
    }

    /// Clicks an element once it is there.
    pub async fn click(&self, id: &str) -> anyhow::Result<()> {
        self.find(id).await?.click().await.with_context(|| format!("{id} cannot be clicked"))
    }

    /// Replaces a field's text and confirms with Enter.
    pub async fn fill(&self, id: &str, text: &str) -> anyhow::Result<()> {
        let field = self.find(id).await?;
        field.click().await?;
        self.keys(Key::Control + "a").await?;
        field.send_keys(text).await?;
        field.send_keys(Key::Enter + "").await?;
        Ok(())
    }

    /// Presses keys wherever the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> anyhow::Result<()> {
        self.web.action_chain().send_keys(keys).perform().await?;
        Ok(())
    }

    /// Runs a script in the window and gives its result.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> anyhow::Result<Value> {
        Ok(self.web.execute(script, arguments).await?.json().clone())
    }

    /// Waits until a condition holds; fails with what was waited for.
    pub async fn wait_for<F, Fut>(&self, what: &str, mut condition: F) -> anyhow::Result<()>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = anyhow::Result<bool>>,
    {
        let until = Instant::now() + PATIENCE;
        while !condition().await? {
            if Instant::now() > until {
                bail!("waited in vain for {what}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Waits until an element's text contains something.
    pub async fn wait_for_text(&self, id: &str, expected: &str) -> anyhow::Result<()> {
        let last = std::cell::RefCell::new(String::new());
        let outcome = self
            .wait_for(&format!("“{expected}” in {id}"), || async {
                let text = match self.web.find(By::Css(format!("[data-testid=\"{id}\"]"))).await {
                    Ok(element) => element.text().await.unwrap_or_default(),
                    Err(_) => String::new(),
                };
                let found = text.contains(expected);
                *last.borrow_mut() = text;
                Ok(found)
            })
            .await;
        outcome.with_context(|| format!("it says “{}”", last.borrow()))
    }

    /// Saves a picture of the window.
    pub async fn screenshot(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        Ok(self.web.screenshot(path).await?)
    }
}

/// The app as the build left it.
fn binary() -> anyhow::Result<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::workspace().join("target"), PathBuf::from);
    let binary = target.join("debug/eventscape-desktop");
    if !binary.exists() {
        bail!("{} is not built; run `cargo xtask build`", binary.display());
    }
    Ok(binary.canonicalize()?)
}

/// Whether a process was started, directly or not, by another.
fn descends_from(mut process: u32, ancestor: u32) -> bool {
    while process > 1 {
        if process == ancestor {
            return true;
        }
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{process}/stat")) else { return false };
        // The name in brackets may contain anything; the parent is the second field behind it.
        let Some(parent) = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1)?.parse().ok()) else {
            return false;
        };
        process = parent;
    }
    false
}
