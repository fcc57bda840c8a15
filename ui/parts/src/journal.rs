//! The way of committed steps into the crash journal: collected for a moment, numbered without gaps, sent in order, sent
//! again when the shell could not take them.

use crate::backend::{Backend, call};
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
    /// Counts how often the numbers began anew.
    numbering: u32,
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
        let Some((batch, numbering)) = self.state.borrow_mut().next_batch() else { return };
        let (handle, end) = (batch.handle, batch.sequence + batch.entries.len() as u64);
        let answer = call(self.backend.clone(), batch).await;
        let again = {
            let mut state = self.state.borrow_mut();
            if state.handle != Some(handle) {
                return;
            }
            state.answered(numbering, end, answer.map(drop))
        };
        if let Some(after) = again {
            self.schedule(after);
        }
    }
}

impl State {
    /// What the shell does not have yet, and how it is numbered; nothing while an answer is awaited.
    fn next_batch(&mut self) -> Option<(JournalAppend, u32)> {
        let entries: Vec<String> = self.kept.iter().skip(self.sent).cloned().collect();
        let handle = self.handle.filter(|_| !entries.is_empty() && !self.in_flight)?;
        self.in_flight = true;
        let sequence = self.first + self.sent as u64;
        Some((JournalAppend { handle, sequence, entries }, self.numbering))
    }

    /// Takes the answer to a batch that ended before the number `end`; gives when to send what is left. Lines may have been
    /// forgotten or numbered anew since the batch left.
    fn answered(&mut self, numbering: u32, end: u64, answer: Result<(), IpcError>) -> Option<Duration> {
        self.in_flight = false;
        match answer {
            Ok(()) => {
                self.failed = None;
                if numbering == self.numbering {
                    let sent = usize::try_from(end.saturating_sub(self.first)).unwrap_or_default();
                    self.sent = sent.min(self.kept.len());
                }
                (self.sent < self.kept.len()).then_some(GATHER)
            }
            Err(error) => {
                self.failed = Some(error);
                Some(RETRY)
            }
        }
    }

    /// Forgets every line up to a number.
    fn forget(&mut self, through: u64) {
        let count = usize::try_from((through + 1).saturating_sub(self.first)).unwrap_or_default().min(self.kept.len());
        self.kept.drain(..count);
        self.sent = self.sent.saturating_sub(count);
        self.first += count as u64;
    }

    /// Numbers what is kept from 1 on, for a shell that has nothing.
    fn number_anew(&mut self) {
        self.first = 1;
        self.sent = 0;
        self.numbering = self.numbering.wrapping_add(1);
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
        state.forget(through);
        Some(JournalClear { handle, through })
    }

    /// Forgets what an earlier run left, but keeps what this one did: the shell drops everything, so ours is sent anew.
    pub fn discard_earlier(&self) -> Option<JournalDiscard> {
        let mut state = self.queue.state.borrow_mut();
        let handle = state.handle?;
        state.number_anew();
        drop(state);
        self.queue.schedule(GATHER);
        Some(JournalDiscard { handle })
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    fn state(lines: usize) -> State {
        let kept = (1..=lines).map(|it| format!("line {it}")).collect();
        State { handle: Some(1), first: 1, kept, ..State::default() }
    }

    /// What is sent next: the first number and how many lines.
    fn next(state: &mut State) -> Option<(u64, usize)> {
        state.next_batch().map(|(batch, _)| (batch.sequence, batch.entries.len()))
    }

    #[test]
    fn no_line_is_passed_over_when_a_save_forgets_some_on_their_way() {
        let mut state = state(3);
        assert_eq!(next(&mut state), Some((1, 3)));
        assert_eq!(next(&mut state), None, "one batch at a time");
        state.forget(3);
        state.kept.extend(["line 4".to_owned(), "line 5".to_owned()]);
        state.answered(0, 4, Ok(()));
        assert_eq!(next(&mut state), Some((4, 2)));
        state.answered(0, 6, Ok(()));
        assert_eq!(next(&mut state), None);
    }

    #[test]
    fn lines_numbered_anew_are_sent_anew_whatever_was_on_its_way() {
        let mut state = State { first: 8, ..state(2) };
        assert_eq!(next(&mut state), Some((8, 2)));
        state.number_anew();
        assert!(state.answered(0, 10, Ok(())).is_some());
        assert_eq!(next(&mut state), Some((1, 2)));
    }
}
