//! Options of targets: what a schema says of each for the dialog and the command line, and what was chosen.

use crate::OptionError;
use crate::exporter::exporter;
use derive::wording;
use schemars::JsonSchema;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One option of a target.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionInfo {
    /// The word on the command line, behind the target's and a dot.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// Its effect, in one sentence.
    pub sentence: String,
    /// The values that it takes.
    pub kind: OptionKind,
    /// The value that is taken when nothing is chosen; `null` where nothing is.
    pub default: Value,
    /// The unit of a number.
    pub unit: Option<String>,
}

/// The kinds of value of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionKind {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// One of these words.
    Choice(Vec<OptionChoice>),
    /// Any texts.
    Texts,
    /// Records of the design, by kind and id.
    Records,
}

/// One word that an option takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionChoice {
    /// The word.
    pub word: String,
    /// Its meaning, in one sentence.
    pub sentence: String,
}

/// The options that were chosen for each target; the others have the target's defaults.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options(BTreeMap<&'static str, Map<String, Value>>);

static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl Options {
    /// The chosen values of a target, by the options' names.
    pub fn of(&self, target: &str) -> &Map<String, Value> {
        self.0.get(target).unwrap_or(&NONE)
    }

    /// Chooses by a text such as `strimzi.authentication=scram-sha-512`, as the command line has it. An option that takes several
    /// values takes one at a time.
    pub fn set(&mut self, assignment: &str) -> Result<(), OptionError> {
        let parts = assignment.split_once('=').and_then(|(option, value)| Some((option.split_once('.')?, value)));
        let Some(((target, name), value)) = parts else {
            return Err(OptionError::NoAssignment { text: assignment.to_owned() });
        };
        let exporter = exporter(target)?;
        let options = exporter.options();
        let Some(option) = options.iter().find(|option| option.name == name.trim()) else {
            return Err(OptionError::unknown(exporter.word, name, &options));
        };
        let full = format!("{}.{}", exporter.word, option.name);
        let chosen = self.0.entry(exporter.word).or_default();
        match (option.kind.value(value), chosen.get_mut(&option.name)) {
            (None, _) => Err(OptionError::illegal_value(full, value, &option.kind)),
            (Some(Value::Array(more)), Some(Value::Array(values))) => {
                values.extend(more);
                Ok(())
            }
            (Some(_), Some(_)) => Err(OptionError::SetTwice { option: full }),
            (Some(value), None) => {
                chosen.insert(option.name.clone(), value);
                Ok(())
            }
        }
    }

    /// Chooses a value as the target's schema has it; `null` for none.
    pub fn choose(&mut self, target: &'static str, name: &str, value: Value) {
        let chosen = self.0.entry(target).or_default();
        if value.is_null() {
            chosen.remove(name);
        } else {
            chosen.insert(name.to_owned(), value);
        }
    }
}

impl OptionKind {
    /// The value that a text stands for, where it is one of this kind.
    fn value(&self, text: &str) -> Option<Value> {
        let text = text.trim();
        match self {
            Self::Text => Some(text.into()),
            Self::Number => text.parse::<i64>().ok().map(Value::from),
            Self::Flag => text.parse::<bool>().ok().map(Value::from),
            Self::Choice(choices) => choices.iter().any(|it| it.word == text).then(|| text.into()),
            Self::Texts => Some(Value::Array(vec![text.into()])),
            Self::Records => {
                let key: model::RecordKey = text.parse().ok()?;
                Some(Value::Array(vec![key.to_string().into()]))
            }
        }
    }

    /// The words that it takes, where they can be listed.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Choice(choices) => choices.iter().map(|choice| choice.word.as_str()).collect(),
            Self::Flag => vec!["true", "false"],
            Self::Text | Self::Number | Self::Texts | Self::Records => Vec::new(),
        }
    }

    /// The values that it takes, in words: `tls or scram-sha-512`, `a whole number`.
    pub fn in_words(&self) -> String {
        match self {
            Self::Choice(_) | Self::Flag => wording::listed(&self.words(), "or"),
            Self::Text => "a text".to_owned(),
            Self::Number => "a whole number".to_owned(),
            Self::Texts => "texts, one each time".to_owned(),
            Self::Records => "records such as topic:order-events, one each time".to_owned(),
        }
    }
}

/// The options that a schema tells; `schema` has no references. A property that is of no kind that people can be asked for is
/// left out, which a test forbids.
pub(crate) fn read(schema: &Value) -> Vec<OptionInfo> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten().filter_map(|(name, property)| option(name, property)).collect()
}

fn option(name: &str, property: &Value) -> Option<OptionInfo> {
    let text = |key: &str| property.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(OptionInfo {
        name: name.to_owned(),
        title: text("title").unwrap_or_else(|| title(name)),
        sentence: sentence(property),
        kind: kind(property)?,
        default: property.get("default").cloned().unwrap_or_default(),
        unit: text("x-unit"),
    })
}

/// The description of a schema, in one line as messages are: without a full stop.
fn sentence(schema: &Value) -> String {
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    wording::one_line(description).trim_end_matches('.').to_owned()
}

/// `decision-makers` as people write it: `Decision makers`.
fn title(name: &str) -> String {
    wording::capitalised(&name.replace('-', " "))
}

fn kind(property: &Value) -> Option<OptionKind> {
    if let Some(choices) = choices(property) {
        return Some(OptionKind::Choice(choices));
    }
    // An optional value is of a type or null.
    let types: Vec<&str> = match property.get("type")? {
        Value::String(only) => vec![only],
        Value::Array(several) => several.iter().filter_map(Value::as_str).filter(|it| *it != "null").collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
    };
    match types.as_slice() {
        ["string"] => Some(OptionKind::Text),
        ["integer"] => Some(OptionKind::Number),
        ["boolean"] => Some(OptionKind::Flag),
        ["array"] => {
            let items = property.get("items")?;
            let is_record = items.get("pattern") == record_pattern().as_ref();
            match items.get("type")?.as_str()? {
                "string" if is_record => Some(OptionKind::Records),
                "string" => Some(OptionKind::Texts),
                _ => None,
            }
        }
        _ => None,
    }
}

/// By which the schema of a record's key is known.
fn record_pattern() -> Option<Value> {
    model::RecordKey::json_schema(&mut schemars::SchemaGenerator::default()).get("pattern").cloned()
}

/// The words of an enum whose every word is documented.
fn choices(property: &Value) -> Option<Vec<OptionChoice>> {
    let choice =
        |it: &Value| Some(OptionChoice { word: it.get("const")?.as_str()?.to_owned(), sentence: sentence(it) });
    property.get("oneOf")?.as_array()?.iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EXPORTERS;
    use model::RecordKey;
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "kebab-case")]
    enum Layout {
        /// One file for each.
        Apart,
        /// One file for all.
        Together,
    }

    #[derive(Serialize, JsonSchema)]
    #[serde(default, rename_all = "kebab-case")]
    struct Every {
        /// Its name
        /// for people.
        name: Option<String>,
        /// How long to wait.
        #[schemars(extend("x-unit" = "ms"))]
        time_out: u32,
        /// Whether it is strict.
        strict: bool,
        /// How it lies.
        layout: Layout,
        /// Its other words.
        words: Vec<String>,
        /// The records in question.
        records: Vec<RecordKey>,
    }

    impl Default for Every {
        fn default() -> Self {
            let (words, records) = (Vec::new(), Vec::new());
            Self { name: None, time_out: 30, strict: true, layout: Layout::Apart, words, records }
        }
    }

    fn every() -> Vec<OptionInfo> {
        let settings = schemars::generate::SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true);
        read(&settings.into_generator().into_root_schema_for::<Every>().to_value())
    }

    #[test]
    fn a_schema_tells_what_each_option_takes() {
        let option = |name: &str, title: &str, sentence: &str, kind, default, unit: Option<&str>| OptionInfo {
            name: name.to_owned(),
            title: title.to_owned(),
            sentence: sentence.to_owned(),
            kind,
            default,
            unit: unit.map(str::to_owned),
        };
        let choice = |word: &str, sentence: &str| OptionChoice { word: word.to_owned(), sentence: sentence.to_owned() };
        let layouts = vec![choice("apart", "One file for each"), choice("together", "One file for all")];
        let mut told = every();
        told.sort_by(|a, b| a.name.cmp(&b.name));
        assert_eq!(
            told,
            [
                option("layout", "Layout", "How it lies", OptionKind::Choice(layouts), json!("apart"), None),
                option("name", "Name", "Its name for people", OptionKind::Text, json!(null), None),
                option("records", "Records", "The records in question", OptionKind::Records, json!([]), None),
                option("strict", "Strict", "Whether it is strict", OptionKind::Flag, json!(true), None),
                option("time-out", "Time out", "How long to wait", OptionKind::Number, json!(30), Some("ms")),
                option("words", "Words", "Its other words", OptionKind::Texts, json!([]), None),
            ]
        );
    }

    #[test]
    fn a_text_becomes_a_value_of_the_kind() {
        let check = |name: &str, text: &str, expected: Option<Value>| {
            let options = every();
            let option = options.iter().find(|option| option.name == name).unwrap();
            assert_eq!(option.kind.value(text), expected, "{name}={text}");
        };
        check("name", " Two words ", Some(json!("Two words")));
        check("time-out", "-5", Some(json!(-5)));
        check("time-out", "soon", None);
        check("strict", "false", Some(json!(false)));
        check("strict", "no", None);
        check("layout", "together", Some(json!("together")));
        check("layout", "Together", None);
        check("words", "a, b", Some(json!(["a, b"])));
        check("records", "topic:orders", Some(json!(["topic:orders"])));
        check("records", "orders", None);
    }

    #[test]
    fn every_option_of_every_target_can_be_asked_for() {
        for target in &EXPORTERS {
            let schema = target.json_schema();
            let properties = schema.get("properties").and_then(Value::as_object).map_or(0, Map::len);
            let options = target.options();
            assert_eq!(options.len(), properties, "{target}: {schema:#}");
            assert!(options.iter().all(|option| !option.sentence.is_empty()), "{target}");
        }
    }

    #[test]
    fn targets_are_found_by_their_words_or_all_are_named() {
        for target in &EXPORTERS {
            assert_eq!(exporter(target.word), Ok(target));
        }
        let refused = exporter("terraform").unwrap_err().to_string();
        assert!(EXPORTERS.iter().all(|target| refused.contains(target.word)), "{refused}");
    }
}
