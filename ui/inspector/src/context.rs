//! A bounded context: what it is responsible for, who owns it, and what is in it.

use crate::fields::{Field, RecordLink, TYPE_A_NAME, TextField, WordField};
use crate::form::form;
use crate::lists::{MapField, MapValue};
use crate::placement::Position;
use crate::section::{Heading, Section};
use engine::diagnostic::counted;
use engine::model::{ContextId, Kind, RecordKey};
use engine::scene::{HUES, hue_of_id};
use leptos::prelude::*;
use parts::{document, hue_css};
use serde_json::Value;

#[component]
pub(super) fn ContextFields(id: ContextId) -> impl IntoView {
    let form = form();
    let document = form.document;
    let id = StoredValue::new(id);
    let members = Memo::new(move |_| {
        document.design(|design| {
            id.with_value(|id| design.members(id).filter(|key| key.kind() != Kind::Flow).cloned().collect::<Vec<_>>())
        })
    });
    let about = Memo::new(move |_| {
        let domain = form.word_title("/domain").to_lowercase();
        let team = form.text("/team");
        let team = if team.is_empty() { "no owning team".to_owned() } else { format!("owned by {team}") };
        format!("Bounded context · {domain} · {team}")
    });
    let summary = move || {
        members.with(|members| {
            let of = |kind| members.iter().filter(|key| key.kind() == kind).count();
            let parts = [
                (Kind::Service, "service"),
                (Kind::Topic, "topic"),
                (Kind::Message, "message"),
                (Kind::Schema, "schema"),
            ];
            parts.map(|(kind, word)| counted(of(kind), word)).join(" · ")
        })
    };
    view! {
        <Heading name=Signal::derive(move || form.text("/name")) about=about />
        <div class="fields">
            <TextField pointer="/name" required=TYPE_A_NAME />
            <TextField pointer="/team" placeholder=Signal::stored("who owns everything in it".to_owned()) />
            <WordField pointer="/domain" />
            <HueField id=id />
            <TextField pointer="/purpose" lines=3 />
        </div>
        <Section title="In this context" detail=Signal::derive(move || members.with(|it| it.len().to_string()))>
            <p class="muted">{summary}</p>
            <For each=move || members.get() key=|key| key.clone() let:key>
                <div class="entry">
                    // A message and its schema have one name, and a service and its topic may.
                    <span class="entry-kind">{key.kind().title()}</span>
                    <RecordLink key=key />
                </div>
            </For>
        </Section>
        <Relations id=id />
        <Section title=form.title("/glossary") detail=Signal::derive(move || form.entries("/glossary").len().to_string())>
            <MapField
                label="Words of its language"
                pointer="/glossary"
                value=MapValue::Prose
                example="Order line"
                fresh=Value::String("What it means here".to_owned())
            />
        </Section>
        <Position />
    }
}

/// Twelve squares, and the one that follows from the id.
#[component]
fn HueField(id: StoredValue<ContextId>) -> impl IntoView {
    let form = form();
    let chosen = Memo::new(move |_| form.value("/hue").as_str().map(str::to_owned));
    let own = id.with_value(|id| hue_of_id(id.as_str()));
    let squares = form
        .words("/hue")
        .iter()
        .zip(HUES)
        .map(|(word, hue)| {
            let on = move || chosen.with(|chosen| chosen.as_deref() == Some(word.value.as_str()));
            view! {
                <button
                    type="button"
                    class="swatch"
                    class:on=on
                    role="radio"
                    aria-checked=move || on().to_string()
                    aria-label=word.title.as_str()
                    title=word.title.as_str()
                    style:color=hue_css(hue, "ink")
                    data-testid=format!("hue-{}", word.value)
                    disabled=move || !form.is_editable()
                    on:click=move |_| {
                        form.put("/hue", Value::String(word.value.clone()));
                    }
                ></button>
            }
        })
        .collect_view();
    view! {
        <Field pointer="/hue">
            <div class="swatches" role="radiogroup" aria-label=form.title("/hue")>
                <button
                    type="button"
                    class="swatch automatic"
                    class:on=move || chosen.with(Option::is_none)
                    role="radio"
                    aria-checked=move || chosen.with(Option::is_none).to_string()
                    aria-label="Automatic"
                    title="Automatic: follows from its id"
                    style:color=hue_css(own, "ink")
                    disabled=move || !form.is_editable()
                    on:click=move |_| {
                        form.put("/hue", Value::Null);
                    }
                >
                    "A"
                </button>
                {squares}
            </div>
        </Field>
    }
}

#[component]
fn Relations(id: StoredValue<ContextId>) -> impl IntoView {
    let document = document();
    let relations = Memo::new(move |_| {
        document.design(|design| {
            id.with_value(|id| {
                let ours = |it: &&engine::model::ContextRelation| it.upstream == *id || it.downstream == *id;
                let relations = design.relations().values().filter(ours);
                relations.map(|it| RecordKey::from(it.id.clone())).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <Show when=move || relations.with(|it| !it.is_empty())>
            <Section title="Relations" detail=Signal::derive(move || relations.with(|it| it.len().to_string()))>
                <For each=move || relations.get() key=|key| key.clone() let:key>
                    <div class="entry">
                        <RecordLink key=key />
                    </div>
                </For>
            </Section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn only_one_is_not_plural() {
        assert_eq!([0, 1, 2].map(|it| counted(it, "topic")), ["0 topics", "1 topic", "2 topics"]);
    }
}
