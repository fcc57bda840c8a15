//! What to export: the environment, the targets, and what a decision draft is about.

use super::{About, Export, about_changes, about_selection};
use engine::diagnostic::counted;
use engine::export::Target;
use leptos::prelude::*;
use std::sync::Arc;
use widgets::{Choice, Picker};

#[component]
pub(super) fn Choices(export: Export) -> impl IntoView {
    let has_draft = Memo::new(move |_| export.targets.with(|targets| targets.contains(&Target::Adr)));
    view! {
        <div class="export-choices">
            <h3>"Environment"</h3>
            <Environment export=export />
            <h3>"Targets"</h3>
            {Target::ALL.into_iter().map(|target| view! { <TargetChoice export=export target=target /> }).collect_view()}
            <Show when=move || has_draft.get()>
                <Draft export=export />
            </Show>
        </div>
    }
}

#[component]
fn Environment(export: Export) -> impl IntoView {
    let app = export.app;
    let shown = Signal::derive(move || match export.environment.get() {
        Some(id) => app.design(|design| design.environment(&id).map_or(id.to_string(), |it| it.name.clone())),
        None => "None: the records as they stand".to_owned(),
    });
    let choices: widgets::Choices = Arc::new(move || {
        app.peek(|engine| {
            let environments = engine.design().environments().values();
            let named = environments.map(|it| Choice::new(it.id.as_str(), it.name.clone(), it.cluster.clone()));
            named.chain([Choice::new("", "None", "The records as they stand")]).collect()
        })
    });
    view! {
        <Picker
            label="Environment"
            shown=shown
            value=Signal::derive(move || export.environment.get().map(|id| id.to_string()))
            choices=choices
            on_pick=Callback::new(move |id: String| export.environment.set(id.parse().ok()))
            testid="export-environment"
        />
    }
}

#[component]
fn TargetChoice(export: Export, target: Target) -> impl IntoView {
    let on = move || export.targets.with(|targets| targets.contains(&target));
    let toggle = move |_| {
        export.targets.update(|targets| {
            if !targets.remove(&target) {
                targets.insert(target);
            }
        });
    };
    view! {
        <label class="target">
            <input
                type="checkbox"
                data-testid=format!("target-{target}")
                prop:checked=on
                on:change=toggle
            />
            <span>
                <b>{target.title()}</b>
                <span class="muted">{target.description()}</span>
            </span>
        </label>
    }
}

#[component]
fn Draft(export: Export) -> impl IntoView {
    let app = export.app;
    let choice = move |about: About, title: String, testid: &'static str, enabled: bool| {
        view! {
            <label class="target">
                <input
                    type="radio"
                    name="about"
                    data-testid=testid
                    disabled=!enabled
                    prop:checked=move || export.about.get() == about
                    on:change=move |_| export.about.set(about)
                />
                <span>{title}</span>
            </label>
        }
    };
    let records = |count: usize| counted(count, "record");
    let (selected, changed) = (about_selection(app).len(), about_changes(app).len());
    view! {
        <h3>"Decision draft"</h3>
        <input
            class="text-field"
            type="text"
            placeholder="Title, for example Raise order-events to 24 partitions"
            aria-label="Title of the decision"
            data-testid="draft-title"
            prop:value=move || export.title.get()
            on:input=move |event| export.title.set(event_target_value(&event))
        />
        {choice(About::Selection, format!("About the selection, {}", records(selected)), "draft-selection", selected > 0)}
        {choice(About::Changes, format!("About what changed since opening, {}", records(changed)), "draft-changes", changed > 0)}
        {choice(About::Design, "About the whole design".to_owned(), "draft-design", true)}
        <textarea
            class="text-area"
            rows="2"
            placeholder="Other options that were weighed, one a line"
            aria-label="Other options that were weighed"
            data-testid="draft-alternatives"
            prop:value=move || export.alternatives.get()
            on:input=move |event| export.alternatives.set(event_target_value(&event))
        ></textarea>
    }
}
