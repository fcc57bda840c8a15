//! Deleting records: what goes, when to ask first, and what is said afterwards.

use crate::names::counts_of_kinds;
use crate::{Document, Modal, Panels, Tone};
use engine::check::Repair;
use engine::derive::name_of;
use engine::diagnostic::{counted, listed};
use engine::edit::{Command, Refusal, deleted_with};
use engine::model::{Design, Kind, RecordKey};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// How many records go without a question: as many names as one takes in at a glance. In the sample every service and all
/// but the two busiest topics go below it with all that hangs on them.
const MOST_UNASKED: usize = 10;

/// How records go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// For good, unless the step is taken back.
    Delete,
    /// To be pasted elsewhere.
    Cut,
}

impl How {
    /// What a person does.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Cut => "Cut",
        }
    }

    /// What was done.
    fn done(self) -> &'static str {
        match self {
            Self::Delete => "Deleted",
            Self::Cut => "Cut",
        }
    }
}

/// A wish to delete records, and all that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// How they go.
    pub how: How,
    /// The records that were meant.
    keys: Vec<RecordKey>,
    /// Those and what goes along, without positions.
    gone: BTreeSet<RecordKey>,
    /// What the records that were meant are called together.
    named: String,
    /// Whether a context goes with what lives in it.
    takes_members: bool,
}

impl Deletion {
    /// What deleting some records takes.
    pub fn of(design: &Design, keys: Vec<RecordKey>, how: How) -> Result<Self, Refusal> {
        let mut gone = deleted_with(design, &keys)?;
        gone.retain(|key| key.kind() != Kind::Placement);
        let named = match keys.as_slice() {
            [only] => format!("{} {}", only.kind().title(), name_of(design, only)),
            several => {
                let counts: Vec<String> = counts_of_kinds(several).into_iter().map(|(_, words)| words).collect();
                listed(&counts, "and")
            }
        };
        let takes_members = gone.iter().any(|key| {
            design
                .get(key)
                .and_then(|it| it.context().cloned())
                .is_some_and(|context| gone.contains(&RecordKey::from(context)))
        });
        Ok(Self { how, keys, gone, named, takes_members })
    }

    /// What a repair deletes; nothing when it only changes.
    pub fn by(design: &Design, repair: &Repair) -> Option<Self> {
        let keys_of =
            |command: &Command| if let Command::Delete { keys } = command { keys.clone() } else { Vec::new() };
        let keys: Vec<RecordKey> = repair.commands.iter().flat_map(keys_of).collect();
        if keys.is_empty() { None } else { Self::of(design, keys, How::Delete).ok() }
    }

    /// How many records go.
    pub fn count(&self) -> usize {
        self.gone.len()
    }

    /// Why so many go.
    pub fn reason(&self) -> String {
        let along = self.gone.len().saturating_sub(self.keys.len());
        let go = if along == 1 { "goes" } else { "go" };
        match self.keys.as_slice() {
            [_] => format!(
                "{} {go} with it, because nothing is left that they belong to. In all:",
                counted(along, "more record")
            ),
            several if along == 0 => format!("All {} are selected:", several.len()),
            several => format!(
                "{} are selected, and {along} more {go} with them, because nothing is left that they belong to. In all:",
                several.len()
            ),
        }
    }

    /// How many of each kind go.
    pub fn counts(&self) -> Vec<(Kind, String)> {
        counts_of_kinds(&self.gone)
    }

    /// Whether it is so much that the person is asked first.
    pub fn wants_consent(&self) -> bool {
        self.count() > MOST_UNASKED || self.takes_members
    }

    /// The question.
    pub fn question(&self) -> String {
        match self.keys.as_slice() {
            [_] => format!("{} {}?", self.how.verb(), self.named),
            _ => format!("{} {}?", self.how.verb(), counted(self.count(), "record")),
        }
    }

    /// What is so once it is done, and what went along.
    fn told(&self) -> (String, String) {
        let along = self.gone.iter().filter(|key| !self.keys.contains(key));
        let along: Vec<String> = counts_of_kinds(along).into_iter().map(|(_, words)| words).collect();
        let next = if along.is_empty() { String::new() } else { format!("And with it {}", listed(&along, "and")) };
        (format!("{} {}", self.how.done(), self.named), next)
    }
}

/// Deletes or cuts the selection; asks first when that takes much.
pub fn delete_selection(document: Document, panels: Panels, how: How) {
    let selection = document.attention.selection;
    let keys: Vec<RecordKey> = selection.with_untracked(|selection| selection.keys().iter().cloned().collect());
    if keys.is_empty() || (how == How::Cut && !document.can_copy()) {
        return;
    }
    match document.peek(|engine| Deletion::of(engine.design(), keys, how)) {
        Ok(deletion) if deletion.wants_consent() => panels.modal.set(Some(Modal::Deletion(deletion))),
        Ok(deletion) => document.carry_out(&deletion),
        Err(refusal) => document.notices.toast(Tone::Refused, refusal.to_string(), ""),
    }
}

impl Document {
    /// Does what was asked for, and says what went.
    pub fn carry_out(self, deletion: &Deletion) {
        if deletion.how == How::Cut {
            self.copy();
        }
        if self.dispatch(Command::Delete { keys: deletion.keys.clone() }) {
            self.tell_of(deletion);
        }
    }

    /// Says what went with the step that was just taken.
    pub fn tell_of(self, deletion: &Deletion) {
        let (message, next) = deletion.told();
        self.toast_step(message, next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::model::Record;

    /// A context of three services and a topic that some of them read, and an empty one.
    fn shop(readers: usize) -> Design {
        let mut design = Design::default();
        let mut bodies = vec![
            r#"{"context": {"id": "order", "name": "Order"}}"#.to_owned(),
            r#"{"context": {"id": "empty", "name": "Empty"}}"#.to_owned(),
            r#"{"topic": {"id": "orders", "context": "order", "name": "orders", "partitions": 1, "replication": 1}}"#
                .to_owned(),
        ];
        for number in 0..readers {
            let id = format!("reader-{number}");
            bodies.push(format!(r#"{{"service": {{"id": "{id}", "context": "order", "name": "{id}"}}}}"#));
            bodies.push(format!(
                r#"{{"flow": {{"id": "{id}-reads-orders", "context": "order", "service": "{id}", "topic": "orders", "direction": {{"consume": {{"group": "{id}"}}}}}}}}"#
            ));
        }
        for body in bodies {
            design.insert(serde_json::from_str::<Record>(&body).unwrap());
        }
        design
    }

    fn deletion(design: &Design, keys: &[&str], how: How) -> Deletion {
        Deletion::of(design, keys.iter().map(|key| key.parse().unwrap()).collect(), how).unwrap()
    }

    #[test]
    fn a_notice_names_what_went_and_what_went_along() {
        let design = shop(2);
        let check = |keys: &[&str], how, message: &str, next: &str| {
            assert_eq!(deletion(&design, keys, how).told(), (message.to_owned(), next.to_owned()));
        };
        check(&["flow:reader-0-reads-orders"], How::Delete, "Deleted flow orders → reader-0", "");
        check(&["service:reader-1"], How::Delete, "Deleted service reader-1", "And with it 1 flow");
        check(&["topic:orders"], How::Cut, "Cut topic orders", "And with it 2 flows");
        check(
            &["service:reader-0", "service:reader-1", "topic:orders"],
            How::Delete,
            "Deleted 2 services and 1 topic",
            "And with it 2 flows",
        );
        check(&["context:empty"], How::Delete, "Deleted bounded context Empty", "");
    }

    #[test]
    fn much_at_once_and_a_context_with_members_want_consent() {
        let check = |readers: usize, keys: &[&str], expected: bool, question: &str| {
            let deletion = deletion(&shop(readers), keys, How::Delete);
            assert_eq!((deletion.wants_consent(), deletion.question()), (expected, question.to_owned()), "{keys:?}");
        };
        check(9, &["topic:orders"], false, "Delete topic orders?");
        check(10, &["topic:orders"], true, "Delete topic orders?");
        check(10, &["service:reader-0", "topic:orders"], true, "Delete 12 records?");
        check(0, &["context:empty"], false, "Delete bounded context Empty?");
        check(0, &["context:order"], true, "Delete bounded context Order?");
    }

    #[test]
    fn the_question_counts_each_kind() {
        let deletion = deletion(&shop(2), &["context:order"], How::Delete);
        let counts: Vec<String> = deletion.counts().into_iter().map(|(_, words)| words).collect();
        assert_eq!(counts, ["1 bounded context", "2 services", "1 topic", "2 flows"]);
        assert_eq!(deletion.count(), 6);
    }

    #[test]
    fn the_question_says_why_so_many_go() {
        let check = |keys: &[&str], expected: &str| {
            assert_eq!(deletion(&shop(2), keys, How::Delete).reason(), expected, "{keys:?}");
        };
        let why = "because nothing is left that they belong to. In all:";
        check(&["context:order"], &format!("5 more records go with it, {why}"));
        check(&["topic:orders", "service:reader-0"], &format!("2 are selected, and 2 more go with them, {why}"));
        check(
            &["context:empty", "service:reader-0", "service:reader-1"],
            &format!("3 are selected, and 2 more go with them, {why}"),
        );
        check(&["context:empty", "flow:reader-0-reads-orders"], "All 2 are selected:");
    }
}
