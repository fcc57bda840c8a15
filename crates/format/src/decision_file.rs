//! A decision's file: Markdown with its facts as YAML front matter, as MADR 4 has it and other tools read it.

use crate::code;
use crate::decision_status::{is_placeholder, said_in, status_word};
use crate::decode::{Decoded, Piece, described, typed};
use crate::front_matter::{Parts, parts};
use crate::read::Reader;
use crate::shape::Shape;
use crate::source::Source;
use crate::text::conflict_marker;
use crate::tree::{Entry, Node, Tree};
use crate::words::{Notation, listed};
use crate::{shape, toml, yaml};
use diagnostic::{Diagnostic, Severity, nearest};
use model::{DecisionId, Kind, Record, title_of};
use serde_json::{Map, Value};

/// Reads a Markdown file as a decision. One that has neither a number in its name nor front matter is none, for example the
/// index that a tool wrote, and neither is a template.
pub(crate) fn read(source: &Source<'_>, id: &DecisionId) -> Decoded {
    let parts = parts(source.text);
    let has_number = id.as_str().starts_with(|it: char| it.is_ascii_digit());
    if !has_number && (parts.front.is_none() || is_template(source, id, &parts)) {
        return Decoded::default();
    }
    let what = described(Kind::Decision);
    let mut reader = Reader::new(source, id.as_str(), &what);
    reader.notation = Notation::Yaml;
    if let Some(at) = conflict_marker(source.text) {
        let finding = toml::merge_conflict(source, at).with_help("Decide which lines stay and remove the markers");
        reader.findings.push(finding);
    }
    let mut values = match entries(source, &parts) {
        Ok(mut entries) => {
            entries.retain_mut(|entry| entry.key != "status" || takes_status(&mut reader, entry));
            reader.table(&entries, &(0..0), &shape::of(Kind::Decision), "").unwrap_or_default()
        }
        Err(finding) => {
            // A conflict explains what is wrong with the YAML, too.
            if reader.findings.is_empty() {
                reader.findings.push(*finding);
            }
            Map::new()
        }
    };
    let body = source.text.get(parts.body..).unwrap_or_default();
    if parts.front.is_none() && !parts.is_unclosed {
        let said = said_in(body);
        values.insert("status".to_owned(), Value::from(said.word()));
        values.extend(said.date.map(|date| ("date".to_owned(), Value::from(date))));
    }
    let title = title_of(body).map_or_else(
        || {
            let message = "The decision has no heading, so it is called by its file's name".to_owned();
            let help = "Begin the text with `# ` and the title";
            reader.report(code::NO_HEADING, Severity::Info, message, parts.body..parts.body, "/title").help(help);
            name_of(id)
        },
        str::to_owned,
    );
    values.insert("id".to_owned(), Value::from(id.as_str()));
    values.insert("title".to_owned(), Value::from(title));
    values.insert("body".to_owned(), Value::from(body));
    let piece = typed(&mut reader, Value::Object(values)).map(|it| Piece::Record(Box::new(Record::Decision(it))));
    Decoded { piece, findings: reader.findings }
}

/// Whether a file without a number in its name is one to be copied: it says so, or its status is left to be chosen.
fn is_template(source: &Source<'_>, id: &DecisionId, parts: &Parts) -> bool {
    let is_left_open = |entry: &Entry| match &entry.value.node {
        Node::Text(text) => is_placeholder(text),
        // Without quotes, `{proposed | accepted}` is a table and `[…]` a list.
        Node::Table(_) | Node::List(_) => true,
        Node::Date(_) | Node::Whole(_) | Node::Number(_) | Node::Bool(_) | Node::Empty => false,
    };
    let entries = entries(source, parts).unwrap_or_default();
    id.as_str().split('-').any(|word| word == "template")
        || entries.iter().any(|entry| entry.key == "status" && is_left_open(entry))
}

/// Brings a status to the word that it means. One that means none is told and left out, so that it stays in the file.
fn takes_status(reader: &mut Reader<'_>, entry: &mut Entry) -> bool {
    let written = match &entry.value.node {
        Node::Text(text) => text.clone(),
        Node::Empty => return true,
        Node::Date(_) | Node::Whole(_) | Node::Number(_) | Node::Bool(_) | Node::List(_) | Node::Table(_) => {
            reader.source.text.get(entry.value.span.clone()).unwrap_or_default().to_owned()
        }
    };
    if let Some(word) = status_word(&written) {
        entry.value.node = Node::Text(word.to_owned());
        return true;
    }
    let words = shape::of(Kind::Decision).field("status").map(|field| field.shape.clone());
    let known: Vec<String> = if let Some(Shape::Choice(known)) = words { known.to_vec() } else { Vec::new() };
    let quoted = reader.source.quoted(&entry.value.span).map_or_else(|| "another".to_owned(), str::to_owned);
    let message = format!("`status` says {quoted}; it is kept, and the decision counts as proposed");
    let choices = listed(known.iter().map(String::as_str), "or");
    let help = match nearest(&written, known.iter().map(String::as_str)) {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => format!("Begin it with {choices} where one of them is meant"),
    };
    let (span, severity) = (entry.value.span.clone(), Severity::Warning);
    reader.report(code::UNKNOWN_STATUS, severity, message, span, "/status").help(help);
    false
}

/// The entries of the front matter; none when there is no front matter.
pub(crate) fn entries(source: &Source<'_>, parts: &Parts) -> Result<Vec<Entry>, Box<Diagnostic>> {
    let refuse = |message: String, at: usize, help: &str| {
        let finding = source.finding(code::FRONT_MATTER, Severity::Error, message, at..at, "");
        Err(Box::new(finding.with_help(help)))
    };
    if parts.is_unclosed {
        let help = "Put a second line `---` after the last key; until then everything counts as text";
        return refuse("The front matter has no end".to_owned(), 0, help);
    }
    let Some(front) = parts.front.clone() else { return Ok(Vec::new()) };
    match yaml::parse(source.text.get(front.clone()).unwrap_or_default(), front.start) {
        Ok(Tree { node: Node::Table(entries), .. }) => Ok(entries),
        Ok(Tree { node: Node::Empty, .. }) => Ok(Vec::new()),
        Ok(Tree { span, .. }) => refuse(
            "The front matter is not made of keys and values".to_owned(),
            span.start,
            "Write one key a line, for example `status: accepted`",
        ),
        Err(error) => refuse(
            format!("The front matter is not valid YAML: {}", error.message),
            error.at,
            "Repair this line; until then the keys of the front matter do not count",
        ),
    }
}

/// The name of a decision without a heading: the words of its file's name.
fn name_of(id: &DecisionId) -> String {
    let words = id.as_str().trim_start_matches(|it: char| it.is_ascii_digit()).trim_start_matches('-');
    crate::words::title(if words.is_empty() { id.as_str() } else { words })
}
