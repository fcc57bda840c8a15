//! Findings as the rules make them: typed, so that the window, the command line and repairs read fields and never words.

use crate::library::Part;
use crate::rule::Rule;
use avro::{Direction, IncompatibilityType, RepairKind};
use diagnostic::Severity;
use edit::Command;
use model::{RecordKey, SchemaId};
use serde_json::Value;

/// An objection of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// How much it weighs here, after what the policy says of the rule.
    pub severity: Severity,
    /// The record that it speaks of.
    pub record: RecordKey,
    /// The field, as a JSON pointer into the record or into the text of `part`; empty for the whole.
    pub pointer: String,
    /// Which text of a schema is meant, when it is one.
    pub part: Option<Part>,
    /// The reason, as far as it tells the finding from others of the rule.
    pub cause: Cause,
    /// One sentence without a full stop: what is wrong, with the names of what it is about.
    pub message: String,
    /// Why it matters or what to do next; empty when the message says it all.
    pub help: String,
    /// Its repairs, best first.
    pub repairs: Vec<Repair>,
}

/// The reason behind a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The value of the field, as the record has it.
    Field,
    /// A mistake in an Avro text: its index among the findings about that text.
    Text(usize),
    /// The compatibility mode refuses a text.
    Incompatible {
        /// The schema that it refuses, which may use the text where the finding stands.
        schema: SchemaId,
        /// Which side cannot read.
        direction: Direction,
        /// The kind, in Java's vocabulary.
        kind: IncompatibilityType,
        /// Where, as a path through the reader.
        path: String,
        /// The versions against which the mode finds the same, oldest first.
        versions: Vec<u32>,
    },
    /// A consumer cannot read what is written.
    Unreadable {
        /// The schema.
        schema: SchemaId,
        /// The version that the consumer reads with.
        reads: u32,
        /// The text that will be written.
        written: Part,
    },
}

/// A repair: what the button says, and the commands that do it as one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// The button's text: an imperative in sentence case, for example `Add default "EUR"`.
    pub title: String,
    /// The commands, in order.
    pub commands: Vec<Command>,
    /// Its effect on an Avro text, when it changes one.
    pub kind: Option<RepairKind>,
    /// The default that it gives a field, as JSON, for those that give one.
    pub default: Option<String>,
}

impl Repair {
    /// A repair by commands.
    pub fn new(title: impl Into<String>, commands: Vec<Command>) -> Self {
        Self { title: title.into(), commands, kind: None, default: None }
    }

    /// The record that it makes, when it makes one alone: what a person wants to see next.
    pub fn creates(&self) -> Option<RecordKey> {
        let mut created = self.commands.iter().filter_map(|command| match command {
            Command::Create { record, .. } => Some(record.key()),
            Command::Insert { .. }
            | Command::Set { .. }
            | Command::Rename { .. }
            | Command::Delete { .. }
            | Command::MoveToContext { .. }
            | Command::Connect { .. }
            | Command::Place { .. }
            | Command::Unplace { .. }
            | Command::SetDraft { .. }
            | Command::EditText { .. }
            | Command::ReleaseDraft { .. }
            | Command::All { .. } => None,
        });
        created.next().filter(|_| created.next().is_none())
    }

    /// A repair that sets one field; `null` removes it.
    pub(crate) fn set(
        title: impl Into<String>,
        key: impl Into<RecordKey>,
        pointer: impl Into<String>,
        value: impl Into<Value>,
    ) -> Self {
        Self::new(title, vec![Command::Set { key: key.into(), pointer: pointer.into(), value: value.into() }])
    }
}

impl Finding {
    /// A finding about a field of a record, with the rule's own weight.
    pub(crate) fn new(
        rule: &'static Rule,
        record: impl Into<RecordKey>,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity: rule.severity,
            record: record.into(),
            pointer: pointer.into(),
            part: None,
            cause: Cause::Field,
            message: message.into(),
            help: String::new(),
            repairs: Vec::new(),
        }
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    pub(crate) fn with_repair(mut self, repair: Repair) -> Self {
        self.repairs.push(repair);
        self
    }

    pub(crate) fn with_cause(mut self, cause: Cause) -> Self {
        self.cause = cause;
        self
    }

    /// The same, at most as heavy as this.
    pub(crate) fn at_most(mut self, severity: Severity) -> Self {
        self.severity = self.severity.min(severity);
        self
    }

    /// The same about a text of a schema.
    pub(crate) fn in_text(mut self, part: Part) -> Self {
        self.part = Some(part);
        self
    }
}
