//! Each rule by cases: a small sound shop, one thing changed, and what is said of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use check::Checker;
use diagnostic::Severity;
use fixture::change;
use model::{Design, RecordKey};

const TODAY: &str = "2026-11-21";

/// A shop with nothing to object to.
fn shop() -> Design {
    fixture::design(
        r#"
        context order "Order"
          topic events "order-events" p=12 retention=null
          service api -> events id=api-events
          events -> service mailer : Placed group=mailer reads=Placed:1 id=mailer-events
          schema shop.Placed v1 { id: string }
        environment prod brokers=3
        view topology
          topic:events 0,0
        "#,
    )
}

fn lines(checker: &Checker) -> Vec<String> {
    let mut lines: Vec<String> =
        checker.findings().map(|it| format!("{} {} {}", it.severity.as_str(), it.rule.code, it.location())).collect();
    lines.sort();
    lines
}

/// Changes the shop and compares what is said, looking again only where needed and looking everywhere.
fn check(text: &str, expected: &[&str]) {
    let mut design = shop();
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    assert_eq!(lines(&checker), Vec::<String>::new(), "the shop itself is sound");
    let step = change(&mut design, text);
    checker.recheck(&design, &step.changes, TODAY);
    assert_eq!(lines(&checker), expected, "{text}");
    if step.keys().all(|key| *key != RecordKey::Policy) {
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
    assert_eq!(lines(&fresh), expected, "from scratch: {text}");
    let back = step.inverse();
    back.apply(&mut design).unwrap();
    checker.recheck(&design, &back.changes, TODAY);
    assert_eq!(lines(&checker), Vec::<String>::new(), "taken back: {text}");
}

#[test]
fn topics_where_they_run() {
    let check_here = |numbers: &[(&str, &str)], expected: &[&str]| {
        let set = |(field, value): &(&str, &str)| format!("set environment:prod /topics/events/{field} {value}\n");
        check(&numbers.iter().map(set).collect::<String>(), expected);
    };
    check_here(
        &[("partitions", "40"), ("replication", "3"), ("min_insync_replicas", "2"), ("retention_ms", "-1")],
        &[],
    );
    check_here(&[("partitions", "0")], &["error topic/partitions environment:prod/topics/events/partitions"]);
    check_here(&[("replication", "0")], &["error topic/replication environment:prod/topics/events/replication"]);
    check_here(&[("replication", "4")], &["error topic/replication topic:events/replication"]);
    check_here(
        &[("min_insync_replicas", "3")],
        &["error topic/min-insync environment:prod/topics/events/min_insync_replicas"],
    );
    check_here(
        &[("replication", "2"), ("min_insync_replicas", "2")],
        &["error topic/min-insync environment:prod/topics/events/min_insync_replicas"],
    );
    check_here(&[("retention_ms", "-5")], &["error topic/retention environment:prod/topics/events/retention_ms"]);
    check_here(
        &[("config/min.insync.replicas", "3"), ("config/retention.ms", "-5")],
        &[
            "error topic/min-insync environment:prod/topics/events/config/min.insync.replicas",
            "error topic/retention environment:prod/topics/events/config/retention.ms",
            "info topic/setting-by-key environment:prod/topics/events/config/min.insync.replicas",
            "info topic/setting-by-key environment:prod/topics/events/config/retention.ms",
        ],
    );
    check("set environment:prod replication=5", &[]);
    check("set environment:prod brokers=1", &["error topic/replication topic:events/replication"]);
    check("set environment:prod brokers=1 replication=1", &[]);
}

#[test]
fn partitions_that_brokers_cannot_hold() {
    let too_many = &["warning topic/too-many-partitions topic:events/partitions"];
    check("set topic:events p=4000", &[]);
    check("set topic:events p=4001", too_many);
    check("set topic:events p=2000000", too_many);
    check("set topic:events p=8000\nset environment:prod brokers=6", &[]);
    let mut both = shop();
    change(&mut both, "environment test brokers=3\nset topic:events p=5000");
    let mut checker = Checker::default();
    checker.check_all(&both, TODAY);
    assert_eq!(lines(&checker), too_many, "one number, one finding");
    check("set topic:events p=8000\nset environment:prod /topics/events/partitions 12", &[]);
    check(
        "set environment:prod /topics/events/partitions 9000",
        &["warning topic/too-many-partitions environment:prod/topics/events/partitions"],
    );
    check("set topic:events p=2000000\nset environment:prod brokers=null", &[]);
    let threshold = "policy\n  threshold topic/too-many-partitions 1000\nset topic:events";
    check(&format!("{threshold} p=1001"), too_many);
    check(&format!("{threshold} p=1000"), &[]);
}

#[test]
fn environments() {
    let check = |field: &str, legal: &[&str], illegal: &[&str], finding: &str| {
        for text in legal {
            check(&format!("set environment:prod {field}={text:?}"), &[]);
        }
        for text in illegal {
            check(&format!("set environment:prod {field}={text:?}"), &[&format!("{finding} environment:prod/{field}")]);
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
        check(&format!("set {key} name=\" \""), &[&format!("error name/empty {key}/name")]);
    }
    check("set schema:placed name=\"\"", &[]);
}

#[test]
fn topics() {
    let check = |fields: &str, expected: &[&str]| check(&format!("set topic:events {fields}"), expected);
    check("name=\"order events\"", &["error topic/illegal-name topic:events/name"]);
    check("name=\"\"", &["error topic/illegal-name topic:events/name"]);
    check("p=0", &["error topic/partitions topic:events/partitions"]);
    check("rf=0", &["error topic/replication topic:events/replication"]);
    check("rf=5", &["error topic/replication topic:events/replication"]);
    check("min-isr=3", &["error topic/min-insync topic:events/min_insync_replicas"]);
    check("min-isr=0", &["error topic/min-insync topic:events/min_insync_replicas"]);
    check(
        "min-isr=null config.min.insync.replicas=3",
        &[
            "error topic/min-insync topic:events/config/min.insync.replicas",
            "info topic/setting-by-key topic:events/config/min.insync.replicas",
        ],
    );
    check(
        "config.retention.ms=-2 config.retention.bytes=-1",
        &[
            "error topic/retention topic:events/config/retention.ms",
            "info topic/setting-by-key topic:events/config/retention.bytes",
            "info topic/setting-by-key topic:events/config/retention.ms",
        ],
    );
    check("rf=1 min-isr=1", &[]);
    check("retention=-2", &["error topic/retention topic:events/retention_ms"]);
    check("retention=1s retention-bytes=-2", &["error topic/retention topic:events/retention_bytes"]);
    check("kind=retry", &[]);
}

#[test]
fn topics_that_nobody_writes_or_reads() {
    check(
        "set flow:api-events /direction {\"consume\": {\"group\": \"g\"}}",
        &["warning topic/no-producer topic:events"],
    );
    check(
        "set flow:mailer-events messages=[] /direction {\"produce\": {\"idempotent\": true}}",
        &["warning topic/no-consumer topic:events"],
    );
}

#[test]
fn contexts_messages_and_flows() {
    check("set context:order team=\" \"", &["warning context/no-team context:order/team"]);
    check("set message:placed schema=null", &["info message/no-schema message:placed/schema"]);
    check(
        "set message:placed topics=[]",
        &[
            "info message/no-topic message:placed/topics",
            "warning flow/message-not-on-topic flow:mailer-events/messages/0",
        ],
    );
    check(
        "set flow:api-events acks=1 idempotent=false",
        &["warning flow/weak-acks flow:api-events/direction/produce/acks"],
    );
    check(
        "set flow:api-events idempotent=false",
        &["warning flow/not-idempotent flow:api-events/direction/produce/idempotent"],
    );
    check(
        "set flow:mailer-events group=null reads=Placed:4",
        &["error flow/no-such-version flow:mailer-events/direction/consume/reader_versions/placed"],
    );
}

#[test]
fn references() {
    check("set topic:events source=gone", &["error reference/unresolved topic:events/source"]);
    check("set flow:mailer-events service=gone", &["error reference/unresolved flow:mailer-events/service"]);
    check("set settings default-environment=gone", &["error reference/unresolved settings/default_environment"]);
}

#[test]
fn schemas() {
    let draft = |fields: &str| format!("set schema:placed draft {{ {fields} }}");
    check(&draft("id: string, note: string?"), &[]);
    check(&draft("id: string, total: long"), &["error schema/incompatible schema:placed/fields/1"]);
    let unreadable = draft("number: string = \"\"");
    check(&unreadable, &["error schema/breaks-consumer flow:mailer-events/direction/consume/reader_versions/placed"]);
    check(&draft("id: strin"), &["error schema/does-not-parse schema:placed/fields/0/type"]);
    check(
        &format!("{unreadable}\nset flow:mailer-events /direction {{\"produce\": {{\"idempotent\": true}}}}"),
        &["warning topic/no-consumer topic:events"],
    );
}

#[test]
fn policies() {
    let no_team = "set context:order team=\"\"\npolicy\n";
    let waiver = |expires: &str| format!("  waiver context/no-team context:order reason=moving until={expires}");
    check(&format!("{no_team}  rule context/no-team off"), &[]);
    check(&format!("{no_team}  rule context/no-team error"), &["error context/no-team context:order/team"]);
    check(&format!("{no_team}{}", waiver("2026-11-21")), &[]);
    check(
        &format!("{no_team}{}", waiver("2026-11-20")),
        &["warning context/no-team context:order/team", "warning policy/expired-waiver policy/waivers/0/expires"],
    );
    check(&format!("policy\n{}", waiver("soon")), &["error policy/illegal-date policy/waivers/0/expires"]);
    check("policy\n  rule topic/no-one off", &["warning policy/unknown-rule policy/rules"]);
}

#[test]
fn names_that_clash() {
    let mut design = shop();
    change(&mut design, "set topic:events name=order_events");
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    let step = change(&mut design, "topic twin \"order.events\" p=1 kind=retry source=events");
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
        "
        set topic:events name=\"a b\" p=0 rf=9 min-isr=9 source=gone
        set flow:api-events acks=0 idempotent=false
        set schema:placed draft { id: string, total: long }
        ",
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
    change(&mut design, &format!("set topic:events p=0\npolicy\n  waiver topic/partitions topic:events until={TODAY}"));
    let mut checker = Checker::default();
    checker.check_all(&design, TODAY);
    assert_eq!(lines(&checker), Vec::<String>::new());
    let elsewhere = change(&mut design, "set service:api name=api-2");
    let judged = checker.recheck(&design, &elsewhere.changes, "2026-11-22");
    let expected =
        ["error topic/partitions topic:events/partitions", "warning policy/expired-waiver policy/waivers/0/expires"];
    assert_eq!(lines(&checker), expected);
    assert_eq!(judged.iter().map(ToString::to_string).collect::<Vec<_>>(), ["topic:events", "policy"]);
}
