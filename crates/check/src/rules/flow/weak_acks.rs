//! A producer that does not wait until a record is safe.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Acks, Flow};

pub(crate) static RULE: Rule = Rule {
    code: "flow/weak-acks",
    area: Area::Flows,
    severity: Severity::Warning,
    asks: "A producer waits for all in-sync replicas",
    why: "Only acks = all waits until a record is safe on the in-sync replicas",
    advice: "Set acks to all",
    threshold: None,
    check: Check::Flow(check),
};

fn check(_: &Reader<'_>, flow: &Flow) -> Vec<Finding> {
    let Some(Acks::None | Acks::Leader) = flow.produce().map(|produce| produce.acks) else { return Vec::new() };
    let pointer = "/direction/produce/acks";
    let message = format!("{} can lose records on their way to {}", flow.service, flow.topic);
    vec![Finding::new(&RULE, flow.id.clone(), pointer, message).with_help(RULE.why).with_repair(Repair::set(
        "Wait for all replicas",
        flow.id.clone(),
        pointer,
        "all",
    ))]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_producer_waits_for_all_replicas() {
        let case = Case(&RULE);
        let acks = |it: &str| format!("set flow:api-writes-order-events /direction/produce/acks \"{it}\"");
        for weak in ["0", "1"] {
            case.speaks(&acks(weak), &["flow:api-writes-order-events/direction/produce/acks"]);
        }
        case.is_repaired(&acks("1"), &["Wait for all replicas"]);
        case.is_silent(&acks("all"));
    }
}
