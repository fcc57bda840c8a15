//! Which topics can be created, and with which settings.

use crate::note;
use derive::wording::{self, counted, listed};
use derive::{DeployedTopic, MOST_COPIES, deployed};
use diagnostic::{Diagnostic, Severity};
use model::{Design, Environment, NameProblem, RecordKey, topic_name_problem};
use std::collections::BTreeMap;

pub(super) fn gather<'a>(
    design: &'a Design,
    environment: Option<&Environment>,
    notes: &mut Vec<Diagnostic>,
) -> Vec<DeployedTopic<'a>> {
    let mut by_name: BTreeMap<&str, DeployedTopic<'a>> = BTreeMap::new();
    for topic in design.topics().values() {
        let mut refuse = |code, pointer: &str, message: String| {
            notes.push(
                note::about_field(topic.id.clone(), pointer, code, Severity::Error, message)
                    .with_help("It is left out, and so is the access to it"),
            );
        };
        if let Some(problem) = topic_name_problem(&topic.name) {
            refuse(
                note::ILLEGAL_TOPIC_NAME,
                "/name",
                format!("No broker takes the topic name `{}`: {}", wording::one_line(&topic.name), reason(problem)),
            );
            continue;
        }
        if let Some(first) = by_name.get(topic.name.as_str()) {
            refuse(
                note::SAME_TOPIC_NAME,
                "/name",
                format!("The topics {} and {} are both called `{}` in Kafka", first.topic.id, topic.id, topic.name),
            );
            continue;
        }
        let here = deployed(topic, environment);
        if here.partitions == 0 {
            refuse(note::IMPOSSIBLE_TOPIC, "/partitions", format!("`{}` has no partition", topic.name));
            continue;
        }
        if here.replication == 0 || here.replication > MOST_COPIES {
            refuse(
                note::IMPOSSIBLE_TOPIC,
                "/replication",
                format!("`{}` cannot be kept in {} copies", topic.name, here.replication),
            );
            continue;
        }
        by_name.insert(&topic.name, checked(here, notes));
    }
    let topics: Vec<_> = by_name.into_values().collect();
    if let Some(environment) = environment {
        tell_of_copies(environment, &topics, notes);
    }
    topics
}

fn reason(problem: NameProblem) -> String {
    match problem {
        NameProblem::Empty => "it is empty".to_owned(),
        NameProblem::Dots => "it names a folder".to_owned(),
        NameProblem::TooLong { length } => format!("{length} characters are more than 249"),
        NameProblem::IllegalCharacter { character } => {
            format!("`{}` is neither a letter from a to z, a digit, nor one of . _ -", character.escape_default())
        }
    }
}

/// The topic without configuration that no target can write, and with what a field overrules told.
fn checked<'a>(mut topic: DeployedTopic<'a>, notes: &mut Vec<Diagnostic>) -> DeployedTopic<'a> {
    let id = &topic.topic.id;
    for key in &topic.overruled {
        notes.push(note::about_field(
            id.clone(),
            "/config",
            note::OVERRULED_CONFIG,
            Severity::Warning,
            format!(
                "`{}` states `{key}` twice with two values; that of the field counts, not that under the Kafka key",
                topic.topic.name
            ),
        ));
    }
    let printable = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
    let is_key = |text: &str| text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'));
    topic.config.retain(|key, value| {
        let legal = printable(key) && is_key(key) && printable(value);
        if !legal {
            notes.push(
                note::about_field(
                    id.clone(),
                    "/config",
                    note::ILLEGAL_CONFIG,
                    Severity::Warning,
                    format!(
                        "`{}` has the configuration `{}` = `{}`, which cannot be set",
                        topic.topic.name,
                        wording::one_line(key),
                        wording::one_line(value)
                    ),
                )
                .with_help("It is left out; a key is made of letters, digits and dots, and a value is not empty"),
            );
        }
        // Kafka's tools take the blanks off, so a value with them would never be found as written.
        *value = value.trim().to_owned();
        legal
    });
    topic
}

fn tell_of_copies(environment: &Environment, topics: &[DeployedTopic<'_>], notes: &mut Vec<Diagnostic>) {
    let lowered: Vec<_> = topics.iter().filter(|topic| topic.lowered_min_insync.is_some()).collect();
    if !lowered.is_empty() {
        let names: Vec<_> = lowered.iter().map(|topic| topic.topic.name.as_str()).collect();
        notes.push(
            note::about_field(
                environment.id.clone(),
                "/replication",
                note::MIN_INSYNC_LOWERED,
                Severity::Info,
                format!("{} keeps fewer copies, so fewer must be in sync: {}", environment.id, listed(&names, "and")),
            )
            .with_help("As many copies may be away as the design allows; state min_insync_replicas for the topic in this environment to decide it yourself"),
        );
    }
    let Some(brokers) = environment.brokers else { return };
    for topic in topics.iter().filter(|topic| topic.replication > brokers) {
        notes.push(
            note::about_field(
                RecordKey::from(environment.id.clone()),
                "/brokers",
                note::TOO_FEW_BROKERS,
                Severity::Error,
                format!(
                    "`{}` has {} copies and {} has {}: the cluster will refuse it",
                    topic.topic.name,
                    topic.replication,
                    environment.id,
                    counted(brokers as usize, "broker")
                ),
            )
            .with_help("State the replication of this environment"),
        );
    }
}
