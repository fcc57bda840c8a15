//! A whole environment: what all topics together ask of its brokers, and what that costs.

use crate::storage::storage;
use crate::{Load, topic_load};
use derive::{consumer_group, deployed};
use model::{Design, Environment, TopicId};
use std::collections::BTreeSet;

/// Bytes in a gibibyte, the unit in which disks are sold.
pub const GIB: f64 = 1_073_741_824.0;

/// Hours in a month as cloud price lists count them.
pub const HOURS_PER_MONTH: f64 = 730.0;

/// The cost of a month, in US dollars.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Brokers, when their number and price are stated.
    pub brokers_usd: Option<f64>,
    /// Disks, when their size, number and price are stated.
    pub storage_usd: Option<f64>,
    /// The sum of the stated costs.
    pub total_usd: f64,
    /// The budget, when it is stated.
    pub budget_usd: Option<f64>,
}

impl Cost {
    /// Whether it costs more than it may.
    pub fn is_over_budget(&self) -> bool {
        self.budget_usd.is_some_and(|budget| self.total_usd > budget)
    }
}

/// The load that a design puts on one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct EnvironmentLoad {
    /// The load that producers write.
    pub written: Load,
    /// The load that groups read: every group reads every record of its topics.
    pub read: Load,
    /// Brokers, when their number is stated.
    pub brokers: Option<u32>,
    /// Copies of partitions, all topics together.
    pub partition_replicas: u64,
    /// Bytes that records take on all disks at the ordinary rate, of the topics for which that can be known.
    pub stored_bytes: f64,
    /// Topics with records whose size on disk cannot be known: compacted ones and those that keep records for ever.
    pub not_counted: Vec<TopicId>,
    /// Bytes that all disks hold together, when that is stated.
    pub capacity_bytes: Option<f64>,
    /// The cost of a month, when any price is stated.
    pub cost: Option<Cost>,
}

impl EnvironmentLoad {
    /// The share of the disks that records take; 1 is all of them.
    pub fn storage_utilisation(&self) -> Option<f64> {
        self.capacity_bytes.filter(|capacity| *capacity > 0.0).map(|capacity| self.stored_bytes / capacity)
    }

    /// Copies of partitions on each broker when they are spread evenly, rounded up.
    pub fn replicas_per_broker(&self) -> Option<u64> {
        self.brokers.filter(|brokers| *brokers > 0).map(|brokers| self.partition_replicas.div_ceil(u64::from(brokers)))
    }
}

/// The load that a design puts on an environment. Walks every topic.
pub fn environment_load(design: &Design, environment: &Environment) -> EnvironmentLoad {
    let mut out = EnvironmentLoad {
        written: Load::default(),
        read: Load::default(),
        brokers: environment.brokers,
        partition_replicas: 0,
        stored_bytes: 0.0,
        not_counted: Vec::new(),
        capacity_bytes: capacity_bytes(environment),
        cost: monthly_cost(environment),
    };
    for topic in design.topics().values() {
        let here = deployed(topic, Some(environment));
        let load = topic_load(design, &topic.id);
        let groups: BTreeSet<_> =
            design.flows_of_topic(&topic.id).filter_map(|flow| Some(consumer_group(flow, flow.consume()?))).collect();
        out.written = out.written + load;
        out.read = out.read + load.times(groups.len() as f64);
        out.partition_replicas += u64::from(here.partitions) * u64::from(here.replication);
        match storage(&here, load.ordinary).bytes() {
            Some(bytes) => out.stored_bytes += bytes,
            None => out.not_counted.push(topic.id.clone()),
        }
    }
    out
}

fn capacity_bytes(environment: &Environment) -> Option<f64> {
    Some(f64::from(environment.brokers?) * f64::from(environment.storage_gib_per_broker?) * GIB)
}

/// The cost of a month: `brokers × price × 730 h + brokers × GiB × price`. `None` when no price is stated.
pub fn monthly_cost(environment: &Environment) -> Option<Cost> {
    let brokers = f64::from(environment.brokers?);
    let price = |stated: Option<f64>| stated.filter(|usd| usd.is_finite() && *usd >= 0.0);
    let brokers_usd = price(environment.broker_usd_per_hour).map(|usd| brokers * usd * HOURS_PER_MONTH);
    let storage_usd = price(environment.storage_usd_per_gib_month)
        .zip(environment.storage_gib_per_broker)
        .map(|(usd, gib)| brokers * f64::from(gib) * usd);
    if brokers_usd.is_none() && storage_usd.is_none() {
        return None;
    }
    Some(Cost {
        brokers_usd,
        storage_usd,
        total_usd: brokers_usd.unwrap_or_default() + storage_usd.unwrap_or_default(),
        budget_usd: price(environment.budget_usd_per_month),
    })
}
