//! Records that refer to themselves where that has no meaning. They come from files: the editor offers no record to itself.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use edit::Command;
use model::{Process, Record, references};
use serde_json::Value;

pub(crate) static RULE: Rule = Rule {
    code: "reference/to-itself",
    area: Area::References,
    severity: Severity::Warning,
    asks: "A record does not refer to itself",
    why: "A context that is its own upstream, or a decision that replaces itself, says nothing, and most often another record was meant",
    advice: "Name the record that was meant, or remove the reference",
    threshold: None,
    check: Check::Record(check),
};

fn check(_: &Reader<'_>, record: &Record) -> Vec<Finding> {
    let key = record.key();
    let mut findings: Vec<Finding> = references(record)
        .into_iter()
        .filter(|reference| reference.target == key)
        .map(|reference| finding(record, reference.pointer, format!("{} refers to itself", record.name())))
        .collect();
    match record {
        Record::ContextRelation(it) if it.upstream == it.downstream => {
            let message = format!("The context {} is its own upstream", it.upstream);
            let delete = Repair::new("Delete the relation", vec![Command::Delete { keys: vec![key.clone()] }]);
            let finding = Finding::new(&RULE, key, "/downstream", message).with_help(RULE.advice);
            findings.push(finding.with_repair(delete));
        }
        Record::Process(it) => {
            let steps = steps(it);
            findings.extend(steps.map(|(pointer, step)| {
                finding(record, pointer, format!("The step {step} of {} leads to itself", record.name()))
            }));
        }
        Record::ContextRelation(_)
        | Record::Context(_)
        | Record::Service(_)
        | Record::Topic(_)
        | Record::Message(_)
        | Record::Schema(_)
        | Record::Flow(_)
        | Record::Environment(_)
        | Record::Decision(_)
        | Record::Policy(_)
        | Record::View(_)
        | Record::Placement(_)
        | Record::Settings(_) => {}
    }
    findings
}

fn finding(record: &Record, pointer: String, message: String) -> Finding {
    let remove = Repair::set("Remove the reference", record.key(), pointer.clone(), Value::Null);
    Finding::new(&RULE, record.key(), pointer, message).with_help(RULE.advice).with_repair(remove)
}

/// The places where a step names itself, with what the step is called. A step that fails may well be tried again, but that is what
/// its retries say.
fn steps(process: &Process) -> impl Iterator<Item = (String, &str)> {
    process.steps.iter().enumerate().flat_map(|(index, step)| {
        let then = step.then.iter().enumerate().map(|(at, next)| (format!("then/{at}"), next));
        let failure = step.on_failure.iter().map(|next| ("on_failure".to_owned(), next));
        let undone = step.compensation.iter().map(|next| ("compensation".to_owned(), next));
        let own = then.chain(failure).chain(undone).filter(|(_, next)| **next == step.id);
        own.map(move |(field, _)| (format!("/steps/{index}/{field}"), step.name.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn no_record_refers_to_itself() {
        let case = Case(&RULE);
        let relation = "context stock\nrelation order -> stock id=r\nset relation:r /downstream order";
        case.speaks(relation, &["relation:r/downstream"]);
        case.is_repaired(relation, &["Delete the relation"]);
        case.is_silent("context stock\nrelation order -> stock id=r");
        let decision = "decision 0001-a\nset decision:0001-a /supersedes/- 0001-a";
        case.speaks(decision, &["decision:0001-a/supersedes/0"]);
        case.is_repaired(decision, &["Remove the reference"]);
        case.is_silent("decision 0001-a\ndecision 0002-b\nset decision:0002-b /supersedes/- 0001-a");
        case.speaks("set topic:order-events /source order-events", &["topic:order-events/source"]);
    }

    #[test]
    fn no_step_leads_to_itself() {
        let case = Case(&RULE);
        let process =
            |field: &str| format!("process p\n  step a command\n  step b command\nset process:p /steps/0/{field}");
        case.speaks(&process("then/- a"), &["process:p/steps/0/then/0"]);
        case.speaks(&process("on_failure a"), &["process:p/steps/0/on_failure"]);
        case.speaks(&process("compensation a"), &["process:p/steps/0/compensation"]);
        case.is_repaired(&process("compensation a"), &["Remove the reference"]);
        case.is_silent(&process("then/- b"));
    }
}
