//! The subjects of the schema registry: which name each schema has there, with which released versions.

use crate::note;
use derive::DeployedTopic;
use diagnostic::{Diagnostic, Severity};
use model::{Compatibility, Design, Schema, SubjectStrategy, Topic, TopicId};
use std::collections::{BTreeMap, BTreeSet};

/// One subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject<'a> {
    /// Its name in the registry.
    pub name: String,
    /// The schema with its versions.
    pub schema: &'a Schema,
    /// Which changes are allowed.
    pub compatibility: Compatibility,
    /// The topics whose records are written by it.
    pub topics: BTreeSet<TopicId>,
}

/// The name under which a schema's values stand in the registry for a topic. `None` when the strategy names subjects by
/// record and the schema's text names none.
pub fn subject_name(topic: &Topic, schema: &Schema) -> Option<String> {
    match topic.subject_strategy {
        SubjectStrategy::TopicName => Some(format!("{}-value", topic.name)),
        SubjectStrategy::RecordName => full_name(schema),
        SubjectStrategy::TopicRecordName => Some(format!("{}-{}", topic.name, full_name(schema)?)),
    }
}

/// The full name in a schema's newest text, after Avro's rule: a name with a dot stands for itself.
fn full_name(schema: &Schema) -> Option<String> {
    let text = schema.latest().map(|version| version.text.as_ref()).or(schema.draft.as_deref())?;
    let text: serde_json::Value = serde_json::from_str(text).ok()?;
    let field = |key: &str| text.get(key)?.as_str().filter(|value| !value.is_empty());
    let name = field("name")?;
    match field("namespace") {
        Some(namespace) if !name.contains('.') => Some(format!("{namespace}.{name}")),
        Some(_) | None => Some(name.to_owned()),
    }
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
            let Some(name) = subject_name(topic, schema) else {
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
                compatibility: schema.compatibility.unwrap_or(topic.compatibility),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_named_as_the_registry_s_clients_name_them() {
        let check = |strategy: &str, text: &str, expected: Option<&str>| {
            let topic: Topic = serde_json::from_value(serde_json::json!({
                "id": "orders", "context": "order", "name": "order-events", "partitions": 1, "replication": 1, "subject_strategy": strategy,
            }))
            .unwrap();
            let schema: Schema = serde_json::from_value(serde_json::json!({
                "id": "placed", "context": "order", "versions": [{"number": 1, "text": text}], "draft": null,
            }))
            .unwrap();
            assert_eq!(subject_name(&topic, &schema).as_deref(), expected, "{strategy} {text}");
        };
        let placed = r#"{"type": "record", "name": "OrderPlaced", "namespace": "shop.order", "fields": []}"#;
        check("topic-name", placed, Some("order-events-value"));
        check("record-name", placed, Some("shop.order.OrderPlaced"));
        check("topic-record-name", placed, Some("order-events-shop.order.OrderPlaced"));
        check("record-name", r#"{"type": "fixed", "name": "a.B", "namespace": "x", "size": 1}"#, Some("a.B"));
        check("record-name", r#"{"type": "enum", "name": "B", "namespace": "", "symbols": []}"#, Some("B"));
        check("record-name", r#"["null", "string"]"#, None);
        check("topic-record-name", "{", None);
        check("topic-name", "{", Some("order-events-value"));
    }
}
