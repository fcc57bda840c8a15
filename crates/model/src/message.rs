//! Messages: what is said, apart from the topic it travels on and the schema that spells it.

use crate::id::{ContextId, MessageId, SchemaId, TopicId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is said between services.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// The file's name.
    pub id: MessageId,
    /// The context whose language it speaks.
    pub context: ContextId,
    /// What people call it, for example `OrderSubmitted`.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub kind: MessageKind,
    /// What it means, in one or two sentences.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The schema that spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// The topics that carry it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicId>,
}

/// What a message is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// A fact that has happened.
    #[default]
    Event,
    /// A request to do something.
    Command,
    /// A question.
    Query,
    /// The state of a thing as a whole.
    Document,
}
