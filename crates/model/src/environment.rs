//! Environments: where the design runs, what differs there, and what it may cost.

use crate::id::{EnvironmentId, TopicId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the design runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Environment {
    /// The file's name.
    #[schemars(title = "Id")]
    pub id: EnvironmentId,
    /// Its name for people.
    #[schemars(title = "Name")]
    pub name: String,
    /// The cluster's name, for example that of the Strimzi `Kafka` resource.
    #[schemars(title = "Cluster")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cluster: String,
    /// Addresses of the first brokers, for example `broker-1:9098`.
    #[schemars(title = "Bootstrap servers")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bootstrap_servers: Vec<String>,
    /// The address of the schema registry.
    #[schemars(title = "Schema registry")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub schema_registry_url: String,
    /// Kafka's version, for example `4.1.0`.
    #[schemars(title = "Kafka version")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kafka_version: String,
    /// The machine of a broker, for example `kafka.m5.xlarge`.
    #[schemars(title = "Machine")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub broker_type: String,
    /// How many brokers there are.
    #[schemars(title = "Brokers", extend("x-least" = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brokers: Option<u32>,
    /// Storage of each broker.
    #[schemars(title = "Disk of each", extend("x-unit" = "GiB"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_gib_per_broker: Option<u32>,
    /// The price of one broker for an hour.
    #[schemars(title = "Broker an hour", extend("x-unit" = "USD", "x-least" = 0))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broker_usd_per_hour: Option<f64>,
    /// The price of one GiB of storage for a month.
    #[schemars(title = "GiB a month", extend("x-unit" = "USD", "x-least" = 0))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_usd_per_gib_month: Option<f64>,
    /// The most that it may cost in a month.
    #[schemars(title = "Budget a month", extend("x-unit" = "USD", "x-least" = 0))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_usd_per_month: Option<f64>,
    /// The letters before the Kafka principal of every service, for example `prod-`.
    #[schemars(title = "Principal prefix")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub principal_prefix: String,
    /// The replication here, where topics do not say otherwise; for clusters with fewer brokers.
    #[schemars(title = "Replication", extend("x-least" = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replication: Option<u32>,
    /// The settings that differ here, by topic.
    #[schemars(title = "What differs here")]
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub topics: BTreeMap<TopicId, TopicOverride>,
}

/// The settings of a topic that differ in one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TopicOverride {
    /// How many partitions it has here.
    #[schemars(title = "Partitions", extend("x-least" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partitions: Option<u32>,
    /// How many copies of each partition there are here.
    #[schemars(title = "Replication", extend("x-least" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication: Option<u32>,
    /// How many copies must be in sync here.
    #[schemars(title = "Min in-sync", extend("x-least" = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_insync_replicas: Option<u32>,
    /// How long records are kept here; -1 for ever.
    #[schemars(title = "Retention", extend("x-unit" = "ms", "x-least" = -1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_ms: Option<i64>,
    /// Further configuration here, by Kafka's own keys.
    #[schemars(title = "Configuration")]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub config: BTreeMap<String, String>,
}
