//! Nothing selected: the design itself, how much there is in it, and what to do first.

use crate::fields::{FactLine, ReferenceField, TYPE_A_NAME, TextField, WordField};
use crate::form::{Form, form};
use crate::section::{Findings, Heading, Section};
use engine::derive::wording::grouped;
use engine::model::{Design, Kind, RecordKey};
use leptos::prelude::*;
use parts::{document, slots};

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
    let has_environment =
        Memo::new(move |_| form.document.of_kinds(&[Kind::Environment], |design| !design.environments().is_empty()));
    let about = Signal::derive(move || format!("Design, saved in format {}", form.value("/format_version")));
    view! {
        <Heading name=Signal::derive(move || form.text("/name")) about=about />
        <div class="fields">
            <TextField pointer="/name" required=TYPE_A_NAME />
            {move || {
                let none = if has_environment.get() { "the first" } else { "none yet" };
                view! {
                    <ReferenceField
                        pointer="/default_environment"
                        kind=Kind::Environment
                        none=Some(none.to_owned())
                    />
                }
            }}
            <WordField
                pointer="/schema_rules"
            />
            <TextField pointer="/description" lines=3 placeholder=Signal::stored("What it covers".to_owned()) />
        </div>
        {(slots().first_steps)()}
        <Counts />
        <div class="buttons padded">
            <button type="button" class="small" on:click=move |_| form.attention.inspect(RecordKey::Policy)>
                "Guardrail policy"
            </button>
        </div>
    }
}

/// The kinds of record that are counted here.
const COUNTED: [Kind; 9] = [
    Kind::Context,
    Kind::Service,
    Kind::Topic,
    Kind::Flow,
    Kind::Message,
    Kind::Schema,
    Kind::Process,
    Kind::Decision,
    Kind::Environment,
];

#[component]
fn Counts() -> impl IntoView {
    let document = document();
    let count =
        move |of: fn(&Design) -> usize| Signal::derive(move || grouped(document.of_kinds(&COUNTED, of) as f64, 0));
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
