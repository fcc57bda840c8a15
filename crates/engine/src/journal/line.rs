//! A line of the crash journal in each version of its format. The newest is written, all are read.
//!
//! Version 2: `{"version": 2, "sequence": 7, "label": "…", "origin": "person", "at_ms": 1764322487123, "changes": […]}` with
//! changes `{"record": {"key": …, "before": …, "after": …}}` and `{"text": {"key": …, "field": "draft", "length": 120,
//! "splices": [{"at": 7, "removed": "a", "inserted": "b"}]}}`. Offsets and lengths are bytes of UTF-8. A person's line leaves
//! the origin out.
//!
//! Version 1 states no version, no origin and no time.

use model::Transaction;
use model::{Change, Origin, Record, RecordChange, RecordKey, SchemaId, Splice, TextChange, TextDelta, TextField};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The version that is written.
const VERSION: u32 = 2;

/// The version of a line, read before the rest.
#[derive(Deserialize)]
struct Versioned {
    #[serde(default = "first")]
    version: u32,
}

fn first() -> u32 {
    1
}

/// A line of version 2. Counts up by one within a session.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    version: u32,
    sequence: u64,
    label: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "is_person")]
    origin: Cow<'a, Origin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_ms: Option<u64>,
    changes: Vec<Cow<'a, Change>>,
}

fn is_person(origin: &Origin) -> bool {
    *origin == Origin::Person
}

/// A line of version 1.
#[derive(Deserialize)]
struct FirstLine {
    step: FirstStep,
}

#[derive(Deserialize)]
struct FirstStep {
    label: String,
    changes: Vec<FirstChange>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FirstChange {
    Whole(Box<FirstWhole>),
    Typed(FirstTyped),
}

#[derive(Deserialize)]
struct FirstWhole {
    key: RecordKey,
    before: Option<Record>,
    after: Option<Record>,
}

/// One place of a schema's draft.
#[derive(Deserialize)]
struct FirstTyped {
    schema: SchemaId,
    length: usize,
    at: usize,
    removed: String,
    inserted: String,
}

/// The line of a step.
pub(super) fn write(sequence: u64, step: &Transaction, changes: Vec<Cow<'_, Change>>) -> Option<String> {
    let (label, origin) = (Cow::Borrowed(step.label.as_str()), Cow::Borrowed(&step.origin));
    let line = Line { version: VERSION, sequence, label, origin, at_ms: step.at_ms, changes };
    serde_json::to_string(&line).ok()
}

/// The step of a line; None for one that is torn, or of a version that does not exist yet.
pub(super) fn read(line: &str) -> Option<Transaction> {
    match serde_json::from_str::<Versioned>(line).ok()?.version {
        1 => {
            let FirstStep { label, changes } = serde_json::from_str::<FirstLine>(line).ok()?.step;
            let changes = changes.into_iter().map(FirstChange::read).collect::<Option<_>>()?;
            Some(Transaction { label, changes, ..Transaction::default() })
        }
        VERSION => {
            let Line { label, origin, at_ms, changes, .. } = serde_json::from_str(line).ok()?;
            let changes = changes.into_iter().map(Cow::into_owned).collect();
            Some(Transaction { label: label.into_owned(), origin: origin.into_owned(), at_ms, changes })
        }
        _ => None,
    }
}

impl FirstChange {
    fn read(self) -> Option<Change> {
        match self {
            Self::Whole(whole) => {
                let FirstWhole { key, before, after } = *whole;
                Some(Change::Record(Box::new(RecordChange { key, before, after })))
            }
            Self::Typed(FirstTyped { schema, length, at, removed, inserted }) => {
                let delta = TextDelta::new(length, vec![Splice { at, removed, inserted }])?;
                Some(Change::Text(TextChange { key: schema.into(), field: TextField::Draft, delta }))
            }
        }
    }
}
