//! Policy: which guardrails hold, how hard, and who has been let off until when.

use crate::key::RecordKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The guardrails of a design.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Policy {
    /// How much a rule weighs here, by its name, for example `topic/illegal-name`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, Level>,
    /// Numbers that rules ask for, by their name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub thresholds: BTreeMap<String, f64>,
    /// Findings that are accepted, each with a reason and an end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
}

/// How much a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It does not speak.
    Off,
    /// Worth knowing.
    Info,
    /// Will hurt.
    Warning,
    /// Does not work.
    Error,
}

/// A finding that is accepted for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// The record that it speaks of.
    pub record: RecordKey,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it holds, as `YYYY-MM-DD`.
    pub expires: String,
}
