//! A retention below zero.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::{Stated, TopicSetting, stated, stated_here};
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
    let is_impossible = |stated: &Stated<'_>| stated.number::<i64>().is_some_and(|it| it < -1);
    let limits = [
        (TopicSetting::RetentionMs, "a retention below zero", TIME),
        (TopicSetting::RetentionBytes, "a size below zero", SIZE),
    ];
    let wrong = |(setting, fault, help)| {
        let stated = stated(topic, setting).filter(is_impossible)?;
        let message = format!("{} has {fault}", topic.name);
        Some(Finding::new(&RULE, topic.id.clone(), stated.pointer, message).with_help(help))
    };
    let mut out: Vec<Finding> = limits.into_iter().filter_map(wrong).collect();
    for environment in reader.environments() {
        let here = reader.topic_override(environment.id, &topic.id);
        let stated = here.and_then(|here| stated_here(&topic.id, here, TopicSetting::RetentionMs));
        if let Some(stated) = stated.filter(is_impossible) {
            let message = format!("{} has a retention below zero in {}", topic.name, environment.name);
            out.push(Finding::new(&RULE, environment.id.clone(), stated.pointer, message).with_help(TIME));
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
