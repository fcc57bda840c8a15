//! What is not saved: which files saving would write, and what changes in them.

use engine::diagnostic::counted;
use engine::format::FileChange;
use leptos::prelude::*;
use parts::difference::{Difference, difference};
use parts::{WindowAction, actions, document};
use std::collections::BTreeSet;

/// Unsaved files and their differences.
#[component]
pub fn Changes() -> impl IntoView {
    let (document, actions) = (document(), actions());
    let picked = RwSignal::new(None::<String>);
    let paths =
        Memo::new(move |_| document.unsaved.with(|unsaved| unsaved.iter().map(path_and_word).collect::<Vec<_>>()));
    let shown = Memo::new(move |_| {
        document.unsaved.with(|unsaved| {
            let wanted = picked.get();
            unsaved.iter().find(|change| Some(&change.path) == wanted.as_ref()).or(unsaved.first()).cloned()
        })
    });
    let held = move || {
        let paths = document.withheld.get();
        (!paths.is_empty()).then(|| {
            let lines = paths.into_iter().map(|path| {
                view! {
                    <li class="change-file" data-testid="change-held">
                        <span class="change-word deleted">"held back"</span>
                        <span class="mono">{path}</span>
                    </li>
                }
            });
            view! {
                <p class="change-note muted">
                    "Held back until the file can be read again, or until you decide whose version to keep"
                </p>
                <ul aria-label="Files held back">{lines.collect_view()}</ul>
            }
        })
    };
    view! {
        <div class="changes" data-testid="changes">
            <Show
                when=move || paths.with(|paths| !paths.is_empty())
                fallback=move || {
                    view! {
                        <Show
                            when=move || document.withheld.with(BTreeSet::is_empty)
                            fallback=move || view! { <div class="change-files">{held()}</div> }
                        >
                            <p class="empty">"Everything is saved. What you change appears here, file by file"</p>
                        </Show>
                    }
                }
            >
                <div class="change-files">
                    <ul aria-label="Unsaved files">
                        <For each=move || paths.get() key=|entry| entry.clone() let((path, word))>
                            <li>
                                <button
                                    type="button"
                                    class="change-file"
                                    class:on={
                                        let path = path.clone();
                                        move || shown.with(|shown| shown.as_ref().is_some_and(|it| it.path == path))
                                    }
                                    data-testid="change"
                                    on:click={
                                        let path = path.clone();
                                        move |_| picked.set(Some(path.clone()))
                                    }
                                >
                                    <span class=format!("change-word {word}")>{word}</span>
                                    <span class="mono">{path.clone()}</span>
                                </button>
                            </li>
                        </For>
                    </ul>
                    {held}
                    <button
                        type="button"
                        class="small primary"
                        data-testid="changes-save"
                        disabled=move || !actions.is_enabled(WindowAction::Save)
                        on:click=move |_| actions.run(WindowAction::Save)
                    >
                        {move || {
                            format!("Save {}", counted(paths.with(Vec::len), "file"))
                        }}
                    </button>
                </div>
                <div class="diff mono" tabindex="0" aria-label="Difference" data-testid="diff">
                    {move || {
                        shown.get().map(|change| {
                            let (before, after) = (change.before.as_deref(), change.after.as_deref());
                            let lines = difference(before.unwrap_or_default(), after.unwrap_or_default());
                            view! { <Difference lines=lines /> }
                        })
                    }}
                </div>
            </Show>
        </div>
    }
}

fn path_and_word(change: &FileChange) -> (String, &'static str) {
    let word = match (&change.before, &change.after) {
        (None, _) => "added",
        (Some(_), Some(_)) => "changed",
        (Some(_), None) => "deleted",
    };
    (change.path.clone(), word)
}
