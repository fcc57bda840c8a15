//! Topics with one name, in Kafka or in its metrics.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::Rule;
use model::Topic;

/// A finding for each other topic with the same name to metrics whose own name is the same, or is not.
pub(super) fn clashes(
    rule: &'static Rule,
    reader: &Reader<'_>,
    topic: &Topic,
    same_name: bool,
    message: impl Fn(&Topic) -> String,
) -> Vec<Finding> {
    let others = reader.clashing(&topic.id).filter(|other| (other.name == topic.name) == same_name);
    others.map(|other| Finding::new(rule, topic.id.clone(), "/name", message(other)).with_help(rule.advice)).collect()
}
