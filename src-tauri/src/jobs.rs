//! Runs jobs: a thread for each that may run, events on their way, and a failure where one panics.
//!
//! Every event is told under the lock of the table, so that the window hears the states of a job in the order in which the job
//! had them.

mod table;

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ipc::{Event, IpcError, Job, JobId, JobState, Progress, Watched, Work};
use serde_json::Value;

use crate::desktop::Desktop;
use crate::failure::{Failure, defect};
use table::JobTable;

/// How often the window hears how far a job has come.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);

/// The jobs of one shell; clones are the same jobs.
#[derive(Debug, Clone)]
pub struct Jobs(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    table: Mutex<JobTable<Work<Value>>>,
    ended: Condvar,
    desktop: Arc<dyn Desktop>,
}

impl Jobs {
    /// No jobs yet; `desktop` is told of each.
    pub fn new(desktop: Arc<dyn Desktop>) -> Self {
        Self(Arc::new(Shared { table: Mutex::default(), ended: Condvar::new(), desktop }))
    }

    /// Takes work; it begins as soon as fewer jobs run than may.
    pub fn begin(&self, command: &str, work: Work<Value>) -> Result<JobId, Failure> {
        let id = {
            let mut table = self.table();
            let full = |full: table::Full| Failure::TooManyJobs { waiting: full.queued };
            let job = table.add(command, work.title.clone(), work).map_err(full)?;
            self.tell(&job);
            job.id
        };
        self.start_waiting();
        Ok(id)
    }

    /// Every job that waits, runs, or has ended and was not dismissed, oldest first.
    pub fn list(&self) -> Vec<Job> {
        self.table().list()
    }

    /// Asks a job to stop.
    pub fn cancel(&self, id: JobId) {
        let mut table = self.table();
        if let Some(job) = table.cancel(id) {
            self.tell(&job);
        }
    }

    /// Forgets a job that has ended.
    pub fn dismiss(&self, id: JobId) {
        self.table().dismiss(id);
    }

    /// Asks every job to stop and waits until none runs, but not longer than `patience`.
    pub fn stop(&self, patience: Duration) {
        let mut table = self.table();
        for job in table.list() {
            table.cancel(job.id);
        }
        let waited = self.0.ended.wait_timeout_while(table, patience, |table| table.running() > 0);
        let (table, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        drop(table);
        if timeout.timed_out() {
            tracing::warn!("a job did not stop in time and is ended with the program");
        }
    }

    fn start_waiting(&self) {
        while let Some((id, work)) = self.start_next() {
            let jobs = self.clone();
            let started = thread::Builder::new().name(format!("job {}", id.0)).spawn(move || jobs.run(id, work));
            if let Err(error) = started {
                self.end(id, JobState::Failed { error: defect(&format!("no thread for a job: {error}")) });
            }
        }
    }

    fn start_next(&self) -> Option<(JobId, Work<Value>)> {
        let mut table = self.table();
        let (job, work) = table.start_next()?;
        self.tell(&job);
        Some((job.id, work))
    }

    fn run(&self, id: JobId, work: Work<Value>) {
        let running = Running { jobs: self, id, told: Cell::new(None) };
        let state = match panic::catch_unwind(AssertUnwindSafe(|| (work.run)(&running))) {
            Ok(Ok(result)) => JobState::Done { result },
            Ok(Err(error)) => failed(error),
            Err(_) => failed(defect("a job stopped in the middle")),
        };
        self.end(id, state);
        self.start_waiting();
    }

    fn end(&self, id: JobId, state: JobState) {
        let mut table = self.table();
        if let Some(job) = table.end(id, state) {
            self.tell(&job);
        }
        self.0.ended.notify_all();
    }

    fn tell(&self, job: &Job) {
        self.0.desktop.tell(&Event::Job { job: job.clone() });
    }

    fn table(&self) -> MutexGuard<'_, JobTable<Work<Value>>> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(error: IpcError) -> JobState {
    tracing::info!(%error, "a job failed");
    JobState::Failed { error }
}

/// The state of a job while it runs.
struct Running<'a> {
    jobs: &'a Jobs,
    id: JobId,
    /// When the window last heard of it.
    told: Cell<Option<Instant>>,
}

impl Watched for Running<'_> {
    fn progress(&self, progress: Progress) {
        let mut table = self.jobs.table();
        let Some(job) = table.progress(self.id, progress) else { return };
        let now = Instant::now();
        if self.told.get().is_none_or(|told| now.duration_since(told) >= BETWEEN_EVENTS) {
            self.told.set(Some(now));
            self.jobs.tell(&job);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.jobs.table().is_stopping(self.id)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::mpsc::{self, Receiver, Sender};

    use ipc::{CloseAnswer, ErrorCode, PickFolder, Theme};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    #[derive(Debug)]
    struct Ear(Mutex<Sender<Job>>);

    impl Desktop for Ear {
        fn theme(&self) -> Option<Theme> {
            None
        }

        fn set_theme(&self, _: Option<Theme>) {}

        fn set_title(&self, _: &str) {}

        fn pick_folder(&self, _: &PickFolder) -> Option<PathBuf> {
            None
        }

        fn tell(&self, event: &Event) {
            let Event::Job { job } = event else { panic!("{event:?}") };
            // The test may have ended.
            let _ended = self.0.lock().unwrap().send(job.clone());
        }

        fn listening(&self) {}

        fn answer_close(&self, _: CloseAnswer) {}
    }

    fn jobs() -> (Jobs, Receiver<Job>) {
        let (sender, heard) = mpsc::channel();
        (Jobs::new(Arc::new(Ear(Mutex::new(sender)))), heard)
    }

    fn work(run: impl FnOnce(&dyn Watched) -> Result<Value, IpcError> + Send + 'static) -> Work<Value> {
        Work { title: "Test".to_owned(), run: Box::new(run) }
    }

    /// Work that ends when it is told to, or when it is asked to stop.
    fn held() -> (Work<Value>, Sender<()>) {
        let (go, wait) = mpsc::channel();
        let work = work(move |job| {
            while wait.try_recv().is_err() {
                if job.is_cancelled() {
                    return Ok("stopped".into());
                }
                thread::sleep(Duration::from_millis(1));
            }
            Ok("went on".into())
        });
        (work, go)
    }

    /// The states that are heard until a job has ended.
    fn until_end(heard: &Receiver<Job>, id: JobId) -> Vec<JobState> {
        let mut states = Vec::new();
        while states.last().is_none_or(|state: &JobState| !state.is_ended()) {
            let job = heard.recv_timeout(PATIENCE).unwrap();
            if job.id == id {
                states.push(job.state);
            }
        }
        states
    }

    #[test]
    fn a_third_job_waits_until_one_of_two_has_ended() {
        let (jobs, heard) = jobs();
        let (first, end_first) = held();
        let (second, _end_second) = held();
        let first = jobs.begin("a", first).unwrap();
        let second = jobs.begin("a", second).unwrap();
        let third = jobs.begin("a", work(|_| Ok(3.into()))).unwrap();
        assert_eq!(jobs.list().last().unwrap().state, JobState::Queued);
        end_first.send(()).unwrap();
        assert_eq!(until_end(&heard, first).last(), Some(&JobState::Done { result: "went on".into() }));
        let running = JobState::Running { progress: Progress::default(), stopping: false };
        assert_eq!(until_end(&heard, third), [running, JobState::Done { result: 3.into() }]);
        jobs.cancel(second);
        assert_eq!(until_end(&heard, second).last(), Some(&JobState::Done { result: "stopped".into() }));
        jobs.dismiss(first);
        assert_eq!(jobs.list().iter().map(|job| job.id).collect::<Vec<_>>(), [second, third]);
    }

    #[test]
    fn a_job_that_panics_has_failed_and_the_next_one_runs() {
        let (jobs, heard) = jobs();
        for _ in 0..3 {
            let broken = jobs.begin("a", work(|_| panic!("as the test wants it"))).unwrap();
            let end = until_end(&heard, broken).pop();
            let Some(JobState::Failed { error }) = end else { panic!("{end:?}") };
            assert_eq!(error.code, ErrorCode::Internal);
        }
        let fine = jobs.begin("a", work(|_| Ok(Value::Null))).unwrap();
        assert_eq!(until_end(&heard, fine).pop(), Some(JobState::Done { result: Value::Null }));
    }

    #[test]
    fn progress_is_told_now_and_then_and_never_after_the_end() {
        let (jobs, heard) = jobs();
        let id = jobs.begin(
            "a",
            work(|job| {
                for done in 0..10_000 {
                    job.progress(Progress { done, total: 10_000, what: String::new() });
                }
                Ok(Value::Null)
            }),
        );
        let states = until_end(&heard, id.unwrap());
        let of = |state: &JobState| match state {
            JobState::Running { progress, .. } => Some(progress.done),
            JobState::Queued | JobState::Done { .. } | JobState::Failed { .. } | JobState::Cancelled => None,
        };
        let told: Vec<u32> = states.iter().filter_map(of).collect();
        assert!((2..1_000).contains(&told.len()), "told {} times", told.len());
        assert!(told.is_sorted(), "{told:?}");
        assert!(heard.recv_timeout(Duration::from_millis(50)).is_err(), "something was told after the end");
    }

    #[test]
    fn stopping_all_ends_what_runs_and_lets_nothing_begin() {
        let (jobs, _heard) = jobs();
        let mut ends = Vec::new();
        for _ in 0..4 {
            let (work, end) = held();
            jobs.begin("a", work).unwrap();
            ends.push(end);
        }
        jobs.stop(PATIENCE);
        let states: Vec<JobState> = jobs.list().into_iter().map(|job| job.state).collect();
        let stopped = JobState::Done { result: "stopped".into() };
        assert_eq!(states, [stopped.clone(), stopped, JobState::Cancelled, JobState::Cancelled]);
    }
}
