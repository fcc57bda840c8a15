//! What people call records: those without a name of their own are called after what they join or spell.

use engine::diagnostic::counted;
use engine::model::{ContextId, ContextRelation, DecisionStatus, Design, Flow, Kind, Record, RecordKey, Schema};
use std::collections::BTreeMap;

/// What people call a schema: its own name, else that of the message it spells, else its id.
pub fn schema_name(design: &Design, schema: &Schema) -> String {
    if !schema.name.is_empty() {
        return schema.name.clone();
    }
    design.messages_of_schema(&schema.id).next().map_or_else(|| schema.id.to_string(), |message| message.name.clone())
}

/// What people call a flow below its service.
pub fn flow_name(design: &Design, flow: &Flow) -> String {
    let topic = design.topic(&flow.topic).map_or(flow.topic.as_str(), |topic| topic.name.as_str());
    if flow.produce().is_some() { format!("writes {topic}") } else { format!("reads {topic}") }
}

/// What people call a relation between contexts.
pub fn relation_name(design: &Design, relation: &ContextRelation) -> String {
    let name = |id: &ContextId| design.context(id).map_or(id.to_string(), |it| it.name.clone());
    format!("{} → {}", name(&relation.upstream), name(&relation.downstream))
}

/// What people call a record, wherever it is named alone.
pub fn name_of(design: &Design, key: &RecordKey) -> String {
    match (key, design.get(key)) {
        (RecordKey::Schema(_), Some(Record::Schema(schema))) => schema_name(design, &schema),
        (RecordKey::Flow(_), Some(Record::Flow(flow))) => {
            let service = design.service(&flow.service).map_or(flow.service.as_str(), |it| it.name.as_str());
            let topic = design.topic(&flow.topic).map_or(flow.topic.as_str(), |it| it.name.as_str());
            if flow.produce().is_some() { format!("{service} → {topic}") } else { format!("{topic} → {service}") }
        }
        (RecordKey::ContextRelation(_), Some(Record::ContextRelation(relation))) => relation_name(design, &relation),
        (RecordKey::Policy, _) => "Guardrail policy".to_owned(),
        (_, Some(record)) => record.name(),
        (_, None) => key.id_str().to_owned(),
    }
}

/// How many records of each kind there are, as `2 services`.
pub fn counts_of_kinds<'a>(keys: impl IntoIterator<Item = &'a RecordKey>) -> Vec<(Kind, String)> {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    keys.into_iter().for_each(|key| *counts.entry(key.kind()).or_default() += 1);
    counts.into_iter().map(|(kind, count)| (kind, counted(count, kind.title()))).collect()
}

/// A decision's status in one word.
pub fn decision_word(status: DecisionStatus) -> &'static str {
    match status {
        DecisionStatus::Proposed => "proposed",
        DecisionStatus::Rejected => "rejected",
        DecisionStatus::Accepted => "accepted",
        DecisionStatus::Deprecated => "deprecated",
        DecisionStatus::Superseded => "superseded",
    }
}

/// Whether records of a kind are called by a machine's name.
pub fn is_machine_name(kind: Kind) -> bool {
    matches!(kind, Kind::Topic)
}
