//! Random commands, for the laws that hold after each of them. A command is first drawn in the rough, without a design; what
//! it is about is chosen when it meets one, so that commands in a row fit what those before them left.

use crate::command::{Command, FlowEnd, Splice};
use crate::insert::copy;
use model::{Design, Placement, Record, RecordKey, arbitrary};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A command in the rough: which of a design's records it is about is chosen when it meets one.
#[derive(Debug, Clone)]
pub enum Rough {
    /// Deletes records.
    Delete(Vec<Index>),
    /// Gives a record another name.
    Rename(Index, String),
    /// Sets one of a record's fields.
    Set(Index, Index, Value),
    /// Gives records to a context.
    Move(Vec<Index>, Index),
    /// Connects a service and a topic; the last says whether it writes.
    Connect(Index, Index, bool),
    /// Puts a node somewhere.
    Place(Index, i32, i32),
    /// Forgets where nodes stand.
    Unplace(Vec<Index>),
    /// Copies records, and pastes them into a context.
    Copy(Vec<Index>, Option<Index>),
    /// Sets or discards a draft.
    Draft(Index, Option<String>),
    /// Types in a draft: where the letters that go begin and end, and those that come.
    Type(Index, Vec<(Index, Index, String)>),
    /// Releases a draft.
    Release(Index),
    /// Several as one step.
    All(Vec<Self>),
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..100).prop_map(Value::from),
        arbitrary::text().prop_map(Value::from),
        Just(json!("order-events")),
        Just(json!([])),
        Just(json!({ "name": "id", "type": "string" })),
    ]
}

/// A draft as people type it: good, half typed, or nothing like a schema.
fn draft() -> impl Strategy<Value = String> {
    let field = |default: &str| {
        format!(
            "{{\"type\": \"record\", \"name\": \"A\", \"fields\": [{{\"name\": \"a\", \"type\": \"int\"{default}}}]}}\n"
        )
    };
    let typed =
        [field(""), field(", \"default\": 0"), "{\"type\": \"record\", \"name\": \"A\", \"fields\": [".to_owned()];
    prop_oneof![prop::sample::select(typed.to_vec()), arbitrary::text(), any::<String>()]
}

/// A few letters, of one to four bytes.
fn letters() -> impl Strategy<Value = String> {
    let letter = prop::sample::select(vec!['a', ' ', '"', 'é', '€', '😀', '\n']);
    prop::collection::vec(letter, 0..4).prop_map(|letters| letters.into_iter().collect())
}

/// Any command in the rough.
pub fn rough() -> impl Strategy<Value = Rough> {
    let some = || prop::collection::vec(any::<Index>(), 1..4);
    let leaf = prop_oneof![
        some().prop_map(Rough::Delete),
        (any::<Index>(), arbitrary::text()).prop_map(|(at, name)| Rough::Rename(at, name)),
        (any::<Index>(), any::<Index>(), value()).prop_map(|(at, field, value)| Rough::Set(at, field, value)),
        (some(), any::<Index>()).prop_map(|(keys, context)| Rough::Move(keys, context)),
        (any::<Index>(), any::<Index>(), any::<bool>()).prop_map(|(a, b, c)| Rough::Connect(a, b, c)),
        (any::<Index>(), -500..500, -500..500).prop_map(|(at, x, y)| Rough::Place(at, x, y)),
        some().prop_map(Rough::Unplace),
        (some(), any::<Option<Index>>()).prop_map(|(keys, into)| Rough::Copy(keys, into)),
        (any::<Index>(), prop::option::of(draft())).prop_map(|(at, text)| Rough::Draft(at, text)),
        (any::<Index>(), prop::collection::vec((any::<Index>(), any::<Index>(), letters()), 1..3))
            .prop_map(|(at, places)| Rough::Type(at, places)),
        any::<Index>().prop_map(Rough::Release),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Rough::All))
}

/// Every pointer into a record, leaves and branches alike.
fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    let mut inside = |key: &str, value: &Value| {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        pointers(value, &pointer, out);
        out.push(pointer);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| inside(key, value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| inside(&index.to_string(), value));
            out.push(format!("{at}/-"));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// One of the ids of a collection, when it has any.
fn one<K: Clone, V>(at: &Index, all: &BTreeMap<K, V>) -> Option<K> {
    let keys: Vec<&K> = all.keys().collect();
    (!keys.is_empty()).then(|| (*at.get(&keys)).clone())
}

/// Rough places in a text; one that overlaps an earlier one is left out.
fn splices(text: &str, places: &[(Index, Index, String)]) -> Vec<Splice> {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut out: Vec<Splice> = Vec::new();
    for (one, other, text) in places {
        let (one, other) = (*one.get(&borders), *other.get(&borders));
        let (start, end) = (one.min(other), one.max(other));
        if out.iter().all(|it| end <= it.start || it.end <= start) {
            out.push(Splice { start, end, text: text.clone() });
        }
    }
    out
}

/// The command that a rough one is in a design; None where the design has nothing that it could be about.
pub fn command(design: &Design, rough: &Rough) -> Option<Command> {
    let keys = design.keys();
    let key = |at: &Index| at.get(&keys).clone();
    let chosen = |at: &[Index]| at.iter().map(key).collect::<Vec<_>>();
    Some(match rough {
        Rough::Delete(at) => Command::Delete { keys: chosen(at) },
        Rough::Rename(at, name) => Command::Rename { key: key(at), name: name.clone() },
        Rough::Set(at, field, value) => {
            let key = key(at);
            let json = serde_json::to_value(design.get(&key)?).ok()?;
            let mut all = vec!["/name".to_owned(), "/unknown".to_owned()];
            pointers(json.as_object()?.values().next()?, "", &mut all);
            Command::Set { key, pointer: field.get(&all).clone(), value: value.clone() }
        }
        Rough::Move(at, context) => {
            Command::MoveToContext { keys: chosen(at), context: one(context, design.contexts())? }
        }
        Rough::Connect(service, topic, produces) => {
            let end = if *produces { FlowEnd::Produce } else { FlowEnd::Consume };
            Command::Connect { service: one(service, design.services())?, topic: one(topic, design.topics())?, end }
        }
        Rough::Place(at, x, y) => {
            let view = design.views().keys().next()?.clone();
            let node = key(at);
            Command::Place { placements: vec![Placement { view, node, x: *x, y: *y, width: None, height: None }] }
        }
        Rough::Unplace(at) => Command::Unplace { view: design.views().keys().next()?.clone(), nodes: chosen(at) },
        Rough::Copy(at, into) => {
            let view = design.views().keys().next().cloned().or_else(|| "topology".parse().ok())?;
            let keys: BTreeSet<RecordKey> = chosen(at).into_iter().collect();
            let records: Vec<Record> = copy(design, &keys, &view);
            let into = into.as_ref().and_then(|it| one(it, design.contexts()));
            Command::Insert { records, offset: (7, 9), into }
        }
        Rough::Draft(at, text) => Command::SetDraft { schema: one(at, design.schemas())?, text: text.clone() },
        Rough::Type(at, places) => {
            let drafts = design.schemas().values().filter_map(|it| Some((it.id.clone(), it.draft.clone()?)));
            let drafts: BTreeMap<_, _> = drafts.collect();
            let schema = one(at, &drafts)?;
            let base = drafts.get(&schema)?.clone();
            let splices = splices(&base, places);
            Command::EditText { schema, version: None, base, splices }
        }
        Rough::Release(at) => Command::ReleaseDraft { schema: one(at, design.schemas())? },
        Rough::All(parts) => {
            let commands = parts.iter().filter_map(|part| command(design, part)).collect();
            Command::All { label: "Several".to_owned(), commands }
        }
    })
}
