//! A draft of an architecture decision record in MADR 4.0, filled from the design.
//!
//! It states what the records say and what follows from them, and nothing else. Where a section needs what no record
//! holds, an alternative or an alert, there stands a visible `TODO(reason)`: a reviewer sees the gap, and so does a search.

mod consequences;
mod diagram;
mod information;
mod scope;
mod sections;

use crate::escape::markdown::{gap, plain};
use crate::escape::yaml;
use crate::exporter::Target;
use crate::{Export, ExportError, Handover, OutFile, note};
use capacity::Rate;
use derive::facts::SubjectFact;
use derive::wording::{self, listed, throughput, whole};
use diagnostic::{Diagnostic, Severity};
use model::{DecisionId, RecordKey, TopicId};
use schemars::JsonSchema;
use scope::Scope;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest title that still reads as one line in a list of decisions.
const LONGEST_TITLE: usize = 80;

/// The options of a decision draft.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct DecisionDraft {
    /// The title as an imperative, for example Raise order-events to 24 partitions; by default it names the topics.
    title: Option<String>,
    /// The records that it is about: topics, or whatever leads to topics. None means the whole design.
    records: Vec<RecordKey>,
    /// The people who decide; by default the teams that own the topics.
    decision_makers: Vec<String>,
    /// The other options that were weighed, by title.
    alternatives: Vec<String>,
    /// The decisions that it replaces, by id.
    supersedes: Vec<DecisionId>,
}

/// The front matter of a decision's text, by MADR's names and two of ours.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct FrontMatter<'a> {
    status: &'static str,
    date: &'a str,
    decision_makers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    consulted: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    informed: Vec<String>,
    records: Vec<RecordKey>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    supersedes: &'a [DecisionId],
}

/// The draft of a decision.
pub(crate) struct Adr;

impl Target for Adr {
    const WORD: &'static str = "adr";
    const TITLE: &'static str = "Decision draft";
    const SENTENCE: &'static str =
        "An architecture decision record in MADR 4, filled from the design and ready to be edited";
    type Options = DecisionDraft;

    fn export(handover: &Handover<'_>, options: &DecisionDraft) -> Result<Export, ExportError> {
        if !is_date(handover.today) {
            return Err(ExportError::IllegalDate { text: handover.today.to_owned() });
        }
        if let Some(key) = options.records.iter().find(|key| !handover.design.contains(key)) {
            return Err(ExportError::UnknownRecord { key: key.clone() });
        }
        let scope = Scope::of(handover, &options.records);
        let title = title(handover, &scope, options);
        let number = model::next_decision_number(handover.design);
        let path = format!("{number:04}-{}.md", model::slug(&title, "decision"));
        let heading = plain(&title);
        let draft = Draft { handover, scope: &scope, options, heading: &heading };
        let text = format!(
            "---\n{}---\n\n# {heading}\n\n{}",
            front_matter(&draft, &path)?,
            [sections::before_the_outcome(&draft), sections::outcome(&draft), information::section(&draft)?].concat(),
        );
        let notes = notes(&title, &text);
        Ok(Export { files: vec![OutFile::text(path, text)], notes })
    }

    fn records(handover: &Handover<'_>, options: &DecisionDraft) -> BTreeSet<RecordKey> {
        let scope = Scope::of(handover, &options.records);
        handover.design.keys().into_iter().filter(|key| scope.concerns(Some(&key.to_string()))).collect()
    }
}

/// Everything that the sections are written from.
struct Draft<'a> {
    handover: &'a Handover<'a>,
    scope: &'a Scope<'a>,
    options: &'a DecisionDraft,
    /// The title as Markdown.
    heading: &'a str,
}

impl Draft<'_> {
    /// The findings about the records in question; about all of them when the draft is about the whole design.
    fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.handover.findings.iter().filter(|finding| self.scope.concerns(finding.location.record.as_deref()))
    }

    /// The subjects that the topics in question carry, by name.
    fn subjects(&self) -> impl Iterator<Item = (&str, &SubjectFact)> {
        let topics: BTreeSet<&TopicId> = self.scope.topics.iter().map(|topic| &topic.record.id).collect();
        let carried = move |subject: &SubjectFact| subject.sources.topics().any(|topic| topics.contains(topic));
        let subjects = self.handover.facts.subjects.iter();
        subjects.filter(move |(_, subject)| carried(subject)).map(|(name, subject)| (name.as_str(), subject))
    }
}

fn front_matter(draft: &Draft<'_>, path: &str) -> Result<String, ExportError> {
    let people = draft.scope.people(draft.handover.design);
    let mut decision_makers = draft.options.decision_makers.clone();
    if decision_makers.is_empty() {
        decision_makers = people.owners;
    }
    if decision_makers.is_empty() {
        decision_makers = vec![gap("no team owns the contexts in question")];
    }
    let matter = FrontMatter {
        status: "proposed",
        date: draft.handover.today,
        decision_makers,
        consulted: people.readers,
        informed: people.others,
        records: draft.scope.records.clone(),
        supersedes: &draft.options.supersedes,
    };
    Ok(format!("{}\n", yaml::document(&matter, path)?))
}

fn title(handover: &Handover<'_>, scope: &Scope<'_>, draft: &DecisionDraft) -> String {
    if let Some(title) = draft.title.as_deref().map(wording::one_line).filter(|title| !title.is_empty()) {
        return title;
    }
    if draft.records.is_empty() {
        return clipped(&format!("Introduce the event topology of {}", handover.name()));
    }
    let names: Vec<_> = scope.leading_topics(handover.design).map(|topic| topic.record.name.as_str()).collect();
    let title = format!("Introduce {}", listed(&names, "and"));
    if names.is_empty() || title.chars().count() > LONGEST_TITLE {
        return clipped(&format!("Introduce {}", wording::counted(scope.topics.len(), "topic")));
    }
    title
}

fn clipped(title: &str) -> String {
    let mut out = String::new();
    for word in title.split(' ') {
        if out.chars().count() + word.chars().count() >= LONGEST_TITLE {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// One more than the highest number that a decision bears.
fn notes(title: &str, text: &str) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let gaps = text.matches("TODO(").count();
    if gaps > 0 {
        notes.push(
            note::general(
                note::DRAFT_GAPS,
                Severity::Info,
                format!("The draft has {} that the design does not fill", wording::counted(gaps, "gap")),
            )
            .with_help("Each is marked by TODO and says what is missing"),
        );
    }
    let length = title.chars().count();
    if length > LONGEST_TITLE {
        let message = format!("The title has {length} characters; 80 fit a line");
        notes.push(note::general(note::LONG_TITLE, Severity::Warning, message));
    }
    notes
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, digits: usize| {
        (text.len() == digits && text.bytes().all(|it| it.is_ascii_digit())).then(|| text.parse::<u32>().ok()).flatten()
    };
    let within = |number: Option<u32>, most: u32| number.is_some_and(|number| (1..=most).contains(&number));
    within(number(year, 4), 9999) && within(number(month, 2), 12) && within(number(day, 2), 31)
}

/// A rate: `1,200 records/s (0.6 MB/s)`.
fn rate(rate: Rate) -> String {
    format!("{} records/s ({})", whole(rate.records_per_second), throughput(rate.bytes_per_second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for text in ["2026-11-21", "2026-01-31"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["", "2026-13-01", "2026-00-01", "26-11-21", "2026-11-21T00:00", "2026/11/21", "+026-11-21"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn titles_end_at_a_word() {
        assert_eq!(clipped("Introduce the topology"), "Introduce the topology");
        let long = clipped(&format!("Introduce {}", "very ".repeat(40)));
        assert!(long.chars().count() < LONGEST_TITLE && long.ends_with("very"), "{long}");
    }
}
