//! Business processes as a readable table: who does what, in which order, how long it may take, and what happens when it
//! fails.

use crate::head::ViewHead;
use engine::derive::wording::duration_short;
use engine::diagnostic::{counted, numbered};
use engine::model::{Design, Kind, Process, ProcessId, RecordKey, Step, StepId, StepKind, word_of};
use leptos::prelude::*;
use parts::mark::KeyMark;
use parts::{Attention, Document, Installed, MainView, WindowAction, actions, attention, document};

/// The colour that stands for a step's kind.
fn step_colour(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Actor => "muted",
        StepKind::Command => "command",
        StepKind::Event => "event",
        StepKind::Policy => "policy",
        StepKind::ReadModel => "read-model",
        StepKind::External => "external",
    }
}

/// The process view, as the frame knows it.
pub static PROCESS: MainView = MainView {
    word: "process",
    title: "Process",
    action_title: "Show processes",
    chords: &["Alt+3"],
    made_for: &[Kind::Process],
    keys_act_on: &[Kind::Process],
    is_drawing: false,
    install: Installed::nothing,
    component: || view! { <ProcessView /> }.into_any(),
    side: None,
};

/// All processes, and the steps of one.
#[component]
fn ProcessView() -> impl IntoView {
    let (document, attention, actions) = (document(), attention(), actions());
    let list = Memo::new(move |_| {
        document.of_kinds(&[Kind::Process], |design| {
            let line = |it: &Process| (it.id.clone(), it.name.clone(), it.steps.len());
            design.processes().values().map(line).collect::<Vec<_>>()
        })
    });
    let shown = Memo::new(move |_| {
        let selected = attention.selection.with(|selection| match selection.primary() {
            Some(RecordKey::Process(id)) => Some(id.clone()),
            Some(_) | None => None,
        });
        document.of_kinds(&[Kind::Process], |design| {
            selected.and_then(|id| design.process(&id)).or_else(|| design.processes().values().next()).cloned()
        })
    });
    view! {
        <div class="table-view" data-testid="process">
            <Show
                when=move || list.with(|list| !list.is_empty())
                fallback=move || {
                    view! {
                        <div class="nothing">
                            <p>"No process has been described yet. Say who does what after which event"</p>
                            <button
                                type="button"
                                class="primary"
                                disabled=move || !document.is_editable()
                                on:click=move |_| actions.run(WindowAction::Create(Kind::Process))
                            >
                                "New process…"
                            </button>
                        </div>
                    }
                }
            >
                <nav class="process-list" aria-label="Processes">
                    <For each=move || list.get() key=|line| line.clone() let((id, name, steps))>
                        <ProcessTab
                            id=id
                            name=name
                            steps=steps
                            shown=Signal::derive(move || shown.with(|shown| shown.as_ref().map(|it| it.id.clone())))
                        />
                    </For>
                </nav>
                {move || shown.get().map(|process| view! { <Steps process=process /> })}
            </Show>
        </div>
    }
}

#[component]
fn ProcessTab(
    id: ProcessId,
    name: String,
    steps: usize,
    #[prop(into)] shown: Signal<Option<ProcessId>>,
) -> impl IntoView {
    let attention = attention();
    let own = id.clone();
    view! {
        <button
            type="button"
            class="chip"
            class:on=move || shown.with(|shown| shown.as_ref() == Some(&own))
            data-testid=format!("process-{id}")
            on:click=move |_| attention.show(id.clone().into())
        >
            {name}
            <span class="pill">{steps}</span>
        </button>
    }
}

#[component]
fn Steps(process: Process) -> impl IntoView {
    let (document, attention) = (document(), attention());
    let told = process.clone();
    let facts = Memo::new(move |_| document.of_kinds(&[Kind::Context, Kind::Service], |design| facts(design, &told)));
    let compensated: Vec<StepId> = process.steps.iter().filter_map(|step| step.compensation.clone()).collect();
    let names: Vec<(StepId, String)> = process.steps.iter().map(|step| (step.id.clone(), step.name.clone())).collect();
    let key = RecordKey::from(process.id.clone());
    let inspected = key.clone();
    let rows = process
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let undoes = compensated.contains(&step.id);
            step_row(document, attention, index, step, &names, undoes)
        })
        .collect_view();
    view! {
        <ViewHead title=process.name.clone() about=facts>
            <button type="button" on:click=move |_| attention.inspect(inspected.clone())>
                "Edit steps"
            </button>
        </ViewHead>
        {(!process.description.is_empty()).then(|| view! { <p class="view-text">{process.description.clone()}</p> })}
        {if process.steps.is_empty() {
            view! { <p class="nothing">"This process has no steps yet. Add the first in the inspector"</p> }.into_any()
        } else {
            view! {
                <div class="table-scroll" tabindex="0">
                    <table class="records steps">
                        <thead>
                            <tr>
                                <th>"#"</th>
                                <th>"Step"</th>
                                <th>"Who"</th>
                                <th>"Message"</th>
                                <th>"Takes"</th>
                                <th>"What follows"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
                .into_any()
        }}
    }
}

fn step_row(
    document: Document,
    attention: Attention,
    index: usize,
    step: &Step,
    names: &[(StepId, String)],
    undoes: bool,
) -> AnyView {
    let name = |id: &StepId| names.iter().find(|(it, _)| it == id).map_or(id.to_string(), |(_, name)| name.clone());
    let colour = step_colour(step.kind);
    let word = word_of(Kind::Process, "/steps/*/kind", &step.kind);
    let (kind, meaning) = word.map_or(("", ""), |word| (word.title.as_str(), word.hint.as_str()));
    let link = |key: RecordKey| {
        let (target, named) = (key.clone(), key.clone());
        let text = move || document.appearance(&named, |engine| engine.name_of(&named));
        view! {
            <button type="button" class="record-chip" on:click=move |_| attention.show(target.clone())>
                <KeyMark key=Signal::stored(key) />
                {text}
            </button>
        }
    };
    let service = step.service.clone().map(RecordKey::from).map(link);
    let message = step.message.clone().map(RecordKey::from).map(link);
    let mut takes: Vec<String> = Vec::new();
    takes.extend(step.duration_ms.map(|ms| duration_short(ms as f64)));
    takes.extend(step.timeout_ms.map(|ms| format!("at most {}", duration_short(ms as f64))));
    takes.extend(step.retries.filter(|count| *count > 0).map(|count| match count {
        1 => "1 retry".to_owned(),
        count => format!("{count} retries"),
    }));
    let then: Vec<String> = step.then.iter().map(name).collect();
    view! {
        <tr class:undo=undoes>
            <td class="muted">{index + 1}</td>
            <td>
                <div class="step" style=format!("--step:var(--{colour})") title=meaning>
                    <span class="step-name">{step.name.clone()}</span>
                    <span class="muted step-kind">{if undoes { "Compensation" } else { kind }}</span>
                    {(!step.description.is_empty())
                        .then(|| view! { <div class="step-text">{step.description.clone()}</div> })}
                </div>
            </td>
            <td>{service}</td>
            <td>{message}</td>
            <td>{takes.join(", ")}</td>
            <td class="follows">
                {(!then.is_empty()).then(|| view! { <div>"→ "{then.join(", ")}</div> })}
                {step.on_failure.as_ref().map(|id| view! { <div class="error-text">"if it fails: "{name(id)}</div> })}
                {step.compensation.as_ref().map(|id| view! { <div class="muted">"undone by: "{name(id)}</div> })}
            </td>
        </tr>
    }
    .into_any()
}

/// What a process is, in one line.
fn facts(design: &Design, process: &Process) -> String {
    let style = match &process.orchestrator {
        Some(service) => {
            let name = design.service(service).map_or(service.as_str(), |it| it.name.as_str());
            format!("orchestrated by {name}")
        }
        None => match process.style {
            engine::model::ProcessStyle::Orchestrated => "orchestrated".to_owned(),
            engine::model::ProcessStyle::Choreographed => "choreographed".to_owned(),
        },
    };
    let failures = process.steps.iter().filter(|step| step.on_failure.is_some()).count();
    let compensations = process.steps.iter().filter(|step| step.compensation.is_some()).count();
    let ways = numbered(failures, "way");
    let steps = counted(process.steps.len(), "step");
    format!("{style} · {steps} · {failures} {ways} to fail · {compensations} with compensation")
}
