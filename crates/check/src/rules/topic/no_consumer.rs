//! A topic that nobody reads.

use super::usage::{about, has_flows, is_read};
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/no-consumer",
    area: Area::Flows,
    severity: Severity::Warning,
    asks: "Somebody reads the topic",
    why: "It costs disks and has no use",
    advice: "Connect it to a service, or ask whether it is needed",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    if !has_flows(topic) || is_read(reader, topic) {
        return Vec::new();
    }
    about(&RULE, topic, format!("Nobody reads {}", topic.name))
}
