//! References that lead nowhere. They come from files: the editor itself deletes every mention together with a record.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use edit::Command;
use model::{Lookup, Record, references};
use serde_json::Value;

pub(crate) static RULE: Rule = Rule {
    code: "reference/unresolved",
    area: Area::References,
    severity: Severity::Error,
    asks: "Every reference leads to a record",
    why: "What refers to nothing is missing from pictures, access lists and exports",
    advice: "Create it under this id, correct the id, or remove the reference",
    threshold: None,
    check: Check::Record(check),
};

fn check(reader: &Reader<'_>, record: &Record) -> Vec<Finding> {
    // A view may still name nodes of another branch: an unknown position is ignored.
    if matches!(record, Record::Placement(_) | Record::View(_)) {
        return Vec::new();
    }
    let key = record.key();
    let unresolved = references(record).into_iter().filter(|reference| !reader.exists(&reference.target));
    unresolved
        .map(|reference| {
            let (kind, id) = (reference.target.kind().title(), reference.target.id_str());
            let message = format!("{} refers to the {kind} “{id}”, which does not exist", record.name());
            let repair = if reference.owned {
                Repair::new(format!("Delete {}", record.name()), vec![Command::Delete { keys: vec![key.clone()] }])
            } else {
                Repair::set("Remove the reference", key.clone(), reference.pointer.clone(), Value::Null)
            };
            Finding::new(&RULE, key.clone(), reference.pointer, message).with_help(RULE.advice).with_repair(repair)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn references_lead_to_records() {
        let case = Case(&RULE);
        let needs = "set flow:mailer-reads-order-events /topic gone";
        case.speaks(needs, &["flow:mailer-reads-order-events/topic"]);
        case.is_repaired(needs, &["Delete mailer-reads-order-events"]);
        let mentions = "set message:placed /topics/- gone";
        case.speaks(mentions, &["message:placed/topics/1"]);
        case.is_repaired(mentions, &["Remove the reference"]);
        case.is_silent("view topology\nset view:topology /hidden/- topic:gone");
        case.is_silent("topic gone\nset message:placed /topics/- gone");
    }
}
