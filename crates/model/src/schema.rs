//! Schemas: one subject, its released versions and at most one draft. The texts are kept as written; what they mean is the
//! business of the `avro` crate.

use crate::id::{ContextId, SchemaId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One subject: an ordered list of released versions and at most one draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Schema {
    /// The folder's name.
    #[schemars(title = "Id")]
    pub id: SchemaId,
    /// The context that owns it.
    #[schemars(title = "Context")]
    pub context: ContextId,
    /// Its name for people; by default the record's name in the newest version.
    #[schemars(title = "Name")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Which changes are allowed; by default what the carrying topics say.
    #[schemars(title = "Compatibility")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compatibility: Option<Compatibility>,
    /// The released versions, oldest first, each in a file of its own.
    #[schemars(title = "Versions")]
    pub versions: Vec<SchemaVersion>,
    /// The text of the version that is being worked on, in `draft.avsc`.
    #[schemars(title = "Draft")]
    pub draft: Option<Arc<str>>,
}

/// One released version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SchemaVersion {
    /// Its number, counted from 1.
    #[schemars(title = "Number", extend("x-least" = 1))]
    pub number: u32,
    /// The Avro text, as written.
    #[schemars(title = "Text")]
    pub text: Arc<str>,
}

impl Schema {
    /// The newest released version.
    pub fn latest(&self) -> Option<&SchemaVersion> {
        self.versions.last()
    }

    /// The released version of a number.
    pub fn version(&self, number: u32) -> Option<&SchemaVersion> {
        self.versions.iter().find(|version| version.number == number)
    }
}

/// Which schema changes are allowed: the registry's compatibility levels.
///
/// The `avro` crate has the rules behind these words; the words stand here too so that the records need no Avro.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Compatibility {
    /// No check.
    None,
    /// A new reader reads what the latest version wrote.
    #[default]
    Backward,
    /// A new reader reads what any version wrote.
    BackwardTransitive,
    /// The latest reader reads what a new version writes.
    Forward,
    /// Every reader reads what a new version writes.
    ForwardTransitive,
    /// Both, against the latest version.
    Full,
    /// Both, against every version.
    FullTransitive,
}

impl Compatibility {
    /// All levels, weakest first.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::Backward,
        Self::BackwardTransitive,
        Self::Forward,
        Self::ForwardTransitive,
        Self::Full,
        Self::FullTransitive,
    ];

    /// The registry's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Backward => "BACKWARD",
            Self::BackwardTransitive => "BACKWARD_TRANSITIVE",
            Self::Forward => "FORWARD",
            Self::ForwardTransitive => "FORWARD_TRANSITIVE",
            Self::Full => "FULL",
            Self::FullTransitive => "FULL_TRANSITIVE",
        }
    }
}
