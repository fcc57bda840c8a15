//! The design: all records, and an index of who refers to whom that is kept with every change, so that finding a topic's
//! consumers does not grow with the design.

use crate::{
    Context, ContextId, ContextRelation, Decision, DecisionId, Environment, EnvironmentId, Flow, FlowId, Kind, Message,
    MessageId, Placement, Policy, Process, ProcessId, Record, RecordKey, RelationId, Schema, SchemaId, Service,
    ServiceId, Settings, Topic, TopicId, View, ViewId, references,
};
use std::collections::{BTreeMap, BTreeSet};

/// All records of a design. Maps are ordered, so that everything derived from a design comes out in one order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Design {
    settings: Settings,
    policy: Policy,
    contexts: BTreeMap<ContextId, Context>,
    relations: BTreeMap<RelationId, ContextRelation>,
    services: BTreeMap<ServiceId, Service>,
    topics: BTreeMap<TopicId, Topic>,
    messages: BTreeMap<MessageId, Message>,
    schemas: BTreeMap<SchemaId, Schema>,
    flows: BTreeMap<FlowId, Flow>,
    processes: BTreeMap<ProcessId, Process>,
    environments: BTreeMap<EnvironmentId, Environment>,
    decisions: BTreeMap<DecisionId, Decision>,
    views: BTreeMap<ViewId, View>,
    placements: BTreeMap<ViewId, BTreeMap<RecordKey, Placement>>,
    referrers: BTreeMap<RecordKey, BTreeSet<RecordKey>>,
}

macro_rules! collections {
    ($($(#[$doc:meta])* $all:ident, $one:ident: $id:ty => $record:ty;)*) => {
        impl Design {
            $(
                $(#[$doc])*
                pub fn $all(&self) -> &BTreeMap<$id, $record> {
                    &self.$all
                }

                /// The record of an id.
                pub fn $one(&self, id: &$id) -> Option<&$record> {
                    self.$all.get(id)
                }
            )*
        }
    };
}

collections! {
    /// All bounded contexts.
    contexts, context: ContextId => Context;
    /// All relations between contexts.
    relations, relation: RelationId => ContextRelation;
    /// All services.
    services, service: ServiceId => Service;
    /// All topics.
    topics, topic: TopicId => Topic;
    /// All messages.
    messages, message: MessageId => Message;
    /// All schemas.
    schemas, schema: SchemaId => Schema;
    /// All flows.
    flows, flow: FlowId => Flow;
    /// All processes.
    processes, process: ProcessId => Process;
    /// All environments.
    environments, environment: EnvironmentId => Environment;
    /// All decision records.
    decisions, decision: DecisionId => Decision;
    /// All views.
    views, view: ViewId => View;
}

impl Design {
    /// The design's own settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The guardrail policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Where a node stands in a view.
    pub fn placement(&self, view: &ViewId, node: &RecordKey) -> Option<&Placement> {
        self.placements.get(view)?.get(node)
    }

    /// All placements of a view, by node.
    pub fn placements(&self, view: &ViewId) -> impl Iterator<Item = &Placement> {
        self.placements.get(view).into_iter().flat_map(BTreeMap::values)
    }

    /// Whether a record exists. Settings and policy always do.
    pub fn contains(&self, key: &RecordKey) -> bool {
        match key {
            RecordKey::Context(id) => self.contexts.contains_key(id),
            RecordKey::ContextRelation(id) => self.relations.contains_key(id),
            RecordKey::Service(id) => self.services.contains_key(id),
            RecordKey::Topic(id) => self.topics.contains_key(id),
            RecordKey::Message(id) => self.messages.contains_key(id),
            RecordKey::Schema(id) => self.schemas.contains_key(id),
            RecordKey::Flow(id) => self.flows.contains_key(id),
            RecordKey::Process(id) => self.processes.contains_key(id),
            RecordKey::Environment(id) => self.environments.contains_key(id),
            RecordKey::Decision(id) => self.decisions.contains_key(id),
            RecordKey::View(id) => self.views.contains_key(id),
            RecordKey::Placement(view, node) => self.placement(view, node).is_some(),
            RecordKey::Settings | RecordKey::Policy => true,
        }
    }

    /// The record of a key.
    pub fn get(&self, key: &RecordKey) -> Option<Record> {
        match key {
            RecordKey::Context(id) => self.contexts.get(id).cloned().map(Record::Context),
            RecordKey::ContextRelation(id) => self.relations.get(id).cloned().map(Record::ContextRelation),
            RecordKey::Service(id) => self.services.get(id).cloned().map(Record::Service),
            RecordKey::Topic(id) => self.topics.get(id).cloned().map(Record::Topic),
            RecordKey::Message(id) => self.messages.get(id).cloned().map(Record::Message),
            RecordKey::Schema(id) => self.schemas.get(id).cloned().map(Record::Schema),
            RecordKey::Flow(id) => self.flows.get(id).cloned().map(Record::Flow),
            RecordKey::Process(id) => self.processes.get(id).cloned().map(Record::Process),
            RecordKey::Environment(id) => self.environments.get(id).cloned().map(Record::Environment),
            RecordKey::Decision(id) => self.decisions.get(id).cloned().map(Record::Decision),
            RecordKey::View(id) => self.views.get(id).cloned().map(Record::View),
            RecordKey::Placement(view, node) => self.placement(view, node).cloned().map(Record::Placement),
            RecordKey::Settings => Some(Record::Settings(self.settings.clone())),
            RecordKey::Policy => Some(Record::Policy(self.policy.clone())),
        }
    }

    /// The keys of all records, by kind and id; placements come with their views.
    pub fn keys(&self) -> Vec<RecordKey> {
        let mut keys = vec![RecordKey::Settings, RecordKey::Policy];
        keys.extend(self.contexts.keys().cloned().map(RecordKey::from));
        keys.extend(self.relations.keys().cloned().map(RecordKey::from));
        keys.extend(self.services.keys().cloned().map(RecordKey::from));
        keys.extend(self.topics.keys().cloned().map(RecordKey::from));
        keys.extend(self.messages.keys().cloned().map(RecordKey::from));
        keys.extend(self.schemas.keys().cloned().map(RecordKey::from));
        keys.extend(self.flows.keys().cloned().map(RecordKey::from));
        keys.extend(self.processes.keys().cloned().map(RecordKey::from));
        keys.extend(self.environments.keys().cloned().map(RecordKey::from));
        keys.extend(self.decisions.keys().cloned().map(RecordKey::from));
        keys.extend(self.views.keys().cloned().map(RecordKey::from));
        for (view, nodes) in &self.placements {
            keys.extend(nodes.keys().map(|node| RecordKey::Placement(view.clone(), Box::new(node.clone()))));
        }
        keys
    }

    /// The records that refer to a record, by key; the record itself need not exist.
    pub fn referrers(&self, key: &RecordKey) -> impl Iterator<Item = &RecordKey> {
        self.referrers.get(key).into_iter().flatten()
    }

    /// The flows that touch a topic as producer or consumer, by id. Flows that only retry or dead-letter to it are not among them.
    pub fn flows_of_topic<'a>(&'a self, topic: &'a TopicId) -> impl Iterator<Item = &'a Flow> {
        self.referring_flows(&RecordKey::Topic(topic.clone())).filter(move |flow| flow.topic == *topic)
    }

    /// The flows of a service, by id.
    pub fn flows_of_service<'a>(&'a self, service: &'a ServiceId) -> impl Iterator<Item = &'a Flow> {
        self.referring_flows(&RecordKey::Service(service.clone()))
    }

    fn referring_flows<'a>(&'a self, key: &RecordKey) -> impl Iterator<Item = &'a Flow> + use<'a> {
        self.referrers
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(|key| if let RecordKey::Flow(id) = key { self.flows.get(id) } else { None })
    }

    /// The messages that a topic carries, by id.
    pub fn messages_of_topic(&self, topic: &TopicId) -> impl Iterator<Item = &Message> {
        self.referring_messages(&RecordKey::Topic(topic.clone()))
    }

    /// The messages that a schema spells, by id.
    pub fn messages_of_schema(&self, schema: &SchemaId) -> impl Iterator<Item = &Message> {
        self.referring_messages(&RecordKey::Schema(schema.clone()))
    }

    fn referring_messages<'a>(&'a self, key: &RecordKey) -> impl Iterator<Item = &'a Message> + use<'a> {
        self.referrers
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(|key| if let RecordKey::Message(id) = key { self.messages.get(id) } else { None })
    }

    /// The services, topics, messages, schemas and flows of a context, by kind and id.
    pub fn members<'a>(&'a self, context: &'a ContextId) -> impl Iterator<Item = &'a RecordKey> {
        let key = RecordKey::Context(context.clone());
        self.referrers.get(&key).into_iter().flatten().filter(|member| {
            matches!(member.kind(), Kind::Service | Kind::Topic | Kind::Message | Kind::Schema | Kind::Flow)
        })
    }

    /// Puts a record in its place and gives back what stood there.
    pub fn insert(&mut self, record: Record) -> Option<Record> {
        let key = record.key();
        let previous = self.remove(&key);
        for reference in references(&record) {
            self.referrers.entry(reference.target).or_default().insert(key.clone());
        }
        match record {
            Record::Context(it) => drop(self.contexts.insert(it.id.clone(), it)),
            Record::ContextRelation(it) => drop(self.relations.insert(it.id.clone(), it)),
            Record::Service(it) => drop(self.services.insert(it.id.clone(), it)),
            Record::Topic(it) => drop(self.topics.insert(it.id.clone(), it)),
            Record::Message(it) => drop(self.messages.insert(it.id.clone(), it)),
            Record::Schema(it) => drop(self.schemas.insert(it.id.clone(), it)),
            Record::Flow(it) => drop(self.flows.insert(it.id.clone(), it)),
            Record::Process(it) => drop(self.processes.insert(it.id.clone(), it)),
            Record::Environment(it) => drop(self.environments.insert(it.id.clone(), it)),
            Record::Decision(it) => drop(self.decisions.insert(it.id.clone(), it)),
            Record::View(it) => drop(self.views.insert(it.id.clone(), it)),
            Record::Placement(it) => {
                self.placements.entry(it.view.clone()).or_default().insert(it.node.clone(), it);
            }
            Record::Settings(it) => self.settings = it,
            Record::Policy(it) => self.policy = it,
        }
        previous
    }

    /// Takes a record out and gives it back. Settings and policy fall back to their defaults.
    pub fn remove(&mut self, key: &RecordKey) -> Option<Record> {
        let removed = match key {
            RecordKey::Context(id) => self.contexts.remove(id).map(Record::Context),
            RecordKey::ContextRelation(id) => self.relations.remove(id).map(Record::ContextRelation),
            RecordKey::Service(id) => self.services.remove(id).map(Record::Service),
            RecordKey::Topic(id) => self.topics.remove(id).map(Record::Topic),
            RecordKey::Message(id) => self.messages.remove(id).map(Record::Message),
            RecordKey::Schema(id) => self.schemas.remove(id).map(Record::Schema),
            RecordKey::Flow(id) => self.flows.remove(id).map(Record::Flow),
            RecordKey::Process(id) => self.processes.remove(id).map(Record::Process),
            RecordKey::Environment(id) => self.environments.remove(id).map(Record::Environment),
            RecordKey::Decision(id) => self.decisions.remove(id).map(Record::Decision),
            RecordKey::View(id) => self.views.remove(id).map(Record::View),
            RecordKey::Placement(view, node) => {
                let nodes = self.placements.get_mut(view)?;
                let removed = nodes.remove(node.as_ref()).map(Record::Placement);
                if nodes.is_empty() {
                    self.placements.remove(view);
                }
                removed
            }
            RecordKey::Settings => Some(Record::Settings(std::mem::take(&mut self.settings))),
            RecordKey::Policy => Some(Record::Policy(std::mem::take(&mut self.policy))),
        };
        if let Some(record) = &removed {
            for reference in references(record) {
                if let Some(set) = self.referrers.get_mut(&reference.target) {
                    set.remove(key);
                    if set.is_empty() {
                        self.referrers.remove(&reference.target);
                    }
                }
            }
        }
        removed
    }

    /// The team that owns a context, when one is named.
    pub fn team(&self, context: &ContextId) -> Option<&str> {
        self.contexts.get(context).map(|it| it.team.as_str()).filter(|team| !team.is_empty())
    }
}
