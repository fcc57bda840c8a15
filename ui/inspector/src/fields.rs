//! The fields of a form, one for each sort of value.

use crate::form::{form, testid};
use crate::input::{Commit, TextInput};
use crate::pick::{kind_choices, name_of_id};
use engine::model::{Kind, RecordKey};
use leptos::prelude::*;
use parts::mark::KeyMark;
use serde_json::Value;
use std::sync::Arc;
use widgets::{Choice, Choices, Icon, Picker};

/// What is said where a name was taken away.
pub const TYPE_A_NAME: &str = "Type a name";

/// A label with a field beside it, and what is wrong with the field below it.
#[component]
pub fn Field(
    /// Where its value stands in the record, which says what it is called and means; empty for what is no field.
    #[prop(into, default = String::new())]
    pointer: String,
    /// Another name than its own, where the heading above says that.
    #[prop(into, optional)]
    label: Option<String>,
    /// Whether the label stands above.
    #[prop(default = false)]
    above: bool,
    /// Another meaning than its own, shown when the mouse rests on the label.
    #[prop(into, optional)]
    hint: Option<String>,
    /// The field.
    children: Children,
) -> impl IntoView {
    let form = form();
    let label = label.unwrap_or_else(|| form.title(&pointer));
    let hint = hint.unwrap_or_else(|| form.hint(&pointer));
    let finding = Memo::new(move |_| form.finding(&pointer));
    view! {
        <div class="field" class:above=above>
            <span class="field-label" title=hint>{label}</span>
            <div class="field-value">
                {children()}
                {move || {
                    finding
                        .get()
                        .map(|finding| {
                            view! {
                                <p class=format!("field-finding {}", finding.severity.as_str()) title=finding.help.clone()>
                                    {finding.message.clone()}
                                </p>
                            }
                        })
                }}
            </div>
        </div>
    }
}

/// A text.
#[component]
pub fn TextField(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// Whether it is a machine's.
    #[prop(default = false)]
    mono: bool,
    /// How many lines it has; more than one put the label above.
    #[prop(default = 1)]
    lines: u32,
    /// Whether an empty text removes the field.
    #[prop(default = false)]
    optional: bool,
    /// What holds while it is empty.
    #[prop(into, default = Signal::derive(String::new))]
    placeholder: Signal<String>,
    /// A fact at its right end.
    #[prop(into, default = Signal::derive(String::new))]
    fact: Signal<String>,
    /// What to say when it is left blank; empty where it may be.
    #[prop(default = "")]
    required: &'static str,
) -> impl IntoView {
    let form = form();
    let at = StoredValue::new(pointer.clone());
    let shown = Memo::new(move |_| at.with_value(|at| form.text(at)));
    let (setter, place) = (form.setter(), pointer.clone());
    let commit: Commit = Arc::new(move |text| {
        let text = if lines == 1 { text.trim().to_owned() } else { text };
        let value = if optional && text.is_empty() { Value::Null } else { Value::String(text) };
        setter.set(&place, value)
    });
    let wrong = Signal::derive(move || at.with_value(|at| form.finding(at).is_some()));
    view! {
        <Field pointer=pointer.clone() above={lines > 1}>
            <TextInput
                label=form.title(&pointer)
                testid=testid(&pointer)
                shown=shown
                commit=commit
                kept=form.kept(&pointer)
                disabled=Signal::derive(move || !form.is_editable())
                placeholder=placeholder
                fact=fact
                mono=mono
                lines=lines
                wrong=wrong
                required=required
            />
        </Field>
    }
}

/// A number with its unit.
#[component]
pub fn QuantityField(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// Whether an empty text removes the field.
    #[prop(default = false)]
    optional: bool,
    /// What holds while it is empty.
    #[prop(into, default = Signal::derive(String::new))]
    placeholder: Signal<String>,
    /// A fact at its right end.
    #[prop(into, default = Signal::derive(String::new))]
    fact: Signal<String>,
    /// Whether the fact is a warning.
    #[prop(into, default = Signal::derive(|| false))]
    fact_warns: Signal<bool>,
    /// Another meaning than its own, where a fact beside it needs explaining.
    #[prop(into, optional)]
    hint: Option<String>,
) -> impl IntoView {
    let form = form();
    let quantity = form.quantity(&pointer);
    let at = StoredValue::new(pointer.clone());
    let shown = Memo::new(move |_| at.with_value(|at| quantity.show_value(&form.value(at))));
    let (setter, place) = (form.setter(), pointer.clone());
    let commit: Commit = Arc::new(move |text| {
        let value = if optional && text.trim().is_empty() { Value::Null } else { quantity.parse(&text)? };
        setter.set(&place, value)
    });
    let wrong = Signal::derive(move || at.with_value(|at| form.finding(at).is_some()));
    view! {
        <Field pointer=pointer.clone() hint=hint.unwrap_or_else(|| form.hint(&pointer))>
            <TextInput
                label=form.title(&pointer)
                testid=testid(&pointer)
                shown=shown
                commit=commit
                kept=form.kept(&pointer)
                disabled=Signal::derive(move || !form.is_editable())
                placeholder=placeholder
                fact=fact
                fact_warns=fact_warns
                mono=true
                wrong=wrong
            />
        </Field>
    }
}

/// One of a few words.
#[component]
pub fn WordField(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// Whether they are a machine's.
    #[prop(default = false)]
    mono: bool,
    /// What it is called when nothing is chosen; nothing where something always is.
    #[prop(into, default = None)]
    none: Option<(String, String)>,
    /// What is shown instead of that when nothing is chosen and something holds all the same.
    #[prop(into, default = Signal::derive(String::new))]
    unchosen: Signal<String>,
) -> impl IntoView {
    let form = form();
    let at = StoredValue::new(pointer.clone());
    let words = form.words(&pointer);
    let value = Memo::new(move |_| at.with_value(|at| form.value(at).as_str().map(str::to_owned)));
    let none = StoredValue::new(none);
    let shown = Signal::derive(move || {
        value.with(|value| match value {
            Some(_) => at.with_value(|at| form.word_title(at)),
            None => {
                let held = unchosen.get();
                if held.is_empty() {
                    none.with_value(|none| none.as_ref().map_or(String::new(), |(title, _)| title.clone()))
                } else {
                    held
                }
            }
        })
    });
    let choices: Choices = Arc::new(move || {
        let first = none.with_value(|none| none.clone()).map(|(title, detail)| Choice::new("", title, detail));
        first.into_iter().chain(words.iter().map(|word| Choice::new(&word.value, &word.title, &word.hint))).collect()
    });
    let pick = Callback::new(move |value: String| {
        let value = if value.is_empty() { Value::Null } else { Value::String(value) };
        at.with_value(|at| form.put(at, value));
    });
    view! {
        <Field pointer=pointer.clone()>
            <Picker
                label=form.title(&pointer)
                shown=shown
                value=value
                choices=choices
                on_pick=pick
                testid=testid(&pointer)
                disabled=Signal::derive(move || !form.is_editable())
                mono=mono
            />
        </Field>
    }
}

/// Yes or no.
#[component]
pub fn SwitchField(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
) -> impl IntoView {
    let form = form();
    let at = StoredValue::new(pointer.clone());
    let on = Memo::new(move |_| at.with_value(|at| form.value(at).as_bool().unwrap_or_default()));
    view! {
        <Field pointer=pointer.clone()>
            <div class="switch-line">
                <button
                    type="button"
                    class="switch"
                    role="switch"
                    aria-label=form.title(&pointer)
                    aria-checked=move || on.get().to_string()
                    data-testid=testid(&pointer)
                    disabled=move || !form.is_editable()
                    on:click=move |_| {
                        at.with_value(|at| form.put(at, Value::Bool(!on.get_untracked())));
                    }
                ></button>
                <span class="muted">{form.hint(&pointer)}</span>
            </div>
        </Field>
    }
}

/// What can be made where nothing that is there is meant.
#[derive(Clone, Copy)]
pub struct Making {
    /// What the choice is called.
    pub title: Callback<(), String>,
    /// Makes it.
    pub make: Callback<()>,
}

/// The value of the choice that makes something; no id has a colon.
const MAKE: &str = ":new";

/// One record of a kind, or none.
#[component]
pub fn ReferenceField(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// The kind of record.
    kind: Kind,
    /// What it is called when nothing is chosen; nothing where something always is.
    #[prop(into, default = None)]
    none: Option<String>,
    /// What can be made while nothing is chosen.
    #[prop(optional)]
    making: Option<Making>,
) -> impl IntoView {
    let form = form();
    let at = StoredValue::new(pointer.clone());
    let value = Memo::new(move |_| at.with_value(|at| form.value(at).as_str().map(str::to_owned)));
    let none = StoredValue::new(none);
    let target = Memo::new(move |_| value.with(|id| id.as_ref().and_then(|id| key_of(kind, id))));
    let shown = Signal::derive(move || match value.get() {
        Some(id) => name_of_id(form.document, kind, &id),
        None => none.with_value(|none| none.clone().unwrap_or_else(|| "Choose…".to_owned())),
    });
    let choices: Choices = Arc::new(move || {
        let first = none.with_value(|none| none.clone()).map(|title| Choice::new("", title, ""));
        let making = making.filter(|_| value.with_untracked(Option::is_none));
        let new = making.map(|making| Choice::new(MAKE, making.title.run(()), "").with_sign(new_sign));
        first.into_iter().chain(new).chain(kind_choices(form.document, kind, &[])).collect()
    });
    let pick = Callback::new(move |id: String| {
        if let Some(making) = making.filter(|_| id == MAKE) {
            return making.make.run(());
        }
        let value = if id.is_empty() { Value::Null } else { Value::String(id) };
        at.with_value(|at| form.put(at, value));
    });
    view! {
        <Field pointer=pointer.clone()>
            <div class="reference">
                <Picker
                    label=form.title(&pointer)
                    shown=shown
                    value=value
                    choices=choices
                    on_pick=pick
                    testid=testid(&pointer)
                    disabled=Signal::derive(move || !form.is_editable())
                    mono=kind == Kind::Topic
                />
                <GoTo target=target />
            </div>
        </Field>
    }
}

fn new_sign() -> impl IntoView {
    view! {
        <span class="mark">
            <Icon icon=icondata_lu::LuPlus size=13 />
        </span>
    }
}

/// A small button that shows the record a field refers to.
#[component]
pub fn GoTo(#[prop(into)] target: Signal<Option<RecordKey>>) -> impl IntoView {
    let form = form();
    let exists = Memo::new(move |_| {
        target.with(|key| {
            key.as_ref().is_some_and(|key| form.document.record(key, |engine| engine.design().contains(key)))
        })
    });
    view! {
        <Show when=move || exists.get()>
            <button
                type="button"
                class="ghost icon-only"
                aria-label="Show it"
                title="Show it"
                on:click=move |_| {
                    if let Some(key) = target.get_untracked() {
                        form.attention.show(key);
                    }
                }
            >
                <Icon icon=icondata_lu::LuArrowUpRight />
            </button>
        </Show>
    }
}

/// The key of an id of a kind.
pub fn key_of(kind: Kind, id: &str) -> Option<RecordKey> {
    format!("{}:{id}", kind.as_str()).parse().ok()
}

/// A record by name, which a press shows.
#[component]
pub fn RecordLink(
    /// The record.
    key: RecordKey,
) -> impl IntoView {
    let form = form();
    let target = key.clone();
    let mono = key.kind() == Kind::Topic;
    let named = key.clone();
    let name = Memo::new(move |_| form.document.appearance(&named, |engine| engine.name_of(&named)));
    let testid = format!("link-{key}");
    view! {
        <button
            type="button"
            class="record-chip"
            data-testid=testid
            on:click=move |_| form.attention.show(target.clone())
        >
            <KeyMark key=Signal::stored(key) />
            <span class="chip-text" class:mono=mono>{move || name.get()}</span>
        </button>
    }
}

/// A fact that follows from the record and cannot be set.
#[component]
pub fn FactLine(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What is so.
    #[prop(into)]
    value: Signal<String>,
    /// How it is meant: empty, `warning`, `error` or `ok`.
    #[prop(into, default = Signal::derive(|| ""))]
    tone: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <div class="fact-line">
            <span class="field-label">{label}</span>
            <span class=move || format!("fact-value mono {}", tone.get())>{move || value.get()}</span>
        </div>
    }
}
