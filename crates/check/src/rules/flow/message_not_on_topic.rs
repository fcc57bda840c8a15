//! A flow that names a message which its topic does not carry.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Flow, Lookup, RecordKey};
use serde_json::Value;

pub(crate) static RULE: Rule = Rule {
    code: "flow/message-not-on-topic",
    area: Area::Flows,
    severity: Severity::Warning,
    asks: "A flow's messages are carried by its topic",
    why: "Picture, access and compatibility then say different things of the same flow",
    advice: "Let the topic carry the message, or take the message off the flow",
    threshold: None,
    check: Check::Flow(check),
};

fn check(reader: &Reader<'_>, flow: &Flow) -> Vec<Finding> {
    let mut out = Vec::new();
    for (index, id) in flow.messages.iter().enumerate() {
        let Some(message) = reader.message(id) else { continue };
        let Some(topic) = reader.topic(&flow.topic) else { continue };
        if message.topics.contains(&flow.topic) {
            continue;
        }
        let pointer = format!("/messages/{index}");
        let words = format!("{} names {}, which {} does not carry", flow.service, message.name, topic.name);
        let title = format!("Carry {} on {}", message.name, topic.name);
        out.push(
            Finding::new(&RULE, flow.id.clone(), pointer.clone(), words)
                .with_help(RULE.advice)
                .with_repair(Repair::set(title, message.id.clone(), "/topics/-", flow.topic.as_str()))
                .with_repair(Repair::set(
                    "Take it off the flow",
                    RecordKey::from(flow.id.clone()),
                    pointer,
                    Value::Null,
                )),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn the_topic_carries_what_the_flow_names() {
        let case = Case(&RULE);
        let change = "topic audit\nmessage Shipped on audit\nset flow:api-writes-order-events /messages/- shipped";
        case.speaks(change, &["flow:api-writes-order-events/messages/1"]);
        case.is_repaired(change, &["Carry Shipped on order-events", "Take it off the flow"]);
        case.is_silent("message Shipped on order-events\nset flow:api-writes-order-events /messages/- shipped");
    }
}
