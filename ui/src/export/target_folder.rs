//! Where to write, what would be overwritten, and writing.

use super::{Export, Written};
use crate::app::backend::call;
use crate::app::{App, recall, remember};
use engine::diagnostic::counted;
use ipc::{ExportConflicts, ExportOutcome, IpcError, PickFolder, PickPurpose, WriteExport};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The folder of the last export of the open design.
fn folder_name(app: App) -> String {
    app.folder.with_untracked(|folder| format!("export-to.{}", folder.as_ref().map_or("", |it| it.path.as_str())))
}

#[component]
pub(super) fn TargetFolder(export: Export, on_written: Callback<Written>) -> impl IntoView {
    let app = export.app;
    let folder = RwSignal::new(recall::<String>(&folder_name(app)).unwrap_or_default());
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
            match call(app.backend(), PickFolder { purpose: PickPurpose::Export, start_in }).await {
                Ok(picked) => {
                    if let Some(path) = picked.path {
                        folder.set(path);
                    }
                }
                Err(error) => problem.set(Some(error)),
            }
        });
    };
    let write = move |overwrite: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let (into, files) = (folder.get_untracked().trim().to_owned(), export.files());
        export.keep();
        spawn_local(async move {
            let outcome = write_files(app, into.clone(), files, overwrite).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(ExportOutcome::Written { folder, written, unchanged }) => {
                    remember(&folder_name(app), &into);
                    let done = Written { folder, written, unchanged };
                    done.log(app);
                    on_written.run(done);
                }
                Ok(ExportOutcome::AlreadyThere { files }) => differing.set(files),
                Err(error) => problem.set(Some(error)),
            }
        });
    };
    let can_write = move || chosen.get() && count.get() > 0 && !busy.get();
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
}

/// Looks first: a question before writing says more than a refusal after.
async fn write_files(
    app: App,
    folder: String,
    files: Vec<ipc::ExportFile>,
    overwrite: bool,
) -> Result<ExportOutcome, IpcError> {
    if !overwrite {
        let check = call(app.backend(), ExportConflicts { folder: folder.clone(), files: files.clone() }).await?;
        if !check.differing.is_empty() {
            return Ok(ExportOutcome::AlreadyThere { files: check.differing });
        }
    }
    call(app.backend(), WriteExport { folder, files, overwrite }).await
}
