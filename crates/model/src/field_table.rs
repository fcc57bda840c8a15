//! Reads the fields of a kind of record out of its JSON Schema, so that what the record types say about a field is said once.

use crate::Kind;
use crate::field::{FieldInfo, FieldValue, Unit, Word};
use serde_json::Value;

/// The fields that a schema describes, each before those inside it.
pub(crate) fn table(schema: &Value) -> Vec<FieldInfo> {
    let mut reader = Reader { root: schema, out: Vec::new() };
    reader.fields(schema, "");
    reader.out
}

struct Reader<'a> {
    root: &'a Value,
    out: Vec<FieldInfo>,
}

impl<'a> Reader<'a> {
    fn fields(&mut self, node: &'a Value, place: &str) {
        let parts = self.parts(node);
        // Of several ways one is taken, so none is required by itself.
        let is_only = parts.len() == 1;
        for part in parts {
            let required = items(part, "required");
            for (key, property) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
                // One way of several is described beside its only field.
                let text = |word: &str| text(property, word).or_else(|| text(part, word));
                let pointer = format!("{place}/{key}");
                let value = self.value(property);
                let inside = match &value {
                    FieldValue::Fields => Some(pointer.clone()),
                    FieldValue::List(of) | FieldValue::Map(of) if **of == FieldValue::Fields => {
                        Some(format!("{pointer}/*"))
                    }
                    FieldValue::Text
                    | FieldValue::Id(_)
                    | FieldValue::Key
                    | FieldValue::Whole(_)
                    | FieldValue::Number(_)
                    | FieldValue::Flag
                    | FieldValue::Choice(_)
                    | FieldValue::List(_)
                    | FieldValue::Map(_) => None,
                };
                self.out.push(FieldInfo {
                    pointer,
                    title: text("title").unwrap_or_default().to_owned(),
                    hint: sentence(text("description").unwrap_or_default()),
                    value,
                    unit: text("x-unit").and_then(Unit::of_word),
                    required: is_only && required.iter().any(|it| it == key),
                    default: property.get("default").cloned().unwrap_or_default(),
                });
                if let Some(place) = inside {
                    self.fields(self.entry(property), &place);
                }
            }
        }
    }

    /// The sort of value that a part of the schema describes.
    fn value(&self, node: &Value) -> FieldValue {
        if let Some(name) = reference(node) {
            return match Kind::of_id_type(name) {
                Some(kind) => FieldValue::Id(Some(kind)),
                None if name == "RecordKey" => FieldValue::Key,
                None if name == "StepId" => FieldValue::Id(None),
                None => self.value(self.definition(name)),
            };
        }
        if let Some(some) = items(node, "anyOf").iter().find(|it| !is_null(it)) {
            return self.value(some);
        }
        let words = words(node);
        if !words.is_empty() {
            return FieldValue::Choice(words);
        }
        let least = || node.get("x-least").or_else(|| node.get("minimum")).and_then(Value::as_i64);
        match type_of(node) {
            Some("integer") => FieldValue::Whole(least()),
            Some("number") => FieldValue::Number(least()),
            Some("boolean") => FieldValue::Flag,
            Some("array") => FieldValue::List(Box::new(self.value(entry_of(node)))),
            Some("object") if node.get("properties").is_none() => FieldValue::Map(Box::new(self.value(entry_of(node)))),
            Some("object") => FieldValue::Fields,
            Some(_) => FieldValue::Text,
            None if node.get("oneOf").is_some() => FieldValue::Fields,
            None => FieldValue::Text,
        }
    }

    /// The holder of the fields inside a field: itself, or each entry of a list or map.
    fn entry(&self, node: &'a Value) -> &'a Value {
        let node = self.resolved(node);
        match type_of(node) {
            Some("array") => entry_of(node),
            Some("object") if node.get("properties").is_none() => entry_of(node),
            Some(_) | None => node,
        }
    }

    /// The objects that a part of the schema describes: one, or one for each way of several.
    fn parts(&self, node: &'a Value) -> Vec<&'a Value> {
        let node = self.resolved(node);
        match node.get("oneOf").and_then(Value::as_array) {
            Some(ways) => ways.iter().collect(),
            None => vec![node],
        }
    }

    fn resolved(&self, node: &'a Value) -> &'a Value {
        if let Some(name) = reference(node) {
            return self.definition(name);
        }
        items(node, "anyOf").iter().find(|it| !is_null(it)).map_or(node, |some| self.resolved(some))
    }

    fn definition(&self, name: &str) -> &'a Value {
        self.root.get("$defs").and_then(|all| all.get(name)).unwrap_or(&Value::Null)
    }
}

fn reference(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

fn is_null(node: &Value) -> bool {
    node.get("type").and_then(Value::as_str) == Some("null")
}

/// The type of an optional value too, which is that or null.
fn type_of(node: &Value) -> Option<&str> {
    match node.get("type")? {
        Value::String(only) => Some(only),
        Value::Array(several) => several.iter().filter_map(Value::as_str).find(|it| *it != "null"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}

/// Each entry of a list or map.
fn entry_of(node: &Value) -> &Value {
    let by_pattern = || node.get("patternProperties")?.as_object()?.values().next();
    let any = node.get("items").or_else(|| node.get("additionalProperties").filter(|it| it.is_object()));
    any.or_else(by_pattern).unwrap_or(&Value::Null)
}

/// The words of an enumeration: each with its own documentation, or all without.
fn words(node: &Value) -> Vec<Word> {
    let documented = items(node, "oneOf").iter().filter_map(|it| Some((it.get("const")?.as_str()?, it)));
    let bare = items(node, "enum").iter().filter_map(|it| Some((it.as_str()?, &Value::Null)));
    documented.chain(bare).map(|(value, it)| word(value, it)).collect()
}

fn word(value: &str, documented: &Value) -> Word {
    Word {
        value: value.to_owned(),
        title: text(documented, "title").map_or_else(|| title(value), str::to_owned),
        hint: sentence(text(documented, "description").unwrap_or_default()),
    }
}

/// A word whose name for people is the word itself: `dead-letter` as `Dead letter`.
fn title(value: &str) -> String {
    let spaced = value.replace('-', " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A documentation comment as a message says it: in one line, without marks of code and without a full stop.
fn sentence(description: &str) -> String {
    let line = description.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_end_matches('.').to_owned()
}

fn text<'a>(node: &'a Value, word: &str) -> Option<&'a str> {
    node.get(word).and_then(Value::as_str)
}

fn items<'a>(node: &'a Value, word: &str) -> &'a [Value] {
    node.get(word).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
