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
    if !has_flows(reader, topic) || is_read(reader, topic) {
        return Vec::new();
    }
    about(&RULE, topic, format!("Nobody reads {}", topic.name))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn somebody_reads() {
        let case = Case(&RULE);
        case.speaks("topic audit\napi -> audit", &["topic:audit"]);
        case.is_silent("topic audit kind=dead-letter");
        // A consumer reads its retry topic itself, and nobody needs to read a dead-letter topic.
        for policy in ["retry_topic", "dead_letter_topic"] {
            let named = format!("set flow:mailer-reads-order-events /direction/consume/on_failure/{policy} audit");
            case.is_silent(&format!("topic audit\n{named}"));
        }
        // A flow that has mentioned the topic all along begins to read from it.
        let turned = "topic audit\napi -> audit\nset flow:mailer-reads-order-events \
                      /direction/consume/on_failure/dead_letter_topic audit";
        case.speaks(turned, &["topic:audit"]);
        case.then_is_silent(turned, "order-events -> service stock\nset flow:mailer-reads-order-events /topic audit");
    }
}
