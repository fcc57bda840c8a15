//! A retry or dead-letter topic that no consumer names.

use super::usage::{about, has_flows};
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Lookup, RecordKey, Topic};

pub(crate) static RULE: Rule = Rule {
    code: "topic/unused",
    area: Area::Flows,
    severity: Severity::Warning,
    asks: "A retry or dead-letter topic is used by a consumer",
    why: "It costs disks and has no use",
    advice: "Name it in the failure policy of a consumer, or delete it",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let key = RecordKey::from(topic.id.clone());
    if has_flows(reader, topic) || reader.referrers(&key).any(|it| matches!(it, RecordKey::Flow(_))) {
        return Vec::new();
    }
    about(&RULE, topic, format!("No consumer sends failed records to {}", topic.name))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn failed_records_go_somewhere() {
        let case = Case(&RULE);
        case.speaks("topic order-events.dlq kind=dead-letter", &["topic:order-events-dlq"]);
        case.is_silent(
            "topic order-events.dlq kind=dead-letter\n\
             set flow:mailer-reads-order-events /direction/consume/on_failure/dead_letter_topic order-events-dlq",
        );
    }
}
