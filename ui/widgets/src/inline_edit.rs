//! A name that turns into a field: Enter or leaving it keeps what was typed, Esc gives it up, and
//! both give the focus back to what lies around it.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::JsCast;

/// A field in place of a name. It appears with its text selected, and goes away by its callbacks only.
#[component]
pub fn InlineEdit(
    /// The text to start with.
    #[prop(into)]
    text: String,
    /// What a screen reader calls it.
    #[prop(into)]
    label: String,
    /// What a test calls it.
    testid: &'static str,
    /// The text in an empty field.
    #[prop(default = "")]
    placeholder: &'static str,
    /// Whether it is a machine's name.
    #[prop(default = false)]
    mono: bool,
    /// Takes what was typed.
    on_commit: Callback<String>,
    /// Gives it up.
    on_cancel: Callback<()>,
    /// Goes on once Tab has kept what was typed: to the next field, or with true to the one before.
    #[prop(optional)]
    on_tab: Option<Callback<bool>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    // Outlives the field: taking the field away takes the focus from it, which asks again.
    let done = Arc::new(AtomicBool::new(false));
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            let _ = input.focus();
            input.select();
        }
    });
    let finish = move |keep: bool| {
        if done.swap(true, Ordering::Relaxed) {
            return;
        }
        match node.try_get_untracked().flatten() {
            Some(input) if keep => drop(on_commit.try_run(input.value())),
            Some(_) | None => drop(on_cancel.try_run(())),
        }
    };
    let on_key = {
        let finish = finish.clone();
        move |event: ev::KeyboardEvent| {
            event.stop_propagation();
            // By its place: with Shift some webviews have no name for the key.
            if let ("Tab", Some(on_tab)) = (event.code().as_str(), on_tab) {
                event.prevent_default();
                finish(true);
                let _ = on_tab.try_run(event.shift_key());
                return;
            }
            // Keep keyboard focus if the edit ended with a key.
            let around = surroundings(&event);
            let finish = |keep| {
                finish(keep);
                if let Some(around) = around {
                    let _ = around.focus();
                }
            };
            match event.key().as_str() {
                "Enter" => finish(true),
                "Escape" => finish(false),
                _ => {}
            }
        }
    };
    view! {
        <input
            class="inline-edit"
            class:mono=mono
            type="text"
            value=text
            placeholder=placeholder
            aria-label=label
            data-testid=testid
            spellcheck="false"
            autocomplete="off"
            node_ref=node
            on:keydown=on_key
            on:blur=move |_| finish(true)
            on:click=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
        />
    }
}

/// The nearest place around the field that takes the focus: the tree, the canvas.
fn surroundings(event: &ev::KeyboardEvent) -> Option<web_sys::HtmlElement> {
    let field: web_sys::Element = event.target()?.dyn_into().ok()?;
    field.parent_element()?.closest("[tabindex='0']").ok()??.dyn_into().ok()
}
