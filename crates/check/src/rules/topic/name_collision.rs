//! Two topics whose names are one in Kafka's metrics.

use super::clash::clashes;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/name-collision",
    area: Area::Names,
    severity: Severity::Warning,
    asks: "Topic names differ in metrics, where . and _ are the same",
    why: "Kafka refuses the second topic, or their figures are mixed up",
    advice: "Rename one of them; metrics write both . and _ as _",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    clashes(&RULE, reader, topic, false, |other| {
        format!("{} and {} are the same to Kafka's metrics", topic.name, other.name)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn metrics_tell_topics_apart() {
        let case = Case(&RULE);
        let change = "topic a.b\ntopic a_b id=other";
        case.speaks(change, &["topic:a-b/name", "topic:other/name"]);
        case.is_silent("topic a.b\ntopic a.c");
    }
}
