//! The editor: a design, its history and the gesture in progress. One gesture is one step, however many commands it sends;
//! giving it up leaves no trace.

use crate::command::Command;
use crate::history::{History, RevisionId};
use crate::plan::plan;
use crate::refusal::Refusal;
use model::{Design, RecordKey, Transaction};

/// When a command joins the step before it instead of starting one of its own: same kind of edit, small pause. Nudging with
/// the arrow keys and typing are one step that way.
#[derive(Debug, Clone, PartialEq)]
pub struct Pause {
    /// What is being done, for example `nudge` or `draft:order-submitted`.
    pub what: String,
    /// When, in milliseconds on any steady clock.
    pub at_ms: f64,
    /// The longest pause that still joins, in milliseconds.
    pub longest_ms: f64,
}

/// There is no step to take back, or none to do again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is nothing more to undo or redo")]
pub struct NothingToUndo;

/// A design under edit.
#[derive(Debug, Clone, Default)]
pub struct Editor {
    design: Design,
    history: History,
    gesture: Option<Transaction>,
    last: Option<(Pause, RevisionId)>,
}

impl Editor {
    /// An editor of a design that was just opened, with an empty history.
    pub fn new(design: Design) -> Self {
        Self { design, ..Self::default() }
    }

    /// The design as it is, gesture in progress included.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// What was done.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Whether a gesture is in progress.
    pub fn in_gesture(&self) -> bool {
        self.gesture.is_some()
    }

    /// Carries a command out as a step of its own, or as part of the gesture in progress. Gives the transaction, which is
    /// empty when the command changes nothing.
    pub fn dispatch(
        &mut self,
        command: &Command,
        pause: Option<Pause>,
        taken: &dyn Fn(&RecordKey) -> bool,
    ) -> Result<Transaction, Refusal> {
        let step = plan(&mut self.design, command, taken)?;
        self.take(step.clone(), pause);
        Ok(step)
    }

    /// Takes a step that was worked out elsewhere, such as a merge of changes from outside.
    pub fn take(&mut self, step: Transaction, pause: Option<Pause>) {
        if step.is_empty() {
            return;
        }
        step.force(&mut self.design);
        if let Some(gesture) = self.gesture.take() {
            self.gesture = Some(gesture.then(step));
            return;
        }
        let joins = match (&pause, &self.last) {
            (Some(now), Some((before, revision))) => {
                now.what == before.what
                    && now.at_ms - before.at_ms <= now.longest_ms
                    && *revision == self.history.current()
            }
            (Some(_) | None, _) => false,
        };
        let step = if joins { self.history.amend(step).err() } else { Some(step) };
        if let Some(step) = step {
            self.history.push(step);
        }
        self.last = pause.map(|pause| (pause, self.history.current()));
    }

    /// Begins a gesture: what follows is one step until it is committed or given up. One that is in progress is committed.
    pub fn begin(&mut self, label: impl Into<String>) {
        self.commit();
        self.gesture = Some(Transaction { label: label.into(), changes: Vec::new() });
    }

    /// Ends the gesture as one step; gives that step when it changed anything.
    pub fn commit(&mut self) -> Option<Transaction> {
        let step = self.gesture.take().filter(|step| !step.is_empty())?;
        self.history.push(step.clone());
        self.last = None;
        Some(step)
    }

    /// Gives the gesture up; gives the step that took it back when it had changed anything.
    pub fn cancel(&mut self) -> Option<Transaction> {
        let step = self.gesture.take().filter(|step| !step.is_empty())?.inverse();
        step.force(&mut self.design);
        Some(step)
    }

    /// Takes the latest step back. A gesture in progress is given up first.
    pub fn undo(&mut self) -> Result<Transaction, NothingToUndo> {
        if let Some(step) = self.cancel() {
            return Ok(step);
        }
        let step = self.history.undo().ok_or(NothingToUndo)?;
        step.force(&mut self.design);
        self.last = None;
        Ok(step)
    }

    /// Does the step again that was taken back last.
    pub fn redo(&mut self) -> Result<Transaction, NothingToUndo> {
        self.commit();
        let step = self.history.redo().ok_or(NothingToUndo)?;
        step.force(&mut self.design);
        self.last = None;
        Ok(step)
    }
}
