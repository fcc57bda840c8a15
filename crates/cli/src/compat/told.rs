//! Findings about files: where, what they mean, and their repairs.

use super::library::{Conflict, Missing, Why};
use super::subject::{Subject, Version};
use super::text::Text;
use engine::avro::{
    Direction, Finding, Incompatibility, IncompatibilityType, Parser, Repair, Rule, SchemaPlace, Side, TextFix,
    VersionFinding, VersionWarning, Warning,
};
use engine::diagnostic::{Code, CodeInfo, Diagnostic, Fix, Location, Severity, listed, numbered};
use engine::syntax::{self, Span, TextEdit, quote};
use serde_json::{Value, json};

/// The rules about two versions, for the table of code scanning.
pub const CODES: &[CodeInfo] = &[
    CodeInfo { code: "compat/name-mismatch", summary: "A named type keeps its name or has an alias" },
    CodeInfo { code: "compat/fixed-size-mismatch", summary: "A fixed type keeps its size" },
    CodeInfo { code: "compat/missing-enum-symbols", summary: "A reader's enum knows every symbol that is written" },
    CodeInfo {
        code: "compat/reader-field-missing-default-value",
        summary: "A field that is not written has a default in the reader",
    },
    CodeInfo { code: "compat/type-mismatch", summary: "A type stays, or becomes one that reads it" },
    CodeInfo { code: "compat/missing-union-branch", summary: "A reader's union takes every type that is written" },
    CodeInfo { code: "compat/ambiguous-field-alias", summary: "A field takes its value from one field" },
    CodeInfo { code: "compat/decimal-mismatch", summary: "A decimal keeps its precision and scale" },
    NOTE,
    CHANGED,
    TWO_MEANINGS,
];

const NOTE: CodeInfo =
    CodeInfo { code: "compat/nothing-compared", summary: "A schema is compared with what was before" };

const CHANGED: CodeInfo =
    CodeInfo { code: "compat/released-version-changed", summary: "A released version says for ever what it said" };

const TWO_MEANINGS: CodeInfo =
    CodeInfo { code: "compat/two-meanings", summary: "A full name means one thing in all texts" };

fn code(kind: IncompatibilityType) -> Code {
    Code::new(match kind {
        IncompatibilityType::NameMismatch => "compat/name-mismatch",
        IncompatibilityType::FixedSizeMismatch => "compat/fixed-size-mismatch",
        IncompatibilityType::MissingEnumSymbols => "compat/missing-enum-symbols",
        IncompatibilityType::ReaderFieldMissingDefaultValue => "compat/reader-field-missing-default-value",
        IncompatibilityType::TypeMismatch => "compat/type-mismatch",
        IncompatibilityType::MissingUnionBranch => "compat/missing-union-branch",
        IncompatibilityType::AmbiguousFieldAlias => "compat/ambiguous-field-alias",
        IncompatibilityType::DecimalMismatch => "compat/decimal-mismatch",
    })
}

/// Something that is wrong with a text itself.
pub fn breach(version: &Version, source: &Text, finding: &Finding, parser: Parser) -> Diagnostic {
    let severity = if finding.refused_by(parser) { Severity::Error } else { Severity::Warning };
    let is_undefined = finding.rule == Rule::Undefined && source.shown == version.text.shown;
    let told = if is_undefined { undefined(version, finding) } else { Undefined::default() };
    let sentence = told.message.as_deref().unwrap_or(&finding.message);
    let (message, location) = placed(version, source, finding.span, &finding.pointer, sentence);
    let own = told.fix.iter().chain(finding.fixes.iter().filter(|_| told.message.is_none()));
    let repairs = own.map(|fix| Offer { source, title: &fix.title, edits: &fix.edits });
    let finding = Diagnostic::new(Code::new(finding.rule.code()), severity, message, location).with_help(told.help);
    with_repairs(finding, version, repairs)
}

/// The finding about a name without a definition, beyond the text itself.
#[derive(Default)]
struct Undefined {
    message: Option<String>,
    help: String,
    fix: Option<TextFix>,
}

fn undefined(version: &Version, finding: &Finding) -> Undefined {
    let raw = version.text.text.get(finding.span.start..finding.span.end).unwrap_or_default();
    let tree = syntax::parse(raw).0;
    let written = tree.string(tree.root()).unwrap_or_default();
    let is_it = |it: &&Missing| it.name == written || it.name.ends_with(&format!(".{written}"));
    let Some(missing) = version.missing.iter().find(is_it) else { return Undefined::default() };
    let name = &missing.name;
    let means = if *name == written { name.clone() } else { format!("{written} means {name} here, which") };
    let is_not = if *name == written { format!("{name} is not defined") } else { format!("{means} is not defined") };
    match &missing.why {
        Why::Undefined => {
            let help = "Name the file or folder that defines it with --references".to_owned();
            Undefined { help, ..Undefined::default() }
        }
        Why::OtherNamespace { meant, text } => Undefined {
            message: Some(format!("{is_not}; did you mean {meant}?")),
            help: format!("{text} defines {meant}"),
            fix: Some(TextFix {
                title: format!("Change it to {meant}"),
                edits: vec![TextEdit::replace(finding.span.start, finding.span.end, quote(meant))],
            }),
        },
        Why::TwoMeanings(places) => Undefined {
            message: Some(format!("{name} has {} meanings, in {}", places.len(), listed(places, "and"))),
            help: "Give one of them another name, or put the one that is meant into a file of its own".to_owned(),
            fix: None,
        },
        Why::BesideOwn { text, own } => Undefined {
            message: Some(format!("{is_not}: {text} defines it, but defines {own} as well, as this text does")),
            help: format!("Move {name} into a file of its own"),
            fix: None,
        },
    }
}

/// One full name with several meanings.
pub fn conflict(conflict: &Conflict<'_>, severity: Severity) -> Option<Diagnostic> {
    let places: Vec<String> = conflict.places.iter().map(|(text, span)| text.place(*span).to_string()).collect();
    let (text, span) = conflict.places.last()?;
    let message = format!("{} has {} meanings, in {}", conflict.name, places.len(), listed(&places, "and"));
    let help = if conflict.is_outermost {
        "If they are versions of one schema, call them so: order-v1.avsc and order-v2.avsc, or v1/order.avsc and v2/order.avsc; \
         else give one of them another name or namespace"
    } else {
        "Define it once, in a file of its own, and refer to it by name; or give one of them another name or namespace"
    };
    let found = Diagnostic::new(Code::new(TWO_MEANINGS.code), severity, message, text.location(*span, ""));
    Some(found.with_help(help))
}

/// A folder in which nothing was compared with anything.
pub fn nothing_compared(subjects: &[Subject]) -> Option<Diagnostic> {
    let first = subjects.first()?;
    let subject = if subjects.len() == 1 { "the schema has" } else { "none of the schemas has" };
    let message = format!("Nothing was compared: {subject} an earlier version here");
    let message = if subjects.len() == 1 { message.replace("has an", "has no") } else { message };
    let help = "Say --against git:main, or a folder or registry that holds what was released. Versions beside each other are \
                called order-v1.avsc and order-v2.avsc, or v1/order.avsc and v2/order.avsc";
    let location = first.candidate.text.location(Span::at(0), "");
    Some(Diagnostic::new(Code::new(NOTE.code), Severity::Info, message, location).with_help(help))
}

/// A finding on a part that is allowed and makes the next versions hard.
pub fn advice(version: &Version, warning: &Warning) -> Diagnostic {
    let source = version.source(warning.reader.reference.as_deref());
    let place = &warning.reader;
    let (message, location) = placed(version, source, place.span, &place.pointer, &warning.sentence);
    let finding = Diagnostic::new(Code::new(warning.kind.code()), Severity::Info, message, location);
    with_repairs(finding, version, warning.repairs.iter().map(|it| Offer::of(version, it)))
}

/// A repair, with the text that it edits.
struct Offer<'a> {
    source: &'a Text,
    title: &'a str,
    edits: &'a [TextEdit],
}

impl<'a> Offer<'a> {
    fn of(version: &'a Version, repair: &'a Repair) -> Self {
        let source = version.source(repair.reference.as_deref());
        Self { source, title: &repair.title, edits: &repair.edits }
    }
}

/// A finding with its repairs. One of a text that is no file here, such as what a registry holds, is only told.
fn with_repairs<'a>(
    mut finding: Diagnostic,
    version: &Version,
    repairs: impl Iterator<Item = Offer<'a>>,
) -> Diagnostic {
    let mut elsewhere = Vec::new();
    for Offer { source, title, edits } in repairs.filter(|it| !it.edits.is_empty()) {
        let is_own = source.shown == version.text.shown;
        let title = if is_own { title.to_owned() } else { format!("{title} in {}", source.shown) };
        if !source.is_file {
            elsewhere.push(title);
            continue;
        }
        // From the last to the first, so that each finds its bytes where they were.
        let mut edits: Vec<&TextEdit> = edits.iter().collect();
        edits.sort_by_key(|it| std::cmp::Reverse(it.start));
        let edits = edits.into_iter().map(|it| source.edit(it));
        finding = finding.with_fix(Fix { title, edits: edits.collect() });
    }
    if elsewhere.is_empty() {
        return finding;
    }
    finding.with_help_line(format!("Repaired where it is kept: {}", elsewhere.join("; or ")))
}

/// Why a candidate may not follow, one finding for each cause however many versions it concerns.
pub fn breaks(
    subject: &Subject,
    candidate: &Version,
    findings: &[VersionFinding],
    severity: Severity,
) -> Vec<Diagnostic> {
    let is_same = |a: &VersionFinding, b: &VersionFinding| {
        a.direction == b.direction
            && (a.incompatibility.kind, &a.incompatibility.path) == (b.incompatibility.kind, &b.incompatibility.path)
            && own(a).span == own(b).span
    };
    let mut groups: Vec<(&VersionFinding, Vec<u32>)> = Vec::new();
    for finding in findings {
        match groups.iter_mut().find(|(first, _)| is_same(first, finding)) {
            Some((_, versions)) if versions.contains(&finding.version) => groups.push((finding, vec![finding.version])),
            Some((_, versions)) => versions.push(finding.version),
            None => groups.push((finding, vec![finding.version])),
        }
    }
    let tell = |(finding, versions): &(&VersionFinding, Vec<u32>)| {
        let (it, place) = (&finding.incompatibility, own(finding));
        let source = candidate.source(place.reference.as_deref());
        let is_candidate = candidate.number == subject.candidate.number;
        let with = if is_candidate { with_drafts(subject) } else { String::new() };
        let sentence = format!("{with}{} breaks {}: {}", subject.name, word(finding.direction), it.sentence);
        let (message, location) = placed(candidate, source, place.span, &place.pointer, &sentence);
        let told = Diagnostic::new(code(it.kind), severity, message, location);
        let told = help(subject, finding, versions, severity).into_iter().fold(told, Diagnostic::with_help_line);
        // A released text stays as it is.
        let repairs = finding.candidate_repairs().filter(|_| severity == Severity::Error);
        with_repairs(told, candidate, repairs.map(|it| Offer::of(candidate, it)))
    };
    groups.iter().map(tell).collect()
}

/// The cause that changes a subject whose own text stays as it is.
fn with_drafts(subject: &Subject) -> String {
    if subject.drafts.is_empty() { String::new() } else { format!("With {}, ", listed(&subject.drafts, "and")) }
}

/// The place in the candidate.
fn own(finding: &VersionFinding) -> &SchemaPlace {
    side(&finding.incompatibility, finding.direction.candidate())
}

fn side(it: &Incompatibility, side: Side) -> &SchemaPlace {
    match side {
        Side::Reader => &it.reader,
        Side::Writer => &it.writer,
    }
}

fn other(direction: Direction) -> Side {
    match direction.candidate() {
        Side::Reader => Side::Writer,
        Side::Writer => Side::Reader,
    }
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Backward => "BACKWARD",
        Direction::Forward => "FORWARD",
    }
}

fn help(subject: &Subject, finding: &VersionFinding, versions: &[u32], severity: Severity) -> Vec<String> {
    let it = &finding.incompatibility;
    let older = subject.older.iter().find(|it| it.number == finding.version);
    let mut lines = vec![format!("{} at {}, against {}", it.kind, it.path, list(&subject.older, versions))];
    if let Some(older) = older {
        let there = side(it, other(finding.direction));
        let place = older.source(there.reference.as_deref()).place(there.span);
        lines.push(format!("In {}: {place}: {}", older.label, shortened(&there.type_text)));
    }
    lines.extend(it.causes.iter().map(|cause| format!("Because: {}", shortened(&cause.sentence))));
    if severity < Severity::Error {
        lines.push("It is released, so it stays as it is; only the newest version can still be repaired".to_owned());
        return lines;
    }
    if finding.needs_old_reader() {
        let theirs = it.repairs.iter().filter(|it| it.side == other(finding.direction) && !it.edits.is_empty());
        let titles: Vec<&str> = theirs.map(|it| it.title.as_str()).collect();
        lines.push(either("Only the older readers can be repaired, and must be deployed first: ", &titles));
    }
    lines.retain(|line| !line.is_empty());
    lines.push("Where nothing else helps, write it to a new subject and topic".to_owned());
    lines
}

/// Findings on changes that hurt though they are compatible, once for all versions and directions.
pub fn warnings(candidate: &Version, older: &[Version], warnings: &[VersionWarning]) -> Vec<Diagnostic> {
    let own = |it: &VersionWarning| match (it.direction.candidate(), &it.warning.writer) {
        (Side::Writer, Some(writer)) => writer.clone(),
        (Side::Reader, _) | (Side::Writer, None) => it.warning.reader.clone(),
    };
    let mut groups: Vec<(&VersionWarning, SchemaPlace, Vec<u32>)> = Vec::new();
    for warning in warnings {
        let place = own(warning);
        let is_same = |first: &VersionWarning, at: &SchemaPlace| {
            first.warning.kind == warning.warning.kind && at.pointer == place.pointer && at.reference == place.reference
        };
        match groups.iter_mut().find(|(first, at, _)| is_same(first, at)) {
            Some((_, _, versions)) if versions.contains(&warning.version) => {}
            Some((_, _, versions)) => versions.push(warning.version),
            None => groups.push((warning, place, vec![warning.version])),
        }
    }
    let tell = |(it, place, versions): &(&VersionWarning, SchemaPlace, Vec<u32>)| {
        let source = candidate.source(place.reference.as_deref());
        let (message, location) = placed(candidate, source, place.span, &place.pointer, &it.warning.sentence);
        let mine = it.warning.repairs.iter().filter(|repair| repair.side == it.direction.candidate());
        let label = older.iter().find(|old| Some(&old.number) == versions.first()).map_or("", |old| old.label.as_str());
        let against = if versions.len() == 1 { label.to_owned() } else { list(older, versions) };
        let told = Diagnostic::new(Code::new(it.warning.kind.code()), Severity::Warning, message, location)
            .with_help(format!("Compared with {against}"));
        with_repairs(told, candidate, mine.map(|repair| Offer::of(candidate, repair)))
    };
    groups.iter().map(tell).collect()
}

/// A released version that says something else now.
pub fn changed(text: &Text, place: &str) -> Diagnostic {
    let message = format!("{} says something else than {place}, though a released version never changes", text.shown);
    Diagnostic::new(Code::new(CHANGED.code), Severity::Warning, message, text.location(Span::at(0), ""))
        .with_help("Take the change back, and put it into a new version")
}

/// A note on the comparison, for the person.
pub fn note(subject: &Subject, note: &str) -> Diagnostic {
    let (_, location) = placed(&subject.candidate, &subject.candidate.text, Span::at(0), "", "");
    Diagnostic::new(Code::new(NOTE.code), Severity::Info, format!("{}: {note}", subject.name), location)
}

/// A sentence with its place. A text that is no file here is named in the sentence, and the finding stands at the start of the
/// candidate, because code scanning takes nothing without a file.
fn placed(version: &Version, source: &Text, span: Span, pointer: &str, sentence: &str) -> (String, Location) {
    let sentence = shortened(sentence);
    if source.is_file {
        return (sentence, source.location(span, pointer));
    }
    let location = version.text.location(Span::at(0), "");
    (format!("{}: {sentence}", source.place(span)), location)
}

/// How long a sentence may become through the names in it.
const LONGEST_SENTENCE: usize = 1_000;

fn shortened(sentence: &str) -> String {
    match sentence.char_indices().nth(LONGEST_SENTENCE) {
        Some((end, _)) => format!("{}…", sentence.get(..end).unwrap_or_default()),
        None => sentence.to_owned(),
    }
}

fn either<T: AsRef<str>>(before: &str, titles: &[T]) -> String {
    let titles: Vec<&str> = titles.iter().map(AsRef::as_ref).collect();
    if titles.is_empty() { String::new() } else { format!("{before}{}", titles.join("; or ")) }
}

fn list(older: &[Version], versions: &[u32]) -> String {
    let number = |number: &u32| {
        let label = older.iter().find(|it| it.number == *number).and_then(|it| it.label.strip_prefix("version "));
        label.map_or_else(|| number.to_string(), str::to_owned)
    };
    let numbers: Vec<String> = versions.iter().map(number).collect();
    format!("{} {}", numbered(versions.len(), "version"), listed(&numbers, "and"))
}

/// How deep causes stand in each other in JSON: many readers of it give up at a depth of 128.
pub const DEEPEST_CAUSE: usize = 20;

fn prune(it: &mut Incompatibility, depth: usize) {
    match depth.checked_sub(1) {
        Some(depth) => it.causes.iter_mut().for_each(|cause| prune(cause, depth)),
        None => it.causes.clear(),
    }
}

/// A reason for programs: everything that is known about it, with both places as files.
pub fn for_programs(subject: &Subject, finding: &VersionFinding) -> Value {
    let mut finding = finding.clone();
    prune(&mut finding.incompatibility, DEEPEST_CAUSE);
    let mut value = serde_json::to_value(&finding).unwrap_or_default();
    let older = subject.older.iter().find(|it| it.number == finding.version);
    for (side, version) in
        [(finding.direction.candidate(), Some(&subject.candidate)), (other(finding.direction), older)]
    {
        let key = match side {
            Side::Reader => "reader",
            Side::Writer => "writer",
        };
        let place = self::side(&finding.incompatibility, side);
        if let (Some(version), Some(object)) = (version, value.get_mut(key).and_then(Value::as_object_mut)) {
            let at = version.source(place.reference.as_deref()).place(place.span);
            object.insert("file".to_owned(), json!(at.file));
            object.insert("line".to_owned(), json!(at.start.line));
            object.insert("column".to_owned(), json!(at.start.column));
        }
    }
    value
}
