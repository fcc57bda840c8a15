//! Our own manifest: everything that the design says of one environment, as JSON with a published schema, for tools that
//! somebody else writes.

mod shape;

pub use shape::{
    AccessRule, ConsumerGroup, DesignFact, EnvironmentFact, GroupTopic, Manifest, PrincipalAccess, Resource, Subject,
    SubjectVersion, TopicFact, TopicRates,
};

use crate::facts::{self, Facts};
use crate::{Export, ExportError, OutFile, digest};
use capacity::{GroupLoad, Rate};
use derive::{DeployedTopic, consumer_group};
use model::{Consume, Flow, SchemaId};
use std::collections::{BTreeMap, BTreeSet};

const PATH: &str = "manifest.json";

/// The version of the manifest's form that this program writes.
const MANIFEST_VERSION: u32 = 1;

/// The manifest of a design.
pub fn export(facts: &Facts<'_>) -> Result<Export, ExportError> {
    let mut manifest = gather(facts);
    manifest.design.sha256.clone_from(&facts.digest);
    Ok(Export { files: vec![OutFile::text(PATH, text(&manifest)?)], notes: Vec::new() })
}

/// The digest of everything that is exported: of the manifest with its own digest left empty.
pub fn digest(facts: &Facts<'_>) -> Result<String, ExportError> {
    Ok(digest::sha256(&text(&gather(facts))?))
}

/// The JSON Schema (2020-12) of the manifest.
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Manifest);
    schema.insert("$id".to_owned(), format!("urn:eventscape:manifest:{MANIFEST_VERSION}").into());
    schema.to_value()
}

fn text(manifest: &Manifest) -> Result<String, ExportError> {
    serde_json::to_string_pretty(manifest)
        .map(|text| text + "\n")
        .map_err(|error| ExportError::Unwritable { path: PATH.to_owned(), reason: error.to_string() })
}

fn gather(facts: &Facts<'_>) -> Manifest {
    let settings = facts.design.settings();
    Manifest {
        manifest_version: MANIFEST_VERSION,
        design: DesignFact {
            name: settings.name.clone(),
            description: settings.description.clone(),
            sha256: String::new(),
        },
        environment: facts.environment.map(|it| EnvironmentFact {
            id: it.id.clone(),
            name: it.name.clone(),
            cluster: it.cluster.clone(),
            bootstrap_servers: it.bootstrap_servers.clone(),
            schema_registry_url: it.schema_registry_url.clone(),
            brokers: it.brokers,
        }),
        topics: facts.topics.iter().map(|topic| topic_fact(facts, topic)).collect(),
        access: facts.access.iter().map(principal_access).collect(),
        subjects: facts.subjects.iter().map(subject).collect(),
        groups: groups(facts),
    }
}

fn topic_fact(facts: &Facts<'_>, topic: &DeployedTopic<'_>) -> TopicFact {
    let record = topic.topic;
    let load = capacity::topic_load(facts.design, &record.id);
    let storage = capacity::topic_storage(facts.design, &record.id, facts.environment);
    TopicFact {
        id: record.id.clone(),
        name: record.name.clone(),
        description: record.description.clone(),
        context: record.context.clone(),
        team: facts.design.team(&record.context).map(str::to_owned),
        kind: record.kind,
        visibility: record.visibility,
        data_class: record.data_class,
        key: record.key.clone(),
        partitions: topic.partitions,
        replication: topic.replication,
        config: topic.config.0.clone(),
        subjects: facts.subjects_of(&record.id).map(|subject| subject.name.clone()).collect(),
        ordinary: rates(load.ordinary),
        peak: rates(load.peak),
        stored_bytes: storage.and_then(capacity::Storage::bytes).map(finite),
    }
}

fn rates(rate: Rate) -> TopicRates {
    TopicRates { records_per_second: finite(rate.records_per_second), bytes_per_second: finite(rate.bytes_per_second) }
}

/// JSON has no word for what is beyond its numbers.
fn finite(number: f64) -> f64 {
    number.min(f64::MAX)
}

fn principal_access(access: &facts::Access) -> PrincipalAccess {
    let rules = access.allowed.iter().map(|(resource, operations)| AccessRule {
        resource: match resource {
            facts::Resource::Topic(name) => Resource::Topic(name.clone()),
            facts::Resource::Group(name) => Resource::Group(name.clone()),
            facts::Resource::TransactionalId(name) => Resource::TransactionalId(name.clone()),
        },
        operations: operations.iter().copied().collect(),
    });
    PrincipalAccess {
        principal: format!("User:{}", access.principal),
        services: access.services.iter().cloned().collect(),
        allow: rules.collect(),
    }
}

fn subject(subject: &facts::Subject<'_>) -> Subject {
    Subject {
        name: subject.name.clone(),
        schema: subject.schema.id.clone(),
        compatibility: subject.compatibility,
        topics: subject.topics.iter().cloned().collect(),
        versions: subject
            .schema
            .versions
            .iter()
            .map(|version| SubjectVersion { number: version.number, text: version.text.to_string() })
            .collect(),
    }
}

fn groups(facts: &Facts<'_>) -> Vec<ConsumerGroup> {
    let mut by_name: BTreeMap<String, ConsumerGroup> = BTreeMap::new();
    for topic in &facts.topics {
        let id = &topic.topic.id;
        for load in capacity::groups_of_topic(facts.design, id, facts.environment) {
            let flows: Vec<(&Flow, &Consume)> = facts
                .design
                .flows_of_topic(id)
                .filter_map(|flow| Some((flow, flow.consume()?)))
                .filter(|(flow, consume)| consumer_group(flow, consume) == load.group)
                .collect();
            let group = by_name.entry(load.group.clone()).or_insert_with(|| ConsumerGroup {
                name: load.group.clone(),
                services: BTreeSet::new(),
                topics: Vec::new(),
            });
            group.services.extend(load.services.iter().cloned());
            group.topics.push(group_topic(facts, topic, &load, &flows));
        }
    }
    by_name.into_values().collect()
}

fn group_topic(
    facts: &Facts<'_>,
    topic: &DeployedTopic<'_>,
    load: &GroupLoad,
    flows: &[(&Flow, &Consume)],
) -> GroupTopic {
    let name = |id: &model::TopicId| facts.topic(id).map(|topic| topic.topic.name.clone());
    let reader_versions: BTreeMap<SchemaId, u32> =
        flows.iter().flat_map(|(_, consume)| consume.reader_versions.clone()).collect();
    GroupTopic {
        topic: topic.topic.name.clone(),
        readers: load.readers,
        capacity_per_second: load.capacity_per_second.map(finite),
        utilisation: load.utilisation.map(finite),
        peak_utilisation: load.peak_utilisation.map(finite),
        reader_versions,
        retries: flows.iter().map(|(_, consume)| consume.on_failure.retries).max().unwrap_or_default(),
        retry_topic: flows.iter().find_map(|(_, consume)| name(consume.on_failure.retry_topic.as_ref()?)),
        dead_letter_topic: flows.iter().find_map(|(_, consume)| name(consume.on_failure.dead_letter_topic.as_ref()?)),
    }
}
