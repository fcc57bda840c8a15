//! The editor: a design, its history and the gesture in progress. One gesture is one step, however many commands it sends;
//! giving it up leaves no trace. A step that does not fit the design is moved over what others did since, or refused.

use crate::command::Command;
use crate::history::{History, RevisionId, Way};
use crate::not_undone::NotUndone;
use crate::plan::plan;
use crate::refusal::Refusal;
use model::{Design, Origin, Record, RecordKey, Stale, Transaction, broken_law};
use std::collections::BTreeMap;

/// When a command joins the step before it instead of starting one of its own: same kind of edit, small pause. Nudging with
/// the arrow keys and typing are one step that way.
#[derive(Debug, Clone, PartialEq)]
pub struct Pause {
    /// The kind of edit, for example `nudge` or `draft:order-submitted`.
    pub action: String,
    /// When, in milliseconds on any steady clock.
    pub at_ms: f64,
    /// The longest pause that still joins, in milliseconds.
    pub longest_ms: f64,
}

/// The origin of a step, and its time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Where the step comes from.
    pub origin: Origin,
    /// When, in milliseconds since 1970.
    pub at_ms: Option<u64>,
}

/// A design under edit.
#[derive(Debug, Clone, Default)]
pub struct Editor {
    design: Design,
    history: History,
    gesture: Option<Transaction>,
    last: Option<(Pause, RevisionId)>,
    /// Steps that the history has and nobody has taken for the journal yet.
    unwritten: Vec<Transaction>,
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

    /// The steps that were done.
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
        stamp: Stamp,
        pause: Option<Pause>,
        taken: &dyn Fn(&RecordKey) -> bool,
    ) -> Result<Transaction, Refusal> {
        let step = plan(&mut self.design, command, taken)?.by(stamp.origin, stamp.at_ms);
        step.apply(&mut self.design)?;
        self.note(step.clone(), pause);
        Ok(step)
    }

    /// Brings records to a state that was worked out elsewhere from the design as it is, such as a merge of changes from
    /// outside. Gives the step.
    pub fn bring(&mut self, label: &str, stamp: Stamp, after: BTreeMap<RecordKey, Option<Record>>) -> Transaction {
        let step = Transaction::carried_out(label, &mut self.design, after).by(stamp.origin, stamp.at_ms);
        self.note(step.clone(), None);
        step
    }

    /// Notes a step that was carried out.
    fn note(&mut self, step: Transaction, pause: Option<Pause>) {
        if step.is_empty() {
            return;
        }
        let step = match self.gesture.take() {
            Some(gesture) if gesture.origin == step.origin => {
                self.gesture = Some(gesture.then(step));
                return;
            }
            Some(gesture) => self.beneath(gesture, step),
            None => step,
        };
        self.unwritten.push(step.clone());
        let current = self.history.current(&step.origin);
        let joins = match (&pause, &self.last) {
            (Some(now), Some((before, revision))) => {
                now.action == before.action && now.at_ms - before.at_ms <= now.longest_ms && *revision == current
            }
            (Some(_) | None, _) => false,
        };
        let origin = step.origin.clone();
        let step = if joins { self.history.amend(step).err() } else { Some(step) };
        if let Some(step) = step {
            self.history.push(step);
        }
        self.last = pause.map(|pause| (pause, self.history.current(&origin)));
    }

    /// Somebody else did a step in the middle of a gesture: gives that step as if it had come before the gesture, which is
    /// noted only when it ends. Where the two touch the same, the gesture so far becomes a step of its own.
    fn beneath(&mut self, gesture: Transaction, step: Transaction) -> Transaction {
        let both = |first: &Transaction, second: &Transaction| Transaction::joined("", [first.clone(), second.clone()]);
        let below = step.over(&gesture.inverse());
        let pair = below.and_then(|below| Ok((gesture.over(&below)?, below)));
        match pair {
            Ok((above, below)) if both(&below, &above) == both(&gesture, &step) => {
                self.gesture = Some(above);
                below
            }
            Ok(_) | Err(_) => {
                let rest = Transaction { changes: Vec::new(), ..gesture.clone() };
                self.gesture = Some(rest);
                if !gesture.is_empty() {
                    self.unwritten.push(gesture.clone());
                    self.history.push(gesture);
                }
                step
            }
        }
    }

    /// Begins a gesture: what follows is one step until it is committed or given up. One that is in progress is committed.
    pub fn begin(&mut self, label: impl Into<String>, stamp: Stamp) {
        self.commit();
        let gesture = Transaction { label: label.into(), ..Transaction::default() };
        self.gesture = Some(gesture.by(stamp.origin, stamp.at_ms));
    }

    /// Ends the gesture as one step; gives that step when it changed anything.
    pub fn commit(&mut self) -> Option<Transaction> {
        let step = self.gesture.take().filter(|step| !step.is_empty())?;
        self.history.push(step.clone());
        self.unwritten.push(step.clone());
        self.last = None;
        Some(step)
    }

    /// Gives the gesture up; gives the step that took it back when it had changed anything.
    pub fn cancel(&mut self) -> Result<Option<Transaction>, Stale> {
        let Some(gesture) = self.gesture.take().filter(|step| !step.is_empty()) else { return Ok(None) };
        let step = gesture.inverse();
        step.apply(&mut self.design)?;
        Ok(Some(step))
    }

    /// Takes the latest step of an origin back and leaves what others did since. A gesture in progress is given up first.
    pub fn undo(&mut self, stamp: &Stamp) -> Result<Transaction, NotUndone> {
        if let Some(step) = self.cancel()? {
            return Ok(step);
        }
        self.travel(stamp, Way::Back)
    }

    /// Does the step of an origin again that was taken back last.
    pub fn redo(&mut self, stamp: &Stamp) -> Result<Transaction, NotUndone> {
        self.commit();
        self.travel(stamp, Way::Forward)
    }

    fn travel(&mut self, stamp: &Stamp, way: Way) -> Result<Transaction, NotUndone> {
        let origin = &stamp.origin;
        let label = |step: Option<&Transaction>| step.map(|step| step.label.clone()).unwrap_or_default();
        let mut travel = self.history.travel(origin, way).ok_or(NotUndone::Nothing)?.map_err(|clash| {
            let step = match way {
                Way::Back => self.history.undoable(origin),
                Way::Forward => self.history.redoable(origin),
            };
            let since = label(self.history.latest_of_others(origin, &clash.key));
            NotUndone::Overtaken { label: label(step), way, clash, since }
        })?;
        travel.step.at_ms = stamp.at_ms;
        travel.step.apply(&mut self.design)?;
        if travel.is_moved
            && let Some((key, problem)) = broken_by(&self.design, &travel.step)
        {
            travel.step.inverse().apply(&mut self.design)?;
            return Err(NotUndone::Needed { label: travel.step.label, way, key, problem });
        }
        let step = travel.step.clone();
        self.history.travelled(travel);
        if !step.is_empty() {
            self.unwritten.push(step.clone());
        }
        self.last = None;
        Ok(step)
    }

    /// The steps that were noted since this was last asked, oldest first, for a journal.
    pub fn take_unwritten(&mut self) -> Vec<Transaction> {
        std::mem::take(&mut self.unwritten)
    }

    /// A record without the gesture in progress.
    pub fn committed(&self, key: &RecordKey) -> Option<Record> {
        let changes = self.gesture.iter().flat_map(|gesture| gesture.changes.iter().rev());
        changes
            .filter(|change| change.key() == key)
            .fold(self.design.get(key), |record, change| change.inverse().apply(record.as_ref()).unwrap_or(record))
    }
}

/// The record that a step has left without what it needs, and the law that is broken.
fn broken_by(design: &Design, step: &Transaction) -> Option<(RecordKey, &'static str)> {
    let judge = |key: &RecordKey| {
        let problem = broken_law(&design.get(key)?, &|key| design.contains(key))?;
        Some((key.clone(), problem))
    };
    step.keys().find_map(|key| judge(key).or_else(|| design.referrers(key).find_map(judge)))
}
