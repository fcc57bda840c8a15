//! `min.insync.replicas` that stops writes as soon as one broker restarts.

use super::copies::{copies, override_pointer};
use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Lookup, Topic};

pub(crate) static RULE: Rule = Rule {
    code: "topic/min-insync",
    area: Area::Topics,
    severity: Severity::Error,
    asks: "min.insync.replicas is below replication",
    why: "Writes stop as soon as one broker restarts",
    advice: "Keep it below replication, and at least at one",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let mut out = Vec::new();
    let most = most_in_sync(topic.replication);
    if let Some(min) = topic.min_insync_replicas
        && (min == 0 || min > most)
        && topic.replication > 0
    {
        let message = format!("{} asks for {min} in-sync of {} replicas", topic.name, topic.replication);
        out.push(
            Finding::new(&RULE, topic.id.clone(), "/min_insync_replicas", message)
                .with_help(help(min))
                .with_repair(Repair::set(format!("Ask for {most}"), topic.id.clone(), "/min_insync_replicas", most)),
        );
    }
    for environment in reader.environments() {
        let stated = reader.topic_override(&environment.id, &topic.id);
        let Some(min) = stated.and_then(|here| here.min_insync_replicas) else { continue };
        let replication = copies(reader, environment, topic);
        let is_judged_by_replication = stated.is_some_and(|here| super::replication::is_impossible(here.replication));
        if is_judged_by_replication || (min > 0 && min <= most_in_sync(replication)) {
            continue;
        }
        let message =
            format!("{} asks for {min} in-sync of {replication} replicas in {}", topic.name, environment.name);
        let pointer = override_pointer(topic, "min_insync_replicas");
        out.push(Finding::new(&RULE, environment.id.clone(), pointer, message).with_help(help(min)));
    }
    out
}

/// One replica may be away without stopping writes, where there is more than one.
fn most_in_sync(replication: u32) -> u32 {
    replication.saturating_sub(1).max(1)
}

fn help(min: u32) -> &'static str {
    if min == 0 {
        "At least one replica must be in sync for a write"
    } else {
        "Writes stop as soon as one broker restarts; keep it below replication"
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn writes_survive_a_restart() {
        let case = Case(&RULE);
        let change = "set topic:order-events min-isr=3";
        case.speaks(change, &["topic:order-events/min_insync_replicas"]);
        case.speaks("set topic:order-events min-isr=0", &["topic:order-events/min_insync_replicas"]);
        case.is_repaired(change, &["Ask for 2"]);
        let here = |min: u32| format!("set environment:prod /topics/order-events/min_insync_replicas {min}");
        case.speaks(&here(3), &["environment:prod/topics/order-events/min_insync_replicas"]);
        case.is_silent(&here(1));
        case.is_silent("set topic:order-events rf=1 min-isr=1");
    }
}
