//! A topic as one environment runs it: the record with the environment's differences applied.
//!
//! It stands in this crate because numbers need it first; exports read the same answer, so that what is counted and what is
//! created never differ.

use model::{Environment, Topic};
use std::collections::BTreeMap;

const MIN_INSYNC: &str = "min.insync.replicas";

/// A topic's settings in one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct DeployedTopic<'a> {
    /// The record.
    pub topic: &'a Topic,
    /// How many partitions it has here.
    pub partitions: u32,
    /// How many copies of each partition there are here.
    pub replication: u32,
    /// Every stated configuration by Kafka's own key, as Kafka shows it. What nobody states is the broker's default.
    pub config: BTreeMap<String, String>,
    /// `min.insync.replicas` before and after, when the environment keeps fewer copies than the design counts on.
    pub lowered_min_insync: Option<(u32, u32)>,
    /// Keys of the free configuration that a field of the same record overrules with another value.
    pub overruled: Vec<String>,
}

impl DeployedTopic<'_> {
    /// How many copies must be in sync, when it is stated.
    pub fn min_insync_replicas(&self) -> Option<u32> {
        self.number(MIN_INSYNC)
    }

    /// How long records are kept in milliseconds, when it is stated; -1 for ever.
    pub fn retention_ms(&self) -> Option<i64> {
        self.number("retention.ms")
    }

    /// How many bytes are kept of each partition, when it is stated; -1 without limit.
    pub fn retention_bytes(&self) -> Option<i64> {
        self.number("retention.bytes")
    }

    /// Whether old records go by key.
    pub fn is_compacted(&self) -> bool {
        self.config.get("cleanup.policy").is_some_and(|policy| policy.contains("compact"))
    }

    /// Whether old records go by age and size.
    pub fn is_deleted_by_age(&self) -> bool {
        self.config.get("cleanup.policy").is_none_or(|policy| policy.contains("delete"))
    }

    fn number<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.config.get(key).and_then(|value| value.trim().parse().ok())
    }
}

/// A topic as an environment runs it; without one, as the record says.
///
/// The later of these wins: the topic's free configuration, its own fields, the environment's free configuration for it,
/// the environment's fields for it. The environment's own replication lowers that of topics, never raises it; then
/// `min.insync.replicas` falls by as much, so that as many copies may be away as the design allows, but not below one.
pub fn deployed<'a>(topic: &'a Topic, environment: Option<&Environment>) -> DeployedTopic<'a> {
    let here = environment.and_then(|environment| environment.topics.get(&topic.id));
    let mut overruled = Vec::new();
    let mut config = topic.config.clone();
    for (key, value) in fields(topic) {
        if topic.config.get(key).is_some_and(|free| *free != value) {
            overruled.push(key.to_owned());
        }
        config.insert(key.to_owned(), value);
    }
    if let Some(here) = here {
        config.extend(here.config.clone());
        let stated = [
            (MIN_INSYNC, here.min_insync_replicas.map(|value| value.to_string())),
            ("retention.ms", here.retention_ms.map(|value| value.to_string())),
        ];
        for (key, value) in stated {
            let Some(value) = value else { continue };
            if here.config.get(key).is_some_and(|free| *free != value) {
                overruled.push(key.to_owned());
            }
            config.insert(key.to_owned(), value);
        }
    }
    let general = environment.and_then(|environment| environment.replication);
    let replication = match (here.and_then(|here| here.replication), general) {
        (Some(replication), _) => replication,
        (None, Some(general)) => general.min(topic.replication),
        (None, None) => topic.replication,
    };
    let mut deployed = DeployedTopic {
        topic,
        partitions: here.and_then(|here| here.partitions).unwrap_or(topic.partitions),
        replication,
        config,
        lowered_min_insync: None,
        overruled,
    };
    let stated_here =
        here.is_some_and(|here| here.min_insync_replicas.is_some() || here.config.contains_key(MIN_INSYNC));
    if replication < topic.replication
        && !stated_here
        && let Some(before) = deployed.min_insync_replicas()
    {
        let after = before.saturating_sub(topic.replication - replication).max(1);
        if after != before {
            deployed.config.insert(MIN_INSYNC.to_owned(), after.to_string());
            deployed.lowered_min_insync = Some((before, after));
        }
    }
    deployed
}

fn fields(topic: &Topic) -> Vec<(&'static str, String)> {
    let mut out = vec![("cleanup.policy", topic.cleanup.policy().to_owned())];
    let numbers = [
        (MIN_INSYNC, topic.min_insync_replicas.map(i64::from)),
        ("retention.ms", topic.retention_ms),
        ("retention.bytes", topic.retention_bytes),
        ("max.message.bytes", topic.max_message_bytes.and_then(|bytes| i64::try_from(bytes).ok())),
    ];
    out.extend(numbers.into_iter().filter_map(|(key, value)| Some((key, value?.to_string()))));
    out
}
