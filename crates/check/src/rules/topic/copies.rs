//! How many copies there are of a topic.

use crate::reader::Reader;
use model::{EnvironmentId, Lookup, Topic};

/// How many copies there are in an environment.
pub(super) fn copies(reader: &Reader<'_>, environment: &EnvironmentId, topic: &Topic) -> u32 {
    derive::copies(topic, reader.most_copies(environment), reader.topic_override(environment, &topic.id))
}

/// Where an environment states a number of a topic.
pub(super) fn override_pointer(topic: &Topic, field: &str) -> String {
    format!("/topics/{}/{field}", topic.id)
}
