//! The subjects of the schema registry: which name each schema has there, with which released versions.

use super::difference::{Altered, Compare};
use super::{Remark, Sources};
use crate::mode::mode_of;
use crate::subject::subject_of;
use model::{Compatibility, Design, Schema, SchemaId, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubjectFact {
    /// In which language its schemas are written.
    #[serde(rename = "type")]
    pub kind: SchemaType,
    /// Which changes are allowed; where neither the schema nor a registry's subject says it, what holds for all.
    pub compatibility: Compatibility,
    /// The released versions by number. A draft is none.
    pub versions: BTreeMap<u32, SchemaText>,
    /// The schema, the messages that it describes, and the topics that carry them.
    #[serde(default, skip_serializing_if = "Sources::is_empty")]
    pub sources: Sources,
}

/// The languages of schemas that registries know. A design's are Avro.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the registry's own words")]
pub enum SchemaType {
    Avro,
    Json,
    Protobuf,
}

/// One released version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SchemaText {
    /// The text, as written.
    pub text: Arc<str>,
    /// The versions of other subjects that define what it uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<SubjectReference>,
}

/// A version of another subject that a text uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubjectReference {
    /// The name by which it is used: the full name of a type.
    pub name: String,
    /// The subject that defines it.
    pub subject: String,
    /// The number of the version that does.
    pub version: u32,
}

/// A field of a subject that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectField {
    /// In which language its schemas are written.
    Kind(Altered<SchemaType>),
    /// Which changes are allowed.
    Compatibility(Altered<Compatibility>),
    /// A version.
    Version {
        /// Its number.
        number: u32,
        /// The text; nothing where there is no such version.
        text: Altered<Option<SchemaText>>,
    },
}

impl Compare for SubjectFact {
    type Field = SubjectField;

    fn fields(&self, after: &Self) -> Vec<SubjectField> {
        let numbers: BTreeSet<u32> = self.versions.keys().chain(after.versions.keys()).copied().collect();
        let version = |number: u32| {
            let text = |fact: &Self| fact.versions.get(&number).cloned();
            Some(SubjectField::Version { number, text: Altered::of(text(self), text(after))? })
        };
        let kind = Altered::of(self.kind, after.kind).map(SubjectField::Kind);
        let mode = Altered::of(self.compatibility, after.compatibility).map(SubjectField::Compatibility);
        kind.into_iter().chain(mode).chain(numbers.into_iter().filter_map(version)).collect()
    }

    fn set(&mut self, field: &SubjectField) {
        match field {
            SubjectField::Kind(kind) => self.kind = kind.after,
            SubjectField::Compatibility(mode) => self.compatibility = mode.after,
            SubjectField::Version { number, text } => {
                match &text.after {
                    Some(text) => self.versions.insert(*number, text.clone()),
                    None => self.versions.remove(number),
                };
            }
        }
    }

    fn reversed(field: &SubjectField) -> SubjectField {
        match field {
            SubjectField::Kind(kind) => SubjectField::Kind(kind.reversed()),
            SubjectField::Compatibility(mode) => SubjectField::Compatibility(mode.reversed()),
            SubjectField::Version { number, text } => SubjectField::Version { number: *number, text: text.reversed() },
        }
    }
}

/// The subjects of topics that come by their names in Kafka. Where two schemas claim one subject, the first keeps it.
pub(super) fn gather<'a>(
    design: &'a Design,
    topics: impl Iterator<Item = &'a Topic>,
    remarks: &mut Vec<Remark>,
) -> BTreeMap<String, SubjectFact> {
    let mut found: BTreeMap<String, (&Schema, Sources)> = BTreeMap::new();
    for topic in topics {
        for message in design.messages_of_topic(&topic.id) {
            let Some(schema) = message.schema.as_ref().and_then(|id| design.schema(id)) else { continue };
            let Some(subject) = subject_of(topic, schema) else {
                remarks.push(Remark::NamelessSchema { schema: schema.id.clone(), name: topic.name.clone() });
                continue;
            };
            let (first, sources) = found.entry(subject.clone()).or_insert_with(|| (schema, Sources::default()));
            if first.id == schema.id {
                sources.add(schema.id.clone());
                sources.add(message.id.clone());
                sources.add(topic.id.clone());
            } else {
                let (schema, first) = (schema.id.clone(), first.id.clone());
                remarks.push(Remark::SameSubject { schema, first, subject });
            }
        }
    }
    let definitions = Definitions::of(&found);
    let fact = |(subject, (schema, sources)): (String, (&Schema, Sources))| {
        let text =
            |text: &Arc<str>| SchemaText { text: text.clone(), references: definitions.references(&schema.id, text) };
        let versions = schema.versions.iter().map(|version| (version.number, text(&version.text))).collect();
        let compatibility = mode_of(design, schema);
        (subject, SubjectFact { kind: SchemaType::Avro, compatibility, versions, sources })
    };
    found.clone().into_iter().map(fact).collect()
}

/// The newest released text that defines each type, as registries want it named in a reference.
struct Definitions(BTreeMap<String, Vec<Definition>>);

/// A text that defines a type; the least of several is taken.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Definition {
    is_within: bool,
    schema: SchemaId,
    subject: String,
    version: u32,
}

impl Definitions {
    fn of(subjects: &BTreeMap<String, (&Schema, Sources)>) -> Self {
        let mut all: BTreeMap<String, Vec<Definition>> = BTreeMap::new();
        for (subject, (schema, _)) in subjects {
            let Some(newest) = schema.latest() else { continue };
            let Some(read) = avro::Schema::parse(&newest.text, &[]).0 else { continue };
            for name in read.type_names() {
                all.entry(name.full().to_owned()).or_default().push(Definition {
                    is_within: read.fullname() != Some(name.full()),
                    schema: schema.id.clone(),
                    subject: subject.clone(),
                    version: newest.number,
                });
            }
        }
        Self(all)
    }

    /// The texts that a text of a schema uses without defining them: before all others the text whose outermost type has the name.
    fn references(&self, user: &SchemaId, text: &str) -> Vec<SubjectReference> {
        let Some(read) = avro::Schema::parse(text, &[]).0 else { return Vec::new() };
        let reference = |name: &str| {
            let definition = self.0.get(name)?.iter().filter(|it| it.schema != *user).min()?;
            let (subject, version) = (definition.subject.clone(), definition.version);
            Some(SubjectReference { name: name.to_owned(), subject, version })
        };
        let names: BTreeSet<&str> = read.undefined_names().collect();
        names.into_iter().filter_map(reference).collect()
    }
}
