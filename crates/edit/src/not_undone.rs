//! Why a step is neither taken back nor done again.

use crate::history::Way;
use crate::naming::place_name;
use model::{Clash, RecordKey, Stale};

/// Why a step is neither taken back nor done again. The text is for people and says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotUndone {
    /// There is no such step.
    #[error("there is nothing more to undo or redo")]
    Nothing,
    /// Somebody else has changed the same since.
    #[error("“{label}” cannot be {}: “{since}” has changed {} since; change it by hand", done(*way), place_name(&clash.key, &clash.pointer))]
    Overtaken {
        /// The step.
        label: String,
        /// Whether it was to be undone or redone.
        way: Way,
        /// The place that both changed.
        clash: Clash,
        /// The other's step.
        since: String,
    },
    /// Somebody else has built on it since.
    #[error("“{label}” cannot be {}: {} “{}” depends on it since ({problem}); delete or move that first", done(*way), key.kind().title(), key.id_str())]
    Needed {
        /// The step.
        label: String,
        /// Whether it was to be undone or redone.
        way: Way,
        /// The record that needs it.
        key: RecordKey,
        /// The law that would be broken.
        problem: &'static str,
    },
    /// The design is not the one that the step was made for.
    #[error(transparent)]
    Stale(#[from] Stale),
}

fn done(way: Way) -> &'static str {
    match way {
        Way::Back => "undone",
        Way::Forward => "redone",
    }
}
