//! A service: what it is, who it authenticates as, what it writes and reads.

use crate::fields::{QuantityField, RecordLink, TYPE_A_NAME, TextField, WordField};
use crate::form::form;
use crate::pick::kind_choices;
use crate::placement::{MoveField, Position};
use crate::section::{Heading, Section};
use engine::derive::consumer_group;
use engine::derive::wording::rate_short;
use engine::edit::{Command, FlowEnd};
use engine::model::{Flow, Kind, RecordKey, ServiceId, TopicId};
use leptos::prelude::*;
use parts::attention;
use std::sync::Arc;
use widgets::{Choices, Picker};

#[component]
pub(super) fn ServiceFields(id: ServiceId) -> impl IntoView {
    let form = form();
    let document = form.document;
    let id = StoredValue::new(id);
    let about = Memo::new(move |_| {
        let kind = form.word_title("/kind");
        let context: Option<engine::model::ContextId> = form.text("/context").parse().ok();
        document.design(|design| {
            let context = context.and_then(|it| design.context(&it).cloned());
            context.map_or(kind.clone(), |context| {
                let team = if context.team.is_empty() {
                    "no owning team".to_owned()
                } else {
                    format!("owned by {}", context.team)
                };
                format!("{kind} · {} · {team}", context.name)
            })
        })
    });
    let principal = Memo::new(move |_| {
        let environment = document.current_environment();
        document.design(|design| {
            let prefix =
                environment.and_then(|it| design.environment(&it)).map_or("", |it| it.principal_prefix.as_str());
            id.with_value(|id| format!("{prefix}{id}"))
        })
    });
    view! {
        <Heading name=Signal::derive(move || form.text("/name")) about=about />
        <div class="fields">
            <TextField pointer="/name" required=TYPE_A_NAME />
            <WordField pointer="/kind" />
            <QuantityField
                pointer="/instances"
                optional=true
                placeholder=Signal::stored("1".to_owned())
            />
            <TextField
                pointer="/principal"
                mono=true
                optional=true
                placeholder=principal
            />
            <TextField
                pointer="/technology"
                placeholder=Signal::stored("for example Spring Boot 3.4, Java 21".to_owned())
            />
            <MoveField />
            <TextField pointer="/description" lines=2 />
        </div>
        <Ends id=id end=FlowEnd::Produce />
        <Ends id=id end=FlowEnd::Consume />
        <Position />
    }
}

/// What the service writes, or what it reads, and a way to add one more.
#[component]
fn Ends(id: StoredValue<ServiceId>, end: FlowEnd) -> impl IntoView {
    let form = form();
    let document = form.document;
    let flows = Memo::new(move |_| {
        document.design(|design| {
            id.with_value(|id| design.flows_of_service(id).filter_map(|flow| line(flow, end)).collect::<Vec<_>>())
        })
    });
    let choices: Choices = Arc::new(move || {
        let taken: Vec<String> =
            flows.with_untracked(|flows| flows.iter().map(|(_, topic, _)| topic.to_string()).collect());
        kind_choices(document, Kind::Topic, &taken)
    });
    let choices = StoredValue::new(choices);
    let connect = Callback::new(move |topic: String| {
        if let Ok(topic) = topic.parse() {
            document.dispatch(Command::Connect { service: id.get_value(), topic, end });
        }
    });
    let (title, add, empty, testid) = match end {
        FlowEnd::Produce => ("Writes to", "Write to a topic…", "It writes to no topic", "service-writes-add"),
        FlowEnd::Consume => ("Reads from", "Read from a topic…", "It reads from no topic", "service-reads-add"),
    };
    view! {
        <Section title=title detail=Signal::derive(move || flows.with(|it| it.len().to_string()))>
            <For each=move || flows.get() key=|line| line.clone() let((flow, topic, detail))>
                <EndLine flow=flow topic=topic.into() detail=detail />
            </For>
            {move || flows.with(Vec::is_empty).then(|| view! { <p class="entries-empty">{empty}</p> })}
            <Picker
                label=add
                shown=Signal::stored(add.to_owned())
                value=Signal::stored(None::<String>)
                choices=choices.get_value()
                on_pick=connect
                class="add"
                testid=testid
                disabled=Signal::derive(move || !form.is_editable())
                icon=icondata_lu::LuPlus
            />
        </Section>
    }
}

fn line(flow: &Flow, end: FlowEnd) -> Option<(RecordKey, TopicId, String)> {
    let detail = match (end, flow.produce(), flow.consume()) {
        (FlowEnd::Produce, Some(produce), _) => rate_short(produce.rate_per_second),
        (FlowEnd::Consume, _, Some(consume)) => consumer_group(flow, consume).to_owned(),
        (FlowEnd::Produce, None, _) | (FlowEnd::Consume, _, None) => return None,
    };
    Some((flow.id.clone().into(), flow.topic.clone(), detail))
}

#[component]
fn EndLine(flow: RecordKey, topic: RecordKey, detail: String) -> impl IntoView {
    let attention = attention();
    view! {
        <div class="end-line">
            <RecordLink key=topic />
            <button type="button" class="link end-detail mono" title="Show the flow" on:click=move |_| attention.show(flow.clone())>
                {detail}
            </button>
        </div>
    }
}
