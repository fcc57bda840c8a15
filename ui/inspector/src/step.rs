//! One step of a process: folded to a line, open with every field.

use crate::fields::{Field, QuantityField, ReferenceField, TextField, WordField};
use crate::form::{Form, form};
use crate::lists::{RemoveButton, indexed};
use crate::process::{moved, without};
use engine::derive::wording::duration_short;
use engine::model::Kind;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use widgets::{Choice, Choices, Icon, Picker};

#[component]
pub(super) fn StepCard(step: String, ids: Memo<Vec<String>>) -> impl IntoView {
    let form = form();
    let open = RwSignal::new(false);
    let id = StoredValue::new(step.clone());
    let index =
        Memo::new(move |_| ids.with(|ids| id.with_value(|id| ids.iter().position(|it| it == id).unwrap_or_default())));
    let text = move |field: &str| form.text(&format!("/steps/{}/{field}", index.get()));
    let timeout = move || {
        let ms = form.value(&format!("/steps/{}/timeout_ms", index.get())).as_f64();
        ms.map(|ms| format!("at most {}", duration_short(ms)))
    };
    let change = move |steps: Value| {
        form.put("/steps", steps);
    };
    let move_button = move |down: bool| {
        let label = if down { "Move down" } else { "Move up" };
        let at_end = move || if down { index.get() + 1 >= ids.with(Vec::len) } else { index.get() == 0 };
        view! {
            <button
                type="button"
                class="ghost icon-only"
                aria-label=label
                title=label
                disabled=move || !form.is_editable() || at_end()
                on:click=move |_| id.with_value(|id| change(moved(&form.value("/steps"), id, down)))
            >
                <Icon icon=if down { icondata_lu::LuArrowDown } else { icondata_lu::LuArrowUp } size=13 />
            </button>
        }
    };
    view! {
        <div class="step-fold" class:open=move || open.get() data-testid=format!("step-{step}")>
            <div class="step-fold-head">
                <button
                    type="button"
                    class="step-unfold"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <span class="twisty" class:open=move || open.get()>
                        <Icon icon=icondata_lu::LuChevronRight size=12 />
                    </span>
                    <span class="place-number mono">{move || index.get() + 1}</span>
                    <span class="grow step-fold-title">{move || text("name")}</span>
                    <span class="muted">{timeout}</span>
                </button>
                {move_button(false)}
                {move_button(true)}
                <RemoveButton
                    label="Remove the step"
                    on_remove=Callback::new(move |()| id.with_value(|id| change(without(&form.value("/steps"), id))))
                />
            </div>
            <Show when=move || open.get()>
                {move || {
                    let index = index.get();
                    view! { <StepFields index=index /> }
                }}
            </Show>
        </div>
    }
}

#[component]
fn StepFields(index: usize) -> impl IntoView {
    let at = |field: &str| format!("/steps/{index}/{field}");
    view! {
        <div class="step-fields">
            <TextField pointer=at("name") />
            <WordField pointer=at("kind") />
            <TextField pointer=at("description") lines=2 />
            <ReferenceField pointer=at("service") kind=Kind::Service none=Some("nobody of ours".to_owned()) />
            <ReferenceField pointer=at("message") kind=Kind::Message none=Some("none".to_owned()) />
            <QuantityField pointer=at("duration_ms") optional=true placeholder=Signal::stored("not known".to_owned()) />
            <QuantityField pointer=at("timeout_ms") optional=true placeholder=Signal::stored("none".to_owned()) />
            <QuantityField pointer=at("retries") optional=true placeholder=Signal::stored("none".to_owned()) />
            <TextField pointer=at("idempotency_key") mono=true placeholder=Signal::stored("for example orderId".to_owned()) />
            <ThenField index=index />
            <StepField field="on_failure" index=index none="nothing happens" />
            <StepField field="compensation" index=index none="it is not undone" />
        </div>
    }
}

/// The other steps of the process as choices.
fn other_steps(form: Form, index: usize, taken: &[String]) -> Vec<Choice> {
    let steps = untrack(|| form.value("/steps"));
    let steps = steps.as_array().cloned().unwrap_or_default();
    let text = |step: &Value, field: &str| step.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    steps
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != index)
        .map(|(at, step)| Choice::new(text(step, "id"), text(step, "name"), format!("Step {}", at + 1)))
        .filter(|choice| !taken.contains(&choice.value))
        .collect()
}

fn step_name(form: Form, id: &str) -> String {
    let steps = form.value("/steps");
    let list = steps.as_array();
    let step = list.into_iter().flatten().find(|step| step.get("id").and_then(Value::as_str) == Some(id));
    step.and_then(|step| step.get("name")?.as_str()).map_or_else(|| format!("{id} (missing)"), str::to_owned)
}

#[component]
fn StepField(field: &'static str, index: usize, none: &'static str) -> impl IntoView {
    let form = form();
    let pointer = StoredValue::new(format!("/steps/{index}/{field}"));
    let value = Memo::new(move |_| pointer.with_value(|it| form.value(it).as_str().map(str::to_owned)));
    let shown = Signal::derive(move || value.get().map_or_else(|| none.to_owned(), |id| step_name(form, &id)));
    let choices: Choices =
        Arc::new(move || std::iter::once(Choice::new("", none, "")).chain(other_steps(form, index, &[])).collect());
    let pick = Callback::new(move |id: String| {
        let value = if id.is_empty() { Value::Null } else { Value::String(id) };
        pointer.with_value(|it| form.put(it, value));
    });
    view! {
        <Field pointer=pointer.get_value()>
            <Picker
                label=pointer.with_value(|it| form.title(it))
                shown=shown
                value=value
                choices=choices
                on_pick=pick
                testid=format!("step-{index}-{}", field.replace('_', "-"))
                disabled=Signal::derive(move || !form.is_editable())
            />
        </Field>
    }
}

#[component]
fn ThenField(index: usize) -> impl IntoView {
    let form = form();
    let pointer = StoredValue::new(format!("/steps/{index}/then"));
    let next = Memo::new(move |_| pointer.with_value(|it| form.texts(it)));
    let choices: Choices = Arc::new(move || other_steps(form, index, &next.get_untracked()));
    let add = Callback::new(move |id: String| {
        pointer.with_value(|it| form.put(&format!("{it}/-"), Value::String(id)));
    });
    view! {
        <Field pointer=pointer.get_value()>
            <For each=move || indexed(next.get()) key=|entry| entry.clone() let((place, id))>
                <div class="entry">
                    <span class="entry-text">{move || step_name(form, &id)}</span>
                    <RemoveButton
                        label="Remove"
                        on_remove=Callback::new(move |()| {
                            pointer.with_value(|it| form.put(&format!("{it}/{place}"), Value::Null));
                        })
                    />
                </div>
            </For>
            <Picker
                label="Add a step that follows"
                shown=Signal::derive(move || if next.with(Vec::is_empty) { "ends here; add…".to_owned() } else { "Add…".to_owned() })
                value=Signal::stored(None::<String>)
                choices=choices
                on_pick=add
                class="add"
                testid=format!("step-{index}-then-add")
                disabled=Signal::derive(move || !form.is_editable())
                icon=icondata_lu::LuPlus
            />
        </Field>
    }
}
