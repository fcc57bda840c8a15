//! Segments so long or large that retention cannot act.

use super::refused::Statements;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::wording::{retention, size_exact};
use derive::{Statement, statements};
use diagnostic::Severity;
use model::{Cleanup, Lookup, RecordKey, Topic};

pub(crate) static RULE: Rule = Rule {
    code: "topic/late-deletion",
    area: Area::Topics,
    severity: Severity::Warning,
    asks: "Segments are closed before their records may go",
    why: "Kafka deletes whole segments that are closed, so records stay longer than retention says",
    advice: "Lower the segment to a part of retention, or raise retention",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let mut out = late(topic, topic.id.clone().into(), &statements(topic, None), false);
    for environment in reader.environments() {
        if let Some(here) = reader.topic_override(environment.id, &topic.id) {
            out.extend(late(topic, environment.id.clone().into(), &statements(topic, Some(here)), true));
        }
    }
    out
}

/// The findings by the statements of which at least one is the environment's, or of the topic's own.
fn late(topic: &Topic, record: RecordKey, stated: &Statements, in_environment: bool) -> Vec<Finding> {
    let policy = stated.get("cleanup.policy").and_then(|it| Cleanup::of_policy(&it.value));
    if !policy.is_none_or(Cleanup::is_by_age) {
        return Vec::new();
    }
    let limits = [("segment.ms", "retention.ms"), ("segment.bytes", "retention.bytes")];
    let finding = |(segment, limit): (&str, &str)| {
        let (open, kept) = (stated.get(segment)?, stated.get(limit)?);
        let number = |it: &Statement| it.value.trim().parse::<i64>().ok();
        let (size, most) = (number(open)?, number(kept)?);
        let place = if open.in_environment == in_environment { open } else { kept };
        if size <= most || most < 0 || place.in_environment != in_environment {
            return None;
        }
        let read = |number| if segment.ends_with(".ms") { retention(number) } else { size_exact(number as f64) };
        let message = format!(
            "{} closes a segment after {} ({segment}) and keeps {} ({limit})",
            topic.name,
            read(size),
            read(most)
        );
        Some(Finding::new(&RULE, record.clone(), place.pointer.clone(), message).with_help(RULE.advice))
    };
    limits.into_iter().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn retention_can_act() {
        let case = Case(&RULE);
        let set = |segment: &str, kept: &str| {
            format!("set topic:order-events /config/segment.ms {segment}\nset topic:order-events /retention_ms {kept}")
        };
        case.speaks(&set("86400001", "86400000"), &["topic:order-events/config/segment.ms"]);
        case.is_silent(&set("86400000", "86400000"));
        case.is_silent(&set("86400000", "-1"));
        case.is_silent(&format!("{}\nset topic:order-events cleanup=compact", set("2", "1")));
        let bytes =
            "set topic:order-events /config/segment.bytes 2000000\nset topic:order-events /retention_bytes 1000000";
        case.speaks(bytes, &["topic:order-events/config/segment.bytes"]);
        let here = "set topic:order-events /config/segment.ms 5000\n\
                    set environment:prod /topics/order-events/retention_ms 1000";
        case.speaks(here, &["environment:prod/topics/order-events/retention_ms"]);
    }
}
