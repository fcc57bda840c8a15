//! Our own manifest: everything that the design says of one environment, as JSON with a published schema, for tools that
//! somebody else writes.

mod shape;

pub use shape::{
    AccessRule, ConsumerGroup, DesignFact, EnvironmentFact, GroupTopic, Manifest, PrincipalAccess, Subject,
    SubjectVersion, TopicFact, TopicRates,
};

use crate::access::Access;
use crate::exporter::{NoOptions, Target};
use crate::handover::ExportedTopic;
use crate::{Export, ExportError, Handover, OutFile};
use capacity::{GroupLoad, Rate};
use derive::consumer_group;
use derive::facts::{GroupFact, SubjectFact};
use diagnostic::without_credentials;
use model::{Consume, Flow, RecordKey, SchemaId, ServiceId, TopicId};
use std::collections::{BTreeMap, BTreeSet};

const PATH: &str = "manifest.json";

/// The version of the manifest's form that this program writes.
const MANIFEST_VERSION: u32 = 1;

/// The manifest of a design.
pub(crate) struct ManifestFile;

impl Target for ManifestFile {
    const WORD: &'static str = "manifest";
    const TITLE: &'static str = "Eventscape manifest";
    const SENTENCE: &'static str =
        "Everything the design says of one environment as JSON with a published schema, for your own tools";
    type Options = NoOptions;

    fn export(handover: &Handover<'_>, _: &NoOptions) -> Result<Export, ExportError> {
        let text = serde_json::to_string_pretty(&gather(handover))
            .map_err(|error| ExportError::Unwritable { path: PATH.to_owned(), reason: error.to_string() })?;
        Ok(Export { files: vec![OutFile::text(PATH, text + "\n")], notes: Vec::new() })
    }

    fn records(handover: &Handover<'_>, _: &NoOptions) -> BTreeSet<RecordKey> {
        let mut records = handover.records_of_topics_and_access();
        records.extend(handover.records_of_subjects_and_groups());
        records
    }
}

/// The JSON Schema (2020-12) of the manifest.
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Manifest);
    schema.insert("$id".to_owned(), format!("urn:eventscape:manifest:{MANIFEST_VERSION}").into());
    schema.to_value()
}

fn gather(handover: &Handover<'_>) -> Manifest {
    let settings = handover.design.settings();
    Manifest {
        manifest_version: MANIFEST_VERSION,
        design: DesignFact {
            name: settings.name.clone(),
            description: settings.description.clone(),
            sha256: handover.digest.clone(),
        },
        environment: handover.environment.map(|it| EnvironmentFact {
            id: it.id.clone(),
            name: it.name.clone(),
            cluster: it.cluster.clone(),
            bootstrap_servers: it.bootstrap_servers.clone(),
            schema_registry_url: without_users(&it.schema_registry_url),
            brokers: it.brokers,
        }),
        topics: handover.topics().map(|topic| topic_fact(handover, topic)).collect(),
        access: handover.access.iter().map(principal_access).collect(),
        subjects: handover.facts.subjects.iter().filter_map(subject).collect(),
        groups: groups(handover),
    }
}

/// Addresses without user and password: a manifest is handed on.
fn without_users(addresses: &str) -> String {
    let clean = |address: &str| without_credentials(address).replace("//…@", "//");
    addresses.split(',').map(clean).collect::<Vec<_>>().join(",")
}

fn topic_fact(handover: &Handover<'_>, ExportedTopic { record, fact }: ExportedTopic<'_>) -> TopicFact {
    let load = capacity::topic_load(handover.design, &record.id);
    let storage = capacity::topic_storage(handover.design, &record.id, handover.environment);
    TopicFact {
        id: record.id.clone(),
        name: record.name.clone(),
        description: record.description.clone(),
        context: record.context.clone(),
        team: handover.design.team(&record.context).map(str::to_owned),
        kind: derive::kind_of_topic(handover.design, record),
        visibility: record.visibility,
        data_class: record.data_class,
        key: record.key.clone(),
        partitions: fact.partitions,
        replication: fact.replication,
        config: fact.config.0.clone(),
        subjects: handover.subjects_of(&record.id).map(|(name, _)| name.to_owned()).collect(),
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

fn principal_access(access: &Access) -> PrincipalAccess {
    let rules = access.allowed.iter().map(|(resource, operations)| AccessRule {
        resource: resource.clone(),
        operations: operations.iter().copied().collect(),
    });
    PrincipalAccess {
        principal: format!("User:{}", access.principal),
        services: access.services.iter().cloned().collect(),
        allow: rules.collect(),
    }
}

fn subject((name, subject): (&String, &SubjectFact)) -> Option<Subject> {
    Some(Subject {
        name: name.clone(),
        schema: subject.sources.schemas().next()?.clone(),
        compatibility: subject.compatibility,
        topics: subject.sources.topics().cloned().collect(),
        versions: subject
            .versions
            .iter()
            .map(|(number, version)| SubjectVersion { number: *number, text: version.text.to_string() })
            .collect(),
    })
}

fn groups(handover: &Handover<'_>) -> Vec<ConsumerGroup> {
    let mut loads: BTreeMap<(String, &str), (ExportedTopic<'_>, GroupLoad)> = BTreeMap::new();
    for topic in handover.topics() {
        for load in capacity::groups_of_topic(handover.design, &topic.record.id, handover.environment) {
            loads.insert((load.group.clone(), &topic.record.name), (topic, load));
        }
    }
    let group = |(name, group): (&String, &GroupFact)| {
        // Records that are read for another try are no load of their own.
        let read = group.topics.iter().filter_map(|topic| loads.get(&(name.clone(), topic.as_str())));
        let (topics, services): (Vec<GroupTopic>, Vec<&[ServiceId]>) =
            read.map(|(topic, load)| (group_topic(handover, *topic, load), load.services.as_slice())).unzip();
        let services: BTreeSet<ServiceId> = services.concat().into_iter().collect();
        ConsumerGroup { name: name.clone(), services, topics }
    };
    handover.facts.groups.iter().map(group).collect()
}

fn group_topic(handover: &Handover<'_>, topic: ExportedTopic<'_>, load: &GroupLoad) -> GroupTopic {
    let uses = derive::uses_of_topic(handover.design, &topic.record.id).into_iter();
    let flows: Vec<(&Flow, &Consume)> = uses
        .filter(|(_, carries)| !carries.is_to_topic())
        .filter_map(|(flow, _)| Some((flow, flow.consume()?)))
        .filter(|(flow, consume)| consumer_group(flow, consume) == load.group)
        .collect();
    let name = |id: &TopicId| handover.topic_name(id).map(str::to_owned);
    let reader_versions: BTreeMap<SchemaId, u32> =
        flows.iter().flat_map(|(_, consume)| consume.reader_versions.clone()).collect();
    GroupTopic {
        topic: topic.record.name.clone(),
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
