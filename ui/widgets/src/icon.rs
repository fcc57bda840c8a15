//! Icons, always beside or instead of a text that says the same to a screen reader.

use leptos::prelude::*;

/// A Lucide icon. Invisible to screen readers: whatever carries it has a label.
#[component]
pub fn Icon(
    /// Which one.
    icon: icondata_core::Icon,
    /// Its edge, in pixels.
    #[prop(default = 14)]
    size: u32,
) -> impl IntoView {
    let data = icon.data;
    view! {
        <svg
            class="icon"
            width=size
            height=size
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            inner_html=data
        ></svg>
    }
}
