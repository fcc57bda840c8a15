//! Noticing that another program touched the design folder.
//!
//! The operating system reports every write of every file; editors and git make dozens of them in a moment. This module waits
//! until it is quiet and hands over the paths that were touched. Their meaning is decided elsewhere, by looking at the files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long nothing must happen.
const QUIET: Duration = Duration::from_millis(150);
/// After this long it is told in any case, so that a program that never stops writing does not hide its changes.
const AT_THE_LATEST: Duration = Duration::from_secs(1);

/// Watches as long as it lives.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// The paths that were touched since the last time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// Files and folders, absolute.
    pub paths: BTreeSet<PathBuf>,
    /// Events were lost: anything may have changed.
    pub everything: bool,
    /// The system stopped reporting, and why.
    pub failure: Option<String>,
}

impl Watch {
    /// Watches the folder, and the folder of the `HEAD` file if there is one. `on_quiet` is called on a thread of its own.
    pub fn start(
        root: &Path,
        head: Option<&Path>,
        on_quiet: impl FnMut(Touched) + Send + 'static,
    ) -> notify::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, is_change) {
                // Nobody receives any more only when the folder is being closed.
                let _closing = sender.send(event);
            }
        })?;
        watcher.watch(root, RecursiveMode::Recursive)?;
        if let Some(folder) = head.and_then(Path::parent)
            && !folder.starts_with(root)
        {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        thread::Builder::new().name("watch".to_owned()).spawn(move || wait_for_quiet(&receiver, on_quiet))?;
        Ok(Self { _watcher: watcher })
    }
}

/// Reading a file is reported as well; counting that would make every look at a file the cause of the next.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

fn wait_for_quiet(events: &Receiver<notify::Result<Event>>, mut on_quiet: impl FnMut(Touched)) {
    while let Ok(first) = events.recv() {
        let mut touched = Touched::default();
        touched.add(first);
        let deadline = Instant::now() + AT_THE_LATEST;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match events.recv_timeout(QUIET.min(left)) {
                Ok(event) if !left.is_zero() => touched.add(event),
                Ok(event) => {
                    touched.add(event);
                    break;
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        on_quiet(touched);
    }
}

impl Touched {
    fn add(&mut self, event: notify::Result<Event>) {
        match event {
            Ok(event) => {
                self.everything |= event.need_rescan();
                self.paths.extend(event.paths);
            }
            Err(error) => self.failure = Some(error.to_string()),
        }
    }
}
