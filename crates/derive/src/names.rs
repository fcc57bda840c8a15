//! The names that people call records by. Those without a name of their own are called after what they join or spell.

use model::{ContextId, ContextRelation, Design, Flow, Record, RecordKey, Schema, ServiceId, TopicId};
use std::sync::Arc;

/// The name of a record for people, wherever it is named alone. Reads the texts of a schema; an engine that keeps what they say
/// asks [`name_by`].
pub fn name_of(design: &Design, key: &RecordKey) -> String {
    name_by(design, key, newest_full_name)
}

/// The name of a record for people; `full_name` gives the [`newest_full_name`] of a schema.
pub fn name_by(design: &Design, key: &RecordKey, full_name: impl Fn(&Schema) -> Option<String>) -> String {
    match (key, design.get(key)) {
        (_, Some(Record::Schema(schema))) => {
            // A name of its own makes reading the texts unnecessary.
            let spelt = if schema.name.is_empty() { full_name(&schema) } else { None };
            schema_name(&schema, spelt.as_deref())
        }
        (_, Some(Record::Flow(flow))) => {
            let (service, topic) = (service_name(design, &flow.service), topic_name(design, &flow.topic));
            if flow.produce().is_some() { format!("{service} → {topic}") } else { format!("{topic} → {service}") }
        }
        (_, Some(Record::ContextRelation(relation))) => relation_name(design, &relation),
        (RecordKey::Policy, _) => "Guardrail policy".to_owned(),
        (_, Some(record)) => record.name(),
        (_, None) => key.id_str().to_owned(),
    }
}

/// The name of a schema for people: its own name, else the name of the record in its newest text, else its id.
pub fn schema_name(schema: &Schema, newest_full_name: Option<&str>) -> String {
    let simple = newest_full_name.and_then(|full| full.rsplit('.').next()).unwrap_or_default();
    let names = [schema.name.as_str(), simple, schema.id.as_str()];
    names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned()
}

/// The full name of the outermost type in a schema's newest text that can be read: the draft, then the versions.
pub fn newest_full_name(schema: &Schema) -> Option<String> {
    full_name_in(schema.draft.iter().chain(schema.versions.iter().rev().map(|version| &version.text)))
}

/// The full name of the outermost type in the newest released text that can be read; of the draft where none is released.
pub(crate) fn released_full_name(schema: &Schema) -> Option<String> {
    if schema.versions.is_empty() {
        return full_name_in(schema.draft.iter());
    }
    full_name_in(schema.versions.iter().rev().map(|version| &version.text))
}

fn full_name_in<'a>(mut texts: impl Iterator<Item = &'a Arc<str>>) -> Option<String> {
    let newest = texts.find_map(|text| avro::Schema::parse(text, &[]).0)?;
    newest.fullname().map(str::to_owned)
}

/// The name of a flow for people below its service.
pub fn flow_name(design: &Design, flow: &Flow) -> String {
    let topic = topic_name(design, &flow.topic);
    if flow.produce().is_some() { format!("writes {topic}") } else { format!("reads {topic}") }
}

/// The name of a relation between contexts.
pub fn relation_name(design: &Design, relation: &ContextRelation) -> String {
    let name = |id: &ContextId| design.context(id).map_or(id.to_string(), |it| it.name.clone());
    format!("{} → {}", name(&relation.upstream), name(&relation.downstream))
}

fn service_name<'a>(design: &'a Design, id: &'a ServiceId) -> &'a str {
    design.service(id).map_or(id.as_str(), |service| service.name.as_str())
}

fn topic_name<'a>(design: &'a Design, id: &'a TopicId) -> &'a str {
    design.topic(id).map_or(id.as_str(), |topic| topic.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn schema(fields: &Value) -> Schema {
        let mut all = json!({"id": "order-placed", "context": "order", "versions": [], "draft": null});
        all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn a_schema_is_called_by_its_name_or_by_what_its_newest_text_spells() {
        let record = |name: &str| json!({"type": "record", "name": name, "fields": []}).to_string();
        let check = |fields: Value, expected: &str| {
            let schema = schema(&fields);
            assert_eq!(schema_name(&schema, newest_full_name(&schema).as_deref()), expected, "{fields}");
        };
        let versions = |texts: &[&str]| -> Value {
            (1..).zip(texts).map(|(number, text)| json!({"number": number, "text": text})).collect()
        };
        let (first, second) = (record("shop.Placed"), record("Submitted"));
        check(json!({}), "order-placed");
        check(json!({"name": "Order placed", "draft": first}), "Order placed");
        check(json!({"draft": first}), "Placed");
        check(json!({"versions": versions(&[&first, &second])}), "Submitted");
        check(json!({"versions": versions(&[&second]), "draft": first}), "Placed");
        check(json!({"versions": versions(&[&first]), "draft": ""}), "Placed");
        check(json!({"versions": versions(&[r#"["null", "string"]"#])}), "order-placed");
    }

    #[test]
    fn records_without_a_name_are_called_after_what_they_join() {
        let mut design = Design::default();
        for record in [
            json!({"context": {"id": "order", "name": "Order"}}),
            json!({"context": {"id": "payment", "name": "Payment"}}),
            json!({"service": {"id": "api", "context": "order", "name": "Order API"}}),
            json!({"topic": {"id": "t", "context": "order", "name": "order-events", "partitions": 1, "replication": 1}}),
            json!({"flow": {"id": "w", "context": "order", "service": "api", "topic": "t", "direction": {"produce": {}}}}),
            json!({"flow": {"id": "r", "context": "order", "service": "gone", "topic": "t", "direction": {"consume": {}}}}),
            json!({"relation": {"id": "x", "upstream": "order", "downstream": "payment"}}),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
        }
        let check = |key: &str, expected: &str| assert_eq!(name_of(&design, &key.parse().unwrap()), expected, "{key}");
        check("topic:t", "order-events");
        check("flow:w", "Order API → order-events");
        check("flow:r", "order-events → gone");
        check("relation:x", "Order → Payment");
        check("policy", "Guardrail policy");
        check("message:lost", "lost");
    }
}
