//! A name that a broker refuses.

use crate::finding::{Finding, Repair};
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use diagnostic::Severity;
use model::{NameProblem, Topic, topic_name_problem};

pub(crate) static RULE: Rule = Rule {
    code: "topic/illegal-name",
    area: Area::Names,
    severity: Severity::Error,
    asks: "A broker accepts the topic's name",
    why: "Kafka keeps a topic in a folder of its name and refuses other characters",
    advice: "Use letters, digits, dots, underscores and hyphens, at most 249 of them",
    threshold: None,
    check: Check::Topic(check),
};

fn check(_: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let Some(problem) = topic_name_problem(&topic.name) else { return Vec::new() };
    let why = match problem {
        NameProblem::Empty => "it is empty".to_owned(),
        NameProblem::Dots => "it names a folder".to_owned(),
        NameProblem::TooLong { length } => format!("it has {length} characters, and 249 is the most"),
        NameProblem::IllegalCharacter { character } => format!("it contains “{character}”"),
    };
    let legal = legal_name(topic);
    let message = format!("Kafka refuses the name “{}”: {why}", topic.name);
    vec![Finding::new(&RULE, topic.id.clone(), "/name", message).with_help(RULE.advice).with_repair(Repair::set(
        format!("Rename to {legal}"),
        topic.id.clone(),
        "/name",
        legal,
    ))]
}

/// The nearest name that a broker accepts.
fn legal_name(topic: &Topic) -> String {
    let name: String = topic
        .name
        .trim()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-') { it } else { '-' })
        .take(249)
        .collect();
    if topic_name_problem(&name).is_none() { name } else { topic.id.to_string() }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn brokers_take_the_name() {
        let case = Case(&RULE);
        let named = |name: &str| format!("set topic:order-events name=\"{name}\"");
        for wrong in ["", "..", "order events", "größe"] {
            case.speaks(&named(wrong), &["topic:order-events/name"]);
        }
        case.is_repaired(&named("order events"), &["Rename to order-events"]);
        case.is_silent(&named("Order.Events_1-a"));
    }
}
