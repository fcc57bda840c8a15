//! The table that is made out of Kafka's own classes, read once.

use super::crossing::Crossing;
use super::version::KafkaVersion;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const TEXT: &str = include_str!("settings.tsv");

/// All that is known of all versions.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXT));

/// The type of a setting, as `ConfigDef` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingType {
    /// `true` or `false`.
    Boolean,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// A number.
    Double,
    /// A text.
    Text,
    /// Texts with commas between them.
    List,
}

/// The values that a setting accepts among those of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepts {
    /// All of them.
    Anything,
    /// A range, either end of which may be open, and perhaps one number beside it.
    Range {
        /// The least number, as Kafka writes it.
        least: Option<&'static str>,
        /// The greatest number, as Kafka writes it.
        most: Option<&'static str>,
        /// The number beside the range.
        or: Option<i64>,
    },
    /// One of these words.
    One(Vec<&'static str>),
    /// Some of these words.
    Some {
        /// The words.
        words: Vec<&'static str>,
        /// Whether there may be none.
        may_be_empty: bool,
    },
    /// Replicas that are throttled, as `partition:broker`, or `*`.
    Replicas,
    /// A version of the message format.
    FormatVersion(Vec<&'static str>),
}

/// A setting of topics in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Kafka's key.
    pub key: &'static str,
    /// Its type.
    pub kind: SettingType,
    /// The value where neither topic nor broker states one.
    pub default: &'static str,
    /// The values that it accepts.
    pub accepts: Accepts,
}

/// The setting of topics for which a key of brokers is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counterpart {
    pub key: &'static str,
    /// How much the topic's unit is smaller.
    pub factor: i64,
}

/// Versions from the first to the last, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    first: usize,
    last: usize,
}

impl Span {
    fn holds(self, version: KafkaVersion) -> bool {
        (self.first..=self.last).contains(&version.at())
    }
}

#[derive(Debug, Default)]
pub(super) struct Table {
    pub versions: Vec<(u32, u32)>,
    settings: BTreeMap<&'static str, Vec<(Span, Setting)>>,
    brokers: BTreeMap<&'static str, Option<Counterpart>>,
    clients: BTreeMap<&'static str, ()>,
    pub topics: Vec<(Span, &'static str)>,
    crossings: Vec<(Span, Crossing)>,
}

impl Table {
    fn read(text: &'static str) -> Self {
        let mut out = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&'static str> = line.split('\t').collect();
            out.read_row(&cells);
        }
        out
    }

    fn read_row(&mut self, cells: &[&'static str]) {
        if let ["versions", versions @ ..] = cells {
            self.versions = versions.iter().filter_map(|it| line(it)).collect();
            return;
        }
        let [first, last, rest @ ..] = cells else { return };
        let at = |text: &str| self.versions.iter().position(|known| line(text) == Some(*known));
        let (Some(first), Some(last)) = (at(first), at(last)) else { return };
        let span = Span { first, last };
        match rest {
            ["setting", key, kind, default, accepts] => {
                if let Some(kind) = type_of(kind) {
                    let setting = Setting { key, kind, default, accepts: accepted(accepts) };
                    self.settings.entry(key).or_default().push((span, setting));
                }
            }
            ["broker", key, topic, factor] => {
                let counterpart = factor.parse().ok().map(|factor| Counterpart { key: topic, factor });
                let known = self.brokers.entry(key).or_default();
                *known = known.or(counterpart);
            }
            ["client", key] => {
                self.clients.insert(key, ());
            }
            ["topic", name] => self.topics.push((span, name)),
            ["crossing", name] => self.crossings.extend(Crossing::of_name(name).map(|crossing| (span, crossing))),
            _ => {}
        }
    }

    /// The keys of topics in a version.
    pub fn keys(&self, version: KafkaVersion) -> impl Iterator<Item = &'static str> {
        self.settings
            .iter()
            .filter(move |(_, all)| all.iter().any(|(span, _)| span.holds(version)))
            .map(|(key, _)| *key)
    }

    pub fn setting(&self, key: &str, version: KafkaVersion) -> Option<&Setting> {
        self.settings.get(key)?.iter().find(|(span, _)| span.holds(version)).map(|(_, setting)| setting)
    }

    /// The first and the last known version with a key, where there are any.
    pub fn versions_with(&self, key: &str) -> Option<((u32, u32), (u32, u32))> {
        let spans = self.settings.get(key)?;
        let first = spans.iter().map(|(span, _)| span.first).min()?;
        let last = spans.iter().map(|(span, _)| span.last).max()?;
        Some((*self.versions.get(first)?, *self.versions.get(last)?))
    }

    /// The counterpart of a broker's key for a topic, where there is one; nothing where brokers have no such key.
    pub fn broker(&self, key: &str) -> Option<Option<Counterpart>> {
        self.brokers.get(key).copied()
    }

    pub fn is_of_clients(&self, key: &str) -> bool {
        self.clients.contains_key(key)
    }

    pub fn crossings(&self, version: KafkaVersion) -> impl Iterator<Item = Crossing> {
        self.crossings.iter().filter(move |(span, _)| span.holds(version)).map(|(_, crossing)| *crossing)
    }
}

/// A setting by Kafka's key; nothing where the version has none.
pub fn setting(key: &str, version: KafkaVersion) -> Option<&'static Setting> {
    TABLE.setting(key, version)
}

fn line(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn type_of(word: &str) -> Option<SettingType> {
    Some(match word {
        "boolean" => SettingType::Boolean,
        "int" => SettingType::Int,
        "long" => SettingType::Long,
        "double" => SettingType::Double,
        "string" => SettingType::Text,
        "list" => SettingType::List,
        _ => return None,
    })
}

fn accepted(text: &'static str) -> Accepts {
    let words = |text: &'static str| text.split('|').collect();
    let (how, rest) = text.split_once(' ').unwrap_or((text, ""));
    match how {
        "one" => Accepts::One(words(rest)),
        "any" | "some" => Accepts::Some { words: words(rest), may_be_empty: how == "any" },
        "replicas" => Accepts::Replicas,
        "version" => Accepts::FormatVersion(words(rest)),
        range => {
            let Some((least, most)) = range.split_once("..") else { return Accepts::Anything };
            let end = |text: &'static str| Some(text).filter(|it| !it.is_empty());
            let or = rest.strip_prefix("or ").and_then(|number| number.parse().ok());
            Accepts::Range { least: end(least), most: end(most), or }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_understood() {
        let rows = TEXT.lines().filter(|line| !line.starts_with('#') && !line.starts_with("versions"));
        let read = TABLE.settings.values().map(Vec::len).sum::<usize>()
            + TABLE.clients.len()
            + TABLE.topics.len()
            + TABLE.crossings.len();
        let of_brokers = |row: &&str| row.split('\t').nth(2) == Some("broker");
        let of_clients = |row: &&str| row.split('\t').nth(2) == Some("client");
        let clients: std::collections::BTreeSet<_> =
            rows.clone().filter(of_clients).filter_map(|it| it.split('\t').nth(3)).collect();
        let others = rows.clone().filter(|row| !of_brokers(row) && !of_clients(row)).count();
        assert_eq!(read, others + clients.len());
        assert!(TABLE.brokers.len() > 250 && rows.filter(of_brokers).count() >= TABLE.brokers.len());
        assert!(
            TABLE
                .settings
                .values()
                .flatten()
                .all(|(_, it)| it.accepts != Accepts::Anything || it.key != "cleanup.policy")
        );
    }

    #[test]
    fn settings_are_those_of_their_version() {
        let check = |key: &str, version: &str, expected: Option<(&str, Accepts)>| {
            let found = setting(key, KafkaVersion::of(version)).map(|it| (it.default, it.accepts.clone()));
            assert_eq!(found, expected, "{key} {version}");
        };
        let from = |least| Accepts::Range { least: Some(least), most: None, or: None };
        check("segment.bytes", "4.0", Some(("1073741824", from("14"))));
        check("segment.bytes", "4.3", Some(("1073741824", from("1048576"))));
        check("remote.log.copy.disable", "3.8", None);
        check(
            "compression.gzip.level",
            "3.8",
            Some(("-1", Accepts::Range { least: Some("1"), most: Some("9"), or: Some(-1) })),
        );
        check("compression.typ", "4.3", None);
    }
}
