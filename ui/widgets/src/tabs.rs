//! Tabs: one of several things shown in the same place, reached with the arrow keys.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One tab.
#[derive(Clone)]
pub struct Tab<T: 'static> {
    /// What it stands for.
    pub value: T,
    /// What it is called.
    pub title: &'static str,
    /// What a test calls it.
    pub testid: String,
    /// A number beside its title, with the tone of its pill; nothing for no number.
    pub count: Signal<Option<(usize, &'static str)>>,
}

/// A row of tabs.
#[component]
pub fn Tabs<T>(
    /// The tabs, in order.
    tabs: Vec<Tab<T>>,
    /// The one in front.
    #[prop(into)]
    value: Signal<T>,
    /// Brings one to the front.
    on_pick: Callback<T>,
    /// What a screen reader calls the row.
    label: &'static str,
    /// Further classes.
    class: &'static str,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let row = NodeRef::<html::Div>::new();
    let values: Vec<T> = tabs.iter().map(|tab| tab.value).collect();
    let on_key = move |event: ev::KeyboardEvent| {
        let at = values.iter().position(|it| *it == value.get_untracked()).unwrap_or_default();
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % values.len().max(1),
            "ArrowLeft" => at.checked_sub(1).unwrap_or(values.len().saturating_sub(1)),
            "Home" => 0,
            "End" => values.len().saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if let Some(picked) = values.get(next) {
            on_pick.run(*picked);
            let index = u32::try_from(next).unwrap_or_default();
            let tab = row.get_untracked().and_then(|row| row.children().item(index));
            if let Some(tab) = tab.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = tab.focus();
            }
        }
    };
    view! {
        <div class=format!("tabs {class}") role="tablist" aria-label=label node_ref=row on:keydown=on_key>
            {tabs
                .into_iter()
                .map(|tab| {
                    let own = tab.value;
                    let in_front = move || value.get() == own;
                    view! {
                        <button
                            type="button"
                            class="tab"
                            role="tab"
                            class:front=in_front
                            aria-selected=move || in_front().to_string()
                            tabindex=move || if in_front() { "0" } else { "-1" }
                            data-testid=tab.testid
                            on:click=move |_| on_pick.run(own)
                        >
                            <span class="tab-title" data-title=tab.title>{tab.title}</span>
                            {move || {
                                tab.count.get().map(|(count, tone)| view! { <span class=format!("pill {tone}")>{count}</span> })
                            }}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
