//! A topic as one environment runs it: the record with the environment's differences applied.

use crate::config::TopicConfig;
use crate::setting::{Stated, TopicSetting, stated, stated_here};
use model::{Environment, Topic, TopicOverride};
use std::collections::BTreeMap;

/// The most copies of a partition that Kafka's protocol can ask for: a 16-bit number.
pub const MOST_COPIES: u32 = 32_767;

/// A topic's settings in one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct DeployedTopic<'a> {
    /// The record.
    pub topic: &'a Topic,
    /// How many partitions it has here.
    pub partitions: u32,
    /// How many copies of each partition there are here.
    pub replication: u32,
    /// What the records state of its configuration.
    pub config: TopicConfig,
    /// `min.insync.replicas` before and after, when the environment keeps fewer copies than the design counts on.
    pub lowered_min_insync: Option<(u32, u32)>,
    /// Keys of the free configuration that a field of the same record overrules with another value.
    pub overruled: Vec<&'static str>,
}

/// How many copies of each partition there are in an environment, which keeps `most` of any topic and states `here` for this
/// one. Its general number lowers that of topics and never raises it.
pub fn copies(topic: &Topic, most: Option<u32>, here: Option<&TopicOverride>) -> u32 {
    let stated = here.and_then(|here| here.replication);
    stated.unwrap_or_else(|| most.map_or(topic.replication, |most| most.min(topic.replication)))
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
    let mut state = |config: &mut BTreeMap<String, String>, setting: TopicSetting, stated: Option<Stated<'_>>| {
        let Some(stated) = stated else { return };
        overruled.extend(stated.overruled.map(|_| setting.key()));
        config.insert(setting.key().to_owned(), stated.value.into_owned());
    };
    for setting in TopicSetting::ALL {
        state(&mut config, setting, stated(topic, setting));
    }
    if let Some(here) = here {
        config.extend(here.config.clone());
        for setting in TopicSetting::ALL {
            state(&mut config, setting, stated_here(&topic.id, here, setting));
        }
    }
    let replication = environment.map_or(topic.replication, |environment| copies(topic, environment.replication, here));
    let mut deployed = DeployedTopic {
        topic,
        partitions: here.and_then(|here| here.partitions).unwrap_or(topic.partitions),
        replication,
        config: TopicConfig(config),
        lowered_min_insync: None,
        overruled,
    };
    let min_insync = TopicSetting::MinInsyncReplicas;
    let stated_here = here.is_some_and(|here| stated_here(&topic.id, here, min_insync).is_some());
    if replication < topic.replication
        && !stated_here
        && let Some(before) = deployed.config.min_insync_replicas()
    {
        let after = before.saturating_sub(topic.replication - replication).max(1);
        if after != before {
            deployed.config.insert(min_insync.key().to_owned(), after.to_string());
            deployed.lowered_min_insync = Some((before, after));
        }
    }
    deployed
}
