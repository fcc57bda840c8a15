//! Rules about schemas: texts that are no Avro, versions that break the mode, and consumers that a draft leaves behind.

use super::part_ways::part_ways;
use super::set;
use crate::library::{Part, Text};
use crate::standard::avro_mode;
use crate::verdict::{ConsumerVerdict, NextVerdict, SchemaVerdict, VersionVerdict};
use avro::{Direction, Incompatibility, Side, VersionFinding};
use diagnostic::{Code, Diagnostic, Edit, Fix, Location, Severity};
use model::{Design, RecordKey, Schema, SchemaId};
use std::collections::BTreeMap;
use syntax::TextEdit;

pub(super) fn check(design: &Design, schema: &Schema, verdict: &SchemaVerdict) -> Vec<Diagnostic> {
    let subject = Subject { design, schema, verdict, name: verdict.name_of(schema) };
    let mut out: Vec<Diagnostic> = Vec::new();
    for version in &verdict.versions {
        let part = Part::Version(version.number).to_string();
        let title = format!("Version {} of {}", version.number, subject.name);
        // A released version cannot be taken back, so nothing in it is worth more than a warning.
        out.extend(version.text.findings.iter().map(|it| subject.text_finding(&part, &title, it, Severity::Warning)));
        out.extend(subject.mode_findings(&part, &title, &version.text, &version.history, Severity::Warning));
    }
    if let Some(next) = &verdict.next {
        let (part, title) = subject.next(next);
        out.extend(next.text.findings.iter().map(|it| subject.text_finding(&part, &title, it, it.severity())));
        let against: Vec<VersionFinding> = verdict.versions.iter().flat_map(|it| it.draft.clone()).collect();
        let broken = subject.mode_findings(&part, &title, &next.text, &against, Severity::Error);
        // Where the shared types of others are to blame, a subject of its own would not help.
        let last = part_ways(design, schema, &subject.name).filter(|_| next.is_own);
        out.extend(broken.into_iter().map(|finding| last.iter().cloned().fold(finding, Diagnostic::with_fix)));
    }
    for consumer in &verdict.consumers {
        out.extend(subject.consumer_finding(consumer));
        out.extend(subject.stored_finding(consumer));
    }
    out.extend(subject.weak_mode());
    out
}

/// Edits from the last to the first, so that each finds its bytes where they were.
fn text_edits(schema: &SchemaId, part: &str, edits: &[TextEdit]) -> Vec<Edit> {
    let mut edits: Vec<&TextEdit> = edits.iter().collect();
    edits.sort_by_key(|it| std::cmp::Reverse(it.start));
    let record = RecordKey::from(schema.clone()).to_string();
    let edit = |it: &TextEdit| Edit::ReplaceText {
        record: record.clone(),
        part: part.to_owned(),
        start: it.start,
        end: it.end,
        text: it.text.clone(),
    };
    edits.into_iter().map(edit).collect()
}

/// A schema, and what its findings are told with.
struct Subject<'a> {
    design: &'a Design,
    schema: &'a Schema,
    verdict: &'a SchemaVerdict,
    name: String,
}

impl Subject<'_> {
    /// Where the text of what comes next stands, and what it is called.
    fn next(&self, next: &NextVerdict) -> (String, String) {
        if next.is_own {
            return (Part::Draft.to_string(), format!("The draft of {}", self.name));
        }
        let title = format!("With the draft of {}, {}", drafts_of(&next.text), self.name);
        (Part::Version(next.text.number).to_string(), title)
    }

    fn at(&self, part: &str, pointer: &str) -> Location {
        at(&self.schema.id, part, pointer)
    }

    fn text_finding(&self, part: &str, title: &str, finding: &avro::Finding, severity: Severity) -> Diagnostic {
        let mut out = Diagnostic::new(
            Code::new("schema/does-not-parse"),
            severity.min(finding.severity()),
            format!("{title}: {}", finding.message),
            self.at(part, &finding.pointer),
        );
        if part == "draft" {
            for fix in &finding.fixes {
                let edits = text_edits(&self.schema.id, part, &fix.edits);
                out = out.with_fix(Fix { title: fix.title.clone(), edits });
            }
        }
        out
    }

    /// One finding for each cause, however many versions it concerns.
    fn mode_findings(
        &self,
        part: &str,
        title: &str,
        text: &Text,
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
            let location = match place.reference.as_deref().and_then(|name| text.used(name)) {
                Some(used) => at(&used.schema, &used.part.to_string(), &place.pointer),
                None => self.at(part, &place.pointer),
            };
            let mut finding = Diagnostic::new(
                Code::new("schema/incompatible"),
                severity,
                format!("{title} breaks {word}: {}", it.sentence),
                location,
            )
            .with_help(format!(
                "{kind} at {} · {word} · {}",
                at_or_root(&place.pointer),
                versions.join(", ")
            ));
            if severity == Severity::Error {
                finding = self.repaired(finding, part, text, it, own);
            }
            out.push(finding);
        }
        out
    }

    /// A finding with the repairs of the text that may still be changed.
    fn repaired(
        &self,
        mut finding: Diagnostic,
        part: &str,
        text: &Text,
        it: &Incompatibility,
        own: Side,
    ) -> Diagnostic {
        for repair in it.repairs.iter().filter(|repair| repair.side == own && !repair.edits.is_empty()) {
            let (title, edits) = match &repair.reference {
                None => (repair.title.clone(), text_edits(&self.schema.id, part, &repair.edits)),
                Some(name) => {
                    let Some(used) = text.used(name) else { continue };
                    let edits = text_edits(&used.schema, &used.part.to_string(), &repair.edits);
                    (format!("{} in {}", repair.title, used.schema), edits)
                }
            };
            finding = finding.with_fix(Fix { title, edits });
        }
        finding
    }

    fn consumer_finding(&self, consumer: &ConsumerVerdict) -> Option<Diagnostic> {
        let first = consumer.breaks.first()?;
        let service = self.service(consumer);
        let message = self.message(consumer);
        let what = match &self.verdict.next {
            Some(next) if next.is_own => format!("the draft of {message}"),
            Some(next) => format!("{message} with the draft of {}", drafts_of(&next.text)),
            None => match self.verdict.versions.last() {
                Some(latest) => format!("{message} v{}", latest.number),
                None => message.to_owned(),
            },
        };
        let mut finding = Diagnostic::new(
            Code::new("schema/breaks-consumer"),
            Severity::Error,
            format!("{service} cannot read {what}"),
            Location::field(consumer.key().to_string(), self.reader_version()),
        )
        .with_help(first.sentence.clone());
        if let Some(next) = &self.verdict.next {
            let (part, _) = self.next(next);
            finding = self.repaired(finding, &part, &next.text, first, Side::Writer);
        }
        if let Some(number) = consumer.readable_from {
            let title = format!("Upgrade {service} to version {number}");
            finding = finding.with_fix(set(title, consumer.key(), self.reader_version(), number));
        }
        Some(finding)
    }

    /// A consumer that cannot read what its topic keeps; what is written now is told by the finding about the consumer itself.
    fn stored_finding(&self, consumer: &ConsumerVerdict) -> Option<Diagnostic> {
        let latest = self.verdict.versions.last().filter(|_| self.verdict.next.is_none()).map(|it| it.number);
        let (number, first) = consumer.unreadable.iter().find(|(number, _)| Some(*number) != latest)?;
        let topic = self.design.topic(&consumer.topic).map_or(consumer.topic.as_str(), |it| it.name.as_str());
        let (service, message) = (self.service(consumer), self.message(consumer));
        let mut finding = Diagnostic::new(
            Code::new("schema/unreadable-stored"),
            Severity::Warning,
            format!("{service} cannot read {message} v{number}, which {topic} keeps"),
            Location::field(consumer.key().to_string(), self.reader_version()),
        )
        .with_help(first.sentence.clone());
        let reads_all = |version: &&VersionVerdict| {
            let kept = self.verdict.versions.iter().filter(|it| consumer.stored.versions.contains(&it.number));
            version.number > consumer.reads && { kept }.all(|it| self.reads(&version.text, &it.text))
        };
        if let Some(better) = self.verdict.versions.iter().rev().find(reads_all) {
            let title = format!("Upgrade {service} to version {}", better.number);
            finding = finding.with_fix(set(title, consumer.key(), self.reader_version(), better.number));
        }
        Some(finding)
    }

    /// The mode lets changes pass that would break somebody.
    fn weak_mode(&self) -> Option<Diagnostic> {
        let needs = self.verdict.needs.as_ref()?;
        if avro_mode(self.verdict.mode).implies(avro_mode(needs.mode)) {
            return None;
        }
        let (has, wants) = (self.verdict.mode.as_str(), needs.mode.as_str());
        let key = RecordKey::from(self.schema.id.clone());
        let finding = Diagnostic::new(
            Code::new("schema/weak-mode"),
            Severity::Info,
            format!("{} is under {has}, but its consumers need {wants}", self.name),
            Location::field(key.to_string(), "/compatibility"),
        );
        let finding =
            finding.with_help(format!("{has} lets changes pass that break them: {}", needs.why.join(", and ")));
        Some(finding.with_fix(set(format!("Set {wants}"), key, "/compatibility", wants)))
    }

    fn reads(&self, reader: &Text, writer: &Text) -> bool {
        let pair = reader.schema.as_ref().zip(writer.schema.as_ref());
        pair.is_none_or(|(reader, writer)| avro::is_compatible(reader, writer, self.verdict.profile))
    }

    fn service(&self, consumer: &ConsumerVerdict) -> String {
        self.design.service(&consumer.service).map_or(consumer.service.to_string(), |it| it.name.clone())
    }

    fn message(&self, consumer: &ConsumerVerdict) -> &str {
        self.design.message(&consumer.message).map_or(self.name.as_str(), |it| it.name.as_str())
    }

    /// Where a consumer pins the version that it reads.
    fn reader_version(&self) -> String {
        format!("/direction/consume/reader_versions/{}", self.schema.id)
    }
}

fn at(schema: &SchemaId, part: &str, pointer: &str) -> Location {
    Location {
        place: None,
        record: Some(RecordKey::from(schema.clone()).to_string()),
        pointer: pointer.to_owned(),
        part: Some(part.to_owned()),
    }
}

/// A pointer as people see it: the root has one too.
fn at_or_root(pointer: &str) -> &str {
    if pointer.is_empty() { "/" } else { pointer }
}

/// The subjects whose drafts a text uses, for people.
fn drafts_of(text: &Text) -> String {
    let drafts = text.uses.iter().filter(|used| used.part == Part::Draft);
    drafts.map(|used| used.schema.to_string()).collect::<Vec<_>>().join(" and ")
}
