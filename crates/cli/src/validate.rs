//! `eventscape validate`: every finding about a design.

use crate::arguments::{Format, Validate};
use crate::open::open;
use crate::report::Replacement;
use crate::{Failure, Outcome, report, say};
use engine::Engine;
use engine::diagnostic::Edit;
use engine::model::RecordKey;

pub fn run(arguments: &Validate) -> Result<Outcome, Failure> {
    let design = open(&arguments.folder)?;
    let findings = design.findings();
    say::out(&match arguments.format {
        Format::Text => report::text(&findings, |file| design.engine.folder().file(file)),
        Format::Json => report::json(&findings),
        Format::Sarif => report::sarif(&report::from_here(&arguments.folder, &findings), |edit| {
            let mut replacement = replacement(&design.engine, edit)?;
            replacement.place.file = report::below(&report::seen_from_here(&arguments.folder), &replacement.place.file);
            Some(replacement)
        }),
    });
    let worst = findings.iter().map(|finding| finding.severity).max();
    Ok(if worst.is_some_and(|worst| worst >= arguments.fail_on.severity()) { Outcome::Findings } else { Outcome::Fine })
}

/// The text that a repair puts into a file, when it edits the text of a draft. The text of a released version is repaired by a draft that
/// starts from it, which is no edit of a file.
fn replacement(engine: &Engine, edit: &Edit) -> Option<Replacement> {
    match edit {
        Edit::ReplaceText { record, part, start, end, text } => {
            let key: RecordKey = record.parse().ok()?;
            let RecordKey::Schema(id) = &key else { return None };
            let draft = engine.design().schema(id)?.draft.as_deref().filter(|_| part == DRAFT)?;
            let place = engine.folder().place(&key, "", Some(part))?;
            // The bytes of an edit are those of the record's text, and the file may say it otherwise.
            let is_same =
                engine.folder().file(&place.file).is_some_and(|file| file.strip_prefix(MARK).unwrap_or(file) == draft);
            if is_same { Replacement::of_bytes(&place.file, draft, *start..*end, text) } else { None }
        }
        Edit::SetField { .. } | Edit::ReplaceInFile { .. } | Edit::Delete { .. } | Edit::Create { .. } => None,
    }
}

/// The word of findings for the draft of a schema.
const DRAFT: &str = "draft";

/// The byte order mark, which some editors put before a text.
const MARK: char = '\u{feff}';
