//! A key that topics do not have: misspelt, of brokers or clients, of another version or another maker.

use super::refused::refused;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::kafka::Reason;
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/unknown-setting",
    area: Area::Topics,
    severity: Severity::Error,
    asks: "Every setting of a topic is one that Kafka has",
    why: "A broker refuses a topic with an unknown setting, and the setting that was meant is not set",
    advice: "Correct the key, or state it where it belongs",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let weighs = |reason: &Reason| match reason {
        Reason::UnknownKey(_)
        | Reason::Field(_)
        | Reason::BrokerKey(_)
        | Reason::ClientKey
        | Reason::OtherVersion(..) => Some(Severity::Error),
        Reason::Maker(_) => Some(Severity::Info),
        Reason::Value(..) | Reason::Crossed(..) => None,
    };
    let finding = |it: super::refused::Refused| {
        let most = weighs(&it.refusal.reason)?;
        // A version that is not known here may know the key.
        let most = if it.refusal.is_certain() { most } else { most.min(Severity::Warning) };
        Some(it.repaired(it.finding(&RULE, topic)).at_most(most))
    };
    refused(reader, topic).into_iter().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    fn set(key: &str, value: &str) -> String {
        format!("set topic:order-events /retention_ms null /config/{key} \"{value}\"")
    }

    #[test]
    fn keys_are_those_of_topics() {
        let case = Case(&RULE);
        for key in
            ["compression.typ", "log.retention.hours", "linger.ms", "replication.factor", "message.format.version"]
        {
            case.speaks(&set(key, "1"), &[&format!("topic:order-events/config/{key}")]);
        }
        case.speaks(&set("confluent.tier.enable", "true"), &["info topic:order-events/config/confluent.tier.enable"]);
        case.is_repaired(
            &set("compression.typ", "zstd"),
            &["Set compression.type to zstd", "Take compression.typ out"],
        );
        case.is_repaired(
            &set("log.retention.hours", "7"),
            &["Set retention.ms to 25200000", "Take log.retention.hours out"],
        );
        case.is_silent(&set("compression.type", "zstd"));
    }

    #[test]
    fn keys_are_those_of_the_version_that_an_environment_runs() {
        let case = Case(&RULE);
        let version = |version: &str| {
            format!("{}\nset environment:prod kafka-version={version}", set("remote.log.copy.disable", "false"))
        };
        case.speaks(&version("3.5.1"), &["topic:order-events/config/remote.log.copy.disable"]);
        case.is_silent(&version("4.1"));
        let newer = format!("{}\nset environment:prod kafka-version=99.0", set("new.key", "1"));
        case.speaks(&newer, &["warning topic:order-events/config/new.key"]);
        let here = "set environment:prod /topics/order-events/config/segment.mz 5";
        case.speaks(here, &["environment:prod/topics/order-events/config/segment.mz"]);
        case.is_repaired(here, &["Set segment.ms to 5", "Take segment.mz out"]);
    }
}
