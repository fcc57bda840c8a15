//! The facts of an environment, in full: what is there, where it comes from, and that nothing is made up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests fail by panic")]

use derive::Facts;
use derive::facts::{AccessRule, Remark, Sources};
use model::{Design, EnvironmentId};
use serde_json::{Value, json};

fn facts(design: &Design, environment: Option<&str>) -> (Facts, Vec<Remark>) {
    let id = environment.map(|id| EnvironmentId::new(id).unwrap());
    Facts::of(design, id.as_ref().map(|id| design.environment(id).unwrap()))
}

/// The facts as JSON, with the rules as lines: `principal operation type name <- flows`.
fn told(design: &Design, environment: Option<&str>) -> Value {
    let (facts, _) = facts(design, environment);
    let line = |rule: &AccessRule| {
        let words = serde_json::to_value(rule).unwrap();
        let word = |pointer: &str| words.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        assert_eq!([word("/permission"), word("/resource/pattern"), word("/host")], ["allow", "literal", "*"]);
        let flows: Vec<String> = rule.sources.flows().map(ToString::to_string).collect();
        let resource = format!("{} {}", word("/resource/type"), word("/resource/name"));
        format!("{} {} {resource} <- {}", rule.principal, word("/operation"), flows.join(" "))
    };
    let lines: Vec<String> = facts.access.iter().map(line).collect();
    let mut told = serde_json::to_value(&facts).unwrap();
    told["access"] = json!(lines);
    told
}

const SHOP: &str = r#"
    context order
      service api -> orders : Placed 10/s tx=api-tx
      topic orders p=12 rf=3 min-isr=2 config.segment.ms=5
      topic orders.retry p=3 rf=3 kind=retry source=orders
    context billing
      orders -> service invoicing group=inv retries=3 retry=orders-retry
      service archive principal=User:shared
      orders -> archive
    environment dev principal_prefix=dev- replication=1
      topic orders p=2
"#;

#[test]
fn an_environment_gets_what_its_design_states_and_each_fact_names_its_records() {
    let design = fixture::design(SHOP);
    assert_eq!(
        told(&design, Some("dev")),
        json!({
            "topics": {
                "orders": {
                    "partitions": 2, "replication": 1, "config": {"min.insync.replicas": "1", "retention.ms": "604800000", "segment.ms": "5"},
                    "sources": ["topic:orders", "environment:dev"],
                },
                "orders.retry": {
                    "partitions": 3, "replication": 1,
                    "config": {"min.insync.replicas": "1", "retention.ms": "604800000"},
                    "sources": ["topic:orders-retry", "environment:dev"],
                },
            },
            "subjects": {},
            "principals": [
                {"name": "dev-api", "sources": ["service:api"]},
                {"name": "dev-invoicing", "sources": ["service:invoicing"]},
                {"name": "dev-shared", "sources": ["service:archive"]},
            ],
            "access": [
                "dev-api Describe topic orders <- api-writes-orders",
                "dev-api Write topic orders <- api-writes-orders",
                "dev-api Describe transactional-id api-tx <- api-writes-orders",
                "dev-api Write transactional-id api-tx <- api-writes-orders",
                "dev-invoicing Describe topic orders <- invoicing-reads-orders",
                "dev-invoicing Read topic orders <- invoicing-reads-orders",
                "dev-invoicing Describe topic orders.retry <- invoicing-reads-orders",
                "dev-invoicing Read topic orders.retry <- invoicing-reads-orders",
                "dev-invoicing Write topic orders.retry <- invoicing-reads-orders",
                "dev-invoicing Read group inv <- invoicing-reads-orders",
                "dev-shared Describe topic orders <- archive-reads-orders",
                "dev-shared Read topic orders <- archive-reads-orders",
                "dev-shared Read group archive <- archive-reads-orders",
            ],
            "groups": {
                "archive": {"topics": ["orders"], "sources": ["service:archive", "flow:archive-reads-orders"]},
                "inv": {"topics": ["orders", "orders.retry"], "sources": ["service:invoicing", "flow:invoicing-reads-orders"]},
            },
        })
    );
    let names = vec!["orders".to_owned(), "orders.retry".to_owned()];
    let fewer = Remark::FewerInSync { environment: EnvironmentId::new("dev").unwrap(), names };
    assert_eq!(facts(&design, Some("dev")).1, [fewer]);
    assert_eq!(facts(&design, None).1, []);
}

#[test]
fn without_an_environment_the_records_stand_as_they_are() {
    let told = told(&fixture::design(SHOP), None);
    assert_eq!(
        told["topics"]["orders"],
        json!({
            "partitions": 12, "replication": 3, "config": {"min.insync.replicas": "2", "retention.ms": "604800000", "segment.ms": "5"},
            "sources": ["topic:orders"],
        })
    );
    assert_eq!(told["principals"][0]["name"], "api");
}

#[test]
fn a_setting_that_no_record_states_is_no_fact() {
    let check = |fields: &str, expected: Value| {
        let unstated = "set topic:seats /min_insync_replicas null /retention_ms null";
        let design = fixture::design(&format!("context order\n  topic seats\n{unstated}{fields}"));
        let (facts, remarks) = facts(&design, None);
        assert_eq!(remarks, [], "{fields}");
        assert_eq!(serde_json::to_value(&facts.topics["seats"].config).unwrap(), expected, "{fields}");
    };
    check("", json!({}));
    check(" cleanup=compact", json!({"cleanup.policy": "compact"}));
    check(" retention=7d", json!({"retention.ms": "604800000"}));
    check(" config.segment.ms=5", json!({"segment.ms": "5"}));
}

#[test]
fn a_subject_has_the_released_versions_and_says_what_they_use() {
    let design = fixture::design(
        r#"
        context order
          service api -> orders : Placed, Money
          topic orders mode=FULL
          topic audit mode=NONE
        schema shop.Money v1 { cents: long } v2 { cents: long, currency: string = "" } draft { cents: long }
        schema shop.Placed v1 `{"type": "record", "name": "shop.Placed", "fields": [{"name": "total", "type": "shop.Money"}]}`
        message Placed on orders, audit
        "#,
    );
    let (facts, remarks) = facts(&design, None);
    assert_eq!(remarks, []);
    let names: Vec<&String> = facts.subjects.keys().collect();
    assert_eq!(names, ["audit-shop.Placed", "orders-shop.Money", "orders-shop.Placed"]);
    let placed = serde_json::to_value(&facts.subjects["orders-shop.Placed"]).unwrap();
    assert_eq!((&placed["type"], &placed["compatibility"]), (&json!("AVRO"), &json!("FULL")));
    assert_eq!(
        placed["versions"]["1"]["references"],
        json!([{"name": "shop.Money", "subject": "orders-shop.Money", "version": 2}])
    );
    assert_eq!(placed["sources"], json!(["topic:orders", "message:placed", "schema:placed"]));
    let money = &facts.subjects["orders-shop.Money"];
    assert_eq!(money.versions.keys().collect::<Vec<_>>(), [&1, &2]);
    assert!(money.versions.values().all(|version| version.references.is_empty()), "{money:?}");
}

#[test]
fn a_fact_is_the_same_wherever_it_comes_from() {
    let (one, _) = facts(&fixture::design(SHOP), None);
    let (other, _) =
        facts(&fixture::design(&SHOP.replace("service api ->", "service shop principal=api\n      shop ->")), None);
    assert_ne!(serde_json::to_value(&one).unwrap(), serde_json::to_value(&other).unwrap());
    assert_eq!(one, other);
    assert!(one.difference(&other).is_empty());
    let bare = one.clone().without_sources();
    assert_eq!(bare, one);
    assert!(!serde_json::to_string(&bare).unwrap().contains("sources"));
    assert!(bare.principals.iter().all(|principal| Sources::is_empty(&principal.sources)));
}
