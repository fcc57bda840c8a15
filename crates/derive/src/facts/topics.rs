//! Topics: which of them a broker can have, and with which settings.

use super::difference::{Altered, Compare};
use super::{Remark, Sources};
use crate::config::TopicConfig;
use crate::deployed::{DeployedTopic, MOST_COPIES, deployed};
use crate::kafka::{self, KafkaVersion, refusals};
use crate::statement::statements;
use crate::wording;
use model::{Design, Environment, RecordKey, Topic, colliding_topic_name, topic_name_problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One topic, as an environment gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TopicFact {
    /// How many partitions it has.
    pub partitions: u32,
    /// How many copies of each partition there are.
    pub replication: u32,
    /// The stated configuration; of a cluster, the settings that were made on the topic itself.
    pub config: TopicConfig,
    /// The topic's record, and the environment's where it makes a difference.
    #[serde(default, skip_serializing_if = "Sources::is_empty")]
    pub sources: Sources,
}

/// A field of a topic that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TopicField {
    /// How many partitions it has.
    Partitions(Altered<u32>),
    /// How many copies of each partition there are.
    Replication(Altered<u32>),
    /// A setting.
    Setting {
        /// Kafka's key.
        key: String,
        /// Its value; nothing where it is not stated.
        value: Altered<Option<String>>,
    },
}

impl Compare for TopicFact {
    type Field = TopicField;

    fn fields(&self, after: &Self) -> Vec<TopicField> {
        let keys: BTreeSet<&String> = self.config.keys().chain(after.config.keys()).collect();
        let setting = |key: &String| {
            let value = Altered::of(self.config.get(key).cloned(), after.config.get(key).cloned())?;
            Some(TopicField::Setting { key: key.clone(), value })
        };
        let partitions = Altered::of(self.partitions, after.partitions).map(TopicField::Partitions);
        let replication = Altered::of(self.replication, after.replication).map(TopicField::Replication);
        partitions.into_iter().chain(replication).chain(keys.into_iter().filter_map(setting)).collect()
    }

    fn set(&mut self, field: &TopicField) {
        match field {
            TopicField::Partitions(number) => self.partitions = number.after,
            TopicField::Replication(number) => self.replication = number.after,
            TopicField::Setting { key, value } => {
                match &value.after {
                    Some(value) => self.config.insert(key.clone(), value.clone()),
                    None => self.config.remove(key),
                };
            }
        }
    }

    fn reversed(field: &TopicField) -> TopicField {
        match field {
            TopicField::Partitions(number) => TopicField::Partitions(number.reversed()),
            TopicField::Replication(number) => TopicField::Replication(number.reversed()),
            TopicField::Setting { key, value } => TopicField::Setting { key: key.clone(), value: value.reversed() },
        }
    }
}

/// The topics that are among the facts, by their names in Kafka, each as its environment runs it.
pub(super) fn gather<'a>(
    design: &'a Design,
    environment: Option<&Environment>,
    remarks: &mut Vec<Remark>,
) -> Vec<(&'a Topic, TopicFact)> {
    let mut by_name: BTreeMap<&str, DeployedTopic<'a>> = BTreeMap::new();
    let mut unified_names: BTreeMap<String, &Topic> = BTreeMap::new();
    for topic in design.topics().values() {
        let (id, name) = (|| topic.id.clone(), || topic.name.clone());
        if let Some(problem) = topic_name_problem(&topic.name) {
            remarks.push(Remark::IllegalTopicName { topic: id(), name: name(), problem });
            continue;
        }
        if let Some(first) = by_name.get(topic.name.as_str()) {
            remarks.push(Remark::SameTopicName { topic: id(), first: first.topic.id.clone(), name: name() });
            continue;
        }
        if let Some(own) = kafka::refused_for(&topic.name) {
            remarks.push(Remark::KafkasOwnName { topic: id(), name: name(), own });
            continue;
        }
        let unified = colliding_topic_name(&topic.name);
        if let Some(first) = unified_names.get(&unified) {
            let (first, first_name) = (first.id.clone(), first.name.clone());
            remarks.push(Remark::CollidingTopicName { topic: id(), name: name(), first, first_name });
            continue;
        }
        let here = deployed(topic, environment);
        if here.partitions == 0 {
            remarks.push(Remark::NoPartition { topic: id(), name: name() });
            continue;
        }
        if here.replication == 0 || here.replication > MOST_COPIES {
            remarks.push(Remark::ImpossibleCopies { topic: id(), name: name(), copies: here.replication });
            continue;
        }
        unified_names.insert(unified, topic);
        by_name.insert(&topic.name, taken(writable(here, remarks), environment, remarks));
    }
    if let Some(environment) = environment {
        remark_on_copies(environment, &by_name, remarks);
    }
    by_name.into_values().map(|topic| (topic.topic, fact(topic, environment))).collect()
}

fn fact(topic: DeployedTopic<'_>, environment: Option<&Environment>) -> TopicFact {
    let DeployedTopic { topic: record, partitions, replication, config, .. } = topic;
    let differs = |environment: &&Environment| deployed(record, None) != deployed(record, Some(environment));
    let place = environment.filter(differs).map(|it| RecordKey::from(it.id.clone()));
    let sources = [RecordKey::from(record.id.clone())].into_iter().chain(place).collect();
    TopicFact { partitions, replication, config, sources }
}

/// The topic without configuration that no tool can write.
fn writable<'a>(mut topic: DeployedTopic<'a>, remarks: &mut Vec<Remark>) -> DeployedTopic<'a> {
    let (id, name) = (|| topic.topic.id.clone(), || topic.topic.name.clone());
    for key in &topic.overruled {
        remarks.push(Remark::OverruledConfig { topic: id(), name: name(), key });
    }
    let printable = |text: &str| !text.trim().is_empty() && wording::is_printable(text);
    let is_key = |text: &str| text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'));
    topic.config.retain(|key, value| {
        let legal = printable(key) && is_key(key) && printable(value);
        if !legal {
            let (key, value) = (key.clone(), value.clone());
            remarks.push(Remark::IllegalConfig { topic: id(), name: name(), key, value });
        }
        // Kafka's tools take the blanks off, so a value with them would never be found as written.
        *value = value.trim().to_owned();
        legal
    });
    topic
}

/// The topic without configuration that Kafka refuses.
fn taken<'a>(
    mut topic: DeployedTopic<'a>,
    environment: Option<&Environment>,
    remarks: &mut Vec<Remark>,
) -> DeployedTopic<'a> {
    let version = KafkaVersion::of(environment.map_or("", |environment| &environment.kafka_version));
    let here = environment.and_then(|environment| environment.topics.get(&topic.topic.id));
    let statements = statements(topic.topic, here);
    loop {
        let settings = topic.config.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let refused: Vec<_> = refusals(settings, version).into_iter().filter(|it| it.is_certain()).collect();
        if refused.is_empty() {
            return topic;
        }
        // Two that contradict each other may hide another contradiction of the one that stays.
        for refusal in refused {
            topic.config.remove(&refusal.key);
            let statement = statements.get(&refusal.key);
            let in_environment = environment.filter(|_| statement.is_some_and(|it| it.in_environment));
            let record = in_environment.map_or_else(|| topic.topic.id.clone().into(), |it| it.id.clone().into());
            let pointer = statement.map(|it| it.pointer.clone()).unwrap_or_default();
            remarks.push(Remark::RefusedSetting { record, pointer, name: topic.topic.name.clone(), refusal });
        }
    }
}

fn remark_on_copies(environment: &Environment, topics: &BTreeMap<&str, DeployedTopic<'_>>, remarks: &mut Vec<Remark>) {
    let lowered = topics.iter().filter(|(_, topic)| topic.lowered_min_insync.is_some());
    let names: Vec<String> = lowered.map(|(name, _)| (*name).to_owned()).collect();
    let here = || environment.id.clone();
    if !names.is_empty() {
        remarks.push(Remark::FewerInSync { environment: here(), names });
    }
    let Some(brokers) = environment.brokers else { return };
    for (name, topic) in topics.iter().filter(|(_, topic)| topic.replication > brokers) {
        let (name, copies) = ((*name).to_owned(), topic.replication);
        remarks.push(Remark::TooFewBrokers { environment: here(), name, copies, brokers });
    }
}
