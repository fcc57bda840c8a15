//! How many copies there are of a topic.

use crate::reader::Reader;
use model::{Environment, Lookup, Topic};

/// How many copies there are in an environment.
pub(super) fn copies(reader: &Reader<'_>, environment: &Environment, topic: &Topic) -> u32 {
    derive::copies(topic, environment, reader.topic_override(&environment.id, &topic.id))
}

/// Where an environment states a number of a topic.
pub(super) fn override_pointer(topic: &Topic, field: &str) -> String {
    format!("/topics/{}/{field}", topic.id)
}
