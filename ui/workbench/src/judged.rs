//! Everything the workbench says about one schema, worked out from the design in one go.

use engine::Engine;
use engine::avro::{self, Incompatibility, IncompatibilityType, Shape};
use engine::check::{self, Cause, Finding, Repair, SchemaVerdict, Text};
use engine::derive::mode_of_topics;
use engine::diagnostic::{Severity, counted};
use engine::model::{Compatibility, Design, FlowId, MessageKind, RecordKey, SchemaId, TopicId};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// What of a schema is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The draft.
    Draft,
    /// A released version.
    Version(u32),
    /// There is neither.
    Nothing,
}

impl Part {
    /// The word in lists of texts.
    pub fn word(self) -> String {
        match self {
            Self::Draft => "draft".to_owned(),
            Self::Version(number) => format!("v{number}"),
            Self::Nothing => String::new(),
        }
    }

    /// The same as findings have it.
    pub fn of_check(self) -> Option<check::Part> {
        match self {
            Self::Draft => Some(check::Part::Draft),
            Self::Version(number) => Some(check::Part::Version(number)),
            Self::Nothing => None,
        }
    }
}

/// A consumer of the schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Reader {
    /// Its flow.
    pub flow: FlowId,
    /// Its service's name.
    pub name: String,
    /// The name of the topic that it reads from.
    pub topic: String,
    /// The version that its code was built with.
    pub reads: u32,
    /// Whether it cannot read what will be written.
    pub breaks: bool,
    /// Why, or what it makes of it, in a few words.
    pub reason: String,
    /// The same as a sentence.
    pub sentence: String,
    /// What could be done on its side.
    pub repairs: Vec<Repair>,
}

/// Everything there is to say about a schema.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The schema.
    pub id: SchemaId,
    /// What people call it.
    pub name: String,
    /// What its message is: an event, a command.
    pub noun: &'static str,
    /// Its record's full name.
    pub full_name: String,
    /// The topics that carry it, by name.
    pub topics: Vec<String>,
    /// The mode that the topics ask for.
    pub topics_mode: Compatibility,
    /// The mode that the schema itself asks for.
    pub own_mode: Option<Compatibility>,
    /// The released versions, oldest first.
    pub versions: Vec<Arc<Text>>,
    /// The draft.
    pub draft: Option<Arc<Text>>,
    /// What is right and wrong.
    pub verdict: Arc<SchemaVerdict>,
    /// The consumers, those that break first.
    pub readers: Vec<Reader>,
}

impl Judged {
    /// What is shown when a version, or no version in particular, is asked for.
    pub fn part(&self, version: Option<u32>) -> Part {
        let asked = version.filter(|number| self.versions.iter().any(|it| it.number == *number));
        match (asked, &self.draft, self.versions.last()) {
            (Some(number), _, _) => Part::Version(number),
            (None, Some(_), _) => Part::Draft,
            (None, None, Some(latest)) => Part::Version(latest.number),
            (None, None, None) => Part::Nothing,
        }
    }

    /// The text of a part.
    pub fn text(&self, part: Part) -> Option<&Arc<Text>> {
        match part {
            Part::Draft => self.draft.as_ref(),
            Part::Version(number) => self.versions.iter().find(|it| it.number == number),
            Part::Nothing => None,
        }
    }

    /// The number that the draft would get.
    pub fn next_number(&self) -> u32 {
        self.versions.last().map_or(1, |it| it.number + 1)
    }

    /// Whether a part is what producers would write: the draft, or without a draft the latest version.
    pub fn is_written(&self, part: Part) -> bool {
        part == self.part(None)
    }

    /// How many versions the draft does not go together with.
    pub fn broken_versions(&self) -> usize {
        self.verdict.versions.iter().filter(|it| !it.draft.is_empty()).count()
    }

    /// How many consumers cannot read what will be written.
    pub fn broken_readers(&self) -> usize {
        self.readers.iter().filter(|it| it.breaks).count()
    }

    /// Whether the draft's text breaks the specification.
    pub fn is_draft_illegal(&self) -> bool {
        self.verdict.draft_findings().iter().any(|it| it.severity() == Severity::Error)
    }

    /// What a draft does to others, in one clause; nothing when it does no harm.
    pub fn harm(&self) -> Option<String> {
        let (versions, readers) = (self.broken_versions(), self.broken_readers());
        if self.is_draft_illegal() {
            return Some("is no schema yet".to_owned());
        }
        let mut parts = Vec::new();
        if versions > 0 {
            parts.push(format!("{versions} of {}", counted(self.versions.len(), "version")));
        }
        if readers > 0 {
            parts.push(format!("{readers} of {}", counted(self.readers.len(), "consumer")));
        }
        (!parts.is_empty()).then(|| format!("breaks {}", parts.join(", ")))
    }

    /// The versions against which the mode holds the draft, as `v1–v4`.
    pub fn checked_against(&self) -> String {
        let numbers: Vec<u32> = self.versions.iter().map(|it| it.number).collect();
        let is_transitive = matches!(
            self.verdict.mode,
            Compatibility::BackwardTransitive | Compatibility::ForwardTransitive | Compatibility::FullTransitive
        );
        match (numbers.first(), numbers.last()) {
            (Some(first), Some(last)) if is_transitive && first != last => format!("v{first}–v{last}"),
            (_, Some(last)) => format!("v{last}"),
            (_, None) => String::new(),
        }
    }
}

/// A time as people read it. Clocks of webviews are coarse, so that nothing below a millisecond may be claimed from zero.
pub fn took(ms: f64) -> String {
    if ms <= 0.0 { "under 1 ms".to_owned() } else { format!("{ms:.1} ms") }
}

/// Works out what there is to say about a schema.
pub fn judge(engine: &Engine, id: &SchemaId) -> Option<Judged> {
    let design = engine.design();
    let schema = design.schema(id)?;
    let verdict = engine.verdict(id)?.clone();
    let versions: Vec<Arc<Text>> = verdict.versions.iter().map(|it| it.text.clone()).collect();
    let draft = verdict.next.as_ref().filter(|next| next.is_own).map(|next| next.text.clone());
    let topics: BTreeSet<&TopicId> = design.messages_of_schema(id).flat_map(|it| &it.topics).collect();
    let mut judged = Judged {
        id: id.clone(),
        name: verdict.name_of(schema),
        noun: noun_of(design, id),
        full_name: verdict.full_name().unwrap_or_default().to_owned(),
        topics: topics.iter().map(|it| design.topic(it).map_or(it.to_string(), |it| it.name.clone())).collect(),
        topics_mode: mode_of_topics(design, id).unwrap_or_default(),
        own_mode: schema.compatibility,
        versions,
        draft,
        verdict,
        readers: Vec::new(),
    };
    judged.readers = readers(engine, &judged);
    Some(judged)
}

fn noun_of(design: &Design, id: &SchemaId) -> &'static str {
    match design.messages_of_schema(id).next().map(|it| it.kind) {
        Some(MessageKind::Event) | None => "event",
        Some(MessageKind::Command) => "command",
        Some(MessageKind::Query) => "query",
        Some(MessageKind::Document) => "document",
    }
}

fn readers(engine: &Engine, judged: &Judged) -> Vec<Reader> {
    let design = engine.design();
    let written = judged.verdict.written().and_then(|it| it.schema.as_ref());
    let mut out: Vec<Reader> = Vec::new();
    for consumer in &judged.verdict.consumers {
        if out.iter().any(|it| it.flow == consumer.flow) {
            continue;
        }
        let reads = judged.versions.iter().find(|it| it.number == consumer.reads).and_then(|it| it.schema.as_ref());
        let reason = match (consumer.breaks.first(), reads, written) {
            (Some(first), _, _) => in_short(first),
            (None, Some(reader), Some(writer)) => what_it_makes_of(reader, writer),
            (None, _, _) => String::new(),
        };
        out.push(Reader {
            flow: consumer.flow.clone(),
            name: design.service(&consumer.service).map_or(consumer.service.to_string(), |it| it.name.clone()),
            topic: design.topic(&consumer.topic).map_or(consumer.topic.to_string(), |it| it.name.clone()),
            reads: consumer.reads,
            breaks: !consumer.breaks.is_empty(),
            sentence: consumer.breaks.first().map_or_else(|| reason.clone(), |it| it.sentence.clone()),
            reason,
            repairs: consumer_findings(engine, &consumer.key(), &judged.id)
                .flat_map(|it| &it.repairs)
                .filter(|repair| repair.kind.is_none())
                .cloned()
                .collect(),
        });
    }
    out.sort_by_key(|it| !it.breaks);
    out
}

/// Why a reader cannot read, as short as a card needs it.
fn in_short(it: &Incompatibility) -> String {
    let place = it.reader.pointer.split('/').rfind(|word| word.parse::<usize>().is_err()).unwrap_or_default();
    match it.kind {
        IncompatibilityType::MissingEnumSymbols => format!("does not know {}", it.message.trim_matches(['[', ']'])),
        IncompatibilityType::ReaderFieldMissingDefaultValue => format!("needs {}, which is not written", it.message),
        IncompatibilityType::TypeMismatch => format!("reads {}, not {}", it.reader.type_text, it.writer.type_text),
        IncompatibilityType::NameMismatch => format!("knows it as {}", it.reader.type_text),
        IncompatibilityType::MissingUnionBranch
        | IncompatibilityType::FixedSizeMismatch
        | IncompatibilityType::AmbiguousFieldAlias
        | IncompatibilityType::DecimalMismatch => format!("fails on {place}"),
    }
}

/// The findings that say that a consumer cannot read a schema.
pub fn consumer_findings<'a>(
    engine: &'a Engine,
    flow: &'a RecordKey,
    schema: &'a SchemaId,
) -> impl Iterator<Item = &'a Arc<Finding>> {
    let is_about = move |finding: &&Arc<Finding>| match &finding.cause {
        Cause::Unreadable { schema: of, .. } => of == schema,
        Cause::Field | Cause::Text(_) | Cause::Incompatible { .. } => false,
    };
    engine.findings_of(flow).filter(is_about)
}

/// What a reader that can read makes of what is written: fields that it does not know, and fields that it fills in.
fn what_it_makes_of(reader: &avro::Schema, writer: &avro::Schema) -> String {
    let (Shape::Record(wanted), Shape::Record(written)) =
        (reader.shape(reader.root().ty), writer.shape(writer.root().ty))
    else {
        return "reads it".to_owned();
    };
    let known: HashSet<&str> =
        wanted.fields.iter().flat_map(|it| [&it.name].into_iter().chain(&it.aliases)).map(|name| &**name).collect();
    let is_written = |field: &avro::Field| {
        written.position(&field.name).is_some() || field.aliases.iter().any(|it| written.position(it).is_some())
    };
    let ignored: Vec<&str> = written.fields.iter().map(|it| &*it.name).filter(|it| !known.contains(it)).collect();
    let filled: Vec<&str> = wanted.fields.iter().filter(|it| !is_written(it)).map(|it| &*it.name).collect();
    let mut out = "reads it".to_owned();
    if !ignored.is_empty() {
        out = format!("{out}, ignores {}", few(&ignored));
    }
    if !filled.is_empty() {
        out = format!("{out}, default for {}", few(&filled));
    }
    out
}

/// The first of some names, and how many more there are.
fn few(names: &[&str]) -> String {
    const SHOWN: usize = 3;
    let (shown, rest) = names.split_at(names.len().min(SHOWN));
    match rest.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
