//! The files of an export, and the text of one of them, before anything is written.

use super::Export;
use super::errors::{Errors, ErrorsLine};
use diagnostic::Diagnostic;
use engine::diagnostic::counted;
use engine::export::{Exporter, OutFile};
use engine::{Exported, OpenErrors};
use leptos::prelude::*;
use parts::SeverityIcon;
use widgets::Icon;

/// What the list has in it, without the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    target: &'static Exporter,
    files: Vec<(String, bool)>,
    notes: usize,
}

/// What is shown beside the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    File(String),
    Notes(&'static Exporter),
    Errors,
}

#[component]
pub(super) fn Files(export: Export) -> impl IntoView {
    let picked = RwSignal::new(None::<Shown>);
    let groups = Memo::new(move |_| {
        export
            .made
            .with(|made| made.as_ref().map(|made| made.iter().map(group).collect::<Vec<_>>()).unwrap_or_default())
    });
    let lacking = Memo::new(move |_| export.document.read_records(|engine| engine.lacking().count()));
    let errors = Memo::new(move |_| {
        export.made.with(|made| {
            let made = made.as_ref().map(Vec::as_slice).unwrap_or_default();
            export.document.read_records(|engine| engine.open_errors(made))
        })
    });
    let refused = Memo::new(move |_| export.made.with(|made| made.as_ref().err().cloned()));
    // What was picked may be gone after a target was taken out; then the first file is shown.
    let shown = Memo::new(move |_| {
        let wanted = picked.get();
        groups.with(|groups| {
            let has = |wanted: &Shown| match wanted {
                Shown::File(path) => groups.iter().any(|group| group.files.iter().any(|(it, _)| it == path)),
                Shown::Notes(target) => groups.iter().any(|group| group.target == *target && group.notes > 0),
                Shown::Errors => errors.with(|errors| *errors != OpenErrors::default()),
            };
            let first =
                || groups.iter().find_map(|group| group.files.first()).map(|(path, _)| Shown::File(path.clone()));
            wanted.filter(|wanted| has(wanted)).or_else(first)
        })
    });
    view! {
        <div class="export-list" data-testid="export-files">
            {move || {
                let what = match lacking.get() {
                    0 => return None,
                    1 => "1 file or value of this folder cannot be read, so it is missing here".to_owned(),
                    count => format!("{count} files or values of this folder cannot be read, so they are missing here"),
                };
                Some(
                    view! {
                        <p class="export-refused" role="alert" data-testid="export-lacking">
                            {format!("{what}. Problems says where")}
                        </p>
                    },
                )
            }}
            {move || {
                refused.get().map(|reason| view! { <p class="export-refused" role="alert">{reason}</p> })
            }}
            <ErrorsLine
                errors=errors
                is_shown=Signal::derive(move || shown.with(|shown| *shown == Some(Shown::Errors)))
                show=move |()| picked.set(Some(Shown::Errors))
            />
            {move || {
                groups
                    .with(Vec::is_empty)
                    .then(|| view! { <p class="empty">"Choose a target to see its files"</p> })
            }}
            <For each=move || groups.get() key=|group| format!("{group:?}") let:group>
                <GroupLines group=group shown=shown picked=picked />
            </For>
        </div>
        <div class="export-preview">
            {move || {
                shown
                    .get()
                    .map(|shown| match shown {
                        Shown::File(path) => view! { <Preview export=export path=path /> }.into_any(),
                        Shown::Notes(target) => view! { <Notes export=export target=target /> }.into_any(),
                        Shown::Errors => view! { <Errors export=export errors=errors /> }.into_any(),
                    })
            }}
        </div>
    }
}

fn group(exported: &Exported) -> Group {
    let line = |file: &OutFile| (file.path.clone(), file.executable);
    Group { target: exported.target, files: exported.files.iter().map(line).collect(), notes: exported.notes.len() }
}

#[component]
fn GroupLines(group: Group, shown: Memo<Option<Shown>>, picked: RwSignal<Option<Shown>>) -> impl IntoView {
    let target = group.target;
    let count = group.files.len();
    let prefix = format!("{}/", target.word);
    let line = move |what: Shown, text: String, icon: icondata_core::Icon, testid: String| {
        let own = what.clone();
        let title = text.clone();
        view! {
            <button
                type="button"
                class="export-file"
                class:on=move || shown.with(|shown| shown.as_ref() == Some(&own))
                title=title
                data-testid=testid
                on:click=move |_| picked.set(Some(what.clone()))
            >
                <Icon icon=icon size=13 />
                <span class="mono">{text}</span>
            </button>
        }
    };
    view! {
        <h3 class="export-group">
            <Icon icon=icondata_lu::LuFolder />
            <span class="mono grow">{target.word}</span>
            <span class="muted">{count}</span>
        </h3>
        {group
            .files
            .into_iter()
            .map(|(path, executable)| {
                let text = path.strip_prefix(&prefix).unwrap_or(&path).to_owned();
                let icon = if executable { icondata_lu::LuFileTerminal } else { icondata_lu::LuFileText };
                let testid = format!("file-{path}");
                line(Shown::File(path), text, icon, testid)
            })
            .collect_view()}
        {(group.notes > 0)
            .then(|| {
                let text = counted(group.notes, "note");
                line(Shown::Notes(target), text, icondata_lu::LuInfo, format!("notes-{target}"))
            })}
    }
}

#[component]
fn Preview(export: Export, path: String) -> impl IntoView {
    let title = path.clone();
    let text = Memo::new(move |_| {
        export.made.with(|made| {
            let made = made.as_ref().map(Vec::as_slice).unwrap_or_default();
            let file = made.iter().flat_map(|exported| &exported.files).find(|file| file.path == path);
            file.map(|file| file.text.clone()).unwrap_or_default()
        })
    });
    let lines = move || counted(text.with(|text| text.lines().count()), "line");
    view! {
        <header class="preview-head">
            <span class="mono grow">{title}</span>
            <span class="muted">{lines}</span>
        </header>
        <pre class="preview-text mono" tabindex="0" data-testid="export-preview">{move || text.get()}</pre>
    }
}

#[component]
fn Notes(export: Export, target: &'static Exporter) -> impl IntoView {
    let notes = Memo::new(move |_| {
        export.made.with(|made| {
            let made = made.as_ref().map(Vec::as_slice).unwrap_or_default();
            made.iter().find(|exported| exported.target == target).map(|it| it.notes.clone()).unwrap_or_default()
        })
    });
    view! {
        <header class="preview-head">
            <span class="grow">{target.title}": what the files cannot say or say differently"</span>
        </header>
        <ul class="export-notes" tabindex="0" data-testid="export-notes">
            {move || notes.get().into_iter().map(|note| view! { <NoteLine note=note /> }).collect_view()}
        </ul>
    }
}

/// One note: what is so, and what to do about it.
#[component]
pub(super) fn NoteLine(note: Diagnostic) -> impl IntoView {
    view! {
        <li>
            <SeverityIcon severity=note.severity />
            <div>
                <div>{note.message}</div>
                {(!note.help.is_empty()).then(|| view! { <div class="muted">{note.help}</div> })}
            </div>
        </li>
    }
}
