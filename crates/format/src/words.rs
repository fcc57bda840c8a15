//! How findings say what a value should be, what it is, and what to write instead.

use crate::shape::Shape;
use crate::tree::Node;
use diagnostic::{capitalised, nearest};
use model::{RecordKey, TopicId, slug};

/// The notation that a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    Toml,
    Yaml,
}

/// Whether a text is an id; all kinds of id follow one rule.
pub(crate) fn is_id(text: &str) -> bool {
    TopicId::new(text).is_ok()
}

/// Whether a text names a record by kind and id.
pub(crate) fn is_key(text: &str) -> bool {
    text.parse::<RecordKey>().is_ok()
}

/// The advice about a text that is not an id.
pub(crate) fn id_advice(text: &str) -> String {
    let looks_right =
        text.split('-').all(|part| !part.is_empty() && part.bytes().all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9')));
    if looks_right && text.len() < 10 {
        return format!("Windows keeps this name for itself; write for example `{text}-1`");
    }
    let rule = if looks_right {
        "Ids have at most 100 characters"
    } else {
        "Ids are made of lower-case letters, digits and single hyphens"
    };
    match slug(text, "") {
        meant if meant.is_empty() => rule.to_owned(),
        meant => format!("{rule}; write for example `{meant}`"),
    }
}

/// A key or word as findings quote it.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// `a topic` as `the topic`.
pub(crate) fn the(what: &str) -> String {
    format!("the {}", what.split_once(' ').map_or(what, |(_, noun)| noun))
}

/// Words as a sentence lists them: `a`, `b` and `c`.
pub(crate) fn listed<'a>(words: impl Iterator<Item = &'a str>, joint: &str) -> String {
    diagnostic::listed(&words.map(quoted).collect::<Vec<_>>(), joint)
}

/// The words for a shape, with its article, in view of what is there.
pub(crate) fn wanted(shape: &Shape, node: &Node) -> String {
    match shape {
        Shape::Text => "text in quotes".to_owned(),
        Shape::Id => "an id".to_owned(),
        Shape::Key => "a record's kind and id".to_owned(),
        Shape::Whole { min, max: i64::MAX } if matches!(node, Node::Whole(_)) => format!("a whole number from {min}"),
        Shape::Whole { min, max } if matches!(node, Node::Whole(_)) => format!("a whole number from {min} to {max}"),
        Shape::Whole { .. } => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Choice(words) => format!("one of {}", listed(words.iter().map(String::as_str), "or")),
        Shape::List(_) => "a list".to_owned(),
        Shape::Map { .. } | Shape::Table(_) | Shape::OneOf(_) => "a table".to_owned(),
    }
}

/// The words for what was written instead.
pub(crate) fn given(node: &Node, written: Option<&str>) -> String {
    match node {
        Node::List(_) => "a list".to_owned(),
        Node::Table(_) => "a table".to_owned(),
        Node::Empty => "nothing".to_owned(),
        Node::Text(text) => written.map_or_else(|| shortened(text), str::to_owned),
        Node::Date(text) => text.clone(),
        Node::Whole(number) => number.to_string(),
        Node::Number(number) => written.map_or_else(|| number.to_string(), str::to_owned),
        Node::Bool(yes) => yes.to_string(),
    }
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(30).map(|it| if it.is_control() { ' ' } else { it }).collect();
    if short.chars().count() < text.chars().count() { format!("\"{short}…\"") } else { format!("\"{short}\"") }
}

/// Where a value stands, which decides how an example of it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat<'a> {
    /// The key that it stands under.
    pub key: &'a str,
    /// Whether it is an item of a list.
    pub in_list: bool,
    pub notation: Notation,
}

/// The advice about a value that does not fit.
pub(crate) fn advice(seat: Seat<'_>, shape: &Shape, node: &Node, written: Option<&str>) -> String {
    let instead = |value: String| format!("Write `{}`", line(seat, &value));
    match (shape, node) {
        (Shape::Choice(words), Node::Text(text)) => {
            if let Some(meant) = nearest(text, words.iter().map(String::as_str)) {
                return format!("Did you mean \"{meant}\"?");
            }
        }
        (Shape::Choice(words), Node::Whole(number)) if words.contains(&number.to_string()) => {
            return instead(format!("\"{number}\""));
        }
        (Shape::Id, Node::Text(text)) => return id_advice(text),
        (Shape::Text, Node::Whole(_) | Node::Number(_) | Node::Bool(_)) => {
            if let Some(written) = written {
                return instead(format!("\"{written}\""));
            }
        }
        (Shape::Number | Shape::Whole { .. }, Node::Text(text)) if text.parse::<i64>().is_ok() => {
            return instead(text.clone());
        }
        (Shape::List(item), Node::Text(text)) if matches!(**item, Shape::Text | Shape::Id | Shape::Key) => {
            return instead(format!("[\"{text}\"]"));
        }
        _ => {}
    }
    format!("Write for example `{}`", example(seat, shape))
}

/// A line that would be right, for example `partitions = 12`; for an item of a list the item alone.
pub(crate) fn example(seat: Seat<'_>, shape: &Shape) -> String {
    match shape {
        Shape::Table(_) if seat.in_list => format!("[[{}]]", seat.key),
        Shape::List(item) if matches!(**item, Shape::Table(_)) => format!("[[{}]]", seat.key),
        Shape::OneOf(table) => {
            format!("[{}.{}]", seat.key, table.fields.first().map_or("", |field| field.key.as_str()))
        }
        Shape::Map { .. } => format!("[{}]", seat.key),
        Shape::Text
        | Shape::Id
        | Shape::Key
        | Shape::Whole { .. }
        | Shape::Number
        | Shape::Bool
        | Shape::Choice(_)
        | Shape::List(_)
        | Shape::Table(_) => line(seat, &sample(seat.key, shape)),
    }
}

fn line(seat: Seat<'_>, value: &str) -> String {
    match (seat.in_list, seat.notation) {
        (true, Notation::Toml) => value.to_owned(),
        (true, Notation::Yaml) => value.replace('"', ""),
        (false, Notation::Toml) => format!("{} = {value}", toml_edit::Key::new(seat.key)),
        (false, Notation::Yaml) => format!("{}: {}", seat.key, value.replace('"', "")),
    }
}

/// A value that would be right.
fn sample(key: &str, shape: &Shape) -> String {
    match (key, shape) {
        ("partitions", _) => "12".to_owned(),
        ("replication", _) => "3".to_owned(),
        ("min_insync_replicas", _) => "2".to_owned(),
        ("retention_ms", _) => "604800000".to_owned(),
        ("format_version", _) => model::FORMAT_VERSION.to_string(),
        ("key", Shape::Table(_)) => "{ name = \"orderId\" }".to_owned(),
        (_, Shape::Text) => format!("\"{}\"", sample_text(key)),
        (_, Shape::Id) => format!("\"{}\"", sample_id(key)),
        (_, Shape::Key) => "\"topic:order-events\"".to_owned(),
        (_, Shape::Whole { min, .. }) => (*min).max(1).to_string(),
        (_, Shape::Number) => "1.5".to_owned(),
        (_, Shape::Bool) => "true".to_owned(),
        (_, Shape::Choice(words)) => format!("\"{}\"", words.first().map_or("", String::as_str)),
        (_, Shape::List(item)) => format!("[{}]", sample(key, item)),
        (_, Shape::Table(table) | Shape::OneOf(table)) => {
            let fields = table.fields.iter().filter(|field| field.required);
            let fields: Vec<String> =
                fields.map(|field| format!("{} = {}", field.key, sample(&field.key, &field.shape))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        (_, Shape::Map { .. }) => "{}".to_owned(),
    }
}

fn sample_text(key: &str) -> &'static str {
    match key {
        "name" => "Order events",
        "description" | "purpose" | "reason" => "Why it is there",
        "team" => "orders",
        "expires" => "2030-12-31",
        "rule" => "topic/illegal-name",
        _ => "…",
    }
}

fn sample_id(key: &str) -> &'static str {
    match key {
        "service" | "orchestrator" => "order-api",
        "topic" | "source" | "topics" | "retry_topic" | "dead_letter_topic" => "order-events",
        "message" | "messages" | "schema" => "order-submitted",
        "upstream" | "context" => "order",
        "downstream" => "payment",
        _ => "place-order",
    }
}

/// The words of an id as a title: `order-management` as `Order management`.
pub(crate) fn title(id: &str) -> String {
    capitalised(&id.replace('-', " "))
}
