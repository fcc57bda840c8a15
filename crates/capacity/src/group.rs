//! Consumer groups: whether those who read a topic keep up with those who write it.

use crate::rate::amount;
use crate::{Load, topic_load};
use derive::{consumer_group, deployed, uses_of_topic};
use model::{Consume, Design, Environment, Flow, ServiceId, TopicId};
use std::collections::BTreeMap;

/// The load and the room of one consumer group on one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupLoad {
    /// The group's name.
    pub group: String,
    /// The services whose instances are its members, by id.
    pub services: Vec<ServiceId>,
    /// Threads that read at the same time: instances × concurrency, but no more than there are partitions.
    pub readers: u32,
    /// Threads without a partition: they wait.
    pub idle: u32,
    /// Records a second that it can process, when the time for one record is stated.
    pub capacity_per_second: Option<f64>,
    /// The share of its capacity that the ordinary rate takes, where that is known; 1 is all of it.
    pub utilisation: Option<f64>,
    /// The share of its capacity that the peak takes; above 1 it falls behind while the peak lasts.
    pub peak_utilisation: Option<f64>,
}

/// The groups that read a topic, by name, with what each can carry.
///
/// Every group reads every record of the topic, whichever messages it is interested in. A partition is read by one thread
/// of a group, so capacity is `readers ÷ time for one record` with `readers = min(instances × concurrency, partitions)`;
/// where several services share a group, the partitions are shared out evenly over their threads.
pub fn groups_of_topic(design: &Design, topic: &TopicId, environment: Option<&Environment>) -> Vec<GroupLoad> {
    let Some(record) = design.topic(topic) else { return Vec::new() };
    let partitions = deployed(record, environment).partitions;
    let uses = uses_of_topic(design, topic);
    // No record says how often processing fails, so the load of a topic for failed records is not known.
    let is_fed_by_failures = uses.iter().any(|(_, it)| it.is_to_topic() && it.is_after_failure());
    let is_written = uses.iter().any(|(_, it)| it.is_to_topic() && !it.is_after_failure());
    let load = (is_written || !is_fed_by_failures).then(|| topic_load(design, topic));
    let mut members: BTreeMap<&str, Vec<(&Flow, &Consume)>> = BTreeMap::new();
    for (flow, _) in uses.into_iter().filter(|(_, carries)| !carries.is_to_topic()) {
        if let Some(consume) = flow.consume() {
            members.entry(consumer_group(flow, consume)).or_default().push((flow, consume));
        }
    }
    members.into_iter().map(|(group, members)| group_load(design, group, &members, partitions, load)).collect()
}

fn group_load(
    design: &Design,
    group: &str,
    members: &[(&Flow, &Consume)],
    partitions: u32,
    load: Option<Load>,
) -> GroupLoad {
    let threads = |flow: &Flow, consume: &Consume| {
        let instances = design.service(&flow.service).map_or(1, |service| service.instances);
        instances.saturating_mul(consume.concurrency.unwrap_or(1))
    };
    let total = members.iter().fold(0_u32, |sum, (flow, consume)| sum.saturating_add(threads(flow, consume)));
    let readers = total.min(partitions);
    let busy_share = if total == 0 { 0.0 } else { f64::from(readers) / f64::from(total) };
    let capacity_per_second = members
        .iter()
        .map(|(flow, consume)| {
            let seconds = amount(consume.time_per_message_ms?) / 1000.0;
            (seconds > 0.0).then(|| f64::from(threads(flow, consume)) / seconds)
        })
        .sum::<Option<f64>>()
        .map(|capacity| capacity * busy_share);
    let share =
        |records: f64| capacity_per_second.filter(|capacity| *capacity > 0.0).map(|capacity| records / capacity);
    let mut services: Vec<_> = members.iter().map(|(flow, _)| flow.service.clone()).collect();
    services.sort();
    services.dedup();
    GroupLoad {
        group: group.to_owned(),
        services,
        readers,
        idle: total - readers,
        capacity_per_second,
        utilisation: load.and_then(|load| share(load.ordinary.records_per_second)),
        peak_utilisation: load.and_then(|load| share(load.peak.records_per_second)),
    }
}
