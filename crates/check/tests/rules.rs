//! Each rule by cases: a small sound shop, one thing changed, and what is said of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use check::Checker;
use diagnostic::Severity;
use model::{Change, Design, Record, RecordKey, Transaction};
use serde_json::{Value, json};

const TODAY: &str = "2026-11-21";

fn record(kind: &str, body: Value) -> Record {
    serde_json::from_value(json!({ kind: body })).unwrap()
}

fn avro(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "Placed", "namespace": "shop", "fields": [{fields}]}}"#)
}

const ID: &str = r#"{"name": "id", "type": "string"}"#;

/// A shop with nothing to object to.
fn shop() -> Design {
    let mut design = Design::default();
    for (kind, body) in [
        ("context", json!({"id": "order", "name": "Order", "team": "checkout"})),
        ("service", json!({"id": "api", "context": "order", "name": "api"})),
        ("service", json!({"id": "mailer", "context": "order", "name": "mailer"})),
        (
            "topic",
            json!({"id": "events", "context": "order", "name": "order-events", "partitions": 12, "replication": 3,
            "min_insync_replicas": 2}),
        ),
        (
            "schema",
            json!({"id": "placed", "context": "order", "name": "Placed", "draft": null,
            "versions": [{"number": 1, "text": avro(ID)}]}),
        ),
        (
            "message",
            json!({"id": "placed", "context": "order", "name": "Placed", "schema": "placed", "topics": ["events"]}),
        ),
        (
            "flow",
            json!({"id": "api-events", "context": "order", "service": "api", "topic": "events",
            "direction": {"produce": {"acks": "all", "idempotent": true}}}),
        ),
        (
            "flow",
            json!({"id": "mailer-events", "context": "order", "service": "mailer", "topic": "events",
            "messages": ["placed"], "direction": {"consume": {"group": "mailer", "reader_versions": {"placed": 1}}}}),
        ),
        ("environment", json!({"id": "prod", "name": "prod", "brokers": 3})),
        ("view", json!({"id": "topology", "name": "Topology"})),
        ("placement", json!({"view": "topology", "node": "topic:events", "x": 0, "y": 0})),
    ] {
        design.insert(record(kind, body));
    }
    design
}

/// Merges fields into a record of the shop; `null` takes a field out.
fn change(design: &mut Design, key: &str, fields: Value) -> Option<Change> {
    let key: RecordKey = key.parse().unwrap();
    let before = design.get(&key);
    let mut json = serde_json::to_value(before.clone().unwrap()).unwrap();
    let body = json.as_object_mut().unwrap().values_mut().next().unwrap().as_object_mut().unwrap();
    for (name, value) in fields.as_object().unwrap() {
        body.insert(name.clone(), value.clone());
    }
    let after: Record = serde_json::from_value(json).unwrap();
    design.insert(after.clone());
    Change::between(key, before, Some(after))
}

fn lines(checker: &Checker) -> Vec<String> {
    let mut lines: Vec<String> =
        checker.findings().map(|it| format!("{} {} {}", it.severity.as_str(), it.rule.code, it.location())).collect();
    lines.sort();
    lines
}

/// Changes the shop and compares what is said, looking again only where needed and looking everywhere.
fn check(changes: &[(&str, Value)], expected: &[&str]) {
    let mut design = shop();
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    assert_eq!(lines(&checker), Vec::<String>::new(), "the shop itself is sound");
    let changes_made = changes.iter().filter_map(|(key, fields)| change(&mut design, key, fields.clone())).collect();
    let step = Transaction { changes: changes_made, ..Transaction::default() };
    checker.recheck(&design, &step.changes, TODAY);
    assert_eq!(lines(&checker), expected, "{changes:?}");
    if changes.iter().all(|(key, _)| *key != "policy") {
        for finding in checker.findings() {
            let most = finding.rule.severity;
            let may_be_less = matches!(
                finding.rule.code,
                "schema/does-not-parse" | "schema/incompatible" | "topic/kafkas-own" | "topic/unknown-setting"
            );
            assert!(finding.severity == most || (may_be_less && finding.severity < most), "{finding:?}");
        }
    }
    let mut fresh = Checker::default();
    fresh.check_all(&design, TODAY);
    assert_eq!(lines(&fresh), expected, "from scratch: {changes:?}");
    let back = step.inverse();
    back.apply(&mut design).unwrap();
    checker.recheck(&design, &back.changes, TODAY);
    assert_eq!(lines(&checker), Vec::<String>::new(), "taken back: {changes:?}");
}

#[test]
fn topics_where_they_run() {
    let here = |numbers: Value| ("environment:prod", json!({"topics": {"events": numbers}}));
    check(&[here(json!({"partitions": 40, "replication": 3, "min_insync_replicas": 2, "retention_ms": -1}))], &[]);
    check(&[here(json!({"partitions": 0}))], &["error topic/partitions environment:prod/topics/events/partitions"]);
    check(&[here(json!({"replication": 0}))], &["error topic/replication environment:prod/topics/events/replication"]);
    check(&[here(json!({"replication": 4}))], &["error topic/replication topic:events/replication"]);
    check(
        &[here(json!({"min_insync_replicas": 3}))],
        &["error topic/min-insync environment:prod/topics/events/min_insync_replicas"],
    );
    check(
        &[here(json!({"replication": 2, "min_insync_replicas": 2}))],
        &["error topic/min-insync environment:prod/topics/events/min_insync_replicas"],
    );
    check(&[here(json!({"retention_ms": -5}))], &["error topic/retention environment:prod/topics/events/retention_ms"]);
    check(
        &[here(json!({"config": {"min.insync.replicas": "3", "retention.ms": "-5"}}))],
        &[
            "error topic/min-insync environment:prod/topics/events/config/min.insync.replicas",
            "error topic/retention environment:prod/topics/events/config/retention.ms",
            "info topic/setting-by-key environment:prod/topics/events/config/min.insync.replicas",
            "info topic/setting-by-key environment:prod/topics/events/config/retention.ms",
        ],
    );
    check(&[("environment:prod", json!({"replication": 5}))], &[]);
    check(&[("environment:prod", json!({"brokers": 1}))], &["error topic/replication topic:events/replication"]);
    check(&[("environment:prod", json!({"brokers": 1, "replication": 1}))], &[]);
}

#[test]
fn partitions_that_brokers_cannot_hold() {
    let many = |partitions: u32| ("topic:events", json!({"partitions": partitions}));
    check(&[many(4_000)], &[]);
    check(&[many(4_001)], &["warning topic/too-many-partitions topic:events/partitions"]);
    check(&[many(2_000_000)], &["warning topic/too-many-partitions topic:events/partitions"]);
    check(&[many(8_000), ("environment:prod", json!({"brokers": 6}))], &[]);
    let mut both = shop();
    both.insert(record("environment", json!({"id": "test", "name": "test", "brokers": 3})));
    change(&mut both, "topic:events", json!({"partitions": 5_000}));
    let mut checker = Checker::default();
    checker.check_all(&both, TODAY);
    assert_eq!(
        lines(&checker),
        ["warning topic/too-many-partitions topic:events/partitions"],
        "one number, one finding"
    );
    check(&[many(8_000), ("environment:prod", json!({"topics": {"events": {"partitions": 12}}}))], &[]);
    check(
        &[("environment:prod", json!({"topics": {"events": {"partitions": 9_000}}}))],
        &["warning topic/too-many-partitions environment:prod/topics/events/partitions"],
    );
    check(&[many(2_000_000), ("environment:prod", json!({"brokers": null}))], &[]);
    let threshold = ("policy", json!({"thresholds": {"topic/too-many-partitions": 1_000}}));
    check(&[many(1_001), threshold.clone()], &["warning topic/too-many-partitions topic:events/partitions"]);
    check(&[many(1_000), threshold], &[]);
}

#[test]
fn environments() {
    let check = |field: &str, legal: &[&str], illegal: &[&str], finding: &str| {
        for text in legal {
            check(&[("environment:prod", json!({field: text}))], &[]);
        }
        for text in illegal {
            check(&[("environment:prod", json!({field: text}))], &[&format!("{finding} environment:prod/{field}")]);
        }
    };
    check(
        "cluster",
        &["", "shop", "shop-prod-2", "shop.events", "4shop"],
        &["x!y", "Shop", "shop-", "-shop", "a b", &"a".repeat(64)],
        "warning environment/illegal-cluster",
    );
    check(
        "kafka_version",
        &["", "4.3", "4.3.1", "3.7.x", "3.7.x.kraft", "7.6.0-ccs"],
        &["x!y", "4", "4.", "v4.1", "4..1", "4.1 beta"],
        "warning environment/illegal-version",
    );
    check(
        "schema_registry_url",
        &["", "https://schemas.example.com", "http://localhost:8081/", "http://[::1]:8081", "http://a:1,http://b:1"],
        &["x!y", "schemas.example.com", "https://", "http://a b", "http://a:port", "ftp://a", "http://x!y"],
        "error environment/illegal-registry",
    );
    check("principal_prefix", &["", "prod-", "shop.prod_"], &["x!y", "a b"], "warning environment/illegal-prefix");
}

#[test]
fn names() {
    for key in ["context:order", "service:api", "message:placed", "environment:prod", "view:topology"] {
        check(&[(key, json!({"name": " "}))], &[&format!("error name/empty {key}/name")]);
    }
    check(&[("schema:placed", json!({"name": ""}))], &[]);
}

#[test]
fn topics() {
    check(&[("topic:events", json!({"name": "order events"}))], &["error topic/illegal-name topic:events/name"]);
    check(&[("topic:events", json!({"name": ""}))], &["error topic/illegal-name topic:events/name"]);
    check(&[("topic:events", json!({"partitions": 0}))], &["error topic/partitions topic:events/partitions"]);
    check(&[("topic:events", json!({"replication": 0}))], &["error topic/replication topic:events/replication"]);
    check(&[("topic:events", json!({"replication": 5}))], &["error topic/replication topic:events/replication"]);
    check(
        &[("topic:events", json!({"min_insync_replicas": 3}))],
        &["error topic/min-insync topic:events/min_insync_replicas"],
    );
    check(
        &[("topic:events", json!({"min_insync_replicas": 0}))],
        &["error topic/min-insync topic:events/min_insync_replicas"],
    );
    check(
        &[("topic:events", json!({"min_insync_replicas": null, "config": {"min.insync.replicas": "3"}}))],
        &[
            "error topic/min-insync topic:events/config/min.insync.replicas",
            "info topic/setting-by-key topic:events/config/min.insync.replicas",
        ],
    );
    check(
        &[("topic:events", json!({"config": {"retention.ms": "-2", "retention.bytes": "-1"}}))],
        &[
            "error topic/retention topic:events/config/retention.ms",
            "info topic/setting-by-key topic:events/config/retention.bytes",
            "info topic/setting-by-key topic:events/config/retention.ms",
        ],
    );
    check(&[("topic:events", json!({"replication": 1, "min_insync_replicas": 1}))], &[]);
    check(&[("topic:events", json!({"retention_ms": -2}))], &["error topic/retention topic:events/retention_ms"]);
    check(
        &[("topic:events", json!({"retention_ms": 1000, "retention_bytes": -2}))],
        &["error topic/retention topic:events/retention_bytes"],
    );
    check(&[("topic:events", json!({"kind": "retry"}))], &[]);
    check(
        &[("flow:api-events", json!({"direction": {"consume": {"group": "g"}}}))],
        &["warning topic/no-producer topic:events"],
    );
    check(
        &[("flow:mailer-events", json!({"messages": [], "direction": {"produce": {"idempotent": true}}}))],
        &["warning topic/no-consumer topic:events"],
    );
}

#[test]
fn contexts_messages_and_flows() {
    check(&[("context:order", json!({"team": " "}))], &["warning context/no-team context:order/team"]);
    check(&[("message:placed", json!({"schema": null}))], &["info message/no-schema message:placed/schema"]);
    check(
        &[("message:placed", json!({"topics": []}))],
        &[
            "info message/no-topic message:placed/topics",
            "warning flow/message-not-on-topic flow:mailer-events/messages/0",
        ],
    );
    check(
        &[("flow:api-events", json!({"direction": {"produce": {"acks": "1"}}}))],
        &["warning flow/weak-acks flow:api-events/direction/produce/acks"],
    );
    check(
        &[("flow:api-events", json!({"direction": {"produce": {"acks": "all"}}}))],
        &["warning flow/not-idempotent flow:api-events/direction/produce/idempotent"],
    );
    check(
        &[("flow:mailer-events", json!({"direction": {"consume": {"reader_versions": {"placed": 4}}}}))],
        &["error flow/no-such-version flow:mailer-events/direction/consume/reader_versions/placed"],
    );
}

#[test]
fn references() {
    check(&[("topic:events", json!({"source": "gone"}))], &["error reference/unresolved topic:events/source"]);
    check(
        &[("flow:mailer-events", json!({"service": "gone"}))],
        &["error reference/unresolved flow:mailer-events/service"],
    );
    check(
        &[("settings", json!({"default_environment": "gone"}))],
        &["error reference/unresolved settings/default_environment"],
    );
}

#[test]
fn schemas() {
    check(
        &[(
            "schema:placed",
            json!({"draft": avro(&format!(r#"{ID}, {{"name": "note", "type": ["null", "string"], "default": null}}"#))}),
        )],
        &[],
    );
    check(
        &[("schema:placed", json!({"draft": avro(&format!(r#"{ID}, {{"name": "total", "type": "long"}}"#))}))],
        &["error schema/incompatible schema:placed/fields/1"],
    );
    check(
        &[("schema:placed", json!({"draft": avro(r#"{"name": "number", "type": "string", "default": ""}"#)}))],
        &["error schema/breaks-consumer flow:mailer-events/direction/consume/reader_versions/placed"],
    );
    check(
        &[("schema:placed", json!({"draft": avro(r#"{"name": "id", "type": "strin"}"#)}))],
        &["error schema/does-not-parse schema:placed/fields/0/type"],
    );
    check(
        &[
            ("schema:placed", json!({"draft": avro(r#"{"name": "number", "type": "string", "default": ""}"#)})),
            ("flow:mailer-events", json!({"messages": ["placed"], "direction": {"produce": {"idempotent": true}}})),
        ],
        &["warning topic/no-consumer topic:events"],
    );
}

#[test]
fn policies() {
    let policy = |body: Value| ("policy", body);
    let no_team = ("context:order", json!({"team": ""}));
    let waiver = |expires: &str| json!({"waivers": [{"rule": "context/no-team", "record": "context:order", "reason": "moving", "expires": expires}]});
    check(&[no_team.clone(), policy(json!({"rules": {"context/no-team": "off"}}))], &[]);
    check(
        &[no_team.clone(), policy(json!({"rules": {"context/no-team": "error"}}))],
        &["error context/no-team context:order/team"],
    );
    check(&[no_team.clone(), policy(waiver("2026-11-21"))], &[]);
    check(
        &[no_team.clone(), policy(waiver("2026-11-20"))],
        &["warning context/no-team context:order/team", "warning policy/expired-waiver policy/waivers/0/expires"],
    );
    check(&[policy(waiver("soon"))], &["error policy/illegal-date policy/waivers/0/expires"]);
    check(&[policy(json!({"rules": {"topic/no-one": "off"}}))], &["warning policy/unknown-rule policy/rules"]);
}

#[test]
fn names_that_clash() {
    let mut design = shop();
    let twin = record(
        "topic",
        json!({"id": "twin", "context": "order", "name": "order.events", "partitions": 1,
        "replication": 3, "kind": "retry", "source": "events"}),
    );
    design.insert(record(
        "topic",
        json!({"id": "events", "context": "order", "name": "order_events", "partitions": 12, "replication": 3}),
    ));
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    let arrival = Change::between(twin.key(), None, Some(twin)).unwrap();
    let step = Transaction { changes: vec![arrival], ..Transaction::default() };
    step.apply(&mut design).unwrap();
    checker.recheck(&design, &step.changes, TODAY);
    let clashes: Vec<String> = lines(&checker).into_iter().filter(|it| it.contains("collision")).collect();
    assert_eq!(clashes, ["error topic/name-collision topic:events/name", "error topic/name-collision topic:twin/name"]);
    let step = step.inverse();
    step.apply(&mut design).unwrap();
    checker.recheck(&design, &step.changes, TODAY);
    assert_eq!(lines(&checker), Vec::<String>::new());
}

#[test]
fn five_findings_and_more_offer_a_repair() {
    let mut design = shop();
    change(
        &mut design,
        "topic:events",
        json!({"name": "a b", "partitions": 0, "replication": 9, "min_insync_replicas": 9, "source": "gone"}),
    );
    change(&mut design, "flow:api-events", json!({"direction": {"produce": {"acks": "0"}}}));
    change(
        &mut design,
        "schema:placed",
        json!({"draft": avro(&format!(r#"{ID}, {{"name": "total", "type": "long"}}"#))}),
    );
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    let without: Vec<_> = checker
        .findings()
        .filter(|it| it.severity == Severity::Error && it.repairs.is_empty())
        .map(|it| it.rule.code)
        .collect();
    assert_eq!(without, Vec::<&str>::new());
    assert!(checker.findings().filter(|it| !it.repairs.is_empty()).count() >= 7);
}

#[test]
fn on_another_day_waivers_end_whatever_is_edited() {
    let mut design = shop();
    change(&mut design, "topic:events", json!({"partitions": 0}));
    let waiver =
        json!({"rule": "topic/partitions", "record": "topic:events", "reason": "Until tomorrow", "expires": TODAY});
    change(&mut design, "policy", json!({"waivers": [waiver]}));
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    assert_eq!(lines(&checker), Vec::<String>::new());
    let elsewhere = change(&mut design, "service:api", json!({"name": "api-2"})).unwrap();
    let judged = checker.recheck(&design, &[elsewhere], "2026-11-22");
    let expected =
        ["error topic/partitions topic:events/partitions", "warning policy/expired-waiver policy/waivers/0/expires"];
    assert_eq!(lines(&checker), expected);
    assert_eq!(judged.iter().map(ToString::to_string).collect::<Vec<_>>(), ["topic:events", "policy"]);
}
