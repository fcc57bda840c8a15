//! From the text of one file to what it says of its record, with a finding for everything that could not be taken.

use crate::read::Reader;
use crate::seat::Seat;
use crate::source::Source;
use crate::text::{conflict_marker, split_marks, unix, without_mark};
use crate::tree::{Entry, Node, locate};
use crate::{code, decision_file, shape, toml, view_file, words};
use diagnostic::{Diagnostic, Severity};
use model::{Compatibility, ContextId, Kind, Record, RecordKey, View};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The content of one file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// A record of its own.
    Record(Box<Record>),
    /// A view and the positions of its nodes.
    View(View, Vec<view_file::Node>),
    /// A schema's name and compatibility.
    SchemaHead(SchemaHead),
    /// The text of a schema version or draft is the file's text.
    SchemaText,
}

/// The content of `schema.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SchemaHead {
    pub name: String,
    pub compatibility: Option<Compatibility>,
}

/// The content of one file, and findings about the rest. Without a piece, the record is left out because of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decoded {
    pub piece: Option<Piece>,
    pub findings: Vec<Diagnostic>,
}

/// Reads a file that belongs to a record. Nothing comes of one that belongs to none.
pub(crate) fn decode(path: &str, seat: &Seat, text: &str) -> Decoded {
    let text = without_mark(text);
    match seat {
        Seat::Record(key, context) => {
            let text = unix(split_marks(text).1);
            let name = key.to_string();
            record_file(&Source::new(path, &text, Some(&name)), key, context.as_ref())
        }
        Seat::Version(schema, ..) | Seat::Draft(schema, _) => {
            let name = RecordKey::from(schema.clone()).to_string();
            let source = Source::new(path, text, Some(&name));
            let conflict = conflict_marker(text).map(|at| {
                toml::merge_conflict(&source, at).with_help("Decide which lines stay and remove the markers")
            });
            Decoded { piece: Some(Piece::SchemaText), findings: conflict.into_iter().collect() }
        }
        Seat::Decision(id) => {
            let name = RecordKey::from(id.clone()).to_string();
            decision_file::read(&Source::new(path, text, Some(&name)), id)
        }
        Seat::Misnamed(_) | Seat::Foreign => Decoded::default(),
    }
}

fn record_file(source: &Source<'_>, key: &RecordKey, context: Option<&ContextId>) -> Decoded {
    let kind = key.kind();
    let what = described(kind);
    let entries = match toml::parse(source, || left_out(kind)) {
        Ok(entries) => entries,
        Err(finding) => return Decoded { piece: None, findings: vec![*finding] },
    };
    let mut reader = Reader::new(source, key.id_str(), &what);
    let piece = if let RecordKey::View(id) = key {
        view_file::read(&mut reader, id, &entries)
    } else {
        table(&mut reader, kind, &entries).and_then(|mut values| {
            if kind == Kind::Schema {
                return Some(Piece::SchemaHead(schema_head(&values)));
            }
            if kind == Kind::Process {
                keep_first_of_each_step(&mut reader, &mut values, &entries);
            }
            record(&mut reader, key, context, values)
        })
    };
    if let Some(Piece::Record(record)) = &piece
        && let Record::Settings(settings) = record.as_ref()
        && settings.format_version > model::FORMAT_VERSION
    {
        newer_format(&mut reader, settings.format_version, &entries);
    }
    Decoded { piece, findings: reader.findings }
}

/// The consequence while a kind of file cannot be read.
fn left_out(kind: Kind) -> String {
    // Only these are there without their file.
    let known_without = [
        (Kind::Settings, "the design has no name"),
        (Kind::Context, "nothing but the id of the context is known"),
        (Kind::Schema, "the schema has neither name nor mode"),
    ];
    match known_without.into_iter().find(|(of, _)| *of == kind) {
        Some((_, consequence)) => consequence.to_owned(),
        None => format!("{} is left out", words::the(&described(kind))),
    }
}

/// The thing that a kind of file describes, with its article.
pub(crate) fn described(kind: Kind) -> String {
    let title = kind.title();
    let article = match title.chars().next() {
        _ if kind.is_single() => "the",
        Some('a' | 'e' | 'i' | 'o' | 'u') => "an",
        Some(_) | None => "a",
    };
    format!("{article} {title}")
}

fn table(reader: &mut Reader<'_>, kind: Kind, entries: &[Entry]) -> Option<Map<String, Value>> {
    reader.table(entries, &(0..0), &shape::of(kind), "")
}

/// A record from its values in a file, completed by what its path says.
fn record(
    reader: &mut Reader<'_>,
    key: &RecordKey,
    context: Option<&ContextId>,
    mut values: Map<String, Value>,
) -> Option<Piece> {
    if !key.kind().is_single() {
        values.insert("id".to_owned(), Value::from(key.id_str()));
    }
    if let Some(context) = context {
        values.insert("context".to_owned(), Value::from(context.as_str()));
    }
    let tagged = Value::Object(Map::from_iter([(key.kind().as_str().to_owned(), Value::Object(values))]));
    typed(reader, tagged).map(|record| Piece::Record(Box::new(record)))
}

/// Values that reading has taken, as the type that they stand for. Reading asks for all that the type asks for, so a
/// refusal means that the two have drifted apart; the file is left as it is and the person is told.
pub(crate) fn typed<T: DeserializeOwned>(reader: &mut Reader<'_>, values: Value) -> Option<T> {
    match serde_json::from_value(values) {
        Ok(value) => Some(value),
        Err(error) => {
            let message = format!("{} cannot be read: {error}", words::the(reader.what));
            reader.report(code::WRONG_VALUE, Severity::Error, message, 0..0, "").help("The file stays as it is");
            None
        }
    }
}

fn schema_head(values: &Map<String, Value>) -> SchemaHead {
    SchemaHead {
        name: values.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        compatibility: values.get("compatibility").and_then(|it| serde_json::from_value(it.clone()).ok()),
    }
}

/// Steps refer to each other by id, so the second of two with one id cannot be meant by anything.
fn keep_first_of_each_step(reader: &mut Reader<'_>, values: &mut Map<String, Value>, entries: &[Entry]) {
    let Some(steps) = values.get_mut("steps").and_then(Value::as_array_mut) else { return };
    let mut seen = BTreeSet::new();
    let mut doubled = BTreeSet::new();
    steps.retain(|step| {
        let id = step.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let is_first = seen.insert(id.clone());
        if !is_first {
            doubled.insert(id);
        }
        is_first
    });
    for id in doubled {
        let second = (0..)
            .map_while(|index| locate(entries, &format!("/steps/{index}")))
            .filter(|step| step.locate("/id").is_some_and(|it| it.node == Node::Text(id.clone())));
        for step in second.skip(1) {
            let span = step.locate("/id").map_or(0..0, |it| it.span.clone());
            let message = format!("There is already a step `{id}` in this process");
            reader
                .report(code::DUPLICATE_STEP, Severity::Error, message, span, "/steps")
                .help("Give it an id of its own; until then the step is left out");
        }
    }
}

fn newer_format(reader: &mut Reader<'_>, version: u32, entries: &[Entry]) {
    let span = locate(entries, "/format_version").map_or(0..0, |it| it.span.clone());
    let message = format!(
        "This folder has format {version}, but this version of Eventscape knows only formats up to {}",
        model::FORMAT_VERSION
    );
    reader
        .report(code::NEWER_FORMAT, Severity::Warning, message, span, "/format_version")
        .help("Update Eventscape; until then the design can be read and not changed, and what only the newer format has is missing");
}
