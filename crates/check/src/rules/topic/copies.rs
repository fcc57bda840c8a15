//! How many copies there are of a topic.

use crate::reader::Reader;
use model::{Environment, Lookup, Topic};

/// Kafka's protocol holds replication in 16 bits.
pub(super) const MOST_REPLICAS: u32 = 32_767;

/// How many copies there are in an environment. Its own general number lowers that of topics and never raises it.
pub(super) fn copies(reader: &Reader<'_>, environment: &Environment, topic: &Topic) -> u32 {
    let here = reader.topic_override(&environment.id, &topic.id).and_then(|it| it.replication);
    here.unwrap_or_else(|| environment.replication.map_or(topic.replication, |it| it.min(topic.replication)))
}

/// Where an environment states a number of a topic.
pub(super) fn override_pointer(topic: &Topic, field: &str) -> String {
    format!("/topics/{}/{field}", topic.id)
}
