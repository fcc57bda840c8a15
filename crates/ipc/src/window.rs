//! The frame around the window, its closing, and its log.

use serde::{Deserialize, Serialize};

use crate::Theme;

/// The answer of a command that has nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}

/// The text in the title bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetTitle {
    /// For example `ecommerce (unsaved)`.
    pub title: String,
}

/// The theme of title bar and dialogs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetTheme {
    /// Nothing to follow the desktop.
    pub theme: Option<Theme>,
}

/// The answer to [`crate::Event::CloseRequested`], due within five seconds; a window that stays silent is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseReady {
    /// The answer.
    pub answer: CloseAnswer,
}

/// The answer to a close request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseAnswer {
    /// Everything is saved or in the journal: close. May be sent at any time, without a request as well.
    Close,
    /// Stay open: the person is being asked, or said no.
    Stay,
}

/// A line for the shell's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// How much it weighs.
    pub level: LogLevel,
    /// The sentence to show.
    pub message: String,
}

/// How much a line of the log weighs. Shown by default: errors and warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Something failed.
    Error,
    /// Something may fail.
    Warn,
    /// Worth knowing.
    Info,
    /// For whoever looks for a fault.
    Debug,
}
