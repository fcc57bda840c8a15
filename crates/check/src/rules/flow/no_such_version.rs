//! A consumer that reads with a version which was never released.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Flow, Lookup};

pub(crate) static RULE: Rule = Rule {
    code: "flow/no-such-version",
    area: Area::Flows,
    severity: Severity::Error,
    asks: "A consumer's reader version exists",
    why: "Compatibility cannot be judged against a version that does not exist",
    advice: "Choose a version that was released",
    threshold: None,
    check: Check::Flow(check),
};

fn check(reader: &Reader<'_>, flow: &Flow) -> Vec<Finding> {
    let mut out = Vec::new();
    for (id, number) in flow.consume().into_iter().flat_map(|consume| &consume.reader_versions) {
        let Some(schema) = reader.schema(id) else { continue };
        if schema.version(*number).is_some() {
            continue;
        }
        let pointer = format!("/direction/consume/reader_versions/{id}");
        let message = format!("{} reads version {number} of {id}, which does not exist", flow.service);
        let finding = Finding::new(&RULE, flow.id.clone(), pointer.clone(), message).with_help(RULE.advice);
        let latest = schema.latest().map(|latest| {
            Repair::set(format!("Read version {}", latest.number), flow.id.clone(), pointer, latest.number)
        });
        out.push(latest.into_iter().fold(finding, Finding::with_repair));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_reader_version_was_released() {
        let case = Case(&RULE);
        let flow = "flow:mailer-reads-order-events";
        let reads = |number: u32| format!("set {flow} /direction/consume/reader_versions/placed {number}");
        let place = format!("{flow}/direction/consume/reader_versions/placed");
        case.speaks(&reads(2), &[place.as_str()]);
        case.is_repaired(&reads(2), &["Read version 1"]);
        case.is_silent(&reads(1));
    }
}
