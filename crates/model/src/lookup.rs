//! The questions that can be put to a design, as an interface: an answer that was worked out through it can be told later what
//! it depends on.

use crate::{
    Design, EnvironmentId, Flow, Message, MessageId, RecordKey, Schema, SchemaId, SchemaRules, Service, ServiceId,
    Topic, TopicId, TopicOverride,
};

/// An environment by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedEnvironment<'a> {
    /// Its id.
    pub id: &'a EnvironmentId,
    /// Its name for people.
    pub name: &'a str,
}

/// Looks records up, one question a function. A [`Design`] answers; so does a reader that notes what was asked.
pub trait Lookup {
    /// Whether a record exists.
    fn exists(&self, key: &RecordKey) -> bool;

    /// A service.
    fn service(&self, id: &ServiceId) -> Option<&Service>;

    /// A topic.
    fn topic(&self, id: &TopicId) -> Option<&Topic>;

    /// A message.
    fn message(&self, id: &MessageId) -> Option<&Message>;

    /// A schema.
    fn schema(&self, id: &SchemaId) -> Option<&Schema>;

    /// The records that refer to a record, by key.
    fn referrers<'a>(&'a self, key: &'a RecordKey) -> impl Iterator<Item = &'a RecordKey>;

    /// The flows that write to a topic or read from it, by id.
    fn flows_of_topic<'a>(&'a self, topic: &'a TopicId) -> impl Iterator<Item = &'a Flow>;

    /// The flows that name a topic, to write to it, to read from it, or for records that failed; by id.
    fn flows_naming_topic<'a>(&'a self, topic: &'a TopicId) -> impl Iterator<Item = &'a Flow>;

    /// The messages that a schema spells, by id.
    fn messages_of_schema<'a>(&'a self, schema: &'a SchemaId) -> impl Iterator<Item = &'a Message>;

    /// The names of all environments, by id.
    fn environments(&self) -> impl Iterator<Item = NamedEnvironment<'_>>;

    /// The most copies that an environment keeps of any topic, when it says.
    fn most_copies(&self, environment: &EnvironmentId) -> Option<u32>;

    /// How many brokers an environment has, when it says. Ask [`Lookup::has_brokers`] where a yes or no does: another number
    /// seldom changes that.
    fn brokers(&self, environment: &EnvironmentId) -> Option<u32>;

    /// Whether an environment has at least so many brokers; nothing when it does not say how many.
    fn has_brokers(&self, environment: &EnvironmentId, count: u32) -> Option<bool>;

    /// Which version of Kafka an environment runs, as it says; empty when it says nothing.
    fn kafka_version(&self, environment: &EnvironmentId) -> &str;

    /// The statements of an environment about a topic.
    fn topic_override(&self, environment: &EnvironmentId, topic: &TopicId) -> Option<&TopicOverride>;

    /// By whose rules schemas are judged.
    fn schema_rules(&self) -> SchemaRules;

    /// The number that the policy states under a name.
    fn threshold(&self, name: &str) -> Option<f64>;
}

impl Lookup for Design {
    fn exists(&self, key: &RecordKey) -> bool {
        self.contains(key)
    }

    fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services().get(id)
    }

    fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics().get(id)
    }

    fn message(&self, id: &MessageId) -> Option<&Message> {
        self.messages().get(id)
    }

    fn schema(&self, id: &SchemaId) -> Option<&Schema> {
        self.schemas().get(id)
    }

    fn referrers<'a>(&'a self, key: &'a RecordKey) -> impl Iterator<Item = &'a RecordKey> {
        Self::referrers(self, key)
    }

    fn flows_of_topic<'a>(&'a self, topic: &'a TopicId) -> impl Iterator<Item = &'a Flow> {
        Self::flows_of_topic(self, topic)
    }

    fn flows_naming_topic<'a>(&'a self, topic: &'a TopicId) -> impl Iterator<Item = &'a Flow> {
        Self::flows_naming_topic(self, topic)
    }

    fn messages_of_schema<'a>(&'a self, schema: &'a SchemaId) -> impl Iterator<Item = &'a Message> {
        Self::messages_of_schema(self, schema)
    }

    fn environments(&self) -> impl Iterator<Item = NamedEnvironment<'_>> {
        Self::environments(self).values().map(|it| NamedEnvironment { id: &it.id, name: &it.name })
    }

    fn most_copies(&self, environment: &EnvironmentId) -> Option<u32> {
        self.environment(environment)?.replication
    }

    fn brokers(&self, environment: &EnvironmentId) -> Option<u32> {
        self.environment(environment)?.brokers
    }

    fn has_brokers(&self, environment: &EnvironmentId, count: u32) -> Option<bool> {
        Some(self.environment(environment)?.brokers? >= count)
    }

    fn kafka_version(&self, environment: &EnvironmentId) -> &str {
        self.environment(environment).map_or("", |it| &it.kafka_version)
    }

    fn topic_override(&self, environment: &EnvironmentId, topic: &TopicId) -> Option<&TopicOverride> {
        self.environment(environment)?.topics.get(topic)
    }

    fn schema_rules(&self) -> SchemaRules {
        self.settings().schema_rules
    }

    fn threshold(&self, name: &str) -> Option<f64> {
        self.policy().thresholds.get(name).copied()
    }
}
