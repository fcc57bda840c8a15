//! Jobs: long work that runs beside everything else, so that neither the window nor the crash journal waits for it.
//!
//! A command of the lane [`Background`](crate::Lane::Background) answers at once with the number of its job. From then on the
//! shell tells how the job fares, each time with the whole [`Job`], so that a window which heard nothing of the beginning, for
//! example after a reload, needs no more than the list.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::IpcError;

/// Names a job as long as the shell runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u32);

/// The answer to every command of the background lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobStarted {
    /// The job that does it.
    pub job: JobId,
}

/// A job as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// The command that began it.
    pub command: String,
    /// Its task, for people: `Export to /home/ada/out`.
    pub title: String,
    /// How it fares.
    #[serde(flatten)]
    pub state: JobState,
}

/// How a job fares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum JobState {
    /// It waits until another one has ended.
    Queued,
    /// It runs.
    Running {
        /// How far it has come.
        progress: Progress,
        /// Whether it was asked to stop and will at the next occasion.
        stopping: bool,
    },
    /// It came to its end. One that was stopped says in its result how far it came.
    Done {
        /// The value of the command's own result type; see [`BackgroundCommand`](crate::table::BackgroundCommand).
        result: Value,
    },
    /// It failed.
    Failed {
        /// Why.
        error: IpcError,
    },
    /// It was cancelled before it began, so that nothing was done.
    Cancelled,
}

impl JobState {
    /// Whether nothing will follow.
    pub fn is_ended(&self) -> bool {
        match self {
            Self::Queued | Self::Running { .. } => false,
            Self::Done { .. } | Self::Failed { .. } | Self::Cancelled => true,
        }
    }
}

/// How far a job has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Steps that are done.
    pub done: u32,
    /// Steps that there are; 0 while that is not known.
    pub total: u32,
    /// Its present work, for people: `Writing kafka/apply.sh`. May be empty.
    pub what: String,
}

/// Asks for the jobs that wait, run, or have ended and were not dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {}

/// Those jobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobList {
    /// Oldest first.
    pub jobs: Vec<Job>,
}

/// Asks a job to stop. One that has ended stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelJob {
    /// Which one.
    pub job: JobId,
}

/// Forgets a job that has ended, because the person has been told how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DismissJob {
    /// Which one.
    pub job: JobId,
}

/// The handle that a job gets while it runs.
pub trait Watched {
    /// Tells how far it has come. May be called as often as there is something to say.
    fn progress(&self, progress: Progress);

    /// Whether it is to stop. To be asked wherever stopping leaves something whole behind.
    fn is_cancelled(&self) -> bool;
}

/// Does work, and gives what it came to.
type Run<T> = Box<dyn FnOnce(&dyn Watched) -> Result<T, IpcError> + Send>;

/// The answer of a command of the background lane: work that a job will do.
pub struct Work<T> {
    /// Its task, for people.
    pub title: String,
    /// Does it.
    pub run: Run<T>,
}

impl<T> std::fmt::Debug for Work<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work").field("title", &self.title).finish_non_exhaustive()
    }
}

impl<T: Serialize + 'static> Work<T> {
    /// The same work with its result as the wire has it.
    pub(crate) fn for_wire(self, command: &'static str) -> Work<Value> {
        let Self { title, run } = self;
        let run = Box::new(move |watched: &dyn Watched| {
            serde_json::to_value(run(watched)?).map_err(|error| IpcError::bad_answer(command, &error.to_string()))
        });
        Work { title, run }
    }
}
