//! Findings on the texts of a subject by themselves, for the rules that tell them: errors under one, warnings under
//! another, so that a policy can switch off the one without hiding the other.

use super::subject::{Subject, edit_text};
use crate::finding::{Cause, Finding, Repair};
use crate::library::{Part, Text};
use crate::reader::Reader;
use crate::rule::Rule;
use crate::verdict::SchemaVerdict;
use diagnostic::Severity;
use model::Schema;

/// The findings of one severity in every text of a subject, told under a rule.
pub(super) fn told(
    rule: &'static Rule,
    severity: Severity,
    reader: &Reader<'_>,
    schema: &Schema,
    verdict: &SchemaVerdict,
) -> Vec<Finding> {
    let subject = Subject::new(reader, schema, verdict);
    let mut out = Vec::new();
    for version in &verdict.versions {
        let title = format!("Version {} of {}", version.number, subject.name);
        // A released version cannot be taken back, so nothing in it is worth more than a warning.
        let told = told_of(rule, severity, schema, Part::Version(version.number), &title, &version.text);
        out.extend(told.map(|finding| finding.at_most(Severity::Warning)));
    }
    if let Some(next) = &verdict.next {
        let (part, title) = subject.next(next);
        out.extend(told_of(rule, severity, schema, part, &title, &next.text));
    }
    out
}

fn told_of<'a>(
    rule: &'static Rule,
    severity: Severity,
    schema: &'a Schema,
    part: Part,
    title: &'a str,
    text: &'a Text,
) -> impl Iterator<Item = Finding> + 'a {
    let found = text.findings.iter().enumerate().filter(move |(_, finding)| finding.severity() == severity);
    found.map(move |(index, finding)| {
        let message = format!("{title}: {}", finding.message);
        let out = Finding::new(rule, schema.id.clone(), &finding.pointer, message);
        let out = out.in_text(part).at_most(severity).with_cause(Cause::Text(index));
        let fixes = finding.fixes.iter().filter(|_| part == Part::Draft);
        let edit = |fix: &avro::TextFix| edit_text(&schema.id, part, &text.text, &fix.edits);
        fixes.map(|fix| Repair::new(fix.title.clone(), vec![edit(fix)])).fold(out, Finding::with_repair)
    })
}
