//! The access that each principal has, as all targets can write it: what flows ask for, allowed from every host under exact
//! names.

use derive::Facts;
use derive::facts::{self, AccessRule, Pattern, Permission, ResourceKind};
use model::ServiceId;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A protected resource, by its exact name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(tag = "type", content = "name", rename_all = "kebab-case")]
pub enum Resource {
    /// A topic.
    Topic(String),
    /// A consumer group.
    Group(String),
    /// A transactional id.
    TransactionalId(String),
}

/// An operation on a resource.
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
    /// The allowed operations by resource.
    pub allowed: BTreeMap<Resource, BTreeSet<Operation>>,
}

impl Access {
    /// The access of every principal, by name.
    pub fn of(facts: &Facts) -> Vec<Self> {
        let mut allowed: BTreeMap<&str, BTreeMap<Resource, BTreeSet<Operation>>> = BTreeMap::new();
        for rule in &facts.access {
            if let Some((resource, operation)) = asked(rule) {
                let resources = allowed.entry(&rule.principal).or_default();
                resources.entry(resource).or_default().insert(operation);
            }
        }
        let access = |principal: &facts::PrincipalFact| Self {
            principal: principal.name.clone(),
            services: principal.sources.services().cloned().collect(),
            allowed: allowed.remove(principal.name.as_str()).unwrap_or_default(),
        };
        facts.principals.iter().map(access).collect()
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

/// The operation that a rule allows; nothing where it is none of those that flows ask for, which only a cluster has.
fn asked(rule: &AccessRule) -> Option<(Resource, Operation)> {
    let is_plain =
        rule.resource.pattern == Pattern::Literal && rule.permission == Permission::Allow && rule.host == "*";
    let name = rule.resource.name.clone();
    let resource = match rule.resource.kind {
        ResourceKind::Topic => Resource::Topic(name),
        ResourceKind::Group => Resource::Group(name),
        ResourceKind::TransactionalId => Resource::TransactionalId(name),
        ResourceKind::Cluster => return None,
    };
    let operation = match rule.operation {
        facts::Operation::Describe => Operation::Describe,
        facts::Operation::Read => Operation::Read,
        facts::Operation::Write => Operation::Write,
        facts::Operation::All
        | facts::Operation::Alter
        | facts::Operation::AlterConfigs
        | facts::Operation::ClusterAction
        | facts::Operation::Create
        | facts::Operation::Delete
        | facts::Operation::DescribeConfigs
        | facts::Operation::IdempotentWrite => return None,
    };
    is_plain.then_some((resource, operation))
}
