//! A flow: how a service writes to a topic or reads from it.

use crate::failure::OnFailure;
use crate::fields::{FactLine, Field, GoTo, QuantityField, ReferenceField, SwitchField, TextField, WordField};
use crate::form::{form, testid};
use crate::lists::ReferenceList;
use crate::pick::{kind_choices, name_of_id};
use crate::section::{Heading, ShareBar};
use engine::capacity::groups_of_topic;
use engine::derive::consumer_group;
use engine::derive::wording::{rate_short, size_short};
use engine::edit::Command;
use engine::model::{Design, FlowId, Kind, SchemaId, ServiceId};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use widgets::{Choice, Choices, Picker};

#[component]
pub(super) fn FlowFields(id: FlowId) -> impl IntoView {
    let form = form();
    let document = form.document;
    let id = StoredValue::new(id);
    let writes = Memo::new(move |_| form.value("/direction/produce").is_object());
    let name =
        Memo::new(move |_| document.read_records(|engine| id.with_value(|id| engine.name_of(&id.clone().into()))));
    let about = Signal::derive(move || {
        let way = if writes.get() { "the service writes to the topic" } else { "the service reads from the topic" };
        format!("Flow · {way}")
    });
    view! {
        <Heading name=name about=about />
        <div class="fields">
            <ServiceField />
            <ReferenceField pointer="/topic" kind=Kind::Topic />
            <Show when=move || writes.get() fallback=move || view! { <ConsumeFields id=id /> }>
                <ProduceFields />
            </Show>
            <ReferenceList
                pointer="/messages"
                kinds=&[Kind::Message]
                empty="Every message that the topic carries"
                add="Name a message…"
            />
            <TextField pointer="/description" lines=2 />
        </div>
    }
}

/// The service at the flow's end. A flow lives in its service's context, so it moves along when that is another one.
#[component]
fn ServiceField() -> impl IntoView {
    let form = form();
    let value = Memo::new(move |_| form.value("/service").as_str().map(str::to_owned));
    let shown = Signal::derive(move || {
        value.with(|id| id.as_ref().map_or(String::new(), |id| name_of_id(form.document, Kind::Service, id)))
    });
    let target =
        Memo::new(move |_| value.with(|id| id.as_ref().and_then(|id| id.parse::<ServiceId>().ok().map(Into::into))));
    let choices: Choices = Arc::new(move || kind_choices(form.document, Kind::Service, &[]));
    let pick = Callback::new(move |picked: String| {
        let Ok(service) = picked.parse::<ServiceId>() else { return };
        let Some(context) = form.document.peek(|engine| engine.design().service(&service).map(|it| it.context.clone()))
        else {
            return;
        };
        let key = form.key();
        let set = Command::Set { key: key.clone(), pointer: "/service".to_owned(), value: Value::String(picked) };
        let move_along = Command::MoveToContext { keys: vec![key], context };
        let label = "Change service of the flow".to_owned();
        form.document.dispatch(Command::All { label, commands: vec![set, move_along] });
    });
    view! {
        <Field pointer="/service">
            <div class="reference">
                <Picker
                    label=form.title("/service")
                    shown=shown
                    value=value
                    choices=choices
                    on_pick=pick
                    testid=testid("/service")
                    disabled=Signal::derive(move || !form.is_editable())
                />
                <GoTo target=target />
            </div>
        </Field>
    }
}

#[component]
fn ProduceFields() -> impl IntoView {
    let form = form();
    let at = move |pointer: &str| form.value(&format!("/direction/produce/{pointer}")).as_f64().unwrap_or_default();
    let bytes = Signal::derive(move || {
        let peak = form.value("/direction/produce/peak_rate_per_second").as_f64();
        let rate = peak.unwrap_or_else(|| at("rate_per_second")).max(at("rate_per_second"));
        format!("{}/s at peak", size_short(rate * at("size_bytes")))
    });
    let weak = Signal::derive(move || if form.text("/direction/produce/acks") == "all" { "" } else { "warning" });
    let ordinary = Signal::derive(move || format!("as ever, {}", rate_short(at("rate_per_second"))));
    view! {
        <QuantityField
            pointer="/direction/produce/rate_per_second"
        />
        <QuantityField
            pointer="/direction/produce/peak_rate_per_second"
            optional=true
            placeholder=ordinary
        />
        <QuantityField
            pointer="/direction/produce/size_bytes"
            fact=bytes
        />
        <WordField pointer="/direction/produce/acks" />
        <SwitchField
            pointer="/direction/produce/idempotent"
        />
        <TextField
            pointer="/direction/produce/transactional_id"
            mono=true
            optional=true
            placeholder=Signal::stored("no transactions".to_owned())
        />
        <FactLine
            label="Loss"
            value=Signal::derive(move || {
                if weak.get().is_empty() { "none that was confirmed".to_owned() } else { "when a broker fails".to_owned() }
            })
            tone=weak
        />
    }
}

#[component]
fn ConsumeFields(id: StoredValue<FlowId>) -> impl IntoView {
    let form = form();
    let document = form.document;
    let own_group = Signal::derive(move || form.text("/service"));
    let environment = Memo::new(move |_| document.current_environment());
    let load = Memo::new(move |_| {
        let environment = environment.get();
        document.design(|design| id.with_value(|id| group_load(design, id, environment.as_ref())))
    });
    view! {
        <TextField
            pointer="/direction/consume/group"
            mono=true
            placeholder=own_group
        />
        <ReaderVersions id=id />
        <QuantityField
            pointer="/direction/consume/concurrency"
            optional=true
            placeholder=Signal::stored("1".to_owned())
        />
        <QuantityField
            pointer="/direction/consume/time_per_message_ms"
            optional=true
            placeholder=Signal::stored("not known".to_owned())
        />
        <WordField pointer="/direction/consume/isolation" />
        {move || {
            load.get().map(|(value, share)| view! { <ShareBar label="At peak load" value=value share=Some(share) /> })
        }}
        <OnFailure id=id />
    }
}

/// How busy the flow's group is at the peak.
fn group_load(
    design: &Design,
    id: &FlowId,
    environment: Option<&engine::model::EnvironmentId>,
) -> Option<(String, f64)> {
    let flow = design.flow(id)?;
    let name = consumer_group(flow, flow.consume()?);
    let environment = environment.and_then(|it| design.environment(it));
    let group = groups_of_topic(design, &flow.topic, environment).into_iter().find(|it| it.group == name)?;
    let share = group.peak_utilisation?;
    let idle = if group.idle > 0 { format!(", {} without work", group.idle) } else { String::new() };
    Some((format!("{:.0} % of {} readers{idle}", share * 100.0, group.readers), share))
}

/// For each schema that the flow meets: the version that its code was built with.
#[component]
fn ReaderVersions(id: StoredValue<FlowId>) -> impl IntoView {
    let form = form();
    let document = form.document;
    let schemas = Memo::new(move |_| document.design(|design| id.with_value(|id| schemas_met(design, id))));
    view! {
        <Show when=move || schemas.with(|it| !it.is_empty())>
            <Field pointer="/direction/consume/reader_versions" above=true>
                <For each=move || schemas.get() key=|id| id.clone() let:schema>
                    <ReaderVersion schema=schema />
                </For>
            </Field>
        </Show>
    }
}

#[component]
fn ReaderVersion(schema: SchemaId) -> impl IntoView {
    let form = form();
    let document = form.document;
    let pointer = StoredValue::new(format!("/direction/consume/reader_versions/{schema}"));
    let stored = StoredValue::new(schema.clone());
    let value = Memo::new(move |_| pointer.with_value(|it| form.value(it).as_u64().map(|it| it.to_string())));
    let latest = Memo::new(move |_| {
        document
            .design(|design| stored.with_value(|id| design.schema(id).and_then(|it| it.latest()).map(|it| it.number)))
    });
    let shown = Signal::derive(move || match (value.get(), latest.get()) {
        (Some(number), _) => format!("v{number}"),
        (None, Some(latest)) => format!("latest, v{latest}"),
        (None, None) => "latest".to_owned(),
    });
    let choices: Choices = Arc::new(move || {
        let numbers: Vec<u32> = document.peek(|engine| {
            stored.with_value(|id| {
                engine
                    .design()
                    .schema(id)
                    .map(|it| it.versions.iter().map(|it| it.number).collect())
                    .unwrap_or_default()
            })
        });
        let first = Choice::new("", "latest", "Whatever was released last");
        std::iter::once(first)
            .chain(
                numbers
                    .into_iter()
                    .rev()
                    .map(|number| Choice::new(number.to_string(), format!("v{number}"), "").mono()),
            )
            .collect()
    });
    let pick = Callback::new(move |picked: String| {
        let value = picked.parse::<u32>().map_or(Value::Null, Value::from);
        pointer.with_value(|it| form.put(it, value));
    });
    let name = document.peek(|engine| engine.name_of(&schema.clone().into()));
    let finding = Memo::new(move |_| pointer.with_value(|it| form.finding(it)));
    view! {
        <div class="version-line">
            <span class="grow">{name.clone()}</span>
            <Picker
                label=format!("Version of {name}")
                shown=shown
                value=value
                choices=choices
                on_pick=pick
                class="short"
                testid=format!("reader-version-{schema}")
                disabled=Signal::derive(move || !form.is_editable())
                mono=true
            />
        </div>
        {move || {
            finding
                .get()
                .map(|it| view! { <p class=format!("field-finding {}", it.severity.as_str()) title=it.help.clone()>{it.message.clone()}</p> })
        }}
    }
}

/// The schemas of the messages that travel on a flow, and those that it names although none does.
fn schemas_met(design: &Design, id: &FlowId) -> Vec<SchemaId> {
    let Some(flow) = design.flow(id) else { return Vec::new() };
    let on_topic = design.messages_of_topic(&flow.topic);
    let mut schemas: Vec<SchemaId> = on_topic
        .filter(|message| flow.messages.is_empty() || flow.messages.contains(&message.id))
        .filter_map(|message| message.schema.clone())
        .chain(flow.consume().into_iter().flat_map(|it| it.reader_versions.keys().cloned()))
        .collect();
    schemas.sort();
    schemas.dedup();
    schemas
}
