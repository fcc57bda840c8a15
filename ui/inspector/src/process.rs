//! A business process and its steps.

use crate::fields::{ReferenceField, TYPE_A_NAME, TextField, WordField};
use crate::form::form;
use crate::input::{Commit, TextInput};
use crate::section::{Heading, OpenView, Section};
use crate::step::StepCard;
use engine::diagnostic::counted;
use engine::model::{Kind, slug};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

#[component]
pub(super) fn ProcessFields() -> impl IntoView {
    let form = form();
    let about = Signal::derive(move || {
        let style = form.word_title("/style").to_lowercase();
        format!("Process · {style} · {}", counted(form.count("/steps"), "step"))
    });
    let orchestrated = Memo::new(move |_| form.text("/style") != "choreographed");
    let ids = Memo::new(move |_| {
        form.value("/steps")
            .as_array()
            .map(|steps| {
                steps.iter().filter_map(|step| step.get("id")?.as_str().map(str::to_owned)).collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let setter = form.setter();
    let add: Commit = Arc::new(move |text: String| {
        let name = text.trim();
        if name.is_empty() {
            return Ok(());
        }
        let taken = ids.try_get_untracked().unwrap_or_default();
        let base = slug(name, "step");
        let free = |id: &String| !taken.contains(id);
        let fresh = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}-{number}"))).find(free);
        setter.set("/steps/-", json!({ "id": fresh, "name": name, "kind": "command" }))
    });
    view! {
        <Heading name=Signal::derive(move || form.text("/name")) about=about />
        <div class="fields">
            <TextField pointer="/name" required=TYPE_A_NAME />
            <WordField pointer="/style" />
            <Show when=move || orchestrated.get()>
                <ReferenceField
                    pointer="/orchestrator"
                    kind=Kind::Service
                    none=Some("not named yet".to_owned())
                />
            </Show>
            <TextField pointer="/description" lines=2 />
            <OpenView text="Open in Process" />
        </div>
        <Section title=form.title("/steps") detail=Signal::derive(move || ids.with(|it| it.len().to_string()))>
            <For each=move || ids.get() key=|id| id.clone() let:step>
                <StepCard step=step ids=ids />
            </For>
            <TextInput
                label="Name of the next step"
                testid="step-new"
                shown=Signal::stored(String::new())
                commit=add.clone()
                disabled=Signal::derive(move || !form.is_editable())
                placeholder=Signal::stored("Add a step, for example Reserve stock".to_owned())
            />
        </Section>
    }
}

/// Takes a step out of a process, and every mention of it in the others, as one change of the list.
pub(super) fn without(steps: &Value, id: &str) -> Value {
    let list = steps.as_array().cloned().unwrap_or_default();
    let kept = list.into_iter().filter(|step| step.get("id").and_then(Value::as_str) != Some(id)).map(|mut step| {
        if let Some(object) = step.as_object_mut() {
            for field in ["on_failure", "compensation"] {
                if object.get(field).and_then(Value::as_str) == Some(id) {
                    object.remove(field);
                }
            }
            if let Some(then) = object.get_mut("then").and_then(Value::as_array_mut) {
                then.retain(|next| next.as_str() != Some(id));
            }
        }
        step
    });
    Value::Array(kept.collect())
}

/// Moves a step by one place.
pub(super) fn moved(steps: &Value, id: &str, down: bool) -> Value {
    let mut list = steps.as_array().cloned().unwrap_or_default();
    let at = list.iter().position(|step| step.get("id").and_then(Value::as_str) == Some(id));
    if let Some(at) = at {
        let to = if down { at + 1 } else { at.wrapping_sub(1) };
        if to < list.len() {
            list.swap(at, to);
        }
    }
    Value::Array(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_leaves_with_its_mentions() {
        let steps = json!([
            { "id": "a", "then": ["b", "c"], "on_failure": "b" },
            { "id": "b" },
            { "id": "c", "compensation": "b" },
        ]);
        assert_eq!(without(&steps, "b"), json!([{ "id": "a", "then": ["c"] }, { "id": "c" }]));
    }

    #[test]
    fn steps_move_by_one_and_not_off_the_ends() {
        let steps = json!([{ "id": "a" }, { "id": "b" }]);
        assert_eq!(moved(&steps, "a", true), json!([{ "id": "b" }, { "id": "a" }]));
        assert_eq!(moved(&steps, "b", true), steps);
        assert_eq!(moved(&steps, "a", false), steps);
    }
}
