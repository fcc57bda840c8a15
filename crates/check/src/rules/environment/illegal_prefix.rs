//! A prefix of principals that some export cannot write.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Environment;

pub(crate) static RULE: Rule = Rule {
    code: "environment/illegal-prefix",
    area: Area::Environments,
    severity: Severity::Warning,
    asks: "Every export can write the principals' prefix",
    why: "Kubernetes, shells and access lists each refuse other characters",
    advice: "Use letters, digits, dots, underscores and hyphens, for example prod-",
    threshold: None,
    check: Check::Environment(check),
};

fn check(_: &Reader<'_>, environment: &Environment) -> Vec<Finding> {
    let prefix = &environment.principal_prefix;
    if prefix.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-')) {
        return Vec::new();
    }
    let message = format!("“{prefix}” of {} cannot begin a principal everywhere", environment.name);
    vec![Finding::new(&RULE, environment.id.clone(), "/principal_prefix", message).with_help(RULE.advice)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn every_tool_takes_the_prefix() {
        let case = Case(&RULE);
        case.speaks("set environment:prod principal-prefix=\"prod:\"", &["environment:prod/principal_prefix"]);
        case.is_silent("set environment:prod principal-prefix=prod_1.a-");
    }
}
