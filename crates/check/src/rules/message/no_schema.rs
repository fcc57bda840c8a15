//! An event or command whose shape nobody wrote down.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Message, MessageKind};

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

fn check(_: &Reader<'_>, message: &Message) -> Vec<Finding> {
    if message.schema.is_some() || !matches!(message.kind, MessageKind::Event | MessageKind::Command) {
        return Vec::new();
    }
    let words = format!("{} has no schema yet", message.name);
    vec![Finding::new(&RULE, message.id.clone(), "/schema", words).with_help(RULE.advice)]
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
}
