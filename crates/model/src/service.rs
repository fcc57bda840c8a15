//! Services: the programs, systems and people that write to or read from a topic.

use crate::id::{ContextId, ServiceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A program, system or person that writes to or reads from a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    /// The file's name.
    #[schemars(title = "Id")]
    pub id: ServiceId,
    /// The context that owns it.
    #[schemars(title = "Context")]
    pub context: ContextId,
    /// Its name for people.
    #[schemars(title = "Name")]
    pub name: String,
    /// The sort of service.
    #[schemars(title = "Kind")]
    #[serde(default)]
    pub kind: ServiceKind,
    /// Its work, in one or two sentences.
    #[schemars(title = "Description")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The name under which it authenticates and that access rules (ACLs) allow, without `User:`; by default its id, with the
    /// environment's prefix before it.
    #[schemars(title = "Kafka principal")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// How many instances run.
    #[schemars(title = "Instances", extend("x-least" = 1))]
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub instances: u32,
    /// The technology that it is built with, for example `Spring Boot 3.4, Java 21`.
    #[schemars(title = "Technology")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub technology: String,
}

fn one() -> u32 {
    1
}

fn is_one(instances: &u32) -> bool {
    *instances == 1
}

/// The sorts of service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// A program of ours with its own logic.
    #[default]
    Application,
    /// Turns streams into streams, such as Kafka Streams or Flink.
    StreamProcessor,
    /// Moves data into or out of Kafka.
    Connector,
    /// A system that somebody else runs.
    ExternalSystem,
    /// A person or a role.
    Actor,
}
