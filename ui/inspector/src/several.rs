//! Several records: how many of which kind, and what can be done with all of them.

use engine::model::RecordKey;
use leptos::prelude::*;
use parts::mark::KeyMark;
use parts::names::counts_of_kinds;
use parts::record_menu::{menus, move_menu};
use parts::{WindowAction, actions, attention, document};
use widgets::Icon;

/// How many of the records are listed by name.
const MOST_LISTED: usize = 100;

#[component]
pub(super) fn Several() -> impl IntoView {
    let (document, attention, actions, menus) = (document(), attention(), actions(), menus());
    let keys =
        Memo::new(move |_| attention.selection.with(|selection| selection.keys().iter().cloned().collect::<Vec<_>>()));
    let counts = move || {
        let words: Vec<String> = keys.with(|keys| counts_of_kinds(keys).into_iter().map(|(_, words)| words).collect());
        words.join(" · ")
    };
    let movable = Memo::new(move |_| keys.with(|keys| keys.iter().any(|key| key.kind().is_movable())));
    let button = move |action: WindowAction, class: &'static str| {
        view! {
            <button
                type="button"
                class=class
                data-testid=format!("several-{}", action.word())
                disabled=move || !actions.is_enabled(action)
                on:click=move |_| actions.run(action)
            >
                {action.title()}
            </button>
        }
    };
    let listed = move || keys.get().into_iter().take(MOST_LISTED).collect::<Vec<_>>();
    let more = move || keys.with(Vec::len).saturating_sub(MOST_LISTED);
    view! {
        <header class="inspector-head">
            <h2>{move || format!("{} records", keys.with(Vec::len))}</h2>
            <p class="muted">{counts}</p>
        </header>
        <div class="buttons padded">
            {button(WindowAction::Duplicate, "")}
            {button(WindowAction::Copy, "")}
            <button
                type="button"
                data-testid="several-move"
                disabled=move || !document.is_editable() || !movable.get()
                on:click=move |event| move_menu(menus, f64::from(event.client_x()), f64::from(event.client_y()))
            >
                "Move to context…"
            </button>
            {button(WindowAction::Delete, "danger")}
        </div>
        <div class="several-list">
            <For each=listed key=|key| key.clone() let:key>
                <OneOf key=key />
            </For>
            {move || (more() > 0).then(|| view! { <p class="entries-empty">{format!("and {} more", more())}</p> })}
        </div>
    }
}

#[component]
fn OneOf(key: RecordKey) -> impl IntoView {
    let (document, attention) = (document(), attention());
    let (shown, dropped, named) = (key.clone(), key.clone(), key.clone());
    let name = move || document.appearance(&named, |engine| engine.name_of(&named));
    view! {
        <div class="entry">
            <button type="button" class="record-chip" on:click=move |_| attention.show(shown.clone())>
                <KeyMark key=Signal::stored(key) />
                <span class="chip-text">{name}</span>
            </button>
            <button
                type="button"
                class="ghost icon-only remove"
                aria-label="Take it out of the selection"
                title="Take it out of the selection"
                on:click=move |_| attention.selection.update(|selection| selection.toggle(dropped.clone()))
            >
                <Icon icon=icondata_lu::LuX size=13 />
            </button>
        </div>
    }
}
