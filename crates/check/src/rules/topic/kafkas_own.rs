//! A name that belongs to Kafka itself.

use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::kafka::{own_topic, refused_for};
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/kafkas-own",
    area: Area::Names,
    severity: Severity::Error,
    asks: "A topic is not one that Kafka keeps for itself",
    why: "Kafka makes such topics as it needs them, and a design that states them otherwise breaks groups and transactions",
    advice: "Take it out of the design, or give the topic a name of its own",
    threshold: None,
    check: Check::Topic(check),
};

fn check(_: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let name = &topic.name;
    let (message, most) = match (refused_for(name), own_topic(name)) {
        (Some(own), _) if own != name => (
            format!("No broker creates {name}: it takes . and _ for the same, and {own} is Kafka's own"),
            Severity::Error,
        ),
        (Some(own), _) => (format!("No broker creates {own}: it is the log of Kafka's controllers"), Severity::Error),
        (None, Some(own)) => {
            (format!("{own} is Kafka's own topic, which the brokers make and keep"), Severity::Warning)
        }
        (None, None) => return Vec::new(),
    };
    vec![Finding::new(&RULE, topic.id.clone(), "/name", message).with_help(RULE.advice).at_most(most)]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn kafka_s_own_topics_are_named_as_such() {
        let case = Case(&RULE);
        for own in ["__consumer_offsets", "__transaction_state", "__share_group_state"] {
            case.speaks(&format!("topic {own} id=own"), &["warning topic:own/name"]);
        }
        for refused in ["__cluster_metadata", "__consumer.offsets"] {
            case.speaks(&format!("topic {refused} id=own"), &["topic:own/name"]);
        }
        case.is_silent("topic _schemas");
    }
}
