//! The first steps: what to do next in a design that is not complete yet. They lead through several views, so they stand with
//! the frame, which lends them to the inspector.

use engine::model::{Design, Kind};
use inspector::Section;
use leptos::prelude::*;
use parts::actions::{Action, actions};
use parts::{WindowAction, document, wants_first};
use topology::{CanvasAction, TOPOLOGY, Tool};

/// One of the steps.
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

/// The kinds of record that the steps look at.
const LOOKED_AT: [Kind; 7] =
    [Kind::Context, Kind::Service, Kind::Topic, Kind::Flow, Kind::Message, Kind::Schema, Kind::Environment];

/// The steps, until all are done.
#[component]
pub(super) fn FirstSteps() -> impl IntoView {
    let (document, actions) = (document(), actions());
    let steps = Memo::new(move |_| document.of_kinds(&LOOKED_AT, first_steps));
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
