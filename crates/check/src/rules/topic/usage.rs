//! The services that write to a topic and read it.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::Rule;
use derive::{kind_of_topic, uses_of_topic};
use model::{Topic, TopicKind};

/// A finding about the whole topic.
pub(super) fn about(rule: &'static Rule, topic: &Topic, message: String) -> Vec<Finding> {
    vec![Finding::new(rule, topic.id.clone(), "", message).with_help(rule.advice)]
}

/// Whether a topic is written and read by flows, and not because something failed.
pub(super) fn has_flows(reader: &Reader<'_>, topic: &Topic) -> bool {
    match kind_of_topic(reader, topic) {
        TopicKind::Event | TopicKind::Command | TopicKind::State => true,
        TopicKind::Retry | TopicKind::DeadLetter => false,
    }
}

/// Whether records come to it, failed ones too.
pub(super) fn is_written(reader: &Reader<'_>, topic: &Topic) -> bool {
    uses_of_topic(reader, &topic.id).iter().any(|(_, carries)| carries.is_to_topic())
}

/// Whether somebody reads it, a consumer that tries again too.
pub(super) fn is_read(reader: &Reader<'_>, topic: &Topic) -> bool {
    uses_of_topic(reader, &topic.id).iter().any(|(_, carries)| !carries.is_to_topic())
}
