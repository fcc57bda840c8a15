//! What to export: the environment, the targets, and the options of those that are chosen.

use super::Export;
use super::options::TargetOptions;
use engine::export::{EXPORTERS, Exporter};
use leptos::prelude::*;
use std::sync::Arc;
use widgets::{Choice, Picker};

#[component]
pub(super) fn Choices(export: Export) -> impl IntoView {
    view! {
        <div class="export-choices">
            <h3>"Environment"</h3>
            <Environment export=export />
            <h3>"Targets"</h3>
            {EXPORTERS.iter().map(|target| view! { <TargetChoice export=export target=target /> }).collect_view()}
            {EXPORTERS
                .iter()
                .map(|target| {
                    let chosen = Memo::new(move |_| export.targets.with(|targets| targets.contains(target.word)));
                    view! {
                        <Show when=move || chosen.get()>
                            <TargetOptions export=export target=target />
                        </Show>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn Environment(export: Export) -> impl IntoView {
    let document = export.document;
    let shown = Signal::derive(move || match export.environment.get() {
        Some(id) => document.design(|design| design.environment(&id).map_or(id.to_string(), |it| it.name.clone())),
        None => "None: the records as they stand".to_owned(),
    });
    let choices: widgets::Choices = Arc::new(move || {
        document.peek(|engine| {
            let design = engine.design();
            let environments = design.environments().values();
            let named = environments.map(|it| Choice::new(it.id.as_str(), it.name.clone(), it.cluster.clone()));
            // Where the settings name a default one, an export without an environment is one for that.
            let default = design.settings().default_environment.as_ref().and_then(|id| design.environment(id));
            let none = default.is_none().then(|| Choice::new("", "None", "The records as they stand"));
            named.chain(none).collect()
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
fn TargetChoice(export: Export, target: &'static Exporter) -> impl IntoView {
    let on = move || export.targets.with(|targets| targets.contains(target.word));
    let toggle = move |_| {
        export.targets.update(|targets| {
            if !targets.remove(target.word) {
                targets.insert(target.word);
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
                <b>{target.title}</b>
                <span class="muted">{target.sentence}</span>
            </span>
        </label>
    }
}
