//! Decisions: architecture decision records, kept as the Markdown that people read and linked to what they decide.

use crate::Design;
use crate::id::DecisionId;
use crate::key::RecordKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An architecture decision record: MADR 4 front matter and a Markdown body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Decision {
    /// The file's name: number and slug.
    #[schemars(title = "Id")]
    pub id: DecisionId,
    /// The first heading of its text.
    #[schemars(title = "Title")]
    pub title: String,
    /// Where it stands.
    #[schemars(title = "Status")]
    #[serde(default)]
    pub status: DecisionStatus,
    /// The day of its last change, as `YYYY-MM-DD`.
    #[schemars(title = "Changed")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// The people who decide.
    #[schemars(title = "Decided by")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decision_makers: Vec<String>,
    /// The people whose opinion was asked.
    #[schemars(title = "Consulted")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consulted: Vec<String>,
    /// The people who are told.
    #[schemars(title = "Informed")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub informed: Vec<String>,
    /// The records that it is about.
    #[schemars(title = "Records")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordKey>,
    /// The decisions that it replaces.
    #[schemars(title = "Replaces")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supersedes: Vec<DecisionId>,
    /// Its text, with the title as its first heading.
    #[schemars(title = "Markdown")]
    pub body: String,
}

/// Where a decision stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionStatus {
    /// Under discussion.
    #[default]
    Proposed,
    /// Decided against.
    Rejected,
    /// Decided and in force.
    Accepted,
    /// No longer in force.
    Deprecated,
    /// Replaced by another.
    Superseded,
}

/// The number of the next decision: one more than the highest, `0006` in `0006-use-avro`.
pub fn next_decision_number(design: &Design) -> u32 {
    let number = |id: &DecisionId| id.as_str().split('-').next().and_then(|number| number.parse::<u32>().ok());
    design.decisions().keys().filter_map(number).max().unwrap_or(0).saturating_add(1)
}
