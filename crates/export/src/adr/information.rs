//! More information: the topics, the picture, what can go wrong, the way back, and the files that carry it out.

use super::Adr;
use super::{Draft, diagram};
use crate::escape::markdown::{bullets, code, codes, plain, table};
use crate::exporter::Target;
use crate::handover::ExportedTopic;
use crate::{EXPORTERS, ExportError, Handover, digest};
use derive::wording::{counted, retention_in_words};
use model::{Compatibility, Decision, ServiceId};
use std::collections::{BTreeMap, BTreeSet};

/// The last section.
pub fn section(draft: &Draft<'_>) -> Result<String, ExportError> {
    let mut out = format!(
        "## More Information\n\n### Topics\n\n{}\n### Diagram\n\n```mermaid\n{}```\n\n### Risks and migration\n\n{}\n\
         ### Rollback\n\n{}\n### Links\n\n",
        topics(draft),
        diagram::mermaid(draft.handover, draft.scope),
        bullets(&risks(draft)),
        rollback(draft),
    );
    let related = related(draft);
    if !related.is_empty() {
        out += &format!("{}\n", bullets(&related));
    }
    out += &format!(
        "The same facts give these files; `sha256sum --check` reads the lines in the folder that holds the targets:\n\n```text\n{}```\n",
        digests(draft.handover)?
    );
    Ok(out)
}

fn topics(draft: &Draft<'_>) -> String {
    let head = [
        "Topic",
        "Owner",
        "Partitions",
        "Copies",
        "In sync",
        "Cleanup",
        "Kept",
        "Key",
        "Subjects",
        "Compatibility",
        "Producers",
        "Consumers",
    ];
    let rows: Vec<_> = draft.scope.topics.iter().map(|topic| row(draft, topic)).collect();
    table(&head, &rows)
}

fn row(draft: &Draft<'_>, topic: &ExportedTopic<'_>) -> Vec<String> {
    let record = topic.record;
    let design = draft.handover.design;
    let subjects: Vec<_> = draft.handover.subjects_of(&record.id).collect();
    let names: Vec<_> = subjects.iter().map(|(name, _)| *name).collect();
    let mut modes: Vec<_> = subjects.iter().map(|(_, subject)| subject.compatibility.as_str()).collect();
    modes.sort();
    modes.dedup();
    if modes.is_empty() {
        modes.push(record.compatibility.as_str());
    }
    let services = |ids: Option<&BTreeSet<&ServiceId>>| {
        let ids: Vec<_> = ids.into_iter().flatten().map(|id| id.as_str()).collect();
        codes(&ids)
    };
    let number = |stated: Option<u32>| stated.map_or_else(|| "default".to_owned(), |number| number.to_string());
    vec![
        code(&record.name),
        design.team(&record.context).map_or_else(|| record.context.to_string(), plain),
        topic.fact.partitions.to_string(),
        topic.fact.replication.to_string(),
        number(topic.fact.config.min_insync_replicas()),
        topic.fact.config.get("cleanup.policy").cloned().unwrap_or_else(|| "default".to_owned()),
        match topic.fact.config.retention_ms() {
            _ if !topic.fact.config.is_deleted_by_age() => "latest of each key".to_owned(),
            Some(milliseconds) => retention_in_words(milliseconds),
            None => "default".to_owned(),
        },
        record.key.as_ref().map_or_else(|| "none".to_owned(), |key| plain(&key.name)),
        codes(&names),
        modes.join(", "),
        services(draft.scope.producers.get(&record.id)),
        services(draft.scope.consumers.get(&record.id)),
    ]
}

fn risks(draft: &Draft<'_>) -> Vec<String> {
    let scope = draft.scope;
    let mut out = Vec::new();
    let names = |pick: &dyn Fn(&ExportedTopic<'_>) -> bool| -> Vec<&str> {
        scope.topics.iter().filter(|topic| pick(topic)).map(|topic| topic.record.name.as_str()).collect()
    };
    let keyed = names(&|topic| topic.record.key.is_some());
    if !keyed.is_empty() {
        out.push(format!(
            "More partitions later move keys to other partitions, and with them the order of records: {}",
            codes(&keyed)
        ));
    }
    let compacted = names(&|topic| topic.fact.config.is_compacted());
    if !compacted.is_empty() {
        out.push(format!("Compaction removes all but the latest record of each key for good: {}", codes(&compacted)));
    }
    out.push("Another number of copies later needs a reassignment of partitions".to_owned());
    out.extend(order_of_rollout(draft));
    let about_schemas = draft
        .findings()
        .filter(|finding| finding.location.record.as_deref().is_some_and(|record| record.starts_with("schema:")));
    out.extend(
        about_schemas
            .map(|finding| format!("Compatibility, {}: {}", code(finding.code.as_str()), plain(&finding.message))),
    );
    out
}

/// The side that is upgraded first, by compatibility mode.
fn order_of_rollout(draft: &Draft<'_>) -> Vec<String> {
    let mut by_order: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, subject) in draft.subjects() {
        let order = match subject.compatibility {
            Compatibility::Backward | Compatibility::BackwardTransitive => "Readers are upgraded before writers",
            Compatibility::Forward | Compatibility::ForwardTransitive => "Writers are upgraded before readers",
            Compatibility::Full | Compatibility::FullTransitive => "Readers and writers are upgraded in any order",
            Compatibility::None => "Readers and writers are upgraded together, because nothing is checked",
        };
        by_order.entry(order).or_default().push(name);
    }
    by_order
        .into_iter()
        .map(|(order, names)| {
            format!("{order}: {}", if names.len() > 6 { counted(names.len(), "subject") } else { codes(&names) })
        })
        .collect()
}

fn rollback(draft: &Draft<'_>) -> String {
    let names: Vec<_> = draft.scope.topics.iter().map(|topic| topic.record.name.as_str()).collect();
    let names = if names.len() > 6 { counted(names.len(), "topic") } else { codes(&names) };
    let lines = [
        "`rollback.sh` of the Kafka script removes the access that `apply.sh` gave, sets configurations back and, with `--yes`, deletes the topics that it created".to_owned(),
        format!("Not reversible: records in deleted topics ({names}), partitions added to topics that were there before, records that compaction removed"),
        "With Strimzi, deleting a KafkaTopic deletes the topic; removing it from git alone does not bring records back".to_owned(),
    ];
    bullets(&lines)
}

fn related(draft: &Draft<'_>) -> Vec<String> {
    let link = |decision: &Decision, word: &str| {
        format!("{word} [{}]({}.md)", plain(&decision.title.replace(['[', ']'], "")), decision.id)
    };
    let design = draft.handover.design;
    let supersedes = &draft.options.supersedes;
    let mut out: Vec<_> =
        supersedes.iter().filter_map(|id| design.decision(id)).map(|decision| link(decision, "Supersedes")).collect();
    let touches = |decision: &&Decision| {
        !supersedes.contains(&decision.id)
            && decision.records.iter().any(|key| draft.scope.concerns(Some(&key.to_string())))
    };
    out.extend(design.decisions().values().filter(touches).map(|decision| link(decision, "Related:")));
    out
}

/// A line for every other file that the same facts give, as `sha256sum` writes it.
fn digests(handover: &Handover<'_>) -> Result<String, ExportError> {
    let mut lines = Vec::new();
    for target in EXPORTERS.iter().filter(|target| target.word != Adr::WORD) {
        for file in target.files(handover)?.files {
            lines.push(format!("{}  {target}/{}\n", digest::sha256(&file.text), file.path));
        }
    }
    lines.sort_by(|a, b| a.get(64..).cmp(&b.get(64..)));
    Ok(lines.concat())
}
