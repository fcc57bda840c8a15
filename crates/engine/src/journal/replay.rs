//! Replays the lines of a journal on the records that they name, from the lines alone.

use format::settle;
use model::{Change, Origin, Record, RecordChange, RecordKey, Transaction, three_way};
use std::collections::BTreeMap;

/// A record as a journal has it.
#[derive(Debug, Clone, Default)]
pub(super) struct Replayed {
    /// The record as its file said it, with everything that other programs made of it meanwhile.
    pub base: Option<Record>,
    /// The record after the last line.
    pub now: Option<Record>,
}

/// A journal so far.
#[derive(Debug, Default)]
pub(super) struct Replay {
    pub records: BTreeMap<RecordKey, Replayed>,
    /// How many steps of our side were replayed.
    pub steps: usize,
}

impl Replay {
    /// Replays a step, whole or not at all. False when something was typed into another text than the one that is there, or
    /// into one that no earlier line has whole, or when a field is not what the step expects: what is on disk may only look
    /// like it.
    pub fn step(&mut self, step: &Transaction) -> bool {
        let mut replayed: BTreeMap<&RecordKey, Replayed> = BTreeMap::new();
        for change in &step.changes {
            let key = change.key();
            let known = replayed.get(key).or_else(|| self.records.get(key)).cloned();
            match replay(known, change, &step.origin) {
                Some(record) => drop(replayed.insert(key, record)),
                None => return false,
            }
        }
        self.records.extend(replayed.into_iter().map(|(key, record)| (key.clone(), record)));
        self.steps += usize::from(step.origin != Origin::Outside);
        true
    }
}

fn replay(known: Option<Replayed>, change: &Change, origin: &Origin) -> Option<Replayed> {
    let Some(Replayed { base, now }) = known else {
        // The first line of a record has it whole.
        let Change::Record(change) = change else { return None };
        let base = if *origin == Origin::Outside { &change.after } else { &change.before };
        return Some(Replayed { base: base.clone(), now: change.after.clone() });
    };
    let after = match change {
        Change::Record(change) if change.before != now => rebased(change, now.as_ref())?,
        Change::Record(_) | Change::Text(_) => change.apply(now.as_ref())?,
    };
    let base = match origin {
        Origin::Outside => settle(change.key(), now.as_ref(), base.as_ref(), after.as_ref()).record,
        Origin::Person | Origin::Other(_) => base,
    };
    Some(Replayed { base, now: after })
}

/// The record when a change that was made for another state of it is done to this one; None where that is not possible. Runs
/// that were never saved follow each other in one journal.
fn rebased(change: &RecordChange, now: Option<&Record>) -> Option<Option<Record>> {
    if change.after.as_ref() == now {
        return Some(now.cloned());
    }
    let (Some(before), Some(after), Some(now)) = (&change.before, &change.after, now) else { return None };
    let both = three_way(Some(before), after, now);
    both.disagreements.is_empty().then_some(Some(both.ours))
}
