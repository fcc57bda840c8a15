//! TOML text to values with places. A file that is not valid TOML is told apart by cause, since a merge conflict, a key
//! that stands twice and a slip of the pen want different repairs.

use crate::code;
use crate::source::Source;
use crate::text::conflict_marker;
use crate::tree::{Entry, of_toml};
use diagnostic::{Diagnostic, Severity};
use toml_edit::Document;

/// The entries of a file, or why there are none.
pub(crate) fn parse(source: &Source<'_>, what: &str) -> Result<Vec<Entry>, Box<Diagnostic>> {
    Document::parse(source.text)
        .map(|document| of_toml(&document))
        .map_err(|error| Box::new(refusal(source, what, &error)))
}

fn refusal(source: &Source<'_>, what: &str, error: &toml_edit::TomlError) -> Diagnostic {
    let left_out = format!("until then {} is left out and the file stays as it is", crate::words::the(what));
    if let Some(at) = conflict_marker(source.text) {
        return merge_conflict(source, at)
            .with_help(format!("Decide which lines stay and remove the markers; {left_out}"));
    }
    let span = error.span().unwrap_or_default();
    if error.message() == "duplicate key" {
        let key = source.quoted(&span).unwrap_or("this key").trim_matches('"').to_owned();
        let message = format!("`{key}` stands here a second time");
        return source
            .finding(code::DUPLICATE_KEY, Severity::Error, message, span, "")
            .with_help(format!("Keep one of the two; {left_out}"));
    }
    let message = format!("This is not valid TOML: {}", error.message().replace('\n', " "));
    source.finding(code::SYNTAX, Severity::Error, message, span, "").with_help(format!("Repair this line; {left_out}"))
}

/// The finding for what version control left behind.
pub(crate) fn merge_conflict(source: &Source<'_>, at: usize) -> Diagnostic {
    let message = "The file holds an unresolved merge conflict";
    source.finding(code::MERGE_CONFLICT, Severity::Error, message, at..at, "")
}
