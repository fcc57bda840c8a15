//! The schemas view.

mod actions;

pub use actions::SchemaAction;

use leptos::prelude::*;

/// Schemas, their versions and whom a change breaks.
#[component]
pub fn SchemasView() -> impl IntoView {
    view! { <div class="schemas" data-testid="schemas"></div> }
}
