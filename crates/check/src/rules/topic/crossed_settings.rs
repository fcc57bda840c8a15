//! Settings that contradict each other, so that Kafka refuses them together.

use super::refused::refused;
use crate::finding::Finding;
use crate::reader::Reader;
use crate::rule::{Area, Check, Rule};
use derive::kafka::Reason;
use diagnostic::Severity;
use model::Topic;

pub(crate) static RULE: Rule = Rule {
    code: "topic/crossed-settings",
    area: Area::Topics,
    severity: Severity::Error,
    asks: "The settings of a topic go together",
    why: "A broker refuses the topic although each setting is right by itself",
    advice: "Change one of the two, or take it out",
    threshold: None,
    check: Check::Topic(check),
};

fn check(reader: &Reader<'_>, topic: &Topic) -> Vec<Finding> {
    let refused = refused(reader, topic).into_iter();
    let ours = refused.filter(|it| matches!(it.refusal.reason, Reason::Crossed(..)));
    ours.map(|it| it.finding(&RULE, topic)).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::case::Case;

    fn set(settings: &[(&str, &str)]) -> String {
        let line = |(key, value): &(&str, &str)| format!("set topic:order-events /config/{key} {value}");
        settings.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn brokers_take_the_settings_together() {
        let case = Case(&RULE);
        let lag = set(&[("min.compaction.lag.ms", "10"), ("max.compaction.lag.ms", "5")]);
        case.speaks(&lag, &["topic:order-events/config/max.compaction.lag.ms"]);
        let remote = |key, value| set(&[("remote.storage.enable", "true"), (key, value)]);
        case.speaks(&remote("cleanup.policy", "compact"), &["topic:order-events/config/remote.storage.enable"]);
        case.speaks(&remote("local.retention.ms", "-1"), &["topic:order-events/config/local.retention.ms"]);
        case.is_silent(&remote("local.retention.ms", "1000"));
        case.is_silent(&set(&[("min.compaction.lag.ms", "5"), ("max.compaction.lag.ms", "10")]));
    }

    #[test]
    fn an_environment_may_bring_the_contradiction() {
        let here = "set topic:order-events /config/min.compaction.lag.ms 10\n\
                    set environment:prod /topics/order-events/config/max.compaction.lag.ms 5";
        Case(&RULE).speaks(here, &["environment:prod/topics/order-events/config/max.compaction.lag.ms"]);
    }
}
