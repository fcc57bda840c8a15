//! Why a command could not do its work: for people on the standard error, for programs in the format that they asked for.

use crate::address::{fit_to_print, sentence_fit_to_print};
use crate::arguments::Format;
use crate::say;
use serde_json::{Value, json};

/// Why a command could not do its work. The text says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something cannot be read or written.
    #[error("{}: {}\n{next}", shown(path), sentence(reason))]
    Io { path: String, reason: String, next: &'static str },
    /// The question makes no sense.
    #[error("{}", sentence(.0))]
    Usage(String),
    /// The question is about something that is not there.
    #[error("{}\n{}", sentence(reason), sentence(next))]
    Unknown { reason: String, next: String },
}

impl Failure {
    /// The code with which the program ends.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Unknown { .. } => 2,
            Self::Io { .. } => 3,
        }
    }

    /// Tells it: on the standard error, and on the standard output in a format for programs.
    pub fn tell(&self, format: Format) {
        say::err(&format!("error: {self}\n"));
        match format {
            Format::Text => {}
            Format::Json => say::out(&say::json(&self.json())),
            Format::Sarif => say::out(&say::json(&self.sarif())),
        }
    }

    fn json(&self) -> Value {
        let (path, message, next) = match self {
            Self::Io { path, reason, next } => (Some(shown(path)), sentence(reason), Some((*next).to_owned())),
            Self::Usage(reason) => (None, sentence(reason), None),
            Self::Unknown { reason, next } => (None, sentence(reason), Some(sentence(next))),
        };
        json!({ "failure": { "exit_code": self.exit_code(), "path": path, "message": message, "next": next } })
    }

    /// A run that came to nothing, as SARIF has it.
    fn sarif(&self) -> Value {
        let invocation = json!({
            "executionSuccessful": false,
            "exitCode": self.exit_code(),
            "toolExecutionNotifications": [{ "level": "error", "message": { "text": self.to_string() } }],
        });
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": { "name": "Eventscape", "version": env!("CARGO_PKG_VERSION") } },
                "invocations": [invocation],
                "results": [],
            }],
        })
    }
}

/// A path or an address in one line, without a password.
fn shown(path: &str) -> String {
    say::line(&fit_to_print(path)).into_owned()
}

/// A reason in one line, without a password.
fn sentence(text: &str) -> String {
    say::line(&sentence_fit_to_print(text)).into_owned()
}
