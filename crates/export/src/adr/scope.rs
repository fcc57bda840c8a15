//! The scope of a decision: the topics in question, and the flows, contexts and teams around them.

use crate::handover::{ExportedTopic, Handover};
use derive::{kind_of_topic, uses};
use model::{Context, ContextId, Design, Flow, MessageId, RecordKey, SchemaId, ServiceId, TopicId, TopicKind};
use std::collections::{BTreeMap, BTreeSet};

/// The part of a design that a decision is about.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The topics, by their names in Kafka.
    pub topics: Vec<ExportedTopic<'a>>,
    /// The flows that touch them, by id.
    pub flows: Vec<&'a Flow>,
    /// The services that write to each topic; those that put failed records there are among them.
    pub producers: BTreeMap<&'a TopicId, BTreeSet<&'a ServiceId>>,
    /// The services that read from each topic; those that try its records again are among them.
    pub consumers: BTreeMap<&'a TopicId, BTreeSet<&'a ServiceId>>,
    /// The records to link the decision to: those that were asked for, or else the topics.
    pub records: Vec<RecordKey>,
    /// The records whose findings belong to it; without them every finding does.
    concerned: Option<BTreeSet<String>>,
}

/// The teams that take part in a decision.
#[derive(Debug, Default)]
pub struct People {
    /// Those who own the topics.
    pub owners: Vec<String>,
    /// Those who read them and do not own any.
    pub readers: Vec<String>,
    /// Those who write to them, or live downstream of an owner, and are in neither list.
    pub others: Vec<String>,
}

impl<'a> Scope<'a> {
    /// The topics that records lead to, each with its retry and dead-letter topics; of no record, all topics.
    pub fn of(handover: &'a Handover<'a>, records: &[RecordKey]) -> Self {
        let mut wanted: BTreeSet<TopicId> = records.iter().flat_map(|key| topics_of(handover.design, key)).collect();
        let is_whole = wanted.is_empty();
        let further: Vec<TopicId> = handover
            .design
            .topics()
            .values()
            .filter(|topic| topic.source.as_ref().is_some_and(|source| wanted.contains(source)))
            .map(|topic| topic.id.clone())
            .collect();
        wanted.extend(further);
        let topics: Vec<_> = handover.topics().filter(|topic| is_whole || wanted.contains(&topic.record.id)).collect();
        let ids: BTreeSet<&TopicId> = topics.iter().map(|topic| &topic.record.id).collect();
        let touches = |flow: &&Flow| topics_of_flow(flow).iter().any(|topic| ids.contains(topic));
        let flows: Vec<_> = handover.design.flows().values().filter(touches).collect();
        let records = if records.is_empty() {
            topics.iter().map(|topic| topic.record.id.clone().into()).collect()
        } else {
            records.to_vec()
        };
        let concerned = (!is_whole).then(|| concerned(handover, &topics, &flows));
        let mut scope =
            Self { topics, flows, producers: BTreeMap::new(), consumers: BTreeMap::new(), records, concerned };
        scope.note_services();
        scope
    }

    fn note_services(&mut self) {
        for flow in &self.flows {
            for (topic, carries) in uses(flow) {
                let side = if carries.is_to_topic() { &mut self.producers } else { &mut self.consumers };
                side.entry(topic).or_default().insert(&flow.service);
            }
        }
    }

    /// Whether a finding about a record belongs to the decision.
    pub fn concerns(&self, record: Option<&str>) -> bool {
        self.concerned.as_ref().is_none_or(|concerned| record.is_some_and(|record| concerned.contains(record)))
    }

    /// The topics that carry what the contexts say, without those for failed records.
    pub fn leading_topics(&self, design: &Design) -> impl Iterator<Item = ExportedTopic<'a>> {
        self.topics.iter().copied().filter(move |topic| match kind_of_topic(design, topic.record) {
            TopicKind::Event | TopicKind::Command | TopicKind::State => true,
            TopicKind::Retry | TopicKind::DeadLetter => false,
        })
    }

    /// The contexts that own the topics, by id.
    pub fn owners<'d>(&self, design: &'d Design) -> Vec<&'d Context> {
        let ids: BTreeSet<&ContextId> = self.topics.iter().map(|topic| &topic.record.context).collect();
        ids.into_iter().filter_map(|id| design.context(id)).collect()
    }

    /// The teams that take part, each in the first list that it belongs to.
    pub fn people(&self, design: &Design) -> People {
        let mut seen = BTreeSet::new();
        let mut fresh = |contexts: BTreeSet<&ContextId>| {
            let teams: BTreeSet<&str> = contexts.into_iter().filter_map(|id| design.team(id)).collect();
            teams.into_iter().filter(|team| seen.insert((*team).to_owned())).map(str::to_owned).collect()
        };
        let context = |flow: &&'a Flow| design.service(&flow.service).map(|service| &service.context);
        let owners: BTreeSet<&ContextId> = self.topics.iter().map(|topic| &topic.record.context).collect();
        let downstream =
            design.relations().values().filter(|it| owners.contains(&it.upstream)).map(|it| &it.downstream);
        let writers = self.flows.iter().filter(|flow| flow.produce().is_some()).filter_map(context);
        let readers = self.flows.iter().filter(|flow| flow.consume().is_some()).filter_map(context);
        People {
            owners: fresh(owners.clone()),
            readers: fresh(readers.collect()),
            others: fresh(writers.chain(downstream).collect()),
        }
    }
}

/// Every record that stands around the topics, as findings name it.
fn concerned(handover: &Handover<'_>, topics: &[ExportedTopic<'_>], flows: &[&Flow]) -> BTreeSet<String> {
    let mut keys: BTreeSet<RecordKey> = BTreeSet::new();
    for topic in topics {
        let id = &topic.record.id;
        keys.extend([RecordKey::from(id.clone()), topic.record.context.clone().into()]);
        for message in handover.design.messages_of_topic(id) {
            keys.insert(message.id.clone().into());
            keys.extend(message.schema.clone().map(RecordKey::from));
        }
    }
    for flow in flows {
        keys.extend([RecordKey::from(flow.id.clone()), flow.service.clone().into()]);
    }
    keys.iter().map(ToString::to_string).collect()
}

fn topics_of(design: &Design, key: &RecordKey) -> Vec<TopicId> {
    let of_message = |id: &MessageId| design.message(id).map(|message| message.topics.clone()).unwrap_or_default();
    let of_schema = |id: &SchemaId| design.messages_of_schema(id).flat_map(|message| message.topics.clone()).collect();
    match key {
        RecordKey::Topic(id) => vec![id.clone()],
        RecordKey::Flow(id) => design.flow(id).map(topics_of_flow).unwrap_or_default(),
        RecordKey::Service(id) => design.flows_of_service(id).flat_map(topics_of_flow).collect(),
        RecordKey::Context(id) => {
            design.topics().values().filter(|topic| topic.context == *id).map(|topic| topic.id.clone()).collect()
        }
        RecordKey::Message(id) => of_message(id),
        RecordKey::Schema(id) => of_schema(id),
        RecordKey::Process(id) => {
            let steps = design.process(id).map(|process| process.steps.as_slice()).unwrap_or_default();
            steps.iter().filter_map(|step| step.message.as_ref()).flat_map(of_message).collect()
        }
        RecordKey::ContextRelation(_)
        | RecordKey::Environment(_)
        | RecordKey::Decision(_)
        | RecordKey::View(_)
        | RecordKey::Placement(..)
        | RecordKey::Settings
        | RecordKey::Policy => Vec::new(),
    }
}

fn topics_of_flow(flow: &Flow) -> Vec<TopicId> {
    uses(flow).into_iter().map(|(topic, _)| topic.clone()).collect()
}
