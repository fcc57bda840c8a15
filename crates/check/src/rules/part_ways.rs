//! The last way out of a draft that nothing else repairs: a subject and a topic of its own, so that nobody who reads the old
//! ones ever meets it.

use diagnostic::{Edit, Fix};
use model::{Design, Message, Record, RecordKey, Schema, Topic, TopicKind};
use serde_json::Value;

/// The repair that moves a draft to a subject, a message and topics of its own. Nothing for a schema that no topic carries.
pub(super) fn part_ways(design: &Design, schema: &Schema, name: &str) -> Option<Fix> {
    let draft = schema.draft.clone()?;
    let message = design.messages_of_schema(&schema.id).next()?;
    let topics: Vec<&Topic> =
        message.topics.iter().filter_map(|id| design.topic(id)).filter(|it| is_source(it)).collect();
    let mut records = Vec::new();
    let id = free(schema.id.as_str(), |id| id.parse().is_ok_and(|id| design.schema(&id).is_none()))?.parse().ok()?;
    let own = Schema { id, name: next(name), versions: Vec::new(), draft: Some(draft), ..schema.clone() };
    let mut carried = Vec::new();
    for topic in &topics {
        let id = free(topic.id.as_str(), |id| id.parse().is_ok_and(|id| design.topic(&id).is_none()))?.parse().ok()?;
        let topic = Topic { id, name: next(&topic.name), ..(*topic).clone() };
        carried.push(topic.id.clone());
        records.push(Record::Topic(topic));
    }
    let id = free(message.id.as_str(), |id| id.parse().is_ok_and(|id| design.message(&id).is_none()))?.parse().ok()?;
    let said =
        Message { id, name: next(&message.name), schema: Some(own.id.clone()), topics: carried, ..message.clone() };
    records.insert(0, Record::Schema(own));
    records.push(Record::Message(said));
    if topics.is_empty() {
        return None;
    }
    let mut edits = Vec::new();
    for record in &records {
        edits.push(Edit::Create { record: serde_json::to_string(record).ok()? });
    }
    edits.push(Edit::SetField {
        record: RecordKey::from(schema.id.clone()).to_string(),
        pointer: "/draft".to_owned(),
        value: Value::Null.to_string(),
    });
    Some(Fix { title: "Move it to a new topic".to_owned(), edits })
}

/// Whether records are written to a topic in the first place, and not because something failed.
fn is_source(topic: &Topic) -> bool {
    match topic.kind {
        TopicKind::Event | TopicKind::Command | TopicKind::State => true,
        TopicKind::Retry | TopicKind::DeadLetter => false,
    }
}

/// The name of the next of its kind: `order-events-v2` after `order-events`, `order-events-v3` after that.
fn next(name: &str) -> String {
    let counted = name.rsplit_once("-v").and_then(|(base, digits)| Some((base, digits.parse::<u32>().ok()?)));
    match counted {
        Some((base, number)) => format!("{base}-v{}", number.saturating_add(1)),
        None => format!("{name}-v2"),
    }
}

/// The first of the next ids that nobody has.
fn free(id: &str, is_free: impl Fn(&str) -> bool) -> Option<String> {
    const MOST_TRIES: usize = 1_000;
    std::iter::successors(Some(next(id)), |id| Some(next(id))).take(MOST_TRIES).find(|id| is_free(id))
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn names_count_on() {
        for (name, expected) in [
            ("order-events", "order-events-v2"),
            ("order-events-v2", "order-events-v3"),
            ("order-v", "order-v-v2"),
            ("v2", "v2-v2"),
        ] {
            assert_eq!(next(name), expected);
        }
    }
}
