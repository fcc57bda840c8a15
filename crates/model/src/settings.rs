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
    #[schemars(title = "Format version")]
    pub format_version: u32,
    /// The design's name for people.
    #[schemars(title = "Name")]
    pub name: String,
    /// Its scope, in one or two sentences.
    #[schemars(title = "Description")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The environment that numbers and exports refer to unless another is chosen.
    #[schemars(title = "Environment")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_environment: Option<EnvironmentId>,
    /// The rules that decide whether one version of a schema reads another.
    #[schemars(title = "Compatibility rules")]
    #[serde(default)]
    pub schema_rules: SchemaRules,
}

/// By whose rules schemas are judged. The two differ in few places, but there they contradict each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaRules {
    /// The meaning of a decimal does not count.
    #[schemars(title = "Schema registry")]
    #[default]
    Registry,
    /// Decimals match by precision and scale alone.
    #[schemars(title = "Avro specification")]
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
