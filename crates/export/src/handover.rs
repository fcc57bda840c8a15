//! The common source of every target: the facts of a design for one environment, and the records from which prose is taken.

use crate::access::Access;
use crate::{ExportError, Options, digest, note, remarks};
use derive::facts::{SubjectFact, TopicFact};
use derive::{Facts, wording};
use diagnostic::{Diagnostic, Severity};
use model::{Design, Environment, EnvironmentId, RecordKey, Topic, TopicId};
use std::collections::{BTreeMap, BTreeSet};

/// The design to export, and the environment that it is for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The design.
    pub design: &'a Design,
    /// The environment to export for; by default the one that the design's settings name, and without that the records
    /// as they stand.
    pub environment: Option<&'a EnvironmentId>,
    /// The day, as `YYYY-MM-DD`. Only a decision draft states it.
    pub today: &'a str,
    /// The findings of the checks, for the decision draft.
    pub findings: &'a [Diagnostic],
    /// The options of each target.
    pub options: &'a Options,
}

/// A design for one environment, on its way to the targets. It is made once for all of them.
#[derive(Debug)]
pub struct Handover<'a> {
    pub(crate) design: &'a Design,
    pub(crate) today: &'a str,
    pub(crate) findings: &'a [Diagnostic],
    pub(crate) options: &'a Options,
    /// The environment; without one the records stand as they are.
    pub(crate) environment: Option<&'a Environment>,
    pub(crate) facts: Facts,
    /// The access that each principal has.
    pub(crate) access: Vec<Access>,
    /// Notes on facts that were left out or written otherwise, and why.
    pub(crate) notes: Vec<Diagnostic>,
    /// SHA-256 of the facts, by which two exports are told to be of the same.
    pub(crate) digest: String,
    names: BTreeMap<TopicId, String>,
    subjects_by_topic: BTreeMap<TopicId, Vec<String>>,
}

/// One topic that is exported.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExportedTopic<'a> {
    /// The record, for what it says in prose.
    pub record: &'a Topic,
    /// The topic's facts in the environment.
    pub fact: &'a TopicFact,
}

impl<'a> Handover<'a> {
    /// Works out what a design says of an environment: of the one that is wanted, or else of the design's default one.
    pub fn of(request: &Request<'a>) -> Result<Self, ExportError> {
        let Request { design, environment: wanted, today, findings, options } = *request;
        let mut notes = Vec::new();
        let environment = chosen(design, wanted, &mut notes)?;
        let (facts, told) = Facts::of(design, environment);
        notes.extend(told.iter().map(remarks::note));
        let mut names = BTreeMap::new();
        for (name, topic) in &facts.topics {
            names.extend(topic.sources.topics().map(|id| (id.clone(), name.clone())));
        }
        let mut subjects_by_topic: BTreeMap<TopicId, Vec<String>> = BTreeMap::new();
        for (name, subject) in &facts.subjects {
            for topic in subject.sources.topics() {
                subjects_by_topic.entry(topic.clone()).or_default().push(name.clone());
            }
        }
        let (access, digest) = (Access::of(&facts), digest::of_facts(&facts)?);
        Ok(Self {
            design,
            today,
            findings,
            options,
            environment,
            facts,
            access,
            notes,
            digest,
            names,
            subjects_by_topic,
        })
    }

    /// The records that topics and access come from.
    pub(crate) fn records_of_topics_and_access(&self) -> BTreeSet<RecordKey> {
        let facts = &self.facts;
        let topics = facts.topics.values().map(|it| &it.sources);
        let principals = facts.principals.iter().map(|it| &it.sources);
        let access = facts.access.iter().map(|it| &it.sources);
        topics.chain(principals).chain(access).flat_map(|it| it.keys()).cloned().collect()
    }

    /// The records that subjects and consumer groups come from.
    pub(crate) fn records_of_subjects_and_groups(&self) -> BTreeSet<RecordKey> {
        let subjects = self.facts.subjects.values().map(|it| &it.sources);
        let groups = self.facts.groups.values().map(|it| &it.sources);
        subjects.chain(groups).flat_map(|it| it.keys()).cloned().collect()
    }

    /// The topics, by their names in Kafka.
    pub(crate) fn topics(&self) -> impl Iterator<Item = ExportedTopic<'_>> {
        self.facts.topics.values().filter_map(|fact| {
            let record = self.design.topic(fact.sources.topics().next()?)?;
            Some(ExportedTopic { record, fact })
        })
    }

    /// The name in Kafka of a topic, when it is exported.
    pub(crate) fn topic_name(&self, id: &TopicId) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// The subjects that a topic carries, by name.
    pub(crate) fn subjects_of(&self, topic: &TopicId) -> impl Iterator<Item = (&str, &SubjectFact)> {
        let names = self.subjects_by_topic.get(topic).into_iter().flatten();
        names.filter_map(|name| Some((name.as_str(), self.facts.subjects.get(name)?)))
    }

    /// The lines that open every file: who wrote it from what. No day and no version, so that an export without a change
    /// writes the same bytes.
    pub(crate) fn header(&self) -> Vec<String> {
        let place = self.environment.map_or(String::new(), |it| format!(", environment {}", it.id));
        vec![
            format!("Written by Eventscape from the design \"{}\"{place}", self.name()),
            format!("Design sha256:{}", self.digest),
        ]
    }

    /// The design's name in one line.
    pub(crate) fn name(&self) -> String {
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
