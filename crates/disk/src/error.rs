//! Failures between a path and the disk, in words for people.

use crate::path::PathFault;
use std::io;
use thiserror::Error;

/// Why a file or folder was not read or written.
#[derive(Debug, Error)]
pub enum Error {
    /// A path that a file of the folder may not have.
    #[error("“{path}” cannot be the path of a file here: {fault}")]
    Outside {
        /// As asked for.
        path: String,
        /// Its fault.
        fault: PathFault,
    },
    /// A link that could lead anywhere.
    #[error("{path} is a symbolic link, and files are not written or read through one")]
    Link {
        /// Relative to the folder.
        path: String,
    },
    /// A folder in place of a file, or a file in place of a folder.
    #[error("{path} is in the way: {found} stands there")]
    InTheWay {
        /// Relative to the folder.
        path: String,
        /// The thing that stands there.
        found: &'static str,
    },
    /// A file that its owner protected.
    #[error("{path} is marked as read-only")]
    Protected {
        /// Relative to the folder.
        path: String,
    },
    /// More than is taken.
    #[error("{amount} is more than {limit}")]
    TooLarge {
        /// The amount that is too large, as a sentence begins: `The size of a/b.toml`.
        amount: String,
        /// The limit, with its unit.
        limit: String,
        /// Where.
        path: String,
    },
    /// The operating system said no.
    #[error("{path} could not be {action}: {source}")]
    Disk {
        /// The action that was tried, as a participle: `written`.
        action: &'static str,
        /// Where.
        path: String,
        /// The system's error.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err` on calls of the operating system.
    pub fn disk(action: &'static str, path: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Disk { action, path, source }
    }

    /// The path that it is about.
    pub fn path(&self) -> &str {
        match self {
            Self::Outside { path, .. }
            | Self::Link { path }
            | Self::InTheWay { path, .. }
            | Self::Protected { path }
            | Self::TooLarge { path, .. }
            | Self::Disk { path, .. } => path,
        }
    }

    /// The reason, for a sentence that names the path already.
    pub fn reason(&self) -> String {
        match self {
            Self::Outside { fault, .. } => format!("this cannot be the path of a file here: {fault}"),
            Self::Link { .. } => "this is a symbolic link, and files are not written or read through one".to_owned(),
            Self::InTheWay { found, .. } => format!("{found} stands there"),
            Self::Protected { .. } => "it is marked as read-only".to_owned(),
            Self::TooLarge { .. } => self.to_string(),
            Self::Disk { source, .. } => source.to_string(),
        }
    }

    /// The next step, for people.
    pub fn next(&self) -> &'static str {
        match self {
            Self::Outside { .. } => "Rename it so that its path is plain",
            Self::Link { .. } => "Replace the link by what it points to",
            Self::InTheWay { .. } => "Move it away and try again",
            Self::Protected { .. } => "Make the file writable and save again",
            Self::TooLarge { .. } => "Move what does not belong to the design out of the folder",
            Self::Disk { source, .. } if is_forbidden(source.kind()) => {
                "Check who owns the file and its folder and whether they are writable"
            }
            Self::Disk { source, .. } if is_full(source.kind()) => "Make room on the disk and try again",
            Self::Disk { .. } => "Check the disk and try again",
        }
    }
}

/// Whether the disk has no room left.
fn is_full(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn is_forbidden(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
