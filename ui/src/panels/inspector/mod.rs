//! The inspector.

use leptos::prelude::*;

/// Every field of what is selected.
#[component]
pub fn Inspector() -> impl IntoView {
    view! { <div class="inspector" data-testid="inspector"></div> }
}
