//! Whom a schema's draft breaks, and which versions a change may follow: the verdicts that the schemas view, the badges on
//! the canvas and the problems list share.

use avro::{Incompatibility, VersionFinding};
use model::{Compatibility, Design, FlowId, MessageId, RecordKey, Schema, SchemaId, ServiceId, TopicId};
use std::collections::BTreeSet;

/// Everything there is to say about a schema's draft and history.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaVerdict {
    /// The mode that holds: the schema's own, or the strictest of the topics that carry it.
    pub mode: Compatibility,
    /// What is wrong with the draft's text itself.
    pub draft: Vec<avro::Finding>,
    /// The released versions, oldest first.
    pub versions: Vec<VersionVerdict>,
    /// Every consumer of the schema, by flow: what happens when the draft, or without a draft the latest version, is written.
    pub consumers: Vec<ConsumerVerdict>,
}

/// What is to be said of one released version.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionVerdict {
    /// Its number.
    pub number: u32,
    /// What is wrong with its text.
    pub findings: Vec<avro::Finding>,
    /// Where it breaks the mode against the versions before it.
    pub history: Vec<VersionFinding>,
    /// Where the draft breaks the mode against it.
    pub draft: Vec<VersionFinding>,
}

/// What a consumer makes of what will be written.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerVerdict {
    /// The flow.
    pub flow: FlowId,
    /// Its service.
    pub service: ServiceId,
    /// Its topic.
    pub topic: TopicId,
    /// The message that it reads.
    pub message: MessageId,
    /// The version that its code was built with.
    pub reads: u32,
    /// Why it cannot read; empty when it can.
    pub breaks: Vec<Incompatibility>,
}

/// Everything there is to say about a schema; nothing when it does not exist.
pub fn schema_verdict(design: &Design, id: &SchemaId) -> Option<SchemaVerdict> {
    let schema = design.schema(id)?;
    let mode = effective_mode(design, schema);
    let parsed: Vec<Parsed> = schema.versions.iter().map(|it| Parsed::of(it.number, &it.text)).collect();
    let draft = schema.draft.as_deref().map(|text| Parsed::of(parsed.last().map_or(1, |it| it.number + 1), text));
    let against = draft.as_ref().map_or_else(Vec::new, |draft| mode_findings(draft, &parsed, mode));
    let mut versions = Vec::new();
    for (index, version) in parsed.iter().enumerate() {
        let earlier = parsed.get(..index).unwrap_or_default();
        versions.push(VersionVerdict {
            number: version.number,
            findings: version.findings.clone(),
            history: mode_findings(version, earlier, mode),
            draft: against.iter().filter(|it| it.version == version.number).cloned().collect(),
        });
    }
    let written = draft.as_ref().or(parsed.last());
    let consumers =
        written.map_or_else(Vec::new, |written| consumers(design, schema, &parsed, written, draft.is_some()));
    Some(SchemaVerdict { mode, draft: draft.map(|it| it.findings).unwrap_or_default(), versions, consumers })
}

/// One text with what it says.
struct Parsed {
    number: u32,
    schema: Option<avro::Schema>,
    findings: Vec<avro::Finding>,
}

impl Parsed {
    fn of(number: u32, text: &str) -> Self {
        let (schema, findings) = avro::Schema::parse(text, &[]);
        Self { number, schema, findings }
    }
}

/// The schema's own mode, or the strictest of the topics that carry it.
fn effective_mode(design: &Design, schema: &Schema) -> Compatibility {
    let topics = design.messages_of_schema(&schema.id).flat_map(|message| &message.topics);
    let carried = topics.filter_map(|id| design.topic(id)).map(|topic| topic.compatibility).max();
    schema.compatibility.or(carried).unwrap_or_default()
}

fn mode_findings(candidate: &Parsed, versions: &[Parsed], mode: Compatibility) -> Vec<VersionFinding> {
    let Some(schema) = &candidate.schema else { return Vec::new() };
    let versions: Vec<(u32, &avro::Schema)> =
        versions.iter().filter_map(|it| Some((it.number, it.schema.as_ref()?))).collect();
    avro::check_candidate(schema, &versions, avro_mode(mode), avro::Profile::Confluent)
}

/// The rules behind a word.
fn avro_mode(mode: Compatibility) -> avro::Compatibility {
    match mode {
        Compatibility::None => avro::Compatibility::None,
        Compatibility::Backward => avro::Compatibility::Backward,
        Compatibility::BackwardTransitive => avro::Compatibility::BackwardTransitive,
        Compatibility::Forward => avro::Compatibility::Forward,
        Compatibility::ForwardTransitive => avro::Compatibility::ForwardTransitive,
        Compatibility::Full => avro::Compatibility::Full,
        Compatibility::FullTransitive => avro::Compatibility::FullTransitive,
    }
}

fn consumers(
    design: &Design,
    schema: &Schema,
    versions: &[Parsed],
    written: &Parsed,
    is_draft: bool,
) -> Vec<ConsumerVerdict> {
    let mut out = Vec::new();
    for (flow, message) in readers(design, schema) {
        let Some(flow) = design.flow(&flow) else { continue };
        let Some(consume) = flow.consume() else { continue };
        let Some(latest) = versions.last() else { continue };
        let reads = consume.reader_versions.get(&schema.id).copied().unwrap_or(latest.number);
        let reader = versions.iter().find(|it| it.number == reads).and_then(|it| it.schema.as_ref());
        let breaks = match (reader, &written.schema) {
            (Some(reader), Some(writer)) if is_draft || reads != written.number => {
                let labels = avro::Labels {
                    reader: format!("{} (version {reads})", flow.service),
                    writer: if is_draft { "the draft".to_owned() } else { format!("version {}", written.number) },
                };
                avro::check_as(reader, writer, avro::Profile::Confluent, &labels)
            }
            (Some(_) | None, Some(_) | None) => Vec::new(),
        };
        out.push(ConsumerVerdict {
            flow: flow.id.clone(),
            service: flow.service.clone(),
            topic: flow.topic.clone(),
            message,
            reads,
            breaks,
        });
    }
    out
}

/// The consuming flows that read a schema, each with the message, by flow.
fn readers(design: &Design, schema: &Schema) -> BTreeSet<(FlowId, MessageId)> {
    let mut out = BTreeSet::new();
    for message in design.messages_of_schema(&schema.id) {
        for topic in &message.topics {
            for flow in design.flows_of_topic(topic) {
                let reads_it = flow.messages.is_empty() || flow.messages.contains(&message.id);
                if reads_it && flow.consume().is_some() {
                    out.insert((flow.id.clone(), message.id.clone()));
                }
            }
        }
    }
    out
}

impl ConsumerVerdict {
    /// The flow's key.
    pub fn key(&self) -> RecordKey {
        self.flow.clone().into()
    }
}
