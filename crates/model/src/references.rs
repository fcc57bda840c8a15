//! Which records a record refers to. One list serves the check for dangling references, cascading deletion, the reverse
//! index and "who uses this".

use crate::{Direction, Record, RecordKey};

/// One reference from a record to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where it stands, as a JSON pointer into the referring record.
    pub pointer: String,
    /// The record that is meant; it may not exist.
    pub target: RecordKey,
    /// Whether the referring record has no meaning without the target: it is deleted with it.
    pub owned: bool,
}

struct References(Vec<Reference>);

impl References {
    fn needs(&mut self, pointer: &str, target: impl Into<RecordKey>) {
        self.0.push(Reference { pointer: pointer.to_owned(), target: target.into(), owned: true });
    }
    fn mentions(&mut self, pointer: impl Into<String>, target: impl Into<RecordKey>) {
        self.0.push(Reference { pointer: pointer.into(), target: target.into(), owned: false });
    }
}

/// Every reference of a record, in the order of its fields.
pub fn references(record: &Record) -> Vec<Reference> {
    let mut out = References(Vec::new());
    match record {
        Record::Context(_) | Record::Policy(_) => {}
        Record::ContextRelation(it) => {
            out.needs("/upstream", it.upstream.clone());
            out.needs("/downstream", it.downstream.clone());
        }
        Record::Service(it) => out.needs("/context", it.context.clone()),
        Record::Topic(it) => {
            out.needs("/context", it.context.clone());
            if let Some(source) = &it.source {
                out.mentions("/source", source.clone());
            }
        }
        Record::Message(it) => {
            out.needs("/context", it.context.clone());
            if let Some(schema) = &it.schema {
                out.mentions("/schema", schema.clone());
            }
            for (index, topic) in it.topics.iter().enumerate() {
                out.mentions(format!("/topics/{index}"), topic.clone());
            }
        }
        Record::Schema(it) => out.needs("/context", it.context.clone()),
        Record::Flow(it) => {
            out.needs("/context", it.context.clone());
            out.needs("/service", it.service.clone());
            out.needs("/topic", it.topic.clone());
            for (index, message) in it.messages.iter().enumerate() {
                out.mentions(format!("/messages/{index}"), message.clone());
            }
            match &it.direction {
                Direction::Produce(_) => {}
                Direction::Consume(consume) => {
                    for schema in consume.reader_versions.keys() {
                        out.mentions(format!("/direction/consume/reader_versions/{schema}"), schema.clone());
                    }
                    if let Some(topic) = &consume.on_failure.retry_topic {
                        out.mentions("/direction/consume/on_failure/retry_topic", topic.clone());
                    }
                    if let Some(topic) = &consume.on_failure.dead_letter_topic {
                        out.mentions("/direction/consume/on_failure/dead_letter_topic", topic.clone());
                    }
                }
            }
        }
        Record::Process(it) => {
            if let Some(service) = &it.orchestrator {
                out.mentions("/orchestrator", service.clone());
            }
            for (index, step) in it.steps.iter().enumerate() {
                if let Some(service) = &step.service {
                    out.mentions(format!("/steps/{index}/service"), service.clone());
                }
                if let Some(message) = &step.message {
                    out.mentions(format!("/steps/{index}/message"), message.clone());
                }
            }
        }
        Record::Environment(it) => {
            for topic in it.topics.keys() {
                out.mentions(format!("/topics/{topic}"), topic.clone());
            }
        }
        Record::Decision(it) => {
            for (index, key) in it.records.iter().enumerate() {
                out.mentions(format!("/records/{index}"), key.clone());
            }
            for (index, decision) in it.supersedes.iter().enumerate() {
                out.mentions(format!("/supersedes/{index}"), decision.clone());
            }
        }
        Record::View(it) => {
            for (index, key) in it.hidden.iter().enumerate() {
                out.mentions(format!("/hidden/{index}"), key.clone());
            }
        }
        Record::Placement(it) => {
            out.needs("/view", it.view.clone());
            out.needs("/node", it.node.clone());
        }
        Record::Settings(it) => {
            if let Some(environment) = &it.default_environment {
                out.mentions("/default_environment", environment.clone());
            }
        }
    }
    out.0
}
