//! Export: choose targets, read every file before it is written, choose a folder, write, see what was written.

mod about;
mod choices;
mod files;
mod options;
mod outcome;
mod target_folder;

pub use outcome::tell_end_of_export;

use about::About;
use choices::Choices;
use engine::Exported;
use engine::export::{EXPORTERS, Exporter, OptionKind, Options, exporter};
use engine::model::{EnvironmentId, RecordKey};
use files::Files;
use leptos::html;
use leptos::prelude::*;
use outcome::Written;
use parts::{Attention, Document, Notices, Session, attention, document, notices, panels, recall, remember, session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use target_folder::TargetFolder;
use widgets::Dialog;

/// What is remembered for the next export.
#[derive(Serialize, Deserialize)]
struct Remembered {
    targets: Vec<String>,
}

/// The choices of the dialog, and what follows from them.
#[derive(Clone, Copy)]
struct Export {
    document: Document,
    attention: Attention,
    notices: Notices,
    session: Session,
    environment: RwSignal<Option<EnvironmentId>>,
    targets: RwSignal<BTreeSet<&'static str>>,
    options: RwSignal<Options>,
    about: RwSignal<About>,
    made: Memo<Result<Vec<Exported>, String>>,
}

/// The targets that are chosen where nothing is remembered: all but those that need a person's words.
const AT_FIRST: [&str; 3] = ["strimzi", "kafka-script", "manifest"];

impl Export {
    fn new() -> Self {
        let (document, attention, notices, session) = (document(), attention(), notices(), session());
        let remembered: Option<Remembered> = recall("export");
        let words: Vec<String> =
            remembered.map_or_else(|| AT_FIRST.map(str::to_owned).to_vec(), |remembered| remembered.targets);
        let targets = words.iter().filter_map(|word| exporter(word).ok()).map(|target| target.word).collect();
        let environment = RwSignal::new(untrack(|| document.current_environment()));
        let targets: RwSignal<BTreeSet<&'static str>> = RwSignal::new(targets);
        let options = RwSignal::new(Options::default());
        let has_selection = !About::Selection.records(document, attention).is_empty();
        let about = RwSignal::new(if has_selection { About::Selection } else { About::Design });
        let made = Memo::new(move |_| {
            let chosen: Vec<&'static Exporter> =
                targets.with(|it| EXPORTERS.iter().filter(|target| it.contains(target.word)).collect());
            let options = about_records(options.get(), &about.get().records(document, attention));
            let environment = environment.get();
            document
                .read_records(|engine| engine.export(environment.as_ref(), &chosen, &options))
                .map_err(|error| error.to_string())
        });
        Self { document, attention, notices, session, environment, targets, options, about, made }
    }

    fn keep(self) {
        let targets = self.targets.with_untracked(|it| it.iter().map(|word| (*word).to_owned()).collect());
        remember("export", &Remembered { targets });
    }

    /// The files, as the shell writes them.
    fn files(self) -> Vec<ipc::ExportFile> {
        self.made.with_untracked(|made| {
            let made = made.as_ref().map(Vec::as_slice).unwrap_or_default();
            let files = made.iter().flat_map(|exported| &exported.files);
            files
                .map(|file| ipc::ExportFile {
                    path: file.path.clone(),
                    text: file.text.clone(),
                    executable: file.executable,
                })
                .collect()
        })
    }
}

/// The options with records for those that take records.
fn about_records(mut options: Options, records: &[RecordKey]) -> Options {
    let keys: Vec<String> = records.iter().map(ToString::to_string).collect();
    for target in &EXPORTERS {
        for option in target.options().iter().filter(|option| option.kind == OptionKind::Records) {
            options.choose(target.word, &option.name, keys.clone().into());
        }
    }
    options
}

/// The dialog.
#[component]
pub fn ExportDialog() -> impl IntoView {
    let panels = panels();
    let export = Export::new();
    let written = RwSignal::new(None::<Written>);
    let close = Callback::new(move |()| {
        export.keep();
        panels.modal.set(None);
    });
    view! {
        <Dialog title="Export" testid="export-dialog" class="export" on_close=close>
            {move || match written.get() {
                Some(done) => view! { <Result done=done on_close=close /> }.into_any(),
                None => {
                    view! {
                        <div class="export-body">
                            <Choices export=export />
                            <Files export=export />
                        </div>
                        <TargetFolder export=export on_written=Callback::new(move |done| written.set(Some(done))) />
                    }
                        .into_any()
                }
            }}
        </Dialog>
    }
}

/// Gives a button the focus once it is there.
fn focus_on(button: NodeRef<html::Button>) {
    if let Some(button) = button.get() {
        let _ = button.focus();
    }
}

#[component]
fn Result(done: Written, on_close: Callback<()>) -> impl IntoView {
    let line = |path: String, word: &'static str| {
        view! {
            <li>
                <span class=format!("change-word {word}")>{word}</span>
                <span class="mono">{path}</span>
            </li>
        }
    };
    let button = NodeRef::<html::Button>::new();
    // The button that had the focus is gone.
    Effect::new(move |_| focus_on(button));
    let (summary, next) = (done.summary(), done.next());
    view! {
        <div class="export-result" data-testid="export-result">
            <p class="export-summary" role="status">{summary}</p>
            {(!next.is_empty()).then(|| view! { <p data-testid="export-next">{next}</p> })}
            <p class="mono export-folder">{done.folder}</p>
            <ul>
                {done.missing.into_iter().map(|path| line(path, "missing")).collect_view()}
                {done.written.into_iter().map(|path| line(path, "written")).collect_view()}
                {done.unchanged.into_iter().map(|path| line(path, "same")).collect_view()}
            </ul>
        </div>
        <div class="dialog-buttons">
            <span class="grow"></span>
            <button
                type="button"
                class="primary"
                data-testid="export-done"
                node_ref=button
                on:click=move |_| on_close.run(())
            >
                "Done"
            </button>
        </div>
    }
}
