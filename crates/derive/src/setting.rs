//! Settings of topics that have a field of their own beside Kafka's key. Stated in either way they are the same fact.

use model::{Cleanup, Topic, TopicId, TopicOverride};
use serde_json::Value;
use std::borrow::Cow;
use std::str::FromStr;

/// A setting that a topic can state by a field of its record or by Kafka's own key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TopicSetting {
    /// `cleanup.policy`: what happens to old records.
    Cleanup,
    /// `min.insync.replicas`: how many copies must be in sync for a write with `acks = "all"`.
    MinInsyncReplicas,
    /// `retention.ms`: how long records are kept.
    RetentionMs,
    /// `retention.bytes`: how much is kept of each partition.
    RetentionBytes,
    /// `max.message.bytes`: the largest record batch.
    MaxMessageBytes,
}

impl TopicSetting {
    /// All of them, in the order of the record's fields.
    pub const ALL: [Self; 5] =
        [Self::MinInsyncReplicas, Self::Cleanup, Self::RetentionMs, Self::RetentionBytes, Self::MaxMessageBytes];

    /// The setting under Kafka's own key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.key() == key)
    }

    /// Kafka's own key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cleanup => "cleanup.policy",
            Self::MinInsyncReplicas => "min.insync.replicas",
            Self::RetentionMs => "retention.ms",
            Self::RetentionBytes => "retention.bytes",
            Self::MaxMessageBytes => "max.message.bytes",
        }
    }

    /// The name of the record's field.
    pub fn field(self) -> &'static str {
        match self {
            Self::Cleanup => "cleanup",
            Self::MinInsyncReplicas => "min_insync_replicas",
            Self::RetentionMs => "retention_ms",
            Self::RetentionBytes => "retention_bytes",
            Self::MaxMessageBytes => "max_message_bytes",
        }
    }

    /// Whether an environment has a field for it too.
    pub fn is_of_environments(self) -> bool {
        match self {
            Self::MinInsyncReplicas | Self::RetentionMs => true,
            Self::Cleanup | Self::RetentionBytes | Self::MaxMessageBytes => false,
        }
    }

    /// Whether two texts under Kafka's key mean the same.
    pub fn means_the_same(self, one: &str, other: &str) -> bool {
        let same = match self {
            Self::Cleanup => Cleanup::of_policy(one).zip(Cleanup::of_policy(other)).map(|(one, other)| one == other),
            Self::MinInsyncReplicas | Self::RetentionMs | Self::RetentionBytes | Self::MaxMessageBytes => {
                let number = |text: &str| text.trim().parse::<i64>().ok();
                number(one).zip(number(other)).map(|(one, other)| one == other)
            }
        };
        same.unwrap_or(one.trim() == other.trim())
    }

    /// The field's value, in the record's JSON, for a text under Kafka's key; nothing where the field cannot hold it.
    pub fn field_value(self, text: &str) -> Option<Value> {
        let text = text.trim();
        match self {
            Self::Cleanup => serde_json::to_value(Cleanup::of_policy(text)?).ok(),
            Self::MinInsyncReplicas => text.parse::<u32>().ok().map(Value::from),
            Self::RetentionMs | Self::RetentionBytes => text.parse::<i64>().ok().map(Value::from),
            Self::MaxMessageBytes => text.parse::<u64>().ok().map(Value::from),
        }
    }

    fn field_of_topic(self, topic: &Topic) -> Option<String> {
        match self {
            Self::Cleanup => topic.cleanup.map(|cleanup| cleanup.policy().to_owned()),
            Self::MinInsyncReplicas => topic.min_insync_replicas.map(|count| count.to_string()),
            Self::RetentionMs => topic.retention_ms.map(|ms| ms.to_string()),
            Self::RetentionBytes => topic.retention_bytes.map(|bytes| bytes.to_string()),
            Self::MaxMessageBytes => topic.max_message_bytes.map(|bytes| bytes.to_string()),
        }
    }

    fn field_of_override(self, here: &TopicOverride) -> Option<String> {
        match self {
            Self::MinInsyncReplicas => here.min_insync_replicas.map(|count| count.to_string()),
            Self::RetentionMs => here.retention_ms.map(|ms| ms.to_string()),
            Self::Cleanup | Self::RetentionBytes | Self::MaxMessageBytes => None,
        }
    }
}

/// A setting as a record states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<'a> {
    /// The value as Kafka writes it.
    pub value: Cow<'a, str>,
    /// Where it stands, as a JSON pointer into the record.
    pub pointer: String,
    /// Whether it stands under Kafka's own key instead of in the field.
    pub by_key: bool,
    /// Another value under Kafka's own key, which the field overrules.
    pub overruled: Option<&'a str>,
}

impl Stated<'_> {
    /// The value as a number, where it is one.
    pub fn number<T: FromStr>(&self) -> Option<T> {
        self.value.trim().parse().ok()
    }

    /// The value as a policy, where it is one.
    pub fn cleanup(&self) -> Option<Cleanup> {
        Cleanup::of_policy(&self.value)
    }
}

/// A setting as a topic's record states it. The field counts before Kafka's own key.
pub fn stated(topic: &Topic, setting: TopicSetting) -> Option<Stated<'_>> {
    either(setting, setting.field_of_topic(topic), topic.config.get(setting.key()), "")
}

/// A setting as an environment states it for a topic, with pointers into the environment's record.
pub fn stated_here<'a>(topic: &TopicId, here: &'a TopicOverride, setting: TopicSetting) -> Option<Stated<'a>> {
    let root = format!("/topics/{topic}");
    either(setting, setting.field_of_override(here), here.config.get(setting.key()), &root)
}

/// The policy for old records that a topic's record states.
pub fn stated_cleanup(topic: &Topic) -> Option<Cleanup> {
    stated(topic, TopicSetting::Cleanup)?.cleanup()
}

/// A number that a topic's record states.
pub fn stated_number<T: FromStr>(topic: &Topic, setting: TopicSetting) -> Option<T> {
    stated(topic, setting)?.number()
}

fn either<'a>(
    setting: TopicSetting,
    field: Option<String>,
    under_key: Option<&'a String>,
    root: &str,
) -> Option<Stated<'a>> {
    match (field, under_key) {
        (Some(value), under_key) => Some(Stated {
            overruled: under_key.map(String::as_str).filter(|other| !setting.means_the_same(&value, other)),
            value: Cow::Owned(value),
            pointer: format!("{root}/{}", setting.field()),
            by_key: false,
        }),
        (None, Some(value)) => Some(Stated {
            value: Cow::Borrowed(value),
            pointer: format!("{root}/config/{}", setting.key()),
            by_key: true,
            overruled: None,
        }),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn topic(fields: &Value) -> Topic {
        let mut all = json!({"id": "seats", "context": "move", "name": "seats", "partitions": 3, "replication": 3});
        all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn a_setting_by_its_field_and_by_kafka_s_key_is_one_fact() {
        use TopicSetting::{Cleanup, MaxMessageBytes, MinInsyncReplicas, RetentionBytes, RetentionMs};
        let check = |setting: TopicSetting, field: Value, key: &str| {
            let by_field = topic(&json!({ setting.field(): field }));
            let by_key = topic(&json!({"config": { setting.key(): key }}));
            let [one, other] = [&by_field, &by_key].map(|topic| stated(topic, setting).unwrap());
            assert_eq!((one.value.as_ref(), one.by_key), (other.value.as_ref(), false));
            assert_eq!(one.pointer, format!("/{}", setting.field()));
            assert_eq!((other.pointer, other.by_key), (format!("/config/{}", setting.key()), true));
            let both = topic(&json!({ setting.field(): field, "config": { setting.key(): key }}));
            assert_eq!(stated(&both, setting).unwrap().overruled, None, "{key}");
            assert_eq!(stated(&topic(&json!({})), setting), None, "{key}");
            assert_eq!(setting.field_value(key), Some(field), "{key}");
            assert_eq!(setting.field_value("many"), None);
        };
        check(Cleanup, json!("delete"), "delete");
        check(Cleanup, json!("compact"), "compact");
        check(Cleanup, json!("compact-delete"), "compact,delete");
        check(MinInsyncReplicas, json!(2), "2");
        check(RetentionMs, json!(-1), "-1");
        check(RetentionBytes, json!(1_000_000), "1000000");
        check(MaxMessageBytes, json!(2_000_000), "2000000");
    }

    #[test]
    fn a_field_overrules_another_value_under_kafka_s_key() {
        let check = |fields: Value, setting: TopicSetting, expected: (&str, Option<&str>)| {
            let topic = topic(&fields);
            let stated = stated(&topic, setting).unwrap();
            assert_eq!((stated.value.as_ref(), stated.overruled), expected, "{fields}");
        };
        let policy =
            |text: &str| json!({"cleanup": "compact-delete", "config": {"cleanup.policy": text, "x": "cleanup"}});
        check(policy("compact"), TopicSetting::Cleanup, ("compact,delete", Some("compact")));
        check(policy("delete, compact"), TopicSetting::Cleanup, ("compact,delete", None));
        check(policy("shrink"), TopicSetting::Cleanup, ("compact,delete", Some("shrink")));
        let retention = |text: &str| json!({"retention_ms": 5, "config": {"retention.ms": text}});
        check(retention(" 05 "), TopicSetting::RetentionMs, ("5", None));
        check(retention("6"), TopicSetting::RetentionMs, ("5", Some("6")));
    }

    #[test]
    fn policies_are_lists_in_any_order() {
        let check = |text: &str, expected| {
            let topic = topic(&json!({"config": {"cleanup.policy": text}}));
            assert_eq!(stated_cleanup(&topic), expected, "{text}");
        };
        check("compact", Some(Cleanup::Compact));
        check(" delete ", Some(Cleanup::Delete));
        check("compact,delete", Some(Cleanup::CompactDelete));
        check("delete, compact", Some(Cleanup::CompactDelete));
        check("compact,compact", Some(Cleanup::Compact));
        check("compact,shrink", None);
        check("Compact", None);
        check("", None);
    }

    #[test]
    fn an_environment_states_a_setting_in_either_way_too() {
        let check = |fields: Value, expected: Option<(&str, &str)>| {
            let here: TopicOverride = serde_json::from_value(fields.clone()).unwrap();
            let id = TopicId::new("seats").unwrap();
            let stated = stated_here(&id, &here, TopicSetting::RetentionMs);
            let found = stated.as_ref().map(|it| (it.value.as_ref(), it.pointer.as_str()));
            assert_eq!(found, expected, "{fields}");
        };
        check(json!({}), None);
        check(json!({"retention_ms": 7}), Some(("7", "/topics/seats/retention_ms")));
        check(json!({"config": {"retention.ms": "8"}}), Some(("8", "/topics/seats/config/retention.ms")));
    }
}
