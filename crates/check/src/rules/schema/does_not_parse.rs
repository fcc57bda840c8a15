//! Texts that are no Avro.

use super::subject::{Subject, edit_text};
use crate::finding::Cause;
use crate::finding::{Finding, Repair};
use crate::library::{Part, Text};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use crate::verdict::SchemaVerdict;
use diagnostic::Severity;
use model::Schema;

pub(crate) static RULE: Rule = Rule {
    code: "schema/does-not-parse",
    area: Area::Schemas,
    severity: Severity::Error,
    asks: "A schema is valid Avro",
    why: "Neither a registry nor a client takes it",
    advice: "Correct the text where the finding points",
    threshold: None,
    check: Check::Schema(check),
};

fn check(reader: &Reader<'_>, schema: &Schema, verdict: &SchemaVerdict) -> Vec<Finding> {
    let subject = Subject::new(reader, schema, verdict);
    let mut out = Vec::new();
    for version in &verdict.versions {
        let title = format!("Version {} of {}", version.number, subject.name);
        // A released version cannot be taken back, so nothing in it is worth more than a warning.
        let part = Part::Version(version.number);
        out.extend(told(schema, part, &title, &version.text).map(|finding| finding.at_most(Severity::Warning)));
    }
    if let Some(next) = &verdict.next {
        let (part, title) = subject.next(next);
        out.extend(told(schema, part, &title, &next.text));
    }
    out
}

fn told<'a>(schema: &'a Schema, part: Part, title: &'a str, text: &'a Text) -> impl Iterator<Item = Finding> + 'a {
    text.findings.iter().enumerate().map(move |(index, finding)| {
        let message = format!("{title}: {}", finding.message);
        let out = Finding::new(&RULE, schema.id.clone(), &finding.pointer, message);
        let out = out.in_text(part).at_most(finding.severity()).with_cause(Cause::Text(index));
        let fixes = finding.fixes.iter().filter(|_| part == Part::Draft);
        let edit = |fix: &avro::TextFix| edit_text(&schema.id, part, &text.text, &fix.edits);
        fixes.map(|fix| Repair::new(fix.title.clone(), vec![edit(fix)])).fold(out, Finding::with_repair)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_text_is_avro() {
        let case = Case(&RULE);
        let set =
            |pointer: &str, text: &str| format!("set schema:placed {pointer} {}", serde_json::to_string(text).unwrap());
        let lacking = r#"{"type": "record", "name": "Placed", "fields": [{"name": "id" "type": "string"}]}"#;
        case.speaks(&set("/draft", lacking), &["schema:placed/fields/0/name"]);
        case.speaks(&set("/versions/0/text", lacking), &["warning schema:placed/fields/0/name"]);
        case.is_repaired(&set("/draft", lacking), &["Add the comma"]);
        case.is_silent(&set("/draft", r#""string""#));
    }
}
