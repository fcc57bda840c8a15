//! A topic as one environment runs it: the record with the environment's differences applied.

use crate::config::TopicConfig;
use crate::setting::{Stated, TopicSetting, stated, stated_here};
use crate::statement::statements;
use model::{Environment, Topic, TopicOverride};

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
    /// The configuration that the records state.
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
/// Of a setting counts what [`statements`] says. The environment's own replication lowers that of topics, never raises it; then
/// `min.insync.replicas` falls by as much, so that as many copies may be away as the design allows, but not below one.
pub fn deployed<'a>(topic: &'a Topic, environment: Option<&Environment>) -> DeployedTopic<'a> {
    let here = environment.and_then(|environment| environment.topics.get(&topic.id));
    let config = statements(topic, here).into_iter().map(|(key, it)| (key, it.value)).collect();
    let in_topic = |setting| stated(topic, setting);
    let in_environment = |setting| stated_here(&topic.id, here?, setting);
    let all = TopicSetting::ALL.into_iter();
    let overruled = all.clone().filter(|it| is_overruled(in_topic(*it)));
    let overruled = overruled.chain(all.filter(|it| is_overruled(in_environment(*it))));
    let overruled = overruled.map(TopicSetting::key).collect();
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
    if replication < topic.replication
        && in_environment(min_insync).is_none()
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

fn is_overruled(stated: Option<Stated<'_>>) -> bool {
    stated.is_some_and(|stated| stated.overruled.is_some())
}
