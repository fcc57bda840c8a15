//! What the shell is doing beside the window: how far each job has come, a way to stop it, and a word when it has ended.

use dialogs::tell_end_of_export;
use ipc::{Command as _, Job, JobId, JobState, WriteExport};
use leptos::prelude::*;
use parts::{Notices, Session, Standing, Tone, WatchedJob, notices, session};
use widgets::{Icon, ProgressBar};

/// The jobs in the status bar; nothing while there is none.
#[component]
pub fn RunningJobs() -> impl IntoView {
    let (notices, session) = (notices(), session());
    Effect::new(move |_| {
        let watched = session.jobs.watched.get();
        let ended =
            session.jobs.jobs.with(|jobs| jobs.iter().filter(|job| job.state.is_ended()).cloned().collect::<Vec<_>>());
        for job in ended {
            match watched {
                // It may be this one.
                WatchedJob::Next => {}
                WatchedJob::Known(id) if id == job.id => {}
                WatchedJob::Known(_) | WatchedJob::None => tell_end(notices, session, &job),
            }
        }
    });
    let running = Memo::new(move |_| {
        session.jobs.jobs.with(|jobs| {
            let running = jobs.iter().filter(|job| !job.state.is_ended());
            running.map(|job| (job.id, job.title.clone())).collect::<Vec<_>>()
        })
    });
    view! {
        <For each=move || running.get() key=|(id, _)| *id let:job>
            <RunningJob id=job.0 title=job.1 />
        </For>
    }
}

/// Tells once how a job ended that nobody watches.
fn tell_end(notices: Notices, session: Session, job: &Job) {
    session.settle_job(job.id);
    if job.command == WriteExport::NAME {
        tell_end_of_export(notices, job);
    } else if let JobState::Failed { error } = &job.state {
        notices.report(error);
    } else {
        notices.log(Tone::Fine, format!("{} has ended", job.title));
    }
}

#[component]
fn RunningJob(id: JobId, title: String) -> impl IntoView {
    let session = session();
    let standing = Memo::new(move |_| session.jobs.job(id).map(|job| Standing::of(&job.state)).unwrap_or_default());
    let shown = title.clone();
    view! {
        <span class="status-job" data-testid=format!("job-{}", id.0) title=move || standing.with(|it| it.what.clone())>
            <span class="status-job-title">{shown}</span>
            <ProgressBar label=title part=Signal::derive(move || standing.with(|it| it.part)) />
            <span class="status-job-count">{move || standing.with(|it| it.count.clone())}</span>
            <button
                type="button"
                class="ghost icon-only"
                aria-label="Cancel"
                title="Cancel"
                data-testid=format!("job-{}-cancel", id.0)
                disabled=move || standing.with(|it| it.stopping)
                on:click=move |_| session.cancel_job(id)
            >
                <Icon icon=icondata_lu::LuX size=13 />
            </button>
        </span>
    }
}
