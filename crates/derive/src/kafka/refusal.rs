//! Why Kafka refuses settings of a topic, and what is meant instead.

use super::crossing::{Crossing, crossings, default_of};
use super::meant::meant;
use super::table::{Accepts, Setting, TABLE};
use super::value::{ValueFault, fault};
use super::version::KafkaVersion;
use std::collections::BTreeMap;

/// A setting that a version of Kafka refuses.
#[derive(Debug, Clone, PartialEq)]
pub struct RefusedSetting {
    /// The key, as it is stated.
    pub key: String,
    /// The value, as it is stated.
    pub value: String,
    /// The version that refuses it.
    pub version: KafkaVersion,
    /// Why.
    pub reason: Reason,
    /// The setting that is most likely meant.
    pub replacement: Option<Replacement>,
}

/// Why a setting is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Kafka knows no such key; perhaps this one is meant.
    UnknownKey(Option<&'static str>),
    /// It is a number for which the topic's record has a field of this name.
    Field(&'static str),
    /// It is a key of brokers; perhaps a topic has this one for the same.
    BrokerKey(Option<&'static str>),
    /// It is a key of producers or consumers.
    ClientKey,
    /// Kafka has or had the key from one version to another, as major and minor number.
    OtherVersion((u32, u32), (u32, u32)),
    /// It is a key of another maker's brokers.
    Maker(&'static str),
    /// The value is none that the setting takes.
    Value(ValueFault, &'static Setting),
    /// The value contradicts another setting, whose value follows, and whether it is stated or a default.
    Crossed(Crossing, String, bool),
}

/// A setting to write in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Its key.
    pub key: &'static str,
    /// Its value.
    pub value: String,
}

/// Makers of brokers that speak Kafka's protocol and know keys of their own, by how these begin.
const MAKERS: [(&str, &str); 5] = [
    ("confluent.", "Confluent"),
    ("redpanda.", "Redpanda"),
    ("warpstream.", "WarpStream"),
    ("automq.", "AutoMQ"),
    ("initial.retention.local.target.", "Redpanda"),
];

/// Numbers of a topic that are no settings, by what people write for them.
const FIELDS: [(&str, &str); 8] = [
    ("partitions", "partitions"),
    ("num.partitions", "partitions"),
    ("partition.count", "partitions"),
    ("partitions.count", "partitions"),
    ("replication", "replication"),
    ("replication.factor", "replication"),
    ("default.replication.factor", "replication"),
    ("replicas", "replication"),
];

impl RefusedSetting {
    /// Whether every broker of the version refuses it. Those of other makers may take keys of their own, and newer versions
    /// than are known here may know more keys.
    pub fn is_certain(&self) -> bool {
        match self.reason {
            Reason::Maker(_) => false,
            Reason::UnknownKey(_) => !self.version.is_newer_than_known(),
            Reason::Field(_)
            | Reason::BrokerKey(_)
            | Reason::ClientKey
            | Reason::OtherVersion(..)
            | Reason::Value(..)
            | Reason::Crossed(..) => true,
        }
    }
}

/// The settings of a topic that a version of Kafka refuses, by key. Tiered storage is taken to be on in the cluster.
pub fn refusals<'a>(
    settings: impl IntoIterator<Item = (&'a str, &'a str)>,
    version: KafkaVersion,
) -> Vec<RefusedSetting> {
    let settings: BTreeMap<&str, &str> = settings.into_iter().collect();
    let mut right = BTreeMap::new();
    let mut out = Vec::new();
    for (key, value) in &settings {
        match TABLE.setting(key, version) {
            Some(setting) => match fault(setting, value) {
                None => {
                    right.insert(*key, *value);
                }
                Some(fault) => out.push(of_value(setting, fault, value, version)),
            },
            None => out.push(of_key(key, value, &settings, version)),
        }
    }
    for crossing in crossings(&right, version) {
        let (refused, other) = crossing.keys();
        let value = |key| right.get(key).copied().unwrap_or_else(|| default_of(key, version)).to_owned();
        let is_stated = right.contains_key(other);
        let reason = Reason::Crossed(crossing, value(other), is_stated);
        out.push(RefusedSetting { key: refused.to_owned(), value: value(refused), version, reason, replacement: None });
    }
    out.sort_by(|one, other| one.key.cmp(&other.key));
    out
}

fn of_value(setting: &'static Setting, fault: ValueFault, value: &str, version: KafkaVersion) -> RefusedSetting {
    let replacement = meant(setting, value).or_else(|| nearest_end(setting, &fault, value));
    RefusedSetting {
        key: setting.key.to_owned(),
        value: value.to_owned(),
        version,
        reason: Reason::Value(fault, setting),
        replacement: replacement.map(|value| Replacement { key: setting.key, value }),
    }
}

/// The end of the range that a number lies beyond.
fn nearest_end(setting: &Setting, fault: &ValueFault, value: &str) -> Option<String> {
    let Accepts::Range { least, most, .. } = &setting.accepts else { return None };
    if *fault != ValueFault::OutOfRange {
        return None;
    }
    let number: f64 = value.trim().parse().ok()?;
    let is_below = least.and_then(|least| least.parse::<f64>().ok()).is_some_and(|least| number < least);
    let end = if is_below { least } else { most };
    end.map(str::to_owned)
}

fn of_key(key: &str, value: &str, settings: &BTreeMap<&str, &str>, version: KafkaVersion) -> RefusedSetting {
    let folded = key.trim().to_lowercase();
    let written = |other: &'static str, value: &str, factor: i64| -> Option<Replacement> {
        // A stated setting is not written over.
        let setting = TABLE.setting(other, version).filter(|_| !settings.contains_key(other))?;
        let scaled = value.trim().parse::<i64>().ok().filter(|_| factor != 1);
        let value = match scaled {
            // Brokers take -1 hours for ever.
            Some(number) if number < 0 => number.to_string(),
            Some(number) => number.checked_mul(factor)?.to_string(),
            None => value.trim().to_owned(),
        };
        let value = if fault(setting, &value).is_some() { meant(setting, &value)? } else { value };
        Some(Replacement { key: other, value })
    };
    let (reason, replacement) = if let Some(setting) = TABLE.setting(&folded, version) {
        (Reason::UnknownKey(Some(setting.key)), written(setting.key, value, 1))
    } else if let Some((first, last)) = TABLE.versions_with(key) {
        (Reason::OtherVersion(first, last), None)
    } else if let Some((_, field)) = FIELDS.iter().find(|(written, _)| *written == folded) {
        (Reason::Field(field), None)
    } else if let Some((_, maker)) = MAKERS.iter().find(|(start, _)| folded.starts_with(start)) {
        (Reason::Maker(maker), None)
    } else if let Some(counterpart) = TABLE.broker(&folded).or_else(|| TABLE.broker(&format!("log.{folded}"))) {
        let meant = counterpart.and_then(|it| written(it.key, value, it.factor));
        let known = counterpart.map(|it| it.key).filter(|key| TABLE.setting(key, version).is_some());
        (Reason::BrokerKey(known), meant)
    } else if TABLE.is_of_clients(&folded) {
        (Reason::ClientKey, None)
    } else {
        let meant = diagnostic::nearest(&folded.replace(['_', '-'], "."), TABLE.keys(version));
        (Reason::UnknownKey(meant), meant.and_then(|other| written(other, value, 1)))
    };
    RefusedSetting { key: key.to_owned(), value: value.to_owned(), version, reason, replacement }
}
