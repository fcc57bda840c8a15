//! What is wrong with the text that is shown: the same findings and repairs as in the list of problems, each with its place.

use super::judged::{Judged, Part, consumer_findings};
use engine::Engine;
use engine::avro::{Direction, Incompatibility, IncompatibilityType, SchemaPlace, VersionFinding};
use engine::diagnostic::{Diagnostic, Fix, Severity};
use engine::model::RecordKey;
use engine::syntax::Span;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// A finding about the text that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub sentence: String,
    /// Where, as a JSON pointer into the text that is shown.
    pub pointer: String,
    /// Where, in bytes of it.
    pub span: Option<Span>,
    /// The rule in the machine's words: Java's type, or the rule's name.
    pub kind: String,
    /// Who cannot read whom; empty for a mistake in the text itself.
    pub direction: &'static str,
    /// Whom it concerns: versions or consumers.
    pub whom: Vec<String>,
    /// What repairs it, best first.
    pub fixes: Vec<Fix>,
}

/// The findings about a part, the heaviest first, then in the order of the text.
pub fn rows(engine: &Engine, judged: &Judged, part: Part) -> Vec<Row> {
    let word = part.word();
    let own = Own::of(mode_findings(judged, part));
    let mut rows: Vec<Row> = engine
        .findings_of(&RecordKey::from(judged.id.clone()))
        .filter(|it| it.location.part.as_deref() == Some(word.as_str()))
        .map(|it| match it.code.as_str() {
            "schema/incompatible" => of_mode(it, &own),
            _ => of_text(it, judged, part),
        })
        .collect();
    rows.extend(of_used(engine, judged, part, &own));
    if judged.is_written(part) {
        rows.extend(of_consumers(engine, judged, &own));
    }
    // A mistake in the text comes first: what follows from it may vanish with it.
    rows.sort_by_key(|it| {
        (Reverse(it.severity), !it.direction.is_empty(), it.span.map_or(usize::MAX, |span| span.start))
    });
    rows
}

/// What the mode holds against the text that is shown. Of hundreds of findings each is looked up by its place.
struct Own<'a> {
    by_place: HashMap<&'a str, Vec<&'a VersionFinding>>,
    versions: HashMap<(Direction, IncompatibilityType, &'a str), BTreeSet<u32>>,
}

impl<'a> Own<'a> {
    fn of(all: Vec<&'a VersionFinding>) -> Self {
        let mut own = Self { by_place: HashMap::new(), versions: HashMap::new() };
        for it in all {
            let reason = &it.incompatibility;
            let place = reason.place(it.direction.candidate());
            own.by_place.entry(&place.pointer).or_default().push(it);
            own.versions.entry((it.direction, reason.kind, &reason.path)).or_default().insert(it.version);
        }
        own
    }

    /// What a finding of the design was made of.
    fn cause_of(&self, it: &Diagnostic) -> Option<&'a VersionFinding> {
        let here = self.by_place.get(it.location.pointer.as_str())?;
        let is_cause = |finding: &&&VersionFinding| {
            let reason = &finding.incompatibility;
            it.help.starts_with(reason.kind.as_str())
                && it.help.contains(&format!(" · {} · ", word_of(finding.direction)))
                && it.message.ends_with(&reason.sentence)
        };
        here.iter().find(is_cause).copied()
    }

    /// The versions against which the mode finds the same.
    fn versions<'s>(&'s self, direction: Direction, reason: &'s Incompatibility) -> Option<&'s BTreeSet<u32>> {
        self.versions.get(&(direction, reason.kind, reason.path.as_str()))
    }
}

fn mode_findings(judged: &Judged, part: Part) -> Vec<&VersionFinding> {
    match part {
        Part::Draft => judged.verdict.versions.iter().flat_map(|it| &it.draft).collect(),
        Part::Version(number) => {
            let history = judged.verdict.versions.iter().filter(|it| it.number == number).flat_map(|it| &it.history);
            // Without a draft of its own it is the drafts of what it uses that would change it.
            let changes = judged.draft.is_none() && judged.is_written(part);
            history.chain(judged.verdict.versions.iter().filter(|_| changes).flat_map(|it| &it.draft)).collect()
        }
        Part::Nothing => Vec::new(),
    }
}

fn word_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Backward => "BACKWARD",
        Direction::Forward => "FORWARD",
    }
}

/// The bytes of a place, when it is in the schema's own text.
fn own_span(place: &SchemaPlace) -> Option<Span> {
    place.reference.is_none().then_some(place.span)
}

fn of_mode(it: &Diagnostic, own: &Own<'_>) -> Row {
    let Some(cause) = own.cause_of(it) else { return plain(it, it.message.clone(), None) };
    let reason = &cause.incompatibility;
    let place = reason.place(cause.direction.candidate());
    let versions = own.versions(cause.direction, reason).into_iter().flatten();
    Row {
        severity: it.severity,
        sentence: reason.sentence.clone(),
        pointer: place.pointer.clone(),
        span: own_span(place),
        kind: reason.kind.to_string(),
        direction: word_of(cause.direction),
        whom: versions.map(|number| format!("v{number}")).collect(),
        fixes: it.fixes.clone(),
    }
}

fn of_text(it: &Diagnostic, judged: &Judged, part: Part) -> Row {
    let own = match part {
        Part::Draft => judged.verdict.draft_findings(),
        Part::Version(number) => judged
            .verdict
            .versions
            .iter()
            .find(|it| it.number == number)
            .map_or(&[][..], |it| it.text.findings.as_slice()),
        Part::Nothing => &[],
    };
    let cause = own.iter().find(|own| own.pointer == it.location.pointer && it.message.ends_with(&own.message));
    match cause {
        Some(cause) => Row {
            kind: cause.rule.code().to_owned(),
            ..plain(it, cause.message.clone(), cause.source.is_own().then_some(cause.span))
        },
        None => plain(it, it.message.clone(), None),
    }
}

fn plain(it: &Diagnostic, sentence: String, span: Option<Span>) -> Row {
    Row {
        severity: it.severity,
        sentence,
        pointer: it.location.pointer.clone(),
        span,
        kind: it.code.to_string(),
        direction: "",
        whom: Vec::new(),
        fixes: it.fixes.clone(),
    }
}

/// What is wrong in the texts of other subjects that this one uses, where it breaks this one.
fn of_used(engine: &Engine, judged: &Judged, part: Part, own: &Own<'_>) -> Vec<Row> {
    let written = judged.verdict.written().filter(|_| judged.is_written(part));
    let mut rows = Vec::new();
    for used in written.into_iter().flat_map(|text| &text.uses) {
        let word = used.part.to_string();
        let found = engine.findings_of(&RecordKey::from(used.schema.clone()));
        for it in
            found.filter(|it| it.code.as_str() == "schema/incompatible" && it.location.part.as_ref() == Some(&word))
        {
            let row = of_mode(it, own);
            if !row.direction.is_empty() {
                rows.push(Row { pointer: format!("{}: {}", used.schema, row.pointer), ..row });
            }
        }
    }
    rows
}

/// Reasons for which consumers break although the mode does not mind, or minds other versions.
fn of_consumers(engine: &Engine, judged: &Judged, own: &Own<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut known: HashMap<(IncompatibilityType, &str), usize> = HashMap::new();
    for consumer in &judged.verdict.consumers {
        let name = judged.readers.iter().find(|it| it.flow == consumer.flow).map_or("", |it| &it.name);
        let who = format!("{name} (v{})", consumer.reads);
        for (index, reason) in consumer.breaks.iter().enumerate() {
            if own.versions(Direction::Forward, reason).is_some() {
                continue;
            }
            let diagnostic = consumer_findings(engine, &consumer.key(), &judged.id).next().filter(|_| index == 0);
            let fixes: Vec<Fix> = diagnostic.into_iter().flat_map(|it| it.fixes.clone()).collect();
            let same = *known.entry((reason.kind, &reason.path)).or_insert(rows.len());
            if let Some(row) = rows.get_mut(same) {
                row.whom.push(who.clone());
                row.fixes.extend(fixes.into_iter().filter(|it| !row.fixes.contains(it)).collect::<Vec<_>>());
                continue;
            }
            let place = &reason.writer;
            rows.push(Row {
                severity: Severity::Error,
                sentence: reason.sentence.clone(),
                pointer: place.pointer.clone(),
                span: own_span(place),
                kind: reason.kind.to_string(),
                direction: "FORWARD",
                whom: vec![who.clone()],
                fixes,
            });
        }
    }
    rows
}

/// Whether a pointer leads to a place or into it.
pub fn leads_into(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::leads_into;

    #[test]
    fn a_place_holds_what_is_in_it() {
        for (pointer, place, expected) in [
            ("/fields/1/type", "/fields/1", true),
            ("/fields/1", "/fields/1", true),
            ("/fields/10", "/fields/1", false),
        ] {
            assert_eq!(leads_into(pointer, place), expected, "{pointer} {place}");
        }
    }
}
