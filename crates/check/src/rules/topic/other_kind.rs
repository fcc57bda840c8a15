//! A topic that a failure policy uses, and whose kind says something else.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::{Carries, kind_of_topic, uses_of_topic};
use diagnostic::Severity;
use edit::Command;
use model::{Topic, TopicKind};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) static RULE: Rule = Rule {
    code: "topic/other-kind",
    area: Area::Flows,
    severity: Severity::Info,
    asks: "The kind of a retry or dead-letter topic says so",
    why: "Readers of its record take it for a topic of facts, and its retention is chosen as for one",
    advice: "Let its kind follow the failure policy that uses it",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let kind = kind_of_topic(reader, topic);
    let (word, value, carries) = match kind {
        _ if kind == topic.kind => return Vec::new(),
        TopicKind::Retry => ("a retry topic", json!("retry"), Carries::PutsAside),
        TopicKind::DeadLetter => ("a dead-letter topic", json!("dead-letter"), Carries::GivesUp),
        TopicKind::Event | TopicKind::Command | TopicKind::State => return Vec::new(),
    };
    let uses = uses_of_topic(reader, &topic.id);
    let sources: BTreeSet<_> = uses.iter().filter(|(_, it)| *it == carries).map(|(flow, _)| &flow.topic).collect();
    let set =
        |pointer: &str, value: Value| Command::Set { key: topic.id.clone().into(), pointer: pointer.to_owned(), value };
    let mut commands = vec![set("/kind", value)];
    // Where several topics fail into it, the record names none.
    if let (None, [source]) = (&topic.source, &sources.into_iter().collect::<Vec<_>>()[..]) {
        commands.push(set("/source", json!(source)));
    }
    let message =
        format!("{} is {word} by the failure policy of its consumer, and its kind says otherwise", topic.name);
    let repair = Repair::new(format!("Make it {word}"), commands);
    vec![Finding::new(&RULE, topic.id.clone(), "/kind", message).with_help(RULE.advice).with_repair(repair)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn the_kind_follows_from_the_policy_that_uses_the_topic() {
        let case = Case(&RULE);
        let used = |kind: &str, policy: &str| {
            format!(
                "topic again kind={kind}\n\
                 set flow:mailer-reads-order-events /direction/consume/on_failure/{policy} again"
            )
        };
        case.speaks(&used("event", "retry_topic"), &["topic:again/kind"]);
        case.speaks(&used("retry", "dead_letter_topic"), &["topic:again/kind"]);
        case.is_repaired(&used("event", "retry_topic"), &["Make it a retry topic"]);
        case.is_repaired(&used("state", "dead_letter_topic"), &["Make it a dead-letter topic"]);
        case.is_silent(&used("retry", "retry_topic"));
        case.is_silent(&used("dead-letter", "dead_letter_topic"));
        case.is_silent(&format!("{}\napi -> again", used("event", "dead_letter_topic")));
    }
}
