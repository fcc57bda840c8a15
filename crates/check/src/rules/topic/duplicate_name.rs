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

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn kafka_has_one_topic_of_a_name() {
        let case = Case(&RULE);
        let twin = "topic twin\nset topic:twin name=order-events";
        case.speaks(twin, &["topic:order-events/name", "topic:twin/name"]);
        case.is_silent("topic twin");
    }
}
