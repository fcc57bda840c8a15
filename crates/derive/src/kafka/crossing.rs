//! Settings that are right by themselves and that Kafka refuses together.

use super::table::TABLE;
use super::value::{trimmed, words};
use super::version::KafkaVersion;
use std::collections::BTreeMap;

/// Settings that contradict each other. Which version refuses which is in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Crossing {
    /// Records have to wait longer for compaction than they may.
    CompactionLag,
    /// Tiered storage keeps no compacted topic.
    RemoteCompacted,
    /// Tiered storage keeps no topic of which nothing is deleted.
    RemoteNotCleaned,
    /// More time is kept on the brokers than altogether.
    LocalAboveMs,
    /// More bytes are kept on the brokers than altogether.
    LocalAboveBytes,
    /// Nothing is copied to tiered storage, and the brokers keep less than is to be kept.
    CopyDisabledMs,
    /// The same in bytes.
    CopyDisabledBytes,
}

const REMOTE: &str = "remote.storage.enable";
const NOT_COPIED: &str = "remote.log.copy.disable";

impl Crossing {
    const ALL: [(&'static str, Self); 7] = [
        ("compaction-lag", Self::CompactionLag),
        ("remote-compacted", Self::RemoteCompacted),
        ("remote-not-cleaned", Self::RemoteNotCleaned),
        ("local-above-ms", Self::LocalAboveMs),
        ("local-above-bytes", Self::LocalAboveBytes),
        ("copy-disabled-ms", Self::CopyDisabledMs),
        ("copy-disabled-bytes", Self::CopyDisabledBytes),
    ];

    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, crossing)| crossing)
    }

    /// The setting that is refused, and the other one.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::CompactionLag => ("max.compaction.lag.ms", "min.compaction.lag.ms"),
            Self::RemoteCompacted | Self::RemoteNotCleaned => (REMOTE, "cleanup.policy"),
            Self::LocalAboveMs | Self::CopyDisabledMs => ("local.retention.ms", "retention.ms"),
            Self::LocalAboveBytes | Self::CopyDisabledBytes => ("local.retention.bytes", "retention.bytes"),
        }
    }

    fn applies(self, values: &Values<'_>) -> bool {
        let (refused, other) = self.keys();
        let numbers = || values.number(refused).zip(values.number(other));
        match self {
            Self::CompactionLag => numbers().is_some_and(|(most, least)| least > most),
            Self::RemoteCompacted => {
                let policy = values.text(other).unwrap_or_default();
                values.is_true(REMOTE) && !matches!(words(policy)[..], [] | ["delete"])
            }
            Self::RemoteNotCleaned => {
                values.is_true(REMOTE) && values.text(other).is_some_and(|policy| words(policy).is_empty())
            }
            // -1 keeps for ever; a local limit of -2 is the limit of the whole.
            Self::LocalAboveMs | Self::LocalAboveBytes => {
                let is_above = |(local, all): (i64, i64)| all > -1 && local != -2 && (local == -1 || local > all);
                values.is_true(REMOTE) && numbers().is_some_and(is_above)
            }
            Self::CopyDisabledMs | Self::CopyDisabledBytes => {
                let differs = |(local, all): (i64, i64)| local != -2 && local != all;
                values.is_true(REMOTE) && values.is_true(NOT_COPIED) && numbers().is_some_and(differs)
            }
        }
    }
}

/// The values of settings, stated or by default.
struct Values<'a> {
    stated: &'a BTreeMap<&'a str, &'a str>,
    version: KafkaVersion,
}

impl Values<'_> {
    fn text(&self, key: &str) -> Option<&str> {
        let default = || TABLE.setting(key, self.version).map(|it| it.default);
        self.stated.get(key).copied().or_else(default).map(trimmed)
    }

    fn number(&self, key: &str) -> Option<i64> {
        self.text(key)?.parse().ok()
    }

    fn is_true(&self, key: &str) -> bool {
        self.text(key).is_some_and(|it| it.eq_ignore_ascii_case("true"))
    }
}

/// The crossings among settings that are right by themselves.
pub(super) fn crossings(stated: &BTreeMap<&str, &str>, version: KafkaVersion) -> Vec<Crossing> {
    let values = Values { stated, version };
    TABLE.crossings(version).filter(|crossing| crossing.applies(&values)).collect()
}

/// The value of a setting that no record states.
pub(super) fn default_of(key: &str, version: KafkaVersion) -> &'static str {
    TABLE.setting(key, version).map_or("", |it| it.default)
}
