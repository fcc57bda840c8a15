//! Nothing selected: the design itself, how much there is in it, and what to do first.

use crate::app::actions::Action;
use crate::app::{WindowAction, actions, document, wants_first};
use crate::canvas::{CanvasAction, TOPOLOGY, Tool};
use crate::panels::inspector::fields::{FactLine, ReferenceField, TYPE_A_NAME, TextField, WordField};
use crate::panels::inspector::form::{Form, form};
use crate::panels::inspector::section::{Findings, Heading, Section};
use crate::panels::inspector::words;
use engine::derive::wording::grouped;
use engine::model::{Design, Kind, RecordKey};
use leptos::prelude::*;

/// What to do next in a design that is not complete yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    done: bool,
    text: &'static str,
    action: Action,
    /// What follows at once.
    then: Option<Action>,
    /// What is missing for it, said instead of doing it.
    wants: Option<&'static str>,
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
    let has_environment =
        Memo::new(move |_| form.document.of_kinds(&[Kind::Environment], |design| !design.environments().is_empty()));
    let about = Signal::derive(move || format!("Design · format version {}", form.value("/format_version")));
    view! {
        <Heading name=Signal::derive(move || form.text("/name")) about=about />
        <div class="fields">
            <TextField label="Name" pointer="/name" required=TYPE_A_NAME />
            {move || {
                let none = if has_environment.get() { "the first" } else { "none yet" };
                view! {
                    <ReferenceField
                        label="Environment"
                        pointer="/default_environment"
                        kind=Kind::Environment
                        none=Some(none.to_owned())
                        hint="The environment that numbers and exports refer to unless another is chosen"
                    />
                }
            }}
            <WordField
                label="Schema rules"
                pointer="/schema_rules"
                words=words::SCHEMA_RULES
                hint="By whose rules one version of a schema reads another"
            />
            <TextField label="Description" pointer="/description" lines=3 placeholder=Signal::stored("What it covers".to_owned()) />
        </div>
        <FirstSteps />
        <Counts />
        <div class="buttons padded">
            <button type="button" class="small" on:click=move |_| form.attention.inspect(RecordKey::Policy)>
                "Guardrail policy"
            </button>
        </div>
    }
}

#[component]
fn FirstSteps() -> impl IntoView {
    let (document, actions) = (document(), actions());
    let steps = Memo::new(move |_| document.of_kinds(&COUNTED, first_steps));
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
                                    title=step.wants
                                    disabled=move || step.done || step.wants.is_some() || !actions.is_enabled(step.action)
                                    on:click=move |_| {
                                        actions.run(step.action);
                                        if let Some(then) = step.then {
                                            actions.run(then);
                                        }
                                    }
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

fn first_steps(design: &Design) -> Vec<Step> {
    let create = |done, text, kind| Step {
        done,
        text,
        action: WindowAction::Create(kind).into(),
        then: None,
        wants: wants_first(kind, design),
    };
    let lacks_end = design.services().is_empty() || design.topics().is_empty();
    vec![
        create(!design.contexts().is_empty(), "Draw a bounded context", Kind::Context),
        create(!design.services().is_empty(), "Put a service into it", Kind::Service),
        create(!design.topics().is_empty(), "Give it a topic to write to", Kind::Topic),
        Step {
            done: !design.flows().is_empty(),
            text: "Draw a flow between them",
            action: WindowAction::Show(&TOPOLOGY).into(),
            then: Some(CanvasAction::Take(Tool::Flow).into()),
            wants: lacks_end.then_some("Draw a service and a topic first, for it to connect"),
        },
        create(!design.messages().is_empty(), "Say which messages travel", Kind::Message),
        create(!design.schemas().is_empty(), "Spell them with a schema", Kind::Schema),
        create(!design.environments().is_empty(), "Describe where it runs", Kind::Environment),
    ]
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_what_it_needs_until_that_is_there() {
        let mut design = Design::default();
        let blocked = |design: &Design| {
            let steps = first_steps(design);
            steps.into_iter().filter(|step| step.wants.is_some()).map(|step| step.text).collect::<Vec<_>>()
        };
        let all = [
            "Put a service into it",
            "Give it a topic to write to",
            "Draw a flow between them",
            "Say which messages travel",
            "Spell them with a schema",
        ];
        assert_eq!(blocked(&design), all);
        for (record, left) in [
            (serde_json::json!({"context": {"id": "a", "name": "A"}}), &["Draw a flow between them"][..]),
            (serde_json::json!({"service": {"id": "s", "context": "a", "name": "s"}}), &["Draw a flow between them"]),
            (
                serde_json::json!({"topic": {"id": "t", "context": "a", "name": "t", "partitions": 1, "replication": 1}}),
                &[],
            ),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
            assert_eq!(blocked(&design), left);
        }
    }
}
