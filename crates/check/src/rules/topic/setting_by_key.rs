//! A setting under Kafka's own key that has a field, where it is the same fact.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::{Stated, TopicSetting, stated, stated_here};
use diagnostic::Severity;
use edit::Command;
use model::{Lookup, RecordKey, Topic};
use serde_json::Value;

pub(crate) static RULE: Rule = Rule {
    code: "topic/setting-by-key",
    area: Area::Topics,
    severity: Severity::Info,
    asks: "A setting stands in its field where there is one",
    why: "Fields have units, are checked while typing, and are where others look",
    advice: "Move it from Kafka's key to the field",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let all = TopicSetting::ALL.into_iter();
    let of_topic = |setting| finding(topic, topic.id.clone().into(), "", setting, &stated(topic, setting)?);
    let mut out: Vec<Finding> = all.clone().filter_map(of_topic).collect();
    for environment in reader.environments() {
        let Some(here) = reader.topic_override(environment.id, &topic.id) else { continue };
        let root = format!("/topics/{}", topic.id);
        let fields = all.clone().filter(|it| it.is_of_environments());
        out.extend(fields.filter_map(|setting| {
            finding(topic, environment.id.clone().into(), &root, setting, &stated_here(&topic.id, here, setting)?)
        }));
    }
    out
}

fn finding(
    topic: &Topic,
    record: RecordKey,
    root: &str,
    setting: TopicSetting,
    stated: &Stated<'_>,
) -> Option<Finding> {
    let (key, field) = (setting.key(), setting.field());
    let pointer = format!("{root}/config/{key}");
    let set = |pointer: String, value: Value| Command::Set { key: record.clone(), pointer, value };
    let take_out = set(pointer.clone(), Value::Null);
    let (message, repair) = if stated.by_key {
        let value = setting.field_value(&stated.value)?;
        let commands = vec![take_out, set(format!("{root}/{field}"), value)];
        (
            format!("{} states {key}, for which it has the field {field}", topic.name),
            Repair::new(format!("Move it to {field}"), commands),
        )
    } else if stated.overruled.is_some() {
        let message = format!("{} states {key} twice, and the field {field} counts", topic.name);
        (message, Repair::new(format!("Take {key} out"), vec![take_out]))
    } else {
        return None;
    };
    Some(Finding::new(&RULE, record, pointer, message).with_help(RULE.advice).with_repair(repair))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_setting_stands_in_its_field() {
        let case = Case(&RULE);
        let set = |key: &str, value: &str| {
            format!("set topic:order-events min-isr=null /retention_ms null /config/{key} {value}")
        };
        for (key, value, field) in [
            ("cleanup.policy", "compact", "cleanup"),
            ("min.insync.replicas", "2", "min_insync_replicas"),
            ("retention.ms", "-1", "retention_ms"),
            ("retention.bytes", "5", "retention_bytes"),
            ("max.message.bytes", "5", "max_message_bytes"),
        ] {
            case.speaks(&set(key, value), &[&format!("topic:order-events/config/{key}")]);
            case.is_repaired(&set(key, value), &[&format!("Move it to {field}")]);
        }
        // A value that the field cannot hold has to be corrected first.
        case.is_silent(&set("retention.ms", "7d"));
        case.is_silent(&set("segment.ms", "5"));
        let twice = "set topic:order-events /retention_ms 5 /config/retention.ms 6";
        case.is_repaired(twice, &["Take retention.ms out"]);
        let here = "set environment:prod /topics/order-events/config/retention.ms 5";
        case.is_repaired(here, &["Move it to retention_ms"]);
        case.is_silent("set environment:prod /topics/order-events/config/cleanup.policy compact");
    }
}
