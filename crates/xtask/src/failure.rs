//! Failures, always with the next step: a set-up that stops half way and only says “exit status 1” costs people a day.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// Why a command of `cargo xtask` ended early.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line was not understood.
    #[error("{0}\nType `cargo xtask help` to see what there is")]
    Usage(String),
    /// A program could not be started at all.
    #[error("{what}: could not start {program}: {source}\nInstall it, or run `cargo xtask setup`")]
    Start { what: String, program: String, source: io::Error },
    /// A program ran and reported failure.
    #[error("{what}: failed with {status}\nIts command: {command}")]
    Exit { what: String, command: String, status: ExitStatus },
    /// A file or folder could not be read or written.
    #[error("could not {doing} {}: {source}", path.display())]
    File { doing: &'static str, path: PathBuf, source: io::Error },
    /// Something is missing that only the person in front of the machine can provide.
    #[error("{what}\n{next}")]
    Missing { what: String, next: String },
    /// The shape of the workspace could not be read.
    #[error("could not read the workspace: {0}\nTry `cargo metadata` to see the whole message")]
    Metadata(#[from] cargo_metadata::Error),
    /// The window's program could not be packed.
    #[error("could not pack the window's program: {0}")]
    Pack(String),
    /// The rules of the house are broken; each finding is printed before.
    #[error("{0} findings\nEach line above says where and what to do")]
    Tidy(usize),
}

impl Failure {
    /// A command line that was not understood.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// Turns an I/O error into one that names the file: `.map_err(Failure::file("read", path))`.
    pub fn file(doing: &'static str, path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::File { doing, path, source }
    }

    /// 2 for a command line that was not understood, else 1.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Start { .. }
            | Self::Exit { .. }
            | Self::File { .. }
            | Self::Missing { .. }
            | Self::Metadata(_)
            | Self::Pack(_)
            | Self::Tidy(_) => 1,
        }
    }
}
