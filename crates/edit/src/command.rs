//! The commands: everything a person can ask for that changes a design. One list serves canvas, inspector, palette, repairs
//! and paste, so that each wish is carried out in one way only.

use model::{ContextId, Placement, Record, RecordKey, SchemaId, ServiceId, TextDelta, TopicId, ViewId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

/// A change that a person asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Adds a record under its own id, which must be free.
    Create {
        /// The record.
        record: Box<Record>,
        /// Where it stands, for contexts, services and topics.
        placement: Option<Placement>,
    },
    /// Adds records under fresh ids, keeping the references among them; for paste and duplicate.
    Insert {
        /// The records as they were copied, positions included.
        records: Vec<Record>,
        /// How far their positions move, in canvas units.
        offset: (i32, i32),
        /// The context that takes services, topics, messages and schemas whose own was not copied.
        into: Option<ContextId>,
    },
    /// Sets one field to a JSON value; `null` removes an optional field or a list's element.
    Set {
        /// The record.
        key: RecordKey,
        /// A JSON pointer into it; `-` as a list's index appends.
        pointer: String,
        /// The new value.
        value: Value,
    },
    /// Gives a record another name. Its id stays.
    Rename {
        /// The record.
        key: RecordKey,
        /// The new name.
        name: String,
    },
    /// Deletes records, what has no meaning without them, and all mentions of them.
    Delete {
        /// The records.
        keys: Vec<RecordKey>,
    },
    /// Gives services, topics, messages or schemas to another context. A service takes its flows along.
    MoveToContext {
        /// The records.
        keys: Vec<RecordKey>,
        /// Their new context.
        context: ContextId,
    },
    /// Connects a service and a topic.
    Connect {
        /// The service.
        service: ServiceId,
        /// The topic.
        topic: TopicId,
        /// Which way.
        end: FlowEnd,
    },
    /// Puts nodes at places in a view.
    Place {
        /// The new places.
        placements: Vec<Placement>,
    },
    /// Forgets where nodes stand in a view, so that the layout places them.
    Unplace {
        /// The view.
        view: ViewId,
        /// The nodes.
        nodes: Vec<RecordKey>,
    },
    /// Sets the text of a schema's draft; nothing discards the draft.
    SetDraft {
        /// The schema.
        schema: SchemaId,
        /// The Avro text.
        text: Option<String>,
    },
    /// Replaces places of a schema's text and keeps the result as its draft; for repairs.
    EditText {
        /// The schema.
        schema: SchemaId,
        /// The released version to start from; nothing for the draft.
        version: Option<u32>,
        /// The text that the places are in. When it is another by now, nothing happens.
        base: Arc<str>,
        /// The places, all in that text.
        splices: Vec<Splice>,
    },
    /// Makes a schema's draft its next version.
    ReleaseDraft {
        /// The schema.
        schema: SchemaId,
    },
    /// Several commands as one step, each seeing what those before it did; for repairs.
    All {
        /// The name of the step in the history.
        label: String,
        /// The commands, in order.
        commands: Vec<Self>,
    },
}

/// A place of a text and what shall stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The new text.
    pub text: String,
}

impl Splice {
    /// The delta that makes all splices of a text; None when one does not fit it or two overlap.
    pub(crate) fn delta(text: &str, splices: &[Self]) -> Option<TextDelta> {
        TextDelta::replacing(text, splices.iter().map(|it| (it.start..it.end, it.text.as_str())))
    }
}

/// Which way a new flow goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlowEnd {
    /// From the service to the topic.
    Produce,
    /// From the topic to the service.
    Consume,
}

/// The actions of a person that undo does not bring back, each with the reason.
pub const NOT_UNDOABLE: [(&str, &str); 4] = [
    ("selection", "it says what the next command is about, and changes nothing of the design"),
    ("camera", "looking elsewhere is not editing; undo moves the view to what it changed instead"),
    ("panels and theme", "they belong to the person, not to the design"),
    ("save and export", "files that were written may have been read by others"),
];
