//! A topic without a partition.

use super::copies::override_pointer;
use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Lookup, Topic};

pub(crate) static RULE: Rule = Rule {
    code: "topic/partitions",
    area: Area::Topics,
    severity: Severity::Error,
    asks: "A topic has at least one partition",
    why: "Without a partition it can hold no record",
    advice: "A topic needs at least one partition to hold records",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let mut out = Vec::new();
    if topic.partitions == 0 {
        let repair = Repair::set("Give it one partition", topic.id.clone(), "/partitions", 1);
        let message = format!("{} has no partition", topic.name);
        out.push(
            Finding::new(&RULE, topic.id.clone(), "/partitions", message).with_help(RULE.advice).with_repair(repair),
        );
    }
    for environment in reader.environments() {
        let stated = reader.topic_override(environment.id, &topic.id).and_then(|here| here.partitions);
        if stated == Some(0) {
            let message = format!("{} has no partition in {}", topic.name, environment.name);
            let pointer = override_pointer(topic, "partitions");
            out.push(Finding::new(&RULE, environment.id.clone(), pointer, message).with_help(RULE.advice));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_topic_has_a_partition() {
        let case = Case(&RULE);
        let none = "set topic:order-events p=0";
        case.speaks(none, &["topic:order-events/partitions"]);
        case.is_repaired(none, &["Give it one partition"]);
        let here = |count: u32| format!("set environment:prod /topics/order-events/partitions {count}");
        case.speaks(&here(0), &["environment:prod/topics/order-events/partitions"]);
        case.is_silent(&here(1));
    }
}
