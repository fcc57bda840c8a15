//! An event or command whose shape nobody wrote down.

use crate::finding::{Finding, Repair};
use crate::new_schema::new_schema_for;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Lookup, Message, MessageKind, SchemaId, slug};

pub(crate) static RULE: Rule = Rule {
    code: "message/no-schema",
    area: Area::Flows,
    severity: Severity::Info,
    asks: "An event or command has a schema",
    why: "Without a schema nothing can tell whom a change breaks",
    advice: "Choose or create one in the inspector, so that changes can be checked",
    threshold: None,
    check: Check::Message(check),
};

fn check(reader: &Reader<'_>, message: &Message) -> Vec<Finding> {
    if message.schema.is_some() || !matches!(message.kind, MessageKind::Event | MessageKind::Command) {
        return Vec::new();
    }
    let words = format!("{} has no schema yet", message.name);
    let finding = Finding::new(&RULE, message.id.clone(), "/schema", words).with_help(RULE.advice);
    let repairs = [tie(reader, message), new_schema_for(message, |key| !reader.exists(key))];
    vec![repairs.into_iter().flatten().fold(finding, Finding::with_repair)]
}

/// The repair that takes a schema of the message's name. One that spells another message already is not meant.
fn tie(reader: &Reader<'_>, message: &Message) -> Option<Repair> {
    let id: SchemaId = slug(&message.name, "").parse().ok()?;
    let schema = reader.schema(&id)?;
    let is_free = schema.context == message.context && reader.messages_of_schema(&id).next().is_none();
    let name = if schema.name.is_empty() { id.as_str() } else { &schema.name };
    is_free.then(|| Repair::set(format!("Take schema {name}"), message.id.clone(), "/schema", id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn events_and_commands_have_a_schema() {
        let case = Case(&RULE);
        case.speaks("message Shipped on order-events", &["message:shipped/schema"]);
        case.speaks("message Ship on order-events kind=command", &["message:ship/schema"]);
        case.is_silent("message Ask on order-events kind=query");
        case.is_silent("message Shipped on order-events\nschema Shipped v1 { id: string }");
    }

    #[test]
    fn a_message_gets_a_schema_of_its_own_or_the_one_that_has_its_name() {
        let case = Case(&RULE);
        case.is_repaired("message OrderShipped on order-events", &["New schema for OrderShipped"]);
        case.is_repaired(
            "schema Shipped v1 { id: string }\nmessage Shipped on order-events schema=null",
            &["Take schema Shipped", "New schema for Shipped"],
        );
    }
}
