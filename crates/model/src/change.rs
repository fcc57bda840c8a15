//! The change that a step makes to one record: the record is another, or one of its texts is typed in. A changed record stands
//! whole on both sides, which makes its inverse exact by construction; a text is long and changes letter by letter, so only the
//! letters stand in the change.

use crate::text_delta::TextDelta;
use crate::{Record, RecordKey};
use serde::{Deserialize, Serialize};

/// The change of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It comes, goes, or has other fields.
    Record(Box<RecordChange>),
    /// One of its texts is another, and nothing else of it.
    Text(TextChange),
}

/// A record before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordChange {
    /// The record.
    pub key: RecordKey,
    /// The record as it was; nothing when it is new.
    pub before: Option<Record>,
    /// The record as it becomes; nothing when it goes.
    pub after: Option<Record>,
}

/// A text of a record that is typed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    /// The record.
    pub key: RecordKey,
    /// The text.
    pub field: TextField,
    /// The letters.
    #[serde(flatten)]
    pub delta: TextDelta,
}

/// A text that people type letter by letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextField {
    /// The draft of a schema.
    Draft,
    /// The Markdown of a decision.
    Body,
}

impl TextField {
    /// Every such text.
    pub const ALL: [Self; 2] = [Self::Draft, Self::Body];

    /// The field as a JSON pointer into the record.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Draft => "/draft",
            Self::Body => "/body",
        }
    }

    /// The text, of a record that has it.
    pub fn of(self, record: &Record) -> Option<&str> {
        match (self, record) {
            (Self::Draft, Record::Schema(schema)) => schema.draft.as_deref(),
            (Self::Body, Record::Decision(decision)) => Some(&decision.body),
            (Self::Draft | Self::Body, _) => None,
        }
    }

    /// The record with another text; unchanged when it has no such text.
    #[must_use]
    pub fn set(self, record: &Record, text: &str) -> Record {
        let mut record = record.clone();
        match (self, &mut record) {
            (Self::Draft, Record::Schema(schema)) => schema.draft = Some(text.into()),
            (Self::Body, Record::Decision(decision)) => text.clone_into(&mut decision.body),
            (Self::Draft | Self::Body, _) => {}
        }
        record
    }

    /// The text in which two states of a record differ, when they differ in nothing else.
    fn differing(before: &Record, after: &Record) -> Option<Self> {
        Self::ALL.into_iter().find(|field| {
            field.of(before).is_some() && field.of(after).is_some_and(|text| field.set(before, text) == *after)
        })
    }
}

impl Change {
    /// The change from one state of a record to another; None when they are the same.
    pub fn between(key: RecordKey, before: Option<Record>, after: Option<Record>) -> Option<Self> {
        if before == after {
            return None;
        }
        if let (Some(before), Some(after)) = (&before, &after)
            && let Some(field) = TextField::differing(before, after)
            && let (Some(old), Some(new)) = (field.of(before), field.of(after))
        {
            return Some(Self::Text(TextChange { key, field, delta: TextDelta::between(old, new) }));
        }
        Some(Self::Record(Box::new(RecordChange { key, before, after })))
    }

    /// The record that it touches.
    pub fn key(&self) -> &RecordKey {
        match self {
            Self::Record(change) => &change.key,
            Self::Text(change) => &change.key,
        }
    }

    /// The record afterwards, or nothing when it goes; None when the record is not the one that the change was made for.
    pub fn apply(&self, before: Option<&Record>) -> Option<Option<Record>> {
        match self {
            Self::Record(change) => (before == change.before.as_ref()).then(|| change.after.clone()),
            Self::Text(change) => {
                let before = before?;
                let text = change.delta.apply(change.field.of(before)?)?;
                Some(Some(change.field.set(before, &text)))
            }
        }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Record(change) => Self::Record(Box::new(RecordChange {
                key: change.key.clone(),
                before: change.after.clone(),
                after: change.before.clone(),
            })),
            Self::Text(change) => Self::Text(TextChange { delta: change.delta.inverse(), ..change.clone() }),
        }
    }

    /// This change and the next of the same record as one, or nothing when the two cancel out; None when they do not meet, as
    /// changes of two texts do not.
    pub(crate) fn then(&self, next: &Self) -> Option<Option<Self>> {
        match (self, next) {
            (Self::Text(first), Self::Text(next)) => {
                let delta = first.delta.then(&next.delta).filter(|_| first.field == next.field)?;
                Some((!delta.is_empty()).then(|| Self::Text(TextChange { delta, ..first.clone() })))
            }
            (Self::Record(first), next) => {
                let after = next.apply(first.after.as_ref())?;
                Some(Self::between(first.key.clone(), first.before.clone(), after))
            }
            (Self::Text(_), Self::Record(next)) => {
                let before = self.inverse().apply(next.before.as_ref())?;
                Some(Self::between(next.key.clone(), before, next.after.clone()))
            }
        }
    }
}
