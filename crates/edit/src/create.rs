//! New records: what each kind begins with. Window, command line, imports and assistants all make records here, so that they
//! make the same ones.

use crate::refusal::Refusal;
use model::{
    Consume, Context, ContextId, ContextRelation, Decision, DecisionId, DecisionStatus, Design, Direction, DomainClass,
    Environment, EnvironmentId, Flow, FlowId, Kind, Message, MessageId, MessageKind, Process, ProcessId, ProcessStyle,
    Produce, Record, RecordKey, RelationId, RelationPattern, Schema, SchemaId, Service, ServiceId, ServiceKind, Topic,
    TopicId, View, ViewId, ViewKind, fresh_key, next_decision_number, slug,
};
use std::collections::BTreeMap;

/// A wish for a new record.
#[derive(Debug, Clone, Copy)]
pub struct NewRecord<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Its name for people; its id follows from it.
    pub name: &'a str,
    /// The context it lives in, for kinds that live in one.
    pub context: Option<&'a ContextId>,
    /// The date, as `YYYY-MM-DD`, for kinds that keep one.
    pub today: &'a str,
}

/// The record that a wish is for, under a free id. `taken` says which keys are not free although no such record exists.
pub fn new_record(
    design: &Design,
    wish: &NewRecord<'_>,
    taken: &dyn Fn(&RecordKey) -> bool,
) -> Result<Record, Refusal> {
    let kind = wish.kind;
    let name = wish.name.trim();
    if name.is_empty() {
        return Err(Refusal::EmptyName);
    }
    let home = || {
        let context = wish.context.ok_or(Refusal::Homeless { kind })?;
        let there = design.context(context).map(|it| it.id.clone());
        there.ok_or_else(|| Refusal::Missing { key: context.clone().into() })
    };
    // Decisions are numbered in order: `0006-use-avro`.
    let numbered = || format!("{:04}-{}", next_decision_number(design), slug(name, kind.as_str()));
    let basis = if kind == Kind::Decision { numbered() } else { name.to_owned() };
    let key = fresh_key(kind, &basis, |key| !design.contains(key) && !taken(key));
    let name = name.to_owned();
    Ok(match key.ok_or(Refusal::NotNamed { kind })? {
        RecordKey::Context(id) => Record::Context(context(id, name)),
        RecordKey::Service(id) => Record::Service(service(id, name, home()?)),
        RecordKey::Topic(id) => Record::Topic(topic(id, name, home()?)),
        RecordKey::Message(id) => Record::Message(message(id, name, home()?)),
        RecordKey::Schema(id) => Record::Schema(schema(id, name, home()?)),
        RecordKey::Process(id) => Record::Process(process(id, name)),
        RecordKey::Environment(id) => Record::Environment(environment(id, name)),
        RecordKey::Decision(id) => Record::Decision(decision(id, name, wish.today)),
        RecordKey::View(id) => Record::View(view(id, name)),
        RecordKey::ContextRelation(_)
        | RecordKey::Flow(_)
        | RecordKey::Placement(..)
        | RecordKey::Settings
        | RecordKey::Policy => return Err(Refusal::NotNamed { kind }),
    })
}

/// A relation between two contexts, under a free id.
pub fn new_relation(
    design: &Design,
    upstream: &ContextId,
    downstream: &ContextId,
    pattern: RelationPattern,
    taken: &dyn Fn(&RecordKey) -> bool,
) -> Result<Record, Refusal> {
    let kind = Kind::ContextRelation;
    let key = fresh_key(kind, &format!("{upstream}-{downstream}"), |key| !design.contains(key) && !taken(key));
    let Some(RecordKey::ContextRelation(id)) = key else { return Err(Refusal::NotNamed { kind }) };
    Ok(Record::ContextRelation(relation(id, upstream.clone(), downstream.clone(), vec![pattern])))
}

/// A new context.
pub fn context(id: ContextId, name: String) -> Context {
    Context {
        id,
        name,
        purpose: String::new(),
        domain: DomainClass::default(),
        team: String::new(),
        hue: None,
        glossary: BTreeMap::new(),
    }
}

/// A new relation between contexts.
pub fn relation(
    id: RelationId,
    upstream: ContextId,
    downstream: ContextId,
    patterns: Vec<RelationPattern>,
) -> ContextRelation {
    ContextRelation { id, upstream, downstream, patterns, description: String::new() }
}

/// A new service: one instance.
pub fn service(id: ServiceId, name: String, context: ContextId) -> Service {
    Service {
        id,
        context,
        name,
        kind: ServiceKind::default(),
        description: String::new(),
        principal: None,
        instances: 1,
        technology: String::new(),
    }
}

/// A new topic: three copies of which two must confirm, which survives the loss of a broker without losing a record.
pub fn topic(id: TopicId, name: String, context: ContextId) -> Topic {
    Topic {
        id,
        context,
        name,
        kind: Default::default(),
        description: String::new(),
        partitions: 6,
        replication: 3,
        min_insync_replicas: Some(2),
        cleanup: Default::default(),
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
    }
}

/// A new message: an event that no topic carries yet.
pub fn message(id: MessageId, name: String, context: ContextId) -> Message {
    Message {
        id,
        context,
        name,
        kind: MessageKind::default(),
        description: String::new(),
        schema: None,
        topics: Vec::new(),
    }
}

/// A new schema begins as a draft: releasing its first version is a decision of its own.
pub fn schema(id: SchemaId, name: String, context: ContextId) -> Schema {
    let text = first_schema_text(&name, &context);
    Schema { id, context, name, compatibility: None, versions: Vec::new(), draft: Some(text.into()) }
}

/// The Avro text that a schema without a version begins with: a record with an id.
pub fn first_schema_text(name: &str, context: &ContextId) -> String {
    let word: String = name.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
    let record = if word.starts_with(|it: char| it.is_ascii_alphabetic()) { word } else { format!("Record{word}") };
    let namespace = context.as_str().replace('-', "_");
    format!(
        "{{\n  \"type\": \"record\",\n  \"name\": \"{record}\",\n  \"namespace\": \"{namespace}\",\n  \"fields\": [\n    {{ \"name\": \"id\", \"type\": \"string\" }}\n  ]\n}}\n"
    )
}

/// A new flow of a service, with all that its topic carries.
pub fn flow(id: FlowId, service: &Service, topic: TopicId, direction: Direction) -> Flow {
    Flow {
        id,
        context: service.context.clone(),
        service: service.id.clone(),
        topic,
        messages: Vec::new(),
        description: String::new(),
        direction,
    }
}

/// How a service begins to write: without duplicates, and with records of a kibibyte until somebody has measured.
pub fn produce() -> Produce {
    Produce { idempotent: true, size_bytes: 1024, ..Produce::default() }
}

/// How a service begins to read. Without a group it reads in that of its service's id, as every reader of the records knows.
pub fn consume() -> Consume {
    Consume::default()
}

/// A new process.
pub fn process(id: ProcessId, name: String) -> Process {
    Process {
        id,
        name,
        description: String::new(),
        style: ProcessStyle::default(),
        orchestrator: None,
        steps: Vec::new(),
    }
}

/// A new environment, of which nothing is known yet.
pub fn environment(id: EnvironmentId, name: String) -> Environment {
    Environment {
        id,
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
    }
}

/// A new decision: proposed, with the headings of MADR.
pub fn decision(id: DecisionId, title: String, today: &str) -> Decision {
    let body = format!(
        "# {title}\n\n## Context and problem statement\n\n## Considered options\n\n## Decision outcome\n\n### Consequences\n"
    );
    Decision {
        id,
        title,
        status: DecisionStatus::default(),
        date: today.to_owned(),
        decision_makers: Vec::new(),
        consulted: Vec::new(),
        informed: Vec::new(),
        records: Vec::new(),
        supersedes: Vec::new(),
        body,
    }
}

/// A new view of the topology, with everything in it.
pub fn view(id: ViewId, name: String) -> View {
    View { id, name, kind: ViewKind::default(), hidden: Vec::new() }
}
