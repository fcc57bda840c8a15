//! Rules about environments: names and addresses that the tools which read them would refuse.

use diagnostic::{Code, Diagnostic, Location, Severity};
use model::{Environment, RecordKey};

/// The longest value of a Kubernetes label, which carries the cluster's name.
const LONGEST_LABEL: usize = 63;

pub(super) fn check(environment: &Environment) -> Vec<Diagnostic> {
    let key = RecordKey::from(environment.id.clone()).to_string();
    let place = &environment.name;
    let finding = |code: &'static str, severity: Severity, pointer: &str, message: String, help: &str| {
        Diagnostic::new(Code::new(code), severity, message, Location::field(key.clone(), pointer)).with_help(help)
    };
    let mut out = Vec::new();
    if !is_cluster_name(&environment.cluster) {
        out.push(finding(
            "environment/illegal-cluster",
            Severity::Warning,
            "/cluster",
            format!("“{}” of {place} cannot name a cluster in Kubernetes", environment.cluster),
            "Use small letters, digits and hyphens, at most 63, with a letter or digit at both ends",
        ));
    }
    if !is_kafka_version(&environment.kafka_version) {
        out.push(finding(
            "environment/illegal-version",
            Severity::Warning,
            "/kafka_version",
            format!("“{}” of {place} is no version of Kafka", environment.kafka_version),
            "Write it as numbers with dots, for example 4.1 or 4.1.0",
        ));
    }
    if !is_registry(&environment.schema_registry_url) {
        out.push(finding(
            "environment/illegal-registry",
            Severity::Error,
            "/schema_registry_url",
            format!("“{}” of {place} is no address of a schema registry", environment.schema_registry_url),
            "Write it with http:// or https:// and a host, for example https://schemas.example.com",
        ));
    }
    if !is_prefix(&environment.principal_prefix) {
        out.push(finding(
            "environment/illegal-prefix",
            Severity::Warning,
            "/principal_prefix",
            format!("“{}” of {place} cannot begin a principal everywhere", environment.principal_prefix),
            "Use letters, digits, dots, underscores and hyphens, for example prod-",
        ));
    }
    out
}

/// What is not stated is not wrong.
fn is_cluster_name(text: &str) -> bool {
    let is_end = |it: Option<char>| it.is_none_or(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    text.len() <= LONGEST_LABEL
        && text.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '.'))
        && is_end(text.chars().next())
        && is_end(text.chars().next_back())
}

/// Two numbers at least; what follows may be anything that a vendor adds: `3.7.x.kraft`, `7.6.0-ccs`.
fn is_kafka_version(text: &str) -> bool {
    let is_number =
        |part: Option<&str>| part.is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit()));
    let (numbers, _) = text.split_once('-').unwrap_or((text, ""));
    let mut parts = numbers.split('.');
    text.is_empty()
        || (is_number(parts.next())
            && is_number(parts.next())
            && parts.all(|it| !it.is_empty())
            && text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_')))
}

/// One address, or several with commas between them, as clients take them.
fn is_registry(text: &str) -> bool {
    text.is_empty() || text.split(',').all(|address| is_web_address(address.trim()))
}

fn is_web_address(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let (name, port) = match host.strip_prefix('[') {
        Some(six) => {
            six.split_once(']').map_or(("", ""), |(name, port)| (name, port.strip_prefix(':').unwrap_or(port)))
        }
        None => host.split_once(':').unwrap_or((host, "")),
    };
    !rest.chars().any(char::is_whitespace)
        && !name.is_empty()
        && name.chars().all(|it| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | ':'))
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

fn is_prefix(text: &str) -> bool {
    text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'))
}
