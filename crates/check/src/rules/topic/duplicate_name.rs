//! Two topics with one name.

use super::clash::clashes;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/duplicate-name",
    area: Area::Names,
    severity: Severity::Error,
    asks: "Topic names differ",
    why: "Kafka has one topic of a name, so one of the two does not exist",
    advice: "Rename one of them; metrics write both . and _ as _",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    clashes(&RULE, reader, topic, true, |_| format!("Two topics are named {}", topic.name))
}
