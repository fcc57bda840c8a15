//! A schema for a message that has none: the repair of the rule that misses it, and what the window offers where the schema of a
//! message is chosen.

use crate::finding::Repair;
use edit::{Command, create};
use model::{Kind, Message, Record, RecordKey, fresh_key};

/// The repair that makes a schema named after a message, in its context, and ties the two. Nothing where no id is free.
pub fn new_schema_for(message: &Message, is_free: impl Fn(&RecordKey) -> bool) -> Option<Repair> {
    let Some(RecordKey::Schema(id)) = fresh_key(Kind::Schema, &message.name, is_free) else { return None };
    let schema = create::schema(id.clone(), message.name.clone(), message.context.clone());
    let commands = vec![
        Command::Create { record: Box::new(Record::Schema(schema)), placement: None },
        Command::Set { key: message.id.clone().into(), pointer: "/schema".to_owned(), value: id.as_str().into() },
    ];
    Some(Repair::new(format!("New schema for {}", message.name), commands))
}
