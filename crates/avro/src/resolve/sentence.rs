//! Sentences of a finding: in Java's words for Java's users, and in plain ones for everyone.

use super::clauses::{Fault, Rules};
use super::explain::{Reason, Site};
use crate::schema::{Schema, Shape, Use};
use crate::trail::object;
use diagnostic::capitalised;
use diagnostic::listed;

/// The names of the two schemas, in the middle of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The schema that reads, for example `the new version`.
    pub reader: String,
    /// The schema that wrote, for example `version 3`.
    pub writer: String,
}

impl Default for Labels {
    fn default() -> Self {
        Self { reader: "the reader".to_owned(), writer: "the writer".to_owned() }
    }
}

/// Java's message of an incompatibility.
pub(super) fn java_message(rules: Rules<'_>, site: Site, reason: Reason) -> String {
    let (reader, writer) = (rules.reader.shape(site.reader.ty), rules.writer.shape(site.writer.ty));
    let upper = |shape: &Shape| shape.word().to_uppercase();
    match reason {
        Reason::Fault(Fault::Kinds) => {
            format!("reader type: {} not compatible with writer type: {}", upper(reader), upper(writer))
        }
        Reason::Fault(Fault::Name) => format!("expected: {}", writer.name().map_or("", |name| name.full())),
        Reason::Fault(Fault::Symbols) => {
            let mut missing = missing_symbols(reader, writer);
            missing.sort();
            format!("[{}]", missing.join(", "))
        }
        Reason::Fault(Fault::Size) => format!("expected: {}, found: {}", size(writer), size(reader)),
        Reason::Fault(Fault::MissingDefault(at) | Fault::AmbiguousField(at)) => {
            field_name(rules.reader, site.reader, at).to_owned()
        }
        Reason::Fault(Fault::Decimal) => {
            format!("expected: {}, found: {}", rules.writer.type_text(site.writer), rules.reader.type_text(site.reader))
        }
        Reason::NoBranch { writer, .. } => {
            format!("reader union lacking writer type: {}", upper(rules.writer.shape(writer.ty)))
        }
    }
}

/// The meaning of an incompatibility, for people.
pub(super) fn sentence(rules: Rules<'_>, site: Site, reason: Reason, labels: &Labels, trail: &str) -> String {
    let (reader, writer) = (&labels.reader, &labels.writer);
    let (wanted, written) = (rules.reader.shape(site.reader.ty), rules.writer.shape(site.writer.ty));
    let place = object(trail);
    let text = match reason {
        Reason::Fault(Fault::MissingDefault(at)) => {
            let name = inner_field(rules, site, at, trail);
            format!("{reader} needs field {name}, which data of {writer} does not have, and has no default for it")
        }
        Reason::Fault(Fault::AmbiguousField(at)) => {
            let name = inner_field(rules, site, at, trail);
            format!(
                "field {name} of {reader} goes by several names that data of {writer} has, so which value it takes is \
                 anyone's guess"
            )
        }
        Reason::Fault(Fault::Kinds) => kinds(rules, site, labels, &place),
        Reason::Fault(Fault::Name) => {
            let name = |shape: &Shape| shape.name().map_or_else(String::new, ToString::to_string);
            format!(
                "{writer} calls the type of {place} {}, {reader} calls it {}, and no alias joins the two names",
                name(written),
                name(wanted)
            )
        }
        Reason::Fault(Fault::Symbols) => format!(
            "{writer} can write {} in {place}, which {reader} does not know and has no default symbol for",
            listed(&missing_symbols(wanted, written), "or")
        ),
        Reason::Fault(Fault::Size) => {
            format!("{writer} writes {place} with {} bytes, {reader} reads {}", size(written), size(wanted))
        }
        Reason::Fault(Fault::Decimal) => format!(
            "{writer} writes {place} as {}, {reader} reads {}, so the same digits would mean another amount",
            rules.writer.type_text(site.writer),
            rules.reader.type_text(site.reader)
        ),
        Reason::NoBranch { writer: branch, nearest, .. } => no_branch(rules, site, branch, nearest, labels, &place),
    };
    capitalised(&text)
}

fn kinds(rules: Rules<'_>, site: Site, labels: &Labels, place: &str) -> String {
    let (reader, writer) = (&labels.reader, &labels.writer);
    let (wanted, written) = (rules.reader.shape(site.reader.ty), rules.writer.shape(site.writer.ty));
    let wanted_text = rules.reader.type_text(site.reader);
    let written_text = rules.writer.type_text(site.writer);
    if matches!(written, Shape::Null) {
        return format!("{writer} may leave {place} empty, but {reader} always needs a value there");
    }
    let number = |shape: &Shape| matches!(shape, Shape::Int | Shape::Long | Shape::Float | Shape::Double);
    if number(wanted) && number(written) {
        return format!(
            "{writer} writes {place} as {written_text}, which does not always fit into the {wanted_text} that {reader} reads"
        );
    }
    format!("{writer} writes {place} as {written_text}, but {reader} reads it as {wanted_text}")
}

fn no_branch(rules: Rules<'_>, site: Site, branch: Use, nearest: Option<Use>, labels: &Labels, place: &str) -> String {
    let (reader, writer) = (&labels.reader, &labels.writer);
    let written = rules.writer.type_text(branch);
    if matches!(rules.writer.shape(branch.ty), Shape::Null) {
        return format!("{writer} may leave {place} empty, but {reader} always needs a value there");
    }
    if let Some(nearest) = nearest {
        let wanted = rules.reader.type_text(nearest);
        return format!(
            "{writer} can write {written} in {place}, which does not fit the {wanted} that {reader} reads there"
        );
    }
    let Shape::Union(union) = rules.reader.shape(site.reader.ty) else { return String::new() };
    let accepted: Vec<String> = union.branches.iter().map(|branch| rules.reader.type_text(*branch)).collect();
    let shown: Vec<&str> = accepted.iter().map(String::as_str).take(5).collect();
    let more = if accepted.len() > shown.len() { " and more" } else { "" };
    format!("{writer} can write {written} in {place}, but {reader} reads only {}{more} there", shown.join(", "))
}

/// The name of a reader's field with the way to it.
fn inner_field(rules: Rules<'_>, site: Site, at: usize, trail: &str) -> String {
    let name = field_name(rules.reader, site.reader, at);
    if trail.is_empty() { name.to_owned() } else { format!("{trail}.{name}") }
}

fn field_name(schema: &Schema, at: Use, field: usize) -> &str {
    schema.record(at.ty).and_then(|record| record.fields.get(field)).map_or("", |field| &field.name)
}

fn size(shape: &Shape) -> u64 {
    if let Shape::Fixed(fixed) = shape { fixed.size } else { 0 }
}

/// The writer's symbols that the reader has not, in the writer's order.
pub(super) fn missing_symbols<'a>(reader: &Shape, writer: &'a Shape) -> Vec<&'a str> {
    let (Shape::Enum(reader), Shape::Enum(writer)) = (reader, writer) else { return Vec::new() };
    writer.symbols.iter().map(|symbol| &**symbol).filter(|symbol| !reader.has(symbol)).collect()
}
