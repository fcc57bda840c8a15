//! A subject as the judge sees it: a candidate, the versions before it, and the mode.

use super::library::Missing;
use super::text::Text;
use crate::arguments::Profile;
use engine::avro::{Compatibility, Finding, Reference, Schema};

/// One text in a subject's history.
#[derive(Debug, Clone)]
pub struct Version {
    pub number: u32,
    /// Its name in sentences: `version 3`, `the version at main`.
    pub label: String,
    pub text: Text,
    /// The texts that it refers to.
    pub references: Vec<Text>,
    /// The names that it uses and that none of them gives it.
    pub missing: Vec<Missing>,
}

/// Why a mode holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModeFrom {
    /// The person said so.
    Argument,
    /// The schema's own mode, or that of the topics that carry it.
    Design,
    /// The registry's configuration.
    Registry,
    /// Nobody said anything.
    Default,
}

impl ModeFrom {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Argument => "by --mode",
            Self::Design => "by the design",
            Self::Registry => "by the registry",
            Self::Default => "by default",
        }
    }
}

/// A mode and why it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    pub mode: Compatibility,
    pub from: ModeFrom,
}

/// Why rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulesFrom {
    /// The person said so.
    Argument,
    /// The settings of the design.
    Design,
    /// Nobody said anything.
    Default,
}

impl RulesFrom {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Argument => "by --profile",
            Self::Design => "by the design",
            Self::Default => "by default",
        }
    }
}

/// By whose rules schemas are read and compared, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    pub profile: Profile,
    pub from: RulesFrom,
}

/// A subject to judge.
#[derive(Debug, Clone)]
pub struct Subject {
    pub name: String,
    pub mode: Mode,
    pub rules: Rules,
    pub candidate: Version,
    /// The versions before it, oldest first.
    pub older: Vec<Version>,
    /// The drafts of others that alone make the candidate another one than the newest version.
    pub drafts: Vec<String>,
    /// Whether the older versions are judged among themselves too.
    pub judges_history: bool,
    /// Released versions that say something else than they did, each with where it did.
    pub changed: Vec<(Text, String)>,
    /// A note on the comparison, for the person, for example that there is nothing to compare with.
    pub note: Option<String>,
}

impl Version {
    /// The schema and everything that is wrong with it and with what it refers to.
    pub fn parse(&self) -> (Option<Schema>, Vec<Finding>) {
        let references: Vec<Reference<'_>> =
            self.references.iter().map(|it| Reference { name: &it.shown, text: &it.text }).collect();
        Schema::parse(&self.text.text, &references)
    }

    /// The text of this version, or the one of its references with a name.
    pub fn source(&self, reference: Option<&str>) -> &Text {
        let found = reference.and_then(|name| self.references.iter().find(|it| it.shown == name));
        found.unwrap_or(&self.text)
    }
}
