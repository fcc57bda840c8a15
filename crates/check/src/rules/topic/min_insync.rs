//! `min.insync.replicas` that stops writes as soon as one broker restarts.

use super::copies::copies;
use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::{TopicSetting, stated, stated_here};
use diagnostic::Severity;
use model::{Lookup, Topic};
use serde_json::Value;

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
    if let Some(stated) = stated(topic, TopicSetting::MinInsyncReplicas)
        && let Some(min) = stated.number::<u32>()
        && (min == 0 || min > most)
        && topic.replication > 0
    {
        let message = format!("{} asks for {min} in-sync of {} replicas", topic.name, topic.replication);
        // Kafka's own keys have texts.
        let value: Value = if stated.by_key { most.to_string().into() } else { most.into() };
        let repair = Repair::set(format!("Ask for {most}"), topic.id.clone(), stated.pointer.clone(), value);
        out.push(
            Finding::new(&RULE, topic.id.clone(), stated.pointer, message).with_help(help(min)).with_repair(repair),
        );
    }
    for environment in reader.environments() {
        let Some(here) = reader.topic_override(environment.id, &topic.id) else { continue };
        let Some(stated) = stated_here(&topic.id, here, TopicSetting::MinInsyncReplicas) else { continue };
        let Some(min) = stated.number::<u32>() else { continue };
        let replication = copies(reader, environment.id, topic);
        let is_judged_by_replication = super::replication::is_impossible(here.replication);
        if is_judged_by_replication || (min > 0 && min <= most_in_sync(replication)) {
            continue;
        }
        let message =
            format!("{} asks for {min} in-sync of {replication} replicas in {}", topic.name, environment.name);
        out.push(Finding::new(&RULE, environment.id.clone(), stated.pointer, message).with_help(help(min)));
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
