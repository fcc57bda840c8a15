//! The palette: type a few letters of a record or an action, press Enter.

use engine::Found;
use engine::model::{Kind, RecordKey};
use leptos::ev;
use leptos::prelude::document as page;
use leptos::prelude::*;
use parts::actions::{Action, Actions};
use parts::mark::KeyMark;
use parts::{Attention, Document, WindowAction, actions, attention, document, panels};
use widgets::{Dialog, Icon};

const MOST_RECORDS: usize = 40;

/// What can be picked.
#[derive(Debug, Clone, PartialEq)]
enum Entry {
    Record { key: RecordKey, name: String, detail: String },
    Action(Action),
}

/// The palette.
#[component]
pub fn Palette() -> impl IntoView {
    let (document, attention, panels, actions) = (document(), attention(), panels(), actions());
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let entries = Memo::new(move |_| typed.with(|typed| found(document, actions, typed)));
    let close = Callback::new(move |()| panels.modal.set(None));
    let pick = move |entry: Entry| {
        panels.modal.set(None);
        match entry {
            Entry::Record { key, .. } => go_to(attention, key),
            Entry::Action(action) => actions.run(action),
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let count = entries.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = if *at + 1 < count { *at + 1 } else { 0 }),
            "ArrowUp" => active.update(|at| *at = at.checked_sub(1).unwrap_or(count.saturating_sub(1))),
            "PageDown" => active.update(|at| *at = (*at + 8).min(count.saturating_sub(1))),
            "PageUp" => active.update(|at| *at = at.saturating_sub(8)),
            "Enter" => {
                if let Some(entry) = entries.with_untracked(|all| all.get(active.get_untracked()).cloned()) {
                    pick(entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| {
        let index = active.get();
        request_animation_frame(move || {
            if let Some(element) = page().get_element_by_id(&format!("palette-{index}")) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                element.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
    let rows = move || {
        let mut before = "";
        entries
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, entry)| {
                let group = match &entry {
                    Entry::Record { .. } => "Records",
                    Entry::Action(action) => action.group.title(),
                };
                let heading = (group != before).then_some(group);
                before = group;
                let picked = entry.clone();
                let enabled = match &entry {
                    Entry::Record { .. } => true,
                    Entry::Action(action) => untrack(|| actions.is_enabled(*action)),
                };
                let testid = match &entry {
                    Entry::Record { key, .. } => format!("palette-{key}"),
                    Entry::Action(action) => format!("palette-{}", action.word()),
                };
                view! {
                    {heading.map(|text| view! { <div class="palette-heading" role="presentation">{text}</div> })}
                    <div
                        id=format!("palette-{index}")
                        class="palette-row"
                        class:active=move || active.get() == index
                        class:disabled=!enabled
                        role="option"
                        aria-selected=move || (active.get() == index).to_string()
                        aria-disabled=(!enabled).to_string()
                        data-testid=testid
                        on:pointermove=move |_| {
                            if active.get_untracked() != index {
                                active.set(index);
                            }
                        }
                        on:click=move |_| pick(picked.clone())
                    >
                        {match entry {
                            Entry::Record { key, name, detail } => {
                                let mono = key.kind() == Kind::Topic;
                                view! {
                                    <KeyMark key=Signal::stored(key) />
                                    <span class="palette-title" class:mono=mono>{name}</span>
                                    <span class="palette-detail">{detail}</span>
                                }
                                    .into_any()
                            }
                            Entry::Action(action) => {
                                view! {
                                    <span class="mark">
                                        <Icon icon=icondata_lu::LuChevronRight />
                                    </span>
                                    <span class="palette-title">{action.title}</span>
                                    {actions.shown_keys(action).map(|keys| view! { <kbd>{keys}</kbd> })}
                                }
                                    .into_any()
                            }
                        }}
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <Dialog title="Search or run" testid="palette" class="palette" bare=true on_close=close>
            <div class="palette-field">
                <Icon icon=icondata_lu::LuSearch size=16 />
                <input
                    type="text"
                    role="combobox"
                    aria-label="Search or run"
                    aria-expanded="true"
                    aria-controls="palette-list"
                    aria-activedescendant=move || format!("palette-{}", active.get())
                    placeholder="A record, a view, an action…"
                    data-testid="palette-input"
                    data-autofocus="true"
                    spellcheck="false"
                    autocomplete="off"
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        active.set(0);
                    }
                    on:keydown=on_key
                />
            </div>
            <div id="palette-list" class="palette-list" role="listbox" aria-label="Results">
                {rows}
                <Show when=move || entries.with(Vec::is_empty)>
                    <p class="empty">"Nothing is called that. Try fewer letters"</p>
                </Show>
            </div>
        </Dialog>
    }
}

/// What fits: records first when something was typed, actions by how well they fit.
fn found(document: Document, actions: Actions, typed: &str) -> Vec<Entry> {
    let typed = typed.trim();
    let mut fitting: Vec<(usize, Action)> = actions
        .all()
        .into_iter()
        .filter(|action| *action != WindowAction::Palette.into())
        .filter_map(|action| {
            let fit = if typed.is_empty() { Some(0) } else { fit_of(typed, action.title) };
            // What cannot be done now is not in the way of what can.
            let enabled = untrack(|| actions.is_enabled(action));
            fit.filter(|_| enabled || !typed.is_empty()).map(|fit| (fit + usize::from(!enabled) * 8, action))
        })
        .collect();
    fitting.sort_by_key(|(fit, action)| if typed.is_empty() { (0, action.group) } else { (*fit, action.group) });
    let records = if typed.is_empty() || document.folder.with_untracked(Option::is_none) {
        Vec::new()
    } else {
        document.peek(|engine| {
            let hits = engine.search(typed, MOST_RECORDS).into_iter();
            hits.map(|hit| Entry::Record { name: hit.name, key: hit.key, detail: hit.detail }).collect()
        })
    };
    records.into_iter().chain(fitting.into_iter().map(|(_, action)| Entry::Action(action))).collect()
}

fn fit_of(typed: &str, title: &str) -> Option<usize> {
    match Found::of(typed, title) {
        Some(Found::Start) => Some(0),
        Some(Found::Word) => Some(1),
        Some(Found::Within) => Some(2),
        None => None,
    }
}

/// Shows a record: in the view that is in front where that can show it, else in its own.
fn go_to(attention: Attention, key: RecordKey) {
    let on_canvas = matches!(key.kind(), Kind::Context | Kind::Service | Kind::Topic | Kind::Flow);
    let view = attention.view.get_untracked();
    if on_canvas && view != attention.first_view() {
        attention.view.set(attention.first_view());
        attention.show(key);
    } else if on_canvas {
        attention.show(key);
    } else {
        attention.open_view_of(&key);
    }
}
