//! The services that write to a topic and read it.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::Rule;
use model::{Direction, Lookup, Topic, TopicKind};

/// A finding about the whole topic.
pub(super) fn about(rule: &'static Rule, topic: &Topic, message: String) -> Vec<Finding> {
    vec![Finding::new(rule, topic.id.clone(), "", message).with_help(rule.advice)]
}

/// Whether a topic is written and read by flows, and not because something failed.
pub(super) fn has_flows(topic: &Topic) -> bool {
    match topic.kind {
        TopicKind::Event | TopicKind::Command | TopicKind::State => true,
        TopicKind::Retry | TopicKind::DeadLetter => false,
    }
}

pub(super) fn is_written(reader: &Reader<'_>, topic: &Topic) -> bool {
    reader.flows_of_topic(&topic.id).any(|flow| matches!(flow.direction, Direction::Produce(_)))
}

pub(super) fn is_read(reader: &Reader<'_>, topic: &Topic) -> bool {
    reader.flows_of_topic(&topic.id).any(|flow| matches!(flow.direction, Direction::Consume(_)))
}
