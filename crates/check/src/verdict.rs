//! The consumers that a schema's draft breaks, and the versions that a change may follow: the verdicts that the schemas view, the badges on
//! the canvas and the problems list share.

use crate::conflict::NameConflict;
use crate::library::{Library, Next, Text};
use crate::reader::Reader;
use crate::rollout::{self, Step};
use crate::stored::{self, Stored};
use avro::{Incompatibility, Labels, Profile, VersionFinding};
use derive::{avro_mode, mode_of, profile_of};
use model::{Compatibility, FlowId, Lookup, MessageId, RecordKey, Schema, ServiceId, TopicId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything there is to say about a schema's draft and history.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaVerdict {
    /// By whose rules.
    pub profile: Profile,
    /// The mode that holds: the schema's own, or that of the topics that carry it.
    pub mode: Compatibility,
    /// The mode that its topics and consumers need, and why; nothing when nobody reads it.
    pub needs: Option<NeededMode>,
    /// The text that would be released next: the draft, or the latest version where only what it uses has drafts.
    pub next: Option<NextVerdict>,
    /// The released versions, oldest first.
    pub versions: Vec<VersionVerdict>,
    /// Every consumer of the schema, by flow: what happens when the draft, or without a draft the latest version, is written.
    pub consumers: Vec<ConsumerVerdict>,
    /// Every producer of the schema, by flow.
    pub producers: Vec<ProducerVerdict>,
    /// The names that it and others define without meaning the same, as far as they are told here.
    pub conflicts: Vec<Arc<NameConflict>>,
    /// How what comes next gets out without breaking anybody, in order.
    pub rollout: Vec<Step>,
}

/// The weakest mode that protects everybody who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededMode {
    /// The mode.
    pub mode: Compatibility,
    /// Why, a clause each.
    pub why: Vec<String>,
}

/// The text that would be released next.
#[derive(Debug, Clone, PartialEq)]
pub struct NextVerdict {
    /// The text and what it says.
    pub text: Arc<Text>,
    /// Whether the subject's own text changes, and not only what it uses.
    pub is_own: bool,
}

/// The verdict on one released version.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionVerdict {
    /// Its number.
    pub number: u32,
    /// Its text and what it says.
    pub text: Arc<Text>,
    /// Where it breaks the mode against the versions before it.
    pub history: Vec<VersionFinding>,
    /// Where the draft breaks the mode against it.
    pub draft: Vec<VersionFinding>,
}

/// The verdict on a consumer that meets what will be written.
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
    /// Why it cannot read what will be written; empty when it can.
    pub breaks: Vec<Incompatibility>,
    /// The newest released version with which it could read what will be written, when its own cannot.
    pub readable_from: Option<u32>,
    /// The versions that its topic keeps.
    pub stored: Stored,
    /// The stored versions that it cannot read, each with the first reason.
    pub unreadable: Vec<(u32, Incompatibility)>,
    /// The stored versions that what comes next cannot read, each with the first reason: it would meet them once upgraded.
    pub unreadable_next: Vec<(u32, Incompatibility)>,
}

/// A producer of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProducerVerdict {
    /// The flow.
    pub flow: FlowId,
    /// Its service.
    pub service: ServiceId,
    /// Its topic.
    pub topic: TopicId,
    /// The message that it writes.
    pub message: MessageId,
    /// The consumers' flows that break once it writes what comes next.
    pub breaks: Vec<FlowId>,
}

impl SchemaVerdict {
    /// The faults of the draft's own text.
    pub fn draft_findings(&self) -> &[avro::Finding] {
        self.next.as_ref().filter(|next| next.is_own).map_or(&[], |next| &next.text.findings)
    }

    /// Why the mode refuses what comes next, the latest version first.
    pub fn of_next(&self) -> Vec<&VersionFinding> {
        self.versions.iter().rev().flat_map(|version| &version.draft).collect()
    }

    /// The name of the schema for people.
    pub fn name_of(&self, schema: &Schema) -> String {
        derive::schema_name(schema, self.full_name())
    }

    /// The full name of the outermost type in the newest text that can be read.
    pub fn full_name(&self) -> Option<&str> {
        let released = self.versions.iter().rev().map(|version| &version.text);
        let texts = self.next.iter().map(|next| &next.text).chain(released);
        { texts }.find_map(|text| text.schema.as_ref()).and_then(avro::Schema::fullname)
    }

    /// The text that producers will write: what comes next, or the latest version.
    pub fn written(&self) -> Option<&Arc<Text>> {
        self.next.as_ref().map(|next| &next.text).or(self.versions.last().map(|version| &version.text))
    }
}

/// Everything there is to say about a schema. A verdict of `before` on released versions that are still the same is kept.
pub(crate) fn judge(
    design: &Reader<'_>,
    library: &Library,
    schema: &Schema,
    before: Option<&SchemaVerdict>,
) -> Option<SchemaVerdict> {
    let shelf = library.shelf(&schema.id)?;
    let mode = mode_of(design, schema);
    let profile = profile_of(design);
    let rules = (mode, profile);
    let against = shelf.next.as_ref().map_or_else(Vec::new, |next| mode_findings(&next.text, &shelf.versions, rules));
    let mut versions: Vec<VersionVerdict> = Vec::new();
    let mut is_same = before.is_some_and(|before| (before.mode, before.profile) == rules);
    for (index, text) in shelf.versions.iter().enumerate() {
        let known = before.and_then(|before| before.versions.get(index)).filter(|known| Arc::ptr_eq(&known.text, text));
        is_same &= known.is_some();
        let earlier = shelf.versions.get(..index).unwrap_or_default();
        versions.push(VersionVerdict {
            number: text.number,
            text: text.clone(),
            history: match known.filter(|_| is_same) {
                Some(known) => known.history.clone(),
                None => mode_findings(text, earlier, rules),
            },
            draft: against.iter().filter(|it| it.version == text.number).cloned().collect(),
        });
    }
    let consumers = consumers(design, schema, &shelf.versions, shelf.next.as_ref());
    let producers = producers(design, schema, &consumers);
    let next = shelf.next.as_ref().map(|it| NextVerdict { text: it.text.clone(), is_own: it.is_own });
    let needs = stored::needed_mode(design, &consumers, shelf.versions.last().map(|text| text.number));
    let conflicts = library.conflicts_at(&schema.id);
    let rollout = Vec::new();
    let mut out = SchemaVerdict { profile, mode, needs, next, versions, consumers, producers, conflicts, rollout };
    out.rollout = rollout::steps(design, &out);
    Some(out)
}

fn mode_findings(
    candidate: &Text,
    versions: &[Arc<Text>],
    (mode, profile): (Compatibility, Profile),
) -> Vec<VersionFinding> {
    let Some(schema) = &candidate.schema else { return Vec::new() };
    let versions: Vec<(u32, &avro::Schema)> =
        versions.iter().filter_map(|it| Some((it.number, it.schema.as_ref()?))).collect();
    avro::check_candidate(schema, &versions, avro_mode(mode), profile)
}

fn consumers(
    design: &Reader<'_>,
    schema: &Schema,
    versions: &[Arc<Text>],
    next: Option<&Next>,
) -> Vec<ConsumerVerdict> {
    let Some(latest) = versions.last() else { return Vec::new() };
    let profile = profile_of(design);
    let written = next.map_or(latest, |next| &next.text);
    let words = |text: &Arc<Text>| match next {
        Some(next) if Arc::ptr_eq(text, &next.text) => "the draft".to_owned(),
        _ => format!("version {}", text.number),
    };
    let mut out = Vec::new();
    for (flow, message) in flows(design, schema) {
        let Some(consume) = flow.consume() else { continue };
        let reads = consume.reader_versions.get(&schema.id).copied().unwrap_or(latest.number);
        let reader = versions.iter().find(|it| it.number == reads);
        let why = |reader: &Arc<Text>, name: String, writer: &Arc<Text>| match (&reader.schema, &writer.schema) {
            (Some(read), Some(wrote)) if !Arc::ptr_eq(reader, writer) => {
                let labels = Labels { reader: name, writer: words(writer) };
                avro::check_as(read, wrote, profile, &labels)
            }
            (Some(_) | None, Some(_) | None) => Vec::new(),
        };
        let own_name = || format!("{} (version {reads})", flow.service);
        let breaks = reader.map_or_else(Vec::new, |reader| why(reader, own_name(), written));
        let can_read = |version: &&Arc<Text>| {
            let pair = version.schema.as_ref().zip(written.schema.as_ref());
            pair.is_some_and(|(reader, writer)| avro::is_compatible(reader, writer, profile))
        };
        let readable_from = if breaks.is_empty() {
            None
        } else {
            versions.iter().rev().filter(|it| it.number > reads).find(can_read).map(|it| it.number)
        };
        let stored = Stored::of(design, &flow.topic, versions);
        let first = |reader: &Arc<Text>, name: String, stored: &u32| {
            let writer = versions.iter().find(|it| it.number == *stored)?;
            Some((*stored, why(reader, name, writer).into_iter().next()?))
        };
        out.push(ConsumerVerdict {
            flow: flow.id.clone(),
            service: flow.service.clone(),
            topic: flow.topic.clone(),
            message,
            reads,
            breaks,
            readable_from,
            unreadable: reader.map_or_else(Vec::new, |reader| {
                stored.versions.iter().filter_map(|number| first(reader, own_name(), number)).collect()
            }),
            unreadable_next: next.map_or_else(Vec::new, |next| {
                let name = || format!("{} with the draft", flow.service);
                stored.versions.iter().filter_map(|number| first(&next.text, name(), number)).collect()
            }),
            stored,
        });
    }
    out
}

fn producers(design: &Reader<'_>, schema: &Schema, consumers: &[ConsumerVerdict]) -> Vec<ProducerVerdict> {
    let writes = flows(design, schema).into_iter().filter(|(flow, _)| flow.produce().is_some());
    let broken = |topic: &TopicId, message: &MessageId| -> Vec<FlowId> {
        let concerned = consumers.iter().filter(|it| it.topic == *topic && it.message == *message);
        concerned.filter(|it| !it.breaks.is_empty()).map(|it| it.flow.clone()).collect()
    };
    writes
        .map(|(flow, message)| ProducerVerdict {
            flow: flow.id.clone(),
            service: flow.service.clone(),
            topic: flow.topic.clone(),
            breaks: broken(&flow.topic, &message),
            message,
        })
        .collect()
}

/// The flows on which a schema's messages travel, each with the message, by flow.
fn flows<'a>(design: &'a Reader<'_>, schema: &'a Schema) -> Vec<(&'a model::Flow, MessageId)> {
    let mut flows: BTreeMap<(&FlowId, &MessageId), &model::Flow> = BTreeMap::new();
    for message in design.messages_of_schema(&schema.id) {
        for flow in message.topics.iter().flat_map(|topic| design.flows_of_topic(topic)) {
            if flow.messages.is_empty() || flow.messages.contains(&message.id) {
                flows.insert((&flow.id, &message.id), flow);
            }
        }
    }
    flows.into_iter().map(|((_, message), flow)| (flow, message.clone())).collect()
}

impl ConsumerVerdict {
    /// The flow's key.
    pub fn key(&self) -> RecordKey {
        self.flow.clone().into()
    }
}
