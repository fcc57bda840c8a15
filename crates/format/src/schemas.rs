//! JSON Schemas of the files, for editors that complete and check them. They come from the records themselves, so that what
//! an editor promises and what loading accepts cannot drift apart: loading is driven by the same schemas.

use model::{FORMAT_VERSION, Kind, Record, Unit};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Where the schemas are published.
const PUBLISHED_AT: &str = "https://eventscape.dev/schemas";

/// The JSON Schema (draft 2020-12) of every kind of file, by the name under which it is published, for example
/// `topic.schema.json`. That of decisions is for their front matter.
pub fn json_schemas() -> BTreeMap<String, Value> {
    file_kinds().map(|kind| (schema_file(kind), file_schema(kind))).collect()
}

/// The kinds of record that have a file of their own.
pub(crate) fn file_kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| kind.file().is_some())
}

/// The name under which the schema of a kind's file is published: that of the settings is called after their file.
fn schema_file(kind: Kind) -> String {
    let name = if kind == Kind::Settings { "eventscape" } else { kind.as_str() };
    format!("{name}.schema.json")
}

/// The text of a schema as it is published: indented, with sorted keys.
pub fn schema_text(schema: &Value) -> String {
    format!("{:#}\n", sorted(schema))
}

/// The schema of one kind of file.
pub(crate) fn file_schema(kind: Kind) -> Value {
    let mut schema = Record::fields_of(kind).to_value();
    leave_out(&mut schema, &kind.fields_outside_its_file().collect::<Vec<_>>());
    if kind == Kind::View {
        add_nodes(&mut schema);
    }
    tidy(&mut schema);
    drop_unused_definitions(&mut schema);
    if let Some(root) = schema.as_object_mut() {
        let id = format!("{PUBLISHED_AT}/{FORMAT_VERSION}/{}", schema_file(kind));
        root.insert("$id".to_owned(), Value::String(id));
    }
    schema
}

fn leave_out(schema: &mut Value, keys: &[&str]) {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|key, _| !keys.contains(&key.as_str()));
    }
    let Some(root) = schema.as_object_mut() else { return };
    if let Some(required) = root.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|key| !key.as_str().is_some_and(|key| keys.contains(&key)));
        if required.is_empty() {
            root.remove("required");
        }
    }
}

/// A view's file holds the positions of its nodes too, which are records of their own.
fn add_nodes(schema: &mut Value) {
    let mut placement = schemars::schema_for!(model::Placement).to_value();
    leave_out(&mut placement, &["view", "node"]);
    if let Some(placement) = placement.as_object_mut() {
        placement.retain(|key, _| key != "$schema" && key != "$defs");
    }
    let nodes = json!({
        "title": "Nodes",
        "description": "Where nodes stand, by the key of a context, service or topic, for example topic:order-events.",
        "type": "object",
        "additionalProperties": { "$ref": "#/$defs/Placement" }
    });
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("nodes".to_owned(), nodes);
    }
    if let Some(root) = schema.as_object_mut()
        && let Some(definitions) = root.entry("$defs").or_insert_with(|| Value::Object(Map::new())).as_object_mut()
    {
        definitions.insert("Placement".to_owned(), placement);
    }
}

/// Says in JSON Schema's own words what the generator leaves to Rust: unknown keys are allowed, as loading keeps them;
/// nothing in TOML is null; whole numbers have the range of their type; and a description names the unit, since editors show
/// no keywords of ours.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.contains_key("properties") {
                object.remove("additionalProperties");
            }
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|it| it != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(mut options)) = object.remove("anyOf") {
                options.retain(|option| option != &json!({ "type": "null" }));
                if let [Value::Object(only)] = options.as_slice() {
                    object.extend(only.clone());
                } else {
                    object.insert("anyOf".to_owned(), Value::Array(options));
                }
            }
            let largest = match object.get("format").and_then(Value::as_str) {
                Some("uint32") => Some(i64::from(u32::MAX)),
                Some("int32") => Some(i64::from(i32::MAX)),
                Some("uint64" | "int64") => Some(i64::MAX),
                Some(_) | None => None,
            };
            if let Some(largest) = largest {
                object.entry("maximum").or_insert(Value::from(largest));
            }
            if object.get("format").and_then(Value::as_str) == Some("int32") {
                object.entry("minimum").or_insert(Value::from(i32::MIN));
            }
            let unit = object.get("x-unit").and_then(Value::as_str).and_then(Unit::of_word);
            if let (Some(unit), Some(Value::String(description))) = (unit, object.get_mut("description")) {
                description.push_str(&format!(" It is stated {}.", unit.in_words()));
            }
            object.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Definitions that only keys left out referred to would puzzle a reader of the published file.
fn drop_unused_definitions(schema: &mut Value) {
    loop {
        let used = schema.to_string();
        let Some(root) = schema.as_object_mut() else { return };
        let Some(definitions) = root.get_mut("$defs").and_then(Value::as_object_mut) else { return };
        let before = definitions.len();
        definitions.retain(|name, _| used.contains(&format!("\"#/$defs/{name}\"")));
        let after = definitions.len();
        if after == 0 {
            root.remove("$defs");
        }
        if after == before || after == 0 {
            return;
        }
    }
}

/// The same value with sorted keys, whatever order the map in use keeps.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let by_key: BTreeMap<&String, &Value> = object.iter().collect();
            Value::Object(by_key.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
