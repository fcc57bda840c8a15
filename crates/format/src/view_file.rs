//! The positions in a view's file: one line a node, apart from everything that a design means.

use crate::code;
use crate::decode::{Piece, typed};
use crate::read::Reader;
use crate::shape::{self, Shape};
use crate::tree::{Entry, Node as Value, Tree, child};
use crate::words;
use diagnostic::{Place, Severity};
use model::{Kind, Placement, RecordKey, ViewId};
use serde_json::{Map, Value as Json};

/// A node's position and the place of its line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub placement: Placement,
    pub place: Place,
}

/// Reads a view's file.
pub(crate) fn read(reader: &mut Reader<'_>, id: &ViewId, entries: &[Entry]) -> Option<Piece> {
    // The nodes are many and are read on their own.
    let (nodes, rest): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| entry.key == "nodes");
    let rest: Vec<Entry> = rest.into_iter().cloned().collect();
    let mut values = reader.table(&rest, &(0..0), &shape::of(Kind::View), "")?;
    let nodes = match nodes.first().map(|entry| &entry.value) {
        Some(Tree { node: Value::Table(entries), .. }) => {
            entries.iter().filter_map(|entry| node(reader, id, entry)).collect()
        }
        Some(other) => {
            let shape = Shape::Map { ids: false, value: Shape::Text.into() };
            reader.value(other, &shape, "/nodes", &words::quoted("nodes"));
            Vec::new()
        }
        None => Vec::new(),
    };
    values.insert("id".to_owned(), Json::from(id.as_str()));
    typed(reader, Json::Object(values)).map(|view| Piece::View(view, nodes))
}

fn node(reader: &mut Reader<'_>, view: &ViewId, entry: &Entry) -> Option<Node> {
    let pointer = child("/nodes", &entry.key);
    let key = entry.key.parse::<RecordKey>().ok();
    let Some(key) = key.filter(|key| key.kind().is_placed()) else {
        let message = format!("`{}` has no place in a view; the line is kept, but has no effect", entry.key);
        reader
            .report(code::UNPLACEABLE, Severity::Info, message, entry.key_span.clone(), &pointer)
            .help("Only contexts, services and topics have one: write for example `\"topic:order-events\"`");
        return None;
    };
    let Some(Shape::Map { value: shape, .. }) = shape::of(Kind::View).field("nodes").map(|it| it.shape.clone()) else {
        return None;
    };
    let value = rounded(reader, &entry.value, &pointer);
    let values = reader.value(&value, &shape, &pointer, &words::quoted(&entry.key))?;
    let number = |key: &str| values.get(key).and_then(Json::as_i64);
    let placement = Placement {
        view: view.clone(),
        node: key,
        x: number("x").and_then(|it| it.try_into().ok())?,
        y: number("y").and_then(|it| it.try_into().ok())?,
        width: number("width").and_then(|it| it.try_into().ok()),
        height: number("height").and_then(|it| it.try_into().ok()),
    };
    Some(Node { placement, place: reader.source.place(entry.key_span.clone()) })
}

/// Positions that other tools wrote with fractions are taken as the nearest whole units.
fn rounded(reader: &mut Reader<'_>, value: &Tree, pointer: &str) -> Tree {
    let mut value = value.clone();
    if let Value::Table(entries) = &mut value.node {
        for entry in entries {
            if let Value::Number(number) = entry.value.node
                && number.is_finite()
            {
                let whole = number.round() as i64;
                let message = format!("Positions are whole numbers; {number} is taken as {whole}");
                let at = child(pointer, &entry.key);
                reader.report(code::ROUNDED, Severity::Info, message, entry.value.span.clone(), &at).help("");
                entry.value.node = Value::Whole(whole);
            }
        }
    }
    value
}

/// The line of a node: its key and its position.
pub(crate) fn line(placement: &Placement) -> (String, Map<String, Json>) {
    let mut values = Map::new();
    values.insert("x".to_owned(), Json::from(placement.x));
    values.insert("y".to_owned(), Json::from(placement.y));
    if let Some(width) = placement.width {
        values.insert("width".to_owned(), Json::from(width));
    }
    if let Some(height) = placement.height {
        values.insert("height".to_owned(), Json::from(height));
    }
    (placement.node.to_string(), values)
}
