//! A record that is called after its name has one: without it, it cannot be seen in any list.

use super::set;
use diagnostic::{Code, Diagnostic, Location, Severity};
use model::{Record, RecordKey};

pub(super) fn check(record: &Record) -> Option<Diagnostic> {
    let pointer = match record {
        Record::Context(_)
        | Record::Service(_)
        | Record::Message(_)
        | Record::Process(_)
        | Record::Environment(_)
        | Record::View(_)
        | Record::Settings(_) => "/name",
        Record::Decision(_) => "/title",
        // A topic's name has a rule of its own; a schema without one is called after what it spells; the others have none.
        Record::Topic(_)
        | Record::Schema(_)
        | Record::Flow(_)
        | Record::ContextRelation(_)
        | Record::Placement(_)
        | Record::Policy(_) => return None,
    };
    if !record.name().trim().is_empty() {
        return None;
    }
    let key = record.key();
    let (what, suggestion) = if key == RecordKey::Settings {
        ("The design has no name".to_owned(), "Untitled design".to_owned())
    } else {
        (format!("The {} {} has no name", key.kind().title(), key.id_str()), key.id_str().to_owned())
    };
    Some(
        Diagnostic::new(Code::new("name/empty"), Severity::Error, what, Location::field(key.to_string(), pointer))
            .with_help("Lists and drawings show it by its name")
            .with_fix(set(format!("Name it {suggestion}"), key, pointer, suggestion)),
    )
}
