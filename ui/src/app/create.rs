//! Creating records: what each kind starts with, and under which id. The id comes from the first name and never changes, so
//! the name is typed before the record exists.

use crate::app::App;
use engine::edit::{Command, fresh_id};
use engine::model::{
    Context, ContextId, ContextRelation, Decision, DecisionStatus, Design, Environment, Kind, Message, MessageKind,
    Placement, Process, ProcessStyle, Record, RecordKey, RelationPattern, Schema, Service, ServiceKind, Topic, View,
    ViewKind,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A record whose name is being typed in the explorer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creating {
    /// What it will be.
    pub kind: Kind,
    /// Where it will live.
    pub context: Option<ContextId>,
}

impl App {
    /// Creates a record of a kind under an id made from its name; gives its key, or nothing when it was refused and said why.
    pub fn create(
        self,
        kind: Kind,
        name: &str,
        context: Option<ContextId>,
        place: impl FnOnce(&RecordKey) -> Option<Placement>,
    ) -> Option<RecordKey> {
        let record = self.peek(|engine| {
            let taken = |key: &RecordKey| engine.folder().is_taken(key, context.as_ref());
            let design = engine.design();
            let id = match kind {
                Kind::Decision => decision_id(design, name, &taken),
                Kind::Context
                | Kind::ContextRelation
                | Kind::Service
                | Kind::Topic
                | Kind::Message
                | Kind::Schema
                | Kind::Flow
                | Kind::Process
                | Kind::Environment
                | Kind::View
                | Kind::Placement
                | Kind::Settings
                | Kind::Policy => fresh_id(design, kind, name, &taken),
            };
            new_record(design, kind, &id, name, context.clone(), &engine.host().today())
        })?;
        let key = record.key();
        let placement = place(&key);
        self.dispatch(Command::Create { record: Box::new(record), placement }).then_some(key)
    }

    /// Creates a relation between two contexts.
    pub fn relate(self, upstream: &ContextId, downstream: &ContextId, pattern: RelationPattern) -> Option<RecordKey> {
        let record = self.peek(|engine| {
            let taken = |key: &RecordKey| engine.folder().is_taken(key, None);
            let name = format!("{upstream}-{downstream}");
            let id = fresh_id(engine.design(), Kind::ContextRelation, &name, &taken);
            Some(Record::ContextRelation(ContextRelation {
                id: id.parse().ok()?,
                upstream: upstream.clone(),
                downstream: downstream.clone(),
                patterns: vec![pattern],
                description: String::new(),
            }))
        })?;
        let key = record.key();
        self.dispatch(Command::Create { record: Box::new(record), placement: None }).then_some(key)
    }

    /// The context that a new record in a list goes into when none is said: that of the selection, else the first.
    pub fn likely_context(self) -> Option<ContextId> {
        let first = || self.peek(|engine| engine.design().contexts().keys().next().cloned());
        self.context_of_selection().or_else(first)
    }

    /// The context that is selected, or that what is selected lives in.
    pub fn context_of_selection(self) -> Option<ContextId> {
        self.selection.with_untracked(|selection| {
            self.peek(|engine| {
                let design = engine.design();
                let of = |key: &RecordKey| {
                    if let RecordKey::Context(id) = key {
                        return Some(id.clone());
                    }
                    design.get(key).and_then(|record| record.context().cloned())
                };
                selection.primary().and_then(of)
            })
        })
    }
}

/// Decisions are numbered in order: `0006-use-avro`.
fn decision_id(design: &Design, name: &str, taken: &dyn Fn(&RecordKey) -> bool) -> String {
    let next = engine::model::next_decision_number(design);
    fresh_id(design, Kind::Decision, &format!("{next:04}-{}", engine::model::slug(name, "decision")), taken)
}

fn new_record(
    design: &Design,
    kind: Kind,
    id: &str,
    name: &str,
    context: Option<ContextId>,
    today: &str,
) -> Option<Record> {
    let name = name.trim().to_owned();
    Some(match kind {
        Kind::Context => Record::Context(Context {
            id: id.parse().ok()?,
            name,
            purpose: String::new(),
            domain: Default::default(),
            team: String::new(),
            hue: None,
            glossary: BTreeMap::new(),
        }),
        Kind::Service => Record::Service(Service {
            id: id.parse().ok()?,
            context: context?,
            name,
            kind: ServiceKind::default(),
            description: String::new(),
            principal: None,
            instances: 1,
            technology: String::new(),
        }),
        Kind::Topic => Record::Topic(new_topic(id, name, context?)?),
        Kind::Message => Record::Message(Message {
            id: id.parse().ok()?,
            context: context?,
            name,
            kind: MessageKind::default(),
            description: String::new(),
            schema: None,
            topics: Vec::new(),
        }),
        Kind::Schema => Record::Schema(new_schema(id, &name, context?)?),
        Kind::Process => Record::Process(Process {
            id: id.parse().ok()?,
            name,
            description: String::new(),
            style: ProcessStyle::default(),
            orchestrator: None,
            steps: Vec::new(),
        }),
        Kind::Environment => Record::Environment(new_environment(id, name)?),
        Kind::Decision => Record::Decision(new_decision(id, name, today)?),
        Kind::View => {
            let kind = ViewKind::default();
            Record::View(View { id: id.parse().ok()?, name, kind, hidden: Vec::new() })
        }
        Kind::ContextRelation => {
            let mut contexts = design.contexts().keys();
            Record::ContextRelation(ContextRelation {
                id: id.parse().ok()?,
                upstream: context.or_else(|| contexts.next().cloned())?,
                downstream: contexts.next().cloned()?,
                patterns: Vec::new(),
                description: String::new(),
            })
        }
        Kind::Flow | Kind::Placement | Kind::Settings | Kind::Policy => return None,
    })
}

/// Three copies of which two must confirm: what survives the loss of a broker without losing a record.
fn new_topic(id: &str, name: String, context: ContextId) -> Option<Topic> {
    Some(Topic {
        id: id.parse().ok()?,
        context,
        name,
        kind: Default::default(),
        description: String::new(),
        partitions: 6,
        replication: 3,
        min_insync_replicas: Some(2),
        cleanup: None,
        retention_ms: Some(7 * 24 * 60 * 60 * 1000),
        retention_bytes: None,
        max_message_bytes: None,
        key: None,
        visibility: Default::default(),
        data_class: Default::default(),
        compatibility: Default::default(),
        subject_strategy: Default::default(),
        source: None,
        config: BTreeMap::new(),
    })
}

/// A schema begins as a draft: releasing its first version is a decision of its own.
fn new_schema(id: &str, name: &str, context: ContextId) -> Option<Schema> {
    let word: String = name.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
    let record = if word.starts_with(|it: char| it.is_ascii_alphabetic()) { word } else { format!("Record{word}") };
    let namespace = context.as_str().replace('-', "_");
    let text = format!(
        "{{\n  \"type\": \"record\",\n  \"name\": \"{record}\",\n  \"namespace\": \"{namespace}\",\n  \"fields\": [\n    {{ \"name\": \"id\", \"type\": \"string\" }}\n  ]\n}}\n"
    );
    Some(Schema {
        id: id.parse().ok()?,
        context,
        name: name.to_owned(),
        compatibility: None,
        versions: Vec::new(),
        draft: Some(text.into()),
    })
}

fn new_environment(id: &str, name: String) -> Option<Environment> {
    Some(Environment {
        id: id.parse().ok()?,
        name,
        cluster: String::new(),
        bootstrap_servers: Vec::new(),
        schema_registry_url: String::new(),
        kafka_version: String::new(),
        broker_type: String::new(),
        brokers: None,
        storage_gib_per_broker: None,
        broker_usd_per_hour: None,
        storage_usd_per_gib_month: None,
        budget_usd_per_month: None,
        principal_prefix: String::new(),
        replication: None,
        topics: BTreeMap::new(),
    })
}

fn new_decision(id: &str, name: String, today: &str) -> Option<Decision> {
    let body = format!(
        "# {name}\n\n## Context and problem statement\n\n## Considered options\n\n## Decision outcome\n\n### Consequences\n"
    );
    Some(Decision {
        id: id.parse().ok()?,
        title: name,
        status: DecisionStatus::default(),
        date: today.to_owned(),
        decision_makers: Vec::new(),
        consulted: Vec::new(),
        informed: Vec::new(),
        records: Vec::new(),
        supersedes: Vec::new(),
        body,
    })
}
