//! Failures on the way to the disk, in words for people.
//!
//! Everything below the table of commands fails with a [`Failure`]; it becomes the wire's [`IpcError`] once, at the boundary.

use std::io;

use ipc::{ErrorCode, IpcError};
use thiserror::Error;

/// Why a command did not do what it was asked to.
#[derive(Debug, Error)]
pub enum Failure {
    /// The handle is not that of the open folder.
    #[error("This design was closed or replaced by another one meanwhile")]
    NotOpen,
    /// No such folder.
    #[error("{path} does not exist")]
    NotFound {
        /// As asked for.
        path: String,
    },
    /// A file where a folder was expected.
    #[error("{path} is not a folder")]
    NotAFolder {
        /// As asked for.
        path: String,
    },
    /// A folder without a design.
    #[error("{path} holds no design: it has neither eventscape.toml nor a folder contexts")]
    NotADesign {
        /// As asked for.
        path: String,
    },
    /// A new design in a folder that is in use.
    #[error("{path} already holds something")]
    NotEmpty {
        /// As asked for.
        path: String,
    },
    /// A folder that depends on where the program was started.
    #[error("“{path}” is not a full path")]
    NotAbsolute {
        /// As asked for.
        path: String,
    },
    /// The folder may only be read.
    #[error("This design is open for reading only")]
    ReadOnly,
    /// Two changes of one file in one request.
    #[error("{path} is named twice in one request")]
    Twice {
        /// Relative to the folder.
        path: String,
    },
    /// More than the shell is willing to take.
    #[error("{amount} is more than {limit}")]
    TooLarge {
        /// The amount that is too large, as a sentence begins: `The size of a/b.toml`.
        amount: String,
        /// The limit, with its unit.
        limit: String,
        /// Where.
        path: String,
    },
    /// Entries that do not follow on the journal.
    #[error("Entry {found} was sent to the journal where {expected} was due")]
    JournalGap {
        /// Number that would follow on.
        expected: u64,
        /// Number that came.
        found: u64,
    },
    /// More jobs wait than are taken.
    #[error("{waiting} jobs wait already, and no more are taken")]
    TooManyJobs {
        /// How many.
        waiting: usize,
    },
    /// The rules for files of a folder, or the disk, said no.
    #[error(transparent)]
    Files(#[from] disk::Error),
}

impl Failure {
    /// For `map_err` on calls of the operating system.
    pub fn disk(action: &'static str, path: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Files(disk::Error::Disk { action, path, source })
    }

    fn code(&self) -> ErrorCode {
        match self {
            Self::NotOpen => ErrorCode::NotOpen,
            Self::NotFound { .. } => ErrorCode::NotFound,
            Self::NotADesign { .. } => ErrorCode::NotADesign,
            Self::NotEmpty { .. } => ErrorCode::NotEmpty,
            Self::NotAbsolute { .. } => ErrorCode::OutsideFolder,
            Self::NotAFolder { .. } => ErrorCode::InTheWay,
            Self::ReadOnly => ErrorCode::ReadOnly,
            Self::Twice { .. } => ErrorCode::BadRequest,
            Self::TooLarge { .. } => ErrorCode::TooLarge,
            Self::JournalGap { .. } => ErrorCode::JournalGap,
            Self::TooManyJobs { .. } => ErrorCode::TooManyJobs,
            Self::Files(error) => files_code(error),
        }
    }

    fn next(&self) -> &'static str {
        match self {
            Self::NotOpen => "Try it again in the design that is open now",
            Self::NotFound { .. } => "Check the path, or pick the folder in the dialog",
            Self::NotAFolder { .. } => "Pick the folder that holds eventscape.toml",
            Self::NotADesign { .. } => {
                "Pick the folder that holds eventscape.toml, or start a new design in an empty folder"
            }
            Self::NotEmpty { .. } => "Pick an empty folder, or open the design that lies there",
            Self::NotAbsolute { .. } => "Give the full path, or pick the folder in the dialog",
            Self::ReadOnly => "Close the other window, or make the folder writable, and open it again",
            Self::Twice { .. } => "Restart Eventscape; if it happens again, report it with this text",
            Self::TooLarge { .. } => "Move what does not belong to the design out of the folder",
            Self::JournalGap { .. } => "Save the design now; if it happens again, report it with this text",
            Self::TooManyJobs { .. } => "Wait until one of them has ended, or cancel one, and try again",
            Self::Files(error) if files_code(error) == ErrorCode::DiskFull => {
                "Make room on the disk and try again; nothing is lost, every edit is in the journal of this window"
            }
            Self::Files(error) => error.next(),
        }
    }

    fn path(&self) -> Option<&str> {
        match self {
            Self::NotFound { path }
            | Self::NotAFolder { path }
            | Self::NotADesign { path }
            | Self::NotEmpty { path }
            | Self::NotAbsolute { path }
            | Self::Twice { path }
            | Self::TooLarge { path, .. } => Some(path),
            Self::Files(error) => Some(error.path()),
            Self::NotOpen | Self::ReadOnly | Self::JournalGap { .. } | Self::TooManyJobs { .. } => None,
        }
    }
}

impl From<Failure> for IpcError {
    fn from(failure: Failure) -> Self {
        Self {
            code: failure.code(),
            message: failure.to_string(),
            path: failure.path().map(str::to_owned),
            next: failure.next().to_owned(),
        }
    }
}

/// A defect of the shell itself.
pub fn defect(reason: &str) -> IpcError {
    IpcError {
        code: ErrorCode::Internal,
        message: format!("The shell has a defect: {reason}"),
        path: None,
        next: "Save if you can, restart Eventscape, and report it with what standard error says".to_owned(),
    }
}

fn files_code(error: &disk::Error) -> ErrorCode {
    match error {
        disk::Error::Outside { .. } => ErrorCode::OutsideFolder,
        disk::Error::Link { .. } => ErrorCode::SymbolicLink,
        disk::Error::InTheWay { .. } => ErrorCode::InTheWay,
        disk::Error::Protected { .. } => ErrorCode::PermissionDenied,
        disk::Error::TooLarge { .. } => ErrorCode::TooLarge,
        disk::Error::Disk { source, .. } => disk_code(source.kind()),
    }
}

fn disk_code(kind: io::ErrorKind) -> ErrorCode {
    if matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) {
        ErrorCode::PermissionDenied
    } else if matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        ErrorCode::DiskFull
    } else if kind == io::ErrorKind::NotFound {
        ErrorCode::NotFound
    } else {
        ErrorCode::Disk
    }
}
