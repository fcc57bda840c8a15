//! Somebody changed files while the design was open: whose change counts, and when anybody is asked.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

mod disk;

use disk::{Disk, all, unsaved};
use format::{Folder, Loaded, Merged, OutsideChange, load};
use model::{Design, Record, RecordKey, arbitrary, validate};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use std::collections::BTreeSet;

const TOPIC: &str = "contexts/order/topics/order-events.toml";
const PROCESS: &str = "processes/place-order.toml";

fn shop() -> Disk {
    let mut disk = Disk::default();
    for (path, text) in [
        ("eventscape.toml", "format_version = 1\nname = \"Shop\"\n"),
        ("contexts/order/context.toml", "name = \"Order\"\n"),
        (TOPIC, "name = \"orders\"\npartitions = 10\nreplication = 3\n\n[config]\na = \"1\"\nb = \"2\"\n"),
        ("contexts/order/messages/paid.toml", "name = \"Paid\"\ntopics = [\"a\", \"b\", \"c\"]\n"),
        ("contexts/order/flows/f.toml", "service = \"s\"\ntopic = \"order-events\"\n\n[direction.produce]\n"),
        ("contexts/order/schemas/paid/v1.avsc", "\"string\"\n"),
        ("contexts/order/schemas/paid/draft.avsc", "\"bytes\"\n"),
        (
            PROCESS,
            "name = \"Place\"\n\n[[steps]]\nid = \"a\"\nname = \"A\"\nkind = \"event\"\n\n[[steps]]\nid = \"b\"\nname = \"B\"\nkind = \"event\"\n",
        ),
        ("views/v.toml", "name = \"V\"\n\n[nodes]\n\"topic:order-events\" = { x = 1, y = 2 }\n"),
        ("decisions/0001-a.md", "---\nstatus: proposed\n---\n# A\n"),
    ] {
        disk.0.insert(path.to_owned(), text.to_owned());
    }
    disk
}

/// Changes of a design by lines `key/pointer = json`, `-key` to delete.
fn ours(design: &mut Design, edits: &[&str]) -> BTreeSet<RecordKey> {
    let mut dirty = BTreeSet::new();
    for edit in edits {
        if let Some(key) = edit.strip_prefix('-') {
            let key: RecordKey = key.parse().unwrap();
            design.remove(&key);
            dirty.insert(key);
            continue;
        }
        let (place, value) = edit.split_once(" = ").unwrap();
        let (key, pointer) = place.split_once("//").unwrap();
        let key: RecordKey = key.parse().unwrap();
        let pointer = format!("/{pointer}");
        let mut json = serde_json::to_value(design.get(&key).unwrap()).unwrap();
        let record = json.as_object_mut().unwrap().values_mut().next().unwrap();
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        let value: Value = serde_json::from_str(value).unwrap();
        match record.pointer_mut(parent).unwrap() {
            Value::Array(items) => items[field.parse::<usize>().unwrap()] = value,
            Value::Object(object) => drop(object.insert(field.to_owned(), value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => panic!("{edit}"),
        }
        design.insert(serde_json::from_value(json).unwrap());
        dirty.insert(key);
    }
    dirty
}

/// What a merge says, for people to compare.
fn said(merged: &Merged, before: &Design) -> String {
    let mut out = String::new();
    for (key, record) in &merged.updates {
        match record {
            None => out.push_str(&format!("{key} goes\n")),
            Some(record) => {
                let fields = |record: &Record| {
                    let json = serde_json::to_value(record).unwrap();
                    let object = json.as_object().unwrap().values().next().unwrap().as_object().unwrap();
                    object
                        .iter()
                        .map(|(key, value)| (key.clone(), value.clone()))
                        .collect::<std::collections::BTreeMap<_, _>>()
                };
                let old = before.get(key).map(|it| fields(&it)).unwrap_or_default();
                let new = fields(record);
                let changed = new
                    .iter()
                    .filter(|(name, value)| old.get(*name) != Some(value))
                    .map(|(name, value)| format!("{name} = {value}"));
                let gone = old.keys().filter(|name| !new.contains_key(*name)).map(|name| format!("no {name}"));
                let what = if before.get(key).is_none() {
                    "comes".to_owned()
                } else {
                    changed.chain(gone).collect::<Vec<_>>().join(", ")
                };
                out.push_str(&format!("{key} {what}\n"));
            }
        }
    }
    for conflict in &merged.conflicts {
        let theirs = if conflict.theirs_record.is_some() { "" } else { ", they have none" };
        out.push_str(&format!(
            "{}{}: {} | {}{theirs}\n",
            conflict.record, conflict.pointer, conflict.ours, conflict.theirs
        ));
    }
    out
}

fn merged(our_edits: &[&str], their_files: &[(&str, Option<&str>)], expected: &str) -> (Disk, Folder, Design, Merged) {
    let mut disk = shop();
    let Loaded { mut design, mut folder, diagnostics, .. } = load(disk.files());
    assert_eq!(diagnostics, []);
    let dirty = ours(&mut design, our_edits);
    let mut changes = Vec::new();
    for (path, text) in their_files {
        match text {
            Some(text) => drop(disk.0.insert((*path).to_owned(), (*text).to_owned())),
            None => drop(disk.0.remove(*path)),
        }
        changes.push(OutsideChange { path: (*path).to_owned(), bytes: text.map(|text| text.as_bytes().to_vec()) });
    }
    let merged = folder.merge(changes, &design, &dirty);
    assert_eq!(said(&merged, &design), expected, "{our_edits:?} {their_files:?}");
    (disk, folder, design, merged)
}

fn topic(change: (&str, &str)) -> String {
    shop().0[TOPIC].replace(change.0, change.1)
}

#[test]
fn what_only_they_changed_is_taken_over() {
    merged(&[], &[(TOPIC, Some(&topic(("10", "20"))))], "topic:order-events partitions = 20\n");
    merged(
        &["settings//name = \"Mine\""],
        &[(TOPIC, Some(&topic(("10", "20"))))],
        "topic:order-events partitions = 20\n",
    );
    merged(&[], &[("policy.toml", Some("[rules]\na = \"off\"\n"))], "policy rules = {\"a\":\"off\"}\n");
    merged(&[], &[("contexts/order/services/s.toml", Some("name = \"S\"\n"))], "service:s comes\n");
    merged(&[], &[(PROCESS, None)], "process:place-order goes\n");
    merged(
        &[],
        &[
            ("contexts/order/schemas/paid/v2.avsc", Some("\"bytes\"\n")),
            ("contexts/order/schemas/paid/draft.avsc", None),
        ],
        "schema:paid draft = null, versions = [{\"number\":1,\"text\":\"\\\"string\\\"\\n\"},{\"number\":2,\"text\":\"\\\"bytes\\\"\\n\"}]\n",
    );
}

#[test]
fn only_what_a_change_says_counts() {
    merged(&[], &[(TOPIC, Some(&format!("# words\n{}", shop().0[TOPIC])))], "");
    merged(&["topic:order-events//partitions = 12"], &[(TOPIC, Some(&format!("# words\n{}", shop().0[TOPIC])))], "");
    merged(&[], &[("README.md", Some("words")), ("contexts/order/topics/x.txt", Some("words"))], "");
    merged(&[], &[("README.md", None)], "");
}

#[test]
fn our_own_saves_come_back_without_a_word() {
    let mut disk = shop();
    let Loaded { mut design, mut folder, .. } = load(disk.files());
    let dirty = ours(&mut design, &["topic:order-events//partitions = 12", "-process:place-order"]);
    let changes = unsaved(&folder, &design, &dirty);
    disk.apply(&changes);
    folder.applied(&changes);
    let echo = changes.iter().map(|change| OutsideChange {
        path: change.path.clone(),
        bytes: change.after.as_ref().map(|text| text.as_bytes().to_vec()),
    });
    let merged = folder.merge(echo.collect(), &design, &dirty);
    assert_eq!((merged.updates, merged.conflicts), (vec![], vec![]));
}

#[test]
fn different_fields_come_together() {
    let (_, folder, _, merged) = merged(
        &["topic:order-events//partitions = 12", "topic:order-events//config/a = \"9\""],
        &[(TOPIC, Some(&topic(("replication = 3", "replication = 2 # two")).replace("b = \"2\"", "b = \"8\"")))],
        "topic:order-events config = {\"a\":\"9\",\"b\":\"8\"}, replication = 2\n",
    );
    let mut design = Design::default();
    for (_, record) in merged.updates {
        design.insert(record.unwrap());
    }
    let saved = unsaved(&folder, &design, &["topic:order-events".parse().unwrap()].into());
    assert_eq!(
        saved[0].after.as_deref(),
        Some("name = \"orders\"\npartitions = 12\nreplication = 2 # two\n\n[config]\na = \"9\"\nb = \"8\"\n")
    );
}

#[test]
fn the_same_change_on_both_sides_is_no_conflict() {
    merged(&["topic:order-events//partitions = 20"], &[(TOPIC, Some(&topic(("10", "20"))))], "");
    merged(&["-process:place-order"], &[(PROCESS, None)], "");
}

#[test]
fn the_same_field_changed_differently_is_asked_about() {
    merged(
        &["topic:order-events//partitions = 12", "topic:order-events//name = \"mine\""],
        &[(TOPIC, Some(&topic(("10", "20")).replace("3", "2")))],
        "topic:order-events replication = 2\ntopic:order-events/partitions: 12 | 20\n",
    );
    let (_, _, design, merged) = merged(
        &["topic:order-events//partitions = 12", "topic:order-events//name = \"mine\""],
        &[(TOPIC, Some(&topic(("10", "20"))))],
        "topic:order-events/partitions: 12 | 20\n",
    );
    let theirs = merged.conflicts[0].theirs_record.clone().unwrap();
    let Record::Topic(theirs) = theirs else { unreachable!() };
    assert_eq!((theirs.name.as_str(), theirs.partitions), ("mine", 20));
    assert_eq!(design.topics().values().next().unwrap().partitions, 12);
}

#[test]
fn a_text_is_one_field() {
    let v1 = "contexts/order/schemas/paid/v1.avsc";
    merged(
        &["schema:paid//draft = \"\\\"int\\\"\""],
        &[("contexts/order/schemas/paid/draft.avsc", Some("\"long\""))],
        "schema:paid/draft: \"int\" | \"long\"\n",
    );
    merged(
        &["schema:paid//draft = \"\\\"int\\\"\""],
        &[(v1, Some("\"long\""))],
        "schema:paid versions = [{\"number\":1,\"text\":\"\\\"long\\\"\"}]\n",
    );
    merged(&["schema:paid//versions/0/text = \"1\""], &[(v1, Some("2"))], "schema:paid/versions/0/text: 1 | 2\n");
    merged(
        &["decision:0001-a//body = \"# A\\nours\\n\""],
        &[("decisions/0001-a.md", Some("---\nstatus: accepted\n---\n# A\ntheirs\n"))],
        "decision:0001-a status = \"accepted\"\ndecision:0001-a/body: # A\nours\n | # A\ntheirs\n\n",
    );
}

#[test]
fn elements_of_lists_come_together() {
    merged(
        &["message:paid//topics = [\"a\", \"c\", \"ours\"]"],
        &[(
            "contexts/order/messages/paid.toml",
            Some("name = \"Paid\"\ntopics = [\"theirs\", \"b\", \"c\", \"last\"]\n"),
        )],
        "message:paid topics = [\"theirs\",\"c\",\"ours\",\"last\"]\n",
    );
    let process = &shop().0[PROCESS];
    merged(
        &["process:place-order//steps/0/name = \"Mine\""],
        &[(PROCESS, Some(&process.replace("\"B\"", "\"Theirs\"")))],
        "process:place-order steps = [{\"id\":\"a\",\"name\":\"Mine\",\"kind\":\"event\"},{\"id\":\"b\",\"name\":\"Theirs\",\"kind\":\"event\"}]\n",
    );
    merged(
        &["process:place-order//steps/0/name = \"Mine\""],
        &[(PROCESS, Some("name = \"Place\"\n"))],
        "process:place-order steps = [{\"id\":\"a\",\"name\":\"Mine\",\"kind\":\"event\"}]\nprocess:place-order/steps/0: {\"id\":\"a\",\"name\":\"Mine\",\"kind\":\"event\"} | nothing\n",
    );
}

#[test]
fn a_direction_never_gets_two_ways() {
    let flow = "service = \"s\"\ntopic = \"order-events\"\n\n[direction.consume]\ngroup = \"g\"\n";
    let (.., merged) = merged(
        &["flow:f//direction/produce/size_bytes = 9"],
        &[("contexts/order/flows/f.toml", Some(flow))],
        "flow:f/direction: {\"produce\":{\"rate_per_second\":0.0,\"size_bytes\":9,\"acks\":\"all\",\"idempotent\":false}} | {\"consume\":{\"group\":\"g\",\"isolation\":\"read-uncommitted\"}}\n",
    );
    assert!(matches!(&merged.conflicts[0].theirs_record, Some(Record::Flow(flow)) if flow.consume().is_some()));
}

#[test]
fn deletion_against_change_is_asked_about() {
    merged(
        &["process:place-order//name = \"Mine\""],
        &[(PROCESS, None)],
        "process:place-order: changed here | deleted outside, they have none\n",
    );
    merged(
        &["-process:place-order"],
        &[(PROCESS, Some("name = \"Theirs\"\n"))],
        "process:place-order: deleted here | changed outside\n",
    );
}

#[test]
fn one_position_is_one_thing() {
    let view = |x: i32, y: i32| format!("name = \"V\"\n\n[nodes]\n\"topic:order-events\" = {{ x = {x}, y = {y} }}\n");
    merged(&[], &[("views/v.toml", Some(&view(5, 2)))], "placement:v/topic:order-events x = 5\n");
    merged(
        &["placement:v/topic:order-events//y = 9"],
        &[("views/v.toml", Some(&view(5, 2)))],
        "placement:v/topic:order-events: changed here | changed outside\n",
    );
}

#[test]
fn nodes_come_and_go_with_their_positions() {
    merged(&[], &[(TOPIC, None)], "topic:order-events goes\nplacement:v/topic:order-events goes\n");
    let mut disk = shop();
    let topic = disk.0.remove(TOPIC).unwrap();
    let Loaded { design, mut folder, diagnostics, .. } = load(disk.files());
    assert_eq!(diagnostics.len(), 1);
    let change = OutsideChange { path: TOPIC.to_owned(), bytes: Some(topic.into()) };
    let merged = folder.merge(vec![change], &design, &BTreeSet::new());
    assert_eq!(said(&merged, &design), "topic:order-events comes\nplacement:v/topic:order-events comes\n");
    assert_eq!(merged.diagnostics, []);
}

#[test]
fn a_move_into_another_context_is_no_deletion() {
    let text = &shop().0[TOPIC];
    merged(
        &["topic:order-events//partitions = 12"],
        &[
            (TOPIC, None),
            ("contexts/stock/context.toml", Some("name = \"Stock\"\n")),
            ("contexts/stock/topics/order-events.toml", Some(text)),
        ],
        "context:stock comes\ntopic:order-events context = \"stock\"\n",
    );
}

#[test]
fn a_context_without_a_file_comes_with_its_first_member() {
    merged(
        &[],
        &[("contexts/stock/services/s.toml", Some("name = \"S\"\n"))],
        "context:stock comes\nservice:s comes\n",
    );
    merged(&[], &[("contexts/order/context.toml", None)], "");
}

#[test]
fn what_cannot_be_read_any_more_stays_as_we_know_it() {
    let broken =
        topic(("partitions = 10\n", "<<<<<<< HEAD\npartitions = 10\n=======\npartitions = 20\n>>>>>>> theirs\n"));
    let (_, mut folder, mut design, merged) = merged(&[], &[(TOPIC, Some(&broken))], "");
    assert_eq!(merged.diagnostics[0].code.as_str(), "file/merge-conflict");
    let key: RecordKey = "topic:order-events".parse().unwrap();
    assert!(folder.is_taken(&key, Some(&"order".parse().unwrap())));
    let dirty = ours(&mut design, &["topic:order-events//replication = 2"]);
    assert_eq!(unsaved(&folder, &design, &dirty), []);

    let repaired = OutsideChange { path: TOPIC.to_owned(), bytes: Some(topic(("10", "20")).into()) };
    let merged = folder.merge(vec![repaired], &design, &dirty);
    assert_eq!(said(&merged, &design), "topic:order-events partitions = 20\n");
    assert_eq!(merged.diagnostics, []);
    assert!(!folder.is_taken(&key, Some(&"order".parse().unwrap())));
}

/// Two people's edits of one design.
fn two_edits() -> impl Strategy<Value = (Design, Vec<Record>, Vec<Record>)> {
    let picks = || proptest::collection::vec(any::<Index>(), 0..5);
    (arbitrary::design(), picks(), picks()).prop_flat_map(|(design, ours, theirs)| {
        let contexts: Vec<_> = design.contexts().keys().cloned().collect();
        let keys = design.keys();
        let edits = |picks: Vec<Index>| {
            picks.iter().map(|pick| arbitrary::another(pick.get(&keys), &contexts)).collect::<Vec<_>>()
        };
        let (ours, theirs) = (edits(ours), edits(theirs));
        (Just(design), ours, theirs)
    })
}

proptest! {
    #![proptest_config(laws::cases(300))]

    #[test]
    fn changes_of_two_people_come_together((base, our_edits, their_edits) in two_edits()) {
        let mut disk = Disk::of(&base);
        let mut folder = load(disk.files()).folder;
        let with = |edits: &[Record]| {
            let mut design = base.clone();
            let mut keys = BTreeSet::new();
            for record in edits {
                keys.insert(record.key());
                design.insert(record.clone());
            }
            (design, keys)
        };
        let (mut ours, dirty) = with(&our_edits);
        let (theirs, their_keys) = with(&their_edits);
        let their_changes = unsaved(&folder, &theirs, &their_keys);
        disk.apply(&their_changes);
        let outside = their_changes.iter().map(|change| OutsideChange {
            path: change.path.clone(),
            bytes: change.after.as_ref().map(|text| text.as_bytes().to_vec()),
        });
        let merged = folder.merge(outside.collect(), &ours, &dirty);

        // What is known of the folder is what is there, however it came there.
        let again = load(disk.files());
        prop_assert_eq!(&folder, &again.folder);
        prop_assert_eq!(&merged.diagnostics, &again.diagnostics);

        for conflict in &merged.conflicts {
            prop_assert!(dirty.contains(&conflict.record) && their_keys.contains(&conflict.record));
        }
        if our_edits.is_empty() {
            prop_assert!(merged.conflicts.is_empty());
        }
        let mut settled = ours.clone();
        for (key, record) in &merged.updates {
            for design in [&mut ours, &mut settled] {
                match record {
                    Some(record) => drop(design.insert(record.clone())),
                    None => drop(design.remove(key)),
                }
            }
        }
        prop_assert_eq!(validate(&ours), vec![]);
        for key in all(&base).iter().chain(&dirty).chain(&their_keys) {
            match (dirty.contains(key), their_keys.contains(key)) {
                (true, false) => prop_assert_eq!(ours.get(key), with(&our_edits).0.get(key)),
                (false, _) => prop_assert_eq!(ours.get(key), theirs.get(key)),
                (true, true) => {}
            }
        }
        // Their side of every conflict can be chosen, too.
        for conflict in &merged.conflicts {
            settled.insert(conflict.theirs_record.clone().unwrap());
        }
        prop_assert_eq!(validate(&settled), vec![]);
        for design in [ours, settled] {
            let mut disk = disk.clone();
            disk.apply(&unsaved(&folder, &design, &dirty));
            let saved = load(disk.files()).design;
            for key in all(&design).union(&all(&saved)) {
                prop_assert_eq!(saved.get(key), design.get(key), "{}", key);
            }
        }
    }
}
