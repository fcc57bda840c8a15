//! Dialogs: what stands before everything else. The focus stays inside until it is closed and then goes back where it was.
//! Esc and Tab are heard wherever the focus is: what had it may have left the page with what the dialog showed before.

use crate::Icon;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const FOCUSABLE: &str = "button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [href], [tabindex='0'], [contenteditable='true']";

/// A dialog over the window.
#[component]
pub fn Dialog(
    /// Its heading, which is also its name to a screen reader.
    #[prop(into)]
    title: String,
    /// What a test calls it.
    testid: &'static str,
    /// Further classes.
    #[prop(default = "")]
    class: &'static str,
    /// Whether the heading is for screen readers only.
    #[prop(default = false)]
    bare: bool,
    /// Closes it: Esc, a press beside it, the cross.
    on_close: Callback<()>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let before = document().active_element().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        let wanted = dialog.query_selector("[data-autofocus]").ok().flatten();
        let first = wanted.and_then(|it| it.dyn_into().ok()).or_else(|| focusable(&dialog).into_iter().next());
        if let Some(element) = first {
            let _ = element.focus();
        }
    });
    on_cleanup(move || {
        if let Some(Some(element)) = before.try_get_value() {
            let _ = element.focus();
        }
    });
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() {
            return;
        }
        // Tab by its place: with Shift some webviews have no name for the key.
        let key = if event.code() == "Tab" { event.code() } else { event.key() };
        match key.as_str() {
            "Escape" => {
                event.prevent_default();
                on_close.run(());
            }
            "Tab" => {
                let Some(dialog) = node.get_untracked() else { return };
                let all = focusable(&dialog);
                if let Some(element) = stop_after(&dialog, &all, event.shift_key()) {
                    event.prevent_default();
                    let _ = element.focus();
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
    let heading = title.clone();
    view! {
        <div
            class="backdrop"
            data-takes-keys="true"
            on:pointerdown=move |event| {
                let beside = event.target() == event.current_target();
                if beside {
                    on_close.run(());
                }
            }
        >
            <div
                class=format!("dialog {class}")
                role="dialog"
                aria-modal="true"
                aria-label=title
                data-testid=testid
                node_ref=node
            >
                {(!bare)
                    .then(|| {
                        view! {
                            <header class="dialog-head">
                                <h2>{heading}</h2>
                                <button
                                    type="button"
                                    class="ghost icon-only"
                                    aria-label="Close"
                                    data-testid=format!("{testid}-close")
                                    on:click=move |_| on_close.run(())
                                >
                                    <Icon icon=icondata_lu::LuX size=16 />
                                </button>
                            </header>
                        }
                    })}
                {children()}
            </div>
        </div>
    }
}

/// Where the Tab key leads, where the page would lead it out of the dialog.
fn stop_after<'a>(
    dialog: &web_sys::HtmlElement,
    all: &'a [web_sys::HtmlElement],
    back: bool,
) -> Option<&'a web_sys::HtmlElement> {
    let active = document().active_element();
    let is_at = |element: Option<&web_sys::HtmlElement>| {
        element.is_some_and(|it| active.as_ref().is_some_and(|active| it.is_same_node(Some(active))))
    };
    let is_inside = active.as_ref().is_some_and(|active| dialog.contains(Some(active)));
    if back && (!is_inside || is_at(all.first())) {
        all.last()
    } else if !back && (!is_inside || is_at(all.last())) {
        all.first()
    } else {
        None
    }
}

/// What of an element the Tab key stops at, in its order.
pub fn focusable(within: &web_sys::HtmlElement) -> Vec<web_sys::HtmlElement> {
    let Ok(list) = within.query_selector_all(FOCUSABLE) else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into::<web_sys::HtmlElement>().ok())
        .filter(|element| element.tab_index() >= 0 && element.offset_parent().is_some())
        .collect()
}
