//! The design as a rule sees it: every question is answered and noted, so that a rule is asked again exactly when one of its
//! answers may have changed. A rule never names the records that depend on others.

use crate::names::TopicNames;
use crate::rates::{Rates, states_rate};
use model::{
    Change, Design, Environment, EnvironmentId, Flow, Kind, Lookup, Message, MessageId, NamedEnvironment, Record,
    RecordKey, Schema, SchemaId, SchemaRules, Service, ServiceId, Topic, TopicId, TopicOverride, colliding_topic_name,
    references,
};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many counts of brokers are told one by one; a leap over more is one change of all.
const MOST_COUNTS: u32 = 1_000;

/// One question to the design.
#[derive(Debug, Hash)]
enum Question<'a> {
    /// What does a record say?
    Record(&'a RecordKey),
    /// Is there such a record?
    Existence(&'a RecordKey),
    /// Which records refer to a record?
    Referrers(&'a RecordKey),
    /// Which environments are there, by name?
    Environments,
    /// How many copies does an environment keep at most?
    MostCopies(&'a EnvironmentId),
    /// How many brokers has an environment?
    Brokers(&'a EnvironmentId),
    /// Does an environment say how many brokers it has?
    SaysBrokers(&'a EnvironmentId),
    /// Has an environment at least so many brokers?
    HasBrokers(&'a EnvironmentId, u32),
    /// Which version of Kafka does an environment run?
    KafkaVersion(&'a EnvironmentId),
    /// Does any flow state a rate?
    UsesRates,
    /// What does an environment state for a topic?
    TopicOverride(&'a EnvironmentId, &'a TopicId),
    /// By whose rules are schemas judged?
    SchemaRules,
    /// Which number does the policy state?
    Threshold(&'a str),
    /// Which topics have the same name to Kafka's metrics?
    TopicName(&'a str),
}

/// A question by its hash. Two questions with one hash are asked again together, which costs a little time and changes no
/// answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct QuestionId(u64);

impl Question<'_> {
    fn id(&self) -> QuestionId {
        // The default hasher has fixed keys, so a run is like the next.
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        QuestionId(hasher.finish())
    }
}

/// Reads a design for a rule and notes the questions.
pub struct Reader<'a> {
    design: &'a Design,
    names: &'a TopicNames,
    rates: &'a Rates,
    today: &'a str,
    asked: RefCell<HashSet<QuestionId>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(design: &'a Design, names: &'a TopicNames, rates: &'a Rates, today: &'a str) -> Self {
        Self { design, names, rates, today, asked: RefCell::default() }
    }

    /// The day, as `YYYY-MM-DD`. Rules of the policy alone ask for it: on another day they are asked again.
    pub(crate) fn today(&self) -> &str {
        self.today
    }

    /// Whether any flow states a rate: a design without rates has no numbers to complete.
    pub(crate) fn uses_rates(&self) -> bool {
        self.note(&Question::UsesRates);
        self.rates.are_used()
    }

    /// The other topics that have the same name to Kafka's metrics.
    pub(crate) fn clashing<'b>(&'b self, topic: &'b TopicId) -> impl Iterator<Item = &'b Topic> {
        if let Some(name) = self.names.name_of(topic) {
            self.note(&Question::TopicName(name));
        }
        self.names.clashing(topic).filter_map(|id| self.topic(id))
    }

    /// The questions that were asked.
    pub(crate) fn into_questions(self) -> HashSet<QuestionId> {
        self.asked.into_inner()
    }

    fn note(&self, question: &Question<'_>) {
        self.asked.borrow_mut().insert(question.id());
    }

    fn note_message<'b>(&self, message: &'b Message) -> &'b Message {
        self.note(&Question::Record(&message.id.clone().into()));
        message
    }
}

macro_rules! records {
    ($($name:ident($id:ty) -> $record:ty;)*) => {
        $(fn $name(&self, id: &$id) -> Option<&$record> {
            self.note(&Question::Record(&id.clone().into()));
            self.design.$name(id)
        })*
    };
}

impl Lookup for Reader<'_> {
    records! {
        service(ServiceId) -> Service;
        topic(TopicId) -> Topic;
        message(MessageId) -> Message;
        schema(SchemaId) -> Schema;
    }

    fn exists(&self, key: &RecordKey) -> bool {
        self.note(&Question::Existence(key));
        self.design.contains(key)
    }

    fn referrers<'b>(&'b self, key: &'b RecordKey) -> impl Iterator<Item = &'b RecordKey> {
        self.note(&Question::Referrers(key));
        self.design.referrers(key)
    }

    fn flows_of_topic<'b>(&'b self, topic: &'b TopicId) -> impl Iterator<Item = &'b Flow> {
        // A flow that only dead-letters to the topic today may read from it tomorrow, and refer to it all the while.
        self.flows_naming_topic(topic).filter(move |flow| flow.topic == *topic)
    }

    fn flows_naming_topic<'b>(&'b self, topic: &'b TopicId) -> impl Iterator<Item = &'b Flow> {
        let key = topic.clone().into();
        self.note(&Question::Referrers(&key));
        self.design
            .referrers(&key)
            .filter(|it| it.kind() == Kind::Flow)
            .for_each(|it| self.note(&Question::Record(it)));
        self.design.flows_naming_topic(topic)
    }

    fn messages_of_schema<'b>(&'b self, schema: &'b SchemaId) -> impl Iterator<Item = &'b Message> {
        self.note(&Question::Referrers(&schema.clone().into()));
        self.design.messages_of_schema(schema).map(|message| self.note_message(message))
    }

    fn environments(&self) -> impl Iterator<Item = NamedEnvironment<'_>> {
        self.note(&Question::Environments);
        Lookup::environments(self.design)
    }

    fn most_copies(&self, environment: &EnvironmentId) -> Option<u32> {
        self.note(&Question::MostCopies(environment));
        self.design.most_copies(environment)
    }

    fn brokers(&self, environment: &EnvironmentId) -> Option<u32> {
        self.note(&Question::Brokers(environment));
        self.design.brokers(environment)
    }

    fn has_brokers(&self, environment: &EnvironmentId, count: u32) -> Option<bool> {
        self.note(&Question::SaysBrokers(environment));
        self.note(&Question::HasBrokers(environment, count));
        self.design.has_brokers(environment, count)
    }

    fn kafka_version(&self, environment: &EnvironmentId) -> &str {
        self.note(&Question::KafkaVersion(environment));
        self.design.kafka_version(environment)
    }

    fn topic_override(&self, environment: &EnvironmentId, topic: &TopicId) -> Option<&TopicOverride> {
        self.note(&Question::TopicOverride(environment, topic));
        Lookup::topic_override(self.design, environment, topic)
    }

    fn schema_rules(&self) -> SchemaRules {
        self.note(&Question::SchemaRules);
        Lookup::schema_rules(self.design)
    }

    fn threshold(&self, name: &str) -> Option<f64> {
        self.note(&Question::Threshold(name));
        Lookup::threshold(self.design, name)
    }
}

/// The questions whose answers a change may have changed.
pub(crate) fn questions_of(change: &Change) -> HashSet<QuestionId> {
    let mut out = HashSet::from([Question::Record(change.key()).id()]);
    // Typing in a text changes no reference, no setting and no name.
    let Change::Record(change) = change else { return out };
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    if before.is_some() != after.is_some() {
        out.insert(Question::Existence(&change.key).id());
    }
    let targets = |record: Option<&Record>| -> BTreeSet<RecordKey> {
        record.into_iter().flat_map(references).map(|reference| reference.target).collect()
    };
    let moved = targets(before);
    out.extend(moved.symmetric_difference(&targets(after)).map(|target| Question::Referrers(target).id()));
    match (before, after) {
        (Some(Record::Settings(before)), Some(Record::Settings(after))) => {
            if before.schema_rules != after.schema_rules {
                out.insert(Question::SchemaRules.id());
            }
        }
        (Some(Record::Policy(before)), Some(Record::Policy(after))) => {
            let names = before.thresholds.keys().chain(after.thresholds.keys());
            let changed = names.filter(|name| before.thresholds.get(*name) != after.thresholds.get(*name));
            out.extend(changed.map(|name| Question::Threshold(name).id()));
        }
        (before, after) => {
            out.extend(of_environment(environment(before), environment(after)));
            if is_rated(before) != is_rated(after) {
                out.insert(Question::UsesRates.id());
            }
            let (before, after) = (metrics_name(before), metrics_name(after));
            if before != after {
                out.extend([before, after].iter().flatten().map(|name| Question::TopicName(name).id()));
            }
        }
    }
    out
}

/// Of another number of brokers follow other answers for the counts between the two alone.
fn of_brokers(id: &EnvironmentId, before: Option<u32>, after: Option<u32>) -> Vec<QuestionId> {
    if before == after {
        return Vec::new();
    }
    let mut out = vec![Question::Brokers(id).id()];
    match (before, after) {
        (Some(before), Some(after)) if before.abs_diff(after) <= MOST_COUNTS => {
            let between = before.min(after) + 1..=before.max(after);
            out.extend(between.map(|count| Question::HasBrokers(id, count).id()));
        }
        // Everybody who asked for any count is asked again.
        (_, _) => out.push(Question::SaysBrokers(id).id()),
    }
    out
}

fn environment(record: Option<&Record>) -> Option<&Environment> {
    if let Some(Record::Environment(it)) = record { Some(it) } else { None }
}

fn is_rated(record: Option<&Record>) -> bool {
    if let Some(Record::Flow(it)) = record { states_rate(it) } else { false }
}

fn metrics_name(record: Option<&Record>) -> Option<String> {
    if let Some(Record::Topic(it)) = record { Some(colliding_topic_name(&it.name)) } else { None }
}

fn of_environment(before: Option<&Environment>, after: Option<&Environment>) -> HashSet<QuestionId> {
    let mut out = HashSet::new();
    let name = |it: Option<&Environment>| it.map(|it| it.name.clone());
    if name(before) != name(after) {
        out.insert(Question::Environments.id());
    }
    let Some(id) = before.or(after).map(|it| &it.id) else { return out };
    let most_copies = |it: Option<&Environment>| it.and_then(|it| it.replication);
    if most_copies(before) != most_copies(after) {
        out.insert(Question::MostCopies(id).id());
    }
    let version = |it: Option<&Environment>| it.map(|it| it.kafka_version.clone());
    if version(before) != version(after) {
        out.insert(Question::KafkaVersion(id).id());
    }
    let brokers = |it: Option<&Environment>| it.and_then(|it| it.brokers);
    out.extend(of_brokers(id, brokers(before), brokers(after)));
    let stated = |it: Option<&Environment>, topic: &TopicId| it.and_then(|it| it.topics.get(topic)).cloned();
    for here in [before, after].into_iter().flatten() {
        let changed = here.topics.keys().filter(|topic| stated(before, topic) != stated(after, topic));
        out.extend(changed.map(|topic| Question::TopicOverride(&here.id, topic).id()));
    }
    out
}
