//! A file's values with the bytes that they stand on, whether the file is TOML or YAML. Reading walks this one shape, so
//! that every finding has its place and both notations are read by the same rules.

use std::ops::Range;
use toml_edit::{Document, Item, TableLike, Value};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    pub node: Node,
    pub span: Range<usize>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Text(String),
    /// A TOML date or time, as written.
    Date(String),
    Whole(i64),
    Number(f64),
    Bool(bool),
    /// A YAML null.
    Empty,
    List(Vec<Tree>),
    Table(Vec<Entry>),
}

/// A key, its value, and where they stand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub key: String,
    pub key_span: Range<usize>,
    pub value: Tree,
}

impl Tree {
    /// The value that a JSON pointer leads to.
    pub fn locate(&self, pointer: &str) -> Option<&Tree> {
        locate(self.entries()?, pointer).or((pointer.is_empty()).then_some(self))
    }

    fn entries(&self) -> Option<&[Entry]> {
        match &self.node {
            Node::Table(entries) => Some(entries),
            Node::Text(_)
            | Node::Date(_)
            | Node::Whole(_)
            | Node::Number(_)
            | Node::Bool(_)
            | Node::Empty
            | Node::List(_) => None,
        }
    }
}

/// The value that a JSON pointer leads to from a table's entries.
pub(crate) fn locate<'a>(entries: &'a [Entry], pointer: &str) -> Option<&'a Tree> {
    let rest = pointer.strip_prefix('/')?;
    let (step, rest) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let key = step.replace("~1", "/").replace("~0", "~");
    let value = &entries.iter().find(|entry| entry.key == key)?.value;
    within(value, rest)
}

fn within<'a>(value: &'a Tree, pointer: &str) -> Option<&'a Tree> {
    if pointer.is_empty() {
        return Some(value);
    }
    match &value.node {
        Node::Table(entries) => locate(entries, pointer),
        Node::List(items) => {
            let rest = pointer.strip_prefix('/')?;
            let (step, rest) = match rest.find('/') {
                Some(at) => rest.split_at(at),
                None => (rest, ""),
            };
            within(items.get(step.parse::<usize>().ok()?)?, rest)
        }
        Node::Text(_) | Node::Date(_) | Node::Whole(_) | Node::Number(_) | Node::Bool(_) | Node::Empty => None,
    }
}

/// A JSON pointer to a member of what `pointer` leads to.
pub(crate) fn child(pointer: &str, key: &str) -> String {
    let mut out = String::with_capacity(pointer.len() + 1 + key.len());
    out.push_str(pointer);
    out.push('/');
    for letter in key.chars() {
        match letter {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            letter => out.push(letter),
        }
    }
    out
}

/// The entries of a TOML document, in the order in which they are written.
pub(crate) fn of_toml<S: AsRef<str>>(document: &Document<S>) -> Vec<Entry> {
    entries(document.as_table())
}

fn entries(table: &dyn TableLike) -> Vec<Entry> {
    table
        .iter()
        .map(|(key, item)| Entry {
            key: key.to_owned(),
            key_span: table.key(key).and_then(|key| key.span()).unwrap_or_default(),
            value: of_item(item),
        })
        .collect()
}

fn of_item(item: &Item) -> Tree {
    let span = item.span().unwrap_or_default();
    let node = match item {
        Item::None => Node::Empty,
        Item::Value(value) => return of_value(value),
        Item::Table(table) => Node::Table(entries(table)),
        Item::ArrayOfTables(tables) => Node::List(
            tables
                .iter()
                .map(|table| Tree { node: Node::Table(entries(table)), span: table.span().unwrap_or_default() })
                .collect(),
        ),
    };
    Tree { node, span }
}

fn of_value(value: &Value) -> Tree {
    let node = match value {
        Value::String(text) => Node::Text(text.value().clone()),
        Value::Integer(number) => Node::Whole(*number.value()),
        Value::Float(number) => Node::Number(*number.value()),
        Value::Boolean(yes) => Node::Bool(*yes.value()),
        Value::Datetime(date) => Node::Date(date.value().to_string()),
        Value::Array(items) => Node::List(items.iter().map(of_value).collect()),
        Value::InlineTable(table) => Node::Table(entries(table)),
    };
    Tree { node, span: value.span().unwrap_or_default() }
}
