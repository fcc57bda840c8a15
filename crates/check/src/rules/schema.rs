//! Rules about schemas: texts that are no Avro, versions that break the mode, and consumers that a draft leaves behind.

use super::set;
use crate::verdict::{ConsumerVerdict, schema_verdict};
use avro::{Direction, Incompatibility, Repair, Side, VersionFinding};
use diagnostic::{Code, Diagnostic, Edit, Fix, Location, Severity};
use model::{Design, RecordKey, Schema};
use std::collections::BTreeMap;
use syntax::TextEdit;

pub(super) fn check(design: &Design, schema: &Schema) -> Vec<Diagnostic> {
    let Some(verdict) = schema_verdict(design, &schema.id) else { return Vec::new() };
    let mut out: Vec<Diagnostic> = Vec::new();
    for version in &verdict.versions {
        let part = format!("v{}", version.number);
        // A released version cannot be taken back, so nothing in it is worth more than a warning.
        out.extend(version.findings.iter().map(|it| text_finding(schema, &part, it, Severity::Warning)));
        let against = format!("Version {}", version.number);
        out.extend(mode_findings(schema, &part, &against, &version.history, Severity::Warning));
    }
    out.extend(verdict.draft.iter().map(|it| text_finding(schema, "draft", it, it.severity())));
    let drafts: Vec<VersionFinding> = verdict.versions.iter().flat_map(|it| it.draft.clone()).collect();
    out.extend(mode_findings(schema, "draft", "The draft", &drafts, Severity::Error));
    let can_read: Vec<u32> = verdict.versions.iter().map(|it| it.number).collect();
    out.extend(
        verdict.consumers.iter().filter_map(|it| consumer_finding(design, schema, it, can_read.last().copied())),
    );
    out
}

fn at(schema: &Schema, part: &str, pointer: &str) -> Location {
    Location {
        place: None,
        record: Some(RecordKey::from(schema.id.clone()).to_string()),
        pointer: pointer.to_owned(),
        part: Some(part.to_owned()),
    }
}

fn text_finding(schema: &Schema, part: &str, finding: &avro::Finding, severity: Severity) -> Diagnostic {
    let title =
        if part == "draft" { "The draft".to_owned() } else { format!("Version {}", part.trim_start_matches('v')) };
    let mut out = Diagnostic::new(
        Code::new("schema/does-not-parse"),
        severity.min(finding.severity()),
        format!("{title} of {}: {}", name(schema), finding.message),
        at(schema, part, &finding.pointer),
    );
    if part == "draft" {
        for fix in &finding.fixes {
            out = out.with_fix(Fix { title: fix.title.clone(), edits: text_edits(schema, part, &fix.edits) });
        }
    }
    out
}

/// The name of a schema for people: its own, or that of the record in its newest text.
fn name(schema: &Schema) -> String {
    if !schema.name.is_empty() {
        return schema.name.clone();
    }
    let newest = schema.draft.as_deref().or(schema.latest().map(|it| it.text.as_ref()));
    let parsed = newest.and_then(|text| avro::Schema::parse(text, &[]).0);
    let full = parsed.as_ref().and_then(|it| it.fullname());
    full.and_then(|name| name.rsplit('.').next()).map_or_else(|| schema.id.to_string(), str::to_owned)
}

/// Edits from the last to the first, so that each finds its bytes where they were.
fn text_edits(schema: &Schema, part: &str, edits: &[TextEdit]) -> Vec<Edit> {
    let mut edits: Vec<&TextEdit> = edits.iter().collect();
    edits.sort_by_key(|it| std::cmp::Reverse(it.start));
    let record = RecordKey::from(schema.id.clone()).to_string();
    let edit = |it: &TextEdit| Edit::ReplaceText {
        record: record.clone(),
        part: part.to_owned(),
        start: it.start,
        end: it.end,
        text: it.text.clone(),
    };
    edits.into_iter().map(edit).collect()
}

/// One finding for each cause, however many versions it concerns.
fn mode_findings(
    schema: &Schema,
    part: &str,
    subject: &str,
    findings: &[VersionFinding],
    severity: Severity,
) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(Direction, String, &str), (Vec<u32>, &Incompatibility)> = BTreeMap::new();
    for finding in findings {
        let it = &finding.incompatibility;
        let group = groups.entry((finding.direction, it.path.clone(), it.kind.as_str()));
        group.or_insert_with(|| (Vec::new(), it)).0.push(finding.version);
    }
    let mut out = Vec::new();
    for ((direction, _, kind), (mut versions, it)) in groups {
        versions.sort_unstable();
        versions.dedup();
        let versions: Vec<String> = versions.iter().map(|number| format!("v{number}")).collect();
        let (own, place, word) = match direction {
            Direction::Backward => (Side::Reader, &it.reader, "BACKWARD"),
            Direction::Forward => (Side::Writer, &it.writer, "FORWARD"),
        };
        let message = format!("{subject} of {} breaks {word}: {}", name(schema), it.sentence);
        let help = format!("{kind} at {} · {word} · {}", it.path, versions.join(", "));
        let mut finding =
            Diagnostic::new(Code::new("schema/incompatible"), severity, message, at(schema, part, &place.pointer))
                .with_help(help);
        if part == "draft" {
            for repair in it.repairs.iter().filter(|repair| applies(repair, own)) {
                finding = finding
                    .with_fix(Fix { title: repair.title.clone(), edits: text_edits(schema, part, &repair.edits) });
            }
        }
        out.push(finding);
    }
    out
}

/// Whether a repair is one of the draft's own text.
fn applies(repair: &Repair, own: Side) -> bool {
    repair.side == own && repair.reference.is_none() && !repair.edits.is_empty()
}

fn consumer_finding(
    design: &Design,
    schema: &Schema,
    consumer: &ConsumerVerdict,
    latest: Option<u32>,
) -> Option<Diagnostic> {
    let first = consumer.breaks.first()?;
    let service = design.service(&consumer.service).map_or(consumer.service.as_str(), |it| it.name.as_str());
    let message = design.message(&consumer.message).map_or(consumer.message.as_str(), |it| it.name.as_str());
    let what = match (&schema.draft, latest) {
        (Some(_), _) => "the draft of ".to_owned() + message,
        (None, Some(latest)) => format!("{message} v{latest}"),
        (None, None) => message.to_owned(),
    };
    let mut finding = Diagnostic::new(
        Code::new("schema/breaks-consumer"),
        Severity::Error,
        format!("{service} cannot read {what}"),
        Location::field(consumer.key().to_string(), reader_version(schema)),
    )
    .with_help(first.sentence.clone());
    if schema.draft.is_some() {
        for repair in first.repairs.iter().filter(|repair| applies(repair, Side::Writer)) {
            finding = finding
                .with_fix(Fix { title: repair.title.clone(), edits: text_edits(schema, "draft", &repair.edits) });
        }
    }
    if let Some(number) = readable_from(schema, consumer) {
        finding = finding.with_fix(set(
            format!("Upgrade {service} to version {number}"),
            consumer.key(),
            reader_version(schema),
            number,
        ));
    }
    Some(finding)
}

/// Where a consumer pins the version that it reads.
fn reader_version(schema: &Schema) -> String {
    format!("/direction/consume/reader_versions/{}", schema.id)
}

/// The newest released version with which a consumer could read what will be written.
fn readable_from(schema: &Schema, consumer: &ConsumerVerdict) -> Option<u32> {
    let written = schema.draft.as_deref().or(schema.latest().map(|it| it.text.as_ref()))?;
    let writer = avro::Schema::parse(written, &[]).0?;
    schema.versions.iter().rev().filter(|it| it.number > consumer.reads).find_map(|version| {
        let reader = avro::Schema::parse(&version.text, &[]).0?;
        avro::is_compatible(&reader, &writer, avro::Profile::Confluent).then_some(version.number)
    })
}
