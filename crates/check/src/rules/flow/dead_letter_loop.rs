//! A consumer that gives a record up into a topic from which the record comes back.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Flow;
use serde_json::Value;

pub(crate) static RULE: Rule = Rule {
    code: "flow/dead-letter-loop",
    area: Area::Flows,
    severity: Severity::Error,
    asks: "What a consumer gives up goes to a topic of its own",
    why: "One record that nobody can read goes round for ever, and no record behind it is read in time",
    advice: "Name a topic that this consumer does not read",
    threshold: None,
    check: Check::Flow(check),
};

fn check(_: &Reader<'_>, flow: &Flow) -> Vec<Finding> {
    let Some(consume) = flow.consume() else { return Vec::new() };
    let (retry, dead) = (&consume.on_failure.retry_topic, &consume.on_failure.dead_letter_topic);
    let (service, topic) = (&flow.service, &flow.topic);
    let finding = |field: &str, message: String| {
        let pointer = format!("/direction/consume/on_failure/{field}");
        let remove = Repair::set("Remove the topic", flow.id.clone(), pointer.clone(), Value::Null);
        Finding::new(&RULE, flow.id.clone(), pointer, message).with_help(RULE.why).with_repair(remove)
    };
    let mut findings = Vec::new();
    if dead.as_ref() == Some(topic) {
        let message = format!("{service} gives records of {topic} up into {topic} itself, and reads them again");
        findings.push(finding("dead_letter_topic", message));
    } else if dead.is_some() && dead == retry {
        let message = format!("{service} gives records of {topic} up into its retry topic, where they are tried again");
        findings.push(finding("dead_letter_topic", message).at_most(Severity::Warning));
    }
    if retry.as_ref() == Some(topic) {
        let message =
            format!("{service} retries records of {topic} through {topic} itself, where every reader gets them again");
        findings.push(finding("retry_topic", message).at_most(Severity::Warning));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_record_that_is_given_up_does_not_come_back() {
        let case = Case(&RULE);
        let set = |field: &str, topic: &str| {
            format!("topic aside\nset flow:mailer-reads-order-events /direction/consume/on_failure/{field} {topic}\n")
        };
        let at = |field: &str| format!("flow:mailer-reads-order-events/direction/consume/on_failure/{field}");
        let dead = set("dead_letter_topic", "order-events");
        case.speaks(&dead, &[&at("dead_letter_topic")]);
        case.is_repaired(&dead, &["Remove the topic"]);
        let retry = set("retry_topic", "order-events");
        case.speaks(&retry, &[&format!("warning {}", at("retry_topic"))]);
        case.is_repaired(&retry, &["Remove the topic"]);
        let second = "set flow:mailer-reads-order-events /direction/consume/on_failure/dead_letter_topic";
        case.speaks(
            &format!("{retry}{second} order-events"),
            &[&at("dead_letter_topic"), &format!("warning {}", at("retry_topic"))],
        );
        case.speaks(
            &format!("{}{second} aside", set("retry_topic", "aside")),
            &[&format!("warning {}", at("dead_letter_topic"))],
        );
        case.is_silent(&set("dead_letter_topic", "aside"));
        case.is_silent(&set("retry_topic", "aside"));
    }
}
