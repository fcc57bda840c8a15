//! Bounded contexts and how they relate: the map on which ownership, names and access lists rest.

use crate::id::{ContextId, RelationId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A bounded context: one language, one owning team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Context {
    /// The folder's name.
    #[schemars(title = "Id")]
    pub id: ContextId,
    /// Its name for people.
    #[schemars(title = "Name")]
    pub name: String,
    /// Its responsibility, in one or two sentences.
    #[schemars(title = "Purpose")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// How much of the business's edge lies in it.
    #[schemars(title = "Domain")]
    #[serde(default)]
    pub domain: DomainClass,
    /// The team that owns it and everything in it.
    #[schemars(title = "Team")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub team: String,
    /// The colour chosen by hand; by default it follows from the id.
    #[schemars(title = "Colour")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hue: Option<Hue>,
    /// Words of its language and what they mean here.
    #[schemars(title = "Glossary")]
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub glossary: BTreeMap<String, String>,
}

/// How much of the business's edge lies in a context.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DomainClass {
    /// Where the business wins; built here.
    Core,
    /// Needed for the core, particular to the business.
    #[default]
    Supporting,
    /// Solved by everybody in the same way; bought where possible.
    Generic,
}

/// One of the twelve colours a context can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names of colours say it")]
pub enum Hue {
    Teal,
    Violet,
    Amber,
    Green,
    Rose,
    Blue,
    Orange,
    Cyan,
    Fuchsia,
    Lime,
    Indigo,
    Slate,
}

/// A relation between two contexts, said with the patterns of context mapping.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContextRelation {
    /// The file's name.
    #[schemars(title = "Id")]
    pub id: RelationId,
    /// The context whose model or decisions flow down; for symmetric patterns the one named first.
    #[schemars(title = "Upstream")]
    pub upstream: ContextId,
    /// The context that lives with them.
    #[schemars(title = "Downstream")]
    pub downstream: ContextId,
    /// The patterns that hold, in any order.
    #[schemars(title = "Patterns")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<RelationPattern>,
    /// The subject of the exchange, and the reason why it is so.
    #[schemars(title = "Description")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// The patterns of context mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RelationPattern {
    /// Both succeed or fail together and plan together.
    Partnership,
    /// Both share a small part of the model.
    SharedKernel,
    /// Downstream's needs are planned upstream.
    #[schemars(title = "Customer–supplier")]
    CustomerSupplier,
    /// Downstream takes the upstream model as it is.
    Conformist,
    /// Downstream translates the upstream model.
    AnticorruptionLayer,
    /// Upstream offers one protocol to all.
    OpenHostService,
    /// Both speak a documented exchange language.
    PublishedLanguage,
    /// No integration on purpose.
    SeparateWays,
}
