//! Where a record belongs and where it stands: its context, and its place on the canvas.

use crate::fields::{Field, GoTo, QuantityField, RecordLink};
use crate::form::{Form, form};
use crate::pick::{kind_choices, name_of_id};
use crate::section::{Heading, Section};
use engine::edit::Command;
use engine::model::{Kind, RecordKey, ViewId};
use leptos::prelude::*;
use parts::document;
use std::sync::Arc;
use widgets::{Choices, Picker};

/// The context that owns the record; choosing another moves it there.
#[component]
pub fn MoveField() -> impl IntoView {
    let form = form();
    let value = Memo::new(move |_| form.value("/context").as_str().map(str::to_owned));
    let shown = Signal::derive(move || {
        value.with(|id| id.as_ref().map_or(String::new(), |id| name_of_id(form.document, Kind::Context, id)))
    });
    let target =
        Memo::new(move |_| value.with(|id| id.as_ref().and_then(|id| id.parse().ok().map(RecordKey::Context))));
    let choices: Choices = Arc::new(move || kind_choices(form.document, Kind::Context, &[]));
    let pick = Callback::new(move |id: String| {
        if let Ok(context) = id.parse() {
            form.document.dispatch(Command::MoveToContext { keys: vec![form.key()], context });
        }
    });
    view! {
        <Field pointer="/context" hint="The context that owns it; its file moves along">
            <div class="reference">
                <Picker
                    label=form.title("/context")
                    shown=shown
                    value=value
                    choices=choices
                    on_pick=pick
                    testid="field-context"
                    disabled=Signal::derive(move || !form.is_editable())
                />
                <GoTo target=target />
            </div>
        </Field>
    }
}

/// The record's place on the canvas, where it has one.
#[component]
pub fn Position() -> impl IntoView {
    let form = form();
    let key = StoredValue::new(form.key());
    let places = Memo::new(move |_| {
        form.document.read(|engine| {
            let design = engine.design();
            let placed = |view: &&ViewId| key.with_value(|key| design.placement(view, key).is_some());
            design.views().keys().filter(placed).cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || places.with(|places| !places.is_empty())>
            <Section title="Position" folded=true>
                <For each=move || places.get() key=|view| view.clone() let:view>
                    <Place view=view node=key.get_value() />
                </For>
            </Section>
        </Show>
    }
}

/// One place: a form over a record of its own.
#[component]
fn Place(view: ViewId, node: RecordKey) -> impl IntoView {
    let named = view.clone();
    let is_context = node.kind() == Kind::Context;
    let document = document();
    let name = document.peek(|engine| engine.design().view(&named).map_or(named.to_string(), |it| it.name.clone()));
    Form::provide(RecordKey::Placement(view, Box::new(node)));
    view! {
        <p class="place-view muted">"In " {name}</p>
        <PlaceFields is_context=is_context />
    }
}

#[component]
fn PlaceFields(is_context: bool) -> impl IntoView {
    view! {
        <div class="pair">
            <QuantityField pointer="/x" />
            <QuantityField pointer="/y" />
        </div>
        <Show when=move || is_context>
            <div class="pair">
                <QuantityField
                    pointer="/width"
                    optional=true
                    placeholder=Signal::stored("fits".to_owned())
                />
                <QuantityField
                    pointer="/height"
                    optional=true
                    placeholder=Signal::stored("fits".to_owned())
                />
            </div>
        </Show>
    }
}

/// A place that is itself selected.
#[component]
pub(super) fn PlacementFields(view: ViewId, node: RecordKey) -> impl IntoView {
    let is_context = node.kind() == Kind::Context;
    let about = format!("In view {view}");
    view! {
        <Heading name=Signal::stored("Position".to_owned()) about=Signal::stored(about) />
        <div class="fields">
            <RecordLink key=node />
            <PlaceFields is_context=is_context />
        </div>
    }
}
