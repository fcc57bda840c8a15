//! The manifest's form. Programs that we do not know read it: fields are added, never renamed.

use crate::access::{Operation, Resource};
use model::{
    Compatibility, ContextId, DataClass, EnvironmentId, Key, SchemaId, ServiceId, TopicId, TopicKind, Visibility,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a design says of one environment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Manifest {
    /// The version of this form; it changes when a reader of the old form would be misled.
    pub manifest_version: u32,
    /// The design.
    pub design: DesignFact,
    /// The environment; absent when the records are exported as they stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentFact>,
    /// The topics, by their names in Kafka.
    pub topics: Vec<TopicFact>,
    /// The access that each principal has. Nothing else is needed for the design's flows.
    pub access: Vec<PrincipalAccess>,
    /// The subjects of the schema registry, by name.
    pub subjects: Vec<Subject>,
    /// The consumer groups, by name.
    pub groups: Vec<ConsumerGroup>,
}

/// The design that the manifest comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DesignFact {
    /// Its name for people.
    pub name: String,
    /// Its scope, in a paragraph.
    pub description: String,
    /// SHA-256 of the facts: topics with their settings, subjects, principals, access and groups, without descriptions and rates.
    /// Equal digests mean that the environment gets the same.
    pub sha256: String,
}

/// The environment that the manifest is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EnvironmentFact {
    /// Its id in the design.
    pub id: EnvironmentId,
    /// Its name for people.
    pub name: String,
    /// The cluster's name.
    pub cluster: String,
    /// Addresses of the first brokers.
    pub bootstrap_servers: Vec<String>,
    /// The address of the schema registry.
    pub schema_registry_url: String,
    /// How many brokers there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brokers: Option<u32>,
}

/// One topic as this environment has it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TopicFact {
    /// Its id in the design.
    pub id: TopicId,
    /// Its name in Kafka.
    pub name: String,
    /// Its purpose, in a paragraph.
    pub description: String,
    /// The context that owns it.
    pub context: ContextId,
    /// The team that owns the context.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Its kind of records.
    pub kind: TopicKind,
    /// The services that may use it.
    pub visibility: Visibility,
    /// How sensitive its contents are.
    pub data_class: DataClass,
    /// The key that records are partitioned by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// How many partitions it has.
    pub partitions: u32,
    /// How many copies of each partition there are.
    pub replication: u32,
    /// Its configuration by Kafka's keys, with values as Kafka shows them; what is absent is the broker's default.
    pub config: BTreeMap<String, String>,
    /// The subjects of its records' values.
    pub subjects: Vec<String>,
    /// The rates of an ordinary day.
    pub ordinary: TopicRates,
    /// The rates at the peak.
    pub peak: TopicRates,
    /// Bytes on all disks at the ordinary rate when retention has filled up; absent when that cannot be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored_bytes: Option<f64>,
}

/// Rates by second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct TopicRates {
    /// Records a second.
    pub records_per_second: f64,
    /// Bytes a second, before compression.
    pub bytes_per_second: f64,
}

/// Everything that one principal may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PrincipalAccess {
    /// The principal, with `User:` before its name.
    pub principal: String,
    /// The services that authenticate by it.
    pub services: Vec<ServiceId>,
    /// The allowed operations by resource, from every host.
    pub allow: Vec<AccessRule>,
}

/// The allowed operations on one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccessRule {
    /// The resource, by its exact name.
    pub resource: Resource,
    /// The operations.
    pub operations: Vec<Operation>,
}

/// One subject of the schema registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subject {
    /// Its name in the registry.
    pub name: String,
    /// The schema's id in the design.
    pub schema: SchemaId,
    /// Which changes are allowed.
    pub compatibility: Compatibility,
    /// The topics, by id, whose records are written by it.
    pub topics: Vec<TopicId>,
    /// The released versions, oldest first. Drafts are not exported.
    pub versions: Vec<SubjectVersion>,
}

/// One released version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SubjectVersion {
    /// Its number in the design.
    pub number: u32,
    /// The Avro text, as written.
    pub text: String,
}

/// One consumer group.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ConsumerGroup {
    /// Its name in Kafka.
    pub name: String,
    /// The services whose instances are its members.
    pub services: BTreeSet<ServiceId>,
    /// The topics that it reads, by their names in Kafka.
    pub topics: Vec<GroupTopic>,
}

/// A group's work on one topic.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GroupTopic {
    /// The topic's name in Kafka.
    pub topic: String,
    /// Threads that read at the same time.
    pub readers: u32,
    /// Records a second that it can process, when the time for one record is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_per_second: Option<f64>,
    /// The share of its capacity that the ordinary rate takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utilisation: Option<f64>,
    /// The share of its capacity that the peak takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_utilisation: Option<f64>,
    /// The schema version that its code was built with, by schema id; what is not named is read with the latest.
    pub reader_versions: BTreeMap<SchemaId, u32>,
    /// How often a record that cannot be processed is tried again.
    pub retries: u32,
    /// The topic, by its name in Kafka, on which it waits for a later try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_topic: Option<String>,
    /// The topic, by its name in Kafka, that takes it after the last try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead_letter_topic: Option<String>,
}
