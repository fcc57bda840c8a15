//! How far something has come, as a bar.

use leptos::prelude::*;

/// A bar that fills.
#[component]
pub fn ProgressBar(
    /// What is done, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// From 0 to 1; nothing while it is not known how much there is.
    #[prop(into)]
    part: Signal<Option<f64>>,
) -> impl IntoView {
    let percent = move || part.get().map(|part| (part.clamp(0.0, 1.0) * 100.0).round());
    view! {
        <div
            class="bar-track progress"
            role="progressbar"
            aria-label=move || label.get()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent().map(|percent| percent.to_string())
        >
            <div class="bar-fill accent" style:width=move || format!("{}%", percent().unwrap_or_default())></div>
        </div>
    }
}
