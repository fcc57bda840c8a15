//! Export: choose targets, read every file before it is written, choose a folder, write, see what was written.

mod choices;
mod files;
mod outcome;
mod target_folder;

pub use outcome::tell_end_of_export;

use crate::app::{App, app, recall, remember};
use choices::Choices;
use engine::Exported;
use engine::export::{DecisionDraft, Target};
use engine::model::{EnvironmentId, Kind, RecordKey};
use files::Files;
use leptos::html;
use leptos::prelude::*;
use outcome::Written;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use target_folder::TargetFolder;
use widgets::Dialog;

/// What the decision draft is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum About {
    /// The selected records.
    Selection,
    /// What was changed since the design was opened.
    Changes,
    /// The design as a whole.
    #[default]
    Design,
}

/// What is remembered for the next export.
#[derive(Serialize, Deserialize)]
struct Remembered {
    targets: Vec<String>,
}

/// The choices of the dialog, and what follows from them.
#[derive(Clone, Copy)]
struct Export {
    app: App,
    environment: RwSignal<Option<EnvironmentId>>,
    targets: RwSignal<BTreeSet<Target>>,
    title: RwSignal<String>,
    about: RwSignal<About>,
    alternatives: RwSignal<String>,
    made: Memo<Result<Vec<Exported>, String>>,
}

impl Export {
    fn new(app: App) -> Self {
        let remembered: Option<Remembered> = recall("export");
        let targets = match remembered {
            Some(remembered) => remembered.targets.iter().filter_map(|id| id.parse().ok()).collect(),
            None => BTreeSet::from([Target::Strimzi, Target::KafkaScript, Target::Manifest]),
        };
        let environment = RwSignal::new(untrack(|| app.current_environment()));
        let targets = RwSignal::new(targets);
        let title = RwSignal::new(String::new());
        let has_selection = !about_selection(app).is_empty();
        let about = RwSignal::new(if has_selection { About::Selection } else { About::Design });
        let alternatives = RwSignal::new(String::new());
        let made = Memo::new(move |_| {
            let chosen: Vec<Target> =
                targets.with(|it| Target::ALL.into_iter().filter(|target| it.contains(target)).collect());
            let title = title.with(|title| title.trim().to_owned());
            let draft = DecisionDraft {
                title: (!title.is_empty()).then_some(title),
                records: match about.get() {
                    About::Selection => about_selection(app),
                    About::Changes => about_changes(app),
                    About::Design => Vec::new(),
                },
                alternatives: alternatives.with(|text| {
                    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
                }),
                ..DecisionDraft::default()
            };
            let environment = environment.get();
            app.read_records(|engine| engine.export(environment.as_ref(), &chosen, &draft))
                .map_err(|error| error.to_string())
        });
        Self { app, environment, targets, title, about, alternatives, made }
    }

    fn keep(self) {
        let targets = self.targets.with_untracked(|it| it.iter().map(|target| target.id().to_owned()).collect());
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

/// The selected records that a decision can be about.
fn about_selection(app: App) -> Vec<RecordKey> {
    app.selection.with_untracked(|selection| selection.keys().iter().filter(|key| is_subject(key)).cloned().collect())
}

/// The records that steps since the opening have changed and that are still there.
fn about_changes(app: App) -> Vec<RecordKey> {
    app.peek(|engine| {
        let steps = engine.history().path();
        let keys: BTreeSet<RecordKey> = steps.iter().flat_map(|step| step.keys().cloned()).collect();
        keys.into_iter().filter(|key| is_subject(key) && engine.design().contains(key)).collect()
    })
}

fn is_subject(key: &RecordKey) -> bool {
    matches!(
        key.kind(),
        Kind::Context | Kind::Service | Kind::Topic | Kind::Message | Kind::Schema | Kind::Flow | Kind::Process
    )
}

/// The dialog.
#[component]
pub fn ExportDialog() -> impl IntoView {
    let app = app();
    let export = Export::new(app);
    let written = RwSignal::new(None::<Written>);
    let close = Callback::new(move |()| {
        export.keep();
        app.modal.set(None);
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
