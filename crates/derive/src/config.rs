//! A topic's configuration by Kafka's own keys, with the meaning of the keys that others ask about.

use crate::setting::TopicSetting;
use model::Cleanup;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

/// Every stated setting of a topic by Kafka's own key, with its value as Kafka shows it. An unstated one is left to the
/// broker's default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TopicConfig(pub BTreeMap<String, String>);

impl Deref for TopicConfig {
    type Target = BTreeMap<String, String>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for TopicConfig {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl TopicConfig {
    /// How many copies must be in sync, when it is stated.
    pub fn min_insync_replicas(&self) -> Option<u32> {
        self.number(TopicSetting::MinInsyncReplicas)
    }

    /// How long records are kept in milliseconds, when it is stated; -1 for ever.
    pub fn retention_ms(&self) -> Option<i64> {
        self.number(TopicSetting::RetentionMs)
    }

    /// How many bytes are kept of each partition, when it is stated; -1 without limit.
    pub fn retention_bytes(&self) -> Option<i64> {
        self.number(TopicSetting::RetentionBytes)
    }

    /// The fate of old records, when it is stated.
    pub fn cleanup(&self) -> Option<Cleanup> {
        self.get(TopicSetting::Cleanup.key()).and_then(|policy| Cleanup::of_policy(policy))
    }

    /// Whether old records go by key.
    pub fn is_compacted(&self) -> bool {
        self.cleanup().is_some_and(Cleanup::is_by_key)
    }

    /// Whether old records go by age and size, which is also a broker's default.
    pub fn is_deleted_by_age(&self) -> bool {
        self.cleanup().is_none_or(Cleanup::is_by_age)
    }

    fn number<T: FromStr>(&self, setting: TopicSetting) -> Option<T> {
        self.get(setting.key()).and_then(|value| value.trim().parse().ok())
    }
}
