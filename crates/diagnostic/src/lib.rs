//! Findings: the problem, its place, and its repair.
//!
//! Every crate reports in this one shape, so that the problems panel, the command line, SARIF and the tests read the same
//! thing. A diagnostic never carries presentation: colours, icons and wrapping are the front end's.

mod code;
mod location;
mod spelling;
mod visible;
mod wording;

pub use code::{Code, CodeInfo};
pub use location::{Location, Place, Position};
pub use spelling::nearest;
pub use visible::{clipped, is_steering, one_line, sentence, several_lines, without_credentials};
pub use wording::{capitalised, counted, listed, numbered, thousands};

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing fails.
    Info,
    /// Works today, but will hurt.
    Warning,
    /// Does not work, or loses data.
    Error,
}

impl Severity {
    /// The word for people and for machine formats: `error`, `warning` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding: what is wrong, where, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule that speaks, as `area/what`, for example `topic/illegal-name`.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence without a full stop: what is wrong, with the names of what it is about.
    pub message: String,
    /// Why it matters or what to do next, one or two sentences, seldom several lines. Empty when the message says it all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Where it is.
    pub location: Location,
    /// Repairs that a person can apply with one click, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding without help and without repairs. The message goes through [`sentence`]: names in it come from elsewhere.
    pub fn new(code: Code, severity: Severity, message: impl Into<String>, location: Location) -> Self {
        Self { code, severity, message: as_sentence(message), help: String::new(), location, fixes: Vec::new() }
    }

    /// The same with an explanation or a next step, through [`sentence`].
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.set_help(help);
        self
    }

    /// Gives the finding another explanation or next step, through [`sentence`].
    pub fn set_help(&mut self, help: impl Into<String>) {
        self.help = as_sentence(help);
    }

    /// The same with one more line of help.
    #[must_use]
    pub fn with_help_line(mut self, line: impl Into<String>) -> Self {
        if !self.help.is_empty() {
            self.help.push('\n');
        }
        self.help.push_str(&as_sentence(line));
        self
    }

    /// The same with one more repair.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fixes.push(Fix { title: as_sentence(fix.title), ..fix });
        self
    }
}

fn as_sentence(text: impl Into<String>) -> String {
    let text = text.into();
    match sentence(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    }
}

/// A repair: what the button says, and the edits that do it, applied together as one undo step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The button's text: an imperative in sentence case, for example `Add default "EUR"`.
    pub title: String,
    /// The edits, in the order in which they are applied.
    pub edits: Vec<Edit>,
}

/// One edit of a repair, said without knowing the records: this crate stands below the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Edit {
    /// Sets a field of a record to a JSON value; `null` removes it.
    SetField {
        /// The record's key, for example `topic:order-events`.
        record: String,
        /// The field as a JSON pointer into the record, for example `/replication`.
        pointer: String,
        /// The new value, as JSON text.
        value: String,
    },
    /// Replaces bytes of a schema version's or draft's text.
    ReplaceText {
        /// The record's key, for example `schema:order-submitted`.
        record: String,
        /// `draft` or `v` and a number.
        part: String,
        /// First byte.
        start: usize,
        /// Byte after the last.
        end: usize,
        /// The text that stands there afterwards.
        text: String,
    },
    /// Replaces bytes of a file, for findings about files that are looked at by themselves.
    ReplaceInFile {
        /// The file, as the finding's place names it.
        file: String,
        /// First byte.
        start: usize,
        /// Byte after the last.
        end: usize,
        /// The text that stands there afterwards.
        text: String,
    },
    /// Deletes a record and what cannot live without it.
    Delete {
        /// The record's key.
        record: String,
    },
    /// Creates a record from its JSON form.
    Create {
        /// The record as JSON text, tagged with its kind.
        record: String,
    },
}
