//! The versions as a rail: what was released, how the draft stands to it, and the verdict in words.

use super::judged::{Judged, Part};
use super::state::{bench, workbench};
use crate::SchemaAction;
use leptos::html;
use leptos::prelude::*;
use parts::actions;
use widgets::{Each, Icon};

/// A stop of the rail.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stop {
    part: Part,
    label: String,
    /// `ok`, `warning` or `error`.
    tone: &'static str,
    /// Whether the draft does not go together with it.
    is_broken: bool,
    says: String,
}

fn stops(judged: &Judged) -> Vec<Stop> {
    let mut stops: Vec<Stop> = judged
        .verdict
        .versions
        .iter()
        .map(|it| {
            let is_fine = it.text.findings.is_empty() && it.history.is_empty();
            let own = match (it.text.findings.is_empty(), it.history.is_empty()) {
                (true, true) => "fits the versions before it",
                (true, false) => "broke the mode when it was released",
                (false, _) => "its text breaks the specification",
            };
            let draft = if it.draft.is_empty() { "" } else { "; the draft does not go together with it" };
            Stop {
                part: Part::Version(it.number),
                label: format!("v{}", it.number),
                tone: if is_fine { "ok" } else { "warning" },
                is_broken: !it.draft.is_empty(),
                says: format!("Version {}: {own}{draft}", it.number),
            }
        })
        .collect();
    if judged.draft.is_some() {
        let harm = judged.harm();
        stops.push(Stop {
            part: Part::Draft,
            label: "draft".to_owned(),
            tone: if harm.is_some() { "error" } else { "ok" },
            is_broken: false,
            says: format!("The draft {}", harm.unwrap_or_else(|| "breaks nobody".to_owned())),
        });
    }
    stops
}

fn verdict(judged: &Judged) -> (String, &'static str) {
    let mode = judged.verdict.mode.as_str();
    let old = judged.verdict.versions.iter().filter(|it| !it.history.is_empty()).count();
    match (&judged.draft, judged.harm()) {
        (Some(_), Some(harm)) => (format!("draft {harm}"), "error"),
        (Some(_), None) => ("draft breaks nobody".to_owned(), "ok"),
        (None, _) if judged.versions.is_empty() => ("nothing is released yet".to_owned(), ""),
        (None, Some(harm)) if judged.verdict.next.is_some() => (format!("a draft that it uses {harm}"), "error"),
        (None, Some(harm)) => (format!("latest version {harm}"), "error"),
        (None, None) if old > 0 => (format!("{old} of {} versions broke {mode}", judged.versions.len()), "warning"),
        (None, None) => (format!("all versions keep {mode}"), "ok"),
    }
}

/// The rail of versions.
#[component]
pub fn Rail() -> impl IntoView {
    let (actions, workbench, bench) = (actions(), workbench(), bench());
    let all = Memo::new(move |_| bench.judged.with(|it| it.as_deref().map(stops).unwrap_or_default()));
    let says = Memo::new(move |_| bench.judged.with(|it| it.as_deref().map(verdict).unwrap_or_default()));
    let shown = Memo::new(move |_| bench.part());
    let list = NodeRef::<html::Ol>::new();
    // The newest stops are the last, and those are what people come for.
    Effect::new(move |_| {
        shown.track();
        all.track();
        let Some(list) = list.get() else { return };
        request_animation_frame(move || {
            if let Ok(Some(stop)) = list.query_selector(".stop-button.shown") {
                let (stop, around) = (stop.get_bounding_client_rect(), list.get_bounding_client_rect());
                let beyond = (stop.right() - around.right()).max(0.0) + (stop.left() - around.left()).min(0.0);
                list.set_scroll_left(list.scroll_left() + beyond as i32);
            }
        });
    });
    let can_compare = Memo::new(move |_| all.with(|all| all.len() > 1));
    let stop = move |it: Signal<Stop>| {
        let part = it.with_untracked(|it| it.part);
        let tone = move || it.with(|it| it.tone);
        let says = move || it.with(|it| it.says.clone());
        let sign = move || if tone() == "ok" { "M4.4 7.2l1.9 1.8 3.3-3.7" } else { "M5.2 5.2l3.6 3.6M8.8 5.2L5.2 8.8" };
        let testid = match part {
            Part::Version(number) => format!("version-{number}"),
            Part::Draft | Part::Nothing => "draft".to_owned(),
        };
        let is_shown = move || shown.get() == Some(part);
        view! {
            <li class="stop" class:to-draft=part == Part::Draft>
                <button
                    type="button"
                    class=move || format!("stop-button {}", tone())
                    class:shown=is_shown
                    class:broken=move || it.with(|it| it.is_broken)
                    aria-pressed=move || is_shown().to_string()
                    title=says
                    aria-label=says
                    data-testid=testid
                    on:click=move |_| {
                        workbench.compare.set(None);
                        workbench.version.set(if let Part::Version(number) = part { Some(number) } else { None });
                    }
                >
                    <svg width="18" height="18" viewBox="0 0 14 14" aria-hidden="true">
                        <circle cx="7" cy="7" r="6.3"></circle>
                        <path d=sign fill="none" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"></path>
                    </svg>
                    <span class="mono">{move || it.with(|it| it.label.clone())}</span>
                </button>
            </li>
        }
    };
    view! {
        <div class="rail" data-testid="versions">
            <h3>"Versions"</h3>
            <ol class="stops" node_ref=list>
                <Each items=all key=|it: &Stop| it.part children=stop />
            </ol>
            <button
                type="button"
                class="rail-compare"
                aria-pressed=move || workbench.compare.with(Option::is_some).to_string()
                title=move || {
                    if can_compare.get() { "Compare any two versions" } else { "There is nothing to compare it with yet" }
                }
                data-testid="compare"
                disabled=move || !can_compare.get()
                on:click=move |_| actions.run(SchemaAction::Compare)
            >
                <Icon icon=icondata_lu::LuGitCompareArrows size=13 />
                "Compare"
            </button>
            <span class=move || format!("rail-verdict {}", says.get().1) data-testid="verdict" role="status">
                {move || says.get().0}
            </span>
        </div>
    }
}
