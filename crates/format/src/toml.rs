//! TOML text to values with places. A file that is not valid TOML is told apart by cause, since a merge conflict, a key
//! that stands twice and a slip of the pen want different repairs.

use crate::code;
use crate::source::Source;
use crate::text::conflict_marker;
use crate::tree::{Entry, of_toml};
use diagnostic::{Diagnostic, Severity};
use std::ops::Range;
use toml_edit::{Document, TomlError};

/// The entries of a file, or why there are none; `what` says what follows from that, for example `the topic is left out`.
pub(crate) fn parse(source: &Source<'_>, what: impl FnOnce() -> String) -> Result<Vec<Entry>, Box<Diagnostic>> {
    Document::parse(source.text)
        .map(|document| of_toml(&document))
        .map_err(|error| Box::new(refusal(source, &what(), &error)))
}

fn refusal(source: &Source<'_>, what: &str, error: &TomlError) -> Diagnostic {
    let left_out = format!("until then {what} and the file stays as it is");
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
    let (message, advice) = in_our_words(source, error, &span);
    source.finding(code::SYNTAX, Severity::Error, message, span, "").with_help(format!("{advice}; {left_out}"))
}

/// The commonest slips in words that say what to do; others in those of the parser.
fn in_our_words(source: &Source<'_>, error: &TomlError, span: &Range<usize>) -> (String, String) {
    let written = source.quoted(span).unwrap_or_default().trim();
    let said = |message: &str, advice: &str| (message.to_owned(), advice.to_owned());
    match error.message() {
        message if message.starts_with("string values must be quoted") && written.is_empty() => {
            said("A value is missing", "Write one after the `=`, or remove the line")
        }
        message if message.starts_with("string values must be quoted") => {
            (format!("`{written}` is a text without quotes"), format!("Write `\"{written}\"`"))
        }
        message if message.starts_with("invalid basic string, expected `\"`") => {
            said("A text has no closing quote", "Write `\"` at its end")
        }
        message if message.contains("visible characters") => {
            said("A text holds a character that cannot be seen", "Remove it, or write it as in `\\u0000`")
        }
        message if message.starts_with("unclosed array") => said("A list has no end", "Write `]` after its last item"),
        message if message.starts_with("unclosed table") => said("A heading has no end", "Write `]` after it"),
        message if message.starts_with("key with no value") => {
            said("A key has no value", "Write keys and values as in `name = \"Order events\"`")
        }
        "integer number overflowed" => said("This number is too large", "Write a smaller one"),
        message if message.contains("escaped value") || message.contains("unicode value digits") => said(
            "A backslash in double quotes begins a special character",
            "Write two for one, or put the text in single quotes",
        ),
        message => (format!("This is not valid TOML: {}", message.replace('\n', " ")), "Repair this line".to_owned()),
    }
}

/// The finding for what version control left behind.
pub(crate) fn merge_conflict(source: &Source<'_>, at: usize) -> Diagnostic {
    let message = "The file holds an unresolved merge conflict";
    source.finding(code::MERGE_CONFLICT, Severity::Error, message, at..at, "")
}
