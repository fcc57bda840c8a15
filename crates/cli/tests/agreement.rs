//! Window, guardrails, command line and exports give one answer for one design. Each test is about a fact that two of them
//! once worked out for themselves, on a design for which they then disagreed. What the window shows is asked of the functions
//! that it calls.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use engine::derive;
use engine::edit::{Command as Edit, FlowEnd};
use engine::model::{Design, RecordKey};
use engine::{Engine, Host};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

struct Desk;

impl Host for Desk {
    fn today(&self) -> String {
        "2026-11-21".to_owned()
    }

    fn unix_ms(&self) -> u64 {
        0
    }

    fn now_ms(&self) -> f64 {
        0.0
    }

    fn journal(&mut self, _: String) {}
}

/// A design in a folder, by its files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let head = [
        ("eventscape.toml", "format_version = 1\nname = \"Shop\"\ndefault_environment = \"dev\"\n"),
        ("environments/dev.toml", "name = \"Development\"\nbrokers = 2\nreplication = 2\n"),
        ("contexts/order/context.toml", "name = \"Order\"\nteam = \"checkout\"\n"),
        ("contexts/order/services/api.toml", "name = \"Order API\"\n"),
    ];
    for (path, text) in head.iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn opened(folder: &Path) -> Engine {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(inside) = waiting.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.push(engine::format::SourceFile { path: name, bytes: fs::read(path).unwrap() });
            }
        }
    }
    Engine::open(files, Box::new(Desk))
}

/// What the command says, as JSON.
fn said(folder: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_eventscape"))
        .args(arguments)
        .arg(folder)
        .args(["--format", "json"])
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        let text = String::from_utf8_lossy(&output.stdout);
        panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr))
    })
}

/// The manifest that the command writes.
fn manifest(folder: &Path) -> Value {
    let out = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_eventscape"))
        .args(["export", "--target", "manifest", "--out"])
        .args([out.path(), folder])
        .output()
        .unwrap();
    let path = out.path().join("manifest/manifest.json");
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    serde_json::from_str(&text).unwrap()
}

fn topic(fields: &str) -> String {
    format!("partitions = 3\nreplication = 3\n{fields}")
}

const PLACED: &str = r#"{"type": "record", "name": ".OrderPlaced", "namespace": "shop", "fields": []}"#;
const MESSAGE: &str =
    "name = \"Order was placed\"\nkind = \"event\"\nschema = \"placed\"\ntopics = [\"orders\", \"audit\"]\n";

/// A schema without a name of its own, whose message has another name than its record; two topics carry it under modes
/// neither of which is stronger than the other.
fn carried_twice() -> TempDir {
    folder(&[
        ("contexts/order/schemas/placed/schema.toml", ""),
        ("contexts/order/schemas/placed/v1.avsc", PLACED),
        ("contexts/order/schemas/placed/draft.avsc", "\"int\""),
        ("contexts/order/messages/placed.toml", MESSAGE),
        ("contexts/order/topics/audit.toml", &topic("name = \"audit\"\ncompatibility = \"FORWARD\"\n")),
        ("contexts/order/topics/orders.toml", &topic("name = \"orders\"\ncompatibility = \"BACKWARD\"\n")),
    ])
}

#[test]
fn a_schema_has_one_name() {
    let folder = carried_twice();
    let at = folder.path();
    fs::write(
        at.join("contexts/order/schemas/placed/draft.avsc"),
        PLACED.replace("[]", r#"[{"name": "id", "type": "string"}]"#),
    )
    .unwrap();
    let engine = opened(at);
    let key: RecordKey = "schema:placed".parse().unwrap();
    assert_eq!(engine.name_of(&key), "OrderPlaced");
    assert_eq!(derive::name_of(engine.design(), &key), "OrderPlaced");
    assert_eq!(engine.search("OrderPl", 1).first().map(|hit| hit.name.as_str()), Some("OrderPlaced"));
    let schema = engine.design().schema(&"placed".parse().unwrap()).unwrap();
    assert_eq!(engine.verdict(&schema.id).unwrap().name_of(schema), "OrderPlaced");
    let found = said(at, &["validate"]);
    let about: Vec<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "schema/incompatible")
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    assert!(!about.is_empty() && about.iter().all(|message| message.contains("OrderPlaced")), "{found}");
}

#[test]
fn one_mode_holds_for_a_schema() {
    let folder = carried_twice();
    let engine = opened(folder.path());
    let schema = engine.design().schema(&"placed".parse().unwrap()).unwrap();
    assert_eq!(derive::mode_of(engine.design(), schema).as_str(), "FULL");
    assert_eq!(engine.verdict(&schema.id).unwrap().mode.as_str(), "FULL");
    let compared = said(folder.path(), &["compat"]);
    assert_eq!(compared["subjects"][0]["mode"], "FULL", "{compared}");
    let modes: Vec<Value> = manifest(folder.path())["subjects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|subject| subject["compatibility"].clone())
        .collect();
    assert_eq!(modes, ["FULL", "FULL"]);
}

#[test]
fn a_schema_has_the_same_full_name_in_subjects_and_verdicts() {
    let folder = carried_twice();
    let engine = opened(folder.path());
    let schema = engine.design().schema(&"placed".parse().unwrap()).unwrap();
    // A leading dot means no namespace, whatever stands beside it.
    let released = engine.verdict(&schema.id).unwrap().versions[0].text.schema.as_ref().unwrap();
    assert_eq!(released.fullname(), Some("OrderPlaced"));
    let names: Vec<Value> =
        manifest(folder.path())["subjects"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["audit-OrderPlaced", "orders-OrderPlaced"]);
    let of_topics: Vec<_> =
        engine.design().topics().values().map(|topic| derive::subject_of(topic, schema).unwrap()).collect();
    assert_eq!(names, of_topics);
}

#[test]
fn a_topic_is_the_same_in_rules_numbers_and_exports() {
    let state = "name = \"state\"\n\n[config]\n\"cleanup.policy\" = \"compact\"\n\"min.insync.replicas\" = \"3\"\n";
    let writes =
        "service = \"api\"\ntopic = \"state\"\n\n[direction.produce]\nrate_per_second = 10.0\nsize_bytes = 100\n";
    let folder = folder(&[
        ("contexts/order/topics/state.toml", &topic(state)),
        ("contexts/order/flows/api-writes-state.toml", writes),
    ]);
    let engine = opened(folder.path());
    let design = engine.design();
    let (topic, environment) =
        (design.topics().values().next().unwrap(), design.environment(&"dev".parse().unwrap()).unwrap());
    let here = derive::deployed(topic, Some(environment));
    assert_eq!((here.replication, here.config.min_insync_replicas()), (2, Some(2)));
    let load = engine::capacity::environment_load(design, environment);
    assert_eq!((load.partition_replicas, load.not_counted.as_slice()), (6, [topic.id.clone()].as_slice()));
    let written = manifest(folder.path());
    assert_eq!(written["topics"][0]["replication"], 2);
    assert_eq!(written["topics"][0]["config"], json!({"cleanup.policy": "compact", "min.insync.replicas": "2"}));
    // Two copies fit the two brokers; that all of three copies must be in sync is what is wrong with the record.
    let codes: Vec<(String, String)> = said(folder.path(), &["validate"])["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["severity"] == "error")
        .map(|it| (it["code"].as_str().unwrap().to_owned(), it["location"]["pointer"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(codes, [("topic/min-insync".to_owned(), "/config/min.insync.replicas".to_owned())]);
}

#[test]
fn a_new_consumer_reads_in_the_group_of_its_service() {
    let folder = folder(&[("contexts/order/topics/orders.toml", &topic("name = \"orders\"\n"))]);
    let mut engine = opened(folder.path());
    engine
        .dispatch(&Edit::Connect {
            service: "api".parse().unwrap(),
            topic: "orders".parse().unwrap(),
            end: FlowEnd::Consume,
        })
        .unwrap();
    for change in engine.unsaved() {
        let path = folder.path().join(&change.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, change.after.unwrap().as_ref()).unwrap();
    }
    let design: &Design = engine.design();
    let flow = design.flows().values().next().unwrap();
    let consume = flow.consume().unwrap();
    assert_eq!((consume.group.as_str(), derive::consumer_group(flow, consume)), ("", "api"));
    let groups = engine::capacity::groups_of_topic(design, &flow.topic, None);
    assert_eq!(groups.iter().map(|it| it.group.as_str()).collect::<Vec<_>>(), ["api"]);
    let written = manifest(folder.path());
    assert_eq!(written["groups"][0]["name"], "api");
    let rules = written["access"][0]["allow"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["resource"] == json!({"type": "group", "name": "api"})), "{written}");
}
