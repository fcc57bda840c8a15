//! The last way out of a draft that nothing else repairs: a subject and a topic of its own, so that nobody who reads the old
//! ones ever meets it.

use crate::finding::Repair;
use crate::reader::Reader;
use edit::Command;
use model::{Lookup, Message, Record, RecordKey, Schema, Topic, TopicKind};

/// The repair that moves a draft to a subject, a message and topics of its own. Nothing for a schema that no topic carries.
pub(super) fn split(reader: &Reader<'_>, schema: &Schema, name: &str) -> Option<Repair> {
    let draft = schema.draft.clone()?;
    let message = reader.messages_of_schema(&schema.id).next()?;
    let topics: Vec<&Topic> =
        message.topics.iter().filter_map(|id| reader.topic(id)).filter(|it| is_source(it)).collect();
    if topics.is_empty() {
        return None;
    }
    let id = free(reader, schema.id.as_str())?;
    let own = Schema { id, name: next(name), versions: Vec::new(), draft: Some(draft), ..schema.clone() };
    let mut records = vec![Record::Schema(own.clone())];
    let mut carried = Vec::new();
    for topic in &topics {
        let topic = Topic { id: free(reader, topic.id.as_str())?, name: next(&topic.name), ..(*topic).clone() };
        carried.push(topic.id.clone());
        records.push(Record::Topic(topic));
    }
    let id = free(reader, message.id.as_str())?;
    let name = next(&message.name);
    records.push(Record::Message(Message { id, name, schema: Some(own.id), topics: carried, ..message.clone() }));
    let create = |record| Command::Create { record: Box::new(record), placement: None };
    let mut commands: Vec<Command> = records.into_iter().map(create).collect();
    commands.push(Command::SetDraft { schema: schema.id.clone(), text: None });
    Some(Repair::new("Move it to a new topic", commands))
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

/// The first of the next ids that no record of the kind has.
fn free<Id>(reader: &Reader<'_>, id: &str) -> Option<Id>
where
    Id: std::str::FromStr + Clone + Into<RecordKey>,
{
    const MOST_TRIES: usize = 1_000;
    let candidates = std::iter::successors(Some(next(id)), |id| Some(next(id))).take(MOST_TRIES);
    candidates.filter_map(|id| id.parse::<Id>().ok()).find(|id| !reader.exists(&id.clone().into()))
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
