//! The shell's jobs as the window knows them. The shell tells each of their states; after a reload it is asked for them, so that
//! what still runs can be watched and stopped, and how the others ended is told after all.

use crate::Session;
use crate::backend::call;
use ipc::{CancelJob, DismissJob, Job, JobId, JobState, Jobs};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The job whose end is shown where it was begun, so that no notice tells it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WatchedJob {
    /// None.
    #[default]
    None,
    /// The one whose number the shell is about to give.
    Next,
    /// This one.
    Known(JobId),
}

/// The jobs that have not ended, or whose end was not told yet.
#[derive(Clone, Copy)]
pub struct JobBoard {
    /// Oldest first.
    pub jobs: RwSignal<Vec<Job>>,
    /// The job whose end is shown where it was begun.
    pub watched: RwSignal<WatchedJob>,
    /// Jobs whose end was told: a list that was on its way meanwhile may still have them.
    settled: StoredValue<BTreeSet<JobId>>,
}

impl JobBoard {
    pub(super) fn new() -> Self {
        Self {
            jobs: RwSignal::new(Vec::new()),
            watched: RwSignal::new(WatchedJob::None),
            settled: StoredValue::new(BTreeSet::new()),
        }
    }

    /// Takes the state of a job that the shell told.
    pub(super) fn hear(self, job: Job) {
        self.jobs.update(|jobs| match jobs.iter_mut().find(|it| it.id == job.id) {
            Some(known) => *known = job,
            None => jobs.push(job),
        });
    }

    /// Takes a list that was asked for. An event that came meanwhile knows better.
    fn take_list(self, list: Vec<Job>) {
        let is_new = |job: &Job| {
            self.settled.with_value(|settled| !settled.contains(&job.id))
                && self.jobs.with_untracked(|jobs| jobs.iter().all(|it| it.id != job.id))
        };
        for job in list.into_iter().filter(is_new).collect::<Vec<_>>() {
            self.hear(job);
        }
    }

    /// The job of that number.
    pub fn job(self, id: JobId) -> Option<Job> {
        self.jobs.with(|jobs| jobs.iter().find(|job| job.id == id).cloned())
    }
}

impl Session {
    /// Finds the jobs again that an earlier load of the page began.
    pub(super) async fn find_jobs(self) {
        match call(self.backend(), Jobs {}).await {
            Ok(list) => self.jobs.take_list(list.jobs),
            Err(error) => self.notices.report(&error),
        }
    }

    /// Asks a job to stop.
    pub fn cancel_job(self, job: JobId) {
        self.tell(CancelJob { job });
    }

    /// Forgets a job whose end was told.
    pub fn settle_job(self, job: JobId) {
        self.jobs.settled.update_value(|settled| {
            settled.insert(job);
        });
        self.jobs.jobs.update(|jobs| jobs.retain(|it| it.id != job));
        self.tell(DismissJob { job });
    }

    /// A job that closing the window would break off, unless it was asked to stop already.
    pub(super) fn unfinished_job(self) -> Option<Job> {
        let is_unfinished = |job: &&Job| match &job.state {
            JobState::Queued => true,
            JobState::Running { stopping, .. } => !stopping,
            JobState::Done { .. } | JobState::Failed { .. } | JobState::Cancelled => false,
        };
        self.jobs.jobs.with_untracked(|jobs| jobs.iter().find(is_unfinished).cloned())
    }
}

/// How a job stands, in words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// From 0 to 1; nothing while it is not known how much there is.
    pub part: Option<f64>,
    /// How far it is: `12 of 300`.
    pub count: String,
    /// What it does now.
    pub what: String,
    /// Whether it was asked to stop.
    pub stopping: bool,
}

impl Standing {
    /// How a job in this state stands.
    pub fn of(state: &JobState) -> Self {
        match state {
            JobState::Queued => Self { count: "waits for another job".to_owned(), ..Self::default() },
            JobState::Running { progress, stopping } => {
                let (done, total) = (progress.done, progress.total);
                let known = (total > 0).then(|| f64::from(done) / f64::from(total));
                let count = if *stopping {
                    "stopping…".to_owned()
                } else {
                    known.map(|_| format!("{done} of {total}")).unwrap_or_default()
                };
                Self { part: known, count, what: progress.what.clone(), stopping: *stopping }
            }
            JobState::Done { .. } | JobState::Failed { .. } | JobState::Cancelled => Self::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipc::Progress;

    fn job(id: u32, state: JobState) -> Job {
        Job { id: JobId(id), command: "write_export".to_owned(), title: "Export".to_owned(), state }
    }

    #[test]
    fn a_list_adds_what_is_unknown_and_overrules_no_event() {
        let owner = Owner::new();
        owner.set();
        let board = JobBoard::new();
        board.settled.update_value(|settled| {
            settled.insert(JobId(1));
        });
        board.hear(job(2, JobState::Cancelled));
        board.take_list(vec![job(1, JobState::Queued), job(2, JobState::Queued), job(3, JobState::Queued)]);
        let known = board.jobs.get_untracked();
        assert_eq!(known, [job(2, JobState::Cancelled), job(3, JobState::Queued)]);
    }

    #[test]
    fn a_job_says_how_far_it_is() {
        let running = |done, total, stopping| JobState::Running {
            progress: Progress { done, total, what: "Writing a".to_owned() },
            stopping,
        };
        let check = |state: JobState, part: Option<f64>, count: &str| {
            let standing = Standing::of(&state);
            assert_eq!((standing.part, standing.count.as_str()), (part, count), "{state:?}");
        };
        check(JobState::Queued, None, "waits for another job");
        check(running(0, 0, false), None, "");
        check(running(75, 300, false), Some(0.25), "75 of 300");
        check(running(75, 300, true), Some(0.25), "stopping…");
    }
}
