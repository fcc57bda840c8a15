//! Access, derived from the flows and from nothing else: no flow, no access.
//!
//! The operations are the least that clients need since Kafka 2.8 (an idempotent producer needs no more than a plain one).
//! Source: the protocol table in the security guide of Apache Kafka.

use crate::note;
use derive::{consumer_group, principal, wording};
use diagnostic::{Diagnostic, Severity};
use model::{Consume, Design, Direction, Environment, Flow, Produce, ServiceId, ServiceKind, TopicId};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is protected, by its exact name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// A topic.
    Topic(String),
    /// A consumer group.
    Group(String),
    /// A transactional id.
    TransactionalId(String),
}

/// What may be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum Operation {
    /// Look at its description.
    Describe,
    /// Read from it, or take part in the group.
    Read,
    /// Write to it, or write under the transactional id.
    Write,
}

impl Operation {
    /// The word in Kafka's tools and in Strimzi's resources.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Describe => "Describe",
            Self::Read => "Read",
            Self::Write => "Write",
        }
    }
}

/// Everything that one principal may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The principal's name, without `User:`.
    pub principal: String,
    /// The services that authenticate by it.
    pub services: BTreeSet<ServiceId>,
    /// What it may do with which resource.
    pub allowed: BTreeMap<Resource, BTreeSet<Operation>>,
}

impl Access {
    fn new(principal: String) -> Self {
        Self { principal, services: BTreeSet::new(), allowed: BTreeMap::new() }
    }

    fn allow(&mut self, resource: Resource, operations: &[Operation]) {
        self.allowed.entry(resource).or_default().extend(operations);
    }

    /// The resources grouped by the operations that are allowed on them: as few statements as say the same.
    pub fn by_operations(&self) -> BTreeMap<Vec<Operation>, Vec<&Resource>> {
        let mut groups: BTreeMap<Vec<Operation>, Vec<&Resource>> = BTreeMap::new();
        for (resource, operations) in &self.allowed {
            groups.entry(operations.iter().copied().collect()).or_default().push(resource);
        }
        groups
    }
}

pub(super) fn gather(
    design: &Design,
    environment: Option<&Environment>,
    topics: &BTreeMap<&TopicId, &str>,
    notes: &mut Vec<Diagnostic>,
) -> Vec<Access> {
    let mut by_principal: BTreeMap<String, Access> = BTreeMap::new();
    for flow in design.flows().values() {
        let Some(service) = design.service(&flow.service) else {
            notes.push(unresolved(flow, "/service", format!("the service {} does not exist", flow.service)));
            continue;
        };
        let Some(topic) = topics.get(&flow.topic) else {
            notes.push(unresolved(flow, "/topic", format!("the topic {} is not exported", flow.topic)));
            continue;
        };
        let principal = principal(service, environment);
        if !is_one_name(&principal) {
            notes.push(not_one_name(flow, "principal", &principal));
            continue;
        }
        let access = by_principal.entry(principal.clone()).or_insert_with(|| Access::new(principal));
        access.services.insert(service.id.clone());
        match &flow.direction {
            Direction::Produce(produce) => write_to(access, flow, topic, produce, notes),
            Direction::Consume(consume) => read_from(access, flow, topic, consume, topics, notes),
        }
    }
    tell_of_streams(design, notes);
    by_principal.into_values().filter(|access| !access.allowed.is_empty()).collect()
}

fn write_to(access: &mut Access, flow: &Flow, topic: &str, produce: &Produce, notes: &mut Vec<Diagnostic>) {
    access.allow(Resource::Topic(topic.to_owned()), &[Operation::Describe, Operation::Write]);
    match produce.transactional_id.as_deref() {
        Some(id) if is_one_name(id) => {
            access.allow(Resource::TransactionalId(id.to_owned()), &[Operation::Describe, Operation::Write]);
        }
        Some(id) => notes.push(not_one_name(flow, "transactional id", id)),
        None => {}
    }
}

fn read_from(
    access: &mut Access,
    flow: &Flow,
    topic: &str,
    consume: &Consume,
    topics: &BTreeMap<&TopicId, &str>,
    notes: &mut Vec<Diagnostic>,
) {
    let group = consumer_group(flow, consume);
    if !is_one_name(group) {
        notes.push(not_one_name(flow, "consumer group", group));
        return;
    }
    access.allow(Resource::Topic(topic.to_owned()), &[Operation::Describe, Operation::Read]);
    access.allow(Resource::Group(group.to_owned()), &[Operation::Read]);
    let failure = &consume.on_failure;
    let onward = [
        // A consumer that puts a record aside for later also takes it up again, in the same group.
        (&failure.retry_topic, "retry_topic", &[Operation::Describe, Operation::Read, Operation::Write][..]),
        (&failure.dead_letter_topic, "dead_letter_topic", &[Operation::Describe, Operation::Write][..]),
    ];
    for (target, field, operations) in onward {
        let Some(target) = target else { continue };
        match topics.get(target) {
            Some(name) => access.allow(Resource::Topic((*name).to_owned()), operations),
            None => {
                let pointer = format!("/direction/consume/on_failure/{field}");
                notes.push(unresolved(flow, &pointer, format!("the topic {target} is not exported")));
            }
        }
    }
}

/// Whether a text names one principal, group or transactional id. To Kafka's rules, `*` alone is every one there is.
fn is_one_name(text: &str) -> bool {
    !text.trim().is_empty() && text.trim() != "*" && !text.chars().any(char::is_control)
}

fn unresolved(flow: &Flow, pointer: &str, reason: String) -> Diagnostic {
    note::about_field(
        flow.id.clone(),
        pointer,
        note::UNRESOLVED_FLOW,
        Severity::Warning,
        format!("The flow {} gives no access: {reason}", flow.id),
    )
}

fn not_one_name(flow: &Flow, what: &str, name: &str) -> Diagnostic {
    let fault = if name.trim() == "*" { "means every one there is" } else { "is empty or holds control characters" };
    note::about(
        flow.id.clone(),
        note::ILLEGAL_PRINCIPAL,
        Severity::Error,
        format!("The flow {} gives no access: its {what} `{}` {fault}", flow.id, wording::one_line(name)),
    )
}

fn tell_of_streams(design: &Design, notes: &mut Vec<Diagnostic>) {
    for service in design.services().values().filter(|service| service.kind == ServiceKind::StreamProcessor) {
        let reads = design.flows_of_service(&service.id).any(|flow| flow.consume().is_some());
        if reads {
            notes.push(
                note::about(
                    service.id.clone(),
                    note::STREAMS_TOPICS,
                    Severity::Info,
                    format!("{} gets access to the topics of its flows and to no others", service.id),
                )
                .with_help("If it is built with Kafka Streams, it also creates, reads and writes topics whose names begin with its application id"),
            );
        }
    }
}
