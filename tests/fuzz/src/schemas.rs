//! Schemas that people could have written, and what they then change in them.

use crate::choices::Choices;
use avro::{Parser, Schema};
use serde_json::{Map, Value, json};

const PRIMITIVES: [&str; 8] = ["int", "string", "long", "null", "boolean", "float", "double", "bytes"];
const NAMES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
const SPACES: [&str; 4] = ["", "n", "n.m", "A"];
const FIELDS: [&str; 6] = ["id", "name", "total", "note", "kind", "next"];
const SYMBOLS: [&str; 6] = ["NEW", "PAID", "SENT", "OTHER", "LOST", "DONE"];

/// A schema. Most are valid by the specification, and most are records.
pub fn schema(choices: &mut Choices<'_>) -> Value {
    let mut builder = Builder { choices, defined: Vec::new(), open: vec![String::new()], size: 0 };
    if builder.choices.often(15) { builder.any(4, false) } else { builder.record(4) }
}

struct Builder<'c, 'b> {
    choices: &'c mut Choices<'b>,
    /// Full names.
    defined: Vec<String>,
    /// The namespaces around.
    open: Vec<String>,
    size: usize,
}

impl Builder<'_, '_> {
    fn any(&mut self, depth: usize, in_union: bool) -> Value {
        self.size += 1;
        if depth == 0 || self.size > 40 {
            return self.primitive();
        }
        match self.choices.below(12) {
            0..=2 => self.primitive(),
            3 => json!({"type": "array", "items": self.any(depth - 1, false)}),
            4 => json!({"type": "map", "values": self.any(depth - 1, false)}),
            5..=7 if !in_union => self.union(depth),
            8 | 9 => self.choices.pick(&self.defined).cloned().map_or_else(|| self.primitive(), Value::String),
            _ => self.named(depth - 1),
        }
    }

    fn primitive(&mut self) -> Value {
        match self.choices.below(20) {
            9 => json!({"type": "long", "logicalType": "timestamp-millis"}),
            10 => json!({"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}),
            11 => json!({"type": "string", "logicalType": "uuid"}),
            12 => json!({"type": "int", "logicalType": "date"}),
            13 => json!({"type": "bytes", "logicalType": "decimal", "precision": 4}),
            14 => json!({"type": "long", "logicalType": "timestamp-micros"}),
            15 => json!({"type": "string", "avro.java.string": "String"}),
            at => json!(PRIMITIVES.get(at % 8)),
        }
    }

    fn union(&mut self, depth: usize) -> Value {
        let mut branches: Vec<Value> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        let most = if self.choices.often(10) { 9 } else { 4 };
        for _ in 0..=self.choices.below(most) {
            let branch = self.any(depth - 1, true);
            let named = ["name", "type"].iter().find_map(|key| branch.get(*key).and_then(Value::as_str));
            let key = branch.as_str().or(named).unwrap_or_default().to_owned();
            if !seen.contains(&key) {
                seen.push(key);
                branches.push(branch);
            }
        }
        Value::Array(branches)
    }

    /// The first members of a named type, with a name that is not taken yet.
    fn name(&mut self) -> Option<Map<String, Value>> {
        let simple = *self.choices.pick(&NAMES)?;
        let mut object = Map::new();
        let around = self.open.last().cloned().unwrap_or_default();
        let space = if self.choices.often(30) {
            let space = (*self.choices.pick(&SPACES)?).to_owned();
            object.insert("namespace".to_owned(), json!(space));
            space
        } else {
            around
        };
        let full = if space.is_empty() { simple.to_owned() } else { format!("{space}.{simple}") };
        if self.defined.contains(&full) {
            return None;
        }
        self.defined.push(full);
        object.insert("name".to_owned(), json!(simple));
        if self.choices.often(20) {
            object.insert("aliases".to_owned(), json!([self.choices.pick(&NAMES), "n.m.F"]));
        }
        self.open.push(space);
        Some(object)
    }

    fn named(&mut self, depth: usize) -> Value {
        match self.choices.below(5) {
            0..=2 => self.record(depth),
            3 => {
                let Some(mut it) = self.name() else { return self.primitive() };
                self.open.pop();
                let count = 1 + self.choices.below(SYMBOLS.len());
                it.insert("type".to_owned(), json!("enum"));
                it.insert("symbols".to_owned(), json!(SYMBOLS.get(..count)));
                if self.choices.often(30) {
                    it.insert("default".to_owned(), json!(SYMBOLS.first()));
                }
                Value::Object(it)
            }
            _ => {
                let Some(mut it) = self.name() else { return self.primitive() };
                self.open.pop();
                it.insert("type".to_owned(), json!("fixed"));
                it.insert("size".to_owned(), json!(self.choices.pick(&[1, 4, 12, 16])));
                if self.choices.often(20) {
                    it.insert("logicalType".to_owned(), json!(self.choices.pick(&["uuid", "duration", "decimal"])));
                    it.insert("precision".to_owned(), json!(2));
                }
                Value::Object(it)
            }
        }
    }

    fn record(&mut self, depth: usize) -> Value {
        let Some(mut it) = self.name() else { return self.primitive() };
        let mut fields = Vec::new();
        let count = self.choices.below(FIELDS.len());
        for name in FIELDS.iter().take(count) {
            let mut field = Map::new();
            let kind = self.any(depth.saturating_sub(1), false);
            field.insert("name".to_owned(), json!(name));
            if self.choices.often(15) {
                field.insert("aliases".to_owned(), json!([format!("{name}2")]));
            }
            if self.choices.often(40)
                && let Some(default) = default(&kind, 0)
            {
                field.insert("default".to_owned(), default);
            }
            if self.choices.often(10) {
                field.insert("doc".to_owned(), json!("Why \u{e9} \"so\""));
                field.insert("pii".to_owned(), json!(true));
            }
            field.insert("type".to_owned(), kind);
            fields.push(Value::Object(field));
        }
        self.open.pop();
        it.insert("type".to_owned(), json!(if self.choices.often(5) { "error" } else { "record" }));
        it.insert("fields".to_owned(), Value::Array(fields));
        Value::Object(it)
    }
}

/// A default for a type, where one is easily found.
fn default(kind: &Value, depth: usize) -> Option<Value> {
    match kind {
        Value::String(name) => Some(match name.as_str() {
            "null" => Value::Null,
            "boolean" => json!(false),
            "int" | "long" => json!(7),
            "float" | "double" => json!(0.5),
            "string" | "bytes" => json!("x\u{ff}"),
            _ => return None,
        }),
        Value::Array(branches) => branches.first().and_then(|first| default(first, depth)),
        Value::Object(object) => match object.get("type").and_then(Value::as_str)? {
            "array" => Some(json!([default(object.get("items")?, depth + 1)?])),
            "map" => Some(json!({"key": default(object.get("values")?, depth + 1)?})),
            "enum" => object.get("symbols").and_then(|symbols| symbols.get(0)).cloned(),
            "record" if depth < 3 => {
                let mut members = Map::new();
                for field in object.get("fields")?.as_array()? {
                    let name = field.get("name")?.as_str()?.to_owned();
                    members.insert(name, default(field.get("type")?, depth + 1)?);
                }
                Some(Value::Object(members))
            }
            "long" | "int" => Some(json!(0)),
            _ => None,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The same schema after some changes of the kind that people make.
pub fn changed(schema: &Value, choices: &mut Choices<'_>) -> Value {
    let mut text = schema.clone();
    for _ in 0..choices.below(4) {
        let at = choices.below(count(&text));
        change(&mut text, at, &mut 0, choices);
    }
    text
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn change(value: &mut Value, at: usize, seen: &mut usize, choices: &mut Choices<'_>) {
    let here = *seen == at;
    *seen += 1;
    if here {
        return change_here(value, choices);
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, at, seen, choices)),
        Value::Object(members) => members.values_mut().for_each(|member| change(member, at, seen, choices)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn change_here(value: &mut Value, choices: &mut Choices<'_>) {
    match value {
        Value::String(word) if PRIMITIVES.contains(&word.as_str()) => {
            *value = match choices.below(4) {
                0 => json!(["null", word]),
                1 => json!({"type": "array", "items": word}),
                _ => json!(choices.pick(&PRIMITIVES)),
            };
        }
        Value::String(word) => match choices.below(3) {
            0 => *value = json!(["null", word]),
            1 => *value = json!(choices.pick(&NAMES)),
            _ => word.push('2'),
        },
        Value::Array(items) => change_items(items, choices),
        Value::Object(members) => change_members(members, choices),
        Value::Number(_) => *value = json!(choices.pick(&[1, 2, 5, 16])),
        Value::Null | Value::Bool(_) => {}
    }
}

fn change_items(items: &mut Vec<Value>, choices: &mut Choices<'_>) {
    let at = choices.below(items.len());
    match choices.below(5) {
        0 if !items.is_empty() => {
            items.remove(at);
        }
        1 if !items.is_empty() => items.rotate_left(at),
        2 => items.reverse(),
        _ => {
            let is_fields = items.iter().any(|item| item.get("name").is_some() && item.get("type").is_some());
            let is_symbols = items.iter().any(|item| item.as_str().is_some_and(|word| SYMBOLS.contains(&word)));
            let new = if is_symbols {
                json!(choices.pick(&SYMBOLS))
            } else if is_fields {
                let mut field = json!({"name": format!("extra{}", items.len()), "type": choices.pick(&PRIMITIVES)});
                if choices.often(30)
                    && let Some(old) = items.first().and_then(|first| first.get("name")).cloned()
                {
                    field["aliases"] = json!([old]);
                }
                field
            } else {
                json!(choices.pick(&PRIMITIVES))
            };
            items.insert(at, new);
        }
    }
}

fn change_members(members: &mut Map<String, Value>, choices: &mut Choices<'_>) {
    let name = members.get("name").cloned();
    let mut set = |key: &str, value: Value| members.insert(key.to_owned(), value);
    match choices.below(9) {
        0 => drop(set("name", json!(choices.pick(&NAMES)))),
        1 => {
            set("name", json!("renamed"));
            set("aliases", json!([name]));
        }
        2 => drop(members.remove("default")),
        3 => drop(members.remove("aliases")),
        4 => drop(set("namespace", json!(choices.pick(&SPACES)))),
        5 => drop(set("type", json!(choices.pick(&PRIMITIVES)))),
        6 => drop(set("scale", json!(choices.below(4)))),
        7 => drop(set("default", json!(choices.pick(&["", "NEW", "PAID"])))),
        _ => drop(set("size", json!(choices.pick(&[1, 4, 12, 16])))),
    }
}

/// A text with what is broken in it mended by the last fix of each finding, as far as that leads.
pub fn mended(mut text: String) -> String {
    for _ in 0..12 {
        let (_, findings) = Schema::parse(&text, &[]);
        let broken = findings.iter().find(|finding| finding.refused_by(Parser::Specification));
        let Some(fix) = broken.and_then(|finding| finding.fixes.last()) else { return text };
        text = crate::spans::edited(&text, &fix.edits, &fix.title);
    }
    text
}
