//! The values that may stand in a file: the JSON Schema of its kind, worked into a form that reading walks quickly and that says more
//! than a schema can, such as that a text must be an id.

use crate::schemas::{file_kinds, file_schema};
use diagnostic::nearest;
use model::Kind;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The values that are allowed in a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Text,
    /// A slug that names a record.
    Id,
    /// A record's kind and id.
    Key,
    Whole {
        min: i64,
        max: i64,
    },
    Number,
    Bool,
    /// One of some words.
    Choice(Arc<[String]>),
    List(Arc<Shape>),
    /// Values of one shape by keys that a person chooses.
    Map {
        /// Whether the keys are ids.
        ids: bool,
        value: Arc<Shape>,
    },
    /// Values by known keys.
    Table(Arc<TableShape>),
    /// A table with exactly one of some known keys.
    OneOf(Arc<TableShape>),
}

/// The known keys of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TableShape {
    /// The name of the record or of the part of one, as the model calls it.
    pub name: String,
    pub fields: Vec<FieldShape>,
}

/// A known key of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldShape {
    pub key: String,
    /// Its name for people, which some write instead of the key.
    pub title: String,
    pub shape: Shape,
    pub required: bool,
}

impl TableShape {
    /// The known key of a name.
    pub fn field(&self, key: &str) -> Option<&FieldShape> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The known key that a person most likely meant by another: one like it, or that of a field whose title is like it.
    pub fn meant(&self, key: &str) -> Option<&str> {
        let known = self.fields.iter().flat_map(|field| [field.key.as_str(), field.title.as_str()]);
        let word = nearest(key, known.filter(|word| !word.is_empty()))?;
        let field = self.fields.iter().find(|field| field.key == word || field.title == word)?;
        Some(&field.key)
    }
}

static SHAPES: LazyLock<BTreeMap<Kind, Arc<TableShape>>> = LazyLock::new(|| {
    file_kinds()
        .map(|kind| {
            let schema = file_schema(kind);
            let definitions = schema.get("$defs").cloned().unwrap_or_default();
            let name = schema.get("title").and_then(Value::as_str).unwrap_or_default();
            (kind, Arc::new(table(name, &schema, &definitions)))
        })
        .collect()
});

/// The values that may stand in a kind of file.
pub(crate) fn of(kind: Kind) -> Arc<TableShape> {
    SHAPES.get(&kind).cloned().unwrap_or_else(|| Arc::new(TableShape { name: String::new(), fields: Vec::new() }))
}

fn table(name: &str, schema: &Value, definitions: &Value) -> TableShape {
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let fields = schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(key, field)| FieldShape {
            key: key.clone(),
            title: field.get("title").and_then(Value::as_str).unwrap_or_default().to_owned(),
            shape: shape(field, definitions),
            required: required.contains(&key.as_str()),
        })
        .collect();
    TableShape { name: name.to_owned(), fields }
}

fn shape(schema: &Value, definitions: &Value) -> Shape {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix("#/$defs/")) {
        return match definitions.get(name) {
            Some(_) if name == "RecordKey" => Shape::Key,
            Some(_) if name.ends_with("Id") => Shape::Id,
            Some(definition) => named(name, definition, definitions),
            None => Shape::Text,
        };
    }
    named("", schema, definitions)
}

fn named(name: &str, schema: &Value, definitions: &Value) -> Shape {
    if let Some(options) = schema.get("oneOf").and_then(Value::as_array) {
        return alternatives(name, options, definitions);
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return Shape::Choice(words.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("integer") => {
            let bound = |key, default| schema.get(key).and_then(Value::as_i64).unwrap_or(default);
            Shape::Whole { min: bound("minimum", i64::MIN), max: bound("maximum", i64::MAX) }
        }
        Some("number") => Shape::Number,
        Some("boolean") => Shape::Bool,
        Some("array") => Shape::List(Arc::new(schema.get("items").map_or(Shape::Text, |it| shape(it, definitions)))),
        Some("object") if schema.get("properties").is_some() => {
            Shape::Table(Arc::new(table(name, schema, definitions)))
        }
        Some("object") => {
            let by_pattern =
                schema.get("patternProperties").and_then(Value::as_object).and_then(|it| it.values().next());
            let any = schema.get("additionalProperties").filter(|it| it.is_object());
            let value = by_pattern.or(any).map_or(Shape::Text, |it| shape(it, definitions));
            Shape::Map { ids: by_pattern.is_some(), value: Arc::new(value) }
        }
        Some(_) | None => Shape::Text,
    }
}

fn alternatives(name: &str, options: &[Value], definitions: &Value) -> Shape {
    let words: Vec<String> =
        options.iter().filter_map(|it| it.get("const").and_then(Value::as_str)).map(str::to_owned).collect();
    if words.len() == options.len() {
        return Shape::Choice(words.into());
    }
    let fields = options.iter().flat_map(|option| table(name, option, definitions).fields).collect();
    Shape::OneOf(Arc::new(TableShape { name: name.to_owned(), fields }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(shape: &Shape) -> String {
        match shape {
            Shape::Text => "text".to_owned(),
            Shape::Id => "id".to_owned(),
            Shape::Key => "key".to_owned(),
            Shape::Whole { min, max } => format!("{min}..={max}"),
            Shape::Number => "number".to_owned(),
            Shape::Bool => "bool".to_owned(),
            Shape::Choice(words) => words.join("|"),
            Shape::List(item) => format!("[{}]", word(item)),
            Shape::Map { ids, value } => format!("{{{}: {}}}", if *ids { "id" } else { "text" }, word(value)),
            Shape::Table(table) => format!("{{{}}}", fields(table).join(", ")),
            Shape::OneOf(table) => format!("one of {{{}}}", fields(table).join(", ")),
        }
    }

    fn fields(table: &TableShape) -> Vec<String> {
        table
            .fields
            .iter()
            .map(|it| format!("{}{}: {}", it.key, if it.required { "!" } else { "" }, word(&it.shape)))
            .collect()
    }

    #[test]
    fn another_key_is_taken_for_one_like_it_or_for_that_of_a_title() {
        let check = |key: &str, meant: Option<&str>| assert_eq!(of(Kind::Topic).meant(key), meant, "{key}");
        check("partions", Some("partitions"));
        check("topic_type", Some("kind"));
        check("largest_batch", Some("max_message_bytes"));
        check("wheels", None);
    }

    #[test]
    fn what_every_kind_of_file_may_say() {
        let mut out = String::new();
        for kind in file_kinds() {
            let mut lines = fields(&of(kind));
            lines.sort();
            out.push_str(&format!("{kind:?}\n  {}\n", lines.join("\n  ")));
        }
        insta::assert_snapshot!(out);
    }
}
