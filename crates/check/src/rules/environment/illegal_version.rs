//! A version of Kafka that is none.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::Environment;

pub(crate) static RULE: Rule = Rule {
    code: "environment/illegal-version",
    area: Area::Environments,
    severity: Severity::Warning,
    asks: "The version of Kafka is one",
    why: "What a broker takes depends on its version",
    advice: "Write it as numbers with dots, for example 4.1 or 4.1.0",
    threshold: None,
    check: Check::Environment(check),
};

fn check(_: &Reader<'_>, environment: &Environment) -> Vec<Finding> {
    if is_kafka_version(&environment.kafka_version) {
        return Vec::new();
    }
    let message = format!("“{}” of {} is no version of Kafka", environment.kafka_version, environment.name);
    vec![Finding::new(&RULE, environment.id.clone(), "/kafka_version", message).with_help(RULE.advice)]
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

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn versions_have_two_numbers() {
        let case = Case(&RULE);
        let version = |it: &str| format!("set environment:prod kafka-version=\"{it}\"");
        for wrong in ["4", "four", "4.", "v4.1", "4..1"] {
            case.speaks(&version(wrong), &["environment:prod/kafka_version"]);
        }
        for right in ["", "4.1", "4.1.0", "3.7.x.kraft", "7.6.0-ccs"] {
            case.is_silent(&version(right));
        }
    }
}
