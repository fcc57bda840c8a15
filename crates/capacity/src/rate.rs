//! Rates: what producers write to a topic on an ordinary day and at the peak.

use model::{Design, Environment, Produce, TopicId};
use std::iter::Sum;
use std::ops::Add;

/// Beyond any cluster there is; keeps every derived number finite, whatever a file says.
const LARGEST_RATE: f64 = 1e15;

/// Records and bytes in a second.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rate {
    /// Records a second.
    pub records_per_second: f64,
    /// Bytes a second, as the records' stated size counts them: before compression and without batch overhead.
    pub bytes_per_second: f64,
}

impl Rate {
    /// The same multiplied.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { records_per_second: self.records_per_second * factor, bytes_per_second: self.bytes_per_second * factor }
    }
}

impl Add for Rate {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            records_per_second: self.records_per_second + other.records_per_second,
            bytes_per_second: self.bytes_per_second + other.bytes_per_second,
        }
    }
}

/// A rate on an ordinary day and at the peak that the design must carry.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Load {
    /// On an ordinary day.
    pub ordinary: Rate,
    /// At the peak; where no peak is stated, the ordinary rate.
    pub peak: Rate,
}

impl Load {
    /// The same multiplied.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { ordinary: self.ordinary.times(factor), peak: self.peak.times(factor) }
    }
}

impl Add for Load {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { ordinary: self.ordinary + other.ordinary, peak: self.peak + other.peak }
    }
}

impl Sum for Load {
    fn sum<I: Iterator<Item = Self>>(loads: I) -> Self {
        loads.fold(Self::default(), Add::add)
    }
}

/// A stated amount as a number to count with: nothing for what is negative or no number.
pub(crate) fn amount(stated: f64) -> f64 {
    if stated.is_finite() { stated.clamp(0.0, LARGEST_RATE) } else { 0.0 }
}

fn written(produce: &Produce) -> Load {
    let rate =
        |records: f64| Rate { records_per_second: records, bytes_per_second: records * f64::from(produce.size_bytes) };
    let ordinary = amount(produce.rate_per_second);
    let peak = produce.peak_rate_per_second.map_or(ordinary, amount).max(ordinary);
    Load { ordinary: rate(ordinary), peak: rate(peak) }
}

/// The load that producers write to a topic: the sum over its producing flows of `rate × size`.
///
/// Records that failure policies send to retry and dead-letter topics are not counted, because no record says how often
/// processing fails.
pub fn topic_load(design: &Design, topic: &TopicId) -> Load {
    design.flows_of_topic(topic).filter_map(|flow| flow.produce()).map(written).sum()
}

/// The load of each partition of a topic if keys spread evenly: the topic's load divided by its partitions.
pub fn load_per_partition(design: &Design, topic: &TopicId, environment: Option<&Environment>) -> Load {
    let partitions = design.topic(topic).map_or(0, |record| derive::deployed(record, environment).partitions);
    if partitions == 0 { Load::default() } else { topic_load(design, topic).times(1.0 / f64::from(partitions)) }
}
