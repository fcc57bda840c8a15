//! The shapes of the operator's resources, as far as a design fills them.

use derive::TopicConfig;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const API_VERSION: &str = "kafka.strimzi.io/v1";

/// The identity of every resource.
#[derive(Debug, Serialize)]
pub struct Metadata {
    pub name: String,
    pub labels: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KafkaTopic<'a> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: TopicSpec<'a>,
}

impl<'a> KafkaTopic<'a> {
    pub fn new(metadata: Metadata, spec: TopicSpec<'a>) -> Self {
        Self { api_version: API_VERSION, kind: "KafkaTopic", metadata, spec }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TopicSpec<'a> {
    /// Only where the resource cannot bear the topic's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic_name: Option<&'a String>,
    pub partitions: u32,
    pub replicas: u32,
    #[serde(skip_serializing_if = "is_silent")]
    pub config: &'a TopicConfig,
}

fn is_silent(config: &TopicConfig) -> bool {
    config.is_empty()
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KafkaUser<'a> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: UserSpec<'a>,
}

impl<'a> KafkaUser<'a> {
    pub fn new(metadata: Metadata, spec: UserSpec<'a>) -> Self {
        Self { api_version: API_VERSION, kind: "KafkaUser", metadata, spec }
    }
}

#[derive(Debug, Serialize)]
pub struct UserSpec<'a> {
    pub authentication: UserAuthentication,
    pub authorization: Authorization<'a>,
}

#[derive(Debug, Serialize)]
pub struct UserAuthentication {
    #[serde(rename = "type")]
    pub kind: Authentication,
}

/// How a user authenticates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Authentication {
    /// By a TLS certificate, which the operator issues; brokers know the user as CN= and its name.
    #[default]
    Tls,
    /// By a password, which the operator makes.
    #[serde(rename = "scram-sha-512")]
    ScramSha512,
}

#[derive(Debug, Serialize)]
pub struct Authorization<'a> {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub acls: Vec<Acl<'a>>,
}

#[derive(Debug, Serialize)]
pub struct Acl<'a> {
    pub resource: AclResource<'a>,
    pub operations: Vec<&'static str>,
    pub host: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AclResource<'a> {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub name: &'a str,
    pub pattern_type: &'static str,
}

/// The list by which all files are applied together.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Kustomization {
    api_version: &'static str,
    kind: &'static str,
    resources: Vec<String>,
}

impl Kustomization {
    pub fn new(resources: Vec<String>) -> Self {
        Self { api_version: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources }
    }
}
