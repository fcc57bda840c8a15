//! Topics: the logs that contexts own and everybody else depends on.

use crate::id::{ContextId, TopicId};
use crate::schema::Compatibility;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A topic, owned by one context.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Topic {
    /// The file's name.
    #[schemars(title = "Id")]
    pub id: TopicId,
    /// The context that owns it.
    #[schemars(title = "Context")]
    pub context: ContextId,
    /// Its name in Kafka.
    #[schemars(title = "Name")]
    pub name: String,
    /// The sort of records that it carries.
    #[schemars(title = "Topic type")]
    #[serde(default)]
    pub kind: TopicKind,
    /// Its purpose, in one or two sentences.
    #[schemars(title = "Description")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// How many partitions it has.
    #[schemars(title = "Partitions", extend("x-least" = 1))]
    pub partitions: u32,
    /// How many copies of each partition there are.
    #[schemars(title = "Replication", extend("x-least" = 1))]
    pub replication: u32,
    /// How many copies must be in sync for a write with `acks = all`.
    #[schemars(title = "Min in-sync", extend("x-least" = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_insync_replicas: Option<u32>,
    /// The way in which old records go; unstated, a cluster keeps the setting that it has.
    #[schemars(title = "Cleanup")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleanup: Option<Cleanup>,
    /// How long records are kept; -1 for ever.
    #[schemars(title = "Retention", extend("x-unit" = "ms", "x-least" = -1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_ms: Option<i64>,
    /// How much is kept of each partition; -1 without limit.
    #[schemars(title = "Kept at most", extend("x-unit" = "bytes", "x-least" = -1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_bytes: Option<i64>,
    /// The largest record batch that is accepted.
    #[schemars(title = "Largest batch", extend("x-unit" = "bytes"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_message_bytes: Option<u64>,
    /// The field by which records are partitioned, and its type on the wire.
    #[schemars(title = "Key")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// The services that may use it.
    #[schemars(title = "Visibility")]
    #[serde(default)]
    pub visibility: Visibility,
    /// How sensitive its contents are.
    #[schemars(title = "Data class")]
    #[serde(default)]
    pub data_class: DataClass,
    /// Which schema changes are allowed.
    #[schemars(title = "Compatibility")]
    #[serde(default)]
    pub compatibility: Compatibility,
    /// How subjects are named in the registry.
    #[schemars(title = "Subjects")]
    #[serde(default)]
    pub subject_strategy: SubjectStrategy,
    /// For a retry or dead-letter topic: the topic whose failed records it takes.
    #[schemars(title = "Failures of")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<TopicId>,
    /// Further topic configuration by Kafka's own keys.
    #[schemars(title = "Further configuration")]
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub config: BTreeMap<String, String>,
}

/// The sorts of records that a topic carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TopicKind {
    /// Facts that have happened.
    #[schemars(title = "Events")]
    #[default]
    Event,
    /// Requests to do something.
    #[schemars(title = "Commands")]
    Command,
    /// The latest state by key.
    State,
    /// Records that are tried again later.
    #[schemars(title = "Retries")]
    Retry,
    /// Records that could not be processed.
    #[schemars(title = "Dead letters")]
    DeadLetter,
}

/// The ways in which old records go: Kafka's `cleanup.policy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cleanup {
    /// Old records go when they are older or more than retention allows.
    #[schemars(title = "delete")]
    Delete,
    /// All but the latest record of each key go.
    #[schemars(title = "compact")]
    Compact,
    /// Both: the latest of each key, and that not for ever.
    #[schemars(title = "compact, delete")]
    CompactDelete,
}

impl Cleanup {
    /// Kafka's value of `cleanup.policy`.
    pub fn policy(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Compact => "compact",
            Self::CompactDelete => "compact,delete",
        }
    }

    /// The meaning of a text under Kafka's key, a list in any order; nothing where Kafka would refuse it.
    pub fn of_policy(text: &str) -> Option<Self> {
        let (mut by_key, mut by_age) = (false, false);
        for word in text.split(',') {
            match word.trim() {
                "compact" => by_key = true,
                "delete" => by_age = true,
                _ => return None,
            }
        }
        match (by_key, by_age) {
            (true, true) => Some(Self::CompactDelete),
            (true, false) => Some(Self::Compact),
            (false, true) => Some(Self::Delete),
            (false, false) => None,
        }
    }

    /// Whether a newer record of a key takes the place of an older one.
    pub fn is_by_key(self) -> bool {
        match self {
            Self::Compact | Self::CompactDelete => true,
            Self::Delete => false,
        }
    }

    /// Whether records go when they are older or more than retention allows.
    pub fn is_by_age(self) -> bool {
        match self {
            Self::Delete | Self::CompactDelete => true,
            Self::Compact => false,
        }
    }
}

/// The field by which records are partitioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Key {
    /// The field or business term that decides the partition, for example `orderId`.
    #[schemars(title = "Key field")]
    pub name: String,
    /// Its type on the wire, for example `string`.
    #[schemars(title = "Key type")]
    #[serde(rename = "type", default = "string_type")]
    pub kind: String,
}

fn string_type() -> String {
    "string".to_owned()
}

/// The services that may use a topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Only the owning context.
    Private,
    /// Contexts that have agreed with the owner.
    #[default]
    Protected,
    /// Every context.
    Public,
}

/// How sensitive a topic's contents are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DataClass {
    /// May be published.
    Public,
    /// For the company.
    #[default]
    Internal,
    /// For those who need it.
    Confidential,
    /// About a person who can be identified.
    Personal,
    /// Card data and other payment secrets.
    Payment,
    /// Kept because a rule demands it.
    Audit,
}

/// How subjects are named in the registry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectStrategy {
    /// One record type a topic: `order-events-value`.
    TopicName,
    /// The record's full name, whatever carries it.
    RecordName,
    /// Several record types a topic.
    #[schemars(title = "Topic and record name")]
    #[default]
    TopicRecordName,
}
