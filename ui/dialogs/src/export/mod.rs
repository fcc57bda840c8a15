//! Export: choose targets, read every file before it is written, choose a folder, write, see what was written.

mod about;
mod choices;
mod errors;
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
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use target_folder::TargetFolder;
use widgets::Dialog;

/// What is remembered for the next export.
#[derive(Serialize, Deserialize)]
struct Remembered {
    targets: Vec<String>,
    /// By target and by the option's name.
    #[serde(default)]
    options: BTreeMap<String, Map<String, Value>>,
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
    /// What was typed for an option and is no value of it, with the reason.
    wrong: RwSignal<BTreeMap<(&'static str, String), String>>,
    about: RwSignal<About>,
    made: Memo<Result<Vec<Exported>, String>>,
}

/// The targets that are chosen where nothing is remembered: all but those that need a person's words.
const AT_FIRST: [&str; 3] = ["strimzi", "kafka-script", "manifest"];

impl Export {
    fn new() -> Self {
        let (document, attention, notices, session) = (document(), attention(), notices(), session());
        let remembered: Option<Remembered> = recall("export");
        let (words, chosen): (Vec<String>, BTreeMap<String, Map<String, Value>>) = remembered.map_or_else(
            || (AT_FIRST.map(str::to_owned).to_vec(), BTreeMap::new()),
            |remembered| (remembered.targets, remembered.options),
        );
        let targets = words.iter().filter_map(|word| exporter(word).ok()).map(|target| target.word).collect();
        let environment = RwSignal::new(untrack(|| document.current_environment()));
        let targets: RwSignal<BTreeSet<&'static str>> = RwSignal::new(targets);
        let options = RwSignal::new(options_of(&chosen));
        let wrong: RwSignal<BTreeMap<(&'static str, String), String>> = RwSignal::new(BTreeMap::new());
        let has_selection = !About::Selection.records(document, attention).is_empty();
        let about = RwSignal::new(if has_selection { About::Selection } else { About::Design });
        let made = Memo::new(move |_| {
            let chosen: Vec<&'static Exporter> =
                targets.with(|it| EXPORTERS.iter().filter(|target| it.contains(target.word)).collect());
            let is_chosen = |target: &str| chosen.iter().any(|it| it.word == target);
            // Nothing is written for what was typed before.
            if let Some(reason) =
                wrong.with(|wrong| wrong.iter().find(|((it, _), _)| is_chosen(it)).map(|it| it.1.clone()))
            {
                return Err(reason);
            }
            let options = about_records(options.get(), &about.get().records(document, attention));
            let environment = environment.get();
            document
                .read_records(|engine| engine.export(environment.as_ref(), &chosen, &options))
                .map_err(|error| error.to_string())
        });
        Self { document, attention, notices, session, environment, targets, options, wrong, about, made }
    }

    fn keep(self) {
        let targets = self.targets.with_untracked(|it| it.iter().map(|word| (*word).to_owned()).collect());
        let options = self.options.with_untracked(|options| {
            EXPORTERS.iter().map(|target| (target.word.to_owned(), options.of(target.word).clone())).collect()
        });
        remember("export", &Remembered { targets, options });
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

/// What was chosen in an earlier export, as far as the targets still take it.
fn options_of(chosen: &BTreeMap<String, Map<String, Value>>) -> Options {
    let mut options = Options::default();
    for target in &EXPORTERS {
        for option in target.options() {
            let value = chosen.get(target.word).and_then(|values| values.get(&option.name));
            if let Some(value) = value.filter(|value| takes(&option.kind, value)) {
                options.choose(target.word, &option.name, value.clone());
            }
        }
    }
    options
}

/// Whether a value can be chosen again. Records are chosen anew each time: they are what the export is about.
fn takes(kind: &OptionKind, value: &Value) -> bool {
    match kind {
        OptionKind::Text => value.is_string(),
        OptionKind::Number => value.is_i64(),
        OptionKind::Flag => value.is_boolean(),
        OptionKind::Choice(words) => value.as_str().is_some_and(|word| words.iter().any(|it| it.word == word)),
        OptionKind::Texts => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
        OptionKind::Records => false,
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

#[cfg(test)]
mod tests {
    use super::*;
    use engine::export::OptionChoice;
    use serde_json::json;

    #[test]
    fn only_what_an_option_takes_is_chosen_again() {
        let words = || vec![OptionChoice { word: "tls".to_owned(), sentence: String::new() }];
        let check =
            |kind: OptionKind, value: Value, expected: bool| assert_eq!(takes(&kind, &value), expected, "{value}");
        check(OptionKind::Text, json!("a"), true);
        check(OptionKind::Text, json!(1), false);
        check(OptionKind::Number, json!(1), true);
        check(OptionKind::Number, json!("1"), false);
        check(OptionKind::Flag, json!(true), true);
        check(OptionKind::Choice(words()), json!("tls"), true);
        check(OptionKind::Choice(words()), json!("gone"), false);
        check(OptionKind::Texts, json!(["a"]), true);
        check(OptionKind::Texts, json!(["a", 1]), false);
        check(OptionKind::Records, json!(["topic:a"]), false);
        let chosen = [("nowhere".to_owned(), Map::new())].into();
        assert_eq!(options_of(&chosen), Options::default());
    }
}
