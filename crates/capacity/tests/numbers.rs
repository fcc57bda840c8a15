//! The formulas against published examples, and their behaviour at the edges of what a design can say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panic"
)]

use capacity::{
    Assumptions, GIB, Storage, environment_load, groups_of_topic, load_per_partition, monthly_cost, partitions_for,
    partitions_needed, stored, topic_load, topic_storage,
};
use derive::deployed;
use model::{Design, Environment, Record, TopicId};
use serde_json::{Value, json};

const MIB: f64 = 1_048_576.0;

fn design(records: Value) -> Design {
    let mut design = Design::default();
    for record in records.as_array().unwrap() {
        let record: Record = serde_json::from_value(record.clone()).expect("a record");
        design.insert(record);
    }
    design
}

/// One topic of 12 partitions and 3 copies, one producer and one group.
fn orders(topic: Value, produce: Value, consume: Value) -> Design {
    let mut fields = json!({"id": "orders", "context": "order", "name": "orders", "partitions": 12, "replication": 3});
    fields.as_object_mut().unwrap().extend(topic.as_object().unwrap().clone());
    design(json!([
        {"topic": fields},
        {"service": {"id": "writer", "context": "order", "name": "Writer"}},
        {"service": {"id": "reader", "context": "order", "name": "Reader", "instances": 3}},
        {"flow": {"id": "writes", "context": "order", "service": "writer", "topic": "orders",
                  "direction": {"produce": produce}}},
        {"flow": {"id": "reads", "context": "order", "service": "reader", "topic": "orders",
                  "direction": {"consume": consume}}},
    ]))
}

fn orders_id() -> TopicId {
    TopicId::new("orders").unwrap()
}

fn environment(fields: Value) -> Environment {
    let mut all = json!({"id": "prod", "name": "Production"});
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(all).expect("an environment")
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= expected.abs() * 1e-9, "{found} is not {expected}");
}

#[test]
fn costs_of_published_price_examples() {
    let check = |brokers: u32, usd_per_hour: f64, gib: u32, expected: (f64, f64)| {
        let cost = monthly_cost(&environment(json!({
            "brokers": brokers, "broker_usd_per_hour": usd_per_hour,
            "storage_gib_per_broker": gib, "storage_usd_per_gib_month": 0.10,
        })))
        .unwrap();
        close((cost.brokers_usd.unwrap() * 100.0).round() / 100.0, expected.0);
        close(cost.storage_usd.unwrap(), expected.1);
    };
    // Infracost's golden file for MSK clusters.
    check(4, 10.08, 1000, (29_433.60, 400.0));
    check(2, 0.0456, 500, (66.58, 100.0));
    // AWS's sizing script: six m5.large.
    check(6, 0.21, 0, (919.80, 0.0));
}

#[test]
fn storage_of_published_sizing_examples() {
    // AWS's sizing script counts a reserve of two; before it, 10 MiB/s for 168 hours in three copies.
    close(stored(10.0 * MIB, 168 * 3_600_000, 3) * 2.0 / GIB, 35_437.5);
    // AutoMQ's comparison of providers: 500 MB/s for a day in three copies.
    close(stored(500.0 * MIB, 24 * 3_600_000, 3) / GIB, 126_562.5);
}

#[test]
fn partitions_of_the_sizing_rule() {
    let check = |target: f64, limits: &[f64], headroom: f64, expected: u32| {
        assert_eq!(partitions_for(target, limits, headroom), expected, "{target} {limits:?} {headroom}");
    };
    check(20.0, &[5.0, 3.0], 1.0, 7);
    check(20.0, &[5.0, 3.0], 1.5, 10);
    check(30.0, &[10.0], 1.0, 3);
    check(0.3, &[0.1], 1.0, 3);
    check(0.0, &[10.0], 1.0, 1);
    check(5.0, &[], 1.0, 1);
    check(1e300, &[1.0], 1.0, u32::MAX);
}

#[test]
fn a_topic_s_load_is_what_its_producers_write() {
    let check = |produce: Value, ordinary: (f64, f64), peak: (f64, f64)| {
        let load = topic_load(&orders(json!({}), produce, json!({})), &orders_id());
        assert_eq!((load.ordinary.records_per_second, load.ordinary.bytes_per_second), ordinary);
        assert_eq!((load.peak.records_per_second, load.peak.bytes_per_second), peak);
    };
    check(
        json!({"rate_per_second": 1200.0, "peak_rate_per_second": 9000.0, "size_bytes": 500}),
        (1200.0, 600_000.0),
        (9000.0, 4_500_000.0),
    );
    check(json!({"rate_per_second": 10.0, "size_bytes": 100}), (10.0, 1000.0), (10.0, 1000.0));
    check(json!({"rate_per_second": 10.0, "peak_rate_per_second": 1.0, "size_bytes": 1}), (10.0, 10.0), (10.0, 10.0));
    check(json!({"rate_per_second": -5.0, "size_bytes": 100}), (0.0, 0.0), (0.0, 0.0));
    let hundred = json!({"rate_per_second": 100.0, "size_bytes": 24});
    let load = load_per_partition(&orders(json!({}), hundred, json!({})), &orders_id(), None);
    close(load.ordinary.bytes_per_second, 200.0);
}

#[test]
fn what_is_stored_follows_from_age_size_and_copies() {
    let check = |topic: Value, expected: Storage| {
        let design = orders(topic.clone(), json!({"rate_per_second": 100.0, "size_bytes": 1000}), json!({}));
        assert_eq!(topic_storage(&design, &orders_id(), None), Some(expected), "{topic}");
    };
    let day = 86_400_000;
    check(json!({"retention_ms": day}), Storage::Bytes(100_000.0 * 86_400.0 * 3.0));
    check(json!({}), Storage::Bytes(100_000.0 * 604_800.0 * 3.0));
    check(json!({"config": {"retention.ms": "1000"}}), Storage::Bytes(300_000.0));
    check(json!({"retention_ms": day, "retention_bytes": 1000}), Storage::Bytes(36_000.0));
    check(json!({"retention_ms": -1, "retention_bytes": 1000}), Storage::Bytes(36_000.0));
    check(json!({"retention_ms": -1}), Storage::Unbounded);
    check(json!({"cleanup": "compact"}), Storage::ByKeys);
    check(json!({"config": {"cleanup.policy": "compact"}}), Storage::ByKeys);
    check(json!({"config": {"cleanup.policy": "delete, compact", "retention.ms": "1000"}}), Storage::Bytes(300_000.0));
    check(json!({"cleanup": "compact-delete", "retention_ms": day}), Storage::Bytes(100_000.0 * 86_400.0 * 3.0));
    check(json!({"cleanup": "compact-delete", "retention_ms": -1}), Storage::ByKeys);
    let silent = orders(json!({"cleanup": "compact"}), json!({}), json!({}));
    assert_eq!(topic_storage(&silent, &orders_id(), None), Some(Storage::Bytes(0.0)));
}

#[test]
fn a_group_carries_what_its_threads_process() {
    let check = |consume: Value, expected: (u32, u32, Option<f64>, Option<f64>)| {
        let produce = json!({"rate_per_second": 80.0, "peak_rate_per_second": 160.0, "size_bytes": 1});
        let groups = groups_of_topic(&orders(json!({}), produce, consume.clone()), &orders_id(), None);
        let group = &groups[0];
        let found = (group.readers, group.idle, group.capacity_per_second, group.peak_utilisation);
        assert_eq!(found, expected, "{consume}");
    };
    check(json!({"time_per_message_ms": 10.0}), (3, 0, Some(300.0), Some(160.0 / 300.0)));
    check(json!({"time_per_message_ms": 10.0, "concurrency": 4}), (12, 0, Some(1200.0), Some(160.0 / 1200.0)));
    check(json!({"time_per_message_ms": 10.0, "concurrency": 5}), (12, 3, Some(1200.0), Some(160.0 / 1200.0)));
    check(json!({"concurrency": 5}), (12, 3, None, None));
    check(json!({"time_per_message_ms": 0.0}), (3, 0, None, None));
}

#[test]
fn services_that_share_a_group_share_its_partitions() {
    let mut design = orders(
        json!({"partitions": 4}),
        json!({"rate_per_second": 50.0}),
        json!({"group": "g", "time_per_message_ms": 100.0}),
    );
    for record in [
        json!({"service": {"id": "other", "context": "order", "name": "Other", "instances": 5}}),
        json!({"flow": {"id": "other-reads", "context": "order", "service": "other", "topic": "orders",
                        "direction": {"consume": {"group": "g", "time_per_message_ms": 100.0}}}}),
    ] {
        design.insert(serde_json::from_value(record).unwrap());
    }
    let groups = groups_of_topic(&design, &orders_id(), None);
    assert_eq!(groups.len(), 1);
    assert_eq!((groups[0].services.len(), groups[0].readers, groups[0].idle), (2, 4, 4));
    close(groups[0].capacity_per_second.unwrap(), 40.0);
    close(groups[0].utilisation.unwrap(), 1.25);
}

#[test]
fn a_topic_needs_partitions_for_its_slowest_group() {
    let produce = json!({"rate_per_second": 100.0, "peak_rate_per_second": 2000.0, "size_bytes": 20_000});
    let needed = partitions_needed(
        &orders(json!({}), produce, json!({"time_per_message_ms": 5.0})),
        &orders_id(),
        &Assumptions::default(),
    );
    // 40 MB/s over 10 MB/s; 2,000/s × 5 ms ÷ 0.7.
    assert_eq!((needed.by_producers, needed.by_group["reader"], needed.needed), (4, 15, 15));
}

#[test]
fn an_environment_lowers_copies_and_with_them_those_that_must_be_in_sync() {
    let check = |topic: Value, here: Value, expected: (u32, u32, Option<u32>, Option<(u32, u32)>)| {
        let design = orders(topic, json!({}), json!({}));
        let environment = environment(here.clone());
        let found = deployed(design.topic(&orders_id()).unwrap(), Some(&environment));
        let found = (found.partitions, found.replication, found.config.min_insync_replicas(), found.lowered_min_insync);
        assert_eq!(found, expected, "{here}");
    };
    let two = || json!({"min_insync_replicas": 2});
    check(two(), json!({}), (12, 3, Some(2), None));
    check(two(), json!({"replication": 1}), (12, 1, Some(1), Some((2, 1))));
    check(two(), json!({"replication": 2}), (12, 2, Some(1), Some((2, 1))));
    check(two(), json!({"replication": 5}), (12, 3, Some(2), None));
    check(json!({}), json!({"replication": 1}), (12, 1, None, None));
    check(json!({"config": {"min.insync.replicas": "2"}}), json!({"replication": 1}), (12, 1, Some(1), Some((2, 1))));
    check(two(), json!({"replication": 1, "topics": {"orders": {"replication": 2}}}), (12, 2, Some(1), Some((2, 1))));
    check(
        two(),
        json!({"replication": 1, "topics": {"orders": {"partitions": 1, "min_insync_replicas": 2}}}),
        (1, 1, Some(2), None),
    );
}

#[test]
fn the_nearest_statement_about_a_setting_wins() {
    let check = |topic: Value, here: Value, expected: &str, overruled: &[&str]| {
        let design = orders(topic.clone(), json!({}), json!({}));
        let environment = environment(json!({"topics": {"orders": here}}));
        let found = deployed(design.topic(&orders_id()).unwrap(), Some(&environment));
        assert_eq!(found.config["retention.ms"], expected, "{topic} {here}");
        assert_eq!(found.overruled, overruled, "{topic} {here}");
    };
    check(json!({"config": {"retention.ms": "1"}}), json!({}), "1", &[]);
    check(json!({"config": {"retention.ms": "1"}, "retention_ms": 2}), json!({}), "2", &["retention.ms"]);
    check(json!({"retention_ms": 2}), json!({"config": {"retention.ms": "3"}}), "3", &[]);
    check(
        json!({"retention_ms": 2}),
        json!({"config": {"retention.ms": "3"}, "retention_ms": 4}),
        "4",
        &["retention.ms"],
    );
}

#[test]
fn an_environment_adds_up_its_topics() {
    let mut design = orders(
        json!({"retention_ms": 1000}),
        json!({"rate_per_second": 10.0, "peak_rate_per_second": 20.0, "size_bytes": 100}),
        json!({}),
    );
    for record in [
        json!({"topic": {"id": "state", "context": "order", "name": "state", "partitions": 1, "replication": 3, "cleanup": "compact"}}),
        json!({"flow": {"id": "keeps", "context": "order", "service": "writer", "topic": "state",
                        "direction": {"produce": {"rate_per_second": 5.0, "size_bytes": 10}}}}),
    ] {
        design.insert(serde_json::from_value(record).unwrap());
    }
    let load = environment_load(
        &design,
        &environment(
            json!({"brokers": 3, "storage_gib_per_broker": 1, "broker_usd_per_hour": 1.0, "budget_usd_per_month": 2000.0}),
        ),
    );
    close(load.written.ordinary.records_per_second, 15.0);
    close(load.written.peak.bytes_per_second, 2050.0);
    close(load.read.ordinary.records_per_second, 10.0);
    close(load.stored_bytes, 3000.0);
    close(load.storage_utilisation().unwrap(), 3000.0 / (3.0 * GIB));
    assert_eq!((load.partition_replicas, load.replicas_per_broker()), (39, Some(13)));
    assert_eq!(load.not_counted, ["state".parse().unwrap()]);
    let cost = load.cost.unwrap();
    close(cost.total_usd, 2190.0);
    assert_eq!((cost.storage_usd, cost.is_over_budget()), (None, true));
    assert!(environment_load(&design, &environment(json!({"brokers": 3}))).cost.is_none());
}
