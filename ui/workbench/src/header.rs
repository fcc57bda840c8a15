//! The head of the workbench: which schema, under which mode, which halves, and what can be done with the draft.

use super::focus::{by_id, keep_focus};
use super::judged::Judged;
use super::state::{Halves, bench, workbench};
use crate::SchemaAction;
use engine::diagnostic::counted;
use engine::model::{Compatibility, RecordKey, SchemaId};
use leptos::prelude::document as page;
use leptos::prelude::*;
use parts::mark::KeyMark;
use parts::{WindowAction, actions, document, notices};
use serde_json::Value;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use widgets::{Choice, Choices, Icon, Picker};

/// What a mode asks for.
fn meaning(mode: Compatibility) -> &'static str {
    match mode {
        Compatibility::None => "Nothing is checked",
        Compatibility::Backward => "New readers read what the latest version wrote",
        Compatibility::BackwardTransitive => "New readers read what any version wrote",
        Compatibility::Forward => "Readers of the latest version read what is new",
        Compatibility::ForwardTransitive => "Readers of every version read what is new",
        Compatibility::Full => "Both ways, against the latest version",
        Compatibility::FullTransitive => "Both ways, against every version",
    }
}

/// The head of the workbench.
#[component]
pub fn Header(
    /// The schema.
    id: SchemaId,
) -> impl IntoView {
    let (document, actions, workbench, bench) = (document(), actions(), workbench(), bench());
    let key = RecordKey::from(id.clone());
    let of = move |look: fn(&Judged) -> String| {
        Memo::new(move |_| bench.judged.with(|it| it.as_deref().map(look).unwrap_or_default()))
    };
    let name = of(|it| it.name.clone());
    let full_name = of(|it| it.full_name.clone());
    let namespace = of(|it| it.full_name.rsplit_once('.').map_or(String::new(), |(namespace, _)| namespace.to_owned()));
    let about = of(|it| {
        let carried = match it.topics.as_slice() {
            [] => "no topic carries it".to_owned(),
            topics => format!("carried by {}", topics.join(", ")),
        };
        format!("{carried} · {} · {}", counted(it.versions.len(), "version"), counted(it.readers.len(), "consumer"))
    });
    let has_draft = Memo::new(move |_| bench.judged.with(|it| it.as_ref().is_some_and(|it| it.draft.is_some())));
    let next = Memo::new(move |_| bench.judged.with(|it| it.as_ref().map_or(1, |it| it.next_number())));
    let back = move |_| {
        workbench.turn_to(None);
        actions.run(WindowAction::SelectNone);
    };
    let halves = [
        (Halves::Form, "Form", "show-form"),
        (Halves::Split, "Split", "show-split"),
        (Halves::Avro, "Avro", "show-avro"),
    ];
    view! {
        <header class="schema-head">
            <button
                type="button"
                class="ghost icon-only"
                aria-label="All schemas"
                title="All schemas"
                data-testid="all-schemas"
                on:click=back
            >
                <Icon icon=icondata_lu::LuChevronLeft size=16 />
            </button>
            <div class="schema-title">
                <h2>
                    <KeyMark key=Signal::stored(key) />
                    <span data-testid="schema-name" title=move || name.get()>{move || name.get()}</span>
                    <code title=move || full_name.get()>{move || namespace.get()}</code>
                </h2>
                <p title=move || about.get()>{move || about.get()}</p>
            </div>
            <div class="schema-tools">
                <Mode id=id.clone() />
                <div class="halves" role="radiogroup" aria-label="What shows">
                    {halves
                        .into_iter()
                        .map(|(which, title, testid)| {
                            let on = move || workbench.halves.get() == which;
                            view! {
                                <button
                                    type="button"
                                    role="radio"
                                    class:on=on
                                    aria-checked=move || on().to_string()
                                    data-testid=testid
                                    on:click=move |_| workbench.show(which)
                                >
                                    {title}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
                <Show
                    when=move || has_draft.get()
                    fallback=move || {
                        view! {
                            <button
                                type="button"
                                class="primary"
                                data-testid="start-draft"
                                disabled=move || !document.is_editable()
                                on:click=move |_| actions.run(SchemaAction::StartDraft)
                            >
                                "Start a draft"
                            </button>
                        }
                    }
                >
                    <button
                        type="button"
                        class="discard"
                        aria-label="Discard draft"
                        title="Discard draft"
                        data-testid="discard-draft"
                        disabled=move || !document.is_editable()
                        on:click=move |_| actions.run(SchemaAction::DiscardDraft)
                    >
                        <Icon icon=icondata_lu::LuTrash2 />
                    </button>
                    <button
                        type="button"
                        class="primary"
                        data-testid="release"
                        disabled=move || !document.is_editable()
                        on:click=move |_| actions.run(SchemaAction::Release)
                    >
                        {move || format!("Release version {}", next.get())}
                    </button>
                </Show>
            </div>
        </header>
        <Question id=id />
    }
}

#[component]
fn Mode(id: SchemaId) -> impl IntoView {
    let (document, notices, bench) = (document(), notices(), bench());
    let own = Memo::new(move |_| bench.judged.with(|it| it.as_ref().and_then(|it| it.own_mode)));
    let topics = Memo::new(move |_| bench.judged.with(|it| it.as_ref().map(|it| it.topics_mode).unwrap_or_default()));
    let shown =
        Memo::new(move |_| bench.judged.with(|it| it.as_ref().map_or("", |it| it.verdict.mode.as_str()).to_owned()));
    let choices: Choices = Arc::new(move || {
        let inherited = topics.get_untracked();
        let first = Choice::new("", format!("As its topics say: {}", inherited.as_str()), meaning(inherited));
        let others = Compatibility::ALL.into_iter().map(|it| Choice::new(it.as_str(), it.as_str(), meaning(it)).mono());
        [first].into_iter().chain(others).collect()
    });
    let pick = Callback::new(move |word: String| {
        let key = RecordKey::from(id.clone());
        let value = if word.is_empty() { Value::Null } else { Value::String(word) };
        if let Err(refusal) = document.set_field(&key, "/compatibility", value) {
            notices.toast(parts::Tone::Refused, refusal.to_string(), "");
        }
    });
    view! {
        <div class="schema-mode" class:inherited=move || own.get().is_none()>
            <span class="muted">"Mode"</span>
            <Picker
                label="Compatibility mode"
                shown=shown
                value=Signal::derive(move || Some(own.get().map_or("", Compatibility::as_str).to_owned()))
                choices=choices
                on_pick=pick
                testid="mode"
                mono=true
                disabled=Signal::derive(move || !document.is_editable())
            />
        </div>
    }
}

/// Asks before a draft that breaks others becomes a version.
#[component]
fn Question(id: SchemaId) -> impl IntoView {
    let (workbench, bench) = (workbench(), bench());
    let asking = workbench.asking;
    let id = StoredValue::new(id);
    // The question is answered next, and what was pressed before has the keyboard back when it is.
    Effect::new(move |was: Option<bool>| {
        let is_asking = asking.get();
        if is_asking {
            request_animation_frame(|| {
                let keep = page().query_selector(&by_id("release-keep")).ok().flatten();
                if let Some(keep) = keep.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = keep.focus();
                }
            });
        } else if was == Some(true) {
            keep_focus(vec![by_id("release"), by_id("start-draft")]);
        }
        is_asking
    });
    let is_illegal = Memo::new(move |_| bench.judged.with(|it| it.as_ref().is_some_and(|it| it.is_draft_illegal())));
    let harm = move || {
        bench.judged.with(|it| {
            let Some(it) = it else { return String::new() };
            let who: Vec<&str> = it.readers.iter().filter(|it| it.breaks).map(|it| it.name.as_str()).collect();
            let who = if who.is_empty() { String::new() } else { format!(": {}", who.join(", ")) };
            format!(
                "Version {} {}{who}",
                it.next_number(),
                it.harm().unwrap_or_else(|| "breaks nobody any more".to_owned())
            )
        })
    };
    view! {
        <Show when=move || asking.get()>
            <div class="schema-question" role="alertdialog" aria-label="Release a version that breaks others" data-testid="release-question">
                <Icon icon=icondata_lu::LuTriangleAlert size=15 />
                <span>{harm}</span>
                <span class="grow"></span>
                <button type="button" class="small" data-testid="release-keep" on:click=move |_| asking.set(false)>
                    "Keep the draft"
                </button>
                <button
                    type="button"
                    class="small danger"
                    data-testid="release-anyway"
                    disabled=move || is_illegal.get()
                    title=move || {
                        if is_illegal.get() { "A text that is no schema cannot be a version; mend it first" } else { "Release it in spite of that" }
                    }
                    on:click=move |_| id.with_value(|id| workbench.release_draft(id))
                >
                    "Release it anyway"
                </button>
            </div>
        </Show>
    }
}
