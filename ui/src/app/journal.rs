//! The way of committed steps into the crash journal: collected for a moment, numbered without gaps, sent in order, sent
//! again when the shell could not take them.

use crate::app::backend::{Backend, call};
use ipc::{IpcError, JournalAppend, JournalClear, JournalDiscard};
use leptos::prelude::set_timeout;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// How long lines wait for company. Well under the 200 ms within which they must be on disk.
const GATHER: Duration = Duration::from_millis(60);
/// How long to wait before lines that the shell refused are sent again.
const RETRY: Duration = Duration::from_secs(5);

#[derive(Default)]
struct State {
    /// The folder's handle; nothing is sent without one.
    handle: Option<u32>,
    /// Number of the first line of `kept`.
    first: u64,
    /// Every line since the folder was opened or saved.
    kept: Vec<String>,
    /// How many of `kept` the shell has.
    sent: usize,
    scheduled: bool,
    in_flight: bool,
    failed: Option<IpcError>,
}

/// Where the engine's host puts its lines.
#[derive(Clone)]
pub struct Queue {
    state: Rc<RefCell<State>>,
    backend: Rc<dyn Backend>,
}

impl Queue {
    /// Takes a line and has it sent in a moment.
    pub fn push(&self, line: String) {
        self.state.borrow_mut().kept.push(line);
        self.schedule(GATHER);
    }

    fn schedule(&self, after: Duration) {
        let mut state = self.state.borrow_mut();
        if state.scheduled || state.handle.is_none() {
            return;
        }
        state.scheduled = true;
        let this = self.clone();
        set_timeout(
            move || {
                this.state.borrow_mut().scheduled = false;
                spawn_local(async move { this.send().await });
            },
            after,
        );
    }

    async fn send(&self) {
        let batch = {
            let mut state = self.state.borrow_mut();
            let entries: Vec<String> = state.kept.iter().skip(state.sent).cloned().collect();
            let Some(handle) = state.handle.filter(|_| !entries.is_empty() && !state.in_flight) else { return };
            state.in_flight = true;
            let sequence = state.first + u64::try_from(state.sent).unwrap_or_default();
            JournalAppend { handle, sequence, entries }
        };
        let (handle, count) = (batch.handle, batch.entries.len());
        let answer = call(self.backend.clone(), batch).await;
        let again = {
            let mut state = self.state.borrow_mut();
            state.in_flight = false;
            if state.handle != Some(handle) {
                return;
            }
            match answer {
                Ok(_) => {
                    state.failed = None;
                    state.sent = (state.sent + count).min(state.kept.len());
                    (state.sent < state.kept.len()).then_some(GATHER)
                }
                Err(error) => {
                    state.failed = Some(error);
                    Some(RETRY)
                }
            }
        };
        if let Some(after) = again {
            self.schedule(after);
        }
    }
}

/// The journal of the open folder.
pub struct Journal {
    queue: Queue,
}

impl Journal {
    /// A journal that has no folder yet.
    pub fn new(backend: Rc<dyn Backend>) -> Self {
        Self { queue: Queue { state: Rc::default(), backend } }
    }

    /// Begins with another folder; `after` is the number of the last entry that an earlier run left.
    pub fn begin(&self, handle: Option<u32>, after: u64) -> Queue {
        *self.queue.state.borrow_mut() = State { handle, first: after + 1, ..State::default() };
        self.queue.clone()
    }

    /// The number of the last line so far.
    pub fn last(&self) -> u64 {
        let state = self.queue.state.borrow();
        (state.first + u64::try_from(state.kept.len()).unwrap_or_default()).saturating_sub(1)
    }

    /// Why the last attempt to send failed, if it did.
    pub fn failure(&self) -> Option<IpcError> {
        self.queue.state.borrow().failed.clone()
    }

    /// Sends what waits.
    pub fn flush(&self) -> impl Future<Output = ()> + use<> {
        let queue = self.queue.clone();
        async move { queue.send().await }
    }

    /// Forgets what a save contained: every line up to a number.
    pub fn saved(&self, through: u64) -> Option<JournalClear> {
        let mut state = self.queue.state.borrow_mut();
        let handle = state.handle?;
        let count =
            usize::try_from((through + 1).saturating_sub(state.first)).unwrap_or_default().min(state.kept.len());
        state.kept.drain(..count);
        state.sent = state.sent.saturating_sub(count);
        state.first += u64::try_from(count).unwrap_or_default();
        Some(JournalClear { handle, through })
    }

    /// Forgets what an earlier run left, but keeps what this one did: the shell drops everything, so ours is sent anew.
    pub fn discard_earlier(&self) -> Option<JournalDiscard> {
        let mut state = self.queue.state.borrow_mut();
        let handle = state.handle?;
        state.first = 1;
        state.sent = 0;
        drop(state);
        self.queue.schedule(GATHER);
        Some(JournalDiscard { handle })
    }
}
