//! The formulas against published examples, and their behaviour at the edges of what a design can say.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests fail by panic")]

use capacity::{
    Assumptions, GIB, Storage, environment_load, groups_of_topic, load_per_partition, monthly_cost, partitions_for,
    partitions_needed, stored, topic_load, topic_storage,
};
use derive::deployed;
use model::{Design, Environment, TopicId};

const MIB: f64 = 1_048_576.0;

/// One topic of 12 partitions and 3 copies, one producer and one group; each with the fields that a test gives it.
fn orders(topic: &str, produce: &str, consume: &str) -> Design {
    fixture::design(&format!(
        "
        context order
          topic orders p=12 rf=3 min-isr=null retention=null {topic}
          service reader instances=3
          service writer -> orders {produce}
          orders -> reader {consume}
        "
    ))
}

fn orders_id() -> TopicId {
    TopicId::new("orders").unwrap()
}

/// An environment with these fields, which may run the topic otherwise in lines below them.
fn environment(text: &str) -> Environment {
    let design = fixture::design(&format!("topic orders\nenvironment prod {text}"));
    design.environment(&"prod".parse().unwrap()).unwrap().clone()
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= expected.abs() * 1e-9, "{found} is not {expected}");
}

#[test]
fn costs_of_published_price_examples() {
    let check = |brokers: u32, usd_per_hour: f64, gib: u32, expected: (f64, f64)| {
        let cost = monthly_cost(&environment(&format!(
            "brokers={brokers} broker-usd-per-hour={usd_per_hour} storage-gib-per-broker={gib} \
             storage-usd-per-gib-month=0.10"
        )))
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
    let check = |produce: &str, ordinary: (f64, f64), peak: (f64, f64)| {
        let load = topic_load(&orders("", produce, ""), &orders_id());
        assert_eq!((load.ordinary.records_per_second, load.ordinary.bytes_per_second), ordinary);
        assert_eq!((load.peak.records_per_second, load.peak.bytes_per_second), peak);
    };
    check("rate=1200/s peak=9000/s size=500", (1200.0, 600_000.0), (9000.0, 4_500_000.0));
    check("rate=10/s size=100", (10.0, 1000.0), (10.0, 1000.0));
    check("rate=10/s peak=1/s size=1", (10.0, 10.0), (10.0, 10.0));
    check("rate=-5/s size=100", (0.0, 0.0), (0.0, 0.0));
    let hundred = "rate=100/s size=24";
    let load = load_per_partition(&orders("", hundred, ""), &orders_id(), None);
    close(load.ordinary.bytes_per_second, 200.0);
}

#[test]
fn what_is_stored_follows_from_age_size_and_copies() {
    let check = |topic: &str, expected: Storage| {
        let design = orders(topic, "rate=100/s size=1000", "");
        assert_eq!(topic_storage(&design, &orders_id(), None), Some(expected), "{topic}");
    };
    check("retention=1d", Storage::Bytes(100_000.0 * 86_400.0 * 3.0));
    check("", Storage::Bytes(100_000.0 * 604_800.0 * 3.0));
    check("config.retention.ms=1000", Storage::Bytes(300_000.0));
    check("retention=1d retention-bytes=1000", Storage::Bytes(36_000.0));
    check("retention=forever retention-bytes=1000", Storage::Bytes(36_000.0));
    check("retention=forever", Storage::Unbounded);
    check("cleanup=compact", Storage::ByKeys);
    check("config.cleanup.policy=compact", Storage::ByKeys);
    check("config.cleanup.policy=\"delete, compact\" config.retention.ms=1000", Storage::Bytes(300_000.0));
    check("cleanup=compact-delete retention=1d", Storage::Bytes(100_000.0 * 86_400.0 * 3.0));
    check("cleanup=compact-delete retention=forever", Storage::ByKeys);
    let silent = orders("cleanup=compact", "", "");
    assert_eq!(topic_storage(&silent, &orders_id(), None), Some(Storage::Bytes(0.0)));
}

#[test]
fn a_group_carries_what_its_threads_process() {
    let check = |consume: &str, expected: (u32, u32, Option<f64>, Option<f64>)| {
        let produce = "rate=80/s peak=160/s size=1";
        let groups = groups_of_topic(&orders("", produce, consume), &orders_id(), None);
        let group = &groups[0];
        let found = (group.readers, group.idle, group.capacity_per_second, group.peak_utilisation);
        assert_eq!(found, expected, "{consume}");
    };
    check("time=10ms", (3, 0, Some(300.0), Some(160.0 / 300.0)));
    check("time=10ms threads=4", (12, 0, Some(1200.0), Some(160.0 / 1200.0)));
    check("time=10ms threads=5", (12, 3, Some(1200.0), Some(160.0 / 1200.0)));
    check("threads=5", (12, 3, None, None));
    check("time=0ms", (3, 0, None, None));
}

#[test]
fn services_that_share_a_group_share_its_partitions() {
    let mut design = orders("partitions=4", "rate=50/s", "group=g time=100ms");
    fixture::change(&mut design, "service other instances=5\norders -> other group=g time=100ms");
    let groups = groups_of_topic(&design, &orders_id(), None);
    assert_eq!(groups.len(), 1);
    assert_eq!((groups[0].services.len(), groups[0].readers, groups[0].idle), (2, 4, 4));
    close(groups[0].capacity_per_second.unwrap(), 40.0);
    close(groups[0].utilisation.unwrap(), 1.25);
}

#[test]
fn a_topic_needs_partitions_for_its_slowest_group() {
    let produce = "rate=100/s peak=2000/s size=20000";
    let needed = partitions_needed(&orders("", produce, "time=5ms"), &orders_id(), &Assumptions::default());
    // 40 MB/s over 10 MB/s; 2,000/s × 5 ms ÷ 0.7.
    assert_eq!((needed.by_producers, needed.by_group["reader"], needed.needed), (4, 15, 15));
}

#[test]
fn an_environment_lowers_copies_and_with_them_those_that_must_be_in_sync() {
    let check = |topic: &str, here: &str, expected: (u32, u32, Option<u32>, Option<(u32, u32)>)| {
        let design = orders(topic, "", "");
        let environment = environment(here);
        let found = deployed(design.topic(&orders_id()).unwrap(), Some(&environment));
        let found = (found.partitions, found.replication, found.config.min_insync_replicas(), found.lowered_min_insync);
        assert_eq!(found, expected, "{here}");
    };
    let two = "min-isr=2";
    check(two, "", (12, 3, Some(2), None));
    check(two, "replication=1", (12, 1, Some(1), Some((2, 1))));
    check(two, "replication=2", (12, 2, Some(1), Some((2, 1))));
    check(two, "replication=5", (12, 3, Some(2), None));
    check("", "replication=1", (12, 1, None, None));
    check("config.min.insync.replicas=2", "replication=1", (12, 1, Some(1), Some((2, 1))));
    check(two, "replication=1\n  topic orders rf=2", (12, 2, Some(1), Some((2, 1))));
    check(two, "replication=1\n  topic orders p=1 min-isr=2", (1, 1, Some(2), None));
}

#[test]
fn the_nearest_statement_about_a_setting_wins() {
    let check = |topic: &str, here: &str, expected: &str, overruled: &[&str]| {
        let design = orders(topic, "", "");
        let environment = environment(&format!("\n  topic orders {here}"));
        let found = deployed(design.topic(&orders_id()).unwrap(), Some(&environment));
        assert_eq!(found.config["retention.ms"], expected, "{topic} {here}");
        assert_eq!(found.overruled, overruled, "{topic} {here}");
    };
    check("config.retention.ms=1", "", "1", &[]);
    check("config.retention.ms=1 retention=2", "", "2", &["retention.ms"]);
    check("retention=2", "config.retention.ms=3", "3", &[]);
    check("retention=2", "config.retention.ms=3 retention=4", "4", &["retention.ms"]);
}

#[test]
fn an_environment_adds_up_its_topics() {
    let mut design = orders("retention=1s", "rate=10/s peak=20/s size=100", "");
    fixture::change(
        &mut design,
        "topic state p=1 rf=3 min-isr=null retention=null cleanup=compact\nwriter -> state rate=5/s size=10",
    );
    let load = environment_load(
        &design,
        &environment("brokers=3 storage-gib-per-broker=1 broker-usd-per-hour=1.0 budget-usd-per-month=2000.0"),
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
    assert!(environment_load(&design, &environment("brokers=3")).cost.is_none());
}
