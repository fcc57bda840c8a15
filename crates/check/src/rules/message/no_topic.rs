//! A message that no topic carries.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Message;

pub(crate) static RULE: Rule = Rule {
    code: "message/no-topic",
    area: Area::Flows,
    severity: Severity::Info,
    asks: "A message travels on a topic",
    why: "A message that travels nowhere reaches nobody",
    advice: "Name the topics that carry it, or delete it",
    threshold: None,
    check: Check::Message(check),
};

fn check(_: &Reader<'_>, message: &Message) -> Vec<Finding> {
    if !message.topics.is_empty() {
        return Vec::new();
    }
    let words = format!("{} travels on no topic", message.name);
    vec![Finding::new(&RULE, message.id.clone(), "/topics", words).with_help(RULE.advice)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_message_travels_somewhere() {
        let case = Case(&RULE);
        case.speaks("message Shipped", &["message:shipped/topics"]);
        case.is_silent("message Shipped on order-events");
    }
}
