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
    #[schemars(title = "Rules")]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, Level>,
    /// Numbers that rules ask for, by the name of the rule.
    #[schemars(title = "Thresholds")]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub thresholds: BTreeMap<String, f64>,
    /// Findings that are accepted, each with a reason and an end.
    #[schemars(title = "Waivers")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
}

/// How much a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Does not speak.
    Off,
    /// Worth knowing.
    #[schemars(title = "Note")]
    Info,
    /// Will hurt.
    Warning,
    /// Does not work.
    Error,
}

/// A finding that is accepted for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waiver {
    /// The rule that does not speak.
    #[schemars(title = "Rule")]
    pub rule: String,
    /// The record that it speaks of.
    #[schemars(title = "Record")]
    pub record: RecordKey,
    /// Why it is accepted.
    #[schemars(title = "Reason")]
    pub reason: String,
    /// The last day on which it holds, as `YYYY-MM-DD`.
    #[schemars(title = "Until")]
    pub expires: String,
}
