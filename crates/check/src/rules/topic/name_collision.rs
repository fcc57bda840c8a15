//! Two topics whose names are one to Kafka.

use super::clash::clashes;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/name-collision",
    area: Area::Names,
    severity: Severity::Error,
    asks: "Topic names differ where . and _ are the same",
    why: "Kafka refuses the second topic, since metrics could not tell the two apart",
    advice: "Rename one of them; metrics write both . and _ as _",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    clashes(&RULE, reader, topic, false, |other| {
        format!("{} and {} are one name to Kafka, which refuses the second", topic.name, other.name)
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
        case.speaks("topic a.b_c id=one\ntopic a_b.c id=other", &["topic:one/name", "topic:other/name"]);
        case.is_silent("topic a.b\ntopic a.c");
        case.is_silent("topic a.b\ntopic a-b id=other");
    }
}
