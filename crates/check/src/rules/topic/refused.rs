//! The settings of a topic that Kafka refuses, where they stand, and how that is said.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::Rule;
use derive::kafka::{KafkaVersion, Reason, RefusedSetting, Replacement, refusals};
use derive::{Statement, TopicSetting, statements};
use edit::Command;
use model::{EnvironmentId, Lookup, RecordKey, Topic, TopicOverride};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A setting that is refused.
pub(super) struct Refused {
    /// The record that states it.
    record: RecordKey,
    statement: Statement,
    /// Why.
    pub refusal: RefusedSetting,
}

/// The settings that are refused, each statement once: by the newest version that an environment runs and that refuses it.
pub(super) fn refused(reader: &Reader<'_>, topic: &Topic) -> Vec<Refused> {
    let environments: Vec<&EnvironmentId> = reader.environments().map(|it| it.id).collect();
    let version = |id: &EnvironmentId| KafkaVersion::of(reader.kafka_version(id));
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    let mut versions: BTreeSet<KafkaVersion> = environments.iter().map(|id| version(id)).collect();
    if versions.is_empty() {
        versions.insert(KafkaVersion::newest());
    }
    for version in versions.into_iter().rev() {
        judge(topic, None, version, &mut out, &mut seen);
    }
    for id in environments {
        if let Some(here) = reader.topic_override(id, &topic.id) {
            judge(topic, Some((id, here)), version(id), &mut out, &mut seen);
        }
    }
    out
}

fn judge(
    topic: &Topic,
    here: Option<(&EnvironmentId, &TopicOverride)>,
    version: KafkaVersion,
    out: &mut Vec<Refused>,
    seen: &mut BTreeSet<(RecordKey, String)>,
) {
    let statements = statements(topic, here.map(|(_, here)| here));
    let settings = statements.iter().map(|(key, it)| (key.as_str(), it.value.as_str()));
    for refusal in refusals(settings, version) {
        let Some(statement) = statements.get(&refusal.key).cloned() else { continue };
        let environment = here.filter(|_| statement.in_environment);
        let record = environment.map_or_else(|| topic.id.clone().into(), |(id, _)| RecordKey::from(id.clone()));
        if seen.insert((record.clone(), statement.pointer.clone())) {
            out.push(Refused { record, statement, refusal });
        }
    }
}

impl Refused {
    /// Whether another rule says it already: fields have rules of their own for what is below their range.
    pub fn is_said_elsewhere(&self) -> bool {
        let number = self.statement.value.trim().parse::<i64>().ok();
        match TopicSetting::of_key(&self.refusal.key) {
            Some(TopicSetting::RetentionMs) => number.is_some_and(|it| it < -1),
            Some(TopicSetting::MinInsyncReplicas) => number == Some(0),
            Some(TopicSetting::Cleanup | TopicSetting::RetentionBytes | TopicSetting::MaxMessageBytes) | None => false,
        }
    }

    /// The finding.
    pub fn finding(&self, rule: &'static Rule, topic: &Topic) -> Finding {
        let message = format!("{}: {}", topic.name, self.refusal.message());
        Finding::new(rule, self.record.clone(), self.statement.pointer.clone(), message)
            .with_help(self.refusal.next_step())
    }

    /// The finding with its repairs, where it is clear what is meant.
    pub fn repaired(&self, finding: Finding) -> Finding {
        let repairs = [self.refusal.replacement.as_ref().map(|it| self.replaced(it)), self.taken_out()];
        repairs.into_iter().flatten().fold(finding, Finding::with_repair)
    }

    fn replaced(&self, by: &Replacement) -> Repair {
        let title = format!("Set {} to {}", by.key, by.value);
        let pointer = &self.statement.pointer;
        let set = |pointer: String, value: Value| Command::Set { key: self.record.clone(), pointer, value };
        if self.refusal.key == by.key {
            // Fields of numbers hold numbers, Kafka's own keys texts.
            let number = by.value.parse::<i64>().ok().filter(|_| !pointer.contains("/config/"));
            return Repair::new(
                title,
                vec![set(pointer.clone(), number.map_or_else(|| by.value.clone().into(), Into::into))],
            );
        }
        let root = pointer.rsplit_once("/config/").map_or("", |(root, _)| root);
        let field = TopicSetting::of_key(by.key).filter(|it| !self.statement.in_environment || it.is_of_environments());
        let field = field.and_then(|it| Some((format!("{root}/{}", it.field()), it.field_value(&by.value)?)));
        let (place, value) = field.unwrap_or_else(|| (format!("{root}/config/{}", by.key), by.value.clone().into()));
        Repair::new(title, vec![set(pointer.clone(), Value::Null), set(place, value)])
    }

    /// A key that no broker knows may go; a wrong value may be what somebody still wants to correct.
    fn taken_out(&self) -> Option<Repair> {
        let goes = match self.refusal.reason {
            Reason::UnknownKey(_) | Reason::BrokerKey(_) | Reason::ClientKey | Reason::OtherVersion(..) => true,
            Reason::Field(_) | Reason::Maker(_) | Reason::Value(..) | Reason::Crossed(..) => false,
        };
        let (key, pointer) = (self.record.clone(), self.statement.pointer.clone());
        let title = format!("Take {} out", self.refusal.key);
        goes.then(|| Repair::new(title, vec![Command::Set { key, pointer, value: Value::Null }]))
    }
}

/// The settings that count for a topic, by Kafka's key, as its record and an environment state them.
pub(super) type Statements = BTreeMap<String, Statement>;
