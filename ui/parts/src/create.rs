//! Creating records. The id comes from the first name and never changes, so the name is typed before the record exists.

use crate::{Document, Tone};
use engine::edit::{Command, Refusal};
use engine::model::{ContextId, Kind, Placement, Record, RecordKey, RelationPattern};
use leptos::prelude::*;

/// A record whose name is being typed in the explorer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creating {
    /// What it will be.
    pub kind: Kind,
    /// Where it will live.
    pub context: Option<ContextId>,
}

impl Document {
    /// Creates a record of a kind under an id made from its name; gives its key, or nothing when it was refused and said why.
    pub fn create(
        self,
        kind: Kind,
        name: &str,
        context: Option<ContextId>,
        place: impl FnOnce(&RecordKey) -> Option<Placement>,
    ) -> Option<RecordKey> {
        let record = self.peek(|engine| engine.new_record(kind, name, context.as_ref()));
        self.add(record, place)
    }

    /// Creates a record; gives its key, or nothing when it was refused and said why.
    fn add(
        self,
        record: Result<Record, Refusal>,
        place: impl FnOnce(&RecordKey) -> Option<Placement>,
    ) -> Option<RecordKey> {
        let record = match record {
            Ok(record) => Box::new(record),
            Err(refusal) => {
                self.notices.toast(Tone::Refused, refusal.to_string(), "");
                return None;
            }
        };
        let key = record.key();
        let placement = place(&key);
        self.dispatch(Command::Create { record, placement }).then_some(key)
    }

    /// Creates a relation between two contexts.
    pub fn relate(self, upstream: &ContextId, downstream: &ContextId, pattern: RelationPattern) -> Option<RecordKey> {
        let record = self.peek(|engine| engine.new_relation(upstream, downstream, pattern));
        self.add(record, |_| None)
    }

    /// The context that a new record in a list goes into when none is said: that of the selection, else the first.
    pub fn likely_context(self) -> Option<ContextId> {
        let first = || self.peek(|engine| engine.design().contexts().keys().next().cloned());
        self.context_of_selection().or_else(first)
    }

    /// The context that is selected, or that what is selected lives in.
    pub fn context_of_selection(self) -> Option<ContextId> {
        self.attention.selection.with_untracked(|selection| {
            self.peek(|engine| {
                let design = engine.design();
                let of = |key: &RecordKey| {
                    if let RecordKey::Context(id) = key {
                        return Some(id.clone());
                    }
                    design.get(key).and_then(|record| record.context().cloned())
                };
                selection.primary().and_then(of)
            })
        })
    }
}
