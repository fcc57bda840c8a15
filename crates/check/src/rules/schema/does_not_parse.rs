//! Texts that are no Avro.

use super::subject::{Subject, edit_text};
use crate::finding::Cause;
use crate::finding::{Finding, Repair};
use crate::library::Part;
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
        let findings = version.text.findings.iter().enumerate();
        out.extend(
            findings.map(|it| told(schema, Part::Version(version.number), &title, it).at_most(Severity::Warning)),
        );
    }
    if let Some(next) = &verdict.next {
        let (part, title) = subject.next(next);
        out.extend(next.text.findings.iter().enumerate().map(|it| told(schema, part, &title, it)));
    }
    out
}

fn told(schema: &Schema, part: Part, title: &str, (index, finding): (usize, &avro::Finding)) -> Finding {
    let message = format!("{title}: {}", finding.message);
    let out = Finding::new(&RULE, schema.id.clone(), &finding.pointer, message);
    let out = out.in_text(part).at_most(finding.severity()).with_cause(Cause::Text(index));
    let fixes = finding.fixes.iter().filter(|_| part == Part::Draft);
    let repair = |fix: &avro::TextFix| Repair::new(fix.title.clone(), vec![edit_text(&schema.id, part, &fix.edits)]);
    fixes.map(repair).fold(out, Finding::with_repair)
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
