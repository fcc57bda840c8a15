//! Bars below the top: what a person should know or decide about the open folder, without being stopped.

use engine::Keep;
use engine::diagnostic::counted;
use engine::edit::field_name;
use engine::format::Conflict;
use engine::model::RecordKey;
use leptos::prelude::*;
use parts::{attention, document, session};
use widgets::Icon;

#[component]
pub(super) fn Bars() -> impl IntoView {
    view! {
        <div class="bars">
            <ReadOnlyBar />
            <RecoveryBar />
            <ConflictBars />
        </div>
    }
}

#[component]
fn ReadOnlyBar() -> impl IntoView {
    let document = document();
    move || {
        document.read_only.get().map(|reason| {
            view! {
                <div class="bar warning" role="status" data-testid="read-only-bar">
                    <Icon icon=icondata_lu::LuLock />
                    <span><b>"Read-only. "</b>{reason}</span>
                </div>
            }
        })
    }
}

#[component]
fn RecoveryBar() -> impl IntoView {
    let session = session();
    move || {
        session.recovery.get().map(|offer| {
            let steps = counted(offer.steps, "step");
            view! {
                <div class="bar accent" role="alert" data-testid="recovery-bar">
                    <Icon icon=icondata_lu::LuHistory />
                    <span>
                        <b>{format!("Unsaved changes from {} were found: {steps}. ", offer.when)}</b>
                        {offer.note}
                    </span>
                    <button type="button" class="primary small" data-testid="recover" on:click=move |_| session.recover()>
                        "Recover"
                    </button>
                    <button type="button" class="small" data-testid="discard-recovery" on:click=move |_| session.discard_recovery()>
                        "Discard"
                    </button>
                </div>
            }
        })
    }
}

/// One bar a record, however many of its fields differ.
#[component]
fn ConflictBars() -> impl IntoView {
    let (document, attention) = (document(), attention());
    let by_record = Memo::new(move |_| {
        let mut records: Vec<(RecordKey, Vec<Conflict>)> = Vec::new();
        for conflict in document.conflicts.get() {
            match records.iter_mut().find(|(record, _)| *record == conflict.record) {
                Some((_, conflicts)) => conflicts.push(conflict),
                None => records.push((conflict.record.clone(), vec![conflict])),
            }
        }
        records
    });
    move || {
        by_record
            .get()
            .into_iter()
            .map(|(record, conflicts)| {
                let name = document.peek(|engine| engine.design().get(&record).map(|it| it.name()));
                let name = name.unwrap_or_else(|| record.to_string());
                let shown = record.clone();
                let mine = record.clone();
                let theirs = record;
                view! {
                    <div class="bar warning" role="alert" data-testid="conflict-bar">
                        <Icon icon=icondata_lu::LuGitCompare />
                        <span>
                            <button type="button" class="link" on:click=move |_| attention.show(shown.clone())>
                                {name}
                            </button>
                            " was changed here and in its file: "
                            {conflicts.iter().map(difference).collect::<Vec<_>>().join("; ")}
                        </span>
                        <button
                            type="button"
                            class="small"
                            data-testid="keep-mine"
                            on:click=move |_| document.resolve(&mine, Keep::Ours)
                        >
                            "Keep mine"
                        </button>
                        <button
                            type="button"
                            class="small"
                            data-testid="take-theirs"
                            on:click=move |_| document.resolve(&theirs, Keep::Theirs)
                        >
                            "Take theirs"
                        </button>
                    </div>
                }
            })
            .collect_view()
    }
}

/// One field on which both sides differ, for people.
fn difference(conflict: &Conflict) -> String {
    let short = |text: &str| {
        let line = text.lines().next().unwrap_or_default();
        if line.chars().count() > 40 || text.lines().count() > 1 {
            format!("{}…", line.chars().take(40).collect::<String>())
        } else {
            line.to_owned()
        }
    };
    let sides = format!("{} here, {} there", short(&conflict.ours), short(&conflict.theirs));
    if conflict.pointer.is_empty() {
        sides
    } else {
        format!("{} {sides}", field_name(conflict.record.kind(), &conflict.pointer))
    }
}
