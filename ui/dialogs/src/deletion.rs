//! The question before much is deleted: how much of what goes, and the way back.

use engine::diagnostic::counted;
use leptos::prelude::*;
use parts::mark::{Mark, RecordMark};
use parts::{Deletion, document, panels};
use widgets::Dialog;

/// Delete, or leave it. Leaving it is what Enter does, since the key that led here may have been pressed by mistake.
#[component]
pub fn DeletionQuestion(what: Deletion) -> impl IntoView {
    let (document, panels) = (document(), panels());
    let close = Callback::new(move |()| panels.modal.set(None));
    let total = counted(what.count(), "record");
    let label = format!("{} {total}", what.how.verb());
    let counts = what.counts().into_iter().map(|(kind, words)| {
        let mark = Mark { kind, colour: "var(--muted)".to_owned() };
        view! {
            <li>
                <RecordMark mark=Signal::stored(mark) />
                {words}
            </li>
        }
    });
    let carry_out = {
        let what = what.clone();
        move |_| {
            panels.modal.set(None);
            document.carry_out(&what);
        }
    };
    view! {
        <Dialog title=what.question() testid="deletion" class="question" on_close=close>
            <p>{what.reason()}</p>
            <ul class="question-counts" data-testid="deletion-counts">
                {counts.collect_view()}
            </ul>
            <p class="muted">"Undo brings all of it back."</p>
            <div class="dialog-buttons">
                <span class="grow"></span>
                <button
                    type="button"
                    data-testid="deletion-cancel"
                    data-autofocus="true"
                    on:click=move |_| close.run(())
                >
                    "Cancel"
                </button>
                <button type="button" class="danger" data-testid="deletion-confirm" on:click=carry_out>
                    {label}
                </button>
            </div>
        </Dialog>
    }
}
