//! Unsaved work: what a save writes, and what stays unsaved when the design or the files change while it is written.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use engine::edit::Command;
use engine::format::{FileChange, SourceFile};
use engine::model::{Placement, RecordKey, ViewId};
use engine::{Engine, Host};
use std::collections::BTreeMap;
use std::path::Path;

struct Calm;

impl Host for Calm {
    fn today(&self) -> String {
        "2026-11-21".to_owned()
    }
    fn now_ms(&self) -> f64 {
        0.0
    }
    fn journal(&mut self, _: String) {}
}

type Files = BTreeMap<String, String>;

/// The files of a folder of the repository.
fn read(folder: &str) -> Files {
    fn walk(folder: &Path, prefix: &str, out: &mut Files) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), out);
            } else {
                out.insert(name, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut files = Files::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), "", &mut files);
    files
}

fn open(files: &Files) -> Engine {
    let files = files.iter().map(|(path, text)| SourceFile { path: path.clone(), bytes: text.clone().into() });
    Engine::open(files.collect(), Box::new(Calm))
}

fn write(files: &mut Files, changes: &[FileChange]) {
    for change in changes {
        assert_eq!(files.get(&change.path).map(String::as_str), change.before.as_deref(), "{}", change.path);
        match &change.after {
            Some(text) => files.insert(change.path.clone(), text.to_string()),
            None => files.remove(&change.path),
        };
    }
}

fn key(text: &str) -> RecordKey {
    text.parse().unwrap()
}

fn paths(engine: &Engine) -> Vec<String> {
    engine.unsaved().into_iter().map(|change| change.path).collect()
}

#[test]
fn undo_to_what_is_saved_leaves_nothing_unsaved() {
    let mut engine = open(&read("samples/ecommerce"));
    let check = |engine: &mut Engine, command: Command, expected: &[&str]| {
        engine.dispatch(&command).unwrap();
        assert_eq!(paths(engine), expected);
        engine.undo().unwrap();
        assert!(!engine.is_unsaved(), "{command:?}");
        engine.redo().unwrap();
        assert_eq!(paths(engine), expected);
        engine.undo().unwrap();
    };
    let topic = "contexts/order/topics/order-events.toml";
    check(&mut engine, Command::Rename { key: key("topic:order-events"), name: "a".to_owned() }, &[topic]);
    let (view, node) = ("topology".parse().unwrap(), key("topic:order-events"));
    let place = Placement { view, node, x: 7, y: 7, width: None, height: None };
    check(&mut engine, Command::Place { placements: vec![place] }, &["views/topology.toml"]);
}

/// The host takes its time over a save, and the user goes on.
#[test]
fn a_step_that_is_taken_back_while_a_save_runs_is_unsaved_afterwards() {
    let before = read("samples/ecommerce");
    let (view, node) = ("topology".parse().unwrap(), key("topic:order-events"));
    let place = Placement { view, node, x: 7, y: 7, width: None, height: None };
    for command in [
        Command::Rename { key: key("topic:order-events"), name: "renamed".to_owned() },
        Command::Place { placements: vec![place] },
        Command::Delete { keys: vec![key("topic:order-events")] },
        Command::MoveToContext { keys: vec![key("schema:order-submitted")], context: "payment".parse().unwrap() },
    ] {
        let (mut files, mut engine) = (before.clone(), open(&before));
        engine.dispatch(&command).unwrap();
        let changes = engine.unsaved();
        engine.undo().unwrap();
        write(&mut files, &changes);
        engine.saved(&changes);
        assert!(engine.is_unsaved(), "{command:?}");
        let back = engine.unsaved();
        write(&mut files, &back);
        engine.saved(&back);
        assert!(!engine.is_unsaved(), "{command:?}");
        assert_eq!(open(&files).design(), engine.design(), "{command:?}");
    }
}

#[test]
fn an_older_format_is_not_brought_back_by_its_migration() {
    let mut files = read("tests/formats/v0");
    let mut engine = open(&files);
    let flow = key("flow:order-api-to-order-events");
    engine.dispatch(&Command::Delete { keys: vec![flow.clone()] }).unwrap();
    let changes = engine.unsaved();
    assert!(!changes.iter().any(|it| it.path.ends_with("order-api-to-order-events.toml")), "{:?}", paths(&engine));
    write(&mut files, &changes);
    engine.saved(&changes);
    assert!(!engine.is_unsaved(), "{:?}", paths(&engine));
    let again = open(&files);
    assert!(!again.design().contains(&flow));
    assert_eq!(again.design(), engine.design());
}

#[test]
fn many_moved_cards_are_one_file_and_one_is_one() {
    let mut engine = open(&read("samples/ecommerce"));
    let view: ViewId = "topology".parse().unwrap();
    let design = engine.design();
    let nodes = design.services().keys().cloned().map(RecordKey::from);
    let nodes: Vec<RecordKey> = nodes.chain(design.topics().keys().cloned().map(RecordKey::from)).collect();
    let place = |x: i32, node: &RecordKey| Placement {
        view: view.clone(),
        node: node.clone(),
        x,
        y: 8,
        width: None,
        height: None,
    };
    let placements = (0..).zip(&nodes).map(|(x, node)| place(x, node)).collect();
    engine.dispatch(&Command::Place { placements }).unwrap();
    let changes = engine.unsaved();
    assert_eq!(paths(&engine), ["views/topology.toml"]);
    engine.saved(&changes);
    assert!(!engine.is_unsaved());
    engine.dispatch(&Command::Place { placements: vec![place(-5, &nodes[0])] }).unwrap();
    assert_eq!(paths(&engine), ["views/topology.toml"]);
}
