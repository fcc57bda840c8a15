//! Rules about flows.

use super::set;
use diagnostic::{Code, Diagnostic, Location, Severity};
use model::{Acks, Consume, Design, Direction, Flow, Produce, RecordKey};
use serde_json::Value;

pub(super) fn check(design: &Design, flow: &Flow) -> Vec<Diagnostic> {
    let mut out = messages(design, flow);
    match &flow.direction {
        Direction::Produce(produce) => out.extend(durability(flow, produce)),
        Direction::Consume(consume) => out.extend(versions(design, flow, consume)),
    }
    out
}

fn messages(design: &Design, flow: &Flow) -> Vec<Diagnostic> {
    let key = RecordKey::from(flow.id.clone());
    let mut out = Vec::new();
    for (index, id) in flow.messages.iter().enumerate() {
        let Some(message) = design.message(id) else { continue };
        let Some(topic) = design.topic(&flow.topic) else { continue };
        if message.topics.contains(&flow.topic) {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::new("flow/message-not-on-topic"),
                Severity::Warning,
                format!("{} names {}, which {} does not carry", flow.service, message.name, topic.name),
                Location::field(key.to_string(), format!("/messages/{index}")),
            )
            .with_help("Let the topic carry the message, or take the message off the flow")
            .with_fix(set(
                format!("Carry {} on {}", message.name, topic.name),
                message.id.clone(),
                "/topics/-",
                flow.topic.as_str(),
            ))
            .with_fix(set("Take it off the flow", key.clone(), format!("/messages/{index}"), Value::Null)),
        );
    }
    out
}

fn durability(flow: &Flow, produce: &Produce) -> Vec<Diagnostic> {
    let key = RecordKey::from(flow.id.clone());
    let mut out = Vec::new();
    match produce.acks {
        Acks::All if produce.idempotent => {}
        Acks::All => out.push(
            Diagnostic::new(
                Code::new("flow/not-idempotent"),
                Severity::Warning,
                format!("{} may write a record to {} twice", flow.service, flow.topic),
                Location::field(key.to_string(), "/direction/produce/idempotent"),
            )
            .with_help("Without idempotence, a retried write can be stored twice or out of order")
            .with_fix(set("Make it idempotent", key, "/direction/produce/idempotent", true)),
        ),
        Acks::None | Acks::Leader => out.push(
            Diagnostic::new(
                Code::new("flow/weak-acks"),
                Severity::Warning,
                format!("{} can lose records on their way to {}", flow.service, flow.topic),
                Location::field(key.to_string(), "/direction/produce/acks"),
            )
            .with_help("Only acks = all waits until a record is safe on the in-sync replicas")
            .with_fix(set("Wait for all replicas", key, "/direction/produce/acks", "all")),
        ),
    }
    out
}

fn versions(design: &Design, flow: &Flow, consume: &Consume) -> Vec<Diagnostic> {
    let key = RecordKey::from(flow.id.clone());
    let mut out = Vec::new();
    for (id, number) in &consume.reader_versions {
        let Some(schema) = design.schema(id) else { continue };
        if schema.version(*number).is_some() {
            continue;
        }
        let pointer = format!("/direction/consume/reader_versions/{id}");
        let mut finding = Diagnostic::new(
            Code::new("flow/no-such-version"),
            Severity::Error,
            format!("{} reads version {number} of {id}, which does not exist", flow.service),
            Location::field(key.to_string(), pointer.clone()),
        )
        .with_help("Choose a version that was released");
        if let Some(latest) = schema.latest() {
            finding =
                finding.with_fix(set(format!("Read version {}", latest.number), key.clone(), pointer, latest.number));
        }
        out.push(finding);
    }
    out
}
