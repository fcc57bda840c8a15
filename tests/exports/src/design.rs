//! The designs that are exported: the sample, and one of everything that is awkward.

use crate::installed::repository;
use export::{Export, Handover, Options, Request, exporter};
use format::SourceFile;
use model::{Design, EnvironmentId, Record};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The day on which everything is exported.
pub const TODAY: &str = "2026-11-21";

/// The design in `samples/ecommerce`.
pub fn ecommerce() -> Design {
    let root = repository().join("samples/ecommerce");
    let mut files = Vec::new();
    read(&root, &root, &mut files);
    let loaded = format::load(files);
    assert!(loaded.design.topics().len() > 10, "the sample did not load: {:?}", loaded.diagnostics);
    loaded.design
}

fn read(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("a folder of the sample") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let relative = path.strip_prefix(root).expect("a path inside");
            let parts: Vec<_> = relative.iter().map(|part| part.to_str().expect("a name in UTF-8")).collect();
            files.push(SourceFile { path: parts.join("/"), bytes: fs::read(&path).expect("a file") });
        }
    }
}

/// Names, settings and groups at the edge of what Kafka takes, in two contexts.
pub fn awkward() -> Design {
    let mut design = Design::default();
    let records = json!([
        {"settings": {"format_version": 1, "name": "It's \"awkward\"; $(exit 1)", "default_environment": "here"}},
        {"context": {"id": "a", "name": "A", "team": "team a"}},
        {"environment": {"id": "here", "name": "Here", "cluster": "here"}},
        {"topic": {"id": "dots", "context": "a", "name": "orders.v1_all", "partitions": 2, "replication": 3,
                   "cleanup": "compact-delete", "retention_ms": 86_400_000, "min_insync_replicas": 2}},
        {"topic": {"id": "upper", "context": "a", "name": "Orders_V1", "partitions": 1, "replication": 1,
                   "config": {"compression.type": "zstd", "message.timestamp.type": "LogAppendTime"}}},
        {"topic": {"id": "hyphen", "context": "a", "name": "orders-v1", "partitions": 3, "replication": 2,
                   "retention_ms": -1, "retention_bytes": 1_073_741_824, "max_message_bytes": 2_000_000}},
        {"topic": {"id": "longest", "context": "a", "name": "l".repeat(249), "partitions": 1, "replication": 1}},
        {"service": {"id": "writer", "context": "a", "name": "Writer", "principal": "CN=writer, OU=it's A"}},
        {"service": {"id": "reader", "context": "a", "name": "Reader", "principal": "Shared_Reader"}},
        {"service": {"id": "reader-too", "context": "a", "name": "Reader too", "principal": "Shared_Reader"}},
        {"flow": {"id": "writes", "context": "a", "service": "writer", "topic": "dots",
                  "direction": {"produce": {"transactional_id": "tx 'one'; $HOME", "rate_per_second": 5.0, "size_bytes": 10}}}},
        {"flow": {"id": "writes-upper", "context": "a", "service": "writer", "topic": "upper", "direction": {"produce": {}}}},
        {"flow": {"id": "reads", "context": "a", "service": "reader", "topic": "dots",
                  "direction": {"consume": {"group": "group with spaces, \"quotes\" and (parentheses)",
                                            "on_failure": {"retries": 1, "retry_topic": "hyphen", "dead_letter_topic": "upper"}}}}},
        {"flow": {"id": "reads-too", "context": "a", "service": "reader-too", "topic": "longest", "direction": {"consume": {}}}},
    ]);
    add(&mut design, &records);
    design
}

/// Puts records into a design, in the place of those with the same key.
pub fn add(design: &mut Design, records: &Value) {
    for record in records.as_array().expect("a list of records") {
        let record: Record = serde_json::from_value(record.clone()).unwrap_or_else(|error| panic!("{record}: {error}"));
        design.insert(record);
    }
}

/// Exports a design for an environment, or for its default one.
pub fn exported(design: &Design, environment: Option<&str>, target: &str) -> Export {
    exported_with(design, environment, target, &Options::default())
}

/// The same with options.
pub fn exported_with(design: &Design, environment: Option<&str>, target: &str, options: &Options) -> Export {
    let environment: Option<EnvironmentId> = environment.map(|id| id.parse().expect("an environment's id"));
    let request = Request { design, environment: environment.as_ref(), today: TODAY, findings: &[], options };
    let made = Handover::of(&request).and_then(|handover| exporter(target).expect("a target").export(&handover));
    made.unwrap_or_else(|error| panic!("{target}: {error}"))
}
