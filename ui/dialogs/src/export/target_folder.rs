//! Where to write, what would be overwritten, and writing: a job of the shell, which goes on when the dialog is closed.

use super::outcome::{Ending, Written};
use super::{Export, focus_on};
use engine::diagnostic::counted;
use ipc::{IpcError, JobId, PickFolder, PickPurpose, WriteExport};
use leptos::html;
use leptos::prelude::*;
use parts::backend::call;
use parts::{Document, Session, Standing, Tone, WatchedJob, recall, remember};
use wasm_bindgen_futures::spawn_local;
use widgets::ProgressBar;

/// The folder of the last export of the open design.
fn folder_name(document: Document) -> String {
    document.folder.with_untracked(|folder| format!("export-to.{}", folder.as_ref().map_or("", |it| it.path.as_str())))
}

#[component]
pub(super) fn TargetFolder(export: Export, on_written: Callback<Written>) -> impl IntoView {
    let (document, notices, session) = (export.document, export.notices, export.session);
    let folder = RwSignal::new(recall::<String>(&folder_name(document)).unwrap_or_default());
    let differing = RwSignal::new(Vec::<String>::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<IpcError>);
    let count = Memo::new(move |_| {
        export.made.with(|made| {
            made.as_ref().map(|made| made.iter().map(|it| it.files.len()).sum::<usize>()).unwrap_or_default()
        })
    });
    let chosen = Memo::new(move |_| folder.with(|folder| !folder.trim().is_empty()));
    // Another folder or other files: what was found out about overwriting no longer holds.
    Effect::new(move |_| {
        folder.track();
        export.made.track();
        differing.set(Vec::new());
        problem.set(None);
    });
    let pick = move |_| {
        spawn_local(async move {
            let start_in = folder.with_untracked(|folder| (!folder.is_empty()).then(|| folder.clone()));
            match call(session.backend(), PickFolder { purpose: PickPurpose::Export, start_in }).await {
                Ok(picked) => {
                    if let Some(path) = picked.path {
                        folder.set(path);
                    }
                }
                Err(error) => problem.set(Some(error)),
            }
        });
    };
    let job = RwSignal::new(None::<JobId>);
    let watched = session.jobs.watched;
    let write = move |overwrite: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        watched.set(WatchedJob::Next);
        let request =
            WriteExport { folder: folder.get_untracked().trim().to_owned(), files: export.files(), overwrite };
        export.keep();
        remember(&folder_name(document), &request.folder);
        spawn_local(async move {
            let begun = call(session.backend(), request).await;
            // The dialog may be closed by now; then the end is told like that of any other job.
            let is_open = !busy.is_disposed();
            match begun {
                Ok(begun) if is_open => {
                    watched.set(WatchedJob::Known(begun.job));
                    job.set(Some(begun.job));
                }
                Ok(_) => {}
                Err(error) if is_open => {
                    watched.set(WatchedJob::None);
                    busy.set(false);
                    problem.set(Some(error));
                }
                Err(error) => notices.report(&error),
            }
        });
    };
    on_cleanup(move || watched.set(WatchedJob::None));
    Effect::new(move |_| {
        let Some(id) = job.get() else { return };
        let Some(ending) = session.jobs.job(id).as_ref().and_then(Ending::of) else { return };
        session.settle_job(id);
        watched.set(WatchedJob::None);
        job.set(None);
        busy.set(false);
        match ending {
            Ending::Written(done) => {
                done.log(notices);
                on_written.run(done);
            }
            Ending::AlreadyThere(files) => differing.set(files),
            Ending::Cancelled => notices.toast(Tone::Fine, "The export was cancelled before it began", ""),
            Ending::Failed(error) => problem.set(Some(error)),
        }
    });
    let can_write = move || chosen.get() && count.get() > 0 && !busy.get();
    let foot = move || {
        view! {
            <div class="dialog-buttons export-foot">
                <input
                    class="text-field mono"
                    type="text"
                    placeholder="Folder to write into"
                    aria-label="Folder to write into"
                    data-testid="export-folder"
                    data-autofocus="true"
                    spellcheck="false"
                    prop:value=move || folder.get()
                    on:input=move |event| folder.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" && can_write() {
                            write(false);
                        }
                    }
                />
                <button type="button" data-testid="export-pick" on:click=pick>
                    "Choose…"
                </button>
                <button
                    type="button"
                    class="primary"
                    data-testid="export-write"
                    disabled=move || !can_write()
                    on:click=move |_| write(false)
                >
                    {move || {
                        let count = count.get();
                        if busy.get() {
                            "Writing…".to_owned()
                        } else {
                            format!("Write {}", counted(count, "file"))
                        }
                    }}
                </button>
            </div>
        }
    };
    view! {
        {move || {
            problem
                .get()
                .map(|error| {
                    view! {
                        <div class="bar warning" role="alert" data-testid="export-problem">
                            <span><b>{error.message}</b>". "{error.next}</span>
                        </div>
                    }
                })
        }}
        <Show when=move || differing.with(|files| !files.is_empty())>
            <div class="bar warning export-conflicts" role="alert" data-testid="export-conflicts">
                <div class="grow">
                    <b>{move || { let n = differing.with(Vec::len); format!("{n} {} there with another text:", if n == 1 { "file stands" } else { "files stand" }) }}</b>
                    <ul class="mono">
                        {move || differing.get().into_iter().map(|path| view! { <li>{path}</li> }).collect_view()}
                    </ul>
                </div>
                <button type="button" class="danger" data-testid="export-overwrite" on:click=move |_| write(true)>
                    "Overwrite"
                </button>
            </div>
        </Show>
        {move || match job.get() {
            Some(id) => view! { <Writing session=session id=id /> }.into_any(),
            None => foot().into_any(),
        }}
    }
}

/// How far the writing has come, in place of the buttons that begin it.
#[component]
fn Writing(session: Session, id: JobId) -> impl IntoView {
    let standing = Memo::new(move |_| session.jobs.job(id).map(|job| Standing::of(&job.state)).unwrap_or_default());
    let cancel = NodeRef::<html::Button>::new();
    // The button that had the focus is gone.
    Effect::new(move |_| focus_on(cancel));
    view! {
        <div class="dialog-buttons export-foot export-writing" data-testid="export-writing">
            <span class="mono export-what">{move || standing.with(|it| it.what.clone())}</span>
            <ProgressBar label="Writing the export" part=Signal::derive(move || standing.with(|it| it.part)) />
            <span class="muted">{move || standing.with(|it| it.count.clone())}</span>
            <button
                type="button"
                data-testid="export-cancel"
                node_ref=cancel
                disabled=move || standing.with(|it| it.stopping)
                on:click=move |_| session.cancel_job(id)
            >
                "Cancel"
            </button>
        </div>
    }
}
