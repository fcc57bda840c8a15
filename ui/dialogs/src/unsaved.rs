//! The question about unsaved work, before it would be lost sight of.

use leptos::prelude::*;
use parts::{AfterUnsaved, document, panels, session};
use std::collections::BTreeSet;
use widgets::Dialog;

/// Save, give up, or stay.
#[component]
pub fn UnsavedQuestion(what: AfterUnsaved) -> impl IntoView {
    let (document, panels, session) = (document(), panels(), session());
    let count =
        document.unsaved.with_untracked(|unsaved| unsaved.len()) + document.withheld.with_untracked(BTreeSet::len);
    let files = if count == 1 { "1 file is".to_owned() } else { format!("{count} files are") };
    let title = match &what {
        AfterUnsaved::Close => "Save before closing?",
        AfterUnsaved::Open { .. } => "Save before opening another design?",
    };
    let saved = what.clone();
    view! {
        <Dialog title=title testid="unsaved" class="question" on_close=Callback::new(move |()| panels.modal.set(None))>
            <p>{format!("{files} not saved. What you discard cannot be brought back.")}</p>
            <div class="dialog-buttons">
                <button
                    type="button"
                    class="danger"
                    data-testid="unsaved-discard"
                    on:click=move |_| session.go_on(what.clone(), false)
                >
                    "Discard"
                </button>
                <span class="grow"></span>
                <button type="button" data-testid="unsaved-cancel" on:click=move |_| panels.modal.set(None)>
                    "Cancel"
                </button>
                <button
                    type="button"
                    class="primary"
                    data-testid="unsaved-save"
                    data-autofocus="true"
                    on:click=move |_| session.go_on(saved.clone(), true)
                >
                    "Save"
                </button>
            </div>
        </Dialog>
    }
}
