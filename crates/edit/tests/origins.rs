//! Undo takes back one's own steps and leaves those of others: mine are moved over theirs, or refused where both changed the
//! same.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use edit::arbitrary::{command, rough};
use edit::{Command, Editor, NotUndone, Stamp, Way};
use model::{Design, Origin, Record, RecordKey, SchemaId, arbitrary, validate};
use proptest::prelude::*;
use serde_json::{Value, json};

fn mine() -> Stamp {
    Stamp { origin: Origin::Person, at_ms: Some(1) }
}

fn theirs() -> Stamp {
    Stamp { origin: Origin::Outside, at_ms: Some(2) }
}

fn record(kind: &str, body: Value) -> Record {
    serde_json::from_value(json!({ kind: body })).unwrap()
}

fn key(text: &str) -> RecordKey {
    text.parse().unwrap()
}

/// A context with a topic, a schema with a draft, a decision, and a place.
fn editor() -> Editor {
    let mut design = Design::default();
    for (kind, body) in [
        ("context", json!({"id": "order", "name": "Order", "team": "checkout"})),
        (
            "topic",
            json!({"id": "events", "context": "order", "name": "order-events", "partitions": 6, "replication": 3}),
        ),
        ("schema", json!({"id": "placed", "context": "order", "draft": "one two", "versions": []})),
        ("decision", json!({"id": "0001-kafka", "title": "Kafka", "body": "# Kafka\n\nOne two.\n"})),
        ("view", json!({"id": "topology", "name": "Topology"})),
        ("placement", json!({"view": "topology", "node": "topic:events", "x": 1, "y": 1})),
    ] {
        design.insert(record(kind, body));
    }
    Editor::new(design)
}

fn set(record: &str, pointer: &str, value: Value) -> Command {
    Command::Set { key: key(record), pointer: pointer.to_owned(), value }
}

fn draft(text: &str) -> Command {
    Command::SetDraft { schema: "placed".parse().unwrap(), text: Some(text.to_owned()) }
}

fn place(x: i32, y: i32) -> Command {
    let (view, node) = ("topology".parse().unwrap(), key("topic:events"));
    Command::Place { placements: vec![model::Placement { view, node, x, y, width: None, height: None }] }
}

fn run(editor: &mut Editor, command: &Command, stamp: Stamp) {
    let step = editor.dispatch(command, stamp, None, &|_| false).unwrap();
    assert!(!step.is_empty(), "{command:?}");
}

/// A value of a record, by its pointer.
fn value(editor: &Editor, record: &str, pointer: &str) -> Value {
    let Some(record) = editor.design().get(&key(record)) else { return Value::Null };
    let json = serde_json::to_value(record).unwrap();
    json.as_object().unwrap().values().next().unwrap().pointer(pointer).cloned().unwrap_or_default()
}

#[test]
fn my_step_is_taken_back_beneath_theirs() {
    let check = |my: &Command, their: &Command, record: &str, after: &[(&str, Value)]| {
        let mut editor = editor();
        run(&mut editor, my, mine());
        run(&mut editor, their, theirs());
        let done = editor.design().clone();
        editor.undo(&mine()).unwrap();
        for (pointer, expected) in after {
            assert_eq!(value(&editor, record, pointer), *expected, "{pointer} after undo of {my:?}");
        }
        editor.redo(&mine()).unwrap();
        assert_eq!(*editor.design(), done, "redo of {my:?}");
        editor.undo(&theirs()).unwrap();
        editor.undo(&mine()).unwrap();
        assert_eq!(*editor.design(), self::editor().design().clone(), "both taken back");
    };
    let topic = "topic:events";
    let partitions = |count: u32| set(topic, "/partitions", json!(count));
    let replication = |count: u32| set(topic, "/replication", json!(count));
    check(&partitions(9), &set("context:order", "/team", json!("t")), topic, &[("/partitions", json!(6))]);
    check(&partitions(9), &replication(2), topic, &[("/partitions", json!(6)), ("/replication", json!(2))]);
    check(&draft("one one two"), &draft("one one two, three"), "schema:placed", &[("/draft", json!("one two, three"))]);
    check(&draft("one two é"), &draft("€ one two é"), "schema:placed", &[("/draft", json!("€ one two"))]);
    check(
        &draft("öne two"),
        &set("schema:placed", "/name", json!("P")),
        "schema:placed",
        &[("/draft", json!("one two"))],
    );
    check(
        &set("schema:placed", "/name", json!("P")),
        &draft("öne two"),
        "schema:placed",
        &[("/draft", json!("öne two"))],
    );
    let body = |text: &str| set("decision:0001-kafka", "/body", json!(text));
    check(
        &body("# Kafka\n\nOne two three.\n"),
        &body("# Apache Kafka\n\nOne two three.\n"),
        "decision:0001-kafka",
        &[("/body", json!("# Apache Kafka\n\nOne two.\n")), ("/title", json!("Apache Kafka"))],
    );
}

#[test]
fn a_step_that_others_have_overtaken_is_refused_and_says_where() {
    let check = |my: &Command, their: &Command, expected: &str| {
        let mut editor = editor();
        run(&mut editor, my, mine());
        run(&mut editor, their, theirs());
        let before = editor.design().clone();
        let refusal = editor.undo(&mine()).unwrap_err();
        assert_eq!(refusal.to_string(), expected);
        assert_eq!(*editor.design(), before, "a refused step changes nothing");
        editor.undo(&theirs()).unwrap();
        editor.undo(&mine()).unwrap();
        assert_eq!(*editor.design(), self::editor().design().clone(), "nothing is lost by a refusal");
    };
    check(
        &set("topic:events", "/partitions", json!(9)),
        &set("topic:events", "/partitions", json!(12)),
        "“Change partitions of order-events” cannot be undone: “Change partitions of order-events” has changed the \
         partitions of topic “events” since; change it by hand",
    );
    check(
        &draft("one one two"),
        &draft("one ONE two"),
        "“Edit draft of placed” cannot be undone: “Edit draft of placed” has changed the draft of schema “placed” since; change \
         it by hand",
    );
    check(
        &set("topic:events", "/partitions", json!(9)),
        &Command::Delete { keys: vec![key("topic:events")] },
        "“Change partitions of order-events” cannot be undone: “Delete order-events” has changed topic “events” since; \
         change it by hand",
    );
    check(
        &place(5, 5),
        &place(5, 6),
        "“Move” cannot be undone: “Move” has changed position “events” since; change it by hand",
    );
    check(
        &Command::Create { record: Box::new(record("context", json!({"id": "new", "name": "New"}))), placement: None },
        &Command::MoveToContext { keys: vec![key("topic:events")], context: "new".parse().unwrap() },
        "“Create bounded context New” cannot be undone: topic “events” depends on it since (its context does not exist); \
         delete or move that first",
    );
}

#[test]
fn a_step_is_redone_on_top_of_what_came_meanwhile_or_refused() {
    let mut editor = editor();
    run(&mut editor, &set("topic:events", "/partitions", json!(9)), mine());
    run(&mut editor, &draft("one two three"), mine());
    editor.undo(&mine()).unwrap();
    editor.undo(&mine()).unwrap();
    run(&mut editor, &draft("zero one two"), theirs());
    run(&mut editor, &set("topic:events", "/partitions", json!(12)), theirs());
    let refusal = editor.redo(&mine()).unwrap_err();
    assert!(matches!(refusal, NotUndone::Overtaken { way: Way::Forward, .. }), "{refusal}");
    editor.undo(&theirs()).unwrap();
    editor.redo(&mine()).unwrap();
    editor.redo(&mine()).unwrap();
    assert_eq!(value(&editor, "schema:placed", "/draft"), json!("zero one two three"));
    assert_eq!(value(&editor, "topic:events", "/partitions"), json!(9));
    assert_eq!(editor.redo(&mine()), Err(NotUndone::Nothing));
}

#[test]
fn both_doing_the_same_leaves_nothing_to_take_back() {
    let mut editor = editor();
    run(&mut editor, &set("topic:events", "/partitions", json!(9)), mine());
    run(&mut editor, &set("topic:events", "/partitions", json!(6)), theirs());
    assert!(editor.undo(&mine()).unwrap().is_empty());
    assert_eq!(editor.undo(&mine()), Err(NotUndone::Nothing));
}

#[test]
fn typing_goes_on_as_a_step_of_its_own_after_somebody_elses() {
    let mut editor = editor();
    let mut type_in = |text: &str, at_ms: f64| {
        let pause = edit::Pause { action: "draft".to_owned(), at_ms, longest_ms: 400.0 };
        editor.dispatch(&draft(text), mine(), Some(pause), &|_| false).unwrap();
    };
    type_in("one two t", 0.0);
    type_in("one two th", 100.0);
    run(&mut editor, &draft("zero one two th"), theirs());
    let pause = edit::Pause { action: "draft".to_owned(), at_ms: 200.0, longest_ms: 400.0 };
    editor.dispatch(&draft("zero one two thr"), mine(), Some(pause), &|_| false).unwrap();
    editor.undo(&mine()).unwrap();
    assert_eq!(value(&editor, "schema:placed", "/draft"), json!("zero one two th"));
    editor.undo(&mine()).unwrap();
    assert_eq!(value(&editor, "schema:placed", "/draft"), json!("zero one two"));
}

#[test]
fn a_gesture_is_given_up_without_what_others_did_meanwhile() {
    let check = |their: &Command, pointer: (&str, &str), expected: Value| {
        let mut editor = editor();
        editor.begin("Move", mine());
        run(&mut editor, &place(5, 5), mine());
        run(&mut editor, their, theirs());
        run(&mut editor, &place(9, 9), mine());
        let mut committed = editor.clone();
        editor.cancel().unwrap();
        assert_eq!(value(&editor, "placement:topology/topic:events", "/x"), json!(1), "given up");
        assert_eq!(value(&editor, pointer.0, pointer.1), expected);
        committed.commit();
        assert_eq!(committed.history().path().len(), 2);
        committed.undo(&mine()).unwrap();
        assert_eq!(committed.design(), editor.design(), "taken back is given up");
    };
    let topic = "topic:events";
    check(&set(topic, "/partitions", json!(9)), (topic, "/partitions"), json!(9));
    check(&draft("zero"), ("schema:placed", "/draft"), json!("zero"));
}

#[test]
fn a_gesture_that_others_reach_into_becomes_a_step_so_far() {
    let mut editor = editor();
    editor.begin("Move", mine());
    run(&mut editor, &place(5, 5), mine());
    run(&mut editor, &place(7, 7), theirs());
    run(&mut editor, &place(9, 9), mine());
    editor.cancel().unwrap();
    assert_eq!(value(&editor, "placement:topology/topic:events", "/x"), json!(7), "as the other left it");
    assert!(matches!(editor.undo(&mine()), Err(NotUndone::Overtaken { .. })));
}

#[test]
fn every_step_has_its_origin_and_time() {
    let mut editor = editor();
    run(&mut editor, &draft("three"), mine());
    run(&mut editor, &set("topic:events", "/partitions", json!(9)), theirs());
    editor.undo(&Stamp { at_ms: Some(3), ..mine() }).unwrap();
    let noted: Vec<_> = editor.take_unwritten().into_iter().map(|step| (step.origin, step.at_ms)).collect();
    assert_eq!(noted, [(Origin::Person, Some(1)), (Origin::Outside, Some(2)), (Origin::Person, Some(3))]);
    assert_eq!(editor.take_unwritten(), []);
}

proptest! {
    #![proptest_config(laws::cases(200))]

    #[test]
    fn what_i_take_back_is_mine(design in arbitrary::design(), turns in prop::collection::vec((rough(), any::<bool>()), 1..10)) {
        let mut editor = Editor::new(design.clone());
        let mut touched: Vec<RecordKey> = Vec::new();
        for (rough, is_mine) in &turns {
            let stamp = if *is_mine { mine() } else { theirs() };
            if let Some(command) = command(editor.design(), rough)
                && let Ok(step) = editor.dispatch(&command, stamp, None, &|_| false)
                && *is_mine
            {
                touched.extend(step.keys().cloned());
            }
        }
        let last = editor.design().clone();
        let mut undone = 0;
        loop {
            let before = editor.design().clone();
            match editor.undo(&mine()) {
                Ok(step) => {
                    prop_assert!(step.keys().all(|key| touched.contains(key)), "a record that is not mine");
                    prop_assert_eq!(validate(editor.design()), vec![]);
                    let after = editor.design().clone();
                    editor.redo(&mine()).unwrap();
                    prop_assert_eq!(editor.design(), &before);
                    editor.undo(&mine()).unwrap();
                    prop_assert_eq!(editor.design(), &after);
                    undone += 1;
                }
                Err(refusal) => {
                    prop_assert!(!matches!(refusal, NotUndone::Stale(_)), "{}", refusal);
                    prop_assert_eq!(editor.design(), &before);
                    break;
                }
            }
        }
        for _ in 0..undone {
            editor.redo(&mine()).unwrap();
        }
        prop_assert_eq!(editor.design(), &last);
        while editor.undo(&mine()).is_ok() || editor.undo(&theirs()).is_ok() {
            prop_assert_eq!(validate(editor.design()), vec![]);
        }
    }
}

#[test]
fn letters_typed_without_a_pause_are_one_place() {
    let mut editor = editor();
    for (at_ms, text) in [(0.0, "one 😀two"), (100.0, "one 😀étwo"), (200.0, "one étwo"), (300.0, "one ébtwo")] {
        let pause = edit::Pause { action: "draft".to_owned(), at_ms, longest_ms: 400.0 };
        editor.dispatch(&draft(text), mine(), Some(pause), &|_| false).unwrap();
    }
    let steps = editor.history().path();
    let splices = json!([{ "at": 4, "inserted": "éb" }]);
    let change = json!([{ "text": { "key": "schema:placed", "field": "draft", "length": 7, "splices": splices } }]);
    assert_eq!(steps.iter().map(|step| serde_json::to_value(&step.changes).unwrap()).collect::<Vec<_>>(), [change]);
}

#[test]
fn only_the_draft_is_typed_in() {
    let schema: SchemaId = "placed".parse().unwrap();
    let mut editor = editor();
    let step = editor.dispatch(&draft("one éwo"), mine(), None, &|_| false).unwrap();
    let json = serde_json::to_value(&step.changes).unwrap();
    let splices = json!([{ "at": 4, "removed": "t", "inserted": "é" }]);
    assert_eq!(
        json,
        json!([{ "text": { "key": "schema:placed", "field": "draft", "length": 7, "splices": splices } }])
    );
    let step = editor.dispatch(&Command::SetDraft { schema, text: None }, mine(), None, &|_| false).unwrap();
    assert!(serde_json::to_value(&step.changes).unwrap()[0].get("record").is_some(), "a draft that goes is no typing");
}
