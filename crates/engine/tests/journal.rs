//! The crash journal: work that was not saved comes back whole, also from a journal that an earlier version left, and never
//! over the head of somebody who changed the files since. A key stroke costs the journal its letters.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod world;

use engine::edit::Command;
use engine::format::OutsideChange;
use engine::model::{Origin, Placement, SchemaId};
use engine::{Engine, Keep, Recovered};
use serde_json::{Value, json};
use world::{Files, World, key, open, read, write};

/// The shop that the journals of these tests belong to.
fn shop() -> Files {
    read("crates/engine/tests/journals/shop")
}

fn set(record: &str, pointer: &str, value: Value) -> Command {
    Command::Set { key: key(record), pointer: pointer.to_owned(), value }
}

fn partitions(count: u32) -> Command {
    set("topic:order-events", "/partitions", json!(count))
}

fn schema() -> SchemaId {
    "order-submitted".parse().unwrap()
}

fn draft(text: &str) -> Command {
    Command::SetDraft { schema: schema(), text: Some(text.to_owned()) }
}

fn place(x: i32) -> Command {
    let (view, node) = ("topology".parse().unwrap(), key("topic:order-events"));
    Command::Place { placements: vec![Placement { view, node, x, y: 7, width: None, height: None }] }
}

/// Work with every kind of line: fields, a new name, records that come and go, a gesture, one that is given up, letters, undo
/// and redo.
fn work(engine: &mut Engine) {
    engine.dispatch(&partitions(12)).unwrap();
    engine.dispatch(&Command::Rename { key: key("topic:order-events"), name: "order-événements".to_owned() }).unwrap();
    engine.dispatch(&Command::Delete { keys: vec![key("topic:old-events")] }).unwrap();
    engine.begin("Move");
    for x in [10, 20, 30] {
        engine.dispatch(&place(x)).unwrap();
    }
    engine.commit();
    engine.begin("Given up");
    engine.dispatch(&set("settings", "/name", json!("Nobody wants this"))).unwrap();
    engine.cancel().unwrap();
    for text in ["\"\"", "\"s\"", "\"sé\"", "\"sé😀\"", "\"é😀\"", "\"é😀\n\""] {
        engine.dispatch_joining(&draft(text), "draft", 1_000.0).unwrap();
    }
    engine.undo().unwrap();
    engine.redo().unwrap();
    engine.dispatch(&set("settings", "/name", json!("Another shop"))).unwrap();
    engine.undo().unwrap();
}

/// What another program makes of a file.
fn outside(engine: &mut Engine, files: &mut Files, path: &str, from: &str, to: &str) {
    let text = files[path].replace(from, to);
    assert_ne!(text, files[path]);
    files.insert(path.to_owned(), text.clone());
    engine.files_changed(vec![OutsideChange { path: path.to_owned(), bytes: Some(text.into_bytes()) }]);
}

const TOPIC: &str = "contexts/orders/topics/order-events.toml";

fn recover(files: &Files, journal: &str) -> (Engine, Recovered) {
    let mut engine = open(files, &World::default());
    let report = engine.recover(journal);
    (engine, report)
}

#[test]
fn a_journal_brings_back_what_was_not_saved() {
    let files = shop();
    let world = World::default();
    let mut engine = open(&files, &world);
    work(&mut engine);
    let mut journal = world.journal.borrow().join("\n");
    journal.push_str("\n{\"version\": 2, \"sequence\": 99, \"lab");
    let (mut recovered, report) = recover(&files, &journal);
    assert_eq!(recovered.design(), engine.design());
    assert_eq!((report.steps, report.unreadable, report.conflicts), (14, 1, vec![]));
    assert!(recovered.is_unsaved());
    recovered.undo().unwrap();
    assert_eq!(recovered.design(), open(&files, &World::default()).design(), "recovery is one step");
}

/// `version-1.jsonl` was written by the version before lines stated one.
#[test]
fn a_journal_of_the_first_version_comes_back() {
    let files = shop();
    let mut engine = open(&files, &World::default());
    work(&mut engine);
    let (recovered, report) = recover(&files, include_str!("journals/version-1.jsonl"));
    assert_eq!(recovered.design(), engine.design());
    assert_eq!((report.steps, report.unreadable, report.conflicts), (14, 0, vec![]));
}

#[test]
fn a_line_says_what_was_done_by_whom_and_when() {
    let mut files = shop();
    let world = World::default();
    let mut engine = open(&files, &world);
    engine.dispatch(&draft("\"é\"")).unwrap();
    engine.dispatch(&draft("\"éa\"")).unwrap();
    outside(&mut engine, &mut files, "eventscape.toml", "Untitled design", "Shop");
    let lines = world.journal.borrow().clone();
    let line = |at: usize| serde_json::from_str::<Value>(&lines[at]).unwrap();
    let text = json!({ "text": { "key": "schema:order-submitted", "field": "draft", "length": 4,
        "splices": [{ "at": 3, "inserted": "a" }] } });
    assert_eq!(
        line(1),
        json!({ "version": 2, "sequence": 2, "label": "Edit draft of order-submitted", "at_ms": world::UNIX_MS,
            "changes": [text] })
    );
    assert_eq!(line(2)["origin"], "outside");
    assert_eq!(line(2)["changes"][0]["record"]["after"]["settings"]["name"], "Shop");
}

#[test]
fn lines_of_an_unknown_origin_are_taken_back_and_lines_of_a_newer_version_are_told() {
    let files = shop();
    let world = World::default();
    let mut engine = open(&files, &world);
    engine.dispatch(&partitions(12)).unwrap();
    let line: Value = serde_json::from_str(&world.journal.borrow()[0]).unwrap();
    let check = |field: &str, value: Value, expected: (u32, usize, usize)| {
        let mut line = line.clone();
        line[field] = value;
        let (recovered, report) = recover(&files, &line.to_string());
        let partitions = recovered.design().topic(&"order-events".parse().unwrap()).unwrap().partitions;
        assert_eq!((partitions, report.steps, report.unreadable), expected, "{field}");
    };
    check("origin", json!("assistant"), (12, 1, 0));
    let origin: Origin = serde_json::from_value(json!("assistant")).unwrap();
    assert_eq!(serde_json::to_value(origin).unwrap(), "assistant", "it keeps its name");
    check("something", json!("new"), (12, 1, 0));
    check("version", json!(3), (6, 0, 1));
}

#[test]
fn the_journal_grows_by_what_is_typed() {
    let files = shop();
    let world = World::default();
    let mut engine = open(&files, &world);
    let mut typed = format!("{{\"type\": \"record\", \"name\": \"A\", \"doc\": \"{}\"}}", "x".repeat(4_000));
    let whole = typed.clone();
    engine.dispatch(&draft(&typed)).unwrap();
    for letter in ["a", "é", "😀", "\n"] {
        typed.insert_str(10, letter);
        engine.dispatch(&draft(&typed)).unwrap();
    }
    engine.dispatch(&draft(&whole)).unwrap();
    engine.undo().unwrap();
    let lines = world.journal.borrow().clone();
    let lengths: Vec<usize> = lines.iter().map(String::len).collect();
    assert!(lengths[0] > whole.len(), "the first line has the whole record: {lengths:?}");
    // The envelope is 200 bytes, and the rest is the letters.
    assert!(lengths[1..].iter().all(|it| *it < 220), "the others have what was typed: {lengths:?}");
    let (recovered, report) = recover(&files, &lines.join("\n"));
    assert_eq!((report.steps, report.unreadable, report.conflicts), (7, 0, vec![]));
    assert_eq!(recovered.design().schema(&schema()).unwrap().draft.as_deref(), Some(typed.as_str()));

    // A line that was typed into a text that is not there is left out and told.
    let (_, report) = recover(&files, &lines[1..].join("\n"));
    assert_eq!((report.steps, report.unreadable), (0, 6));

    // A save drops the lines up to its beginning. Letters typed until it is done stand without them, whatever is on disk.
    let saved = engine.unsaved();
    engine.restart_journal();
    let kept = world.journal.borrow().len();
    for letter in ['a', 'b'] {
        typed.insert(10, letter);
        engine.dispatch(&draft(&typed)).unwrap();
    }
    engine.saved(&saved);
    typed.insert(10, 'c');
    engine.dispatch(&draft(&typed)).unwrap();
    let lines = world.journal.borrow()[kept..].to_vec();
    let lengths: Vec<usize> = lines.iter().map(String::len).collect();
    assert!(lengths[0] > 2 * whole.len() && lengths[1..].iter().all(|it| *it < 220), "{lengths:?}");
    let (recovered, report) = recover(&files, &lines.join("\n"));
    assert_eq!(report.steps, 3);
    assert_eq!(recovered.design().schema(&schema()).unwrap().draft.as_deref(), Some(typed.as_str()));

    // Letters alone are not put into a text that only happens to be as long as the one that they were typed into.
    let mut as_long = open(&files, &World::default());
    as_long.dispatch(&draft(&"x".repeat(typed.len() - 1))).unwrap();
    let report = as_long.recover(&lines[2]);
    assert_eq!((report.steps, report.unreadable), (0, 1));
}

#[test]
fn what_somebody_made_of_the_files_since_the_crash_is_merged_or_asked_about() {
    let mut files = shop();
    let world = World::default();
    let mut engine = open(&files, &world);
    work(&mut engine);
    let journal = world.journal.borrow().join("\n");
    let text = files[TOPIC].replace("replication = 3", "replication = 5").replace("partitions = 6", "partitions = 9");
    files.insert(TOPIC.to_owned(), text);
    let (mut recovered, report) = recover(&files, &journal);
    let topic = |engine: &Engine| engine.design().topic(&"order-events".parse().unwrap()).unwrap().clone();
    assert_eq!(
        (topic(&recovered).partitions, topic(&recovered).replication),
        (12, 5),
        "theirs where only they changed"
    );
    let asked: Vec<&str> = report.conflicts.iter().map(|it| it.pointer.as_str()).collect();
    assert_eq!((asked, recovered.conflicts().len()), (vec!["/partitions"], 1));
    assert_eq!(recovered.withheld().into_iter().collect::<Vec<_>>(), [TOPIC], "nothing is written over them");
    recovered.resolve(&key("topic:order-events"), Keep::Theirs);
    assert_eq!((topic(&recovered).partitions, topic(&recovered).name.as_str()), (9, "order-événements"));
}

#[test]
fn what_came_from_outside_before_the_crash_is_no_work_of_ours() {
    let mut files = shop();
    let world = World::default();
    let mut engine = open(&files, &world);
    engine.dispatch(&partitions(12)).unwrap();
    outside(&mut engine, &mut files, TOPIC, "replication = 3", "replication = 5");
    let journal = world.journal.borrow().join("\n");
    let text = files[TOPIC].replace("replication = 5", "replication = 4");
    files.insert(TOPIC.to_owned(), text);
    let (recovered, report) = recover(&files, &journal);
    let topic = recovered.design().topic(&"order-events".parse().unwrap()).unwrap();
    assert_eq!((topic.partitions, topic.replication, report.conflicts), (12, 4, vec![]));
}

#[test]
fn what_comes_from_outside_in_a_gesture_is_a_line_before_it() {
    let mut files = shop();
    let world = World::default();
    let mut engine = open(&files, &world);
    engine.dispatch(&draft("\"one two\"")).unwrap();
    let changes = engine.unsaved();
    engine.restart_journal();
    write(&mut files, &changes);
    engine.saved(&changes);
    world.journal.take();
    engine.begin("Move");
    engine.dispatch(&place(10)).unwrap();
    let path = "contexts/orders/schemas/order-submitted/draft.avsc";
    outside(&mut engine, &mut files, path, "two", "two three");
    engine.dispatch(&place(20)).unwrap();
    engine.commit();
    let lines = world.journal.borrow().clone();
    let labels = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap()["label"].clone());
    assert_eq!(labels.collect::<Vec<_>>(), ["Changes from outside", "Move"]);
    let (recovered, report) = recover(&files, &lines.join("\n"));
    assert_eq!((report.steps, report.unreadable, report.conflicts), (1, 0, vec![]));
    assert_eq!(recovered.design(), engine.design());
    engine.undo().unwrap();
    let text = engine.design().schema(&schema()).unwrap().draft.clone();
    assert_eq!(text.as_deref(), Some("\"one two three\""), "undo of the gesture leaves theirs");
}

#[test]
fn runs_that_were_never_saved_follow_each_other_in_one_journal() {
    let files = shop();
    let run = |commands: &[Command]| {
        let world = World::default();
        let mut engine = open(&files, &world);
        for command in commands {
            engine.dispatch(command).unwrap();
        }
        world.journal.take()
    };
    let check = |first: Command, second: Command, expected: (u32, u32, usize)| {
        let journal = [run(&[first]), run(&[second])].concat().join("\n");
        let (recovered, report) = recover(&files, &journal);
        let topic = recovered.design().topic(&"order-events".parse().unwrap()).unwrap();
        assert_eq!((topic.partitions, topic.replication, report.unreadable), expected);
    };
    let replication = |count: u32| set("topic:order-events", "/replication", json!(count));
    check(partitions(12), replication(2), (12, 2, 0));
    check(partitions(12), partitions(12), (12, 3, 0));
    check(partitions(12), partitions(9), (12, 3, 1));
}
