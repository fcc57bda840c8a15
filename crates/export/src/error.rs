//! Why nothing could be exported, in words that say what to do next.

use crate::EXPORTERS;
use crate::options::{OptionInfo, OptionKind};
use derive::wording::listed;
use diagnostic::nearest;
use model::{EnvironmentId, RecordKey};

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
        /// The text that was given.
        text: String,
    },
    /// The decision is about a record that is not in the design.
    #[error("the design has no record `{key}`, which the decision draft should be about")]
    UnknownRecord {
        /// The key that was given.
        key: RecordKey,
    },
    /// The chosen values of a target do not fit its options.
    #[error("the options of {target} cannot be used: {reason}")]
    IllegalOptions {
        /// The target's word.
        target: &'static str,
        /// The problem.
        reason: String,
    },
    /// A file could not be put into words; a fault of this program.
    #[error("{path} could not be written: {reason}; please report this as a fault of Eventscape")]
    Unwritable {
        /// The file.
        path: String,
        /// The writer's message.
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

/// A word that names no target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no export target; {}choose from {}", meant(.near), target_words().join(", "))]
pub struct UnknownTarget {
    /// The word.
    pub text: String,
    /// The target that may be meant.
    pub near: Option<&'static str>,
}

impl UnknownTarget {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), near: nearest(text, target_words()) }
    }
}

fn target_words() -> Vec<&'static str> {
    EXPORTERS.iter().map(|exporter| exporter.word).collect()
}

/// Why an option cannot be chosen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OptionError {
    /// It is no `TARGET.NAME=VALUE`.
    #[error("`{text}` sets nothing; write TARGET.NAME=VALUE, for example strimzi.authentication=scram-sha-512")]
    NoAssignment {
        /// The text that was given.
        text: String,
    },
    /// Its target is none.
    #[error(transparent)]
    UnknownTarget(#[from] UnknownTarget),
    /// The target has no option of the name.
    #[error("{target} has no option `{name}`; {}{}", meant(.near), has(.known))]
    UnknownOption {
        /// The target's word.
        target: &'static str,
        /// The name that was given.
        name: String,
        /// The option that may be meant.
        near: Option<String>,
        /// The options that the target has.
        known: Vec<String>,
    },
    /// The option does not take the value.
    #[error("{option} cannot be `{value}`; {}it takes {takes}", meant(.near))]
    IllegalValue {
        /// Target and name.
        option: String,
        /// The value that was given.
        value: String,
        /// The value that may be meant.
        near: Option<String>,
        /// The values that it takes, in words.
        takes: String,
    },
    /// The option takes one value and was given two.
    #[error("{option} is set twice; set it once")]
    SetTwice {
        /// Target and name.
        option: String,
    },
}

impl OptionError {
    pub(crate) fn unknown(target: &'static str, name: &str, options: &[OptionInfo]) -> Self {
        let known = || options.iter().map(|option| option.name.as_str());
        Self::UnknownOption {
            target,
            name: name.to_owned(),
            near: nearest(name, known()).map(str::to_owned),
            known: known().map(str::to_owned).collect(),
        }
    }

    pub(crate) fn illegal_value(option: String, value: &str, kind: &OptionKind) -> Self {
        let near = nearest(value, kind.words()).map(str::to_owned);
        Self::IllegalValue { option, value: value.to_owned(), near, takes: kind.in_words() }
    }
}

fn meant(near: &Option<impl AsRef<str>>) -> String {
    near.as_ref().map_or_else(String::new, |near| format!("did you mean `{}`? ", near.as_ref()))
}

fn has(known: &[String]) -> String {
    if known.is_empty() { "it takes none".to_owned() } else { format!("it has {}", listed(known, "and")) }
}
