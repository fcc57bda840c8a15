//! Unsaved work: what a save writes, and what stays unsaved when the design or the files change while it is written.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod world;

use engine::Engine;
use engine::edit::Command;
use engine::model::{Placement, RecordKey, ViewId};
use world::{World, key, open, read, sample, write};

fn paths(engine: &Engine) -> Vec<String> {
    engine.unsaved().into_iter().map(|change| change.path).collect()
}

#[test]
fn undo_to_what_is_saved_leaves_nothing_unsaved() {
    let mut engine = open(&sample(), &World::default());
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
    let before = sample();
    let (view, node) = ("topology".parse().unwrap(), key("topic:order-events"));
    let place = Placement { view, node, x: 7, y: 7, width: None, height: None };
    for command in [
        Command::Rename { key: key("topic:order-events"), name: "renamed".to_owned() },
        Command::Place { placements: vec![place] },
        Command::Delete { keys: vec![key("topic:order-events")] },
        Command::MoveToContext { keys: vec![key("schema:order-submitted")], context: "payment".parse().unwrap() },
    ] {
        let (mut files, mut engine) = (before.clone(), open(&before, &World::default()));
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
        assert_eq!(open(&files, &World::default()).design(), engine.design(), "{command:?}");
    }
}

#[test]
fn an_older_format_is_not_brought_back_by_its_migration() {
    let mut files = read("tests/formats/v0");
    let mut engine = open(&files, &World::default());
    let flow = key("flow:order-api-to-order-events");
    engine.dispatch(&Command::Delete { keys: vec![flow.clone()] }).unwrap();
    let changes = engine.unsaved();
    assert!(!changes.iter().any(|it| it.path.ends_with("order-api-to-order-events.toml")), "{:?}", paths(&engine));
    write(&mut files, &changes);
    engine.saved(&changes);
    assert!(!engine.is_unsaved(), "{:?}", paths(&engine));
    let again = open(&files, &World::default());
    assert!(!again.design().contains(&flow));
    assert_eq!(again.design(), engine.design());
}

#[test]
fn many_moved_cards_are_one_file_and_one_is_one() {
    let mut engine = open(&sample(), &World::default());
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
