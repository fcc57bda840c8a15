//! A topic to which nobody writes.

use super::usage::{about, has_flows, is_written};
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/no-producer",
    area: Area::Flows,
    severity: Severity::Warning,
    asks: "Somebody writes to the topic",
    why: "Its readers wait for ever",
    advice: "Connect a service to it, or delete it",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    if !has_flows(reader, topic) || is_written(reader, topic) {
        return Vec::new();
    }
    about(&RULE, topic, format!("Nobody writes to {}", topic.name))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn somebody_writes() {
        let case = Case(&RULE);
        case.speaks("topic audit\naudit -> mailer", &["topic:audit"]);
        case.is_silent("topic audit\napi -> audit");
        for policy in ["retry_topic", "dead_letter_topic"] {
            case.is_silent(&format!(
                "topic audit\naudit -> service stock\n\
                 set flow:mailer-reads-order-events /direction/consume/on_failure/{policy} audit"
            ));
        }
    }
}
