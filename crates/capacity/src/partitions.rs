//! Partitions: how many a topic needs so that its producers and its slowest group carry the peak.

use crate::rate::amount;
use crate::topic_load;
use derive::consumer_group;
use model::{Design, TopicId};
use std::collections::BTreeMap;

/// Assumptions where the design says nothing. Measured values can replace every one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// The rate that one partition takes from producers, in bytes a second.
    ///
    /// 10 MB is the lower end of what vendors publish for `acks = all` with three copies (Tencent Cloud, CKafka limits).
    pub partition_bytes_per_second: f64,
    /// The share of its time that a reading thread should be busy; above it, waiting times grow without bound.
    pub target_utilisation: f64,
    /// The room for growth, as a factor.
    pub headroom: f64,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self { partition_bytes_per_second: 10_000_000.0, target_utilisation: 0.7, headroom: 1.0 }
    }
}

/// How many partitions a topic needs, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionsNeeded {
    /// For its producers: the peak in bytes over what one partition takes.
    pub by_producers: u32,
    /// For each group whose time for one record is stated: `⌈records a second × seconds a record ÷ target⌉`.
    pub by_group: BTreeMap<String, u32>,
    /// The largest of them, at least one.
    pub needed: u32,
}

/// `⌈max(target ÷ each limit) × headroom⌉`, at least one: partitions so that none is asked for more than its limits.
///
/// Source: the sizing rule max(T/p, T/c) of J. Rao, in the vendors' guides since.
pub fn partitions_for(target: f64, limits: &[f64], headroom: f64) -> u32 {
    let most = limits.iter().filter(|limit| **limit > 0.0).map(|limit| target / limit).fold(0.0, f64::max);
    whole(most * headroom)
}

/// How many partitions a topic needs at its peak.
pub fn partitions_needed(design: &Design, topic: &TopicId, assumptions: &Assumptions) -> PartitionsNeeded {
    let peak = topic_load(design, topic).peak;
    let by_producers =
        partitions_for(peak.bytes_per_second, &[assumptions.partition_bytes_per_second], assumptions.headroom);
    let mut by_group: BTreeMap<String, u32> = BTreeMap::new();
    for flow in design.flows_of_topic(topic) {
        let Some(consume) = flow.consume() else { continue };
        let Some(time_ms) = consume.time_per_message_ms.map(amount).filter(|time| *time > 0.0) else { continue };
        let thread_per_second = assumptions.target_utilisation * 1000.0 / time_ms;
        let partitions = partitions_for(peak.records_per_second, &[thread_per_second], assumptions.headroom);
        let entry = by_group.entry(consumer_group(flow, consume).to_owned()).or_default();
        *entry = partitions.max(*entry);
    }
    let needed = by_group.values().copied().fold(by_producers, u32::max);
    PartitionsNeeded { by_producers, by_group, needed }
}

fn whole(partitions: f64) -> u32 {
    // A quotient such as 3.0000000000000004 comes from rounding, not from load.
    let up = (partitions - 1e-9).ceil().max(1.0);
    if up >= f64::from(u32::MAX) { u32::MAX } else { up as u32 }
}
