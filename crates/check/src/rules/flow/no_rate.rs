//! A flow that writes without saying how much, in a design that counts on rates.

use crate::finding::Finding;
use crate::rates::states_rate;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Flow, Lookup};

pub(crate) static RULE: Rule = Rule {
    code: "flow/no-rate",
    area: Area::Flows,
    severity: Severity::Info,
    asks: "A flow that writes states its rate, where others do",
    why: "It counts as nothing in the topic's load, in partitions, disks, groups and cost",
    advice: "State how many records a second it writes",
    threshold: None,
    check: Check::Flow(check),
};

fn check(reader: &Reader<'_>, flow: &Flow) -> Vec<Finding> {
    if flow.produce().is_none() || states_rate(flow) || !reader.uses_rates() {
        return Vec::new();
    }
    let service = reader.service(&flow.service).map_or(flow.service.as_str(), |it| it.name.as_str());
    let topic = reader.topic(&flow.topic).map_or(flow.topic.as_str(), |it| it.name.as_str());
    let others = reader.flows_of_topic(&flow.topic).filter(|it| states_rate(it)).count();
    let missing = if others == 0 {
        format!("so the load of {topic}, its disks and the groups that read it are not computed")
    } else {
        format!("so the load of {topic}, its disks and the groups that read it are computed without it")
    };
    let message = format!("{service} states no rate for {topic}, {missing}");
    let pointer = "/direction/produce/rate_per_second";
    vec![Finding::new(&RULE, flow.id.clone(), pointer, message).with_help(RULE.advice)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn rates_are_asked_for_where_others_state_them() {
        let case = Case(&RULE);
        let place = "flow:api-writes-audit/direction/produce/rate_per_second";
        case.speaks("topic audit\napi -> audit", &[place]);
        case.speaks("topic audit\napi -> audit\nservice stock -> audit 5/s", &[place]);
        case.is_silent("topic audit\napi -> audit 5/s");
        case.is_silent(
            "topic audit\napi -> audit\nset flow:api-writes-audit /direction/produce/peak_rate_per_second 5",
        );
        case.is_silent("topic audit\naudit -> mailer");
        let none = "set flow:api-writes-order-events /direction/produce/rate_per_second 0\n\
                    set flow:api-writes-order-events /direction/produce/peak_rate_per_second null";
        case.is_silent(&format!("topic audit\napi -> audit\n{none}"));
        case.then_is_silent("topic audit\napi -> audit", none);
    }
}
