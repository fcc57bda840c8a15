//! A design becomes files that other tools run on: manifests for an operator, a script, our own manifest, a decision draft.
//!
//! Every target prints the same [facts](derive::Facts): which topics exist in an environment, with which settings, and the
//! access that flows need. So the targets cannot disagree, and what a target cannot say becomes a note instead of
//! a silent gap. Exports are pure: the same request gives the same bytes, on every machine and in WebAssembly. The one
//! fact from outside is the day, which a decision record states.

mod access;
mod adr;
mod digest;
mod handover;
mod kafka_script;
mod manifest;
mod note;
mod remarks;
mod strimzi;
mod target;

pub use adr::DecisionDraft;
pub use manifest::{
    AccessRule, ConsumerGroup, DesignFact, EnvironmentFact, GroupTopic, Manifest, PrincipalAccess, Resource, Subject,
    SubjectVersion, TopicFact, TopicRates, json_schema,
};
pub use note::CODES;
pub use target::{Target, UnknownTarget};

use diagnostic::Diagnostic;
use handover::Handover;
use model::{Design, EnvironmentId, RecordKey};

/// What is exported, and for where.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The design.
    pub design: &'a Design,
    /// The environment to export for; by default the one that the design's settings name, and without that the records
    /// as they stand.
    pub environment: Option<&'a EnvironmentId>,
    /// The day, as `YYYY-MM-DD`. Only a decision draft states it.
    pub today: &'a str,
    /// What the checks say of the design, for the decision draft.
    pub findings: &'a [Diagnostic],
    /// What the decision draft is about.
    pub draft: &'a DecisionDraft,
}

/// The files of one target, and what is to be known about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Export {
    /// The files, sorted by path.
    pub files: Vec<OutFile>,
    /// What could not be expressed, what was skipped or changed on the way, and why.
    pub notes: Vec<Diagnostic>,
}

/// One file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Relative to the target's folder, with `/` between the parts.
    pub path: String,
    /// All of its text, in UTF-8, with a line feed at the end.
    pub text: String,
    /// Whether it is a program.
    pub executable: bool,
}

impl OutFile {
    fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), executable: false }
    }

    fn program(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), executable: true }
    }
}

/// Why nothing could be exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The environment is not in the design.
    #[error("the design has no environment `{id}`; {}", choices(.known))]
    UnknownEnvironment {
        /// The one that was asked for.
        id: EnvironmentId,
        /// Those that there are.
        known: Vec<EnvironmentId>,
    },
    /// The day is not a date.
    #[error("`{text}` is no date; write it as 2026-01-31")]
    IllegalDate {
        /// What was given.
        text: String,
    },
    /// The decision is about a record that is not in the design.
    #[error("the design has no record `{key}`, which the decision draft should be about")]
    UnknownRecord {
        /// The key that was given.
        key: RecordKey,
    },
    /// A file could not be put into words; a fault of this program.
    #[error("{path} could not be written: {reason}; please report this as a fault of Eventscape")]
    Unwritable {
        /// The file.
        path: String,
        /// What the writer said.
        reason: String,
    },
}

fn choices(ids: &[EnvironmentId]) -> String {
    if ids.is_empty() {
        return "it has none yet: create one first".to_owned();
    }
    let ids: Vec<_> = ids.iter().map(EnvironmentId::as_str).collect();
    format!("choose one of {}", ids.join(", "))
}

/// Exports a design for one target.
///
/// Notes come with every export that could be made; an error means that there is nothing to write.
pub fn export(request: &Request<'_>, target: Target) -> Result<Export, ExportError> {
    let handover = Handover::of(request.design, request.environment)?;
    let mut export = match target {
        Target::Strimzi => strimzi::export(&handover)?,
        Target::KafkaScript => kafka_script::export(&handover),
        Target::Manifest => manifest::export(&handover)?,
        Target::Adr => adr::export(&handover, request)?,
    };
    let mut notes = handover.notes;
    notes.append(&mut export.notes);
    export.notes = notes;
    export.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(export)
}
