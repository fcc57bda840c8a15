//! The head of a view that is a list or a table.

use leptos::prelude::*;

/// What a view shows, a fact about it, and what can be done with the whole.
#[component]
pub(super) fn ViewHead(
    /// What it shows.
    #[prop(into)]
    title: String,
    /// The fact about it.
    #[prop(into)]
    about: Signal<String>,
    /// What can be done with the whole.
    children: Children,
) -> impl IntoView {
    view! {
        <header class="view-head">
            <h2>{title}</h2>
            <span class="muted">{move || about.get()}</span>
            <span class="grow"></span>
            {children()}
        </header>
    }
}
