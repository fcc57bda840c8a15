//! Texts that the compatibility mode refuses.

use super::split::split;
use super::subject::Subject;
use crate::finding::Cause;
use crate::finding::Finding;
use crate::library::{Part, Text};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use crate::verdict::SchemaVerdict;
use avro::{Direction, Incompatibility, Side, VersionFinding};
use diagnostic::Severity;
use model::{RecordKey, Schema};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "schema/incompatible",
    area: Area::Schemas,
    severity: Severity::Error,
    asks: "A version or draft keeps the compatibility mode",
    why: "The registry refuses it, because somebody could no longer read",
    advice: "Apply a repair, weaken the mode knowingly, or move it to a new topic",
    threshold: None,
    check: Check::Schema(check),
};

fn check(reader: &Reader<'_>, schema: &Schema, verdict: &SchemaVerdict) -> Vec<Finding> {
    let subject = Subject::new(reader, schema, verdict);
    let mut out = Vec::new();
    for version in &verdict.versions {
        let title = format!("Version {} of {}", version.number, subject.name);
        // A released version cannot be taken back, so nothing in it is worth more than a warning.
        let findings = told(&subject, Part::Version(version.number), &title, &version.text, &version.history, false);
        out.extend(findings.into_iter().map(|finding| finding.at_most(Severity::Warning)));
    }
    if let Some(next) = &verdict.next {
        let (part, title) = subject.next(next);
        let against: Vec<VersionFinding> = verdict.versions.iter().flat_map(|it| it.draft.clone()).collect();
        let broken = told(&subject, part, &title, &next.text, &against, true);
        // Where the shared types of others are to blame, a subject of its own would not help.
        let last = if broken.is_empty() { None } else { split(reader, schema, &subject.name).filter(|_| next.is_own) };
        out.extend(broken.into_iter().map(|finding| last.iter().cloned().fold(finding, Finding::with_repair)));
    }
    out
}

/// One finding for each cause, however many versions it concerns.
fn told(
    subject: &Subject<'_>,
    part: Part,
    title: &str,
    text: &Text,
    findings: &[VersionFinding],
    is_repairable: bool,
) -> Vec<Finding> {
    let mut groups: BTreeMap<(Direction, &str, &str), (Vec<u32>, &Incompatibility)> = BTreeMap::new();
    for finding in findings {
        let it = &finding.incompatibility;
        let group = groups.entry((finding.direction, &it.path, it.kind.as_str()));
        group.or_insert_with(|| (Vec::new(), it)).0.push(finding.version);
    }
    let mut out = Vec::new();
    for ((direction, path, kind), (mut versions, it)) in groups {
        versions.sort();
        versions.dedup();
        let (own, place, word) = match direction {
            Direction::Backward => (Side::Reader, &it.reader, "BACKWARD"),
            Direction::Forward => (Side::Writer, &it.writer, "FORWARD"),
        };
        let (record, at): (RecordKey, Part) = match place.reference.as_deref().and_then(|name| text.used(name)) {
            Some(used) => (used.schema.clone().into(), used.part),
            None => (subject.schema.id.clone().into(), part),
        };
        let numbers: Vec<String> = versions.iter().map(|number| format!("v{number}")).collect();
        let help = format!("{kind} at {} · {word} · {}", at_or_root(&place.pointer), numbers.join(", "));
        let finding = Finding::new(&RULE, record, &place.pointer, format!("{title} breaks {word}: {}", it.sentence))
            .in_text(at)
            .with_help(help)
            .with_cause(Cause::Incompatible {
                schema: subject.schema.id.clone(),
                direction,
                kind: it.kind,
                path: path.to_owned(),
                versions,
            });
        out.push(if is_repairable { subject.repaired(finding, part, text, it, own) } else { finding });
    }
    out
}

/// A pointer as people see it: the root has one too.
fn at_or_root(pointer: &str) -> &str {
    if pointer.is_empty() { "/" } else { pointer }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_draft_keeps_the_mode() {
        let case = Case(&RULE);
        let draft = |fields: &str| {
            let fields =
                format!(r#"{{"type": "record", "name": "Placed", "namespace": "shop", "fields": [{fields}]}}"#);
            format!("set schema:placed /draft {}", serde_json::to_string(&fields).unwrap())
        };
        let id = r#"{"name": "id", "type": "string"}"#;
        let added = draft(&format!(r#"{id}, {{"name": "total", "type": "long"}}"#));
        case.speaks(&added, &["schema:placed/fields/1"]);
        case.is_repaired(&added, &["Add default 0", "Make it nullable", "Move it to a new topic"]);
        case.is_silent(&format!("{added}\nset topic:order-events compatibility=FORWARD"));
        case.is_silent(&draft(&format!(r#"{id}, {{"name": "total", "type": "long", "default": 0}}"#)));
    }
}
