//! A record that is called after its name has one: without it, it cannot be seen in any list.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{Record, RecordKey};

pub(crate) static RULE: Rule = Rule {
    code: "name/empty",
    area: Area::Names,
    severity: Severity::Error,
    asks: "Every record has a name",
    why: "Lists and drawings show it by its name",
    advice: "Type a name",
    threshold: None,
    check: Check::Record(check),
};

fn check(_: &Reader<'_>, record: &Record) -> Vec<Finding> {
    // A topic's name has a rule of its own; a schema without one is called after what it spells.
    if matches!(record, Record::Topic(_) | Record::Schema(_)) {
        return Vec::new();
    }
    let Some(pointer) = record.kind().name_field() else { return Vec::new() };
    if !record.name().trim().is_empty() {
        return Vec::new();
    }
    let key = record.key();
    let (message, suggestion) = if key == RecordKey::Settings {
        ("The design has no name".to_owned(), "Untitled design".to_owned())
    } else {
        (format!("The {} {} has no name", key.kind().title(), key.id_str()), key.id_str().to_owned())
    };
    let repair = Repair::set(format!("Name it {suggestion}"), key.clone(), pointer, suggestion);
    vec![Finding::new(&RULE, key, pointer, message).with_help(RULE.why).with_repair(repair)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn records_have_a_name() {
        let case = Case(&RULE);
        case.speaks("set service:api name=\" \"", &["service:api/name"]);
        case.speaks("set settings name=\"\"", &["settings/name"]);
        case.is_repaired("set service:api name=\"\"", &["Name it api"]);
        case.is_silent("set topic:order-events name=\"\"");
        case.is_silent("set schema:placed name=\"\"");
    }
}
