//! The settings of a topic that Kafka refuses, in words, and the settings that are meant instead.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use derive::kafka::{KafkaVersion, RefusedSetting, refusals};

fn judged(version: &str, settings: &[(&str, &str)]) -> Vec<RefusedSetting> {
    refusals(settings.iter().copied(), KafkaVersion::of(version))
}

/// Each line is the reason, the next step, and what is written instead.
fn told(version: &str, settings: &[(&str, &str)]) -> String {
    let line = |refusal: RefusedSetting| {
        let instead = refusal.replacement.as_ref().map(|it| format!(" => {}={}", it.key, it.value));
        format!("{} | {}{}", refusal.message(), refusal.next_step(), instead.unwrap_or_default())
    };
    judged(version, settings).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn each(version: &str, settings: &[(&str, &str)]) -> String {
    settings.iter().map(|setting| told(version, &[*setting])).collect::<Vec<_>>().join("\n")
}

#[test]
fn keys_that_topics_do_not_have() {
    let keys = [
        ("compression.typ", "zstd"),
        ("Retention.Ms", "1000"),
        ("retention_ms", "7d"),
        ("log.retention.hours", "7"),
        ("retention.minutes", "10"),
        ("log.roll.hours", "-1"),
        ("log.cleanup.policy", "compact"),
        ("num.network.threads", "3"),
        ("linger.ms", "5"),
        ("replication.factor", "3"),
        ("confluent.value.schema.validation", "true"),
        ("wibble", "1"),
        ("", "1"),
    ];
    insta::assert_snapshot!(each("4.3", &keys), @r#"
    Kafka 4.3 knows no setting compression.typ of topics | Did you mean compression.type? With an unknown key the broker refuses the topic => compression.type=zstd
    Kafka 4.3 knows no setting Retention.Ms of topics | Did you mean retention.ms? With an unknown key the broker refuses the topic => retention.ms=1000
    Kafka 4.3 knows no setting retention_ms of topics | Did you mean retention.ms? With an unknown key the broker refuses the topic => retention.ms=604800000
    log.retention.hours is a setting of brokers, which Kafka 4.3 refuses for a topic | Set retention.ms to 25200000, which is 7 h => retention.ms=25200000
    retention.minutes is a setting of brokers, which Kafka 4.3 refuses for a topic | Set retention.ms to 600000, which is 10 min => retention.ms=600000
    log.roll.hours is a setting of brokers, which Kafka 4.3 refuses for a topic | A topic states segment.ms instead
    log.cleanup.policy is a setting of brokers, which Kafka 4.3 refuses for a topic | Set cleanup.policy to compact => cleanup.policy=compact
    num.network.threads is a setting of brokers, which Kafka 4.3 refuses for a topic | Take it out, and state it in the configuration of the brokers
    linger.ms is a setting of producers and consumers, which Kafka 4.3 refuses for a topic | Take it out, and state it where the client is configured
    replication.factor is no setting of Kafka 4.3: a topic states it in its field replication | Move the number to replication
    confluent.value.schema.validation is a setting of Confluent, which Apache Kafka refuses | Keep it where the brokers are those of Confluent
    Kafka 4.3 knows no setting wibble of topics | Take it out, or look the key up in Kafka's list of topic settings
    Kafka 4.3 knows no setting of topics without a name | Take it out, or look the key up in Kafka's list of topic settings
    "#);
}

#[test]
fn keys_of_other_versions() {
    insta::assert_snapshot!(told("3.5.1", &[("remote.log.copy.disable", "true"), ("message.format.version", "3.0")]), @"Kafka 3.5 knows no setting remote.log.copy.disable, which Kafka 3.9 to 4.3 have | Take it out, or state another kafka_version in the environment");
    insta::assert_snapshot!(told("4.3", &[("remote.log.copy.disable", "true"), ("message.format.version", "3.0")]), @"Kafka 4.3 knows no setting message.format.version, which Kafka 3.5 to 3.9 have | Take it out, or state another kafka_version in the environment");
    let certain: Vec<bool> =
        judged("99.0", &[("new.key", "1"), ("retention.ms", "x")]).iter().map(RefusedSetting::is_certain).collect();
    assert_eq!(certain, [false, true], "a newer version may know more keys");
}

#[test]
fn values_that_settings_do_not_take() {
    let values = [
        ("retention.ms", "7d"),
        ("retention.ms", "forever"),
        ("retention.ms", "1d 12h"),
        ("retention.ms", "604_800_000"),
        ("retention.ms", "6.048e8"),
        ("retention.ms", "PT12H"),
        ("retention.ms", ""),
        ("retention.ms", "soon"),
        ("segment.bytes", "10"),
        ("segment.bytes", "1GB"),
        ("segment.bytes", "512 MiB"),
        ("max.message.bytes", "3000000000"),
        ("compression.type", "ZSTD9"),
        ("compression.type", "none"),
        ("compression.type", "Snappy"),
        ("compression.gzip.level", "0"),
        ("cleanup.policy", "compact-delete"),
        ("cleanup.policy", "compact;delete"),
        ("cleanup.policy", "keep"),
        ("min.cleanable.dirty.ratio", "50%"),
        ("min.cleanable.dirty.ratio", "1.5"),
        ("preallocate", "yes"),
        ("message.timestamp.type", "logappendtime"),
        ("min.insync.replicas", "0"),
        ("leader.replication.throttled.replicas", "all"),
    ];
    insta::assert_snapshot!(each("4.3", &values), @r#"
    retention.ms is “7d”, and Kafka 4.3 takes a whole number of milliseconds | Write 604800000, which is 7 d => retention.ms=604800000
    retention.ms is “forever”, and Kafka 4.3 takes a whole number of milliseconds | Write -1, which is for ever => retention.ms=-1
    retention.ms is “1d 12h”, and Kafka 4.3 takes a whole number of milliseconds | Write 129600000, which is 1 d 12 h => retention.ms=129600000
    retention.ms is “604_800_000”, and Kafka 4.3 takes a whole number of milliseconds | Write 604800000, which is 7 d => retention.ms=604800000
    retention.ms is “6.048e8”, and Kafka 4.3 takes a whole number of milliseconds | Write 604800000, which is 7 d => retention.ms=604800000
    retention.ms is “PT12H”, and Kafka 4.3 takes a whole number of milliseconds | Write 43200000, which is 12 h => retention.ms=43200000
    retention.ms is “”, and Kafka 4.3 takes a whole number of milliseconds | Write a value that it takes; unstated it is 604800000
    retention.ms is “soon”, and Kafka 4.3 takes a whole number of milliseconds | Write a value that it takes; unstated it is 604800000
    segment.bytes is 10, and Kafka 4.3 takes 1048576 and more | Write 1048576, which is 1 MiB => segment.bytes=1048576
    segment.bytes is “1GB”, and Kafka 4.3 takes a whole number of bytes | Write 1073741824, which is 1 GiB => segment.bytes=1073741824
    segment.bytes is “512 MiB”, and Kafka 4.3 takes a whole number of bytes | Write 536870912, which is 512 MiB => segment.bytes=536870912
    max.message.bytes is “3000000000”, and Kafka 4.3 takes at most 2147483647 | Write a value that it takes; unstated it is 1048588
    compression.type is “ZSTD9”, and Kafka 4.3 takes uncompressed, zstd, lz4, snappy, gzip or producer | Did you mean zstd? => compression.type=zstd
    compression.type is “none”, and Kafka 4.3 takes uncompressed, zstd, lz4, snappy, gzip or producer | Did you mean uncompressed? => compression.type=uncompressed
    compression.type is “Snappy”, and Kafka 4.3 takes uncompressed, zstd, lz4, snappy, gzip or producer | Did you mean snappy? => compression.type=snappy
    compression.gzip.level is 0, and Kafka 4.3 takes 1 to 9, or -1 | Write 1 => compression.gzip.level=1
    cleanup.policy is “compact-delete”, and Kafka 4.3 takes compact and delete, with commas between them | Did you mean compact,delete? => cleanup.policy=compact,delete
    cleanup.policy is “compact;delete”, and Kafka 4.3 takes compact and delete, with commas between them | Did you mean compact,delete? => cleanup.policy=compact,delete
    cleanup.policy is “keep”, and Kafka 4.3 takes compact and delete, with commas between them | Write a value that it takes; unstated it is delete
    min.cleanable.dirty.ratio is “50%”, and Kafka 4.3 takes a number | Write 0.5 => min.cleanable.dirty.ratio=0.5
    min.cleanable.dirty.ratio is 1.5, and Kafka 4.3 takes 0 to 1 | Write 1 => min.cleanable.dirty.ratio=1
    preallocate is “yes”, and Kafka 4.3 takes true or false | Write true => preallocate=true
    message.timestamp.type is “logappendtime”, and Kafka 4.3 takes CreateTime or LogAppendTime | Did you mean LogAppendTime? => message.timestamp.type=LogAppendTime
    min.insync.replicas is 0, and Kafka 4.3 takes 1 and more | Write 1 => min.insync.replicas=1
    leader.replication.throttled.replicas is “all”, and Kafka 4.3 takes pairs of partition and broker such as 0:1,1:2, or * | Write a value that it takes; unstated it is empty
    "#);
    insta::assert_snapshot!(each("3.9", &[("segment.bytes", "10"), ("message.format.version", "9.9")]), @r#"
    segment.bytes is 10, and Kafka 3.9 takes 14 and more | Write 14 => segment.bytes=14
    message.format.version is “9.9”, and Kafka 3.9 takes a version such as 3.0 | Write a value that it takes; unstated it is 3.0-IV1
    "#);
}

#[test]
fn settings_that_contradict_each_other() {
    let check = |version: &str, settings: &[(&str, &str)]| told(version, settings);
    insta::assert_snapshot!(check("4.3", &[("min.compaction.lag.ms", "10"), ("max.compaction.lag.ms", "5")]), @"max.compaction.lag.ms is 5 and min.compaction.lag.ms is 10: Kafka 4.3 refuses a least lag above the greatest | Raise max.compaction.lag.ms, or lower min.compaction.lag.ms");
    insta::assert_snapshot!(check("4.3", &[("remote.storage.enable", "true"), ("cleanup.policy", "compact,delete")]), @"remote.storage.enable is true and cleanup.policy is compact,delete: Kafka 4.3 keeps no compacted topic in tiered storage | Set cleanup.policy to delete, or take remote.storage.enable out");
    insta::assert_snapshot!(check("4.3", &[("remote.storage.enable", "true"), ("local.retention.ms", "-1")]), @"local.retention.ms is -1 and retention.ms is 604800000 by default: Kafka 4.3 refuses to keep more on the brokers than altogether | Lower local.retention.ms, or raise retention.ms; -2 takes the limit of the whole");
    insta::assert_snapshot!(check("4.3", &[("remote.storage.enable", "TRUE"), ("local.retention.bytes", "10"), ("retention.bytes", "9")]), @"local.retention.bytes is 10 and retention.bytes is 9: Kafka 4.3 refuses to keep more on the brokers than altogether | Lower local.retention.bytes, or raise retention.bytes; -2 takes the limit of the whole");
    insta::assert_snapshot!(check("4.3", &[("remote.storage.enable", "true"), ("remote.log.copy.disable", "true"), ("local.retention.ms", "4")]), @"local.retention.ms is 4 and retention.ms is 604800000 by default: Kafka 4.3 refuses two limits where nothing is copied to tiered storage | Set local.retention.ms to -2, which takes the limit of the whole");
    insta::assert_snapshot!(check("3.5", &[("remote.storage.enable", "true"), ("cleanup.policy", "compact")]), @"");
    insta::assert_snapshot!(check("4.3", &[("remote.storage.enable", "true"), ("local.retention.ms", "-2"), ("cleanup.policy", "delete")]), @"");
}
