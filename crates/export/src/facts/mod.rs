//! The facts that all targets share: what exists in an environment and who may do what there.

mod access;
mod subjects;
mod topics;

pub use access::{Access, Operation, Resource};
pub use subjects::Subject;

use crate::ExportError;
use crate::{manifest, note};
use derive::{DeployedTopic, wording};
use diagnostic::{Diagnostic, Severity};
use model::{Design, Environment, EnvironmentId, RecordKey, TopicId};
use std::collections::BTreeMap;

/// What a design says of one environment, in the order in which every target writes it.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The design.
    pub design: &'a Design,
    /// The environment; without one the records stand as they are.
    pub environment: Option<&'a Environment>,
    /// The topics that can be created, by their names in Kafka.
    pub topics: Vec<DeployedTopic<'a>>,
    /// The access that each principal has.
    pub access: Vec<Access>,
    /// The subjects of the schema registry, by name.
    pub subjects: Vec<Subject<'a>>,
    /// What was skipped or changed, and why.
    pub notes: Vec<Diagnostic>,
    /// SHA-256 of everything that is exported, by which two exports are told to be of the same facts.
    pub digest: String,
    places: BTreeMap<TopicId, usize>,
    subjects_by_topic: BTreeMap<TopicId, Vec<usize>>,
}

impl<'a> Facts<'a> {
    /// Gathers the facts of a design for an environment.
    pub fn gather(design: &'a Design, environment: Option<&EnvironmentId>) -> Result<Self, ExportError> {
        let mut notes = Vec::new();
        let environment = chosen(design, environment, &mut notes)?;
        let topics = topics::gather(design, environment, &mut notes);
        let names: BTreeMap<&TopicId, &str> =
            topics.iter().map(|topic| (&topic.topic.id, topic.topic.name.as_str())).collect();
        let access = access::gather(design, environment, &names, &mut notes);
        let subjects = subjects::gather(design, &topics, &mut notes);
        let places = topics.iter().enumerate().map(|(place, topic)| (topic.topic.id.clone(), place)).collect();
        let mut subjects_by_topic: BTreeMap<TopicId, Vec<usize>> = BTreeMap::new();
        for (place, subject) in subjects.iter().enumerate() {
            for topic in &subject.topics {
                subjects_by_topic.entry(topic.clone()).or_default().push(place);
            }
        }
        let digest = String::new();
        let mut facts =
            Self { design, environment, topics, access, subjects, notes, digest, places, subjects_by_topic };
        facts.digest = manifest::digest(&facts)?;
        Ok(facts)
    }

    /// The topic of an id, when it is exported.
    pub fn topic(&self, id: &TopicId) -> Option<&DeployedTopic<'a>> {
        self.topics.get(*self.places.get(id)?)
    }

    /// The subjects that a topic carries, by name.
    pub fn subjects_of(&self, topic: &TopicId) -> impl Iterator<Item = &Subject<'a>> {
        self.subjects_by_topic.get(topic).into_iter().flatten().filter_map(|place| self.subjects.get(*place))
    }

    /// The lines that open every file: who wrote it from what. No day and no version, so that an export without a change
    /// writes the same bytes.
    pub fn header(&self) -> Vec<String> {
        let place = self.environment.map_or(String::new(), |it| format!(", environment {}", it.id));
        vec![
            format!("Written by Eventscape from the design \"{}\"{place}", self.name()),
            format!("Design sha256:{}", self.digest),
        ]
    }

    /// The design's name in one line.
    pub fn name(&self) -> String {
        wording::one_line(&self.design.settings().name)
    }
}

fn chosen<'a>(
    design: &'a Design,
    wanted: Option<&EnvironmentId>,
    notes: &mut Vec<Diagnostic>,
) -> Result<Option<&'a Environment>, ExportError> {
    if let Some(id) = wanted {
        return design.environment(id).map(Some).ok_or_else(|| ExportError::UnknownEnvironment {
            id: id.clone(),
            known: design.environments().keys().cloned().collect(),
        });
    }
    let default = design.settings().default_environment.as_ref();
    let found = default.and_then(|id| design.environment(id));
    if found.is_none() {
        notes.push(
            note::about_field(
                RecordKey::Settings,
                "/default_environment",
                note::NO_ENVIRONMENT,
                Severity::Warning,
                "No environment was chosen, so the records are exported as they stand",
            )
            .with_help("Choose an environment, or name a default one in the design's settings"),
        );
    }
    Ok(found)
}
