//! Copies that cannot be kept.

use super::copies::{copies, override_pointer};
use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::MOST_COPIES;
use diagnostic::Severity;
use model::{Lookup, Topic};

pub(crate) static RULE: Rule = Rule {
    code: "topic/replication",
    area: Area::Topics,
    severity: Severity::Error,
    asks: "Replication is possible on the cluster",
    why: "The cluster refuses the topic",
    advice: "Keep three copies where there are three brokers, otherwise as many as there are brokers",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let mut out = Vec::new();
    if is_impossible(Some(topic.replication)) {
        let message = format!("{} cannot have {} copies", topic.name, topic.replication);
        out.push(
            Finding::new(&RULE, topic.id.clone(), "/replication", message)
                .with_help("Three copies survive the loss of one broker during maintenance of another")
                .with_repair(Repair::set("Keep three copies", topic.id.clone(), "/replication", 3)),
        );
    }
    for environment in reader.environments() {
        let stated = reader.topic_override(environment.id, &topic.id).and_then(|here| here.replication);
        let pointer = override_pointer(topic, "replication");
        if let Some(stated) = stated.filter(|it| is_impossible(Some(*it))) {
            let message = format!("{} cannot have {stated} copies in {}", topic.name, environment.name);
            out.push(
                Finding::new(&RULE, environment.id.clone(), pointer.clone(), message)
                    .with_help("Keep as many copies as there are brokers, or fewer"),
            );
        }
        let replication = copies(reader, environment.id, topic);
        let lacks_brokers = reader.has_brokers(environment.id, replication) == Some(false);
        if lacks_brokers && let Some(brokers) = reader.brokers(environment.id) {
            let message =
                format!("{} wants {replication} copies, but {} has {brokers} brokers", topic.name, environment.name);
            let title = format!("Keep {brokers} in {}", environment.name);
            out.push(
                Finding::new(&RULE, topic.id.clone(), "/replication", message)
                    .with_help("Each copy needs a broker of its own")
                    .with_repair(Repair::set(title, environment.id.clone(), pointer, brokers)),
            );
        }
    }
    out
}

/// Whether Kafka's protocol cannot say such a number of copies.
pub(super) fn is_impossible(copies: Option<u32>) -> bool {
    copies.is_some_and(|copies| copies == 0 || copies > MOST_COPIES)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn copies_can_be_kept() {
        let case = Case(&RULE);
        let none = "set topic:order-events rf=0 min-isr=null";
        case.speaks(none, &["topic:order-events/replication"]);
        case.is_repaired(none, &["Keep three copies"]);
        let fewer = "set environment:prod brokers=2";
        case.speaks(fewer, &["topic:order-events/replication"]);
        case.is_repaired(fewer, &["Keep 2 in prod"]);
        let here = |copies: u32| format!("set environment:prod /topics/order-events/replication {copies}");
        case.speaks(&here(0), &["environment:prod/topics/order-events/replication"]);
        case.is_silent(&here(2));
        case.is_silent("set environment:prod brokers=1 replication=1");
    }
}
