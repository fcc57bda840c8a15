//! A draft of the decision record that a schema's draft calls for: what changes, for whom, and in which order it gets out.
//! Everything in it comes from the verdict; what only people know is left to them as a line to write on.

use crate::document::Engine;
use avro::{Direction, diff};
use check::SchemaVerdict;
use model::{Decision, DecisionStatus, Design, RecordKey, SchemaId, next_decision_number, slug};
use std::collections::{BTreeMap, BTreeSet};

/// A line that people write on.
const TO_WRITE: &str = "_To be written._";

impl Engine {
    /// A proposed decision about what comes next of a schema; nothing where nothing changes.
    pub fn decision_about(&self, id: &SchemaId) -> Option<Decision> {
        let design = self.design();
        let schema = design.schema(id)?;
        let verdict = self.verdict(id)?;
        let next = verdict.next.as_ref()?;
        let name = verdict.name_of(schema);
        let title = if next.is_own {
            format!("Release version {} of {name}", next.text.number)
        } else {
            format!("Let {name} use the drafts of its shared types")
        };
        let number = next_decision_number(design);
        let team = design.context(&schema.context).map(|it| it.team.clone()).filter(|it| !it.is_empty());
        Some(Decision {
            id: format!("{number:04}-{}", slug(&title, "decision")).parse().ok()?,
            status: DecisionStatus::Proposed,
            date: self.host().today(),
            decision_makers: team.into_iter().collect(),
            consulted: Vec::new(),
            informed: readers_teams(design, verdict),
            records: records(design, id, verdict),
            supersedes: Vec::new(),
            body: body(design, &title, &name, verdict),
            title,
        })
    }
}

/// The teams of those who read it, without doubles.
fn readers_teams(design: &Design, verdict: &SchemaVerdict) -> Vec<String> {
    let services = verdict.consumers.iter().filter_map(|it| design.service(&it.service));
    let teams: BTreeSet<&str> =
        services.filter_map(|it| design.context(&it.context)).map(|it| it.team.as_str()).collect();
    teams.into_iter().filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// The schema, the topics that carry it, and the consumers that break.
fn records(design: &Design, id: &SchemaId, verdict: &SchemaVerdict) -> Vec<RecordKey> {
    let topics: BTreeSet<_> = design.messages_of_schema(id).flat_map(|it| &it.topics).cloned().collect();
    let broken: BTreeSet<_> =
        verdict.consumers.iter().filter(|it| !it.breaks.is_empty()).map(|it| &it.service).collect();
    let mut out = vec![RecordKey::from(id.clone())];
    out.extend(topics.into_iter().map(RecordKey::from));
    out.extend(broken.into_iter().cloned().map(RecordKey::from));
    out
}

fn body(design: &Design, title: &str, name: &str, verdict: &SchemaVerdict) -> String {
    let mut out = format!("# {title}\n\n## Context and Problem Statement\n\n");
    out.push_str(&problem(name, verdict));
    out.push_str(&consumers(design, verdict));
    out.push_str("\n## Considered Options\n\n");
    for option in options(name, verdict) {
        out.push_str(&format!("* {option}\n"));
    }
    out.push_str(&format!("\n## Decision Outcome\n\nChosen option: {TO_WRITE}\n\n### Roll-out\n\n"));
    for (at, step) in verdict.rollout.iter().enumerate() {
        out.push_str(&format!("{}. {}: {}\n", at + 1, line(&step.title), line(&step.note)));
    }
    out.push_str("\n### Consequences\n\n");
    let broken = verdict.consumers.iter().filter(|it| !it.breaks.is_empty()).count();
    match broken {
        0 => out.push_str("* Good, because every consumer reads it as it is\n"),
        1 => out.push_str("* Bad, because one consumer has to move before producers may switch\n"),
        count => out.push_str(&format!("* Bad, because {count} consumers have to move before producers may switch\n")),
    }
    out.push_str("\n### Confirmation\n\n");
    out.push_str(&format!("`eventscape validate` says nothing more about {name}, and every step above is done.\n"));
    out
}

fn problem(name: &str, verdict: &SchemaVerdict) -> String {
    let latest = verdict.versions.last();
    let mode = verdict.mode.as_str();
    let mut out = match latest {
        Some(latest) => format!("{name} is released as version {} under {mode}.", latest.number),
        None => format!("{name} has not been released yet; its topics ask for {mode}."),
    };
    let texts = latest.and_then(|it| it.text.schema.as_ref()).zip(verdict.written().and_then(|it| it.schema.as_ref()));
    let changes = texts.map(|(old, new)| diff(old, new)).unwrap_or_default();
    if !changes.is_empty() {
        out.push_str(" What comes next changes it:\n\n");
        for change in &changes {
            out.push_str(&format!("* {}\n", line(&change.sentence)));
        }
    } else {
        out.push('\n');
    }
    let reasons = reasons(verdict);
    if !reasons.is_empty() {
        out.push_str(&format!("\n{mode} refuses that:\n\n"));
        for (sentence, versions) in reasons {
            out.push_str(&format!("* {} ({})\n", line(sentence), versions.join(", ")));
        }
    }
    out
}

/// Each cause once, with the versions that it concerns.
fn reasons(verdict: &SchemaVerdict) -> Vec<(&str, Vec<String>)> {
    let mut causes: BTreeMap<(Direction, &str, &str), (&str, Vec<String>)> = BTreeMap::new();
    for finding in verdict.versions.iter().flat_map(|it| &it.draft) {
        let it = &finding.incompatibility;
        let cause = causes.entry((finding.direction, it.path.as_str(), it.kind.as_str()));
        cause.or_insert_with(|| (&it.sentence, Vec::new())).1.push(format!("v{}", finding.version));
    }
    causes.into_values().collect()
}

fn consumers(design: &Design, verdict: &SchemaVerdict) -> String {
    if verdict.consumers.is_empty() {
        return "\nNobody reads it yet.\n".to_owned();
    }
    let mut out = "\n| Consumer | Topic | Reads with | Then |\n| --- | --- | --- | --- |\n".to_owned();
    for it in &verdict.consumers {
        let service = design.service(&it.service).map_or(it.service.as_str(), |it| it.name.as_str());
        let topic = design.topic(&it.topic).map_or(it.topic.as_str(), |it| it.name.as_str());
        let then = it.breaks.first().map_or("reads it", |first| first.sentence.as_str());
        out.push_str(&format!("| {} | {} | version {} | {} |\n", cell(service), cell(topic), it.reads, cell(then)));
    }
    out
}

fn options(name: &str, verdict: &SchemaVerdict) -> Vec<String> {
    let mut out = vec!["Release it as drafted, in the order below".to_owned()];
    let repairs: BTreeSet<&str> = verdict
        .versions
        .iter()
        .flat_map(|it| &it.draft)
        .filter_map(|it| it.candidate_repairs().next())
        .map(|it| it.title.as_str())
        .collect();
    if !repairs.is_empty() {
        let repairs: Vec<&str> = repairs.into_iter().collect();
        out.push(format!("Change the draft first: {}", line(&repairs.join("; "))));
    }
    out.push("Write it to a subject and a topic of its own".to_owned());
    out.push(format!("Leave {name} as it is"));
    out
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    line(text).replace('|', "\\|")
}
