//! A setting that does nothing beside another one.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::{Statement, statements};
use diagnostic::Severity;
use model::{Cleanup, Topic};

pub(crate) static RULE: Rule = Rule {
    code: "topic/idle-setting",
    area: Area::Topics,
    severity: Severity::Info,
    asks: "Every setting of a topic has an effect",
    why: "It reads as if something were so that is not",
    advice: "Take it out, or set what it needs",
    threshold: None,
    check: Check::Topic(check),
};

fn check(_: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let stated = statements(topic, None);
    let value = |key: &str| stated.get(key).map(|it| it.value.trim());
    let finding = |(key, statement): (&String, &Statement)| {
        let lacks = lacks(key, &value)?;
        let message = format!("{} states {key}, which does nothing {lacks}", topic.name);
        Some(Finding::new(&RULE, topic.id.clone(), statement.pointer.clone(), message).with_help(RULE.advice))
    };
    stated.iter().filter_map(finding).collect()
}

/// The reason why a setting does nothing. Settings that a broker's own default may bring are taken to be there.
fn lacks<'a>(key: &str, value: &impl Fn(&str) -> Option<&'a str>) -> Option<&'static str> {
    let policy = || value("cleanup.policy").and_then(Cleanup::of_policy);
    let is_other_codec = |codec: &str| value("compression.type").is_some_and(|it| it != codec);
    let lacks = match key {
        "local.retention.ms" | "local.retention.bytes" | "remote.log.copy.disable" => {
            let is_remote = value("remote.storage.enable").is_some_and(|it| it.eq_ignore_ascii_case("true"));
            (!is_remote, "without remote.storage.enable")
        }
        "compression.gzip.level" => (is_other_codec("gzip"), "with another compression.type than gzip"),
        "compression.lz4.level" => (is_other_codec("lz4"), "with another compression.type than lz4"),
        "compression.zstd.level" => (is_other_codec("zstd"), "with another compression.type than zstd"),
        "min.compaction.lag.ms" | "max.compaction.lag.ms" | "min.cleanable.dirty.ratio" | "delete.retention.ms" => {
            (policy().is_some_and(|it| !it.is_by_key()), "where nothing is compacted")
        }
        "retention.ms" | "retention.bytes" => {
            (policy().is_some_and(|it| !it.is_by_age()), "where nothing is deleted by age or size")
        }
        "message.timestamp.before.max.ms" | "message.timestamp.after.max.ms" => {
            (value("message.timestamp.type") == Some("LogAppendTime"), "where the broker sets the time itself")
        }
        _ => return None,
    };
    lacks.0.then_some(lacks.1)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn settings_do_something() {
        let case = Case(&RULE);
        let set = |key: &str, value: &str| format!("set topic:order-events /config/{key} {value}\n");
        let local = set("local.retention.ms", "1000");
        case.speaks(&local, &["topic:order-events/config/local.retention.ms"]);
        case.is_silent(&(local + &set("remote.storage.enable", "true")));
        let level = set("compression.zstd.level", "3");
        case.is_silent(&level);
        case.speaks(&(level + &set("compression.type", "lz4")), &["topic:order-events/config/compression.zstd.level"]);
        case.speaks("set topic:order-events cleanup=compact retention=7d", &["topic:order-events/retention_ms"]);
        case.is_silent("set topic:order-events cleanup=compact-delete retention=7d");
        case.speaks(
            &("set topic:order-events cleanup=delete\n".to_owned() + &set("min.compaction.lag.ms", "5")),
            &["topic:order-events/config/min.compaction.lag.ms"],
        );
    }
}
