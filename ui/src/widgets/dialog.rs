//! Dialogs: what stands before everything else. The focus stays inside until it is closed and then goes back where it was.

use crate::widgets::Icon;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const FOCUSABLE: &str = "button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [href], [tabindex='0']";

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
    let on_key = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                on_close.run(());
            }
            "Tab" => {
                let Some(dialog) = node.get_untracked() else { return };
                let all = focusable(&dialog);
                let active = document().active_element();
                let is_at = |element: Option<&web_sys::HtmlElement>| {
                    element.is_some_and(|it| active.as_ref().is_some_and(|active| it.is_same_node(Some(active))))
                };
                let target = if event.shift_key() && is_at(all.first()) {
                    all.last()
                } else if !event.shift_key() && is_at(all.last()) {
                    all.first()
                } else {
                    None
                };
                if let Some(element) = target {
                    event.prevent_default();
                    let _ = element.focus();
                }
            }
            _ => {}
        }
        // What is behind a dialog hears no keys.
        event.stop_propagation();
    };
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
                on:keydown=on_key
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

fn focusable(dialog: &web_sys::HtmlElement) -> Vec<web_sys::HtmlElement> {
    let Ok(list) = dialog.query_selector_all(FOCUSABLE) else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into::<web_sys::HtmlElement>().ok())
        .filter(|element| element.offset_parent().is_some())
        .collect()
}
