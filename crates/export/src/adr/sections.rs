//! The sections that MADR names, from the problem to the options.

use super::{Draft, consequences, rate};
use crate::escape::markdown::{bullets, code, codes, gap, named, plain, sentence};
use crate::handover::ExportedTopic;
use derive::wording::{counted, dollars, listed, retention_in_words};
use diagnostic::Severity;
use model::{Context, DataClass, DomainClass, Environment};
use std::collections::BTreeMap;

/// Context, drivers and options.
pub fn before_the_outcome(draft: &Draft<'_>) -> String {
    format!(
        "## Context and Problem Statement\n\n{}\n## Decision Drivers\n\n{}\n## Considered Options\n\n{}\n",
        context(draft),
        bullets(&drivers(draft)),
        bullets(&options(draft)),
    )
}

/// Outcome, consequences, confirmation and the options weighed.
pub fn outcome(draft: &Draft<'_>) -> String {
    let consequences = consequences::of(draft);
    let reasons: Vec<_> = consequences.iter().filter_map(|it| it.in_short).collect();
    let because = if reasons.is_empty() {
        gap("the numbers of the design speak for nothing yet: say what does")
    } else {
        format!("it {}", listed(&reasons, "and"))
    };
    let consequences: Vec<_> = consequences.iter().map(ToString::to_string).collect();
    format!(
        "## Decision Outcome\n\nChosen option: \"{}\", because {because}.\n\n### Consequences\n\n{}\n### Confirmation\n\n{}\n\
         ## Pros and Cons of the Options\n\n{}",
        draft.heading,
        bullets(&consequences),
        bullets(&confirmation(draft)),
        weighed(draft),
    )
}

fn context(draft: &Draft<'_>) -> String {
    let design = draft.handover.design;
    let description = sentence(&design.settings().description);
    let mut out = if description.is_empty() { String::new() } else { format!("{description}\n\n") };
    let owners = draft.scope.owners(design);
    out += &format!(
        "The decision concerns {} in {}:\n\n{}\n",
        counted(draft.scope.topics.len(), "topic"),
        counted(owners.len(), "bounded context"),
        bullets(&owners.iter().map(|context| context_line(context)).collect::<Vec<_>>()),
    );
    let load = consequences::load(draft);
    if load.peak.records_per_second > 0.0 {
        out += &format!(
            "On an ordinary day producers write {} to them, at the peak {}. ",
            rate(load.ordinary),
            rate(load.peak)
        );
    } else {
        out += &format!("{} ", gap("no producer states its rate"));
    }
    out += &format!("{}\n\n", kept(&draft.scope.topics));
    out += &match draft.handover.environment {
        Some(environment) => format!("{}\n\n", environment_line(environment)),
        None => format!("{}\n\n", gap("no environment is chosen: say where this runs")),
    };
    out += "Which topics, with which settings and which access, let these contexts exchange their messages?\n";
    out
}

fn context_line(context: &Context) -> String {
    let class = match context.domain {
        DomainClass::Core => "core",
        DomainClass::Supporting => "supporting",
        DomainClass::Generic => "generic",
    };
    let team =
        if context.team.is_empty() { gap("no team owns it") } else { format!("owned by {}", plain(&context.team)) };
    let purpose = sentence(&context.purpose);
    format!(
        "**{}** ({class}, {team}){}{purpose}",
        named(&context.name, context.id.as_str()),
        if purpose.is_empty() { "" } else { ": " }
    )
}

/// How long records are kept, with the topics of each length.
fn kept(topics: &[ExportedTopic<'_>]) -> String {
    let mut by_retention: BTreeMap<(bool, i64), Vec<&str>> = BTreeMap::new();
    for topic in topics {
        let key = if topic.fact.config.is_deleted_by_age() { topic.fact.config.retention_ms() } else { Some(-1) };
        by_retention.entry((key.is_none(), key.unwrap_or_default())).or_default().push(&topic.record.name);
    }
    let clauses: Vec<_> = by_retention
        .into_iter()
        .map(|((is_silent, milliseconds), names)| {
            let length = if is_silent {
                "as long as the brokers' default says".to_owned()
            } else {
                retention_in_words(milliseconds)
            };
            format!("{length} ({})", if names.len() > 6 { counted(names.len(), "topic") } else { codes(&names) })
        })
        .collect();
    if clauses.is_empty() { String::new() } else { format!("Records are kept {}.", clauses.join("; ")) }
}

fn environment_line(environment: &Environment) -> String {
    let mut facts = Vec::new();
    if let Some(brokers) = environment.brokers {
        let machine = if environment.broker_type.is_empty() {
            String::new()
        } else {
            format!(" on {}", plain(&environment.broker_type))
        };
        facts.push(format!("{}{machine}", counted(brokers as usize, "broker")));
    }
    if let Some(gib) = environment.storage_gib_per_broker {
        facts.push(format!("{gib} GiB of disk each"));
    }
    if !environment.kafka_version.is_empty() {
        facts.push(format!("Kafka {}", plain(&environment.kafka_version)));
    }
    let facts = if facts.is_empty() { gap("nothing is stated of its brokers") } else { facts.join(", ") };
    format!(
        "It runs in {} ({}): {facts}.",
        named(&environment.name, environment.id.as_str()),
        code(environment.id.as_str())
    )
}

fn drivers(draft: &Draft<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let load = consequences::load(draft);
    if load.peak.records_per_second > 0.0 {
        out.push(format!("Throughput: {} at the peak", rate(load.peak)));
    }
    let safe = draft.scope.topics.iter().filter(|it| {
        it.fact.replication > 1 && it.fact.config.min_insync_replicas().is_some_and(|in_sync| in_sync > 1)
    });
    let safe = safe.count();
    if safe > 0 {
        out.push(format!(
            "Durability: {} of {} confirm a write only when two copies have it",
            safe,
            counted(draft.scope.topics.len(), "topic")
        ));
    }
    out.extend(compliance(draft));
    if let Some((environment, budget)) = draft.handover.environment.and_then(|it| Some((it, it.budget_usd_per_month?)))
    {
        out.push(format!(
            "Cost: a budget of {} a month for {}",
            dollars(budget),
            named(&environment.name, environment.id.as_str())
        ));
    }
    let mut by_rule: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for finding in draft.findings().filter(|finding| finding.severity >= Severity::Warning) {
        by_rule.entry(finding.code.as_str()).or_default().push(&finding.message);
    }
    out.extend(by_rule.into_iter().filter_map(|(rule, messages)| {
        let more = if messages.len() > 1 { format!(", and {} more", messages.len() - 1) } else { String::new() };
        Some(format!("Rule {}: {}{more}", code(rule), plain(messages.first()?)))
    }));
    if out.is_empty() {
        out.push(gap("the design states no rate, no budget and no data class to decide by"));
    }
    out
}

fn compliance(draft: &Draft<'_>) -> Vec<String> {
    let mut by_class: BTreeMap<DataClass, Vec<&str>> = BTreeMap::new();
    for topic in &draft.scope.topics {
        by_class.entry(topic.record.data_class).or_default().push(&topic.record.name);
    }
    let clause = |class: DataClass| match class {
        DataClass::Public | DataClass::Internal => None,
        DataClass::Confidential => Some("confidential data"),
        DataClass::Personal => Some("data about persons"),
        DataClass::Payment => Some("payment data"),
        DataClass::Audit => Some("records kept for audit"),
    };
    by_class
        .into_iter()
        .filter_map(|(class, names)| Some(format!("Compliance: {} on {}", clause(class)?, codes(&names))))
        .collect()
}

fn options(draft: &Draft<'_>) -> Vec<String> {
    let mut out = vec![draft.heading.to_owned()];
    out.extend(draft.options.alternatives.iter().map(|title| plain(title)));
    if out.len() < 2 {
        out.push(gap("no alternative is recorded: name at least one, with what it would cost"));
    }
    out
}

fn confirmation(draft: &Draft<'_>) -> Vec<String> {
    let mut out = vec![
        "`eventscape validate` finds no error in the design".to_owned(),
        "`apply.sh`, run a second time, says that there is nothing to change".to_owned(),
    ];
    let mut modes: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, subject) in draft.subjects() {
        *modes.entry(subject.compatibility.as_str()).or_default() += 1;
    }
    if !modes.is_empty() {
        let modes: Vec<_> =
            modes.into_iter().map(|(mode, number)| format!("{mode} for {}", counted(number, "subject"))).collect();
        out.push(format!("The schema registry is set to {}", listed(&modes, "and")));
    }
    out.push(gap("the design holds no alerts: name those that watch consumer lag and under-replicated partitions"));
    out
}

fn weighed(draft: &Draft<'_>) -> String {
    let scope = draft.scope;
    let mut own = Vec::new();
    let shortest = scope
        .topics
        .iter()
        .filter(|topic| topic.fact.config.is_deleted_by_age())
        .filter_map(|topic| topic.fact.config.retention_ms())
        .filter(|kept| *kept >= 0)
        .min();
    if let Some(shortest) = shortest {
        own.push(format!(
            "Good, because a consumer may be away for {} and still miss nothing",
            retention_in_words(shortest)
        ));
    }
    let producers = scope.flows.iter().filter(|flow| flow.produce().is_some()).count();
    own.push(format!(
        "Neutral, because {} and {} depend on it",
        counted(producers, "producing flow"),
        counted(scope.flows.len() - producers, "consuming flow")
    ));
    let keyed = scope.topics.iter().filter(|topic| topic.record.key.is_some()).count();
    if keyed > 0 {
        own.push(format!(
            "Bad, because {} cannot get more partitions later without moving keys to other partitions",
            counted(keyed, "keyed topic")
        ));
    }
    let mut out = format!("### {}\n\n{}", draft.heading, bullets(&own));
    let others: Vec<_> = options(draft).into_iter().skip(1).collect();
    for other in others {
        out += &format!("\n### {other}\n\n{}", bullets(&[gap("say what speaks for it and against it")]));
    }
    out + "\n"
}
