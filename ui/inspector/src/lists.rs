//! Fields that hold several values: lists of records, of words, of texts, and maps.

use crate::fields::{Field, RecordLink, key_of};
use crate::form::{form, testid, token};
use crate::input::{Commit, TextInput};
use crate::pick::{kind_choices, record_choices};
use engine::model::{Kind, RecordKey};
use leptos::prelude::*;
use parts::quantity::Quantity;
use serde_json::Value;
use std::sync::Arc;
use widgets::{Choice, Choices, Icon, Picker};

/// A cross that takes one entry out.
#[component]
pub fn RemoveButton(
    /// What goes, for a screen reader.
    #[prop(into)]
    label: String,
    /// Takes it out.
    on_remove: Callback<()>,
) -> impl IntoView {
    let form = form();
    view! {
        <button
            type="button"
            class="ghost icon-only remove"
            aria-label=label.clone()
            title=label
            disabled=move || !form.is_editable()
            on:click=move |_| on_remove.run(())
        >
            <Icon icon=icondata_lu::LuX size=13 />
        </button>
    }
}

/// A list of references, by id or by key.
#[component]
pub fn ReferenceList(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// The kinds of record; with more than one, the list holds keys instead of ids.
    kinds: &'static [Kind],
    /// What an empty list means.
    #[prop(into)]
    empty: String,
    /// What the button says.
    #[prop(into, default = "Add…".to_owned())]
    add: String,
) -> impl IntoView {
    let form = form();
    let label = form.title(&pointer);
    let at = StoredValue::new(pointer.clone());
    let entries = Memo::new(move |_| at.with_value(|at| form.texts(at)));
    let by_key = kinds.len() > 1;
    let key = move |entry: &str| -> Option<RecordKey> {
        match kinds {
            [only] => key_of(*only, entry),
            _ => entry.parse().ok(),
        }
    };
    let choices: Choices = Arc::new(move || {
        let taken = entries.get_untracked();
        match kinds {
            [only] if !by_key => kind_choices(form.document, *only, &taken),
            kinds => record_choices(form.document, kinds, &taken),
        }
    });
    let on_add = Callback::new(move |value: String| {
        at.with_value(|at| form.put(&format!("{at}/-"), Value::String(value)));
    });
    view! {
        <Field pointer=pointer.clone() above=true>
            <ul class="entries" aria-label=label.clone()>
                <For each=move || indexed(entries.get()) key=|entry| entry.clone() let((index, entry))>
                    <li class="entry">
                        {match key(&entry) {
                            Some(key) => view! { <RecordLink key=key /> }.into_any(),
                            None => view! { <span class="mono">{entry.clone()}</span> }.into_any(),
                        }}
                        <RemoveButton
                            label="Remove"
                            on_remove=Callback::new(move |()| {
                                at.with_value(|at| form.put(&format!("{at}/{index}"), Value::Null));
                            })
                        />
                    </li>
                </For>
            </ul>
            {move || entries.with(Vec::is_empty).then(|| view! { <p class="entries-empty">{empty.clone()}</p> })}
            <Picker
                label=format!("Add to {}", label.to_lowercase())
                shown=Signal::stored(add)
                value=Signal::stored(None::<String>)
                choices=choices
                on_pick=on_add
                class="add"
                testid=format!("{}-add", testid(&pointer))
                disabled=Signal::derive(move || !form.is_editable())
                icon=icondata_lu::LuPlus
            />
        </Field>
    }
}

/// A list of words out of a few.
#[component]
pub fn WordList(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// What an empty list means.
    #[prop(into)]
    empty: String,
) -> impl IntoView {
    let form = form();
    let (label, words) = (form.title(&pointer), form.words(&pointer));
    let at = StoredValue::new(pointer.clone());
    let entries = Memo::new(move |_| at.with_value(|at| form.texts(at)));
    let choices: Choices = Arc::new(move || {
        let taken = entries.get_untracked();
        let free = words.iter().filter(|word| !taken.contains(&word.value));
        free.map(|word| Choice::new(&word.value, &word.title, &word.hint)).collect()
    });
    let on_add = Callback::new(move |value: String| {
        at.with_value(|at| form.put(&format!("{at}/-"), Value::String(value)));
    });
    view! {
        <Field pointer=pointer.clone() above=true>
            <ul class="entries" aria-label=label.clone()>
                <For each=move || indexed(entries.get()) key=|entry| entry.clone() let((index, entry))>
                    <li class="entry">
                        <span class="entry-text">
                            {match words.iter().find(|word| word.value == entry) {
                                Some(word) => view! { {word.title.as_str()} <span class="muted entry-detail">{word.hint.as_str()}</span> }.into_any(),
                                None => entry.clone().into_any(),
                            }}
                        </span>
                        <RemoveButton
                            label="Remove"
                            on_remove=Callback::new(move |()| {
                                at.with_value(|at| form.put(&format!("{at}/{index}"), Value::Null));
                            })
                        />
                    </li>
                </For>
            </ul>
            {move || entries.with(Vec::is_empty).then(|| view! { <p class="entries-empty">{empty.clone()}</p> })}
            <Picker
                label=format!("Add to {}", label.to_lowercase())
                shown=Signal::stored("Add…".to_owned())
                value=Signal::stored(None::<String>)
                choices=choices
                on_pick=on_add
                class="add"
                testid=format!("{}-add", testid(&pointer))
                disabled=Signal::derive(move || !form.is_editable())
                icon=icondata_lu::LuPlus
            />
        </Field>
    }
}

/// A list of texts.
#[component]
pub fn TextList(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// An example, shown in the field for the next one.
    #[prop(into)]
    example: String,
    /// Whether they are a machine's.
    #[prop(default = false)]
    mono: bool,
) -> impl IntoView {
    let form = form();
    let label = form.title(&pointer);
    let at = StoredValue::new(pointer.clone());
    let count = Memo::new(move |_| at.with_value(|at| form.count(at)));
    let name = StoredValue::new(label.clone());
    let test = StoredValue::new(testid(&pointer));
    let disabled = Signal::derive(move || !form.is_editable());
    let (setter, end) = (form.setter(), format!("{pointer}/-"));
    let add: Commit = Arc::new(move |text| {
        let text = text.trim().to_owned();
        if text.is_empty() { Ok(()) } else { setter.set(&end, Value::String(text)) }
    });
    let setter = StoredValue::new(form.setter());
    let commit_at = move |index: usize| -> Commit {
        let (setter, place) = (setter.get_value(), at.with_value(|at| format!("{at}/{index}")));
        Arc::new(move |text: String| {
            let text = text.trim().to_owned();
            setter.set(&place, if text.is_empty() { Value::Null } else { Value::String(text) })
        })
    };
    view! {
        <Field pointer=pointer above=true>
            <ul class="entries">
                <For each=move || 0..count.get() key=|index| *index let:index>
                    <li class="entry wide">
                        <div class="grow">
                            <TextInput
                                label=format!("{} {}", name.get_value(), index + 1)
                                testid=format!("{}-{index}", test.get_value())
                                shown=Signal::derive(move || at.with_value(|at| form.text(&format!("{at}/{index}"))))
                                commit=commit_at(index)
                                disabled=disabled
                                mono=mono
                            />
                        </div>
                        <RemoveButton
                            label="Remove"
                            on_remove=Callback::new(move |()| {
                                at.with_value(|at| form.put(&format!("{at}/{index}"), Value::Null));
                            })
                        />
                    </li>
                </For>
            </ul>
            <TextInput
                label=format!("Add to {}", name.get_value().to_lowercase())
                testid=format!("{}-new", test.get_value())
                shown=Signal::stored(String::new())
                commit=add
                disabled=disabled
                placeholder=Signal::stored(format!("Add, for example {example}"))
                mono=mono
            />
        </Field>
    }
}

/// What the values of a map are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapValue {
    /// Texts of one line.
    Text,
    /// Texts of a few lines.
    Prose,
    /// Numbers.
    Number(Quantity),
}

impl MapValue {
    fn show(self, value: &Value) -> String {
        match self {
            Self::Text | Self::Prose => value.as_str().unwrap_or_default().to_owned(),
            Self::Number(quantity) => quantity.show_value(value),
        }
    }

    fn parse(self, text: &str) -> Result<Value, String> {
        match self {
            Self::Text => Ok(Value::String(text.trim().to_owned())),
            Self::Prose => Ok(Value::String(text.to_owned())),
            Self::Number(quantity) => quantity.parse(text),
        }
    }
}

/// A map from names to values.
#[component]
pub fn MapField(
    /// Where it stands in the record.
    #[prop(into)]
    pointer: String,
    /// Another name than its own, where the heading above says that.
    #[prop(into, optional)]
    label: Option<String>,
    /// What its values are.
    value: MapValue,
    /// An example of a name, shown in the field for the next one.
    #[prop(into)]
    example: String,
    /// What the value of a new name is at first.
    #[prop(into, default = Value::String(String::new()))]
    fresh: Value,
    /// Whether names and values are a machine's.
    #[prop(default = false)]
    mono: bool,
) -> impl IntoView {
    let form = form();
    let label = label.unwrap_or_else(|| form.title(&pointer));
    let at = StoredValue::new(pointer.clone());
    let keys =
        Memo::new(move |_| at.with_value(|at| form.entries(at).into_iter().map(|(key, _)| key).collect::<Vec<_>>()));
    let test = StoredValue::new(testid(&pointer));
    let disabled = Signal::derive(move || !form.is_editable());
    let (setter, map) = (form.setter(), pointer.clone());
    let add: Commit = Arc::new(move |text| {
        let name = text.trim().to_owned();
        if name.is_empty() {
            return Ok(());
        }
        if keys.try_with_untracked(|keys| keys.contains(&name)).unwrap_or_default() {
            return Err(format!("“{name}” is there already"));
        }
        setter.set(&format!("{map}/{}", token(&name)), fresh.clone())
    });
    let setter = StoredValue::new(form.setter());
    let commit_at = move |place: String| -> Commit {
        let setter = setter.get_value();
        Arc::new(move |text: String| setter.set(&place, value.parse(&text)?))
    };
    let lines = if value == MapValue::Prose { 2 } else { 1 };
    view! {
        <Field label=label.clone() pointer=pointer above=true>
            <ul class="entries">
                <For each=move || keys.get() key=|key| key.clone() let:key>
                    {
                        let place = StoredValue::new(at.with_value(|at| format!("{at}/{}", token(&key))));
                        view! {
                            <li class="entry map">
                                <span class="map-key" class:mono=mono title=key.clone()>{key.clone()}</span>
                                <div class="grow">
                                    <TextInput
                                        label=key.clone()
                                        testid=format!("{}-{key}", test.get_value())
                                        shown=Signal::derive(move || place.with_value(|place| value.show(&form.value(place))))
                                        commit=commit_at(place.get_value())
                                        disabled=disabled
                                        mono=mono
                                        lines=lines
                                    />
                                </div>
                                <RemoveButton
                                    label=format!("Remove {key}")
                                    on_remove=Callback::new(move |()| {
                                        place.with_value(|place| form.put(place, Value::Null));
                                    })
                                />
                            </li>
                        }
                    }
                </For>
            </ul>
            <TextInput
                label=format!("Add to {}", label.to_lowercase())
                testid=format!("{}-new", test.get_value())
                shown=Signal::stored(String::new())
                commit=add
                disabled=disabled
                placeholder=Signal::stored(format!("Add, for example {example}"))
                mono=mono
            />
        </Field>
    }
}

/// Entries with their places: the same entry at another place is drawn anew, since it is set by its place.
pub fn indexed(entries: Vec<String>) -> Vec<(usize, String)> {
    entries.into_iter().enumerate().collect()
}
