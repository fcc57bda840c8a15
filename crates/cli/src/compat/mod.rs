//! `eventscape compat`: whether Avro schemas may follow the versions before them, and if not, who breaks, why, and what
//! repairs it.
//!
//! [`plan`] finds the subjects that a person means, in files, at git revisions and in registries; [`judge`] compares; [`told`]
//! makes findings of the reasons. Files of cases go their own way, through [`cases`].

mod against;
mod asked;
mod cases;
mod clarity;
mod conversation;
mod designed;
mod document;
mod folder;
mod git;
mod judge;
mod library;
mod plan;
mod registry;
mod row;
mod subject;
mod text;
mod told;
mod version_name;

pub use told::CODES;

use crate::arguments::{Compat, Format, Profile};
use crate::report::Replacement;
use crate::{Failure, Outcome, report, say};
use designed::Lacking;
use engine::diagnostic::{Diagnostic, Edit, counted};
use judge::{Judged, judge};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};
use subject::Subject;
use text::Text;

pub fn run(arguments: &Compat) -> Result<Outcome, Failure> {
    if let Some(file) = &arguments.cases {
        return cases::run(file, arguments);
    }
    let plan = plan::plan(arguments)?;
    let judged = judge_all(&plan.subjects);
    let texts = texts(&judged, &plan.lacking);
    // A text that many refer to is found wrong once.
    let mut said = BTreeSet::new();
    let all = plan.lacking.findings.iter().chain(judged.iter().flat_map(|it| &it.diagnostics));
    let findings: Vec<Diagnostic> =
        all.filter(|it| said.insert((&it.location, it.code.as_str(), &it.message))).cloned().collect();
    say::out(&match arguments.format {
        Format::Text => {
            let lines: String = judged.iter().map(verdict).collect();
            let lines = if lines.is_empty() { "there is no schema to judge\n".to_owned() } else { lines };
            lines + "\n" + &report::text(&findings, |file| texts.get(file).copied())
        }
        Format::Json => {
            let subjects: Vec<Value> = judged.iter().map(for_programs).collect();
            let mut document = report::document(&findings);
            if let Some(fields) = document.as_object_mut() {
                fields.insert("subjects".to_owned(), Value::Array(subjects));
            }
            say::json(&document)
        }
        Format::Sarif => report::sarif(&findings, |edit| replacement(&texts, edit)),
    });
    let worst = findings.iter().map(|finding| finding.severity).max();
    let fails = worst.is_some_and(|worst| worst >= arguments.fail_on.severity());
    Ok(if fails { Outcome::Findings } else { Outcome::Fine })
}

/// Judges subjects, on as many threads as the machine has, in their order.
fn judge_all(subjects: &[Subject]) -> Vec<Judged<'_>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = subjects.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = subjects
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(judge).collect::<Vec<_>>()))
            .collect();
        let part = |handle: ScopedJoinHandle<'_, Vec<_>>| handle.join().unwrap_or_else(|panic| resume_unwind(panic));
        parts.into_iter().flat_map(part).collect()
    })
}

/// The files that findings point into.
fn texts<'a>(judged: &[Judged<'a>], lacking: &'a Lacking) -> BTreeMap<&'a str, &'a str> {
    let versions = judged.iter().flat_map(|it| it.subject.older.iter().chain([&it.subject.candidate]));
    let texts = versions.flat_map(|it| it.references.iter().chain([&it.text]));
    let texts = texts.filter(|it| it.is_file).map(Text::file);
    texts.chain(lacking.texts.iter().map(|(file, text)| (file.as_str(), text.as_str()))).collect()
}

/// The text that a repair puts into a file that was judged, and where.
fn replacement(texts: &BTreeMap<&str, &str>, edit: &Edit) -> Option<Replacement> {
    match edit {
        Edit::ReplaceInFile { file, start, end, text } => {
            Replacement::of_bytes(file, texts.get(file.as_str())?, *start..*end, text)
        }
        Edit::SetField { .. } | Edit::ReplaceText { .. } | Edit::Delete { .. } | Edit::Create { .. } => None,
    }
}

/// One line on a subject.
fn verdict(judged: &Judged<'_>) -> String {
    let subject = judged.subject;
    let verdict = match judged.compatible {
        Some(true) if judged.compared.is_empty() => "nothing to compare with",
        Some(true) => "compatible",
        Some(false) => "not compatible",
        None => "cannot be judged",
    };
    let label = |number: &u32| {
        let older = subject.older.iter().find(|it| it.number == *number);
        older.map_or_else(|| format!("version {number}"), |it| it.label.clone())
    };
    let compared = judged.compatible.map_or(&[][..], |_| judged.compared.as_slice());
    let against = match compared {
        [] => String::new(),
        [one] => format!(" with {}", label(one)),
        [latest, .., oldest] => {
            format!(" with {}, {} to {}", counted(compared.len(), "version"), label(oldest), label(latest))
        }
    };
    let mode = format!("{} {}", subject.mode.mode, subject.mode.from.as_str());
    let rules = if subject.rules.profile == Profile::Confluent {
        String::new()
    } else {
        format!(", {} {}", subject.rules.profile.as_str(), subject.rules.from.as_str())
    };
    say::line(&format!("{}: {verdict}{against} ({mode}{rules})", subject.name)).into_owned() + "\n"
}

fn for_programs(judged: &Judged<'_>) -> Value {
    let subject = judged.subject;
    let findings: Vec<Value> = judged.findings.iter().map(|it| told::for_programs(subject, it)).collect();
    json!({
        "subject": subject.name,
        "file": subject.candidate.text.shown,
        "mode": subject.mode.mode,
        "mode_from": subject.mode.from.as_str(),
        "profile": subject.rules.profile.as_str(),
        "profile_from": subject.rules.from.as_str(),
        "compatible": judged.compatible,
        "compared": judged.compared,
        "findings": findings,
    })
}
