//! Events that the shell sends to the window without being asked.

use serde::{Deserialize, Serialize};

use crate::{Job, OutsideChange};

/// The one name under which all events are emitted; their `event` field says which one it is.
pub const EVENT: &str = "eventscape";

/// Something happened outside the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Another program changed files of the open folder. The window's own saves do not come back.
    FilesChanged {
        /// From [`crate::Opened::handle`].
        handle: u32,
        /// Sorted by path.
        changes: Vec<OutsideChange>,
    },
    /// Another branch is checked out.
    BranchChanged {
        /// From [`crate::Opened::handle`].
        handle: u32,
        /// As in [`crate::Opened::branch`].
        branch: Option<String>,
    },
    /// Changes by other programs will not be noticed any more.
    WatchingStopped {
        /// From [`crate::Opened::handle`].
        handle: u32,
        /// Why, for people.
        message: String,
        /// The next step, for people.
        next: String,
    },
    /// A job began, came further, or ended.
    Job {
        /// As it stands now.
        job: Job,
    },
    /// Two fingers pinch on a touchpad. Linux only; elsewhere the page sees it itself.
    Pinch {
        /// Begin, move or end.
        phase: PinchPhase,
        /// Pixels of the page, from its left edge.
        x: f64,
        /// Pixels of the page, from its upper edge.
        y: f64,
        /// Distance of the fingers against their distance at the beginning: 2.0 is twice as far apart.
        scale: f64,
    },
    /// The person wants the window closed: flush the journal, then answer with `close_ready`.
    CloseRequested,
}

/// Where a gesture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinchPhase {
    /// The fingers came down.
    Begin,
    /// The fingers moved.
    Change,
    /// The fingers went up.
    End,
    /// The system took the gesture away.
    Cancel,
}
