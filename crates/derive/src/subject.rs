//! Subjects of a schema registry.

use crate::names::released_full_name;
use model::{Schema, SubjectStrategy, Topic};

/// The name under which a schema's values stand in the registry for a topic, by the full name of the record that is written.
/// `None` when the strategy names subjects by record and there is no such name.
pub fn subject_name(topic: &Topic, full_name: Option<&str>) -> Option<String> {
    match topic.subject_strategy {
        SubjectStrategy::TopicName => Some(format!("{}-value", topic.name)),
        SubjectStrategy::RecordName => full_name.map(str::to_owned),
        SubjectStrategy::TopicRecordName => full_name.map(|name| format!("{}-{name}", topic.name)),
    }
}

/// The subject of what a schema has released, for a topic; of its draft where nothing is released yet.
pub fn subject_of(topic: &Topic, schema: &Schema) -> Option<String> {
    match topic.subject_strategy {
        SubjectStrategy::TopicName => subject_name(topic, None),
        SubjectStrategy::RecordName | SubjectStrategy::TopicRecordName => {
            subject_name(topic, released_full_name(schema).as_deref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn subjects_are_named_as_the_registry_s_clients_name_them() {
        let check = |strategy: &str, text: &str, expected: Option<&str>| {
            let topic: Topic = serde_json::from_value(json!({
                "id": "orders", "context": "order", "name": "order-events", "partitions": 1, "replication": 1, "subject_strategy": strategy,
            }))
            .unwrap();
            let schema: Schema = serde_json::from_value(json!({
                "id": "placed", "context": "order", "versions": [{"number": 1, "text": text}], "draft": null,
            }))
            .unwrap();
            assert_eq!(subject_of(&topic, &schema).as_deref(), expected, "{strategy} {text}");
        };
        let placed = r#"{"type": "record", "name": "OrderPlaced", "namespace": "shop.order", "fields": []}"#;
        check("topic-name", placed, Some("order-events-value"));
        check("record-name", placed, Some("shop.order.OrderPlaced"));
        check("topic-record-name", placed, Some("order-events-shop.order.OrderPlaced"));
        check("record-name", r#"{"type": "fixed", "name": "a.B", "namespace": "x", "size": 1}"#, Some("a.B"));
        check("record-name", r#"{"type": "enum", "name": ".B", "namespace": "x", "symbols": []}"#, Some("B"));
        check("record-name", r#"{"type": "enum", "name": "B", "namespace": "", "symbols": []}"#, Some("B"));
        check("record-name", r#"{"type": {"type": "record", "name": "B", "fields": []}}"#, Some("B"));
        check("record-name", r#"["null", "string"]"#, None);
        check("topic-record-name", "{", None);
        check("topic-name", "{", Some("order-events-value"));
    }
}
