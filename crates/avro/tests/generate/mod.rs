//! Random schemas and changed versions of them, for laws.
//!
//! A schema is built from a list of choices, so a failing case shrinks to few and plain choices.

#![allow(dead_code, reason = "each test uses a part of it")]

use avro::{Parser, Schema};
use serde_json::{Map, Value, json};

/// A list of decisions; when it is used up, every decision is the plainest.
pub struct Choices<'a> {
    left: std::slice::Iter<'a, u16>,
}

impl<'a> Choices<'a> {
    pub fn new(choices: &'a [u16]) -> Self {
        Self { left: choices.iter() }
    }

    fn below(&mut self, end: usize) -> usize {
        self.left.next().map_or(0, |&choice| usize::from(choice) % end.max(1))
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        let at = self.below(from.len());
        from.get(at).cloned()
    }

    /// True in so many of a hundred cases.
    fn often(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }
}

const PRIMITIVES: [&str; 8] = ["int", "string", "long", "null", "boolean", "float", "double", "bytes"];
const NAMES: [&str; 4] = ["A", "B", "C", "D"];
const FIELDS: [&str; 5] = ["id", "name", "total", "note", "kind"];
const SYMBOLS: [&str; 4] = ["NEW", "PAID", "SENT", "OTHER"];

/// A schema that is valid by the specification, whose outermost type is mostly a record.
pub fn schema(choices: &mut Choices<'_>) -> Value {
    let mut built = Builder { defined: Vec::new(), size: 0 };
    if choices.often(15) { built.any(choices, 3, false) } else { built.record(choices, 3) }
}

struct Builder {
    defined: Vec<String>,
    size: usize,
}

impl Builder {
    fn any(&mut self, choices: &mut Choices<'_>, depth: usize, in_union: bool) -> Value {
        self.size += 1;
        if depth == 0 || self.size > 20 {
            return self.primitive(choices);
        }
        match choices.below(10) {
            0..=3 => self.primitive(choices),
            4 => json!({"type": "array", "items": self.any(choices, depth - 1, false)}),
            5 => json!({"type": "map", "values": self.any(choices, depth - 1, false)}),
            6 | 7 if !in_union => self.union(choices, depth),
            8 => choices.pick(&self.defined).map_or_else(|| self.primitive(choices), Value::String),
            _ => self.named(choices, depth - 1),
        }
    }

    fn primitive(&self, choices: &mut Choices<'_>) -> Value {
        match choices.below(12) {
            9 => json!({"type": "long", "logicalType": "timestamp-millis"}),
            10 => json!({"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}),
            11 => json!({"type": "string", "logicalType": "uuid"}),
            at => json!(PRIMITIVES.get(at).copied().unwrap_or("int")),
        }
    }

    fn union(&mut self, choices: &mut Choices<'_>, depth: usize) -> Value {
        let mut branches: Vec<Value> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        for _ in 0..=choices.below(3) {
            let branch = self.any(choices, depth - 1, true);
            let named = ["name", "type"].iter().find_map(|key| branch.get(*key).and_then(Value::as_str));
            let key = branch.as_str().or(named).unwrap_or_default().to_owned();
            if !seen.contains(&key) {
                seen.push(key);
                branches.push(branch);
            }
        }
        Value::Array(branches)
    }

    fn name(&mut self, choices: &mut Choices<'_>) -> Option<String> {
        let name = choices.pick(&NAMES)?.to_owned();
        if self.defined.contains(&name) {
            return None;
        }
        self.defined.push(name.clone());
        Some(name)
    }

    fn named(&mut self, choices: &mut Choices<'_>, depth: usize) -> Value {
        match choices.below(4) {
            0 | 1 => self.record(choices, depth),
            2 => {
                let Some(name) = self.name(choices) else { return self.primitive(choices) };
                let count = 1 + choices.below(SYMBOLS.len());
                let mut it = json!({"type": "enum", "name": name, "symbols": SYMBOLS.get(..count)});
                if choices.often(30)
                    && let Some(object) = it.as_object_mut()
                {
                    object.insert("default".to_owned(), json!(SYMBOLS.first()));
                }
                it
            }
            _ => {
                let Some(name) = self.name(choices) else { return self.primitive(choices) };
                json!({"type": "fixed", "name": name, "size": 1 + choices.below(4)})
            }
        }
    }

    fn record(&mut self, choices: &mut Choices<'_>, depth: usize) -> Value {
        let Some(name) = self.name(choices) else { return self.primitive(choices) };
        let mut fields = Vec::new();
        let count = choices.below(FIELDS.len());
        for field in FIELDS.iter().take(count) {
            let kind = self.any(choices, depth, false);
            let mut object = Map::new();
            object.insert("name".to_owned(), json!(field));
            if choices.often(35)
                && let Some(default) = default(&kind)
            {
                object.insert("default".to_owned(), default);
            }
            object.insert("type".to_owned(), kind);
            fields.push(Value::Object(object));
        }
        json!({"type": "record", "name": name, "fields": fields})
    }
}

/// A default for a type, where one is easily found.
fn default(kind: &Value) -> Option<Value> {
    match kind {
        Value::String(name) => Some(match name.as_str() {
            "null" => Value::Null,
            "boolean" => json!(false),
            "int" | "long" | "float" | "double" => json!(0),
            "string" | "bytes" => json!(""),
            _ => return None,
        }),
        Value::Array(branches) => branches.first().and_then(default),
        Value::Object(object) => match object.get("type").and_then(Value::as_str)? {
            "array" => Some(json!([])),
            "map" => Some(json!({})),
            "enum" => object.get("symbols").and_then(|symbols| symbols.get(0)).cloned(),
            "long" => Some(json!(0)),
            _ => None,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The same schema after one to three changes of the kind that people make.
pub fn changed(schema: &Value, choices: &mut Choices<'_>) -> Value {
    let mut text = schema.clone();
    for _ in 0..=choices.below(3) {
        let mut places = Places::default();
        places.look(&text);
        // Most places are names and fields; unions, enums and fixed types are where versions disagree in many ways.
        let at = if choices.often(50) { choices.pick(&places.rich) } else { None };
        let at = at.unwrap_or_else(|| choices.below(places.count));
        let mut seen = 0;
        change(&mut text, at, &mut seen, choices);
    }
    text
}

/// Where a text can be changed, counted as `change` does.
#[derive(Default)]
struct Places {
    count: usize,
    /// Unions, lists of symbols, enums and fixed types.
    rich: Vec<usize>,
}

impl Places {
    fn look(&mut self, value: &Value) {
        let here = self.count;
        self.count += 1;
        match value {
            Value::Array(items) => {
                if !items.iter().all(|item| item.get("name").is_some() && item.get("type").is_some()) {
                    self.rich.push(here);
                }
                items.iter().for_each(|item| self.look(item));
            }
            Value::Object(members) => {
                if members.contains_key("symbols") || members.contains_key("size") {
                    self.rich.push(here);
                }
                members.values().for_each(|member| self.look(member));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

fn change(value: &mut Value, at: usize, seen: &mut usize, choices: &mut Choices<'_>) {
    let here = *seen == at;
    *seen += 1;
    match value {
        Value::String(word) if here && PRIMITIVES.contains(&word.as_str()) => {
            *value = if choices.often(30) { json!([word, "boolean"]) } else { json!(choices.pick(&PRIMITIVES)) };
        }
        Value::Array(items) if here && !items.is_empty() && choices.often(25) => *value = items.swap_remove(0),
        Value::Array(items) if here && items.len() > 1 => {
            let gone = choices.below(items.len());
            match choices.below(3) {
                0 => items.rotate_left(1),
                1 => drop(items.remove(gone)),
                // A union takes another type; what that is to fields or symbols is mended or thrown away.
                _ => items.push(json!(choices.pick(&PRIMITIVES))),
            }
        }
        Value::Object(members) if here => {
            if members.contains_key("fields") && choices.often(50) {
                let count = members.get("fields").and_then(Value::as_array).map_or(0, Vec::len);
                let field = json!({"name": format!("extra{count}"), "type": choices.pick(&PRIMITIVES)});
                if let Some(fields) = members.get_mut("fields").and_then(Value::as_array_mut) {
                    fields.push(field);
                }
            } else if members.contains_key("symbols") || members.contains_key("size") || members.contains_key("fields")
            {
                if choices.often(50) {
                    members.insert("size".to_owned(), json!(5));
                } else {
                    rename(members, "Renamed", choices);
                }
            } else if members.contains_key("name") {
                match choices.below(3) {
                    0 => rename(members, "renamed", choices),
                    1 => {
                        members.remove("default");
                    }
                    _ => {
                        members.insert("type".to_owned(), json!(choices.pick(&PRIMITIVES)));
                        members.remove("default");
                    }
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, at, seen, choices)),
        Value::Object(members) => members.values_mut().for_each(|member| change(member, at, seen, choices)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Another name, and mostly an alias that says so.
fn rename(members: &mut Map<String, Value>, name: &str, choices: &mut Choices<'_>) {
    if let Some(old) = members.insert("name".to_owned(), json!(name))
        && choices.often(60)
    {
        members.insert("aliases".to_owned(), json!([old]));
    }
}

/// A schema's text, compact or on many lines, with what a change broke mended by the last fix of each finding. Nothing when
/// that leads nowhere.
pub fn text(schema: &Value, pretty: bool) -> Option<String> {
    let mut text = if pretty { format!("{schema:#}") } else { schema.to_string() };
    for _ in 0..20 {
        let (_, findings) = Schema::parse(&text, &[]);
        let Some(broken) = findings.iter().find(|finding| finding.refused_by(Parser::Specification)) else {
            return Some(text);
        };
        text = syntax::apply_edits(&text, &broken.fixes.last()?.edits).ok()?;
    }
    None
}
