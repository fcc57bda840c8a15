//! A producer whose retries can store a record twice.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Acks, Flow};

pub(crate) static RULE: Rule = Rule {
    code: "flow/not-idempotent",
    area: Area::Flows,
    severity: Severity::Warning,
    asks: "A producer with acks = all is idempotent",
    why: "Without idempotence, a retried write can be stored twice or out of order",
    advice: "Make the producer idempotent; it costs nothing measurable",
    threshold: None,
    check: Check::Flow(check),
};

fn check(_: &Reader<'_>, flow: &Flow) -> Vec<Finding> {
    if !flow.produce().is_some_and(|produce| produce.acks == Acks::All && !produce.idempotent) {
        return Vec::new();
    }
    let pointer = "/direction/produce/idempotent";
    let message = format!("{} may write a record to {} twice", flow.service, flow.topic);
    vec![Finding::new(&RULE, flow.id.clone(), pointer, message).with_help(RULE.why).with_repair(Repair::set(
        "Make it idempotent",
        flow.id.clone(),
        pointer,
        true,
    ))]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_retried_write_is_stored_once() {
        let case = Case(&RULE);
        let flow = "flow:api-writes-order-events";
        let change = format!("set {flow} /direction/produce/idempotent false");
        case.speaks(&change, &["flow:api-writes-order-events/direction/produce/idempotent"]);
        case.is_repaired(&change, &["Make it idempotent"]);
        case.is_silent(&format!("{change}\nset {flow} /direction/produce/acks \"1\""));
    }
}
