//! Whose findings a step can change: the changed records, what they refer to, who refers to them, and the schemas that a
//! changed topic, message or flow carries.

use model::{Change, Design, Record, RecordKey, references};
use std::collections::BTreeSet;

/// The keys of the records to look at again; nothing means all of them.
pub(crate) fn affected(design: &Design, step: &[Change]) -> Option<BTreeSet<RecordKey>> {
    let mut keys = BTreeSet::new();
    for Change { key, before, after } in step {
        match key {
            RecordKey::Policy | RecordKey::Settings | RecordKey::Environment(_) => return None,
            RecordKey::Placement(..) => continue,
            // Nothing else depends on what a view leaves out.
            RecordKey::View(_) => {
                keys.insert(key.clone());
                continue;
            }
            RecordKey::Context(_)
            | RecordKey::ContextRelation(_)
            | RecordKey::Service(_)
            | RecordKey::Topic(_)
            | RecordKey::Message(_)
            | RecordKey::Schema(_)
            | RecordKey::Flow(_)
            | RecordKey::Process(_)
            | RecordKey::Decision(_) => {}
        }
        keys.insert(key.clone());
        keys.extend([before, after].into_iter().flatten().flat_map(neighbours));
        // The members of a context depend on it by where they stand, not by what they say.
        if before.is_none() || after.is_none() || !matches!(key, RecordKey::Context(_)) {
            keys.extend(design.referrers(key).filter(|it| !matches!(it, RecordKey::Placement(..))).cloned());
        }
    }
    let mut schemas = BTreeSet::new();
    for key in &keys {
        match key {
            RecordKey::Topic(id) => {
                schemas.extend(design.messages_of_topic(id).filter_map(|it| it.schema.clone()));
            }
            // What is said of a schema names the services that read it.
            RecordKey::Flow(id) => {
                let topic = design.flow(id).map(|flow| &flow.topic);
                let messages = topic.into_iter().flat_map(|topic| design.messages_of_topic(topic));
                schemas.extend(messages.filter_map(|it| it.schema.clone()));
            }
            RecordKey::Message(id) => schemas.extend(design.message(id).and_then(|it| it.schema.clone())),
            RecordKey::Context(_)
            | RecordKey::ContextRelation(_)
            | RecordKey::Service(_)
            | RecordKey::Schema(_)
            | RecordKey::Process(_)
            | RecordKey::Environment(_)
            | RecordKey::Decision(_)
            | RecordKey::View(_)
            | RecordKey::Placement(..)
            | RecordKey::Settings
            | RecordKey::Policy => {}
        }
    }
    keys.extend(schemas.into_iter().map(RecordKey::from));
    Some(keys)
}

fn neighbours(record: &Record) -> impl Iterator<Item = RecordKey> {
    references(record).into_iter().map(|it| it.target)
}
