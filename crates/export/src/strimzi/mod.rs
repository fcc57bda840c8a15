//! Resources of the Strimzi operator: one `KafkaTopic` a topic, one `KafkaUser` a principal, and a kustomization over them.
//!
//! Version `kafka.strimzi.io/v1`, which the operator serves since 0.49 and which is the only one since 1.0.

mod names;
mod resources;

use crate::access::Resource;
use crate::escape::yaml;
use crate::exporter::Target;
use crate::handover::ExportedTopic;
use crate::{Export, ExportError, Handover, OutFile, note};
use derive::wording::{self, listed};
use diagnostic::{Diagnostic, Severity};
use model::RecordKey;
use names::{Names, label_value};
use resources::{
    Acl, AclResource, Authentication, Authorization, KafkaTopic, KafkaUser, Kustomization, Metadata, TopicSpec,
    UserSpec,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The longest common name of a certificate (X.520), which is what a user's name becomes.
const LONGEST_CERTIFICATE_NAME: usize = 64;

/// The resources of a design.
pub(crate) struct Strimzi;

impl Target for Strimzi {
    const WORD: &'static str = "strimzi";
    const TITLE: &'static str = "Strimzi resources";
    const SENTENCE: &'static str =
        "KafkaTopic and KafkaUser for the Strimzi operator on Kubernetes, one file each, with a kustomization";
    type Options = StrimziOptions;

    fn export(handover: &Handover<'_>, options: &StrimziOptions) -> Result<Export, ExportError> {
        export(handover, options.authentication)
    }

    fn records(handover: &Handover<'_>, _: &StrimziOptions) -> BTreeSet<RecordKey> {
        handover.records_of_topics_and_access()
    }
}

/// The options for the operator.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct StrimziOptions {
    /// How users prove who they are.
    authentication: Authentication,
}

fn export(handover: &Handover<'_>, authentication: Authentication) -> Result<Export, ExportError> {
    let header = handover.header();
    let mut notes = Vec::new();
    let labels = BTreeMap::from([("strimzi.io/cluster", cluster(handover, &mut notes))]);
    let mut files = Vec::new();

    let names = Names::of(handover.facts.topics.keys().map(String::as_str));
    for topic in handover.topics() {
        let name = names.of_kafka(&topic.record.name);
        let comment = topic_comment(handover, topic);
        let resource = KafkaTopic::new(
            Metadata { name: name.clone(), labels: labels.clone() },
            TopicSpec {
                topic_name: (name != topic.record.name).then_some(&topic.record.name),
                partitions: topic.fact.partitions,
                replicas: topic.fact.replication,
                config: &topic.fact.config,
            },
        );
        files.push(file(format!("topics/{name}.yaml"), &header, &comment, &resource)?);
    }

    let names = Names::of(handover.access.iter().map(|access| access.principal.as_str()));
    for access in &handover.access {
        let name = names.of_kafka(&access.principal);
        notes.extend(user_notes(access.services.first(), &access.principal, &name, authentication));
        let services: Vec<_> = access.services.iter().map(|id| id.as_str()).collect();
        let comment = format!("What {} may do, as its flows need it", listed(&services, "and"));
        let acls = access.allowed.iter().map(|(resource, operations)| Acl {
            resource: acl_resource(resource),
            operations: operations.iter().map(|operation| operation.as_str()).collect(),
            host: "*",
        });
        let resource = KafkaUser::new(
            Metadata { name: name.clone(), labels: labels.clone() },
            UserSpec {
                authentication: resources::UserAuthentication { kind: authentication },
                authorization: Authorization { kind: "simple", acls: acls.collect() },
            },
        );
        files.push(file(format!("users/{name}.yaml"), &header, &comment, &resource)?);
    }
    if authentication == Authentication::Tls && !handover.access.is_empty() {
        notes.push(
            note::general(note::USER_CERTIFICATE, Severity::Info, "Users authenticate by TLS certificate, so brokers know them as `CN=` and their name")
                .with_help("Where clients use a password, export with the authentication scram-sha-512; the name is then the principal"),
        );
    }

    files.sort_by(|a, b| a.path.cmp(&b.path));
    let listing = Kustomization::new(files.iter().map(|file| file.path.clone()).collect());
    files.push(file(
        "kustomization.yaml".to_owned(),
        &header,
        "kubectl apply -k . -n <the cluster's namespace>",
        &listing,
    )?);
    Ok(Export { files, notes })
}

fn cluster(handover: &Handover<'_>, notes: &mut Vec<Diagnostic>) -> String {
    let stated = handover.environment.map_or("", |environment| environment.cluster.as_str());
    if let Some(value) = label_value(stated) {
        if value != stated {
            notes.push(unnamed(
                handover,
                format!(
                    "The cluster `{}` cannot be a Kubernetes label, so `{value}` is written",
                    wording::one_line(stated)
                ),
            ));
        }
        return value;
    }
    let fallback = label_value(&model::slug(&handover.name(), "kafka")).unwrap_or_else(|| "kafka".to_owned());
    notes.push(unnamed(handover, format!("No cluster is named, so the label strimzi.io/cluster says `{fallback}`")));
    fallback
}

fn unnamed(handover: &Handover<'_>, message: String) -> Diagnostic {
    let help =
        "Write the name of the Kafka resource into the environment: the operator ignores topics of another cluster";
    match handover.environment {
        Some(it) => note::about_field(it.id.clone(), "/cluster", note::NO_CLUSTER, Severity::Warning, message),
        None => note::general(note::NO_CLUSTER, Severity::Warning, message),
    }
    .with_help(help)
}

fn topic_comment(handover: &Handover<'_>, topic: ExportedTopic<'_>) -> String {
    let context = handover.design.context(&topic.record.context);
    let owner = context.map_or_else(|| topic.record.context.to_string(), |context| wording::one_line(&context.name));
    let team = handover
        .design
        .team(&topic.record.context)
        .map_or(String::new(), |team| format!(", {}", wording::one_line(team)));
    let description = wording::one_line(&topic.record.description);
    let separator = if description.is_empty() { "" } else { ": " };
    format!("Owned by {owner}{team}{separator}{description}")
}

fn acl_resource(resource: &Resource) -> AclResource<'_> {
    let (kind, name) = match resource {
        Resource::Topic(name) => ("topic", name),
        Resource::Group(name) => ("group", name),
        Resource::TransactionalId(name) => ("transactionalId", name),
    };
    AclResource { kind, name, pattern_type: "literal" }
}

fn user_notes(
    service: Option<&model::ServiceId>,
    principal: &str,
    name: &str,
    authentication: Authentication,
) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let mut warn = |code, message: String, help: &str| {
        let note = match service {
            Some(service) => note::about_field(service.clone(), "/principal", code, Severity::Warning, message),
            None => note::general(code, Severity::Warning, message),
        };
        notes.push(note.with_help(help));
    };
    if principal != name {
        warn(
            note::RENAMED_USER,
            format!("No Kubernetes resource can be called `{principal}`; the user is called `{name}`"),
            "Brokers will know the service by the new name: state a principal of lower-case letters, digits, hyphens and dots",
        );
    }
    if authentication == Authentication::Tls && name.len() > LONGEST_CERTIFICATE_NAME {
        warn(
            note::LONG_USER_NAME,
            format!("The user `{name}` has {} characters, and a certificate's name at most 64", name.len()),
            "Strimzi refuses it: state a shorter principal",
        );
    }
    notes
}

fn file(path: String, header: &[String], comment: &str, resource: &impl Serialize) -> Result<OutFile, ExportError> {
    let body = yaml::document(resource, &path)?;
    let head: String = header.iter().map(String::as_str).chain([comment]).map(yaml::comment).collect();
    Ok(OutFile::text(path, format!("{head}{body}\n")))
}
