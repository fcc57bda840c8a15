//! Setting one field of any record by JSON pointer, so that the inspector, repairs and scripts need no setter a field. The
//! record's own types decide what is legal.

use crate::naming::no_such_field;
use crate::refusal::Refusal;
use model::{Record, title_of, with_title};
use serde_json::{Map, Value};

/// The record with one field set; `null` removes an optional field or an element of a list.
pub(crate) fn set_field(record: &Record, pointer: &str, value: Value) -> Result<Record, Refusal> {
    let key = record.key();
    let refuse = |reason: String| Refusal::Field { key: key.clone(), pointer: pointer.to_owned(), reason };
    if matches!(pointer, "/id" | "/context" | "/view" | "/node") {
        return Err(refuse("it is fixed when the record is created".to_owned()));
    }
    let mut json = serde_json::to_value(record).map_err(|error| refuse(error.to_string()))?;
    let body = json
        .as_object_mut()
        .and_then(|object| object.values_mut().next())
        .ok_or_else(|| refuse("the record has no fields".to_owned()))?;
    let tokens: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
    if tokens.is_empty() {
        return Err(refuse("name a field, for example /name".to_owned()));
    }
    put(body, &tokens, value).map_err(|()| refuse(no_such_field(key.kind(), pointer)))?;
    let changed: Record = serde_json::from_value(json.clone()).map_err(|error| refuse(error.to_string()))?;
    // A field that the record does not know would vanish without a word.
    let kept = serde_json::to_value(&changed).map_err(|error| refuse(error.to_string()))?;
    if known(&json, &tokens) && !known(&kept, &tokens) && changed == *record {
        return Err(refuse(no_such_field(key.kind(), pointer)));
    }
    Ok(in_step(record, changed))
}

/// A decision's title is the first heading of its text: whichever of the two was set, the other follows.
fn in_step(before: &Record, after: Record) -> Record {
    match (before, after) {
        (Record::Decision(before), Record::Decision(mut after)) => {
            if after.title != before.title {
                after.body = with_title(&after.body, &after.title);
            }
            if after.body != before.body {
                match title_of(&after.body).map(str::to_owned) {
                    Some(title) => after.title = title,
                    None => after.body = with_title(&after.body, &after.title),
                }
            }
            Record::Decision(after)
        }
        (_, after) => after,
    }
}

/// The record without what stands at a pointer: an element of a list, a key of a map, an optional field.
pub(crate) fn remove_field(record: &Record, pointer: &str) -> Result<Record, Refusal> {
    set_field(record, pointer, Value::Null)
}

/// A pointer's token from its escaped form.
fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

fn known(json: &Value, tokens: &[String]) -> bool {
    let Some(mut at) = json.as_object().and_then(|object| object.values().next()) else { return false };
    for token in tokens {
        let next = match at {
            Value::Object(map) => map.get(token),
            Value::Array(list) => token.parse::<usize>().ok().and_then(|index| list.get(index)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        match next {
            Some(value) => at = value,
            None => return false,
        }
    }
    !at.is_null()
}

fn put(at: &mut Value, tokens: &[String], value: Value) -> Result<(), ()> {
    let Some((token, rest)) = tokens.split_first() else {
        *at = value;
        return Ok(());
    };
    if at.is_null() {
        *at = if token == "-" { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
    }
    match at {
        Value::Object(map) if rest.is_empty() && value.is_null() => {
            map.remove(token);
            Ok(())
        }
        Value::Object(map) => {
            if token == "-" {
                return Err(());
            }
            put(map.entry(token.clone()).or_insert(Value::Null), rest, value)
        }
        Value::Array(list) if token == "-" => {
            let mut element = Value::Null;
            put(&mut element, rest, value)?;
            list.push(element);
            Ok(())
        }
        Value::Array(list) => {
            let index: usize = token.parse().map_err(drop)?;
            if rest.is_empty() && value.is_null() {
                if index >= list.len() {
                    return Err(());
                }
                list.remove(index);
                return Ok(());
            }
            put(list.get_mut(index).ok_or(())?, rest, value)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Err(()),
    }
}
