//! More copies of partitions than a broker should hold.

use super::copies::{copies, override_pointer};
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule, Threshold};
use derive::wording::whole;
use diagnostic::Severity;
use model::{Lookup, NamedEnvironment, Topic};

pub(crate) static RULE: Rule = Rule {
    code: "topic/too-many-partitions",
    area: Area::Topics,
    severity: Severity::Warning,
    asks: "The brokers can hold the topic's partitions",
    why: "Each copy costs memory, files and time when a broker fails",
    advice: "Use fewer partitions or more brokers",
    threshold: Some(Threshold {
        // The figure that Kafka's KIP-578 names and that the larger machines of managed services allow.
        default: 4_000.0,
        counts: "copies of partitions that a broker should hold at most",
    }),
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let mut fullest: Option<(u64, Finding)> = None;
    for environment in reader.environments() {
        // One finding, for the environment that suffers most: the others suffer from the same number.
        let here = of(reader, environment, topic);
        if here.as_ref().map(|it| it.0) > fullest.as_ref().map(|it| it.0) {
            fullest = here;
        }
    }
    fullest.into_iter().map(|(_, finding)| finding).collect()
}

/// How many copies each broker holds of the topic alone, when those are more than it should, and what is said of it.
fn of(reader: &Reader<'_>, environment: NamedEnvironment<'_>, topic: &Topic) -> Option<(u64, Finding)> {
    let most = RULE.threshold_in(reader);
    let stated = reader.topic_override(environment.id, &topic.id).and_then(|it| it.partitions);
    let partitions = u64::from(stated.unwrap_or(topic.partitions));
    let replication = copies(reader, environment.id, topic);
    let all = partitions.saturating_mul(replication.into());
    // With so many brokers each holds as many copies as it should; a number that is asked for seldom changes the answer.
    if most >= 1.0 {
        let enough = (all as f64 / most).ceil().min(u32::MAX.into()) as u32;
        if reader.has_brokers(environment.id, enough) != Some(false) {
            return None;
        }
    }
    let each = all.div_ceil(u64::from(reader.brokers(environment.id)?).max(1));
    if each as f64 <= most {
        return None;
    }
    let message = format!(
        "{} puts {} copies of partitions on each broker of {}",
        topic.name,
        whole(each as f64),
        environment.name
    );
    let source = if RULE.stated_threshold(reader).is_some() { "The policy's" } else { "Kafka's" };
    let help = format!(
        "{source} guide is {} a broker for all topics together; use fewer partitions or more brokers",
        whole(most)
    );
    let finding = match stated {
        Some(_) => Finding::new(&RULE, environment.id.clone(), override_pointer(topic, "partitions"), message),
        None => Finding::new(&RULE, topic.id.clone(), "/partitions", message),
    };
    Some((each, finding.with_help(help)))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    #[test]
    fn brokers_hold_the_copies() {
        let case = Case(&RULE);
        case.speaks("set topic:order-events p=4001", &["topic:order-events/partitions"]);
        case.speaks(
            "set environment:prod /topics/order-events/partitions 4001",
            &["environment:prod/topics/order-events/partitions"],
        );
        case.speaks("policy\n  threshold topic/too-many-partitions 4", &["topic:order-events/partitions"]);
        case.speaks("policy\n  threshold topic/too-many-partitions 0.5", &["topic:order-events/partitions"]);
        case.is_silent("set topic:order-events p=4000");
        case.is_silent("set topic:order-events p=8000\nset environment:prod brokers=6");
    }
}
