//! Remarks on what facts leave out of a design, what they say otherwise than its records, and what they cannot know.

use crate::kafka::RefusedSetting;
use model::{EnvironmentId, FlowId, NameProblem, RecordKey, SchemaId, ServiceId, TopicId};

/// A name that a client gives itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenName {
    /// The name under which it authenticates.
    Principal,
    /// The consumer group.
    Group,
    /// The transactional id.
    TransactionalId,
}

/// Something that a reader of the facts must be told. Each names the records; what is a topic's `name` is that in Kafka.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the fields are what their names say")]
pub enum Remark {
    /// A topic is left out, because no broker takes its name.
    IllegalTopicName { topic: TopicId, name: String, problem: NameProblem },
    /// A topic is left out, because another has its name.
    SameTopicName { topic: TopicId, first: TopicId, name: String },
    /// A topic is left out, because Kafka takes `.` and `_` for one and another has its name then.
    CollidingTopicName { topic: TopicId, name: String, first: TopicId, first_name: String },
    /// A topic is left out, because Kafka keeps one of this name, or of one that it takes for the same, for itself.
    KafkasOwnName { topic: TopicId, name: String, own: &'static str },
    /// A topic is left out, because it has no partition.
    NoPartition { topic: TopicId, name: String },
    /// A topic is left out, because no cluster keeps so many copies, or none.
    ImpossibleCopies { topic: TopicId, name: String, copies: u32 },
    /// A field overrules what the same record says under Kafka's key.
    OverruledConfig { topic: TopicId, name: String, key: &'static str },
    /// A setting is left out, because its key or its value cannot be written.
    IllegalConfig { topic: TopicId, name: String, key: String, value: String },
    /// A setting is left out, because Kafka refuses it; `pointer` leads to it in the record.
    RefusedSetting { record: RecordKey, pointer: String, name: String, refusal: RefusedSetting },
    /// `min.insync.replicas` of some topics falls with the copies.
    FewerInSync { environment: EnvironmentId, names: Vec<String> },
    /// A topic has more copies than the environment has brokers.
    TooFewBrokers { environment: EnvironmentId, name: String, copies: u32, brokers: u32 },
    /// A flow gives nothing, because its service does not exist.
    MissingService { flow: FlowId, service: ServiceId },
    /// A flow gives nothing on a topic that is not among the facts; `pointer` leads to it in the flow's record.
    MissingTopic { flow: FlowId, pointer: &'static str, topic: TopicId },
    /// A flow gives nothing under a name that is not one name.
    IllegalName { flow: FlowId, given: GivenName, name: String },
    /// A stream processor may need topics that no record shows.
    StreamsTopics { service: ServiceId },
    /// A schema has no subject for a topic, because it spells no record name.
    NamelessSchema { schema: SchemaId, name: String },
    /// A schema is left out, because another has its subject.
    SameSubject { schema: SchemaId, first: SchemaId, subject: String },
}
