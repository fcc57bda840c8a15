//! The bar at the bottom: for which environment numbers hold, what is wrong, what the shell is doing, how much there is, and how long checking took.

use crate::frame::jobs::RunningJobs;
use diagnostic::Severity;
use engine::derive::wording::grouped;
use engine::diagnostic::{counted, numbered};
use engine::model::Kind;
use leptos::prelude::*;
use parts::{BottomTab, WindowAction, actions, attention, document};
use std::sync::Arc;
use widgets::{Choice, Choices, Icon, Picker};

/// The status bar.
#[component]
pub fn StatusBar() -> impl IntoView {
    let document = document();
    let is_open = Memo::new(move |_| document.is_open());
    view! {
        <footer class="status" data-place="bar" data-testid="status">
            <Show when=move || is_open.get() fallback=|| view! { <span>"No design is open"</span> }>
                <EnvironmentPicker />
                <Findings />
            </Show>
            <RunningJobs />
            <Show when=move || is_open.get()>
                <Counts />
            </Show>
        </footer>
    }
}

#[component]
fn EnvironmentPicker() -> impl IntoView {
    let (document, attention) = (document(), attention());
    let current = Memo::new(move |_| document.current_environment());
    let shown = Memo::new(move |_| {
        let Some(id) = current.get() else { return "no environment".to_owned() };
        document.of_kinds(&[Kind::Environment], |design| {
            design.environment(&id).map_or_else(String::new, |environment| {
                if environment.cluster.is_empty() {
                    environment.name.clone()
                } else {
                    format!("{} · {}", environment.name, environment.cluster)
                }
            })
        })
    });
    let choices: Choices = Arc::new(move || {
        document.peek(|engine| {
            let environments = engine.design().environments().values();
            environments.map(|it| Choice::new(it.id.as_str(), it.name.clone(), it.cluster.clone())).collect()
        })
    });
    view! {
        <span class="status-environment">
            <Icon icon=icondata_lu::LuServer size=13 />
            <Picker
                label="Environment"
                shown=shown
                value=Signal::derive(move || current.get().map(|id| id.to_string()))
                choices=choices
                on_pick=Callback::new(move |id: String| attention.environment.set(id.parse().ok()))
                class="flat"
                testid="environment"
                disabled=Signal::derive(move || current.with(Option::is_none))
            />
        </span>
    }
}

#[component]
fn Findings() -> impl IntoView {
    let (document, actions) = (document(), actions());
    let text = Memo::new(move |_| {
        document.findings(|engine| {
            let of = |severity| engine.count(severity);
            weights(of(Severity::Error), of(Severity::Warning), of(Severity::Info))
        })
    });
    view! {
        <button
            type="button"
            class="status-button"
            data-testid="status-problems"
            title="Show problems"
            on:click=move |_| actions.run(WindowAction::ShowTab(BottomTab::Problems))
        >
            {move || text.get()}
        </button>
    }
}

/// How many findings there are, in words.
pub(super) fn weights(errors: usize, warnings: usize, notes: usize) -> String {
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning"), (notes, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    if parts.is_empty() { "No problems".to_owned() } else { parts.join(" · ") }
}

#[component]
fn Counts() -> impl IntoView {
    let document = document();
    let counts = Memo::new(move |_| {
        let kinds = [Kind::Context, Kind::Service, Kind::Topic, Kind::Schema];
        document.of_kinds(&kinds, |design| {
            let said = |count: usize, noun: &str| format!("{} {}", grouped(count as f64, 0), numbered(count, noun));
            [
                said(design.contexts().len(), "context"),
                said(design.services().len(), "service"),
                said(design.topics().len(), "topic"),
                said(design.schemas().len(), "schema"),
            ]
            .join(" · ")
        })
    });
    let checked = move || {
        let (what, ms) = document.took.get();
        if ms < 1.0 { format!("{what} in under 1 ms") } else { format!("{what} in {ms:.0} ms") }
    };
    view! {
        <span class="status-counts" data-testid="status-counts">
            {move || counts.get()}
            " · "
            {checked}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::weights;

    #[test]
    fn findings_are_counted_in_words() {
        let check = |errors, warnings, notes, expected: &str| assert_eq!(weights(errors, warnings, notes), expected);
        check(1, 2, 0, "1 error · 2 warnings");
        check(0, 0, 3, "3 notes");
        check(0, 0, 0, "No problems");
    }
}
