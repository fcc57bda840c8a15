//! Refusals in words: what is wrong, and the next step.

use super::crossing::Crossing;
use super::refusal::{Reason, RefusedSetting};
use super::table::{Accepts, Setting, SettingType};
use super::value::ValueFault;
use crate::wording::{listed, one_line, retention, size_exact};

impl RefusedSetting {
    /// The fault, in one sentence without a full stop.
    pub fn message(&self) -> String {
        let (key, value, version) = (one_line(&self.key), one_line(&self.value), self.version);
        match &self.reason {
            Reason::UnknownKey(_) if key.is_empty() => format!("{version} knows no setting of topics without a name"),
            Reason::UnknownKey(_) => format!("{version} knows no setting {key} of topics"),
            Reason::Field(field) => format!("{key} is no setting of {version}: a topic states it in its field {field}"),
            Reason::BrokerKey(_) => format!("{key} is a setting of brokers, which {version} refuses for a topic"),
            Reason::ClientKey => {
                format!("{key} is a setting of producers and consumers, which {version} refuses for a topic")
            }
            Reason::OtherVersion(first, last) => {
                let ((from, from_minor), (to, to_minor)) = (first, last);
                format!("{version} knows no setting {key}, which Kafka {from}.{from_minor} to {to}.{to_minor} have")
            }
            Reason::Maker(maker) => format!("{key} is a setting of {maker}, which Apache Kafka refuses"),
            Reason::Value(fault, setting) => {
                let takes = takes(setting, fault);
                match fault {
                    ValueFault::OutOfRange => format!("{key} is {value}, and {version} takes {takes}"),
                    ValueFault::Empty => format!("{key} is empty, and {version} takes {takes}"),
                    ValueFault::NotBoolean
                    | ValueFault::NotWhole
                    | ValueFault::TooManyBits(_)
                    | ValueFault::NotNumber
                    | ValueFault::NoSuchWord(_)
                    | ValueFault::NotReplicas
                    | ValueFault::NotFormatVersion => format!("{key} is “{value}”, and {version} takes {takes}"),
                }
            }
            Reason::Crossed(crossing, other, is_stated) => crossed(self, *crossing, other, *is_stated),
        }
    }

    /// The next step.
    pub fn next_step(&self) -> String {
        let instead = self.replacement.as_ref().map(|it| {
            let value = readable(it.key, &it.value)
                .map_or_else(|| it.value.clone(), |read| format!("{}, which is {read}", it.value));
            (it.key, value)
        });
        match (&self.reason, instead) {
            (Reason::UnknownKey(Some(meant)), _) => {
                format!("Did you mean {meant}? With an unknown key the broker refuses the topic")
            }
            (Reason::UnknownKey(None), _) => {
                "Take it out, or look the key up in Kafka's list of topic settings".to_owned()
            }
            (Reason::Field(field), _) => format!("Move the number to {field}"),
            (Reason::BrokerKey(_), Some((key, value))) => format!("Set {key} to {value}"),
            (Reason::BrokerKey(Some(key)), None) => format!("A topic states {key} instead"),
            (Reason::BrokerKey(None), None) => {
                "Take it out, and state it in the configuration of the brokers".to_owned()
            }
            (Reason::ClientKey, _) => "Take it out, and state it where the client is configured".to_owned(),
            (Reason::OtherVersion(..), _) => {
                "Take it out, or state another kafka_version in the environment".to_owned()
            }
            (Reason::Maker(maker), _) => format!("Keep it where the brokers are those of {maker}"),
            (Reason::Value(ValueFault::NoSuchWord(_), _), Some((_, value))) => format!("Did you mean {value}?"),
            (Reason::Value(..), Some((_, value))) => format!("Write {value}"),
            (Reason::Value(_, setting), None) => {
                format!("Write a value that it takes; unstated it is {}", unstated(setting))
            }
            (Reason::Crossed(crossing, ..), _) => crossing_step(*crossing).to_owned(),
        }
    }
}

fn unstated(setting: &Setting) -> &str {
    if setting.default.is_empty() { "empty" } else { setting.default }
}

/// A number as people say it: `7 d`, `1 MiB`, `for ever`.
fn readable(key: &str, value: &str) -> Option<String> {
    let number: i64 = value.parse().ok()?;
    if number <= 0 && number != -1 {
        return None;
    }
    if key.ends_with(".ms") && (number > 0 || key.starts_with("retention")) {
        return Some(retention(number)).filter(|read| *read != format!("{number} ms"));
    }
    let size = key.ends_with(".bytes") && number >= 1024;
    size.then(|| size_exact(number as f64))
}

fn takes(setting: &Setting, fault: &ValueFault) -> String {
    let unit = if setting.key.ends_with(".ms") {
        " of milliseconds"
    } else if setting.key.ends_with(".bytes") {
        " of bytes"
    } else {
        ""
    };
    if let ValueFault::TooManyBits(bits) = fault {
        let most = if *bits == 32 { i64::from(i32::MAX) } else { i64::MAX };
        return format!("at most {most}");
    }
    match (&setting.accepts, setting.kind) {
        (_, SettingType::Boolean) => "true or false".to_owned(),
        (_, SettingType::Int | SettingType::Long) if *fault == ValueFault::NotWhole => format!("a whole number{unit}"),
        (_, SettingType::Double) if *fault == ValueFault::NotNumber => "a number".to_owned(),
        (Accepts::Range { least, most, or }, _) => {
            let beside = or.map(|it| format!(", or {it}")).unwrap_or_default();
            let range = match (least, most) {
                (Some(least), Some(most)) => format!("{least} to {most}"),
                (Some(least), None) => format!("{least} and more"),
                (None, Some(most)) => format!("at most {most}"),
                (None, None) => "any number".to_owned(),
            };
            format!("{range}{beside}")
        }
        (Accepts::One(words), _) => listed(words, "or"),
        (Accepts::Some { words, .. }, _) => format!("{}, with commas between them", listed(words, "and")),
        (Accepts::Replicas, _) => "pairs of partition and broker such as 0:1,1:2, or *".to_owned(),
        (Accepts::FormatVersion(_), _) => "a version such as 3.0".to_owned(),
        (Accepts::Anything, _) => "any value".to_owned(),
    }
}

fn crossed(refusal: &RefusedSetting, crossing: Crossing, other_value: &str, is_stated: bool) -> String {
    let (key, other) = crossing.keys();
    let value = refusal.value.trim();
    let by = if is_stated { "" } else { " by default" };
    let other_value = other_value.trim();
    let version = refusal.version;
    match crossing {
        Crossing::CompactionLag => {
            format!(
                "{key} is {value} and {other} is {other_value}{by}: {version} refuses a least lag above the greatest"
            )
        }
        Crossing::RemoteCompacted => {
            format!(
                "{key} is {value} and {other} is {other_value}{by}: {version} keeps no compacted topic in tiered storage"
            )
        }
        Crossing::RemoteNotCleaned => {
            format!(
                "{key} is {value} and {other} is empty: {version} keeps only what is deleted some day in tiered storage"
            )
        }
        Crossing::LocalAboveMs | Crossing::LocalAboveBytes => {
            format!(
                "{key} is {value} and {other} is {other_value}{by}: {version} refuses to keep more on the brokers than altogether"
            )
        }
        Crossing::CopyDisabledMs | Crossing::CopyDisabledBytes => {
            format!(
                "{key} is {value} and {other} is {other_value}{by}: {version} refuses two limits where nothing is copied to tiered storage"
            )
        }
    }
}

fn crossing_step(crossing: Crossing) -> &'static str {
    match crossing {
        Crossing::CompactionLag => "Raise max.compaction.lag.ms, or lower min.compaction.lag.ms",
        Crossing::RemoteCompacted | Crossing::RemoteNotCleaned => {
            "Set cleanup.policy to delete, or take remote.storage.enable out"
        }
        Crossing::LocalAboveMs => "Lower local.retention.ms, or raise retention.ms; -2 takes the limit of the whole",
        Crossing::LocalAboveBytes => {
            "Lower local.retention.bytes, or raise retention.bytes; -2 takes the limit of the whole"
        }
        Crossing::CopyDisabledMs => "Set local.retention.ms to -2, which takes the limit of the whole",
        Crossing::CopyDisabledBytes => "Set local.retention.bytes to -2, which takes the limit of the whole",
    }
}
