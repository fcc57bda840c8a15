//! Which records an option is about: it takes them by what the person selected or changed, and not by their keys.

use engine::model::{Kind, RecordKey};
use leptos::prelude::WithUntracked;
use parts::{Attention, Document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is exported about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum About {
    /// The selected records.
    Selection,
    /// What was changed since the design was opened.
    Changes,
    /// The design as a whole.
    #[default]
    Design,
}

impl About {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Selection, Self::Changes, Self::Design];

    /// The records; none for the design as a whole.
    pub fn records(self, document: Document, attention: Attention) -> Vec<RecordKey> {
        match self {
            Self::Selection => attention
                .selection
                .with_untracked(|selection| selection.keys().iter().filter(|key| is_subject(key)).cloned().collect()),
            Self::Changes => document.peek(|engine| {
                let steps = engine.history().path();
                let keys: BTreeSet<RecordKey> = steps.iter().flat_map(|step| step.keys().cloned()).collect();
                keys.into_iter().filter(|key| is_subject(key) && engine.design().contains(key)).collect()
            }),
            Self::Design => Vec::new(),
        }
    }

    /// The name of its button in tests.
    pub fn testid(self) -> &'static str {
        match self {
            Self::Selection => "about-selection",
            Self::Changes => "about-changes",
            Self::Design => "about-design",
        }
    }
}

fn is_subject(key: &RecordKey) -> bool {
    matches!(
        key.kind(),
        Kind::Context | Kind::Service | Kind::Topic | Kind::Message | Kind::Schema | Kind::Flow | Kind::Process
    )
}
