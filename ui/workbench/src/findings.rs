//! What is wrong with the text that is shown: the same findings and repairs as in the list of problems, each with its place.

use super::judged::{Judged, Part, consumer_findings};
use engine::Engine;
use engine::avro::{Direction, Incompatibility, IncompatibilityType, SchemaPlace, VersionFinding};
use engine::check::{Cause, Finding, Repair};
use engine::diagnostic::Severity;
use engine::model::{RecordKey, SchemaId};
use engine::syntax::Span;
use std::cmp::Reverse;
use std::collections::HashMap;

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
    /// Whether a reader lacks a default for the field.
    pub lacks_default: bool,
    /// The side that cannot read; empty for a mistake in the text itself.
    pub direction: &'static str,
    /// The versions or consumers that it concerns.
    pub whom: Vec<String>,
    /// What repairs it, best first.
    pub repairs: Vec<Repair>,
}

/// The findings about a part, the heaviest first, then in the order of the text.
pub fn rows(engine: &Engine, judged: &Judged, part: Part) -> Vec<Row> {
    let own = Own::of(mode_findings(judged, part));
    let key = RecordKey::from(judged.id.clone());
    let here = engine.findings_of(&key).filter(|it| it.part.is_some() && it.part == part.of_check());
    let mut rows: Vec<Row> =
        here.map(|it| of_mode(it, &judged.id, &own).unwrap_or_else(|| of_text(it, judged, part))).collect();
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

/// What the mode holds against the text that is shown, by what tells one reason from another.
struct Own<'a> {
    reasons: HashMap<(Direction, IncompatibilityType, &'a str), &'a Incompatibility>,
}

impl<'a> Own<'a> {
    fn of(all: Vec<&'a VersionFinding>) -> Self {
        let mut reasons = HashMap::new();
        for it in all {
            let reason = &it.incompatibility;
            reasons.entry((it.direction, reason.kind, reason.path.as_str())).or_insert(reason);
        }
        Self { reasons }
    }

    /// The reason for which one side cannot read the other, where the mode finds one.
    fn reason(&self, direction: Direction, kind: IncompatibilityType, path: &str) -> Option<&'a Incompatibility> {
        self.reasons.get(&(direction, kind, path)).copied()
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

/// A finding that the mode refuses the schema; nothing for another rule or another schema.
fn of_mode(it: &Finding, id: &SchemaId, own: &Own<'_>) -> Option<Row> {
    let Cause::Incompatible { schema, direction, kind, path, versions } = &it.cause else { return None };
    if schema != id {
        return None;
    }
    let reason = own.reason(*direction, *kind, path)?;
    let place = reason.place(direction.candidate());
    Some(Row {
        severity: it.severity,
        sentence: reason.sentence.clone(),
        pointer: place.pointer.clone(),
        span: own_span(place),
        kind: kind.to_string(),
        lacks_default: lacks_default(*kind),
        direction: word_of(*direction),
        whom: versions.iter().map(|number| format!("v{number}")).collect(),
        repairs: it.repairs.clone(),
    })
}

fn lacks_default(kind: IncompatibilityType) -> bool {
    kind == IncompatibilityType::ReaderFieldMissingDefaultValue
}

fn of_text(it: &Finding, judged: &Judged, part: Part) -> Row {
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
    let cause = match &it.cause {
        Cause::Text(index) => own.get(*index),
        Cause::Field | Cause::Incompatible { .. } | Cause::Unreadable { .. } => None,
    };
    let (sentence, span, kind) = match cause {
        Some(cause) => (&cause.message, cause.source.is_own().then_some(cause.span), cause.rule.code()),
        None => (&it.message, None, it.rule.code),
    };
    // A text that breaks another schema, which uses it, says so with the other's versions.
    let (direction, whom) = match &it.cause {
        Cause::Incompatible { schema, direction, versions, .. } => {
            (word_of(*direction), versions.iter().map(|number| format!("{schema} v{number}")).collect())
        }
        Cause::Field | Cause::Text(_) | Cause::Unreadable { .. } => ("", Vec::new()),
    };
    Row {
        severity: it.severity,
        sentence: sentence.clone(),
        pointer: it.pointer.clone(),
        span,
        kind: kind.to_owned(),
        lacks_default: false,
        direction,
        whom,
        repairs: it.repairs.clone(),
    }
}

/// What is wrong in the texts of other subjects that this one uses, where it breaks this one.
fn of_used(engine: &Engine, judged: &Judged, part: Part, own: &Own<'_>) -> Vec<Row> {
    let written = judged.verdict.written().filter(|_| judged.is_written(part));
    let mut rows = Vec::new();
    for used in written.into_iter().flat_map(|text| &text.uses) {
        let key = RecordKey::from(used.schema.clone());
        let found = engine.findings_of(&key).filter(|it| it.part == Some(used.part));
        let of_other = |row: Row| Row { pointer: format!("{}: {}", used.schema, row.pointer), ..row };
        rows.extend(found.filter_map(|it| of_mode(it, &judged.id, own)).map(of_other));
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
            if own.reason(Direction::Forward, reason.kind, &reason.path).is_some() {
                continue;
            }
            let key = consumer.key();
            let finding = consumer_findings(engine, &key, &judged.id).next().filter(|_| index == 0);
            let repairs: Vec<Repair> = finding.into_iter().flat_map(|it| it.repairs.clone()).collect();
            let same = *known.entry((reason.kind, &reason.path)).or_insert(rows.len());
            if let Some(row) = rows.get_mut(same) {
                row.whom.push(who.clone());
                row.repairs.extend(repairs.into_iter().filter(|it| !row.repairs.contains(it)).collect::<Vec<_>>());
                continue;
            }
            let place = &reason.writer;
            rows.push(Row {
                severity: Severity::Error,
                sentence: reason.sentence.clone(),
                pointer: place.pointer.clone(),
                span: own_span(place),
                kind: reason.kind.to_string(),
                lacks_default: lacks_default(reason.kind),
                direction: "FORWARD",
                whom: vec![who.clone()],
                repairs,
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
