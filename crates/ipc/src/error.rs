//! The one shape in which the shell reports a failure.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The kind of a failure, so that the window can react without reading the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request does not fit its command: a mistake in the program.
    BadRequest,
    /// There is no such command: a mistake in the program.
    UnknownCommand,
    /// The handle is not that of the folder which is open now.
    NotOpen,
    /// The folder or file does not exist.
    NotFound,
    /// The folder holds no design.
    NotADesign,
    /// A new design was asked for in a folder that already holds something.
    NotEmpty,
    /// The path would lead out of its folder, or is no path that a design may use.
    OutsideFolder,
    /// A symbolic link stands on the way.
    SymbolicLink,
    /// Something that is not a file or folder stands on the way, for example a file where a folder is needed.
    InTheWay,
    /// The folder is open for reading only.
    ReadOnly,
    /// The operating system does not allow it.
    PermissionDenied,
    /// More than the shell is willing to read or write at once.
    TooLarge,
    /// More jobs wait than the shell takes.
    TooManyJobs,
    /// No space is left.
    DiskFull,
    /// The entries do not follow on the ones in the journal.
    JournalGap,
    /// Any other failure of the disk.
    Disk,
    /// A defect of the shell itself.
    Internal,
}

/// A failure: what happened, where, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IpcError {
    /// The kind of failure.
    pub code: ErrorCode,
    /// The failure, as one sentence for people without a full stop.
    pub message: String,
    /// The file or folder it is about, where there is one.
    pub path: Option<String>,
    /// The person's next step, as one sentence for people without a full stop.
    pub next: String,
}

impl IpcError {
    /// A request that its command does not understand.
    pub fn bad_request(command: &str, why: &str) -> Self {
        Self {
            code: ErrorCode::BadRequest,
            message: format!("The window asked for “{command}” in a way the shell does not understand: {why}"),
            path: None,
            next: "Restart Eventscape; if it happens again, report it with this text".to_owned(),
        }
    }

    /// A command that is not in the table.
    pub fn unknown_command(command: &str) -> Self {
        Self {
            code: ErrorCode::UnknownCommand,
            message: format!("The shell has no command “{command}”"),
            path: None,
            next: "Restart Eventscape; if it happens again, report it with this text".to_owned(),
        }
    }

    /// An answer that could not be put into JSON.
    pub fn bad_answer(command: &str, why: &str) -> Self {
        Self {
            code: ErrorCode::Internal,
            message: format!("The answer to “{command}” could not be written: {why}"),
            path: None,
            next: "Report it with this text".to_owned(),
        }
    }
}

impl fmt::Display for IpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        if let Some(path) = &self.path {
            write!(f, " ({path})")?;
        }
        write!(f, ". {}", self.next)
    }
}

impl std::error::Error for IpcError {}
