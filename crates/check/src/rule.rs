//! A rule: one entry of the registry, with everything that people read of it and the function that checks.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::verdict::SchemaVerdict;
use diagnostic::{CodeInfo, Severity};
use model::{Context, Environment, Flow, Message, Policy, Record, Schema, Topic};
use std::fmt;

/// A guardrail rule.
pub struct Rule {
    /// Its name, `area/what`. Policies, waivers and reports refer to it, so it is never renamed.
    pub code: &'static str,
    /// Its area.
    pub area: Area,
    /// How much it weighs where the policy says nothing; some findings of a rule weigh less.
    pub severity: Severity,
    /// The demand, in one sentence.
    pub asks: &'static str,
    /// The consequence otherwise.
    pub why: &'static str,
    /// The next step about a finding.
    pub advice: &'static str,
    /// The number that it asks for, when it asks for one.
    pub threshold: Option<Threshold>,
    /// The function that looks.
    pub(crate) check: Check,
}

/// A number that a rule asks for. A policy may state another one under the rule's code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// The number where the policy states none.
    pub default: f64,
    /// The things that it counts, and in which unit.
    pub counts: &'static str,
}

/// The areas of rules. Lists and the documentation group them by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The names of records.
    Names,
    /// References between records.
    References,
    /// Partitions, copies and how long records stay.
    Topics,
    /// How services write and read.
    Flows,
    /// Schemas and who can read them.
    Schemas,
    /// Where a design runs.
    Environments,
    /// The teams that answer for records.
    Ownership,
    /// The agreements of the team.
    Policy,
}

impl Area {
    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Names => "Names",
            Self::References => "References",
            Self::Topics => "Topics",
            Self::Flows => "Flows and messages",
            Self::Schemas => "Schemas",
            Self::Environments => "Environments",
            Self::Ownership => "Ownership",
            Self::Policy => "Policy",
        }
    }
}

/// The function of a rule. It gets one record, and reads whatever else it needs through the reader.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Records of every kind.
    Record(fn(&Reader<'_>, &Record) -> Vec<Finding>),
    /// Bounded contexts.
    Context(fn(&Reader<'_>, &Context) -> Vec<Finding>),
    /// Topics.
    Topic(fn(&Reader<'_>, &Topic) -> Vec<Finding>),
    /// Messages.
    Message(fn(&Reader<'_>, &Message) -> Vec<Finding>),
    /// Schemas, with what is known of their texts and readers.
    Schema(fn(&Reader<'_>, &Schema, &SchemaVerdict) -> Vec<Finding>),
    /// Flows.
    Flow(fn(&Reader<'_>, &Flow) -> Vec<Finding>),
    /// Environments.
    Environment(fn(&Reader<'_>, &Environment) -> Vec<Finding>),
    /// The policy.
    Policy(fn(&Reader<'_>, &Policy) -> Vec<Finding>),
}

impl Rule {
    /// The entry that reports show in their tables of rules.
    pub fn info(&self) -> CodeInfo {
        CodeInfo { code: self.code, summary: self.asks }
    }

    /// The number that holds: the policy's, or the rule's own. Only rules with a threshold ask.
    pub(crate) fn threshold_in(&self, reader: &Reader<'_>) -> f64 {
        let own = self.threshold.map_or(0.0, |threshold| threshold.default);
        self.stated_threshold(reader).unwrap_or(own)
    }

    /// The number that the policy states for the rule.
    pub(crate) fn stated_threshold(&self, reader: &Reader<'_>) -> Option<f64> {
        model::Lookup::threshold(reader, self.code).filter(|number| *number > 0.0)
    }
}

impl PartialEq for Rule {
    /// No two rules have one code.
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}
