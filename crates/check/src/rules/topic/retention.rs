//! A retention below zero.

use super::copies::override_pointer;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Lookup, Topic};

const TIME: &str = "Use a time, or -1 to keep records for ever";
const SIZE: &str = "Use a number of bytes a partition, or -1 for no limit";

pub(crate) static RULE: Rule = Rule {
    code: "topic/retention",
    area: Area::Topics,
    severity: Severity::Error,
    asks: "Retention is possible",
    why: "The broker refuses the setting",
    advice: "Use a time or a size, or -1 for no limit",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let is_impossible = |limit: Option<i64>| limit.is_some_and(|it| it < -1);
    let limits = [
        (topic.retention_ms, "/retention_ms", "a retention below zero", TIME),
        (topic.retention_bytes, "/retention_bytes", "a size below zero", SIZE),
    ];
    let wrong = limits.into_iter().filter(|(limit, ..)| is_impossible(*limit));
    let mut out: Vec<Finding> = wrong
        .map(|(_, pointer, fault, help)| {
            Finding::new(&RULE, topic.id.clone(), pointer, format!("{} has {fault}", topic.name)).with_help(help)
        })
        .collect();
    for environment in reader.environments() {
        let stated = reader.topic_override(&environment.id, &topic.id).and_then(|here| here.retention_ms);
        if is_impossible(stated) {
            let message = format!("{} has a retention below zero in {}", topic.name, environment.name);
            let pointer = override_pointer(topic, "retention_ms");
            out.push(Finding::new(&RULE, environment.id.clone(), pointer, message).with_help(TIME));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn limits_are_possible() {
        let case = Case(&RULE);
        case.speaks("set topic:order-events /retention_ms -5", &["topic:order-events/retention_ms"]);
        case.speaks("set topic:order-events /retention_bytes -5", &["topic:order-events/retention_bytes"]);
        case.speaks(
            "set environment:prod /topics/order-events/retention_ms -5",
            &["environment:prod/topics/order-events/retention_ms"],
        );
        case.is_silent("set topic:order-events /retention_ms -1 /retention_bytes -1");
    }
}
