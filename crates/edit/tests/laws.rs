//! The laws of editing on random designs and random commands: an undone step is no step, a step done again is the same
//! step, a refused command changes nothing, and a sound design stays sound.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use edit::{Command, Editor, FlowEnd};
use model::{Design, Kind, Placement, Record, RecordKey, Transaction, arbitrary, validate};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A command in the rough: which of a design's records it is about is chosen when it meets one.
#[derive(Debug, Clone)]
enum Rough {
    Delete(Vec<Index>),
    Rename(Index, String),
    Set(Index, Index, Value),
    Move(Vec<Index>, Index),
    Connect(Index, Index, bool),
    Place(Index, i32, i32),
    Unplace(Vec<Index>),
    Copy(Vec<Index>, Option<Index>),
    Draft(Index, Option<String>),
    Release(Index),
    All(Vec<Rough>),
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

fn rough() -> impl Strategy<Value = Rough> {
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
        (any::<Index>(), any::<Option<String>>()).prop_map(|(at, text)| Rough::Draft(at, text)),
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

fn command(design: &Design, rough: &Rough) -> Option<Command> {
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
            let view = design.views().keys().next().cloned().unwrap_or_else(|| "topology".parse().unwrap());
            let keys: BTreeSet<RecordKey> = chosen(at).into_iter().collect();
            let records: Vec<Record> = edit::copy(design, &keys, &view);
            let into = into.as_ref().and_then(|it| one(it, design.contexts()));
            Command::Insert { records, offset: (7, 9), into }
        }
        Rough::Draft(at, text) => Command::SetDraft { schema: one(at, design.schemas())?, text: text.clone() },
        Rough::Release(at) => Command::ReleaseDraft { schema: one(at, design.schemas())? },
        Rough::All(parts) => {
            let commands = parts.iter().filter_map(|part| command(design, part)).collect();
            Command::All { label: "Several".to_owned(), commands }
        }
    })
}

fn sound(design: &Design) -> Result<(), TestCaseError> {
    let violations = validate(design);
    prop_assert!(violations.is_empty(), "{violations:?}");
    Ok(())
}

proptest! {
    #![proptest_config(laws::cases(200))]

    #[test]
    fn every_step_can_be_taken_back_and_done_again(design in arbitrary::design(), roughs in prop::collection::vec(rough(), 1..8)) {
        sound(&design)?;
        let mut editor = Editor::new(design.clone());
        for rough in &roughs {
            let before = editor.design().clone();
            let Some(command) = command(&before, rough) else { continue };
            match editor.dispatch(&command, None, &|_| false) {
                Err(_) => prop_assert_eq!(editor.design(), &before, "refused, and yet changed"),
                Ok(step) => {
                    sound(editor.design())?;
                    prop_assert_eq!(step.is_empty(), *editor.design() == before, "an empty step is one that changes nothing");
                    let mut there = before.clone();
                    step.apply(&mut there).unwrap();
                    prop_assert_eq!(&there, editor.design());
                    step.inverse().apply(&mut there).unwrap();
                    prop_assert_eq!(&there, &before);
                    if !step.is_empty() {
                        let after = editor.design().clone();
                        editor.undo().unwrap();
                        prop_assert_eq!(editor.design(), &before);
                        editor.redo().unwrap();
                        prop_assert_eq!(editor.design(), &after);
                    }
                }
            }
        }
        let last = editor.design().clone();
        let mut back = 0;
        while editor.undo().is_ok() {
            back += 1;
        }
        prop_assert_eq!(editor.design(), &design, "all the way back");
        for _ in 0..back {
            editor.redo().unwrap();
        }
        prop_assert_eq!(editor.design(), &last, "all the way forward");
    }

    #[test]
    fn a_gesture_is_the_sum_of_its_commands(design in arbitrary::design(), roughs in prop::collection::vec(rough(), 1..6)) {
        let mut editor = Editor::new(design.clone());
        editor.begin("Gesture");
        let mut sum = Transaction { label: "Gesture".to_owned(), changes: Vec::new() };
        for rough in &roughs {
            if let Some(command) = command(editor.design(), rough)
                && let Ok(step) = editor.dispatch(&command, None, &|_| false)
            {
                sum = sum.then(step);
            }
        }
        let after = editor.design().clone();
        let mut given_up = editor.clone();
        given_up.cancel();
        prop_assert_eq!(given_up.design(), &design, "given up without a trace");
        editor.commit();
        prop_assert_eq!(editor.design(), &after);
        prop_assert!(editor.history().path().len() <= 1, "one step at most");
        let mut once = design.clone();
        sum.apply(&mut once).unwrap();
        prop_assert_eq!(&once, &after);
    }

    #[test]
    fn deleting_leaves_no_new_dangling_reference(design in arbitrary::design(), at in any::<Index>()) {
        let keys = design.keys();
        let key = at.get(&keys).clone();
        let dangling = |design: &Design| -> BTreeSet<(RecordKey, RecordKey)> {
            design.keys().into_iter().flat_map(|key| {
                let targets = model::references(&design.get(&key).unwrap());
                targets.into_iter().map(move |it| (key.clone(), it.target)).filter(|(_, target)| !design.contains(target))
            }).collect()
        };
        let mut editor = Editor::new(design.clone());
        if editor.dispatch(&Command::Delete { keys: vec![key.clone()] }, None, &|_| false).is_ok() {
            prop_assert!(!editor.design().contains(&key));
            let before = dangling(&design);
            prop_assert!(dangling(editor.design()).is_subset(&before));
        } else {
            prop_assert!(matches!(key.kind(), Kind::Settings | Kind::Policy));
        }
    }
}
