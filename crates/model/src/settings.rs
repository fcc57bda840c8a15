//! Settings: what holds for the design as a whole.

use crate::id::EnvironmentId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the folder format that this program writes.
pub const FORMAT_VERSION: u32 = 1;

/// What holds for the design as a whole: `eventscape.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// The version of the folder format.
    pub format_version: u32,
    /// What people call the design.
    pub name: String,
    /// What it covers, in one or two sentences.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The environment that numbers and exports refer to unless another is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_environment: Option<EnvironmentId>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format_version: FORMAT_VERSION,
            name: "Untitled design".to_owned(),
            description: String::new(),
            default_environment: None,
        }
    }
}
