//! References that do not resolve. They come from files: the editor itself deletes every mention together with a record.

use super::set;
use diagnostic::{Code, Diagnostic, Edit, Fix, Location, Severity};
use model::{Design, Record, references};
use serde_json::Value;

pub(super) fn check(design: &Design, record: &Record) -> Vec<Diagnostic> {
    let key = record.key();
    let mut out = Vec::new();
    for reference in references(record) {
        if design.contains(&reference.target) {
            continue;
        }
        let target = &reference.target;
        // A view may still name nodes of another branch: an unknown position is ignored.
        if matches!(record, Record::Placement(_) | Record::View(_)) {
            continue;
        }
        let fix = if reference.owned {
            Fix { title: format!("Delete {}", record.name()), edits: vec![Edit::Delete { record: key.to_string() }] }
        } else {
            set("Remove the reference", key.clone(), reference.pointer.clone(), Value::Null)
        };
        out.push(
            Diagnostic::new(
                Code::new("reference/unresolved"),
                Severity::Error,
                format!(
                    "{} refers to the {} “{}”, which does not exist",
                    record.name(),
                    target.kind().title(),
                    target.id_str()
                ),
                Location::field(key.to_string(), reference.pointer),
            )
            .with_help("Create it under this id, correct the id, or remove the reference")
            .with_fix(fix),
        );
    }
    out
}
