//! The table of jobs as data: which wait, which run, how they ended. No thread and no clock, so that every rule about jobs is
//! tested as a table of steps.

use ipc::{Job, JobId, JobState, Progress};

/// Most jobs that run at once: the disk and two cores are shared with the window.
const MOST_RUNNING: usize = 2;
/// Most jobs that wait. More than a person ever begins, so that only a defect comes here.
const MOST_QUEUED: usize = 16;
/// Most jobs that have ended and are kept until they are dismissed.
const MOST_ENDED: usize = 16;

/// All jobs of one shell. `W` is the work, which the table keeps until it begins.
#[derive(Debug)]
pub struct JobTable<W> {
    /// Oldest first.
    entries: Vec<Entry<W>>,
    last: u32,
}

#[derive(Debug)]
struct Entry<W> {
    job: Job,
    /// There while the job waits.
    work: Option<W>,
}

impl<W> Default for JobTable<W> {
    fn default() -> Self {
        Self { entries: Vec::new(), last: 0 }
    }
}

/// More jobs wait than the table takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Full {
    /// How many wait.
    pub queued: usize,
}

impl<W> JobTable<W> {
    /// Takes a job; it waits until [`JobTable::start_next`] gives it out.
    pub fn add(&mut self, command: &str, title: String, work: W) -> Result<Job, Full> {
        let queued = self.count(|state| matches!(state, JobState::Queued));
        if queued >= MOST_QUEUED {
            return Err(Full { queued });
        }
        self.last += 1;
        let job = Job { id: JobId(self.last), command: command.to_owned(), title, state: JobState::Queued };
        self.entries.push(Entry { job: job.clone(), work: Some(work) });
        Ok(job)
    }

    /// The job that has waited longest and its work, when fewer jobs run than may.
    pub fn start_next(&mut self) -> Option<(Job, W)> {
        if self.running() >= MOST_RUNNING {
            return None;
        }
        let next = self.entries.iter_mut().find(|entry| matches!(entry.job.state, JobState::Queued))?;
        let work = next.work.take()?;
        next.job.state = JobState::Running { progress: Progress::default(), stopping: false };
        Some((next.job.clone(), work))
    }

    /// Notes how far a running job has come.
    pub fn progress(&mut self, id: JobId, now: Progress) -> Option<Job> {
        let job = self.job_mut(id)?;
        let JobState::Running { progress, .. } = &mut job.state else { return None };
        *progress = now;
        Some(job.clone())
    }

    /// Whether a running job is to stop.
    pub fn is_stopping(&self, id: JobId) -> bool {
        let job = self.entries.iter().map(|entry| &entry.job).find(|job| job.id == id);
        job.is_some_and(|job| matches!(job.state, JobState::Running { stopping: true, .. }))
    }

    /// Has a running job stop at the next occasion, and a waiting one never begin. Gives the job when that changes it.
    pub fn cancel(&mut self, id: JobId) -> Option<Job> {
        let entry = self.entries.iter_mut().find(|entry| entry.job.id == id)?;
        match &mut entry.job.state {
            JobState::Queued => {
                entry.job.state = JobState::Cancelled;
                entry.work = None;
            }
            JobState::Running { stopping, .. } if !*stopping => *stopping = true,
            JobState::Running { .. } | JobState::Done { .. } | JobState::Failed { .. } | JobState::Cancelled => {
                return None;
            }
        }
        let job = entry.job.clone();
        self.forget_oldest();
        Some(job)
    }

    /// Notes how a running job ended.
    pub fn end(&mut self, id: JobId, state: JobState) -> Option<Job> {
        let job = self.job_mut(id)?;
        if job.state.is_ended() {
            return None;
        }
        job.state = state;
        let job = job.clone();
        self.forget_oldest();
        Some(job)
    }

    /// Forgets a job that has ended.
    pub fn dismiss(&mut self, id: JobId) {
        self.entries.retain(|entry| entry.job.id != id || !entry.job.state.is_ended());
    }

    /// Every job, oldest first.
    pub fn list(&self) -> Vec<Job> {
        self.entries.iter().map(|entry| entry.job.clone()).collect()
    }

    /// How many jobs run.
    pub fn running(&self) -> usize {
        self.count(|state| matches!(state, JobState::Running { .. }))
    }

    fn count(&self, which: impl Fn(&JobState) -> bool) -> usize {
        self.entries.iter().filter(|entry| which(&entry.job.state)).count()
    }

    fn job_mut(&mut self, id: JobId) -> Option<&mut Job> {
        self.entries.iter_mut().map(|entry| &mut entry.job).find(|job| job.id == id)
    }

    fn forget_oldest(&mut self) {
        let mut excess = self.count(JobState::is_ended).saturating_sub(MOST_ENDED);
        self.entries.retain(|entry| {
            let goes = excess > 0 && entry.job.state.is_ended();
            excess -= usize::from(goes);
            !goes
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Carries steps out and says how the jobs stand: `add`, `start`, `cancel 1`, `done 1`, `fail 1`, `dismiss 1`.
    fn after(steps: &[&str]) -> String {
        let mut table = JobTable::default();
        for step in steps {
            let (verb, id) = step.split_once(' ').unwrap_or((step, "0"));
            let id = JobId(id.parse().unwrap());
            match verb {
                "add" => drop(table.add("write_export", "Export".to_owned(), ())),
                "start" => drop(table.start_next()),
                "cancel" => drop(table.cancel(id)),
                "done" => drop(table.end(id, JobState::Done { result: true.into() })),
                "fail" => drop(table.end(id, JobState::Failed { error: crate::failure::defect("it fell over") })),
                "dismiss" => table.dismiss(id),
                other => panic!("{other}"),
            }
        }
        let word = |job: Job| {
            let state = match job.state {
                JobState::Queued => "waits",
                JobState::Running { stopping: false, .. } => "runs",
                JobState::Running { stopping: true, .. } => "stops",
                JobState::Done { .. } => "done",
                JobState::Failed { .. } => "failed",
                JobState::Cancelled => "cancelled",
            };
            format!("{} {state}", job.id.0)
        };
        table.list().into_iter().map(word).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn at_most_two_run_and_the_others_wait_for_their_turn() {
        let check = |steps: &[&str], expected: &str| assert_eq!(after(steps), expected, "{steps:?}");
        check(&["add", "add", "add"], "1 waits, 2 waits, 3 waits");
        check(&["add", "add", "add", "start", "start", "start"], "1 runs, 2 runs, 3 waits");
        check(&["add", "add", "add", "start", "start", "done 2", "start"], "1 runs, 2 done, 3 runs");
        check(&["add", "start", "start"], "1 runs");
    }

    #[test]
    fn cancelling_keeps_what_waits_from_beginning_and_asks_what_runs_to_stop() {
        let check = |steps: &[&str], expected: &str| assert_eq!(after(steps), expected, "{steps:?}");
        check(&["add", "cancel 1", "start"], "1 cancelled");
        check(&["add", "start", "cancel 1"], "1 stops");
        check(&["add", "start", "cancel 1", "done 1"], "1 done");
        check(&["add", "start", "done 1", "cancel 1"], "1 done");
        check(&["add", "start", "fail 1", "done 1"], "1 failed");
        check(&["add", "cancel 9"], "1 waits");
    }

    #[test]
    fn jobs_that_ended_stay_until_they_are_dismissed() {
        let check = |steps: &[&str], expected: &str| assert_eq!(after(steps), expected, "{steps:?}");
        check(&["add", "start", "done 1", "dismiss 1"], "");
        check(&["add", "start", "dismiss 1"], "1 runs");
        check(&["add", "dismiss 1"], "1 waits");
    }

    #[test]
    fn only_the_last_jobs_that_ended_are_kept_and_none_that_runs_is_lost() {
        let mut table = JobTable::default();
        table.add("a", String::new(), ()).unwrap();
        table.start_next().unwrap();
        for _ in 0..MOST_ENDED + 3 {
            let id = table.add("a", String::new(), ()).unwrap().id;
            table.start_next().unwrap();
            table.end(id, JobState::Done { result: true.into() }).unwrap();
        }
        let ids: Vec<u32> = table.list().iter().map(|job| job.id.0).collect();
        let kept: Vec<u32> = std::iter::once(1).chain(5..21).collect();
        assert_eq!(ids, kept);
    }

    #[test]
    fn a_full_table_takes_no_more() {
        let mut table = JobTable::default();
        for _ in 0..MOST_QUEUED {
            table.add("a", String::new(), ()).unwrap();
        }
        assert_eq!(table.add("a", String::new(), ()), Err(Full { queued: MOST_QUEUED }));
        table.start_next().unwrap();
        table.add("a", String::new(), ()).unwrap();
    }

    #[test]
    fn progress_counts_only_while_a_job_runs() {
        let mut table = JobTable::default();
        let id = table.add("a", String::new(), ()).unwrap().id;
        let half = Progress { done: 1, total: 2, what: "Writing a".to_owned() };
        assert_eq!(table.progress(id, half.clone()), None);
        table.start_next().unwrap();
        let job = table.progress(id, half.clone()).unwrap();
        assert_eq!(job.state, JobState::Running { progress: half.clone(), stopping: false });
        table.cancel(id).unwrap();
        assert!(table.is_stopping(id));
        let job = table.progress(id, half.clone()).unwrap();
        assert_eq!(
            job.state,
            JobState::Running { progress: half.clone(), stopping: true },
            "progress takes no stop back"
        );
        table.end(id, JobState::Done { result: true.into() });
        assert_eq!(table.progress(id, half), None);
    }
}
