//! A value that Kafka refuses: of another type, in another unit, out of range, or a word that it does not know.

use super::refused::refused;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::kafka::Reason;
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/illegal-setting",
    area: Area::Topics,
    severity: Severity::Error,
    asks: "Every setting of a topic has a value that Kafka takes",
    why: "A broker refuses the topic with the value",
    advice: "Write a value of the type and range that the setting has; times are milliseconds and sizes bytes",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let is_of_value = |reason: &Reason| matches!(reason, Reason::Value(..));
    let refused = refused(reader, topic).into_iter();
    let ours = refused.filter(|it| is_of_value(&it.refusal.reason) && !it.is_said_elsewhere());
    ours.map(|it| it.repaired(it.finding(&RULE, topic))).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    fn set(key: &str, value: &str) -> String {
        format!("set topic:order-events /retention_ms null /config/{key} \"{value}\"")
    }

    #[test]
    fn values_are_those_that_brokers_take() {
        let case = Case(&RULE);
        for (key, value) in [
            ("retention.ms", "7d"),
            ("segment.bytes", "10"),
            ("compression.type", "ZSTD9"),
            ("preallocate", "yes"),
            ("cleanup.policy", "compact;delete"),
            ("min.cleanable.dirty.ratio", "50%"),
        ] {
            let place = format!("topic:order-events/config/{key}");
            case.speaks(&set(key, value), &[&place]);
        }
        case.speaks("set topic:order-events max-message-bytes=3000000000", &["topic:order-events/max_message_bytes"]);
        case.is_repaired(&set("retention.ms", "7d"), &["Set retention.ms to 604800000"]);
        case.is_repaired(&set("compression.type", "ZSTD9"), &["Set compression.type to zstd"]);
        case.is_silent(&set("segment.bytes", "1048576"));
        case.is_silent(&set("unclean.leader.election.enable", "TRUE"));
    }

    #[test]
    fn ranges_are_those_of_the_version() {
        let case = Case(&RULE);
        let version =
            |version: &str| format!("{}\nset environment:prod kafka-version={version}", set("segment.bytes", "1024"));
        case.is_silent(&version("3.9"));
        case.speaks(&version("4.3"), &["topic:order-events/config/segment.bytes"]);
        let here = "set environment:prod /topics/order-events/config/segment.ms 1h";
        case.speaks(here, &["environment:prod/topics/order-events/config/segment.ms"]);
        case.is_repaired(here, &["Set segment.ms to 3600000"]);
    }
}
