//! The verdict on a subject: whether its candidate may follow the versions before it, with every reason against every version.

use super::clarity::hides_parts;
use super::subject::{Subject, Version};
use super::text::Text;
use super::told;
use engine::avro::{
    Direction, Finding, Labels, Parser, Rule, Schema, VersionFinding, VersionWarning, check_as, comparisons, warnings,
};
use engine::diagnostic::{Diagnostic, Severity};

/// The verdicts on a subject.
pub struct Judged<'a> {
    pub subject: &'a Subject,
    /// Nothing when some text is no schema, so that nobody can tell.
    pub compatible: Option<bool>,
    /// The versions that the candidate was compared with, latest first.
    pub compared: Vec<u32>,
    /// Why the candidate may not follow, version by version.
    pub findings: Vec<VersionFinding>,
    /// Everything, as findings about files.
    pub diagnostics: Vec<Diagnostic>,
}

/// A version that was read.
struct Parsed<'a> {
    version: &'a Version,
    read: Option<Schema>,
    clarity: Clarity,
}

/// How far a text says what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clarity {
    /// Wholly.
    Clear,
    /// It is no JSON as it stands, though everything in it seems to be understood.
    Guessed,
    /// A part is missing.
    Hidden,
}

impl Clarity {
    fn of(schema: Option<&Schema>, findings: &[Finding]) -> Self {
        // A text that a lenient parser takes may be in a registry, and is judged as far as it is understood.
        let counts = |it: &Finding| it.refused_by(Parser::JavaLenient) && hides_parts(it.rule);
        let hides = |it: &Finding| it.rule != Rule::Json && counts(it);
        if !schema.is_some_and(Schema::is_complete) || findings.iter().any(hides) {
            Self::Hidden
        } else if findings.iter().any(|it| it.rule == Rule::Json) {
            Self::Guessed
        } else {
            Self::Clear
        }
    }
}

impl<'a> Parsed<'a> {
    fn of(version: &'a Version) -> (Self, Vec<Finding>) {
        let (read, findings) = version.parse();
        let clarity = Clarity::of(read.as_ref(), &findings);
        (Self { version, read, clarity }, findings)
    }

    /// The schema, when everything in it was understood.
    fn schema(&self) -> Option<&Schema> {
        self.read.as_ref().filter(|_| self.clarity != Clarity::Hidden)
    }

    /// The text that a finding is about.
    fn source(&self, finding: &Finding) -> &'a Text {
        self.version.source(self.read.as_ref().and_then(|it| it.source_name(finding.source)))
    }
}

/// Judges a subject.
pub fn judge(subject: &Subject) -> Judged<'_> {
    let profile = subject.rules.profile;
    let mut diagnostics = Vec::new();
    let (candidate, found) = Parsed::of(&subject.candidate);
    diagnostics.extend(texts(&candidate, &found, profile.parser()));
    if let Some(schema) = candidate.schema() {
        diagnostics.extend(schema.advice().iter().map(|it| told::advice(&subject.candidate, it)));
    }
    let mut older = Vec::new();
    for version in &subject.older {
        let (parsed, found) = Parsed::of(version);
        // A registry keeps what it would not take any more, so only what hides the meaning counts against a history.
        if parsed.clarity != Clarity::Clear {
            diagnostics.extend(texts(&parsed, &found, Parser::JavaLenient));
        }
        older.push(parsed);
    }
    let verdict = compare(subject, &candidate, &older);
    diagnostics.extend(told::breaks(subject, &subject.candidate, &verdict.findings, Severity::Error));
    let warnings = warn(subject, &candidate, &older);
    diagnostics.extend(told::warnings(&subject.candidate, &subject.older, &warnings));
    if subject.judges_history {
        for (index, version) in older.iter().enumerate() {
            let verdict = compare(subject, version, older.get(..index).unwrap_or_default());
            diagnostics.extend(told::breaks(subject, version.version, &verdict.findings, Severity::Warning));
        }
    }
    diagnostics.extend(subject.changed.iter().map(|(text, place)| told::changed(text, place)));
    if let Some(note) = &subject.note {
        diagnostics.push(told::note(subject, note));
    }
    let compatible = verdict.is_complete.then_some(verdict.findings.is_empty());
    Judged { subject, compatible, compared: verdict.compared, findings: verdict.findings, diagnostics }
}

/// The findings on a text itself, and when they hide its meaning, those on the texts that it refers to.
fn texts(parsed: &Parsed<'_>, findings: &[Finding], parser: Parser) -> Vec<Diagnostic> {
    let is_unclear = parsed.clarity != Clarity::Clear;
    let counts = |it: &&Finding| it.source.is_own() || is_unclear && it.refused_by(parser);
    findings.iter().filter(counts).map(|it| told::breach(parsed.version, parsed.source(it), it, parser)).collect()
}

struct Verdict {
    findings: Vec<VersionFinding>,
    compared: Vec<u32>,
    is_complete: bool,
}

fn compare(subject: &Subject, candidate: &Parsed<'_>, older: &[Parsed<'_>]) -> Verdict {
    let is_complete = candidate.clarity == Clarity::Clear;
    let mut verdict = Verdict { findings: Vec::new(), compared: Vec::new(), is_complete };
    let Some(schema) = candidate.schema() else { return verdict };
    let numbered: Vec<(u32, &Parsed<'_>)> = older.iter().map(|it| (it.version.number, it)).collect();
    for (number, direction, old) in comparisons(&numbered, subject.mode.mode) {
        verdict.is_complete &= old.clarity == Clarity::Clear;
        let Some(other) = old.schema() else { continue };
        if !verdict.compared.contains(&number) {
            verdict.compared.push(number);
        }
        let (reader, writer) = direction.reader_and_writer(schema, other);
        let labels = labels(direction, candidate.version, old.version);
        let found = check_as(reader, writer, subject.rules.profile.resolution(), &labels);
        let finding = |incompatibility| VersionFinding { version: number, direction, incompatibility };
        verdict.findings.extend(found.into_iter().map(finding));
    }
    verdict
}

/// Warnings on changes that hurt though they are compatible.
fn warn(subject: &Subject, candidate: &Parsed<'_>, older: &[Parsed<'_>]) -> Vec<VersionWarning> {
    let Some(schema) = candidate.schema() else { return Vec::new() };
    let numbered: Vec<(u32, &Parsed<'_>)> = older.iter().map(|it| (it.version.number, it)).collect();
    let mut found = Vec::new();
    for (version, direction, old) in comparisons(&numbered, subject.mode.mode) {
        let Some(other) = old.schema() else { continue };
        let (reader, writer) = direction.reader_and_writer(schema, other);
        let warnings = warnings(reader, writer, &labels(direction, candidate.version, old.version));
        found.extend(warnings.into_iter().map(|warning| VersionWarning { version, direction, warning }));
    }
    found
}

fn labels(direction: Direction, candidate: &Version, old: &Version) -> Labels {
    let (new, old) = (candidate.label.clone(), old.label.clone());
    match direction {
        Direction::Backward => Labels { reader: new, writer: old },
        Direction::Forward => Labels { reader: old, writer: new },
    }
}
