//! A cluster name that Kubernetes refuses.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Environment;

/// The longest value of a Kubernetes label, which carries the cluster's name.
const LONGEST_LABEL: usize = 63;

pub(crate) static RULE: Rule = Rule {
    code: "environment/illegal-cluster",
    area: Area::Environments,
    severity: Severity::Warning,
    asks: "Kubernetes accepts the cluster's name",
    why: "Strimzi resources carry the name as a label, and Kubernetes refuses the resource",
    advice: "Use small letters, digits and hyphens, at most 63, with a letter or digit at both ends",
    threshold: None,
    check: Check::Environment(check),
};

fn check(_: &Reader<'_>, environment: &Environment) -> Vec<Finding> {
    if is_cluster_name(&environment.cluster) {
        return Vec::new();
    }
    let message = format!("“{}” of {} cannot name a cluster in Kubernetes", environment.cluster, environment.name);
    vec![Finding::new(&RULE, environment.id.clone(), "/cluster", message).with_help(RULE.advice)]
}

/// An unstated name is not wrong.
fn is_cluster_name(text: &str) -> bool {
    let is_end = |it: Option<char>| it.is_none_or(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    text.len() <= LONGEST_LABEL
        && text.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '.'))
        && is_end(text.chars().next())
        && is_end(text.chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn kubernetes_takes_the_name() {
        let case = Case(&RULE);
        case.speaks("set environment:prod cluster=\"Prod Cluster\"", &["environment:prod/cluster"]);
        case.speaks("set environment:prod cluster=prod-", &["environment:prod/cluster"]);
        case.is_silent("set environment:prod cluster=prod-1.eu");
        case.is_silent("set environment:prod cluster=\"\"");
    }
}
