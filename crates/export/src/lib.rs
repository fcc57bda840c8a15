//! A design becomes files that other tools run on: manifests for an operator, a script, our own manifest, a decision draft.
//!
//! Every target prints the same [facts](derive::Facts): which topics exist in an environment, with which settings, and the
//! access that flows need. So the targets cannot disagree, and what a target cannot say becomes a note instead of
//! a silent gap. Exports are pure: the same request gives the same bytes, on every machine and in WebAssembly. The one
//! fact from outside is the day, which a decision record states.
//!
//! [`EXPORTERS`] is the table of the targets; each lives in a folder of its own and tells its options by a JSON Schema.

mod access;
mod adr;
mod digest;
mod error;
mod escape;
mod exporter;
mod handover;
mod kafka_script;
mod manifest;
mod note;
mod options;
mod remarks;
mod strimzi;

pub use access::Resource;
pub use error::{ExportError, OptionError, UnknownTarget};
pub use exporter::{EXPORTERS, Exporter, exporter};
pub use handover::{Handover, Request};
pub use manifest::{
    AccessRule, ConsumerGroup, DesignFact, EnvironmentFact, GroupTopic, Manifest, PrincipalAccess, Subject,
    SubjectVersion, TopicFact, TopicRates, json_schema,
};
pub use note::CODES;
pub use options::{OptionChoice, OptionInfo, OptionKind, Options};

use diagnostic::Diagnostic;

/// The files of one target, and what is to be known about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Export {
    /// The files, sorted by path.
    pub files: Vec<OutFile>,
    /// The facts that could not be expressed or were skipped or changed on the way, and why.
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
