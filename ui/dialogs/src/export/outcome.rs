//! How an export ended, in words.

use engine::diagnostic::counted;
use ipc::{ExportOutcome, IpcError, Job, JobState};
use parts::{Notices, Tone};

/// What an export has left in its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub folder: String,
    pub written: Vec<String>,
    pub unchanged: Vec<String>,
    /// Files that were not written, because it was stopped or one of them could not be written.
    pub missing: Vec<String>,
    /// Why one of them could not be written.
    pub error: Option<IpcError>,
}

/// How the job of an export ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    /// Files stand in the folder, all of them or some.
    Written(Written),
    /// Nothing was written: these files would have been overwritten.
    AlreadyThere(Vec<String>),
    /// Nothing was written: it was cancelled before it began.
    Cancelled,
    /// Nothing was written.
    Failed(IpcError),
}

impl Ending {
    /// How a job ended; nothing while it has not.
    pub fn of(job: &Job) -> Option<Self> {
        Some(match &job.state {
            JobState::Queued | JobState::Running { .. } => return None,
            JobState::Cancelled => Self::Cancelled,
            JobState::Failed { error } => Self::Failed(error.clone()),
            JobState::Done { result } => match serde_json::from_value(result.clone()) {
                Ok(ExportOutcome::Written { folder, written, unchanged }) => {
                    Self::Written(Written { folder, written, unchanged, missing: Vec::new(), error: None })
                }
                Ok(ExportOutcome::Incomplete { folder, written, unchanged, missing, error }) => {
                    Self::Written(Written { folder, written, unchanged, missing, error })
                }
                Ok(ExportOutcome::AlreadyThere { files }) => Self::AlreadyThere(files),
                Err(error) => Self::Failed(IpcError::bad_answer(&job.command, &error.to_string())),
            },
        })
    }
}

impl Written {
    /// What was done, in one line.
    pub fn summary(&self) -> String {
        let files = |count: usize| counted(count, "file");
        let done = match (self.written.len(), self.unchanged.len()) {
            (0, 0) => "nothing written".to_owned(),
            (0, same) if self.missing.is_empty() => {
                format!("{} already said exactly this; nothing had to be written", files(same))
            }
            (0, same) => format!("nothing written, {} already said exactly this", files(same)),
            (written, 0) => format!("{} written", files(written)),
            (written, same) => format!("{} written, {} already said exactly this", files(written), files(same)),
        };
        match (&self.error, self.missing.len()) {
            (_, 0) => done,
            (None, missing) => format!("Stopped: {done}, {} missing", files(missing)),
            (Some(error), missing) => format!("{}. {done}, {} missing", error.message, files(missing)),
        }
    }

    /// What to do next; empty when there is nothing to do.
    pub fn next(&self) -> String {
        match (&self.error, self.missing.is_empty()) {
            (_, true) => String::new(),
            (Some(error), false) => error.next.clone(),
            (None, false) => "Export again to write the rest; what was written stays".to_owned(),
        }
    }

    /// How it is meant.
    pub fn tone(&self) -> Tone {
        match (&self.error, self.missing.is_empty()) {
            (_, true) => Tone::Fine,
            (Some(_), false) => Tone::Failed,
            (None, false) => Tone::Refused,
        }
    }

    /// Writes it into the log.
    pub fn log(&self, notices: Notices) {
        notices.log(self.tone(), format!("Export: {} in {}", self.summary(), self.folder));
    }
}

/// Tells how an export ended whose dialog is not there any more.
pub fn tell_end_of_export(notices: Notices, job: &Job) {
    match Ending::of(job) {
        None => {}
        Some(Ending::Written(done)) => {
            done.log(notices);
            let next = if done.missing.is_empty() { format!("In {}", done.folder) } else { done.next() };
            notices.toast(done.tone(), format!("Export: {}", done.summary()), next);
        }
        Some(Ending::AlreadyThere(files)) => {
            let say = if files.len() == 1 { "1 file says" } else { &format!("{} files say", files.len()) };
            let message = format!("{}: nothing was written, because {say} something else there", job.title);
            notices.log(Tone::Refused, message.clone());
            notices.toast(Tone::Refused, message, "Export again to look at them and overwrite them");
        }
        Some(Ending::Cancelled) => notices.log(Tone::Fine, format!("{} was cancelled before it began", job.title)),
        Some(Ending::Failed(error)) => notices.report(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ended(result: serde_json::Value) -> Ending {
        let state = JobState::Done { result };
        let job =
            Job { id: ipc::JobId(1), command: "write_export".to_owned(), title: "Export to /out".to_owned(), state };
        Ending::of(&job).unwrap()
    }

    #[test]
    fn an_export_says_what_was_written_and_what_is_missing() {
        let check = |result: serde_json::Value, summary: &str, next: &str| {
            let Ending::Written(written) = ended(result) else { panic!("not written") };
            assert_eq!((written.summary().as_str(), written.next().as_str()), (summary, next));
        };
        let written = |written: &[&str], unchanged: &[&str]| json!({"outcome": "written", "folder": "/out", "written": written, "unchanged": unchanged});
        check(written(&["a", "b"], &[]), "2 files written", "");
        check(written(&["a"], &["b"]), "1 file written, 1 file already said exactly this", "");
        check(written(&[], &["a"]), "1 file already said exactly this; nothing had to be written", "");
        let incomplete = |written: &[&str], missing: &[&str], error: serde_json::Value| {
            json!({
                "outcome": "incomplete", "folder": "/out", "written": written, "unchanged": [], "missing": missing,
                "error": error,
            })
        };
        let again = "Export again to write the rest; what was written stays";
        check(incomplete(&["a"], &["b", "c"], json!(null)), "Stopped: 1 file written, 2 files missing", again);
        check(incomplete(&[], &["a"], json!(null)), "Stopped: nothing written, 1 file missing", again);
        let full = json!({"code": "disk_full", "message": "b could not be written", "path": "b", "next": "Make room"});
        check(incomplete(&["a"], &["b"], full), "b could not be written. 1 file written, 1 file missing", "Make room");
        let result = json!({"outcome": "already_there", "files": ["a"]});
        assert_eq!(ended(result), Ending::AlreadyThere(vec!["a".to_owned()]));
    }
}
