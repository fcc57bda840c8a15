//! `--set FIELD=VALUE` of `add`: a text becomes a value of the field, by what its record type takes.

use engine::diagnostic::nearest;
use engine::model::{FieldValue, Kind, field, meant};
use serde_json::Value;

/// The place of a field and its value, for a text such as `partitions=12`, `key.name=orderId` or `config.segment.ms=3600000`. A
/// list takes one entry at a time.
pub fn assignment(kind: Kind, text: &str) -> Result<(String, Value), String> {
    let Some((path, text)) = text.split_once('=') else {
        return Err(format!("“{text}” sets nothing; write a field and its value, for example description=…"));
    };
    let (path, text) = (path.trim(), text.trim());
    let (pointer, takes) = place(kind, path)?;
    let value = value(takes, text).ok_or_else(|| {
        let words = if let FieldValue::Choice(words) = takes { words.as_slice() } else { &[] };
        let guess = nearest(text, words.iter().map(|word| word.value.as_str()));
        let guess = guess.map_or_else(String::new, |guess| format!("; did you mean {guess}?"));
        format!("{path} takes {}, not “{text}”{guess}", takes.in_words())
    })?;
    Ok((pointer, value))
}

/// The place that a path such as `key.name` leads to, and the sort of value that stands there.
fn place(kind: Kind, path: &str) -> Result<(String, &'static FieldValue), String> {
    let mut pointer = String::new();
    let mut rest = path;
    loop {
        let (word, after) = rest.split_once('.').map_or((rest, None), |(word, after)| (word, Some(after)));
        pointer = format!("{pointer}/{}", token(word));
        let found = field(kind, &pointer).ok_or_else(|| unknown(kind, path, &pointer))?;
        let composite = || format!("{path} is {}; set what is in it, or write it in the file", found.value.in_words());
        match (&found.value, after) {
            (FieldValue::Fields, Some(after)) => rest = after,
            (FieldValue::Map(of), Some(after)) if **of == FieldValue::Fields => {
                let (key, after) = after.split_once('.').ok_or_else(composite)?;
                (pointer, rest) = (format!("{pointer}/{}", token(key)), after);
            }
            (FieldValue::Map(of), Some(key)) => return Ok((format!("{pointer}/{}", token(key)), of)),
            (FieldValue::List(of), None) if **of != FieldValue::Fields => return Ok((format!("{pointer}/-"), of)),
            (FieldValue::Fields | FieldValue::Map(_) | FieldValue::List(_), _) => return Err(composite()),
            (_, Some(_)) => return Err(unknown(kind, path, &format!("{pointer}/"))),
            (value, None) => return Ok((pointer, value)),
        }
    }
}

/// The value that a text stands for, where it is one of the sort.
fn value(takes: &FieldValue, text: &str) -> Option<Value> {
    match takes {
        FieldValue::Text | FieldValue::Id(_) | FieldValue::Key => Some(text.into()),
        FieldValue::Whole(_) => text.parse::<i64>().ok().map(Value::from),
        FieldValue::Number(_) => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from),
        FieldValue::Flag => text.parse::<bool>().ok().map(Value::from),
        FieldValue::Choice(words) => words.iter().any(|word| word.value == text).then(|| text.into()),
        FieldValue::List(_) | FieldValue::Map(_) | FieldValue::Fields => None,
    }
}

fn unknown(kind: Kind, path: &str, pointer: &str) -> String {
    let guess = meant(kind, pointer);
    let guess = guess.map_or_else(String::new, |field| format!("; did you mean {} ({})?", field.path(), field.title));
    let kind = (kind.title(), kind.as_str());
    format!("a {} has no field {path}{guess}\nRun `eventscape show --fields {}` to see what there is", kind.0, kind.1)
}

/// A word as a token of a JSON pointer.
fn token(word: &str) -> String {
    word.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_sets_a_field_by_what_it_takes() {
        let check = |kind: Kind, text: &str, pointer: &str, value: Value| {
            assert_eq!(assignment(kind, text), Ok((pointer.to_owned(), value)), "{text}");
        };
        check(Kind::Topic, "partitions = 12", "/partitions", json!(12));
        check(Kind::Topic, "key.name=orderId", "/key/name", json!("orderId"));
        check(Kind::Topic, "kind=dead-letter", "/kind", json!("dead-letter"));
        check(Kind::Topic, "config.segment.ms=3600000", "/config/segment.ms", json!("3600000"));
        check(Kind::Topic, "description=a = b", "/description", json!("a = b"));
        check(Kind::Message, "topics=order-events", "/topics/-", json!("order-events"));
        check(Kind::Environment, "budget_usd_per_month=0.5", "/budget_usd_per_month", json!(0.5));
        check(Kind::Environment, "topics.orders.partitions=40", "/topics/orders/partitions", json!(40));
        check(Kind::Environment, "topics.orders.config.a/b=1", "/topics/orders/config/a~1b", json!("1"));
    }

    #[test]
    fn what_sets_nothing_says_what_would() {
        let check = |text: &str, expected: &str| {
            let refused = assignment(Kind::Topic, text).unwrap_err();
            assert!(refused.contains(expected), "{text}: {refused}");
        };
        check("partitions", "“partitions” sets nothing");
        check("partitons=3", "a topic has no field partitons; did you mean partitions (Partitions)?");
        check("topic_type=event", "did you mean kind (Topic type)?");
        check("wheels=4", "a topic has no field wheels\nRun `eventscape show --fields topic`");
        check("partitions=many", "partitions takes a whole number from 1, not “many”");
        check("kind=evnt", "not “evnt”; did you mean event?");
        check("key=orderId", "key is a table; set what is in it");
        check("config=1", "config is a map, each a text");
        check("name.first=a", "a topic has no field name.first");
    }
}
