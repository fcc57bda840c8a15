//! Principals and access, derived from the flows and from nothing else: no flow, no access.
//!
//! The operations are the least that clients need since Kafka 2.8 (an idempotent producer needs no more than a plain one).
//! Source: the protocol table in the security guide of Apache Kafka.

use super::{GivenName, Remark, Sources, gather::Names};
use crate::flow_graph::{Carries, uses};
use crate::identity::{consumer_group, principal};
use crate::wording;
use model::{Consume, Design, Direction, Environment, Flow, Produce, ServiceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The name under which services authenticate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PrincipalFact {
    /// The name, without `User:`.
    pub name: String,
    /// The services that authenticate by it.
    #[serde(default, skip_serializing_if = "Sources::is_empty")]
    pub sources: Sources,
}

/// One access rule, as Kafka keeps them. Flows are allowed their operations under exact names, from every host.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct AccessRule {
    /// The principal's name, without `User:`.
    pub principal: String,
    /// The resource that it is about.
    pub resource: Resource,
    /// The operation.
    pub operation: Operation,
    /// Whether that is allowed.
    pub permission: Permission,
    /// From which host; `*` for every one.
    pub host: String,
    /// The flows that need it.
    #[serde(default, skip_serializing_if = "Sources::is_empty")]
    pub sources: Sources,
}

/// The resource of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Resource {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: ResourceKind,
    /// Its name, or how the names of all begin that are meant.
    pub name: String,
    /// Which of the two.
    pub pattern: Pattern,
}

/// The kinds of resource that can be protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceKind {
    /// A topic.
    Topic,
    /// A consumer group.
    Group,
    /// A transactional id.
    TransactionalId,
    /// The cluster, which is called `kafka-cluster`.
    Cluster,
}

/// Which resources a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// The one of this name.
    Literal,
    /// Every one whose name begins with it.
    Prefixed,
}

/// The answer of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// It may be done.
    Allow,
    /// It may not be done, whatever is allowed.
    Deny,
}

/// The operations on a resource, by Kafka's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs, reason = "Kafka's own words")]
pub enum Operation {
    All,
    Alter,
    AlterConfigs,
    ClusterAction,
    Create,
    Delete,
    Describe,
    DescribeConfigs,
    IdempotentWrite,
    Read,
    Write,
}

/// The principals and rules that flows ask for, as far as it was gathered.
#[derive(Default)]
struct Asked {
    services: BTreeMap<String, Sources>,
    rules: BTreeMap<AccessRule, Sources>,
}

impl Asked {
    fn allow(&mut self, flow: &Flow, principal: &str, kind: ResourceKind, name: &str, operations: &[Operation]) {
        for operation in operations {
            let rule = AccessRule {
                principal: principal.to_owned(),
                resource: Resource { kind, name: name.to_owned(), pattern: Pattern::Literal },
                operation: *operation,
                permission: Permission::Allow,
                host: "*".to_owned(),
                sources: Sources::default(),
            };
            self.rules.entry(rule).or_default().add(flow.id.clone());
        }
    }
}

pub(super) fn gather(
    design: &Design,
    environment: Option<&Environment>,
    topics: &Names<'_>,
    remarks: &mut Vec<Remark>,
) -> (BTreeSet<PrincipalFact>, BTreeSet<AccessRule>) {
    let mut asked = Asked::default();
    for flow in design.flows().values() {
        let Some(service) = design.service(&flow.service) else {
            remarks.push(Remark::MissingService { flow: flow.id.clone(), service: flow.service.clone() });
            continue;
        };
        let Some(topic) = topics.get(&flow.topic) else {
            let topic = flow.topic.clone();
            remarks.push(Remark::MissingTopic { flow: flow.id.clone(), pointer: "/topic", topic });
            continue;
        };
        let principal = principal(service, environment);
        if !is_one_name(&principal) {
            remarks.push(illegal_name(flow, GivenName::Principal, &principal));
            continue;
        }
        asked.services.entry(principal.clone()).or_default().add(service.id.clone());
        match &flow.direction {
            Direction::Produce(produce) => write_to(&mut asked, flow, &principal, topic, produce, remarks),
            Direction::Consume(consume) => read_from(&mut asked, flow, &principal, consume, topics, remarks),
        }
    }
    remark_on_streams(design, remarks);
    let Asked { mut services, rules } = asked;
    // A principal that is allowed nothing needs nothing.
    let allowed: BTreeSet<&str> = rules.keys().map(|rule| rule.principal.as_str()).collect();
    services.retain(|principal, _| allowed.contains(principal.as_str()));
    let principals = services.into_iter().map(|(name, sources)| PrincipalFact { name, sources });
    let access = rules.into_iter().map(|(rule, sources)| AccessRule { sources, ..rule });
    (principals.collect(), access.collect())
}

fn write_to(
    asked: &mut Asked,
    flow: &Flow,
    principal: &str,
    topic: &str,
    produce: &Produce,
    remarks: &mut Vec<Remark>,
) {
    let operations = [Operation::Describe, Operation::Write];
    asked.allow(flow, principal, ResourceKind::Topic, topic, &operations);
    match produce.transactional_id.as_deref() {
        Some(id) if is_one_name(id) => asked.allow(flow, principal, ResourceKind::TransactionalId, id, &operations),
        Some(id) => remarks.push(illegal_name(flow, GivenName::TransactionalId, id)),
        None => {}
    }
}

fn read_from(
    asked: &mut Asked,
    flow: &Flow,
    principal: &str,
    consume: &Consume,
    topics: &Names<'_>,
    remarks: &mut Vec<Remark>,
) {
    let group = consumer_group(flow, consume);
    if !is_one_name(group) {
        remarks.push(illegal_name(flow, GivenName::Group, group));
        return;
    }
    asked.allow(flow, principal, ResourceKind::Group, group, &[Operation::Read]);
    for (target, carries) in uses(flow) {
        let operation = if carries.is_to_topic() { Operation::Write } else { Operation::Read };
        let operations = [Operation::Describe, operation];
        match topics.get(target) {
            Some(name) => asked.allow(flow, principal, ResourceKind::Topic, name, &operations),
            // The retry topic is missed once, not for writing and again for reading.
            None if carries == Carries::TriesAgain => {}
            None => {
                let (pointer, topic) = (carries.pointer(), target.clone());
                remarks.push(Remark::MissingTopic { flow: flow.id.clone(), pointer, topic });
            }
        }
    }
}

/// Whether a text names one principal, group or transactional id. To Kafka's rules, `*` alone is every one there is.
fn is_one_name(text: &str) -> bool {
    !text.trim().is_empty() && text.trim() != "*" && wording::is_printable(text)
}

fn illegal_name(flow: &Flow, given: GivenName, name: &str) -> Remark {
    Remark::IllegalName { flow: flow.id.clone(), given, name: name.to_owned() }
}

fn remark_on_streams(design: &Design, remarks: &mut Vec<Remark>) {
    for service in design.services().values().filter(|service| service.kind == ServiceKind::StreamProcessor) {
        if design.flows_of_service(&service.id).any(|flow| flow.consume().is_some()) {
            remarks.push(Remark::StreamsTopics { service: service.id.clone() });
        }
    }
}
