//! Settings: what holds for the design as a whole.

use crate::id::EnvironmentId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the folder format that this program writes.
pub const FORMAT_VERSION: u32 = 1;

/// The settings of the design as a whole: `eventscape.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// The version of the folder format.
    pub format_version: u32,
    /// The design's name for people.
    pub name: String,
    /// Its scope, in one or two sentences.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The environment that numbers and exports refer to unless another is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_environment: Option<EnvironmentId>,
    /// By whose rules schemas are judged.
    #[serde(default)]
    pub schema_rules: SchemaRules,
}

/// By whose rules schemas are judged. The two differ in few places, but there they contradict each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaRules {
    /// As registries judge: what a decimal means does not count.
    #[default]
    Registry,
    /// By the letter of the Avro specification: decimals match by precision and scale alone.
    Specification,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format_version: FORMAT_VERSION,
            name: "Untitled design".to_owned(),
            description: String::new(),
            default_environment: None,
            schema_rules: SchemaRules::default(),
        }
    }
}
