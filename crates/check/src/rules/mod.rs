//! The rules, one module for each kind of record. A rule gets the design and one record and looks no further than the
//! record's neighbours; [`crate::Checker`] relies on it.

mod context;
mod environment;
mod flow;
mod message;
mod name;
mod part_ways;
mod reference;
mod schema;
mod topic;

use crate::names::TopicNames;
use crate::verdict::SchemaVerdict;
use diagnostic::{CodeInfo, Diagnostic, Edit, Fix, Severity};
use model::{Design, Record, RecordKey};
use serde_json::Value;

/// Every rule with what it asks for, by area.
pub const RULES: [CodeInfo; 32] = [
    CodeInfo { code: "context/no-team", summary: "A context has an owning team" },
    CodeInfo { code: "environment/illegal-cluster", summary: "Kubernetes accepts the cluster's name" },
    CodeInfo { code: "environment/illegal-prefix", summary: "Every export can write the principals' prefix" },
    CodeInfo { code: "environment/illegal-registry", summary: "The schema registry has a web address" },
    CodeInfo { code: "environment/illegal-version", summary: "The version of Kafka is one" },
    CodeInfo { code: "flow/message-not-on-topic", summary: "A flow's messages are carried by its topic" },
    CodeInfo { code: "flow/no-such-version", summary: "A consumer's reader version exists" },
    CodeInfo { code: "flow/not-idempotent", summary: "A producer with acks = all is idempotent" },
    CodeInfo { code: "flow/weak-acks", summary: "A producer waits for all in-sync replicas" },
    CodeInfo { code: "message/no-schema", summary: "An event or command has a schema" },
    CodeInfo { code: "message/no-topic", summary: "A message travels on a topic" },
    CodeInfo { code: "name/empty", summary: "Every record has a name" },
    CodeInfo { code: "policy/expired-waiver", summary: "A waiver has not ended" },
    CodeInfo { code: "policy/illegal-date", summary: "A waiver ends on a date" },
    CodeInfo { code: "policy/unknown-rule", summary: "The policy names rules that exist" },
    CodeInfo { code: "reference/unresolved", summary: "Every reference leads to a record" },
    CodeInfo { code: "schema/breaks-consumer", summary: "Every consumer can read what will be written" },
    CodeInfo { code: "schema/does-not-parse", summary: "A schema is valid Avro" },
    CodeInfo { code: "schema/incompatible", summary: "A version or draft keeps the compatibility mode" },
    CodeInfo { code: "schema/unreadable-stored", summary: "Every consumer can read what its topic keeps" },
    CodeInfo { code: "schema/weak-mode", summary: "The compatibility mode protects every consumer" },
    CodeInfo { code: "topic/duplicate-name", summary: "Topic names differ" },
    CodeInfo { code: "topic/illegal-name", summary: "A broker accepts the topic's name" },
    CodeInfo { code: "topic/min-insync", summary: "min.insync.replicas is below replication" },
    CodeInfo { code: "topic/name-collision", summary: "Topic names differ in metrics, where . and _ are the same" },
    CodeInfo { code: "topic/no-consumer", summary: "Somebody reads the topic" },
    CodeInfo { code: "topic/no-producer", summary: "Somebody writes to the topic" },
    CodeInfo { code: "topic/partitions", summary: "A topic has at least one partition" },
    CodeInfo { code: "topic/replication", summary: "Replication is possible on the cluster" },
    CodeInfo { code: "topic/retention", summary: "Retention is possible" },
    CodeInfo { code: "topic/too-many-partitions", summary: "The brokers can hold the topic's partitions" },
    CodeInfo { code: "topic/unused", summary: "A retry or dead-letter topic is used by a consumer" },
];

/// How much a rule weighs where the policy says nothing: at most, for those that weigh less on what is released.
pub fn built_in(code: &str) -> Option<Severity> {
    RULES.iter().find(|rule| rule.code == code).map(|_| match code {
        "environment/illegal-registry"
        | "flow/no-such-version"
        | "name/empty"
        | "policy/illegal-date"
        | "reference/unresolved"
        | "schema/breaks-consumer"
        | "schema/does-not-parse"
        | "schema/incompatible"
        | "topic/duplicate-name"
        | "topic/illegal-name"
        | "topic/min-insync"
        | "topic/partitions"
        | "topic/replication"
        | "topic/retention" => Severity::Error,
        "message/no-schema" | "message/no-topic" | "schema/weak-mode" => Severity::Info,
        _ => Severity::Warning,
    })
}

/// What the rules say of one record.
pub(crate) fn findings(
    design: &Design,
    record: &Record,
    names: &TopicNames,
    verdict: Option<&SchemaVerdict>,
) -> Vec<Diagnostic> {
    let mut out = reference::check(design, record);
    out.extend(name::check(record));
    match record {
        Record::Context(it) => out.extend(context::check(it)),
        Record::Topic(it) => out.extend(topic::check(design, it, names)),
        Record::Message(it) => out.extend(message::check(it)),
        Record::Schema(it) => out.extend(verdict.map(|verdict| schema::check(design, it, verdict)).unwrap_or_default()),
        Record::Flow(it) => out.extend(flow::check(design, it)),
        Record::Environment(it) => out.extend(environment::check(it)),
        Record::ContextRelation(_)
        | Record::Service(_)
        | Record::Process(_)
        | Record::Decision(_)
        | Record::View(_)
        | Record::Placement(_)
        | Record::Settings(_)
        | Record::Policy(_) => {}
    }
    out
}

/// A repair that sets one field.
fn set(
    title: impl Into<String>,
    record: impl Into<RecordKey>,
    pointer: impl Into<String>,
    value: impl Into<Value>,
) -> Fix {
    let edit =
        Edit::SetField { record: record.into().to_string(), pointer: pointer.into(), value: value.into().to_string() };
    Fix { title: title.into(), edits: vec![edit] }
}
