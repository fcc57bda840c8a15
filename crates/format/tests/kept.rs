//! What an edit leaves alone: comments, order, number formats, line ends, keys and values that we do not know. Each case is a
//! file, a change to its record, and the file afterwards.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

mod disk;

use disk::edited::{changed, check, key_at, opened};
use disk::unsaved;
use format::{OutsideChange, Unsaved, load};
use model::{Placement, Record, RecordKey};
use serde_json::{Value, json};

const TOPIC: &str = "contexts/order/topics/order-events.toml";
const FLOW: &str = "contexts/order/flows/order-api-to-order-events.toml";
const MESSAGE: &str = "contexts/order/messages/order-submitted.toml";
const PROCESS: &str = "processes/place-order.toml";
const DECISION: &str = "decisions/0001-use-kafka.md";

#[test]
fn comments_and_number_formats_stay() {
    check(
        TOPIC,
        "# the heart of the shop\n\nname = \"orders\" # as Kafka has it\npartitions=1_0   # ten\n\n# three zones\nreplication = 0x3\n# end\n",
        &[("/partitions", json!(12))],
        "# the heart of the shop\n\nname = \"orders\" # as Kafka has it\npartitions=12   # ten\n\n# three zones\nreplication = 0x3\n# end\n",
    );
}

#[test]
fn a_new_key_comes_to_its_place_and_tables_come_last() {
    check(
        TOPIC,
        "# Copyright\n\nname = \"orders\"\nreplication = 3\nowner = \"Ada\" # unknown\npartitions = 12\n\n[x-ours]\na = 1\n",
        &[
            ("/min_insync_replicas", json!(2)),
            ("/config", json!({ "segment.ms": "1" })),
            ("/description", json!("All")),
        ],
        "# Copyright\n\nname = \"orders\"\ndescription = \"All\"\nreplication = 3\nmin_insync_replicas = 2\nowner = \"Ada\" # unknown\npartitions = 12\n\n[x-ours]\na = 1\n\n[config]\n\"segment.ms\" = \"1\"\n",
    );
}

#[test]
fn comments_above_a_key_that_goes_stay_behind() {
    let check = |text: &str, expected: &str| check(TOPIC, text, &[("/retention_ms", Value::Null)], expected);
    check(
        "name = \"a\"\npartitions = 1\n# agreed with legal\nretention_ms = 1 # a moment\nreplication = 1\n",
        "name = \"a\"\npartitions = 1\n# agreed with legal\nreplication = 1\n",
    );
    check(
        "name = \"a\"\npartitions = 1\nreplication = 1\n\n# agreed with legal\nretention_ms = 1\n\n[config]\na = \"b\"\n",
        "name = \"a\"\npartitions = 1\nreplication = 1\n\n# agreed with legal\n\n[config]\na = \"b\"\n",
    );
}

#[test]
fn with_a_heading_goes_the_comment_right_above_it() {
    let head = "name = \"a\"\npartitions = 1\nreplication = 1\n";
    check(
        TOPIC,
        &format!("{head}\n# stays\n\n# goes\n[config]\na = \"b\"\n# the end\n"),
        &[("/config", Value::Null)],
        &format!("{head}\n# stays\n# the end\n"),
    );
    check(
        PROCESS,
        "name = \"Place\"\n\n# stays\n\n# goes\n[[steps]]\nid = \"pay\"\nname = \"Pay\"\nkind = \"command\"\n",
        &[("/steps", Value::Null)],
        "name = \"Place\"\n\n# stays\n",
    );
    // The heading above which it stands may be one of a table in a table.
    check(
        "environments/prod.toml",
        "name = \"Production\"\n# stays\n\n# goes\n[topics.order-events]\npartitions = 3\n\n[topics.a]\npartitions = 1\n",
        &[("/topics", json!({}))],
        "name = \"Production\"\n# stays\n",
    );
}

#[test]
fn a_comment_above_the_direction_survives_its_turn() {
    check(
        FLOW,
        "service = \"a\"\ntopic = \"b\"\n# stays\n\n# goes\n[direction.produce]\nsize_bytes = 9\n",
        &[("/direction", json!({ "consume": { "group": "g" } }))],
        "service = \"a\"\ntopic = \"b\"\n\n[direction.consume]\ngroup = \"g\"\nisolation = \"read-uncommitted\"\n# stays\n",
    );
}

#[test]
fn lists_keep_their_manner_and_the_comments_of_what_stays() {
    let check = |text: &str, topics: Value, expected: &str| {
        let head = "name = \"A\"\n";
        check(MESSAGE, &format!("{head}{text}"), &[("/topics", topics)], &format!("{head}{expected}"));
    };
    check(
        "topics = [\n    # first\n    \"a\",\n    \"b\", # after b\n    \"c\",\n]\n",
        json!(["a", "c", "d"]),
        "topics = [\n    # first\n    \"a\", # after b\n    \"c\",\n    \"d\",\n]\n",
    );
    check("topics = [\"a\", \"b\"] # two\n", json!(["b", "x"]), "topics = [\"b\", \"x\"] # two\n");
    check("topics = [\"a\"]\n", json!(["a", "b"]), "topics = [\n  \"a\",\n  \"b\",\n]\n");
    check("topics = [\n  \"a\",\n  \"b\"\n]\n", json!(["a", "b", "c"]), "topics = [\n  \"a\",\n  \"b\",\n  \"c\"\n]\n");
    check(
        "topics = [\n  \"a\", # why\n  7,\n  \"B\",\n]\n",
        json!(["z", "a"]),
        "topics = [\n  \"z\",\n  \"a\", # why\n  7,\n  \"B\",\n]\n",
    );
    check("topics = [\n  \"a\", # why\n]\n", Value::Null, "");
}

#[test]
fn steps_are_known_by_their_id() {
    let text = "name = \"Place\"\n\n# pay first\n[[steps]]\nid = \"pay\" # 1\nname = \"Pay\"\nkind = \"command\"\n\n[steps.notes]\nby = \"Ada\"\n\n# then ship\n[[steps]]\nid = \"ship\"\nname = \"Ship\"\nkind = \"event\" # 2\n\n[other]\nx = 1\n";
    let pay = json!({ "id": "pay", "name": "Pay", "kind": "command" });
    let ship = json!({ "id": "ship", "name": "Ship it", "kind": "event" });
    let thank = json!({ "id": "thank", "name": "Thank", "kind": "event" });
    check(PROCESS, text, &[("/steps", json!([pay, ship]))], &text.replace("\"Ship\"", "\"Ship it\""));
    check(
        PROCESS,
        text,
        &[("/steps", json!([ship]))],
        "name = \"Place\"\n\n# then ship\n[[steps]]\nid = \"ship\"\nname = \"Ship it\"\nkind = \"event\" # 2\n\n[other]\nx = 1\n",
    );
    check(
        PROCESS,
        text,
        &[("/steps", json!([pay, ship, thank]))],
        &text
            .replace("\"Ship\"", "\"Ship it\"")
            .replace("\n[other]", "\n[[steps]]\nid = \"thank\"\nname = \"Thank\"\nkind = \"event\"\n\n[other]"),
    );
    check(
        PROCESS,
        text,
        &[("/steps", json!([ship, thank, pay]))],
        "name = \"Place\"\n\n# then ship\n[[steps]]\nid = \"ship\"\nname = \"Ship it\"\nkind = \"event\" # 2\n\n[[steps]]\nid = \"thank\"\nname = \"Thank\"\nkind = \"event\"\n\n# pay first\n[[steps]]\nid = \"pay\" # 1\nname = \"Pay\"\nkind = \"command\"\n\n[steps.notes]\nby = \"Ada\"\n\n[other]\nx = 1\n",
    );
}

#[test]
fn steps_on_lines_of_a_list_stay_there() {
    check(
        PROCESS,
        "name = \"Place\"\nsteps = [\n  { id = \"pay\", name = \"Pay\", kind = \"command\" }, # first\n  5,\n]\n",
        &[("/steps/0/name", json!("Pay now")), ("/steps/0/retries", json!(3))],
        "name = \"Place\"\nsteps = [\n  { id = \"pay\", name = \"Pay now\", kind = \"command\", retries = 3 }, # first\n  5,\n]\n",
    );
}

#[test]
fn braces_and_dots_stay_braces_and_dots() {
    let head = "name = \"a\"\npartitions = 1\nreplication = 1\n";
    let check_topic = |text: &str, fields: &[(&str, Value)], expected: &str| {
        check(TOPIC, &format!("{head}{text}"), fields, &format!("{head}{expected}"));
    };
    check_topic(
        "key = { name = \"a\" } # why\n",
        &[("/key/type", json!("long"))],
        "key = { name = \"a\", type = \"long\" } # why\n",
    );
    check_topic(
        "key = {name=\"a\",type=\"b\"}\n",
        &[("/key/type", json!("long"))],
        "key = {name=\"a\",type=\"long\"}\n",
    );
    check_topic(
        "key.name = \"a\"\nkey.type = \"long\"\n",
        &[("/key/name", json!("b"))],
        "key.name = \"b\"\nkey.type = \"long\"\n",
    );
    check_topic(
        "config = { b = \"1\", c = \"2\" }\n",
        &[("/config", json!({ "a": "0", "b": "1" }))],
        "config = { a = \"0\", b = \"1\" }\n",
    );
    check_topic(
        "config.a = \"1\"\n",
        &[("/config", json!({ "a": "1", "b.c": "2" }))],
        "config.a = \"1\"\nconfig.\"b.c\" = \"2\"\n",
    );
    check(
        FLOW,
        "service = \"a\"\ntopic = \"b\"\ndirection.consume.group = \"g\"\n",
        &[("/direction/consume/on_failure", json!({ "retries": 3 }))],
        "service = \"a\"\ntopic = \"b\"\ndirection.consume.group = \"g\"\ndirection.consume.on_failure.retries = 3\n",
    );
}

#[test]
fn what_we_do_not_know_stays_where_it_is() {
    let text = "service = \"a\"\ntopic = \"b\"\nx = 1979-05-27T07:32:00Z\n\n[direction.consume]\ngroup = \"g\"\ny = { z = 1 }\n\n[direction.consume.on_failure]\nretries = 3\nnote = \"ask Ada\"\n";
    check(
        FLOW,
        text,
        &[("/direction/consume/on_failure", Value::Null)],
        "service = \"a\"\ntopic = \"b\"\nx = 1979-05-27T07:32:00Z\n\n[direction.consume]\ngroup = \"g\"\ny = { z = 1 }\n\n[direction.consume.on_failure]\nnote = \"ask Ada\"\n",
    );
    check(
        FLOW,
        "service = \"a\"\ntopic = \"b\"\n\n[direction.consume]\ngroup = \"g\"\n",
        &[("/direction", json!({ "produce": { "acks": "1" } }))],
        "service = \"a\"\ntopic = \"b\"\n\n[direction.produce]\nrate_per_second = 0.0\nsize_bytes = 0\nacks = \"1\"\nidempotent = false\n",
    );
}

#[test]
fn a_bad_value_stays_until_somebody_sets_another() {
    let text = "name = \"a\"\npartitions = \"ten\" # ?\nreplication = 3\nkind = \"evnt\"\n";
    check(TOPIC, text, &[("/replication", json!(2))], &text.replace("= 3", "= 2"));
    check(TOPIC, text, &[("/partitions", json!(10))], &text.replace("\"ten\"", "10"));
    check(TOPIC, text, &[("/kind", json!("state"))], &text.replace("evnt", "state"));
}

#[test]
fn line_ends_the_last_line_and_a_byte_order_mark_stay() {
    let text = "\u{feff}name = \"a\"\r\npartitions = 1 # one\r\nreplication = 1";
    check(
        TOPIC,
        text,
        &[("/partitions", json!(2)), ("/description", json!("two\nlines"))],
        "\u{feff}name = \"a\"\r\ndescription = \"\"\"\r\ntwo\r\nlines\"\"\"\r\npartitions = 2 # one\r\nreplication = 1",
    );
}

#[test]
fn positions_are_one_line_a_node_in_order() {
    let text = "name = \"V\"\n\n[nodes] # by hand\n\"context:order\" = { x = 1, y = 2, width = 300, height = 200 } # the core\n\"service:b\" = { x = 3, y = 4 }\n\"topic:z\" = {x=5,y=6}\n\"flow:odd\" = 7\n";
    let mut files = vec![("views/v.toml", text)];
    files.extend([
        ("contexts/order/services/a.toml", "name = \"A\"\n"),
        ("contexts/order/services/b.toml", "name = \"B\"\n"),
    ]);
    let mut disk = opened("views/v.toml", text).0;
    disk.0.extend(files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())));
    let loaded = load(disk.files());
    let mut design = loaded.design;
    let place = |node: &str, x: i32| {
        let node: RecordKey = node.parse().unwrap();
        Record::Placement(Placement { view: "v".parse().unwrap(), node, x, y: 9, width: None, height: None })
    };
    let mut dirty = std::collections::BTreeSet::new();
    for record in [place("service:a", 7), place("context:order", 8)] {
        dirty.insert(record.key());
        design.insert(record);
    }
    let gone = place("service:b", 0).key();
    design.remove(&gone);
    dirty.insert(gone);
    disk.apply(&unsaved(&loaded.folder, &design, &dirty));
    assert_eq!(
        disk.0["views/v.toml"],
        "name = \"V\"\n\n[nodes] # by hand\n\"context:order\" = { x = 8, y = 9 } # the core\n\"service:a\" = { x = 7, y = 9 }\n\"topic:z\" = {x=5,y=6}\n\"flow:odd\" = 7\n"
    );
}

#[test]
fn of_a_decision_only_the_lines_change_that_say_something_else() {
    let text = "---\n# the facts\nstatus: proposed # for now\ntags: [a, b]\ndecision-makers: Ada, Ben\nconsulted:\n  - Cleo # by phone\n# end\n---\n\n# Use Kafka\n\nWords.\n";
    check(DECISION, text, &[("/status", json!("accepted"))], &text.replace("proposed", "accepted"));
    check(DECISION, text, &[("/date", json!("2026-11-21"))], &text.replace("for now\n", "for now\ndate: 2026-11-21\n"));
    check(
        DECISION,
        text,
        &[("/decision-makers", json!(["Ada", "Ben: \"B\""])), ("/consulted", Value::Null)],
        "---\n# the facts\nstatus: proposed # for now\ntags: [a, b]\ndecision-makers:\n  - Ada\n  - \"Ben: \\\"B\\\"\"\n# end\n---\n\n# Use Kafka\n\nWords.\n",
    );
    check(
        DECISION,
        text,
        &[("/title", json!("Use Pulsar")), ("/body", json!("\n# Use Pulsar\n\nWords.\n"))],
        &text.replace("# Use Kafka", "# Use Pulsar"),
    );
    check(
        DECISION,
        "\r\n# Use Kafka\r\n",
        &[("/status", json!("rejected"))],
        "---\r\nstatus: rejected\r\n---\r\n\r\n# Use Kafka\r\n",
    );
    check(
        DECISION,
        "---\nstatus: [accepted\ndate: \u{0}\n---\n# Use Kafka\n",
        &[("/status", json!("rejected"))],
        "---\nstatus: rejected\n# status: [accepted\n# date: \\u0000\n---\n# Use Kafka\n",
    );
    check(
        DECISION,
        "---\nstatus: acepted\n---\nNo heading.\n",
        &[("/date", json!("2026-11-21"))],
        "---\nstatus: acepted\ndate: 2026-11-21\n---\nNo heading.\n",
    );
}

#[test]
fn a_title_alone_changes_the_heading() {
    let (_, folder, mut design) = opened(DECISION, "# Use Kafka\n\nWords.\n");
    let key = key_at(&folder, &design, DECISION);
    design.insert(changed(&design.get(&key).unwrap(), &[("/title", json!("Use Pulsar"))]));
    let changes = unsaved(&folder, &design, &[key].into());
    assert_eq!(changes[0].after.as_deref(), Some("# Use Pulsar\n\nWords.\n"));
}

#[test]
fn a_record_takes_its_text_with_it_into_another_context() {
    let (mut disk, _, _) = opened(TOPIC, "# why\nname = \"orders\" # so\npartitions = 1\nreplication = 1\nx = 2\n");
    for (path, text) in [
        ("contexts/stock/context.toml", "name = \"Stock\"\n"),
        ("contexts/order/schemas/a/v1.avsc", "\"string\"\n"),
        ("contexts/order/schemas/a/v2.avsc", "\u{feff}\"bytes\"\n"),
        ("contexts/order/schemas/a/schema.toml", "name = \"A\" # alpha\n"),
        ("contexts/order/schemas/a/notes.md", "words\n"),
    ] {
        disk.0.insert(path.to_owned(), text.to_owned());
    }
    let loaded = load(disk.files());
    let (mut folder, mut design) = (loaded.folder, loaded.design);
    let stock = "stock".parse().unwrap();
    let keys: [RecordKey; 2] = ["topic:order-events".parse().unwrap(), "schema:a".parse().unwrap()];
    for key in &keys {
        design.insert(design.get(key).unwrap().in_context(&stock));
    }
    let changes = unsaved(&folder, &design, &keys.into());
    disk.apply(&changes);
    folder.applied(&changes);
    assert_eq!(load(disk.files()).folder, folder);
    assert_eq!(load(disk.files()).design, design);
    let moved: Vec<_> = disk
        .0
        .iter()
        .filter(|(path, _)| path.starts_with("contexts/"))
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    assert_eq!(
        moved,
        [
            ("contexts/order/context.toml", "name = \"Order\"\n"),
            ("contexts/stock/context.toml", "name = \"Stock\"\n"),
            ("contexts/stock/schemas/a/notes.md", "words\n"),
            ("contexts/stock/schemas/a/schema.toml", "name = \"A\" # alpha\n"),
            ("contexts/stock/schemas/a/v1.avsc", "\"string\"\n"),
            ("contexts/stock/schemas/a/v2.avsc", "\u{feff}\"bytes\"\n"),
            (
                "contexts/stock/topics/order-events.toml",
                "# why\nname = \"orders\" # so\npartitions = 1\nreplication = 1\nx = 2\n"
            ),
        ]
    );
}

#[test]
fn what_a_file_said_that_was_deleted_with_its_context_does_not_come_back() {
    let path = "contexts/stock/topics/old.toml";
    let (mut disk, mut folder, mut design) = opened(path, "name = \"old\"\npartitions = 1\nreplication = 1\n");
    let gone: [RecordKey; 2] = ["topic:old".parse().unwrap(), "context:stock".parse().unwrap()];
    for key in &gone {
        design.remove(key);
    }
    let changes = unsaved(&folder, &design, &gone.into());
    disk.apply(&changes);
    folder.applied(&changes);
    assert_eq!(load(disk.files()).folder, folder);
    let broken = OutsideChange { path: path.to_owned(), bytes: Some(b"name = \n".to_vec()) };
    assert_eq!(folder.merge(vec![broken], &design, &[].into()).updates, []);
}

#[test]
fn a_file_that_cannot_be_read_is_never_written() {
    let (_, folder, mut design) = opened(TOPIC, "name = \n");
    let key: RecordKey = "topic:order-events".parse().unwrap();
    let context = "order".parse().unwrap();
    assert!(folder.is_taken(&key, Some(&context)) && folder.is_taken(&key, None));
    assert!(folder.is_taken(&key, Some(&"stock".parse().unwrap())));
    assert!(!folder.is_taken(&"topic:other".parse().unwrap(), Some(&context)));
    let topic = json!({ "topic": { "id": "order-events", "context": "order", "name": "a", "partitions": 1, "replication": 1 } });
    design.insert(serde_json::from_value(topic).unwrap());
    assert_eq!(unsaved(&folder, &design, &[key.clone()].into()), []);
    assert_eq!(Unsaved::of(&folder, &design, [&key]).withheld(&folder, &design), [TOPIC.to_owned()].into());
    design.remove(&key);
    assert_eq!(unsaved(&folder, &design, &[key].into()), []);
}

#[test]
fn a_record_stays_where_it_is_when_its_new_place_is_taken() {
    let (mut disk, ..) = opened(TOPIC, "name = \"orders\"\npartitions = 1\nreplication = 1\n");
    disk.0.insert("contexts/stock/context.toml".to_owned(), "name = \"Stock\"\n".to_owned());
    let taken = "contexts/stock/topics/order-events.toml".to_owned();
    disk.0.insert(taken.clone(), "name = \n".to_owned());
    let loaded = load(disk.files());
    let (folder, mut design) = (loaded.folder, loaded.design);
    let key: RecordKey = "topic:order-events".parse().unwrap();
    design.insert(design.get(&key).unwrap().in_context(&"stock".parse().unwrap()));
    let dirty = [key.clone()].into();
    assert_eq!(unsaved(&folder, &design, &dirty), []);
    assert_eq!(Unsaved::of(&folder, &design, &dirty).withheld(&folder, &design), [taken].into());
}

#[test]
fn fields_have_places() {
    let topic = "# why\nname = \"orders\"\npartitions = 1\nreplication = 1\n\n[config]\n\"a/b\" = \"1\"\n";
    let (mut disk, _, _) = opened(TOPIC, topic);
    disk.0.insert(
        "contexts/order/schemas/a/v1.avsc".to_owned(),
        "{\n  \"fields\": [{ \"name\": \"x\" }]\n}\n".to_owned(),
    );
    disk.0
        .insert("views/v.toml".to_owned(), "name = \"V\"\n[nodes]\n\"context:order\" = { x = 1, y = 2 }\n".to_owned());
    disk.0.insert(DECISION.to_owned(), "---\nstatus: accepted\n---\n# T\n".to_owned());
    let folder = load(disk.files()).folder;
    let check = |key: &str, pointer: &str, part: Option<&str>, expected: &str| {
        let place = folder.place(&key.parse().unwrap(), pointer, part);
        assert_eq!(place.map(|it| it.to_string()).as_deref(), Some(expected), "{key}{pointer}");
    };
    check("topic:order-events", "/partitions", None, "contexts/order/topics/order-events.toml:3:14");
    check("topic:order-events", "/config/a~1b", None, "contexts/order/topics/order-events.toml:7:9");
    check("topic:order-events", "/config/other", None, "contexts/order/topics/order-events.toml:6:1");
    check("topic:order-events", "/retention_ms", None, "contexts/order/topics/order-events.toml:1:1");
    check("schema:a", "/fields/0/name", Some("v1"), "contexts/order/schemas/a/v1.avsc:2:24");
    check("schema:a", "", None, "contexts/order/schemas/a/v1.avsc:1:1");
    check("placement:v/context:order", "/x", None, "views/v.toml:3:25");
    check("decision:0001-use-kafka", "/status", None, "decisions/0001-use-kafka.md:2:9");
    check("decision:0001-use-kafka", "/title", None, "decisions/0001-use-kafka.md:4:1");
    assert_eq!(folder.place(&"topic:other".parse().unwrap(), "", None), None);
    assert_eq!(folder.path_of(&"schema:a".parse().unwrap()), Some("contexts/order/schemas/a/v1.avsc"));
    assert_eq!(folder.path_of(&"placement:v/context:order".parse().unwrap()), Some("views/v.toml"));
}

#[test]
fn a_decision_keeps_the_name_of_its_file_and_the_words_of_its_status() {
    check(
        "decisions/0002-use-Kafka.md",
        "---\nstatus: superseded by ADR-0005\n---\n# Use Kafka\n",
        &[("/date", json!("2026-01-31"))],
        "---\nstatus: superseded by ADR-0005\ndate: 2026-01-31\n---\n# Use Kafka\n",
    );
    check(
        "decisions/0003 Wait.md",
        "---\nstatus: on hold\n---\n# Wait\n",
        &[("/status", json!("accepted"))],
        "---\nstatus: accepted\n---\n# Wait\n",
    );
    // What the text says of itself holds until a field says otherwise.
    let text = "# 1. Use queues\n\nDate: 2026-01-31\n\n## Status\n\nAccepted\n";
    let front = "---\nstatus: deprecated\ndate: 2026-01-31\n---\n";
    check(DECISION, text, &[("/status", json!("deprecated"))], &format!("{front}{text}"));
    check(DECISION, text, &[("/status", json!("accepted"))], text);
}

#[test]
fn a_text_that_says_another_status_than_its_decision_gets_front_matter() {
    let text = "# Use queues\n\n## Status\n\nAccepted\n";
    let rejected = "# Use queues\n\n## Status\n\nRejected\n";
    check(DECISION, text, &[("/body", json!(rejected))], &format!("---\nstatus: accepted\n---\n{rejected}"));
    let longer = format!("{text}\nBecause.\n");
    check(DECISION, text, &[("/body", json!(longer))], &longer);
}
