//! Choosing one of several: a button that shows the choice, and a list with explanations. A long list is filtered by typing, in
//! a short one letters lead to what begins with them.

use crate::{Icon, Popover, Typeahead};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// From how many choices on a filter is worth its place.
const FILTERED_FROM: usize = 9;
/// How many choices are listed at once; the filter finds the others.
const MOST_LISTED: usize = 200;

/// One of several.
#[derive(Clone)]
pub struct Choice {
    /// What is picked.
    pub value: String,
    /// What it is called.
    pub title: String,
    /// What it means, in a few words; may be empty.
    pub detail: String,
    /// The sign before it.
    pub sign: Option<ViewFn>,
    /// Whether its title is a machine's name.
    pub mono: bool,
}

impl Choice {
    /// A choice with a title and an explanation.
    pub fn new(value: impl Into<String>, title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { value: value.into(), title: title.into(), detail: detail.into(), sign: None, mono: false }
    }

    /// The same with a sign before it.
    #[must_use]
    pub fn with_sign(mut self, sign: impl Into<ViewFn>) -> Self {
        self.sign = Some(sign.into());
        self
    }

    /// The same as a machine's name.
    #[must_use]
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }
}

/// Gives the choices when the list is opened, so that lists nobody opens cost nothing.
pub type Choices = Arc<dyn Fn() -> Vec<Choice> + Send + Sync>;

/// A button that shows what is chosen and opens the list.
#[component]
pub fn Picker(
    /// What a screen reader calls it.
    #[prop(into)]
    label: String,
    /// What the button shows.
    #[prop(into)]
    shown: Signal<String>,
    /// The value that is chosen now.
    #[prop(into)]
    value: Signal<Option<String>>,
    /// What can be chosen.
    choices: Choices,
    /// Takes the choice.
    on_pick: Callback<String>,
    /// Further classes of the button.
    #[prop(into, default = String::new())]
    class: String,
    /// What a test calls it.
    #[prop(into)]
    testid: String,
    /// Whether it cannot be used.
    #[prop(into, default = Signal::derive(|| false))]
    disabled: Signal<bool>,
    /// Whether the button's text is a machine's name.
    #[prop(default = false)]
    mono: bool,
    /// An icon in place of the arrow.
    #[prop(optional)]
    icon: Option<icondata_core::Icon>,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let open = RwSignal::new(false);
    let choices = StoredValue::new(choices);
    let list_id = format!("{testid}-list");
    let option_prefix = testid.clone();
    let toggle = move |_| open.update(|open| *open = !*open);
    let on_key = move |event: ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
            event.prevent_default();
            event.stop_propagation();
            open.set(true);
        }
    };
    let pick = Callback::new(move |value: String| {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
        on_pick.run(value);
    });
    let label_of_list = label.clone();
    view! {
        <button
            type="button"
            class=format!("picker {class}")
            class:mono=mono
            node_ref=button
            aria-haspopup="listbox"
            aria-expanded=move || open.get().to_string()
            aria-label=move || {
                let shown = shown.get();
                if shown.is_empty() { label.clone() } else { format!("{label}: {shown}") }
            }
            data-testid=testid
            disabled=move || disabled.get()
            title=move || shown.get()
            on:click=toggle
            on:keydown=on_key
        >
            <span class="picker-text">{move || shown.get()}</span>
            <Icon icon=icon.unwrap_or(icondata_lu::LuChevronDown) size=13 />
        </button>
        <Popover anchor=button open=open width=220.0>
            <List
                id=list_id.clone()
                label=label_of_list.clone()
                prefix=option_prefix.clone()
                choices=choices.with_value(|choices| choices())
                value=value.get_untracked()
                on_pick=pick
                on_leave=Callback::new(move |()| {
                    open.set(false);
                    // The list stands at the end of the page; Tab goes on from the button that it belongs to.
                    if let Some(button) = button.get_untracked() {
                        let _ = button.focus();
                    }
                })
            />
        </Popover>
    }
}

#[component]
fn List(
    id: String,
    label: String,
    prefix: String,
    choices: Vec<Choice>,
    value: Option<String>,
    on_pick: Callback<String>,
    on_leave: Callback<()>,
) -> impl IntoView {
    let filterable = choices.len() >= FILTERED_FROM;
    let all = StoredValue::new(choices);
    let typed = RwSignal::new(String::new());
    let matching = Memo::new(move |_| {
        let typed = typed.with(|typed| typed.trim().to_lowercase());
        all.with_value(|all| {
            let fits = |choice: &Choice| {
                typed.is_empty()
                    || choice.title.to_lowercase().contains(&typed)
                    || choice.detail.to_lowercase().contains(&typed)
            };
            all.iter().enumerate().filter(|(_, choice)| fits(choice)).map(|(at, _)| at).collect::<Vec<_>>()
        })
    });
    let chosen = value.clone();
    let at = all.with_value(|all| all.iter().position(|it| Some(&it.value) == value.as_ref()).unwrap_or(0));
    let active = RwSignal::new(at);
    let focus = NodeRef::<html::Input>::new();
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(input) = focus.get() {
            let _ = input.focus();
        } else if let Some(list) = list.get().filter(|_| !filterable) {
            let _ = list.focus();
        }
    });
    let option_id = StoredValue::new(id.clone());
    let scroll = move |index: usize| {
        // The list may be gone by the next frame.
        let Some(id) = option_id.try_with_value(|id| format!("{id}-{index}")) else { return };
        if let Some(element) = document().get_element_by_id(&id) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    };
    Effect::new(move |_| {
        let index = active.get();
        request_animation_frame(move || scroll(index));
    });
    let typeahead = StoredValue::new(Typeahead::default());
    let typed_letter = move |key: &str, now_ms: f64| {
        let titles = all.with_value(|all| all.iter().map(|it| it.title.clone()).collect::<Vec<_>>());
        let at = active.get_untracked();
        typeahead.try_update_value(|it| it.take(key, now_ms, &titles, at)).flatten()
    };
    let picked = move || {
        let at = matching.with_untracked(|it| it.get(active.get_untracked()).copied())?;
        all.with_value(|all| all.get(at).map(|choice| choice.value.clone()))
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let count = matching.with_untracked(|it| it.len().min(MOST_LISTED));
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = if *at + 1 < count { *at + 1 } else { 0 }),
            "ArrowUp" => active.update(|at| *at = at.checked_sub(1).unwrap_or(count.saturating_sub(1))),
            "Home" if !filterable => active.set(0),
            "End" if !filterable => active.set(count.saturating_sub(1)),
            "Enter" => {
                if let Some(value) = picked() {
                    on_pick.run(value);
                }
            }
            " " if !filterable && !typeahead.with_value(|it| it.goes_on(event.time_stamp())) => {
                if let Some(value) = picked() {
                    on_pick.run(value);
                }
            }
            "Tab" => {
                on_leave.run(());
                return;
            }
            key if !(filterable || event.ctrl_key() || event.meta_key() || event.alt_key()) => {
                match typed_letter(key, event.time_stamp()) {
                    Some(index) => active.set(index),
                    None => return,
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let option_rows = {
        let id = id.clone();
        move || {
            let id = id.clone();
            let chosen = chosen.clone();
            let prefix = prefix.clone();
            let listed = all.with_value(|all| {
                matching
                    .with(|it| it.iter().take(MOST_LISTED).filter_map(|at| all.get(*at).cloned()).collect::<Vec<_>>())
            });
            listed
                .into_iter()
                .enumerate()
                .map(|(index, choice)| {
                    let is_chosen = Some(&choice.value) == chosen.as_ref();
                    let value = choice.value.clone();
                    let testid = format!("{prefix}-option-{}", if value.is_empty() { "none" } else { &value });
                    view! {
                        <div
                            id=format!("{id}-{index}")
                            class="option"
                            class:active=move || active.get() == index
                            class:chosen=is_chosen
                            role="option"
                            aria-selected=is_chosen.to_string()
                            data-testid=testid
                            on:pointerenter=move |_| active.set(index)
                            on:click=move |_| on_pick.run(value.clone())
                        >
                            {choice.sign.map(|sign| sign.run())}
                            <span class="option-words">
                                <span class="option-title" class:mono=choice.mono>{choice.title}</span>
                                {(!choice.detail.is_empty()).then(|| view! { <span class="option-detail">{choice.detail}</span> })}
                            </span>
                            {is_chosen.then(|| view! { <Icon icon=icondata_lu::LuCheck size=13 /> })}
                        </div>
                    }
                })
                .collect_view()
        }
    };
    let more = move || {
        let count = matching.with(Vec::len);
        if count == 0 {
            Some("Nothing fits; type less".to_owned())
        } else {
            (count > MOST_LISTED).then(|| format!("{} more; type to narrow", count - MOST_LISTED))
        }
    };
    let active_id = move || option_id.with_value(|id| format!("{id}-{}", active.get()));
    view! {
        {filterable
            .then(|| {
                view! {
                    <input
                        class="popover-filter"
                        type="text"
                        placeholder="Type to narrow…"
                        aria-label="Filter"
                        aria-activedescendant=active_id
                        spellcheck="false"
                        autocomplete="off"
                        node_ref=focus
                        prop:value=move || typed.get()
                        on:input=move |event| {
                            typed.set(event_target_value(&event));
                            active.set(0);
                        }
                        on:keydown=on_key
                    />
                }
            })}
        <div
            id=id
            class="options"
            role="listbox"
            aria-label=label
            aria-activedescendant=active_id
            tabindex="-1"
            node_ref=list
            on:keydown=on_key
        >
            {option_rows}
            {move || more().map(|text| view! { <div class="options-note">{text}</div> })}
        </div>
    }
}
