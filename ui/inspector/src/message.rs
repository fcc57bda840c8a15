//! A message: what is said, the schema that spells it, the topics that carry it, and who says and hears it.

use crate::fields::{Making, RecordLink, ReferenceField, TYPE_A_NAME, TextField, WordField};
use crate::form::form;
use crate::lists::ReferenceList;
use crate::placement::MoveField;
use crate::section::{Heading, Section};
use engine::model::{Design, Flow, Kind, MessageId, RecordKey};
use leptos::prelude::*;
use parts::attention;

#[component]
pub(super) fn MessageFields(id: MessageId) -> impl IntoView {
    let form = form();
    let (document, attention) = (form.document, form.attention);
    let id = StoredValue::new(id);
    let about = Memo::new(move |_| {
        let kind = form.word_title("/kind");
        let context = form.text("/context");
        document.design(|design| {
            let context =
                context.parse().ok().and_then(|it| design.context(&it)).map_or(context.clone(), |it| it.name.clone());
            format!("{kind} · {context}")
        })
    });
    let ends =
        move |writes: bool| Memo::new(move |_| document.design(|design| id.with_value(|id| flows(design, id, writes))));
    let (writers, readers) = (ends(true), ends(false));
    let is_spelled = Memo::new(move |_| form.value("/schema").is_string());
    view! {
        <Heading name=Signal::derive(move || form.text("/name")) about=about />
        <div class="fields">
            <TextField pointer="/name" required=TYPE_A_NAME />
            <WordField pointer="/kind" />
            <ReferenceField
                pointer="/schema"
                kind=Kind::Schema
                none=Some("none yet".to_owned())
                making=Making {
                    title: Callback::new(move |()| format!("New schema for {}", form.text("/name"))),
                    make: Callback::new(move |()| id.with_value(|id| document.make_schema_for(id))),
                }
            />
            <Show when=move || is_spelled.get()>
                <button type="button" class="small" data-testid="open-schema" on:click=move |_| attention.open_view_of(&form.key())>
                    "Open in Schemas"
                </button>
            </Show>
            <MoveField />
            <TextField pointer="/description" lines=2 />
            <ReferenceList pointer="/topics" kinds=&[Kind::Topic] empty="No topic carries it yet" />
        </div>
        <FlowList title="Written by" flows=writers empty="Nobody writes it yet" />
        <FlowList title="Read by" flows=readers empty="Nobody reads it yet" />
    }
}

/// The flows on which a message travels: those that name it, and those of its topics that name none.
fn flows(design: &Design, id: &MessageId, writes: bool) -> Vec<(RecordKey, RecordKey)> {
    let Some(message) = design.message(id) else { return Vec::new() };
    let travels = |flow: &&Flow| flow.messages.is_empty() || flow.messages.contains(id);
    message
        .topics
        .iter()
        .flat_map(|topic| design.flows_of_topic(topic))
        .filter(travels)
        .filter(|flow| flow.produce().is_some() == writes)
        .map(|flow| (flow.id.clone().into(), flow.service.clone().into()))
        .collect()
}

#[component]
fn FlowList(
    title: &'static str,
    #[prop(into)] flows: Signal<Vec<(RecordKey, RecordKey)>>,
    empty: &'static str,
) -> impl IntoView {
    view! {
        <Section title=title detail=Signal::derive(move || flows.with(|it| it.len().to_string()))>
            <For each=move || flows.get() key=|line| line.clone() let((flow, service))>
                <ServiceLine flow=flow service=service />
            </For>
            {move || flows.with(Vec::is_empty).then(|| view! { <p class="entries-empty">{empty}</p> })}
        </Section>
    }
}

#[component]
fn ServiceLine(flow: RecordKey, service: RecordKey) -> impl IntoView {
    let attention = attention();
    view! {
        <div class="end-line">
            <RecordLink key=service />
            <button type="button" class="link end-detail" on:click=move |_| attention.show(flow.clone())>
                "flow"
            </button>
        </div>
    }
}
