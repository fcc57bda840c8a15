//! The engine from open to save on the sample: what is written is what was changed, what was journalled comes back, what
//! others changed is merged, and the findings after any step are those of a fresh look.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod world;

use engine::edit::{Command, FlowEnd};
use engine::format::OutsideChange;
use engine::model::{Kind, validate};
use engine::{Engine, Keep, NotEditable};
use serde_json::{Value, json};
use world::{World, key, open, sample, write};

fn set(record: &str, pointer: &str, value: Value) -> Command {
    Command::Set { key: key(record), pointer: pointer.to_owned(), value }
}

/// A day's work: every kind of change.
fn work() -> Vec<Command> {
    let topic = json!({"topic": {"id": "returns", "context": "order", "name": "return-events", "partitions": 6, "replication": 3}});
    let place = json!({"view": "topology", "node": "topic:returns", "x": 5, "y": 6});
    vec![
        Command::Create {
            record: serde_json::from_value(topic).unwrap(),
            placement: serde_json::from_value(place).unwrap(),
        },
        Command::Connect {
            service: "order-api".parse().unwrap(),
            topic: "returns".parse().unwrap(),
            end: FlowEnd::Produce,
        },
        Command::Rename { key: key("topic:returns"), name: "order-returns".to_owned() },
        set("topic:order-events", "/min_insync_replicas", json!(3)),
        set("topic:order-events", "/config/segment.ms", json!("3600000")),
        set("context:review", "/team", json!("community-team")),
        Command::Delete { keys: vec![key("service:legacy-billing")] },
        Command::MoveToContext { keys: vec![key("service:order-projector")], context: "analytics".parse().unwrap() },
        Command::SetDraft { schema: "order-submitted".parse().unwrap(), text: Some("{ \"type\": ".to_owned()) },
        Command::Delete { keys: vec![key("topic:product-events-dlt")] },
    ]
}

fn told(engine: &Engine) -> Vec<String> {
    engine
        .diagnostics()
        .iter()
        .map(|it| format!("{} {} {} {}", it.severity.as_str(), it.code, it.location, it.message))
        .collect()
}

/// The findings without places in files, which only loading knows.
fn checked(engine: &Engine) -> Vec<String> {
    let mut lines: Vec<String> = engine
        .diagnostics()
        .iter()
        .filter(|it| it.location.place.is_none())
        .map(|it| format!("{} {} {}", it.code, it.location, it.message))
        .collect();
    lines.sort();
    lines
}

#[test]
fn what_is_saved_is_what_was_changed() {
    let mut files = sample();
    let mut engine = open(&files, &World::default());
    assert!(!engine.is_unsaved());
    for command in work() {
        engine.dispatch(&command).unwrap();
        assert_eq!(validate(engine.design()), []);
    }
    let changes = engine.unsaved();
    let untouched: Vec<&String> = files.keys().filter(|path| changes.iter().all(|it| it.path != **path)).collect();
    assert!(untouched.len() > 200, "only what changed is written: {} files were not", untouched.len());
    write(&mut files, &changes);
    engine.saved(&changes);
    assert!(!engine.is_unsaved());
    let again = open(&files, &World::default());
    assert_eq!(again.design(), engine.design());
    assert_eq!(checked(&again), checked(&engine), "findings kept step by step are those of a fresh look");
    while engine.undo().is_ok() {}
    let back = engine.unsaved();
    write(&mut files, &back);
    assert_eq!(open(&files, &World::default()).design(), open(&sample(), &World::default()).design());
}

#[test]
fn findings_follow_every_step_there_and_back() {
    let files = sample();
    let mut engine = open(&files, &World::default());
    let mut seen = vec![told(&engine)];
    for command in work() {
        engine.dispatch(&command).unwrap();
        seen.push(told(&engine));
    }
    let last = seen.len() - 1;
    for at in (0..last).rev() {
        engine.undo().unwrap();
        assert_eq!(told(&engine), seen[at], "after undo to step {at}");
    }
    for (at, expected) in seen.iter().enumerate().skip(1) {
        engine.redo().unwrap();
        assert_eq!(&told(&engine), expected, "after redo to step {at}");
    }
}

#[test]
fn changes_from_outside_are_merged_or_asked_about() {
    let mut files = sample();
    let mut engine = open(&files, &World::default());
    let path = "contexts/order/topics/order-events.toml";
    engine.dispatch(&set("topic:order-events", "/partitions", json!(30))).unwrap();
    let theirs =
        files[path].replace("partitions = 20", "partitions = 24").replace("replication = 3", "replication = 2");
    assert_ne!(theirs, files[path]);
    files.insert(path.to_owned(), theirs.clone());
    let outside = engine.files_changed(vec![OutsideChange { path: path.to_owned(), bytes: Some(theirs.into_bytes()) }]);
    let topic = |engine: &Engine| engine.design().topic(&"order-events".parse().unwrap()).unwrap().clone();
    assert_eq!((topic(&engine).partitions, topic(&engine).replication), (30, 2), "theirs where only they changed");
    assert_eq!(outside.conflicts.iter().map(|it| it.pointer.as_str()).collect::<Vec<_>>(), ["/partitions"]);
    assert!(engine.unsaved().is_empty() && engine.is_unsaved(), "nothing is written before the person has decided");
    assert_eq!(engine.withheld().into_iter().collect::<Vec<_>>(), [path]);
    engine.dispatch(&set("context:review", "/team", json!("community-team"))).unwrap();
    let changes = engine.unsaved();
    write(&mut files, &changes);
    engine.saved(&changes);
    assert!(engine.is_unsaved(), "saving the rest does not take the undecided for saved");
    engine.resolve(&key("topic:order-events"), Keep::Theirs);
    assert_eq!(topic(&engine).partitions, 24);
    assert!(engine.conflicts().is_empty());
    assert!(!engine.is_unsaved(), "now it says what the file says");
}

#[test]
fn deciding_for_ours_is_written() {
    let mut files = sample();
    let mut engine = open(&files, &World::default());
    let path = "contexts/order/topics/order-events.toml";
    engine.dispatch(&set("topic:order-events", "/partitions", json!(30))).unwrap();
    let theirs = files[path].replace("partitions = 20", "partitions = 24");
    files.insert(path.to_owned(), theirs.clone());
    engine.files_changed(vec![OutsideChange { path: path.to_owned(), bytes: Some(theirs.into_bytes()) }]);
    engine.resolve(&key("topic:order-events"), Keep::Ours);
    write(&mut files, &engine.unsaved());
    assert!(files[path].contains("partitions = 30"));
}

#[test]
fn a_record_whose_file_became_unreadable_stays_unsaved() {
    let mut files = sample();
    let mut engine = open(&files, &World::default());
    let path = "contexts/order/topics/order-events.toml";
    let good = files[path].clone();
    let broken = format!("{good}\n<<<<<<< ours\n");
    files.insert(path.to_owned(), broken.clone());
    engine.files_changed(vec![OutsideChange { path: path.to_owned(), bytes: Some(broken.into_bytes()) }]);
    engine.dispatch(&set("topic:order-events", "/partitions", json!(30))).unwrap();
    engine.dispatch(&set("context:review", "/team", json!("community-team"))).unwrap();
    let changes = engine.unsaved();
    assert_eq!(changes.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["contexts/review/context.toml"]);
    write(&mut files, &changes);
    engine.saved(&changes);
    assert_eq!(engine.withheld().into_iter().collect::<Vec<_>>(), [path]);
    assert!(engine.unsaved().is_empty() && engine.is_unsaved());
    let told = engine
        .diagnostics()
        .iter()
        .find(|it| it.location.place.as_ref().is_some_and(|at| at.file == path))
        .map(|it| it.help.clone());
    assert!(told.unwrap().ends_with("until then what it said before holds, and changes to it cannot be saved"));
    files.insert(path.to_owned(), good.clone());
    engine.files_changed(vec![OutsideChange { path: path.to_owned(), bytes: Some(good.into_bytes()) }]);
    assert!(engine.withheld().is_empty());
    let changes = engine.unsaved();
    write(&mut files, &changes);
    engine.saved(&changes);
    assert!(files[path].contains("partitions = 30") && !engine.is_unsaved());
}

#[test]
fn saving_a_repair_of_a_file_takes_its_finding_away() {
    let mut files = sample();
    let path = "contexts/order/topics/order-events.toml";
    let text = files[path].clone();
    files.insert(path.to_owned(), format!("retention_sm = 5\n{text}"));
    let mut engine = open(&files, &World::default());
    assert!(engine.diagnostics().iter().any(|it| it.code.as_str() == "file/unknown-key"));
    engine.dispatch(&Command::Delete { keys: vec![key("topic:order-events")] }).unwrap();
    let changes = engine.unsaved();
    write(&mut files, &changes);
    engine.saved(&changes);
    assert!(engine.diagnostics().iter().all(|it| it.code.as_str() != "file/unknown-key"));
}

#[test]
fn a_folder_of_a_newer_format_is_read_only() {
    let mut files = sample();
    let settings = files["eventscape.toml"].replace("format_version = 1", "format_version = 99");
    assert_ne!(settings, files["eventscape.toml"]);
    files.insert("eventscape.toml".to_owned(), settings);
    let mut engine = open(&files, &World::default());
    let refusal = engine.dispatch(&set("settings", "/name", json!("X"))).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "this design is open read-only; a newer Eventscape saved it: update Eventscape to edit it"
    );
}

#[test]
fn a_repair_is_one_step_and_its_finding_is_gone() {
    let files = sample();
    let mut repaired = 0;
    for finding in open(&files, &World::default()).findings() {
        for repair in &finding.repairs {
            let mut engine = open(&files, &World::default());
            let before = engine.design().clone();
            engine.repair(repair).unwrap();
            assert!(
                engine.findings().all(|it| it != finding),
                "{} is still there after {}",
                finding.message,
                repair.title
            );
            engine.undo().unwrap();
            assert_eq!(*engine.design(), before, "{}", repair.title);
            repaired += 1;
        }
    }
    assert!(repaired >= 5, "the sample offers {repaired} repairs");
}

#[test]
fn a_read_only_design_refuses_and_says_why() {
    let mut engine = open(&sample(), &World::default());
    engine.set_read_only("another window has it open");
    let refusal = engine.dispatch(&set("settings", "/name", json!("X"))).unwrap_err();
    assert!(matches!(refusal, NotEditable::ReadOnly { .. }));
    assert_eq!(refusal.to_string(), "this design is open read-only; another window has it open");
}

#[test]
fn searching_finds_the_best_first() {
    let engine = open(&sample(), &World::default());
    let check = |typed: &str, expected: &[&str]| {
        let found: Vec<String> = engine.search(typed, expected.len()).iter().map(|it| it.key.to_string()).collect();
        assert_eq!(found, expected, "{typed}");
    };
    check("order-events", &["topic:order-events"]);
    check("ORDERSUB", &["message:order-submitted"]);
    // Words in any order, a team, a field of a schema and words of a description.
    check("events order", &["topic:order-events"]);
    check("checkout-team order", &["context:order"]);
    check("shippingAddress", &["schema:order-submitted"]);
    check("outbox shops", &["service:order-api"]);
    // One slip in a word.
    check("oredr-events", &["topic:order-events"]);
    check("shipmnt tracker", &["service:shipment-tracker"]);
    assert_eq!(engine.search("no such thing", 5), []);

    // Lists that keep their own order find the same.
    for typed in ["order-events", "checkout-team order", "oredr-events", "PARTNER", "e", "no such thing"] {
        let best: Vec<model::RecordKey> = engine.search(typed, usize::MAX).into_iter().map(|hit| hit.key).collect();
        let all = engine.found(typed);
        assert_eq!(all.len(), best.len(), "{typed}");
        assert!(best.iter().all(|key| all.contains(key)), "{typed}");
    }
    check("partner", &["schema:order-submitted"]);
}

#[test]
fn a_hit_says_where_the_words_stand_when_they_are_not_in_its_name() {
    let engine = open(&sample(), &World::default());
    let check = |typed: &str, expected: &str| {
        let found = engine.search(typed, 1).into_iter().next().map(|hit| format!("{}: {}", hit.key, hit.detail));
        assert_eq!(found.as_deref(), Some(expected), "{typed}");
    };
    check("order-events", "topic:order-events: topic in Order");
    check("shippingAddress", "schema:order-submitted: schema in Order · with shippingAddress");
    check("shippingadress", "schema:order-submitted: schema in Order · with shippingAddress");
    check("submitted partner", "schema:order-submitted: schema in Order · with PARTNER");
    check("checkout-team order", "context:order: bounded context · team checkout-team");
    check("outbox shops", "service:order-api: service in Order · in the description");
}

#[test]
fn the_beginnings_of_names_and_words_come_before_what_stands_within() {
    let engine = open(&sample(), &World::default());
    for typed in ["e", "order", "payment"] {
        let hits = engine.search(typed, usize::MAX).into_iter();
        // Flows and relations are found by their ids, and called after what they connect.
        let named = hits.filter(|hit| !matches!(hit.key.kind(), Kind::Flow | Kind::ContextRelation));
        let names: Vec<String> = named.map(|hit| hit.name.to_lowercase()).collect();
        let starts: Vec<bool> = names.iter().map(|name| name.starts_with(typed)).collect();
        let last_start = starts.iter().rposition(|it| *it);
        assert!(last_start.is_none_or(|last| starts.iter().take(last).all(|it| *it)), "{typed}: {names:?}");
    }
}

#[test]
fn what_is_found_follows_every_step() {
    let mut engine = open(&sample(), &World::default());
    let finds =
        |engine: &Engine, typed: &str| engine.search(typed, 1).into_iter().next().map(|hit| hit.key.to_string());
    engine.dispatch(&Command::Rename { key: key("topic:order-events"), name: "zebra-events".to_owned() }).unwrap();
    assert_eq!(finds(&engine, "zebra").as_deref(), Some("topic:order-events"));
    engine.undo().unwrap();
    assert_eq!(finds(&engine, "zebra"), None);
    engine.dispatch(&Command::Delete { keys: vec![key("service:legacy-billing")] }).unwrap();
    assert_ne!(finds(&engine, "legacy-billing").as_deref(), Some("service:legacy-billing"));
    engine.undo().unwrap();
    assert_eq!(finds(&engine, "legacy-billing").as_deref(), Some("service:legacy-billing"));
}

#[test]
fn a_file_that_breaks_marks_its_record_until_it_is_mended() {
    let (files, path) = (sample(), "contexts/order/topics/order-events.toml");
    let mut engine = open(&files, &World::default());
    let topic = key("topic:order-events");
    let before = engine.severity_of(&topic);
    let mut change = |text: &str| {
        let bytes = Some(text.to_owned().into_bytes());
        let outside = engine.files_changed(vec![OutsideChange { path: path.to_owned(), bytes }]);
        assert!(outside.effect.judged.contains(&topic), "{:?}", outside.effect);
        assert!(outside.effect.changed.is_empty(), "the last good record is kept");
        assert_eq!(engine.worst_by_record().get(&topic).copied(), engine.severity_of(&topic));
        engine.severity_of(&topic)
    };
    assert_eq!(change("partitions = [["), Some(diagnostic::Severity::Error));
    assert_eq!(change(files.get(path).unwrap()), before);
}

#[test]
fn what_comes_back_is_told_apart_from_what_changes() {
    let mut engine = open(&sample(), &World::default());
    let service = key("service:legacy-billing");
    let gone = engine.dispatch(&Command::Delete { keys: vec![service.clone()] }).unwrap();
    assert_eq!(gone.came, []);
    let back = engine.undo().unwrap();
    assert!(back.came.contains(&service) && back.came.iter().any(|key| key.kind() == Kind::Flow), "{back:?}");
    engine.dispatch(&Command::Rename { key: service, name: "billing".to_owned() }).unwrap();
    assert_eq!(engine.undo().unwrap().came, [], "a name is another, and nothing came");
}

#[test]
fn a_draft_calls_for_a_decision() {
    let mut engine = open(&sample(), &World::default());
    let decision = engine.decision_about(&"order-submitted".parse().unwrap()).unwrap();
    assert_eq!(decision.id.as_str(), "0007-release-version-5-of-order-submitted");
    let records: Vec<String> = decision.records.iter().map(ToString::to_string).collect();
    assert_eq!(records[0], "schema:order-submitted");
    assert!(records.contains(&"service:legacy-billing".to_owned()), "{records:?}");
    for expected in [
        "# Release version 5 of OrderSubmitted\n",
        "FULL_TRANSITIVE refuses that:\n\n* The new version needs field currency, which data of version 1 does not have, and has no default for it (v1, v2, v3, v4)\n",
        "| legacy-billing | order-events | version 1 | The draft can write PARTNER",
        "1. Give currency the default \"\": then version 5 reads v1–v4\n",
        "* Bad, because 2 consumers have to move",
    ] {
        assert!(decision.body.contains(expected), "{expected} is not in\n{}", decision.body);
    }
    let record = Box::new(model::Record::Decision(decision.clone()));
    engine.dispatch(&Command::Create { record, placement: None }).unwrap();
    let mut files = sample();
    write(&mut files, &engine.unsaved());
    assert_eq!(
        open(&files, &World::default()).design().decision(&decision.id),
        Some(&decision),
        "it survives the disk"
    );
    assert_eq!(engine.decision_about(&"order-confirmed".parse().unwrap()), None, "nothing changes there");
}

#[test]
fn a_message_gets_a_schema_of_its_own_under_an_id_that_its_files_leave_free() {
    let unread = "contexts/order/schemas/order-packed/schema.toml";
    let check = |files: &world::Files, expected: &str| {
        let mut engine = open(files, &World::default());
        let made = engine.new_record(Kind::Message, "OrderPacked", Some(&"order".parse().unwrap())).unwrap();
        engine.dispatch(&Command::Create { record: Box::new(made), placement: None }).unwrap();
        let message = "order-packed".parse().unwrap();
        let repair = engine.new_schema_for(&message).unwrap();
        assert_eq!(repair.creates(), Some(key(expected)));
        engine.repair(&repair).unwrap();
        let design = engine.design();
        assert_eq!(validate(design), []);
        let schema = design.message(&message).unwrap().schema.clone().unwrap();
        assert_eq!(design.schema(&schema).unwrap().context.as_str(), "order");
        assert_eq!(engine.name_of(&schema.into()), "OrderPacked");
    };
    let mut files = sample();
    check(&files, "schema:order-packed");
    files.insert(unread.to_owned(), "[[[".to_owned());
    check(&files, "schema:order-packed-2");
}

#[test]
fn the_last_way_out_is_a_subject_and_a_topic_of_its_own() {
    let mut engine = open(&sample(), &World::default());
    let findings = engine.findings().filter(|it| it.rule.code == "schema/incompatible");
    let repair = findings.flat_map(|it| &it.repairs).find(|it| it.title == "Move it to a new topic").cloned();
    let draft = engine.design().schema(&"order-submitted".parse().unwrap()).unwrap().draft.clone();
    engine.repair(&repair.unwrap()).unwrap();
    let design = engine.design();
    assert_eq!(validate(design), []);
    assert_eq!(design.schema(&"order-submitted".parse().unwrap()).unwrap().draft, None);
    let own = design.schema(&"order-submitted-v2".parse().unwrap()).unwrap();
    assert_eq!((own.draft.clone(), own.versions.len()), (draft, 0));
    let message = design.message(&"order-submitted-v2".parse().unwrap()).unwrap();
    assert_eq!(message.schema.as_ref().unwrap().as_str(), "order-submitted-v2");
    assert_eq!(message.topics.iter().map(|it| it.as_str()).collect::<Vec<_>>(), ["order-events-v2"]);
    let topic = design.topic(&"order-events-v2".parse().unwrap()).unwrap();
    assert_eq!((topic.name.as_str(), topic.partitions), ("order-events-v2", 20));
    assert!(!engine.findings().any(|it| it.rule.code == "schema/breaks-consumer"), "nobody is broken any more");
}
