//! The fields of records: title, hint, unit and words of each, as they stand at the field in its record type. The inspector,
//! the documentation, the command line and messages read them here, so that a field has one name everywhere.

use crate::field_table::table;
use crate::{Kind, Record};
use diagnostic::{listed, nearest};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One field of a record, or of a part of one.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldInfo {
    /// Where it stands in the record: a JSON pointer with `*` for an index of a list and for a key of a map.
    pub pointer: String,
    /// Its name for people, for example `Retention`.
    pub title: String,
    /// Its meaning in one sentence, without a full stop.
    pub hint: String,
    /// The sort of its values.
    pub value: FieldValue,
    /// The unit of its number.
    pub unit: Option<Unit>,
    /// Whether a record cannot be without it.
    pub required: bool,
    /// The value that counts where none is stated; `null` where nothing does.
    pub default: Value,
}

/// The sorts of values that fields have.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// Any text.
    Text,
    /// The id of a record of a kind; of a step, where no kind is named.
    Id(Option<Kind>),
    /// Kind and id of a record.
    Key,
    /// A whole number, from the least that makes sense.
    Whole(Option<i64>),
    /// A number, from the least that makes sense.
    Number(Option<i64>),
    /// Yes or no.
    Flag,
    /// One of a few words.
    Choice(Vec<Word>),
    /// Several values.
    List(Box<FieldValue>),
    /// Values under keys that a person chooses.
    Map(Box<FieldValue>),
    /// Fields of its own.
    Fields,
}

/// One value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The value as the record stores it.
    pub value: String,
    /// Its name for people.
    pub title: String,
    /// Its meaning in one sentence, without a full stop; empty where the title says it.
    pub hint: String,
}

/// The units of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Thousandths of a second.
    Milliseconds,
    /// Bytes.
    Bytes,
    /// Gibibytes.
    Gibibytes,
    /// Records a second.
    PerSecond,
    /// US dollars.
    Dollars,
}

impl Unit {
    const ALL: [Self; 5] = [Self::Milliseconds, Self::Bytes, Self::Gibibytes, Self::PerSecond, Self::Dollars];

    /// The word under `x-unit` in the JSON Schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::Bytes => "bytes",
            Self::Gibibytes => "GiB",
            Self::PerSecond => "records/s",
            Self::Dollars => "USD",
        }
    }

    /// The unit as a sentence says it: `in milliseconds`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Milliseconds => "in milliseconds",
            Self::Bytes => "in bytes",
            Self::Gibibytes => "in GiB",
            Self::PerSecond => "in records a second",
            Self::Dollars => "in US dollars",
        }
    }

    /// The unit of a word in the JSON Schema.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == word)
    }
}

/// Names that keep their capital inside a sentence.
const PROPER_NAMES: [&str; 2] = ["Kafka", "Markdown"];

impl FieldInfo {
    /// The title inside a sentence: `partitions`, `GiB a month`.
    pub fn in_sentence(&self) -> String {
        let first = self.title.split(' ').next().unwrap_or_default();
        let is_name = PROPER_NAMES.contains(&first) || first.chars().skip(1).any(char::is_uppercase);
        let mut letters = self.title.chars();
        match letters.next() {
            Some(initial) if !is_name => initial.to_lowercase().chain(letters).collect(),
            Some(_) | None => self.title.clone(),
        }
    }

    /// The place of the field in the record's file: `direction.produce.acks`, `steps.*.name`.
    pub fn path(&self) -> String {
        self.pointer.trim_start_matches('/').replace('/', ".")
    }

    /// The words that it takes; none where it takes anything else.
    pub fn words(&self) -> &[Word] {
        match &self.value {
            FieldValue::Choice(words) => words,
            FieldValue::List(of) | FieldValue::Map(of) => match of.as_ref() {
                FieldValue::Choice(words) => words,
                FieldValue::Text
                | FieldValue::Id(_)
                | FieldValue::Key
                | FieldValue::Whole(_)
                | FieldValue::Number(_)
                | FieldValue::Flag
                | FieldValue::List(_)
                | FieldValue::Map(_)
                | FieldValue::Fields => &[],
            },
            FieldValue::Text
            | FieldValue::Id(_)
            | FieldValue::Key
            | FieldValue::Whole(_)
            | FieldValue::Number(_)
            | FieldValue::Flag
            | FieldValue::Fields => &[],
        }
    }

    /// The word of a value.
    pub fn word(&self, value: &str) -> Option<&Word> {
        self.words().iter().find(|word| word.value == value)
    }

    /// The values that it takes, in words: `a whole number from 1, in milliseconds; required`.
    pub fn takes(&self) -> String {
        let unit = self.unit.map_or_else(String::new, |unit| format!(", {}", unit.in_words()));
        let unstated = match &self.default {
            _ if self.required => "; required".to_owned(),
            Value::String(word) if !word.is_empty() => format!("; {word} by default"),
            Value::Number(number) => format!("; {} by default", number.to_string().trim_end_matches(".0")),
            Value::Bool(yes) => format!("; {yes} by default"),
            Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => String::new(),
        };
        format!("{}{unit}{unstated}", self.value.in_words())
    }

    fn parent(&self) -> &str {
        self.pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// The last word of its place: the key in the record and in its file.
    pub fn key(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }
}

impl FieldValue {
    /// A value in words: `a text`, `the id of a topic`.
    pub fn in_words(&self) -> String {
        let number = |noun: &str, least: &Option<i64>| match least {
            Some(least) => format!("a {noun} from {least}"),
            None => format!("a {noun}"),
        };
        match self {
            Self::Text => "a text".to_owned(),
            Self::Id(Some(kind)) => format!("the id of {} {}", article(kind.title()), kind.title()),
            Self::Id(None) => "the id of a step".to_owned(),
            Self::Key => "the kind and id of a record".to_owned(),
            Self::Whole(least) => number("whole number", least),
            Self::Number(least) => number("number", least),
            Self::Flag => "true or false".to_owned(),
            Self::Choice(words) => listed(&words.iter().map(|word| word.value.as_str()).collect::<Vec<_>>(), "or"),
            Self::List(of) => format!("a list, each {}", of.in_words()),
            Self::Map(of) => format!("a map, each {}", of.in_words()),
            Self::Fields => "a table".to_owned(),
        }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

static TABLES: LazyLock<BTreeMap<Kind, Vec<FieldInfo>>> =
    LazyLock::new(|| Kind::ALL.iter().map(|kind| (*kind, table(Record::fields_of(*kind).as_value()))).collect());

/// The fields of a kind of record, each before those inside it, in the order in which they are declared.
pub fn fields(kind: Kind) -> &'static [FieldInfo] {
    TABLES.get(&kind).map(Vec::as_slice).unwrap_or_default()
}

/// The field at a JSON pointer into a record of a kind. An entry of a list or map that has no fields of its own is part of
/// the field that holds it.
pub fn field(kind: Kind, pointer: &str) -> Option<&'static FieldInfo> {
    let mut found: Option<&FieldInfo> = None;
    let mut at = String::new();
    let mut is_entry = false;
    for token in pointer.split('/').skip(1) {
        let named = format!("{at}/{token}");
        if let Some(field) = fields(kind).iter().find(|field| field.pointer == named) {
            (found, at, is_entry) = (Some(field), named, false);
            continue;
        }
        match found.map(|field| &field.value) {
            Some(FieldValue::List(_) | FieldValue::Map(_)) if !is_entry => {}
            Some(_) | None => return None,
        }
        at.push_str("/*");
        is_entry = true;
    }
    found
}

/// The fields at a place of records of a kind, without those inside them: of the record for an empty pointer, else of the part
/// that the pointer leads to.
pub fn fields_inside(kind: Kind, pointer: &str) -> Vec<&'static FieldInfo> {
    let place = match field(kind, pointer) {
        Some(it) if matches!(it.value, FieldValue::List(_) | FieldValue::Map(_)) => format!("{}/*", it.pointer),
        Some(it) => it.pointer.clone(),
        None if pointer.is_empty() => String::new(),
        None => return Vec::new(),
    };
    fields(kind).iter().filter(|field| field.parent() == place).collect()
}

/// The field that a person most likely meant by a pointer to none: one at the same place with a similar key or title.
pub fn meant(kind: Kind, pointer: &str) -> Option<&'static FieldInfo> {
    let (place, key) = pointer.rsplit_once('/')?;
    let known = fields_inside(kind, place);
    let word = nearest(key, known.iter().flat_map(|field| [field.key(), field.title.as_str()]))?;
    known.into_iter().find(|field| field.key() == word || field.title == word)
}

/// The words of the enumeration at a JSON pointer into a record of a kind.
pub fn words(kind: Kind, pointer: &str) -> &'static [Word] {
    field(kind, pointer).map(FieldInfo::words).unwrap_or_default()
}

/// The word of a value of the enumeration at a JSON pointer.
pub fn word_of<T: Serialize>(kind: Kind, pointer: &str, value: &T) -> Option<&'static Word> {
    let value = serde_json::to_value(value).ok()?;
    field(kind, pointer)?.word(value.as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn is_worded(text: &str) -> bool {
        let starts_well = text.chars().next().is_some_and(|it| it.is_uppercase() || it.is_ascii_digit());
        starts_well && !text.ends_with('.') && !text.contains(". ") && !text.contains('_')
    }

    #[test]
    fn every_field_has_a_title_and_a_hint() {
        for (kind, field) in Kind::ALL.iter().flat_map(|kind| fields(*kind).iter().map(move |field| (kind, field))) {
            let place = format!("{kind:?}{}: {} – {}", field.pointer, field.title, field.hint);
            assert!(is_worded(&field.title) && is_worded(&field.hint), "{place}");
            for word in field.words() {
                assert!(!word.title.is_empty() && !word.title.ends_with('.'), "{place}: {word:?}");
                assert!(is_worded(&word.hint) || field.pointer == "/hue", "{place}: {word:?}");
            }
        }
    }

    /// Fields of the same entry of a list or map stand in one form, and so do all outside of entries.
    #[test]
    fn no_two_fields_of_a_form_share_a_title() {
        for kind in Kind::ALL {
            let mut titles = BTreeSet::new();
            for field in fields(*kind) {
                let form = field.pointer.rsplit_once("/*/").map_or("", |(form, _)| form);
                assert!(titles.insert((form, &field.title)), "{kind:?}: {} stands twice", field.title);
            }
        }
    }

    #[test]
    fn every_unit_and_least_value_of_the_record_types_is_read() {
        for kind in Kind::ALL {
            let schema = Record::fields_of(*kind).to_value().to_string();
            let told = fields(*kind);
            // A part that stands in two places is described once.
            let units: BTreeSet<&str> = told.iter().filter_map(|field| field.unit).map(Unit::as_str).collect();
            let stated: BTreeSet<&str> =
                schema.split("\"x-unit\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert_eq!(units, stated, "{kind:?}");
            for field in told.iter().filter(|field| field.unit.is_some()) {
                assert!(matches!(field.value, FieldValue::Whole(Some(_)) | FieldValue::Number(Some(_))), "{field:?}");
            }
        }
    }

    #[test]
    fn a_field_is_found_by_its_place_in_a_record() {
        let check = |kind: Kind, pointer: &str, expected: Option<&str>| {
            let found =
                field(kind, pointer).map(|field| format!("{} = {}, {}", field.path(), field.title, field.takes()));
            assert_eq!(found.as_deref(), expected, "{kind:?}{pointer}");
        };
        check(Kind::Topic, "/partitions", Some("partitions = Partitions, a whole number from 1; required"));
        check(Kind::Topic, "/retention_ms", Some("retention_ms = Retention, a whole number from -1, in milliseconds"));
        check(Kind::Topic, "/key/type", Some("key.type = Key type, a text; string by default"));
        check(Kind::Topic, "/config/segment.ms", Some("config = Further configuration, a map, each a text"));
        check(Kind::Topic, "/config/a~1b/c", None);
        check(Kind::Topic, "/colour", None);
        check(Kind::Topic, "/partitions/0", None);
        check(Kind::Topic, "", None);
        check(
            Kind::Flow,
            "/direction/produce/acks",
            Some("direction.produce.acks = Acks, 0, 1 or all; all by default"),
        );
        check(
            Kind::Flow,
            "/direction/consume/on_failure/retry_topic",
            Some("direction.consume.on_failure.retry_topic = Retry topic, the id of a topic"),
        );
        check(Kind::Flow, "/messages/1", Some("messages = Messages, a list, each the id of a message"));
        check(Kind::Process, "/steps/0", Some("steps = Steps, a list, each a table"));
        check(Kind::Process, "/steps/0/then/1", Some("steps.*.then = Then, a list, each the id of a step"));
        check(
            Kind::Process,
            "/steps/-/timeout_ms",
            Some("steps.*.timeout_ms = Timeout, a whole number from 0, in milliseconds"),
        );
        check(
            Kind::Environment,
            "/topics/orders/partitions",
            Some("topics.*.partitions = Partitions, a whole number from 1"),
        );
        check(Kind::Decision, "/decision-makers/0", Some("decision-makers = Decided by, a list, each a text"));
        check(
            Kind::Context,
            "/hue",
            Some("hue = Colour, teal, violet, amber, green, rose, blue, orange, cyan, fuchsia, lime, indigo or slate"),
        );
    }

    #[test]
    fn a_misspelt_field_is_guessed_by_key_or_title() {
        let check = |kind: Kind, pointer: &str, expected: Option<&str>| {
            assert_eq!(meant(kind, pointer).map(|field| field.pointer.as_str()), expected, "{kind:?}{pointer}");
        };
        check(Kind::Topic, "/partitons", Some("/partitions"));
        check(Kind::Topic, "/topic_type", Some("/kind"));
        check(Kind::Process, "/steps/3/undone by", Some("/steps/*/compensation"));
        check(Kind::Environment, "/topics/orders/partition", Some("/topics/*/partitions"));
        check(Kind::Topic, "/wheels", None);
        check(Kind::Topic, "/nowhere/partitions", None);
    }

    #[test]
    fn titles_stand_in_sentences() {
        let check = |kind: Kind, pointer: &str, expected: &str| {
            assert_eq!(field(kind, pointer).map(FieldInfo::in_sentence).as_deref(), Some(expected));
        };
        check(Kind::Topic, "/partitions", "partitions");
        check(Kind::Environment, "/storage_usd_per_gib_month", "GiB a month");
        check(Kind::Environment, "/kafka_version", "Kafka version");
    }

    #[test]
    fn values_have_words() {
        assert_eq!(
            word_of(Kind::Topic, "/kind", &crate::TopicKind::DeadLetter).map(|it| it.title.as_str()),
            Some("Dead letters")
        );
        let hints: Vec<&str> = words(Kind::Flow, "/direction/produce/acks").iter().map(|it| it.hint.as_str()).collect();
        let confirmed = "All copies that are in sync: nothing confirmed is lost";
        assert_eq!(
            hints,
            ["None: records are lost without a word", "The leader: records are lost when it fails", confirmed]
        );
        assert_eq!(words(Kind::ContextRelation, "/patterns").len(), 8);
        assert_eq!(words(Kind::Policy, "/rules").len(), 4);
        assert_eq!(words(Kind::Topic, "/name"), []);
    }
}
