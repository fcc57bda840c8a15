//! Nothing selected: the design itself, how much there is in it, and what to do first.

use crate::app::actions::Action;
use crate::app::{MainView, app};
use crate::panels::inspector::fields::{FactLine, ReferenceField, TextField};
use crate::panels::inspector::form::{Form, form};
use crate::panels::inspector::section::{Findings, Heading, Section};
use engine::model::{Design, Kind, RecordKey};
use leptos::prelude::*;

/// What to do next in a design that is not complete yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    done: bool,
    text: &'static str,
    action: Action,
}

#[component]
pub(super) fn Nothing() -> impl IntoView {
    Form::provide(RecordKey::Settings);
    view! {
        <SettingsFields />
        <Findings />
    }
}

/// The design's own settings.
#[component]
pub(super) fn SettingsFields() -> impl IntoView {
    let form = form();
    let about = Signal::derive(move || format!("Design · format version {}", form.value("/format_version")));
    view! {
        <Heading name=Signal::derive(move || form.text("/name")) about=about />
        <div class="fields">
            <TextField label="Name" pointer="/name" />
            <ReferenceField
                label="Environment"
                pointer="/default_environment"
                kind=Kind::Environment
                none=Some("the first".to_owned())
                hint="The environment that numbers and exports refer to unless another is chosen"
            />
            <TextField label="Description" pointer="/description" lines=3 placeholder=Signal::stored("What it covers".to_owned()) />
        </div>
        <FirstSteps />
        <Counts />
        <div class="buttons padded">
            <button type="button" class="small" on:click=move |_| form.app.inspect(RecordKey::Policy)>
                "Guardrail policy"
            </button>
        </div>
    }
}

#[component]
fn FirstSteps() -> impl IntoView {
    let app = app();
    let steps = Memo::new(move |_| app.design(first_steps));
    let open = Memo::new(move |_| steps.with(|steps| steps.iter().any(|step| !step.done)));
    view! {
        <Show when=move || open.get()>
            <Section title="First steps">
                {move || {
                    steps
                        .get()
                        .into_iter()
                        .map(|step| {
                            view! {
                                <button
                                    type="button"
                                    class="first-step"
                                    class:done=step.done
                                    disabled=move || step.done || !step.action.is_enabled(app)
                                    on:click=move |_| app.run(step.action)
                                >
                                    <span class="first-sign" aria-hidden="true">{if step.done { "✓" } else { "○" }}</span>
                                    {step.text}
                                </button>
                            }
                        })
                        .collect_view()
                }}
            </Section>
        </Show>
    }
}

fn first_steps(design: &Design) -> Vec<Step> {
    let step = |done, text, action| Step { done, text, action };
    vec![
        step(!design.contexts().is_empty(), "Draw a bounded context", Action::Create(Kind::Context)),
        step(!design.services().is_empty(), "Put a service into it", Action::Create(Kind::Service)),
        step(!design.topics().is_empty(), "Give it a topic to write to", Action::Create(Kind::Topic)),
        step(!design.flows().is_empty(), "Draw a flow between them", Action::Show(MainView::Topology)),
        step(!design.messages().is_empty(), "Say which messages travel", Action::Create(Kind::Message)),
        step(!design.schemas().is_empty(), "Spell them with a schema", Action::Create(Kind::Schema)),
        step(!design.environments().is_empty(), "Describe where it runs", Action::Create(Kind::Environment)),
    ]
}

#[component]
fn Counts() -> impl IntoView {
    let app = app();
    let count = move |of: fn(&Design) -> usize| Signal::derive(move || app.design(of).to_string());
    view! {
        <Section title="In this design">
            <FactLine label="Contexts" value=count(|it| it.contexts().len()) />
            <FactLine label="Services" value=count(|it| it.services().len()) />
            <FactLine label="Topics" value=count(|it| it.topics().len()) />
            <FactLine label="Partitions" value=count(|it| it.topics().values().map(|it| it.partitions as usize).sum()) />
            <FactLine label="Flows" value=count(|it| it.flows().len()) />
            <FactLine label="Messages" value=count(|it| it.messages().len()) />
            <FactLine label="Schemas" value=count(|it| it.schemas().len()) />
            <FactLine label="Processes" value=count(|it| it.processes().len()) />
            <FactLine label="Decisions" value=count(|it| it.decisions().len()) />
        </Section>
    }
}
