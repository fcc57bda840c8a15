//! The design that the app opens first: it loads without a finding, is written as the app itself would write it, and is as
//! large and as sound as it says it is.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use format::{Loaded, SourceFile, Unsaved};
use model::{Acks, ContextId, RecordKey, TopicKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const DAY_MS: i64 = 86_400_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/ecommerce")
}

fn collect(folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
            continue;
        }
        let relative: Vec<_> =
            path.strip_prefix(root()).unwrap().iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        files.push(SourceFile { path: relative.join("/"), bytes: fs::read(&path).unwrap() });
    }
}

fn sample() -> Loaded {
    let mut files = Vec::new();
    collect(&root(), &mut files);
    format::load(files)
}

#[test]
fn it_loads_without_a_finding() {
    let loaded = sample();
    assert_eq!(loaded.diagnostics, [], "{:#?}", loaded.diagnostics);
    assert_eq!(model::validate(&loaded.design), []);
}

#[test]
fn there_is_nothing_to_write_after_loading() {
    let loaded = sample();
    let all: BTreeSet<RecordKey> = loaded.design.keys().into_iter().collect();
    let paths: Vec<_> = Unsaved::of(&loaded.folder, &loaded.design, &all)
        .changes(&loaded.folder, &loaded.design)
        .into_iter()
        .map(|change| change.path)
        .collect();
    assert_eq!(paths, Vec::<String>::new());
}

#[test]
fn every_context_takes_part_in_flows() {
    let design = sample().design;
    let names: Vec<_> = design.contexts().keys().map(ContextId::as_str).collect();
    assert_eq!(
        names,
        [
            "analytics",
            "cart",
            "customer",
            "delivery",
            "inventory",
            "notification",
            "order",
            "payment",
            "pricing",
            "product",
            "promotion",
            "review",
            "seller"
        ]
    );
    let active: BTreeSet<_> = design.flows().values().map(|flow| flow.context.as_str()).collect();
    assert_eq!(active.into_iter().collect::<Vec<_>>(), names);
}

#[test]
fn six_topics_carry_the_business_and_the_others_its_failures() {
    let design = sample().design;
    let mut main = BTreeMap::new();
    for topic in design.topics().values() {
        assert_eq!((topic.replication, topic.min_insync_replicas), (3, Some(2)), "{}", topic.name);
        match topic.kind {
            TopicKind::Event => {
                main.insert(topic.name.as_str(), (topic.partitions, topic.retention_ms.unwrap() / DAY_MS));
            }
            TopicKind::Retry | TopicKind::DeadLetter => {
                let source = design.topic(topic.source.as_ref().unwrap()).unwrap();
                assert_eq!(source.kind, TopicKind::Event, "{}", topic.name);
                assert!(topic.retention_ms >= source.retention_ms, "{}", topic.name);
            }
            TopicKind::Command | TopicKind::State => panic!("{} is neither", topic.name),
        }
    }
    let expected = [
        ("customer-events", (10, 7)),
        ("inventory-events", (10, 7)),
        ("notification-events", (5, 7)),
        ("order-events", (20, 7)),
        ("payment-events", (15, 30)),
        ("product-events", (10, 7)),
    ];
    assert_eq!(main, BTreeMap::from(expected));
}

#[test]
fn producers_are_safe_and_add_up_to_the_load_of_the_decision() {
    let design = sample().design;
    let (mut ordinary, mut peak) = (0.0, 0.0);
    for flow in design.flows().values() {
        let Some(produce) = flow.produce() else { continue };
        assert!(produce.acks == Acks::All && produce.idempotent, "{}", flow.id);
        ordinary += produce.rate_per_second;
        peak += produce.peak_rate_per_second.unwrap();
    }
    assert_eq!((ordinary, peak), (10_000.0, 100_000.0));
}

#[test]
fn five_schemas_have_a_history_under_a_stated_mode() {
    let design = sample().design;
    let spelled = design.messages().values().filter(|message| message.schema.is_some()).count();
    assert!(spelled >= 20, "{spelled}");
    let with_history: Vec<_> = design
        .schemas()
        .values()
        .filter(|schema| schema.versions.len() > 1)
        .map(|schema| (schema.id.as_str(), schema.versions.len(), schema.compatibility.map(|mode| mode.as_str())))
        .collect();
    assert_eq!(
        with_history,
        [
            ("customer-created", 3, Some("FULL")),
            ("order-cancelled", 2, Some("BACKWARD_TRANSITIVE")),
            ("order-submitted", 4, Some("FULL_TRANSITIVE")),
            ("payment-captured", 2, Some("FULL_TRANSITIVE")),
            ("profile-updated", 2, Some("BACKWARD")),
        ]
    );
    let drafts: Vec<_> =
        design.schemas().values().filter(|schema| schema.draft.is_some()).map(|it| it.id.as_str()).collect();
    assert_eq!(drafts, ["order-submitted"]);
}

#[test]
fn every_consumer_reads_messages_that_its_topic_carries() {
    let design = sample().design;
    for flow in design.flows().values() {
        for message in &flow.messages {
            assert!(design.message(message).unwrap().topics.contains(&flow.topic), "{} {message}", flow.id);
        }
    }
}

#[test]
fn every_node_of_the_topology_has_its_place() {
    let design = sample().design;
    let view = design.views().keys().next().unwrap();
    let nodes = design.contexts().keys().cloned().map(RecordKey::from);
    let nodes = nodes.chain(design.services().keys().cloned().map(RecordKey::from));
    for node in nodes.chain(design.topics().keys().cloned().map(RecordKey::from)) {
        assert!(design.placement(view, &node).is_some(), "{node}");
    }
}
