//! The subjects of the schema registry: which name each schema has there, with which released versions.

use crate::note;
use derive::{DeployedTopic, mode_of, subject_of};
use diagnostic::{Diagnostic, Severity};
use model::{Compatibility, Design, Schema, TopicId};
use std::collections::{BTreeMap, BTreeSet};

/// One subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject<'a> {
    /// Its name in the registry.
    pub name: String,
    /// The schema with its versions.
    pub schema: &'a Schema,
    /// Which changes are allowed: as strict as every topic that carries the schema.
    pub compatibility: Compatibility,
    /// The topics whose records are written by it.
    pub topics: BTreeSet<TopicId>,
}

pub(super) fn gather<'a>(
    design: &'a Design,
    topics: &[DeployedTopic<'a>],
    notes: &mut Vec<Diagnostic>,
) -> Vec<Subject<'a>> {
    let mut by_name: BTreeMap<String, Subject<'a>> = BTreeMap::new();
    for DeployedTopic { topic, .. } in topics {
        for message in design.messages_of_topic(&topic.id) {
            let Some(schema) = message.schema.as_ref().and_then(|id| design.schema(id)) else { continue };
            let Some(name) = subject_of(topic, schema) else {
                notes.push(
                    note::about(
                        schema.id.clone(),
                        note::NAMELESS_SCHEMA,
                        Severity::Warning,
                        format!(
                            "The schema {} has no record name, so it has no subject for the topic `{}`",
                            schema.id, topic.name
                        ),
                    )
                    .with_help("Give its newest version a name, or let the topic name its subjects by topic"),
                );
                continue;
            };
            let subject = by_name.entry(name.clone()).or_insert_with(|| Subject {
                name,
                schema,
                compatibility: mode_of(design, schema),
                topics: BTreeSet::new(),
            });
            if subject.schema.id == schema.id {
                subject.topics.insert(topic.id.clone());
            } else {
                notes.push(
                    note::about(
                        schema.id.clone(),
                        note::SAME_SUBJECT,
                        Severity::Error,
                        format!(
                            "The schemas {} and {} have the same subject `{}`; the second is left out",
                            subject.schema.id, schema.id, subject.name
                        ),
                    )
                    .with_help("Let the topic name its subjects by topic and record"),
                );
            }
        }
    }
    by_name.into_values().collect()
}
