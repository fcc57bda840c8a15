//! What every target is made from: topics as an environment has them, and access as flows need it. Read from the manifest,
//! which says it most plainly.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panic"
)]

mod shop;

use diagnostic::Severity;
use export::EXPORTERS;
use model::Design;
use serde_json::{Value, json};
use shop::{add, exported, manifest, shop, text, try_export};

/// Access as lines: `principal resource: operations`.
fn access(design: &Design, environment: Option<&str>) -> Vec<String> {
    let manifest = manifest(design, environment);
    let mut lines = Vec::new();
    for access in manifest["access"].as_array().unwrap() {
        for rule in access["allow"].as_array().unwrap() {
            let operations: Vec<_> =
                rule["operations"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
            lines.push(format!(
                "{} {} {}: {}",
                access["principal"].as_str().unwrap(),
                rule["resource"]["type"].as_str().unwrap(),
                rule["resource"]["name"].as_str().unwrap(),
                operations.join(" ")
            ));
        }
    }
    lines
}

#[test]
fn what_kafka_writes_around_names_and_values_is_no_part_of_them() {
    let mut design = shop();
    add(
        &mut design,
        &json!([
            {"service": {"id": "order-api", "context": "order", "name": "Order API", "principal": " User:orders "}},
            {"topic": {"id": "odd", "context": "order", "name": "odd", "partitions": 1, "replication": 1,
                       "config": {"segment.ms": " 5 "}}},
        ]),
    );
    let access = access(&design, None);
    assert!(access.contains(&"User:prod-orders topic order-events: Describe Write".to_owned()), "{access:?}");
    let manifest = manifest(&design, None);
    let odd = manifest["topics"].as_array().unwrap().iter().find(|topic| topic["name"] == "odd").unwrap();
    assert_eq!(odd["config"]["segment.ms"], "5");
}

/// Notes as lines: `severity code: message`.
fn notes(design: &Design, target: &str) -> Vec<String> {
    let notes = exported(design, None, target).notes;
    notes.iter().map(|note| format!("{} {}: {}", note.severity.as_str(), note.code, note.message)).collect()
}

#[test]
fn access_follows_from_flows_and_failure_policies() {
    assert_eq!(
        access(&shop(), None),
        [
            "User:prod-order-api topic order-events: Describe Write",
            "User:prod-payment-worker topic Payment_Balances: Describe Write",
            "User:prod-payment-worker topic order-events: Describe Read",
            "User:prod-payment-worker topic order-events.dlq: Describe Write",
            "User:prod-payment-worker topic order-events.retry: Describe Read Write",
            "User:prod-payment-worker group payment-group: Read",
            "User:prod-payment-worker transactional-id payment-tx: Describe Write",
        ]
    );
}

#[test]
fn a_principal_is_the_prefix_and_the_service_s_own_name() {
    let mut design = shop();
    add(
        &mut design,
        &json!([{"service": {"id": "order-api", "context": "order", "name": "Order API", "principal": "orders"}}]),
    );
    assert_eq!(access(&design, None)[0], "User:prod-orders topic order-events: Describe Write");
    assert_eq!(access(&design, Some("dev"))[0], "User:orders topic order-events: Describe Write");
}

#[test]
fn services_with_one_principal_have_one_list() {
    let mut design = shop();
    add(
        &mut design,
        &json!([
            {"service": {"id": "order-api", "context": "order", "name": "Order API", "principal": "app"}},
            {"service": {"id": "payment-worker", "context": "payment", "name": "Payment worker", "principal": "app"}},
        ]),
    );
    let manifest = manifest(&design, None);
    assert_eq!(manifest["access"].as_array().unwrap().len(), 1);
    assert_eq!(manifest["access"][0]["services"], json!(["order-api", "payment-worker"]));
    assert!(access(&design, None).contains(&"User:prod-app topic order-events: Describe Read Write".to_owned()));
}

#[test]
fn a_group_without_a_name_is_called_like_its_service_and_nobody_without_flows_gets_access() {
    let mut design = shop();
    add(
        &mut design,
        &json!([
            {"service": {"id": "shopper", "context": "order", "name": "Shopper", "kind": "actor"}},
            {"flow": {"id": "pays", "context": "payment", "service": "payment-worker", "topic": "orders",
                      "direction": {"consume": {}}}},
        ]),
    );
    let access = access(&design, None);
    assert!(access.contains(&"User:prod-payment-worker group payment-worker: Read".to_owned()), "{access:?}");
    assert!(!access.iter().any(|line| line.contains("shopper")), "{access:?}");
}

#[test]
fn an_environment_s_differences_are_applied() {
    let topics = |environment| manifest(&shop(), environment)["topics"].clone();
    let orders =
        |topics: &Value| topics.as_array().unwrap().iter().find(|topic| topic["id"] == "orders").unwrap().clone();
    let prod = orders(&topics(None));
    assert_eq!((&prod["partitions"], &prod["replication"]), (&json!(12), &json!(3)));
    assert_eq!(prod["config"], json!({"min.insync.replicas": "2", "retention.ms": "604800000"}));
    let dev = orders(&topics(Some("dev")));
    assert_eq!((&dev["partitions"], &dev["replication"]), (&json!(2), &json!(1)));
    assert_eq!(dev["config"], json!({"min.insync.replicas": "1", "retention.ms": "3600000"}));
    let notes = exported(&shop(), Some("dev"), "manifest").notes;
    let lowered: Vec<_> = notes.iter().filter(|note| note.code.as_str() == "export/min-insync-lowered").collect();
    assert_eq!(lowered.len(), 1, "{notes:?}");
    assert!(lowered[0].message.ends_with("Payment_Balances and order-events"), "{}", lowered[0].message);
}

#[test]
fn what_cannot_be_exported_is_left_out_with_a_reason() {
    let check = |records: Value, expected: &[&str]| {
        let mut design = shop();
        add(&mut design, &records);
        assert_eq!(notes(&design, "manifest"), expected, "{records}");
    };
    let topic = |id: &str, name: &str, partitions: u32, replication: u32| json!({"topic": {"id": id, "context": "order", "name": name, "partitions": partitions, "replication": replication}});
    check(json!([]), &[]);
    check(
        json!([topic("bad", "order events", 1, 1)]),
        &[
            "error export/illegal-topic-name: No broker takes the topic name `order events`: ` ` is neither a letter from a to z, a digit, nor one of . _ -",
        ],
    );
    check(
        json!([topic("twin", "order-events", 1, 1)]),
        &["error export/same-topic-name: The topics orders and twin are both called `order-events` in Kafka"],
    );
    check(
        json!([topic("before", "a.b_c", 1, 1), topic("behind", "a_b.c", 1, 1)]),
        &["error export/same-topic-name: Kafka takes `a_b.c` of behind and `a.b_c` of before for one name"],
    );
    check(json!([topic("none", "none", 0, 1)]), &["error export/impossible-topic: `none` has no partition"]);
    check(
        json!([topic("many", "many", 1, 40_000)]),
        &["error export/impossible-topic: `many` cannot be kept in 40000 copies"],
    );
    check(
        json!([topic("wide", "wide", 1, 4)]),
        &["error export/too-few-brokers: `wide` has 4 copies and prod has 3 brokers: the cluster will refuse it"],
    );
    check(
        json!([topic("orders-dlq", "", 1, 1)]),
        &[
            "error export/illegal-topic-name: No broker takes the topic name ``: it is empty",
            "warning export/unresolved-flow: The flow pays gives no access: the topic orders-dlq is not exported",
        ],
    );
    check(
        json!([{"topic": {"id": "odd", "context": "order", "name": "odd", "partitions": 1, "replication": 1, "retention_ms": 5,
                         "config": {"retention.ms": "6", "a b": "1", "x": " ", "y": "1\n2"}}}]),
        &[
            "warning export/overruled-config: `odd` states `retention.ms` twice with two values; that of the field counts, not that under the Kafka key",
            "warning export/illegal-config: `odd` has the configuration `a b` = `1`, which cannot be set",
            "warning export/illegal-config: `odd` has the configuration `x` = ``, which cannot be set",
            "warning export/illegal-config: `odd` has the configuration `y` = `1 2`, which cannot be set",
        ],
    );
    check(
        json!([{"flow": {"id": "lost", "context": "order", "service": "nobody", "topic": "orders", "direction": {"consume": {}}}}]),
        &["warning export/unresolved-flow: The flow lost gives no access: the service nobody does not exist"],
    );
    check(
        json!([{"flow": {"id": "odd", "context": "order", "service": "order-api", "topic": "orders", "direction": {"consume": {"group": "a\tb"}}}}]),
        &[
            "error export/illegal-principal: The flow odd gives no access: its consumer group `a b` is empty or holds control characters",
        ],
    );
    check(
        json!([{"flow": {"id": "odd", "context": "order", "service": "order-api", "topic": "orders", "direction": {"consume": {"group": " * "}}}}]),
        &[
            "error export/illegal-principal: The flow odd gives no access: its consumer group `*` means every one there is",
        ],
    );
    check(
        json!([{"settings": {"format_version": 1, "name": "Shop"}}, {"service": {"id": "order-api", "context": "order", "name": "Order API", "principal": "User:*"}}]),
        &[
            "warning export/no-environment: No environment was chosen, so the records are exported as they stand",
            "error export/illegal-principal: The flow places gives no access: its principal `*` means every one there is",
        ],
    );
    check(
        json!([{"service": {"id": "payment-worker", "context": "payment", "name": "Streams", "kind": "stream-processor"}}]),
        &["info export/streams-topics: payment-worker gets access to the topics of its flows and to no others"],
    );
}

#[test]
fn a_setting_that_no_record_states_is_written_nowhere() {
    let check = |fields: Value, expected: Option<&str>| {
        let mut design = shop();
        let mut topic = json!({"id": "seats", "context": "order", "name": "seats", "partitions": 3, "replication": 3});
        topic.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        add(&mut design, &json!([{ "topic": topic }]));
        assert_eq!(notes(&design, "manifest"), Vec::<String>::new(), "{fields}");
        let manifest = manifest(&design, None);
        let seats = manifest["topics"].as_array().unwrap().iter().find(|topic| topic["id"] == "seats").unwrap();
        assert_eq!(seats["config"], expected.map_or(json!({}), |policy| json!({"cleanup.policy": policy})), "{fields}");
        let line = |target: &str, path, start: &str| {
            let text = text(&exported(&design, None, target), path);
            text.lines().map(str::trim).find(|line| line.starts_with(start)).map(str::to_owned)
        };
        let setting = expected.map_or(String::new(), |policy| format!(" cleanup.policy={policy}"));
        assert_eq!(
            line("kafka-script", "apply.sh", "topic seats "),
            Some(format!("topic seats 3 3{setting}")),
            "{fields}"
        );
        assert_eq!(
            line("strimzi", "topics/seats.yaml", "cleanup.policy"),
            expected.map(|policy| format!("cleanup.policy: {policy}")),
            "{fields}"
        );
        let config = line("strimzi", "topics/seats.yaml", "config:");
        assert_eq!(config, expected.map(|_| "config:".to_owned()), "{fields}");
    };
    check(json!({}), None);
    check(json!({"cleanup": "compact"}), Some("compact"));
    check(json!({"cleanup": "delete"}), Some("delete"));
    check(json!({"config": {"cleanup.policy": "compact"}}), Some("compact"));
    check(json!({"config": {"cleanup.policy": "compact,delete"}}), Some("compact,delete"));
    check(json!({"cleanup": "compact-delete", "config": {"cleanup.policy": "delete,compact"}}), Some("compact,delete"));
}

#[test]
fn without_an_environment_the_records_stand_as_they_are() {
    let mut design = shop();
    add(&mut design, &json!([{"settings": {"format_version": 1, "name": "Shop"}}]));
    let manifest = manifest(&design, None);
    assert!(manifest.get("environment").is_none());
    assert_eq!(manifest["access"][0]["principal"], "User:order-api");
    assert_eq!(
        notes(&design, "manifest"),
        ["warning export/no-environment: No environment was chosen, so the records are exported as they stand"]
    );
    let refused = try_export(&design, Some("moon"), "manifest").unwrap_err();
    assert_eq!(refused.to_string(), "the design has no environment `moon`; choose one of dev, prod");
}

#[test]
fn subjects_carry_their_released_versions() {
    let subjects = manifest(&shop(), None)["subjects"].clone();
    assert_eq!(subjects.as_array().unwrap().len(), 1);
    assert_eq!(subjects[0]["name"], "order-events-shop.order.OrderPlaced");
    assert_eq!(subjects[0]["compatibility"], "BACKWARD");
    assert_eq!(subjects[0]["versions"][0]["number"], 1);

    let mut design = shop();
    let other = r#"{"type": "record", "name": "Other", "fields": []}"#;
    add(
        &mut design,
        &json!([
            {"topic": {"id": "orders", "context": "order", "name": "order-events", "partitions": 1, "replication": 1, "subject_strategy": "topic-name"}},
            {"schema": {"id": "other", "context": "order", "versions": [{"number": 1, "text": other}], "draft": null}},
            {"message": {"id": "other", "context": "order", "name": "Other", "schema": "other", "topics": ["orders"]}},
        ]),
    );
    let found = notes(&design, "manifest");
    assert_eq!(
        found,
        [
            "error export/same-subject: The schemas order-placed and other have the same subject `order-events-value`; the second is left out"
        ]
    );
}

#[test]
fn the_digest_changes_with_the_facts_and_only_with_them() {
    let digest = |design: &Design, environment| manifest(design, environment)["design"]["sha256"].clone();
    let before = digest(&shop(), None);
    assert_eq!(before, digest(&shop(), Some("prod")));
    assert_ne!(before, digest(&shop(), Some("dev")));
    let mut design = shop();
    add(&mut design, &json!([{"view": {"id": "topology", "name": "Topology"}}]));
    assert_eq!(before, digest(&design, None));
    add(
        &mut design,
        &json!([{"topic": {"id": "new", "context": "order", "name": "new", "partitions": 1, "replication": 1}}]),
    );
    assert_ne!(before, digest(&design, None));
    for target in ["strimzi", "kafka-script"] {
        for file in exported(&shop(), None, target).files {
            assert!(file.text.contains(&format!("# Design sha256:{}", before.as_str().unwrap())), "{}", file.path);
        }
    }
}

#[test]
fn every_target_gives_the_same_bytes_twice_in_the_order_of_paths() {
    for target in EXPORTERS.iter().map(|target| target.word) {
        let (first, second) = (exported(&shop(), None, target), exported(&shop(), None, target));
        assert_eq!(first, second, "{target}");
        assert!(first.files.is_sorted_by(|a, b| a.path < b.path), "{target}");
        assert!(first.files.iter().all(|file| file.text.ends_with('\n') && !file.text.ends_with("\n\n")), "{target}");
        assert!(first.notes.iter().all(|note| note.severity < Severity::Error), "{target}: {:?}", first.notes);
    }
}
