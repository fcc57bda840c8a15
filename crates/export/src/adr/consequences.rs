//! Consequences of a design, judged by its own numbers: cost against budget, disks, partitions, groups, findings.

use super::{Draft, rate};
use crate::escape::markdown::{code, codes, gap, plain};
use capacity::{Assumptions, Load, Storage};
use derive::wording::{counted, dollars, percent, retention_in_words, size, throughput};
use diagnostic::Severity;
use std::fmt;

/// The share of a disk from which on operators are warned (AWS's best practices for MSK).
const FULLEST_DISK: f64 = 0.85;

/// How a consequence weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Good,
    Neutral,
    Bad,
}

/// One consequence, as a clause after "because".
#[derive(Debug)]
pub struct Consequence {
    pub verdict: Verdict,
    pub because: String,
    /// The same in a few words, when it is good enough to be a reason for the decision.
    pub in_short: Option<&'static str>,
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.verdict {
            Verdict::Good => "Good",
            Verdict::Neutral => "Neutral",
            Verdict::Bad => "Bad",
        };
        write!(f, "{word}, because {}", self.because)
    }
}

fn good(because: String, in_short: &'static str) -> Consequence {
    Consequence { verdict: Verdict::Good, because, in_short: Some(in_short) }
}

fn neutral(because: String) -> Consequence {
    Consequence { verdict: Verdict::Neutral, because, in_short: None }
}

fn bad(because: String) -> Consequence {
    Consequence { verdict: Verdict::Bad, because, in_short: None }
}

fn unknown(reason: &str) -> Consequence {
    neutral(gap(reason))
}

/// Everything that can be judged, good first.
pub fn of(draft: &Draft<'_>) -> Vec<Consequence> {
    let mut out = vec![cost(draft), disks(draft), partitions(draft)];
    out.extend(groups(draft));
    out.extend(findings(draft));
    out.extend(waivers(draft));
    out.sort_by_key(|consequence| consequence.verdict);
    out
}

/// The load of the topics in question.
pub fn load(draft: &Draft<'_>) -> Load {
    draft.scope.topics.iter().map(|topic| capacity::topic_load(draft.handover.design, &topic.record.id)).sum()
}

fn cost(draft: &Draft<'_>) -> Consequence {
    let Some(environment) = draft.handover.environment else {
        return unknown("no environment is chosen, so its cost is not known");
    };
    let Some(cost) = capacity::monthly_cost(environment) else {
        return unknown(&format!("{} states no price of brokers or disks", environment.id));
    };
    let total = format!("{} costs {} a month", environment.id, dollars(cost.total_usd));
    match cost.budget_usd {
        Some(budget) if cost.is_over_budget() => {
            bad(format!("{total}, {} more than its budget of {}", dollars(cost.total_usd - budget), dollars(budget)))
        }
        Some(budget) => good(format!("{total} of a budget of {}", dollars(budget)), "stays within the budget"),
        None => neutral(format!("{total}; {}", gap("no budget is stated"))),
    }
}

fn disks(draft: &Draft<'_>) -> Consequence {
    let handover = draft.handover;
    let (mut known, mut unbounded, mut by_keys) = (0.0, Vec::new(), Vec::new());
    for topic in &draft.scope.topics {
        match capacity::topic_storage(handover.design, &topic.record.id, handover.environment) {
            Some(Storage::Bytes(bytes)) => known += bytes,
            Some(Storage::Unbounded) => unbounded.push(topic.record.name.as_str()),
            Some(Storage::ByKeys) => by_keys.push(topic.record.name.as_str()),
            None => {}
        }
    }
    if !unbounded.is_empty() {
        return bad(format!("nothing is ever deleted from {}, so the disks fill up", codes(&unbounded)));
    }
    let mut text = format!("the records take {} on disk, all copies counted", size(known));
    if draft
        .scope
        .topics
        .iter()
        .any(|topic| topic.fact.config.is_deleted_by_age() && topic.fact.config.retention_ms().is_none())
    {
        text += &format!(
            ", with Kafka's {} where no retention is stated",
            retention_in_words(capacity::DEFAULT_RETENTION_MS)
        );
    }
    if !by_keys.is_empty() {
        text += &format!("; {} takes as much as its keys", codes(&by_keys));
    }
    let all = handover.environment.map(|environment| capacity::environment_load(handover.design, environment));
    match all.as_ref().and_then(|load| Some((load.storage_utilisation()?, load.capacity_bytes?))) {
        Some((share, capacity)) => {
            text += &format!("; all topics together fill {} of {}", percent(share), size(capacity));
            if share <= FULLEST_DISK { good(text, "fits the disks") } else { bad(text) }
        }
        None => neutral(format!("{text}; {}", gap("the size of the disks is not stated"))),
    }
}

fn partitions(draft: &Draft<'_>) -> Consequence {
    let handover = draft.handover;
    let limit = Assumptions::default().partition_bytes_per_second;
    let heaviest = draft
        .scope
        .topics
        .iter()
        .map(|topic| {
            (capacity::load_per_partition(handover.design, &topic.record.id, handover.environment).peak, topic)
        })
        .max_by(|(a, _), (b, _)| a.bytes_per_second.total_cmp(&b.bytes_per_second));
    match heaviest {
        Some((peak, topic)) if peak.bytes_per_second > 0.0 => {
            let name = code(&topic.record.name);
            let text = format!("the busiest partition, one of {name}, takes {} at the peak", rate(peak));
            let limit_text = throughput(limit);
            if peak.bytes_per_second <= limit {
                good(format!("{text}, less than the {limit_text} that one can take"), "overloads no partition")
            } else {
                bad(format!("{text}, more than the {limit_text} that one can take"))
            }
        }
        Some(_) | None => unknown("no producer states its rate, so the load of partitions is not known"),
    }
}

fn groups(draft: &Draft<'_>) -> Vec<Consequence> {
    let handover = draft.handover;
    let mut busiest: Option<(f64, String)> = None;
    let (mut behind, mut silent) = (Vec::new(), Vec::new());
    for topic in &draft.scope.topics {
        for group in capacity::groups_of_topic(handover.design, &topic.record.id, handover.environment) {
            let name = format!("{} on {}", code(&group.group), code(&topic.record.name));
            match group.peak_utilisation {
                None if group.capacity_per_second.is_none() => silent.push(name),
                // Nobody can say how many records will fail.
                None => {}
                Some(share) if share > 1.0 => behind.push(format!("{name} ({} of its capacity)", percent(share))),
                Some(share) if busiest.as_ref().is_none_or(|(most, _)| share > *most) => busiest = Some((share, name)),
                Some(_) => {}
            }
        }
    }
    let mut out = Vec::new();
    if let (Some((share, name)), true) = (busiest, behind.is_empty()) {
        let text = format!("the busiest group, {name}, needs {} of its capacity at the peak", percent(share));
        out.push(good(text, "lets every group keep up at the peak"));
    }
    if !behind.is_empty() {
        out.push(bad(format!("at the peak these groups fall behind: {}", behind.join(", "))));
    }
    if !silent.is_empty() {
        let reason = format!("the time for one record is not stated for {}", counted(silent.len(), "group"));
        out.push(neutral(format!("{}: {}", gap(&reason), silent.join(", "))));
    }
    out
}

fn findings(draft: &Draft<'_>) -> Vec<Consequence> {
    let errors = draft.findings().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| bad(format!("{}: {}", code(finding.code.as_str()), plain(&finding.message)))).collect()
}

fn waivers(draft: &Draft<'_>) -> Vec<Consequence> {
    let policy = draft.handover.design.policy();
    let concerned = policy.waivers.iter().filter(|waiver| draft.scope.concerns(Some(&waiver.record.to_string())));
    concerned
        .map(|waiver| {
            bad(format!(
                "{} is suppressed for {} until {}: {}",
                code(&waiver.rule),
                code(&waiver.record.to_string()),
                plain(&waiver.expires),
                plain(&waiver.reason)
            ))
        })
        .collect()
}
