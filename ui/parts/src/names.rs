//! Words about records that only the window needs.

use engine::diagnostic::counted;
use engine::model::{DecisionStatus, Kind, RecordKey};
use std::collections::BTreeMap;

/// How many records of each kind there are, as `2 services`.
pub fn counts_of_kinds<'a>(keys: impl IntoIterator<Item = &'a RecordKey>) -> Vec<(Kind, String)> {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    keys.into_iter().for_each(|key| *counts.entry(key.kind()).or_default() += 1);
    counts.into_iter().map(|(kind, count)| (kind, counted(count, kind.title()))).collect()
}

/// A decision's status in one word.
pub fn decision_word(status: DecisionStatus) -> &'static str {
    match status {
        DecisionStatus::Proposed => "proposed",
        DecisionStatus::Rejected => "rejected",
        DecisionStatus::Accepted => "accepted",
        DecisionStatus::Deprecated => "deprecated",
        DecisionStatus::Superseded => "superseded",
    }
}

/// Whether records of a kind are called by a machine's name.
pub fn is_machine_name(kind: Kind) -> bool {
    matches!(kind, Kind::Topic)
}
