//! What each command does to a small shop, with the laws of the design swept after every step.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use edit::{Command, Editor, FlowEnd, Pause, Refusal, Stamp};
use model::{Design, Origin, Record, RecordKey, Schema, SchemaId, validate};
use serde_json::{Value, json};

fn record(kind: &str, body: Value) -> Record {
    serde_json::from_value(json!({ kind: body })).unwrap()
}

/// Two contexts, two services, a topic with a message and a schema, and a view.
fn shop() -> Design {
    let mut design = Design::default();
    for (kind, body) in [
        ("context", json!({"id": "order", "name": "Order", "team": "checkout"})),
        ("context", json!({"id": "stock", "name": "Stock", "team": "fulfilment"})),
        ("service", json!({"id": "order-api", "context": "order", "name": "order-api"})),
        ("service", json!({"id": "stock-keeper", "context": "stock", "name": "stock-keeper"})),
        (
            "topic",
            json!({"id": "order-events", "context": "order", "name": "order-events", "partitions": 20, "replication": 3}),
        ),
        (
            "topic",
            json!({"id": "order-dlt", "context": "order", "name": "order-dlt", "partitions": 1, "replication": 3,
            "kind": "dead-letter", "source": "order-events"}),
        ),
        (
            "schema",
            json!({"id": "order-submitted", "context": "order", "draft": null,
            "versions": [{"number": 1, "text": "\"string\""}]}),
        ),
        (
            "message",
            json!({"id": "order-submitted", "context": "order", "name": "OrderSubmitted",
            "schema": "order-submitted", "topics": ["order-events", "order-dlt"]}),
        ),
        (
            "flow",
            json!({"id": "stock-reads", "context": "stock", "service": "stock-keeper", "topic": "order-events",
            "messages": ["order-submitted"], "direction": {"consume": {"group": "stock-group",
            "reader_versions": {"order-submitted": 1}, "on_failure": {"dead_letter_topic": "order-dlt"}}}}),
        ),
        ("view", json!({"id": "topology", "name": "Topology"})),
        ("placement", json!({"view": "topology", "node": "topic:order-events", "x": 10, "y": 20})),
    ] {
        design.insert(record(kind, body));
    }
    design
}

fn key(text: &str) -> RecordKey {
    text.parse().unwrap()
}

fn editor() -> Editor {
    Editor::new(shop())
}

/// Carries a command out and sweeps the laws: the design stays sound, and undo and redo lead exactly there and back.
fn run(editor: &mut Editor, command: Command) -> Result<(), Refusal> {
    let before = editor.design().clone();
    let step = editor.dispatch(&command, Stamp::default(), None, &|_| false)?;
    assert_eq!(validate(editor.design()), []);
    if !step.is_empty() {
        let after = editor.design().clone();
        editor.undo(&Stamp::default()).unwrap();
        assert_eq!(*editor.design(), before, "undo of {}", step.label);
        editor.redo(&Stamp::default()).unwrap();
        assert_eq!(*editor.design(), after, "redo of {}", step.label);
    }
    Ok(())
}

fn set(record: &str, pointer: &str, value: Value) -> Command {
    Command::Set { key: key(record), pointer: pointer.to_owned(), value }
}

fn field(editor: &Editor, record: &str, pointer: &str) -> Value {
    let json = serde_json::to_value(editor.design().get(&key(record)).unwrap()).unwrap();
    json.as_object().unwrap().values().next().unwrap().pointer(pointer).cloned().unwrap_or(Value::Null)
}

#[test]
fn setting_fields() {
    let check = |record: &str, pointer: &str, value: Value, expected: Value| {
        let mut editor = editor();
        run(&mut editor, set(record, pointer, value)).unwrap();
        assert_eq!(field(&editor, record, pointer.trim_end_matches("/-")), expected, "{record}{pointer}");
    };
    check("topic:order-events", "/partitions", json!(30), json!(30));
    check("topic:order-events", "/retention_ms", json!(-1), json!(-1));
    check("topic:order-events", "/config/retention.bytes", json!("1"), json!("1"));
    check(
        "topic:order-events",
        "/key",
        json!({"name": "orderId", "type": "string"}),
        json!({"name": "orderId", "type": "string"}),
    );
    check("topic:order-dlt", "/source", Value::Null, Value::Null);
    check("flow:stock-reads", "/direction/consume/on_failure/retries", json!(3), json!(3));
    check("flow:stock-reads", "/messages/0", Value::Null, Value::Null);
    check("message:order-submitted", "/topics/1", Value::Null, Value::Null);
    check("settings", "/name", json!("Shop"), json!("Shop"));
    check("policy", "/rules/topic~1no-consumer", json!("off"), json!("off"));
}

#[test]
fn a_decisions_title_is_the_heading_of_its_text() {
    let decision = json!({"decision": {"id": "0001-kafka", "title": "Use Kafka", "status": "accepted",
        "body": "# Use Kafka\n\nBecause.\n"}});
    let mut design = shop();
    design.insert(serde_json::from_value(decision).unwrap());
    let check = |pointer: &str, value: &str, title: &str, body: &str| {
        let mut editor = Editor::new(design.clone());
        run(&mut editor, set("decision:0001-kafka", pointer, json!(value))).unwrap();
        let record = "decision:0001-kafka";
        assert_eq!(
            (field(&editor, record, "/title"), field(&editor, record, "/body")),
            (json!(title), json!(body)),
            "{pointer} = {value:?}"
        );
    };
    check("/title", "Use a log", "Use a log", "# Use a log\n\nBecause.\n");
    check("/body", "# Keep Kafka\n\nStill.\n", "Keep Kafka", "# Keep Kafka\n\nStill.\n");
    check("/body", "Because.\n", "Use Kafka", "# Use Kafka\n\nBecause.\n");
    check("/status", "proposed", "Use Kafka", "# Use Kafka\n\nBecause.\n");
}

#[test]
fn fields_that_cannot_be_set() {
    let check = |record: &str, pointer: &str, value: Value, expected: &str| {
        let before = shop();
        let mut editor = Editor::new(before.clone());
        let refusal = run(&mut editor, set(record, pointer, value)).unwrap_err().to_string();
        assert!(refusal.contains(expected), "{record}{pointer}: {refusal}");
        assert_eq!(*editor.design(), before, "nothing changes on refusal");
    };
    check("topic:order-events", "/name", json!(" "), "name");
    check("settings", "/name", json!(""), "name");
    check("topic:order-events", "/partitions", json!("many"), "invalid type");
    check("topic:order-events", "/partitions", Value::Null, "missing field");
    check("topic:order-events", "/id", json!("other"), "fixed when the record is created");
    check(
        "topic:order-events",
        "/partitons",
        json!(3),
        "there is no such field; did you mean Partitions (/partitions)?",
    );
    check("topic:order-events", "/visibility", json!("secret"), "unknown variant");
    check("message:order-submitted", "/topics/7", Value::Null, "there is no such field");
    check("topic:gone", "/partitions", json!(3), "there is no topic");
}

#[test]
fn deleting_takes_what_has_no_meaning_alone_and_every_mention() {
    let check = |deleted: &[&str], gone: &[&str], emptied: &[(&str, &str)]| {
        let mut editor = editor();
        run(&mut editor, Command::Delete { keys: deleted.iter().map(|it| key(it)).collect() }).unwrap();
        for record in gone {
            assert!(!editor.design().contains(&key(record)), "{record} goes with {deleted:?}");
        }
        for (record, pointer) in emptied {
            assert_eq!(field(&editor, record, pointer), Value::Null, "{record}{pointer} after {deleted:?}");
        }
        for record in editor.design().keys() {
            for reference in model::references(&editor.design().get(&record).unwrap()) {
                assert!(editor.design().contains(&reference.target), "{record}{} dangles", reference.pointer);
            }
        }
    };
    check(
        &["topic:order-events"],
        &["topic:order-events", "flow:stock-reads", "placement:topology/topic:order-events"],
        &[("topic:order-dlt", "/source"), ("message:order-submitted", "/topics/1")],
    );
    check(
        &["topic:order-dlt"],
        &["topic:order-dlt"],
        &[("flow:stock-reads", "/direction/consume/on_failure/dead_letter_topic")],
    );
    check(&["schema:order-submitted"], &[], &[("message:order-submitted", "/schema")]);
    check(
        &["context:order"],
        &[
            "service:order-api",
            "topic:order-events",
            "message:order-submitted",
            "schema:order-submitted",
            "flow:stock-reads",
        ],
        &[],
    );
    check(&["view:topology"], &["placement:topology/topic:order-events"], &[]);
    check(
        &["topic:order-events", "topic:order-dlt"],
        &["flow:stock-reads"],
        &[("message:order-submitted", "/topics/0")],
    );
}

#[test]
fn connecting_and_moving() {
    let mut editor = editor();
    let connect = |service: &str, end| Command::Connect {
        service: service.parse().unwrap(),
        topic: "order-events".parse().unwrap(),
        end,
    };
    run(&mut editor, connect("order-api", FlowEnd::Produce)).unwrap();
    assert!(editor.design().contains(&key("flow:order-api-writes-order-events")));
    let refusal = run(&mut editor, connect("order-api", FlowEnd::Produce)).unwrap_err().to_string();
    assert!(refusal.contains("already writes to"), "{refusal}");
    run(&mut editor, connect("order-api", FlowEnd::Consume)).unwrap();
    let keys = vec![key("service:order-api")];
    run(&mut editor, Command::MoveToContext { keys, context: "stock".parse().unwrap() }).unwrap();
    assert_eq!(field(&editor, "service:order-api", "/context"), json!("stock"));
    assert_eq!(field(&editor, "flow:order-api-writes-order-events", "/context"), json!("stock"));
}

#[test]
fn pasting_keeps_references_among_the_copies() {
    let mut editor = editor();
    let keys = [key("context:order"), key("service:stock-keeper")].into_iter().collect();
    let records = edit::copy(editor.design(), &keys, &"topology".parse().unwrap());
    let command = Command::Insert { records, offset: (5, 7), into: Some("stock".parse().unwrap()) };
    run(&mut editor, command).unwrap();
    let value = |record: &str, pointer: &str| field(&editor, record, pointer);
    assert_eq!(value("topic:order-events-2", "/context"), json!("order-2"));
    assert_eq!(value("topic:order-events-2", "/name"), json!("order-events-2"));
    assert_eq!(value("message:order-submitted-2", "/topics/0"), json!("order-events-2"));
    assert_eq!(value("message:order-submitted-2", "/schema"), json!("order-submitted-2"));
    assert_eq!(value("flow:stock-reads-2", "/service"), json!("stock-keeper-2"));
    assert_eq!(value("flow:stock-reads-2", "/direction/consume/reader_versions/order-submitted-2"), json!(1));
    assert_eq!(value("flow:stock-reads-2", "/direction/consume/on_failure/dead_letter_topic"), json!("order-dlt-2"));
    assert_eq!(value("placement:topology/topic:order-events-2", "/x"), json!(15));
}

#[test]
fn a_copy_does_not_hide_what_stands_there() {
    let mut editor = editor();
    let keys = [key("topic:order-events")].into_iter().collect();
    let records = edit::copy(editor.design(), &keys, &"topology".parse().unwrap());
    let x_of =
        |editor: &Editor, id: &str| field(editor, &format!("placement:topology/topic:{id}"), "/x").as_i64().unwrap();
    for id in ["order-events-2", "order-events-3", "order-events-4"] {
        let command = Command::Insert { records: records.clone(), offset: (100, 100), into: None };
        run(&mut editor, command).unwrap();
        assert!(editor.design().contains(&key(&format!("topic:{id}"))));
    }
    let first = x_of(&editor, "order-events") + 100;
    let found = ["order-events-2", "order-events-3", "order-events-4"].map(|id| x_of(&editor, id) - first);
    assert_eq!(found, [0, 32, 64]);
}

#[test]
fn a_gesture_is_one_step_or_none() {
    let place = |x| Command::Place {
        placements: vec![
            serde_json::from_value(json!({"view": "topology", "node": "topic:order-events", "x": x, "y": 0})).unwrap(),
        ],
    };
    let mut editor = editor();
    let before = editor.design().clone();
    editor.begin("Move order-events", Stamp::default());
    for x in 0..50 {
        editor.dispatch(&place(x), Stamp::default(), None, &|_| false).unwrap();
    }
    editor.commit().unwrap();
    assert_eq!(editor.history().path().len(), 1);
    editor.undo(&Stamp::default()).unwrap();
    assert_eq!(*editor.design(), before);
    editor.begin("Move order-events", Stamp::default());
    editor.dispatch(&place(99), Stamp::default(), None, &|_| false).unwrap();
    editor.cancel().unwrap().unwrap();
    assert_eq!(*editor.design(), before);
    assert!(
        editor.history().redoable(&Origin::Person).is_some(),
        "giving a gesture up does not touch what can be redone"
    );
}

#[test]
fn typing_joins_over_short_pauses_only() {
    let mut editor = editor();
    let schema: SchemaId = "order-submitted".parse().unwrap();
    let mut type_at = |at_ms: f64, text: &str| {
        let command = Command::SetDraft { schema: schema.clone(), text: Some(text.to_owned()) };
        let pause = Pause { action: "draft".to_owned(), at_ms, longest_ms: 400.0 };
        editor.dispatch(&command, Stamp::default(), Some(pause), &|_| false).unwrap();
        editor.history().path().len()
    };
    assert_eq!([type_at(0.0, "a"), type_at(300.0, "ab"), type_at(1000.0, "abc")], [1, 1, 2]);
    editor.undo(&Stamp::default()).unwrap();
    assert_eq!(editor.design().schema(&schema).unwrap().draft.as_deref(), Some("ab"));
}

#[test]
fn undone_steps_stay_in_the_tree() {
    let mut editor = editor();
    run(&mut editor, set("settings", "/name", json!("A"))).unwrap();
    editor.undo(&Stamp::default()).unwrap();
    run(&mut editor, set("settings", "/name", json!("B"))).unwrap();
    assert!(editor.redo(&Stamp::default()).is_err(), "the new branch is the one that redo follows");
    editor.undo(&Stamp::default()).unwrap();
    editor.redo(&Stamp::default()).unwrap();
    assert_eq!(editor.design().settings().name, "B");
}

#[test]
fn releasing_a_draft_makes_the_next_version() {
    let mut editor = editor();
    let schema: SchemaId = "order-submitted".parse().unwrap();
    let release = Command::ReleaseDraft { schema: schema.clone() };
    assert!(matches!(run(&mut editor, release.clone()), Err(Refusal::NoDraft { .. })));
    run(&mut editor, Command::SetDraft { schema: schema.clone(), text: Some("\"bytes\"".to_owned()) }).unwrap();
    run(&mut editor, release).unwrap();
    let Schema { versions, draft, .. } = editor.design().schema(&schema).unwrap();
    assert_eq!((versions.len(), versions[1].number, versions[1].text.as_ref(), draft), (2, 2, "\"bytes\"", &None));
}

#[test]
fn a_refused_part_refuses_the_whole() {
    let before = shop();
    let mut editor = Editor::new(before.clone());
    let commands = vec![set("settings", "/name", json!("X")), set("topic:gone", "/name", json!("Y"))];
    let whole = Command::All { label: "Both".to_owned(), commands };
    assert!(run(&mut editor, whole).is_err());
    assert_eq!(*editor.design(), before);
}

#[test]
fn what_undo_does_not_bring_back_is_named_with_its_reason() {
    let mut editor = editor();
    let before = (editor.design().clone(), editor.history().current(&Origin::Person));
    let mut selection = edit::Selection::of([key("topic:order-events")]);
    selection.toggle(key("service:order-api"));
    selection.retain(editor.design());
    assert_eq!((editor.design().clone(), editor.history().current(&Origin::Person)), before, "selecting is no step");
    assert!(editor.undo(&Stamp::default()).is_err());
    let named: Vec<&str> = edit::NOT_UNDOABLE.iter().map(|(what, _)| *what).collect();
    assert!(named.contains(&"selection"));
    for (what, reason) in edit::NOT_UNDOABLE {
        assert!(reason.split(' ').count() > 4, "{what} needs a reason");
    }
}
