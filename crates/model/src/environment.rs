//! Environments: where the design runs, what differs there, and what it may cost.

use crate::id::{EnvironmentId, TopicId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the design runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Environment {
    /// The file's name.
    pub id: EnvironmentId,
    /// Its name for people.
    pub name: String,
    /// The cluster's name, for example that of the Strimzi `Kafka` resource.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cluster: String,
    /// Addresses of the first brokers, for example `broker-1:9098`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bootstrap_servers: Vec<String>,
    /// The address of the schema registry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub schema_registry_url: String,
    /// Kafka's version, for example `3.5.1`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kafka_version: String,
    /// The machine of a broker, for example `kafka.m5.xlarge`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub broker_type: String,
    /// How many brokers there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brokers: Option<u32>,
    /// Storage of each broker, in GiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_gib_per_broker: Option<u32>,
    /// The price of one broker, in US dollars an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broker_usd_per_hour: Option<f64>,
    /// The price of storage, in US dollars a GiB and month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_usd_per_gib_month: Option<f64>,
    /// The most that it may cost, in US dollars a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_usd_per_month: Option<f64>,
    /// The letters before every principal, for example `prod-`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub principal_prefix: String,
    /// The replication here, where topics do not say otherwise; for clusters with fewer brokers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replication: Option<u32>,
    /// The settings that differ here, by topic.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub topics: BTreeMap<TopicId, TopicOverride>,
}

/// The settings of a topic that differ in one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TopicOverride {
    /// How many partitions it has here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partitions: Option<u32>,
    /// How many copies of each partition there are here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication: Option<u32>,
    /// How many copies must be in sync here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_insync_replicas: Option<u32>,
    /// How long records are kept here, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_ms: Option<i64>,
    /// Further configuration here, by Kafka's own keys.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub config: BTreeMap<String, String>,
}
