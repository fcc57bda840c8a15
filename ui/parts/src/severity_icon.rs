//! How much a finding weighs, in one sign.

use diagnostic::Severity;
use leptos::prelude::*;

/// A disc with a sign in it: told apart by sign and colour, and by its label.
#[component]
pub fn SeverityIcon(
    /// How much it weighs.
    severity: Severity,
    /// Its edge, in pixels.
    #[prop(default = 13)]
    size: u32,
) -> impl IntoView {
    let sign = match severity {
        Severity::Error => "M5.2 5.2l3.6 3.6M8.8 5.2L5.2 8.8",
        Severity::Warning => "M7 3.9v3.7M7 9.8v.05",
        Severity::Info => "M7 6.6v3.4M7 4.2v.05",
    };
    view! {
        <svg class=format!("severity {}", severity.as_str()) width=size height=size viewBox="0 0 14 14" role="img" aria-label=severity.as_str()>
            <circle cx="7" cy="7" r="7"></circle>
            <path d=sign fill="none" stroke-width="1.7" stroke-linecap="round"></path>
        </svg>
    }
}
