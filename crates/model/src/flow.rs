//! Flows: a service writes to a topic or reads from it. Access lists, consumer groups, load and compatibility all follow
//! from these records.

use crate::id::{ContextId, FlowId, MessageId, SchemaId, ServiceId, TopicId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A service writes to a topic or reads from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// The file's name.
    #[schemars(title = "Id")]
    pub id: FlowId,
    /// The context of its service.
    #[schemars(title = "Context")]
    pub context: ContextId,
    /// The service that writes or reads.
    #[schemars(title = "Service")]
    pub service: ServiceId,
    /// The topic that it writes to or reads from.
    #[schemars(title = "Topic")]
    pub topic: TopicId,
    /// The messages that travel on it; none means every message that the topic carries.
    #[schemars(title = "Messages")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<MessageId>,
    /// The reason for it, in one sentence.
    #[schemars(title = "Why it exists")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Which way it goes: one of the two, with its settings.
    #[schemars(title = "Direction")]
    pub direction: Direction,
}

/// Which way a flow goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The service writes to the topic.
    #[schemars(title = "Writes")]
    Produce(Produce),
    /// The service reads from the topic.
    #[schemars(title = "Reads")]
    Consume(Consume),
}

impl Flow {
    /// The producer's settings, when the flow goes from the service to the topic.
    pub fn produce(&self) -> Option<&Produce> {
        match &self.direction {
            Direction::Produce(produce) => Some(produce),
            Direction::Consume(_) => None,
        }
    }

    /// The consumer's settings, when the flow goes from the topic to the service.
    pub fn consume(&self) -> Option<&Consume> {
        match &self.direction {
            Direction::Consume(consume) => Some(consume),
            Direction::Produce(_) => None,
        }
    }
}

/// How a service writes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Produce {
    /// Records a second on an ordinary day.
    #[schemars(title = "Rate", extend("x-unit" = "records/s", "x-least" = 0))]
    pub rate_per_second: f64,
    /// Records a second at the peak that the design must carry.
    #[schemars(title = "Peak rate", extend("x-unit" = "records/s", "x-least" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_rate_per_second: Option<f64>,
    /// A record's average size on the wire.
    #[schemars(title = "Size", extend("x-unit" = "bytes"))]
    pub size_bytes: u32,
    /// Which copies must confirm a write.
    #[schemars(title = "Acks")]
    pub acks: Acks,
    /// The broker discards duplicates of a retried write.
    #[schemars(title = "Idempotent")]
    pub idempotent: bool,
    /// The id of its transactions; without one it writes without transactions.
    #[schemars(title = "Transactional id")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transactional_id: Option<String>,
}

/// Which copies must confirm a write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Acks {
    /// None: records are lost without a word.
    #[serde(rename = "0")]
    None,
    /// The leader: records are lost when it fails.
    #[serde(rename = "1")]
    Leader,
    /// All copies that are in sync: nothing confirmed is lost.
    #[schemars(title = "all")]
    #[default]
    #[serde(rename = "all")]
    All,
}

/// How a service reads.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Consume {
    /// The consumer group; by default the service's id.
    #[schemars(title = "Group")]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The schema version that its code was built with, by schema; a schema that is not named is read with the latest.
    #[schemars(title = "Reader versions")]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reader_versions: BTreeMap<SchemaId, u32>,
    /// Threads or tasks that read in each instance.
    #[schemars(title = "Concurrency", extend("x-least" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u32>,
    /// How long the processing of one record takes, on average.
    #[schemars(title = "Time per record", extend("x-unit" = "ms", "x-least" = 0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_per_message_ms: Option<f64>,
    /// Which records of transactions it reads: Kafka's `isolation.level`.
    #[schemars(title = "Isolation level")]
    pub isolation: Isolation,
    /// The fate of a record that cannot be processed.
    #[schemars(title = "When a record cannot be processed")]
    #[serde(skip_serializing_if = "FailurePolicy::is_default")]
    pub on_failure: FailurePolicy,
}

/// Which records of transactions a consumer reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Isolation {
    /// Records of open and aborted transactions too.
    #[schemars(title = "All records")]
    #[default]
    ReadUncommitted,
    /// Only records of committed transactions.
    #[schemars(title = "Committed only")]
    ReadCommitted,
}

/// The fate of a record that cannot be processed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FailurePolicy {
    /// How often it is tried again.
    #[schemars(title = "Retries")]
    pub retries: u32,
    /// The wait before the first retry; each further wait is twice as long.
    #[schemars(title = "First wait", extend("x-unit" = "ms"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backoff_ms: Option<u64>,
    /// The topic on which it waits for a later try.
    #[schemars(title = "Retry topic")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_topic: Option<TopicId>,
    /// The topic that takes it after the last try.
    #[schemars(title = "Dead letters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead_letter_topic: Option<TopicId>,
}

impl FailurePolicy {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
