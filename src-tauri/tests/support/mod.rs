//! A shell without a window: requests in, answers and events out, on folders that go with the test.
#![allow(dead_code, reason = "each test program uses its part of it")]

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eventscape_desktop::data::DataFolder;
use eventscape_desktop::desktop::Desktop;
use eventscape_desktop::shell::Shell;
use ipc::{CloseAnswer, Event, Handler as _, IpcError, PickFolder, Theme, Watched, Work};
use serde_json::Value;

/// A folder for designs and one for what the shell keeps.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The full path of something in the folder for designs.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().canonicalize().unwrap().join(name).display().to_string()
    }

    /// A folder with the smallest design.
    pub fn design(&self, name: &str) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(Path::new(&path).join("eventscape.toml"), "format_version = 1\n").unwrap();
        path
    }

    /// What the shell keeps.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join(".data")
    }

    /// A window, as a process of its own would have it.
    pub fn window(&self, asked_for: Option<&str>) -> Window {
        Window::new(&self.data(), asked_for)
    }
}

/// One shell and what its window hears.
pub struct Window {
    shell: Shell,
    events: Receiver<Event>,
    picks: Arc<Mutex<Option<PathBuf>>>,
}

impl Window {
    pub fn new(data: &Path, asked_for: Option<&str>) -> Self {
        let (sender, events) = mpsc::channel();
        let picks = Arc::default();
        let desktop = Arc::new(NoDesktop { events: Mutex::new(sender), picks: Arc::clone(&picks) });
        let data = DataFolder::open(data).unwrap();
        Self { shell: Shell::new(data, desktop, asked_for.map(PathBuf::from), true), events, picks }
    }

    /// The answer to a request that must succeed.
    pub fn ask(&self, name: &str, request: Value) -> Value {
        let answer = ipc::dispatch(&self.shell, name, request).unwrap_or_else(|error| panic!("{name}: {error}"));
        serde_json::from_str(&answer).unwrap()
    }

    /// The error of a request that must fail.
    pub fn refused(&self, name: &str, request: Value) -> Value {
        let error = ipc::dispatch(&self.shell, name, request).unwrap_err();
        serde_json::to_value(error).unwrap()
    }

    /// Begins a job that does what the test wants; gives its number.
    pub fn begin(&self, run: impl FnOnce(&dyn Watched) -> Result<Value, IpcError> + Send + 'static) -> u32 {
        self.shell.begin("write_export", Work { title: "Test".to_owned(), run: Box::new(run) }).unwrap().0
    }

    /// How a job ended, once it has.
    pub fn end_of(&self, job: &Value) -> Value {
        loop {
            let event = self.next_event();
            let heard = &event["job"];
            if &heard["id"] == job && !matches!(heard["state"].as_str(), Some("queued" | "running")) {
                return heard.clone();
            }
        }
    }

    /// What the window hears next.
    pub fn next_event(&self) -> Value {
        let event = self.events.recv_timeout(Duration::from_secs(10)).expect("the window hears nothing");
        serde_json::to_value(event).unwrap()
    }

    /// What the person will pick in the next dialogs.
    pub fn person_picks(&self, folder: &str) {
        *self.picks.lock().unwrap() = Some(PathBuf::from(folder));
    }
}

#[derive(Debug)]
struct NoDesktop {
    events: Mutex<Sender<Event>>,
    picks: Arc<Mutex<Option<PathBuf>>>,
}

impl Desktop for NoDesktop {
    fn theme(&self) -> Option<Theme> {
        Some(Theme::Light)
    }

    fn set_theme(&self, _: Option<Theme>) {}

    fn set_title(&self, _: &str) {}

    fn pick_folder(&self, _: &PickFolder) -> Option<PathBuf> {
        self.picks.lock().unwrap().clone()
    }

    fn tell(&self, event: &Event) {
        // The test may have ended.
        let _ended = self.events.lock().unwrap().send(event.clone());
    }

    fn listening(&self) {}

    fn answer_close(&self, _: CloseAnswer) {}
}
