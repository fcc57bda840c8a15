//! Messages: what services say, apart from the topic it travels on and the schema that spells it.

use crate::id::{ContextId, MessageId, SchemaId, TopicId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A message between services.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// The file's name.
    #[schemars(title = "Id")]
    pub id: MessageId,
    /// The context whose language it speaks.
    #[schemars(title = "Context")]
    pub context: ContextId,
    /// Its name for people, for example `OrderSubmitted`.
    #[schemars(title = "Name")]
    pub name: String,
    /// The sort of message.
    #[schemars(title = "Kind")]
    #[serde(default)]
    pub kind: MessageKind,
    /// Its meaning, in one or two sentences.
    #[schemars(title = "Description")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The schema that spells it.
    #[schemars(title = "Schema")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// The topics that carry it.
    #[schemars(title = "Topics")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicId>,
}

/// The sorts of message.
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
