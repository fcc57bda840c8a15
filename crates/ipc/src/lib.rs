//! The window's requests to the native shell, and the shell's messages to the window.
//!
//! The window holds the document; the shell only reaches the disk, the dialogs and the frame around the window for it. This
//! crate is the one place that knows their wire: a command is one line in [`table`], and that line gives it its request, its
//! response, its place in the access list and the function that a shell must have for it. A command that lacks one of them
//! does not compile. Everything here builds for WebAssembly and for the desktop alike and touches nothing outside itself.

mod content;
mod error;
mod event;
mod export;
mod folder;
mod job;
mod journal;
mod start;
pub mod table;
mod window;

pub use content::{FileContent, FolderFile, OutsideChange};
pub use error::{ErrorCode, IpcError};
pub use event::{EVENT, Event, PinchPhase};
pub use export::{ExportFile, ExportOutcome, WriteExport};
pub use folder::{
    CloseFolder, FileChange, FolderProblem, OpenFolder, Opened, PickFolder, PickPurpose, Picked, ReadOnly,
    ReadOnlyReason, Save, SaveOutcome,
};
pub use job::{CancelJob, DismissJob, Job, JobId, JobList, JobStarted, JobState, Jobs, Progress, Watched, Work};
pub use journal::{Appended, JournalAppend, JournalClear, JournalDiscard, JournalEntry, KeepTyping, Recovered};
pub use start::{ForgetRecent, Platform, Recent, RecentFolder, RecentFolders, Start, Started, Theme, Unsaved};
pub use table::{BackgroundCommand, Command, Handler, Lane, NAMES, Visitor, dispatch, lane, visit};
pub use window::{CloseAnswer, CloseReady, Done, Log, LogLevel, SetTheme, SetTitle};
