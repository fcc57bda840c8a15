//! The parts of an inspector: its heading, its sections, and the bars of derived numbers.

use crate::form::form;
use diagnostic::Severity;
use engine::check::Finding;
use leptos::prelude::*;
use parts::SeverityIcon;
use parts::mark::KeyMark;
use parts::quantity::tone_of;
use parts::{recall, remember};
use std::sync::Arc;
use widgets::{Each, Icon};

/// A section with a heading. One that can fold stays as it was left.
#[component]
pub fn Section(
    /// Its heading.
    #[prop(into)]
    title: String,
    /// A few words at the right of the heading.
    #[prop(into, default = Signal::derive(String::new))]
    detail: Signal<String>,
    /// Whether it begins folded.
    #[prop(default = false)]
    folded: bool,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let name = format!("section.{title}");
    let open = RwSignal::new(recall(&name).unwrap_or(!folded));
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        remember(&name, &open.get_untracked());
    };
    let testid = format!("section-{}", engine::model::slug(&title, "section"));
    let children = StoredValue::new(children);
    view! {
        <section class="inspector-section" class:folded=move || !open.get() data-testid=testid>
            <h3>
                <button type="button" class="section-head" aria-expanded=move || open.get().to_string() on:click=toggle>
                    <span class="grow">{title}</span>
                    <span class="section-detail mono">{move || detail.get()}</span>
                    <span class="twisty" class:open=move || open.get()>
                        <Icon icon=icondata_lu::LuChevronRight size=12 />
                    </span>
                </button>
            </h3>
            <Show when=move || open.get()>
                <div class="section-body">{children.with_value(|children| children())}</div>
            </Show>
        </section>
    }
}

/// A derived number with a bar for its share of what there is.
#[component]
pub fn ShareBar(
    /// What it counts.
    #[prop(into)]
    label: String,
    /// The number, with what there is.
    value: String,
    /// The share; nothing draws no bar.
    share: Option<f64>,
) -> impl IntoView {
    let tone = share.map_or("", tone_of);
    view! {
        <div class="share-bar">
            <div class="share-words">
                <span class="muted">{label}</span>
                <span class="mono">{value}</span>
            </div>
            {share
                .map(|share| {
                    view! {
                        <div
                            class="bar-track"
                            role="meter"
                            aria-valuemin="0"
                            aria-valuemax="100"
                            aria-valuenow=format!("{:.0}", share * 100.0)
                        >
                            <div class=format!("bar-fill {tone}") style:width=format!("{:.1}%", (share * 100.0).clamp(0.0, 100.0))></div>
                        </div>
                    }
                })}
        </div>
    }
}

/// The heading: sign, name, and one line about where the record belongs.
#[component]
pub fn Heading(
    /// The record's name.
    #[prop(into)]
    name: Signal<String>,
    /// Where it belongs.
    #[prop(into)]
    about: Signal<String>,
    /// Whether the name is a machine's.
    #[prop(default = false)]
    mono: bool,
) -> impl IntoView {
    let form = form();
    view! {
        <header class="inspector-head">
            <h2>
                <KeyMark key=Signal::stored(form.key()) />
                <span class="inspector-name" class:mono=mono data-testid="inspector-name">{move || name.get()}</span>
            </h2>
            <p class="muted">{move || about.get()}</p>
        </header>
    }
}

/// A button to the view that is made for the record, while another is in front.
#[component]
pub fn OpenView(
    /// What the button says.
    text: &'static str,
) -> impl IntoView {
    let form = form();
    let view = form.attention.view_for(form.key().kind());
    view! {
        <Show when=move || form.attention.view.get() != view>
            <button
                type="button"
                class="small"
                data-testid=format!("open-{}", view.word)
                on:click=move |_| form.attention.open_view_of(&form.key())
            >
                {text}
            </button>
        </Show>
    }
}

/// Everything that a finding shows; another text is another finding.
fn identity(finding: &Arc<Finding>) -> (&'static str, Severity, String, String, Vec<String>) {
    let repairs = finding.repairs.iter().map(|repair| repair.title.clone()).collect();
    (finding.rule.code, finding.severity, finding.message.clone(), finding.help.clone(), repairs)
}

/// What is wrong with the record as a whole, with repairs.
#[component]
pub fn Findings() -> impl IntoView {
    let form = form();
    let findings = Memo::new(move |_| form.findings());
    view! {
        <Show when=move || findings.with(|findings| !findings.is_empty())>
            <ul class="inspector-findings" aria-label="Problems of this record">
                <Each items=findings key=identity children=|finding| view! { <FindingLine finding=finding /> } />
            </ul>
        </Show>
    }
}

#[component]
fn FindingLine(finding: Signal<Arc<Finding>>) -> impl IntoView {
    let form = form();
    let Finding { severity, message, help, repairs, .. } = (*finding.get_untracked()).clone();
    let repair = |(index, title): (usize, String)| {
        // An edit elsewhere may have moved the places that the repair is about.
        let apply = move |_| {
            if let Some(repair) = finding.with_untracked(|finding| finding.repairs.get(index).cloned()) {
                form.document.repair(&repair);
            }
        };
        view! {
            <button type="button" class="repair small" disabled=move || !form.is_editable() on:click=apply>
                {title}
            </button>
        }
    };
    let titles = repairs.into_iter().map(|repair| repair.title).enumerate();
    view! {
        <li>
            <SeverityIcon severity=severity />
            <div class="grow">
                <div>{message}</div>
                {(!help.is_empty()).then(|| view! { <div class="muted">{help}</div> })}
                {titles.map(repair).collect_view()}
            </div>
        </li>
    }
}
