//! Storage: what a topic's records take on disk when its retention has filled up.

use crate::{Rate, topic_load};
use derive::{DeployedTopic, deployed};
use model::{Design, Environment, TopicId};

/// How long a broker keeps records unless a topic says otherwise: `log.retention.hours` = 168, seven days.
///
/// Source: the broker configuration of Apache Kafka.
pub const DEFAULT_RETENTION_MS: i64 = 604_800_000;

/// The size of a topic's records on all disks together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Storage {
    /// This many bytes, all copies counted.
    Bytes(f64),
    /// More every day: nothing is ever deleted.
    Unbounded,
    /// As much as its keys and their latest records take, which the design does not say.
    ByKeys,
}

impl Storage {
    /// The bytes, where they can be known.
    pub fn bytes(self) -> Option<f64> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Unbounded | Self::ByKeys => None,
        }
    }
}

/// `bytes a second × seconds kept × copies`, before compression and without the open segment.
pub fn stored(bytes_per_second: f64, retention_ms: i64, replication: u32) -> f64 {
    bytes_per_second * (retention_ms.max(0) as f64 / 1000.0) * f64::from(replication)
}

/// The size of a topic on disk at its ordinary rate.
///
/// `retention.bytes` holds for each partition and caps the whole at `retention.bytes × partitions × copies`. A topic that
/// is also compacted takes at most what age leaves.
pub fn topic_storage(design: &Design, topic: &TopicId, environment: Option<&Environment>) -> Option<Storage> {
    let record = design.topic(topic)?;
    Some(storage(&deployed(record, environment), topic_load(design, topic).ordinary))
}

pub(crate) fn storage(topic: &DeployedTopic<'_>, rate: Rate) -> Storage {
    if rate.bytes_per_second == 0.0 {
        return Storage::Bytes(0.0);
    }
    if !topic.config.is_deleted_by_age() {
        return Storage::ByKeys;
    }
    let retention_ms = topic.config.retention_ms().unwrap_or(DEFAULT_RETENTION_MS);
    let by_age = (retention_ms >= 0).then(|| stored(rate.bytes_per_second, retention_ms, topic.replication));
    let by_size = topic
        .config
        .retention_bytes()
        .filter(|bytes| *bytes >= 0)
        .map(|bytes| bytes as f64 * f64::from(topic.partitions) * f64::from(topic.replication));
    match (by_age, by_size) {
        (Some(age), Some(size)) => Storage::Bytes(age.min(size)),
        (Some(bytes), None) | (None, Some(bytes)) => Storage::Bytes(bytes),
        (None, None) if topic.config.is_compacted() => Storage::ByKeys,
        (None, None) => Storage::Unbounded,
    }
}
