//! An address at which no schema registry can be.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Environment;

pub(crate) static RULE: Rule = Rule {
    code: "environment/illegal-registry",
    area: Area::Environments,
    severity: Severity::Error,
    asks: "The schema registry has a web address",
    why: "Clients cannot reach a registry under anything else",
    advice: "Write it with http:// or https:// and a host, for example https://schemas.example.com",
    threshold: None,
    check: Check::Environment(check),
};

fn check(_: &Reader<'_>, environment: &Environment) -> Vec<Finding> {
    if is_registry(&environment.schema_registry_url) {
        return Vec::new();
    }
    let message =
        format!("“{}” of {} is no address of a schema registry", environment.schema_registry_url, environment.name);
    vec![Finding::new(&RULE, environment.id.clone(), "/schema_registry_url", message).with_help(RULE.advice)]
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

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn a_registry_has_a_web_address() {
        let case = Case(&RULE);
        let address = |it: &str| format!("set environment:prod schema-registry-url=\"{it}\"");
        for wrong in ["schemas.example.com", "ftp://a", "http://", "http://a b", "http://a:port", "http://a, b"] {
            case.speaks(&address(wrong), &["environment:prod/schema_registry_url"]);
        }
        for right in ["", "http://localhost:8081", "https://a.example.com/x", "http://[::1]:8081", "http://a,http://b"]
        {
            case.is_silent(&address(right));
        }
    }
}
