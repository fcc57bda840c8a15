//! A topic as an environment runs it: which statement of a setting counts, and that an unstated one stays unstated.
#![allow(clippy::unwrap_used, reason = "tests fail by panic")]

use derive::deployed;
use model::{Environment, Topic};
use serde_json::{Value, json};

fn with(base: Value, fields: &Value) -> Value {
    let mut all = base;
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    all
}

#[test]
fn the_nearest_statement_of_a_setting_counts() {
    let check = |topic: Value, here: Value, expected: Value| {
        let base = json!({"id": "seats", "context": "move", "name": "seats", "partitions": 3, "replication": 3});
        let record: Topic = serde_json::from_value(with(base, &topic)).unwrap();
        let environment = json!({"id": "prod", "name": "Production", "topics": {"seats": here}});
        let environment: Environment = serde_json::from_value(environment).unwrap();
        let config = serde_json::to_value(deployed(&record, Some(&environment)).config).unwrap();
        assert_eq!(config, expected, "{topic} {here}");
    };
    check(json!({}), json!({}), json!({}));
    check(json!({"config": {"cleanup.policy": "compact"}}), json!({}), json!({"cleanup.policy": "compact"}));
    check(json!({"cleanup": "compact-delete"}), json!({}), json!({"cleanup.policy": "compact,delete"}));
    check(
        json!({"cleanup": "delete", "config": {"cleanup.policy": "compact"}}),
        json!({}),
        json!({"cleanup.policy": "delete"}),
    );
    check(
        json!({"cleanup": "delete"}),
        json!({"config": {"cleanup.policy": "compact"}}),
        json!({"cleanup.policy": "compact"}),
    );
    check(json!({}), json!({"config": {"cleanup.policy": "compact"}}), json!({"cleanup.policy": "compact"}));
    check(
        json!({"retention_ms": 1, "config": {"retention.ms": "2"}}),
        json!({"retention_ms": 3, "config": {"retention.ms": "4"}}),
        json!({"retention.ms": "3"}),
    );
    check(json!({"retention_ms": 1}), json!({"config": {"retention.ms": "4"}}), json!({"retention.ms": "4"}));
}

#[test]
fn fewer_copies_ask_for_fewer_in_sync_however_that_is_stated() {
    let check = |topic: Value, here: Value, expected: (Option<u32>, Option<(u32, u32)>)| {
        let base = json!({"id": "seats", "context": "move", "name": "seats", "partitions": 3, "replication": 3});
        let record: Topic = serde_json::from_value(with(base, &topic)).unwrap();
        let environment = json!({"id": "dev", "name": "Development", "replication": 1, "topics": {"seats": here}});
        let environment: Environment = serde_json::from_value(environment).unwrap();
        let deployed = deployed(&record, Some(&environment));
        assert_eq!((deployed.config.min_insync_replicas(), deployed.lowered_min_insync), expected, "{topic} {here}");
    };
    check(json!({}), json!({}), (None, None));
    check(json!({"min_insync_replicas": 2}), json!({}), (Some(1), Some((2, 1))));
    check(json!({"config": {"min.insync.replicas": "2"}}), json!({}), (Some(1), Some((2, 1))));
    check(json!({"min_insync_replicas": 2}), json!({"config": {"min.insync.replicas": "2"}}), (Some(2), None));
    check(json!({"min_insync_replicas": 2}), json!({"min_insync_replicas": 2}), (Some(2), None));
}
