//! The errors that are open while something is exported: how many, where, and the way to where they are mended. Writing goes on
//! without them, because a design under work has errors.

use super::Export;
use super::files::NoteLine;
use diagnostic::{Diagnostic, Severity};
use engine::OpenErrors;
use leptos::prelude::*;
use parts::{BottomTab, SeverityIcon, panels};

/// One line that says how many there are; it shows them.
#[component]
pub(super) fn ErrorsLine(
    errors: Memo<OpenErrors>,
    #[prop(into)] is_shown: Signal<bool>,
    #[prop(into)] show: Callback<()>,
) -> impl IntoView {
    move || {
        let sentence = errors.with(OpenErrors::sentence)?;
        Some(view! {
            <button
                type="button"
                class="export-file export-errors"
                class:on=is_shown
                data-testid="export-errors"
                on:click=move |_| show.run(())
            >
                <SeverityIcon severity=Severity::Error />
                <span>{sentence}</span>
            </button>
        })
    }
}

/// All of them, those in the files first.
#[component]
pub(super) fn Errors(export: Export, errors: Memo<OpenErrors>) -> impl IntoView {
    let panels = panels();
    let to_problems = move |_| {
        export.keep();
        panels.bottom.is_open.set(true);
        panels.tab.set(BottomTab::Problems);
        panels.modal.set(None);
    };
    let group = |title: &'static str, testid: &'static str, errors: Vec<Diagnostic>| {
        (!errors.is_empty()).then(|| {
            let lines = errors.into_iter().map(|note| view! { <NoteLine note=note /> }).collect_view();
            view! {
                <h3 class="export-errors-group">{title}</h3>
                <ul class="export-notes" data-testid=testid>
                    {lines}
                </ul>
            }
        })
    };
    view! {
        <header class="preview-head">
            <span class="grow">"Open errors. They do not keep you from writing"</span>
            <button type="button" class="small" data-testid="export-to-problems" on:click=to_problems>
                "Close and show Problems"
            </button>
        </header>
        <div class="export-errors-all" tabindex="0">
            {move || {
                let OpenErrors { exported, elsewhere } = errors.get();
                view! {
                    {group("In what is exported", "export-errors-here", exported)}
                    {group("Elsewhere in the design", "export-errors-elsewhere", elsewhere)}
                }
            }}
        </div>
    }
}
