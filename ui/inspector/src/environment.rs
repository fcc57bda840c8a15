//! An environment: where the design runs, what differs there, and what it may cost.

use crate::fields::{Field, QuantityField, RecordLink, TYPE_A_NAME, TextField, key_of};
use crate::form::form;
use crate::kafka_key::{Place, SettingField};
use crate::lists::{MapField, MapValue, RemoveButton, TextList};
use crate::pick::kind_choices;
use crate::section::{Heading, Section, ShareBar};
use engine::capacity::environment_load;
use engine::derive::wording::{size_short, whole};
use engine::derive::{TopicSetting, stated_number};
use engine::model::{Design, EnvironmentId, Kind, RecordKey, Topic, TopicId};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;
use widgets::{Choices, Picker};

#[component]
pub(super) fn EnvironmentFields(id: EnvironmentId) -> impl IntoView {
    let form = form();
    let document = form.document;
    let id = StoredValue::new(id);
    let is_default = Memo::new(move |_| {
        document.design(|design| id.with_value(|id| design.settings().default_environment.as_ref() == Some(id)))
    });
    let about = Signal::derive(move || {
        let which = if is_default.get() { " · the design's default" } else { "" };
        format!("Environment{which}")
    });
    let bars = Memo::new(move |_| document.design(|design| id.with_value(|id| bars(design, id))));
    view! {
        <Heading name=Signal::derive(move || form.text("/name")) about=about />
        <div class="fields">
            <TextField pointer="/name" required=TYPE_A_NAME />
            <TextField pointer="/cluster" mono=true />
            <TextField pointer="/kafka_version" mono=true placeholder=Signal::stored("for example 4.1.0".to_owned()) />
            <TextList pointer="/bootstrap_servers" example="broker-1:9098" mono=true />
            <TextField pointer="/schema_registry_url" mono=true placeholder=Signal::stored("its address".to_owned()) />
            <TextField pointer="/principal_prefix" mono=true placeholder=Signal::stored("for example prod-".to_owned()) />
            <QuantityField
                pointer="/replication"
                optional=true
                placeholder=Signal::stored("as topics say".to_owned())
            />
        </div>
        <Section title="Load and cost">
            {move || {
                let bars = bars.get();
                if bars.is_empty() {
                    view! { <p class="entries-empty">"State brokers, disks and prices below to see load and cost"</p> }.into_any()
                } else {
                    bars.into_iter()
                        .map(|(label, value, share)| view! { <ShareBar label=label value=value share=share /> })
                        .collect_view()
                        .into_any()
                }
            }}
        </Section>
        <Section title="Brokers and prices">
            <TextField pointer="/broker_type" mono=true placeholder=Signal::stored("for example kafka.m5.xlarge".to_owned()) />
            <QuantityField pointer="/brokers" optional=true />
            <QuantityField pointer="/storage_gib_per_broker" optional=true />
            <QuantityField pointer="/broker_usd_per_hour" optional=true />
            <QuantityField pointer="/storage_usd_per_gib_month" optional=true />
            <QuantityField pointer="/budget_usd_per_month" optional=true />
        </Section>
        <Overrides />
        <Show when=move || !is_default.get()>
            <button
                type="button"
                class="small section-button"
                data-testid="make-default"
                disabled=move || !form.is_editable()
                on:click=move |_| {
                    document.dispatch(engine::edit::Command::Set {
                        key: RecordKey::Settings,
                        pointer: "/default_environment".to_owned(),
                        value: Value::String(id.with_value(ToString::to_string)),
                    });
                }
            >
                "Make it the design's default"
            </button>
        </Show>
    }
}

fn bars(design: &Design, id: &EnvironmentId) -> Vec<(&'static str, String, Option<f64>)> {
    let Some(environment) = design.environment(id) else { return Vec::new() };
    let load = environment_load(design, environment);
    let mut bars = Vec::new();
    if let Some(capacity) = load.capacity_bytes {
        let value = format!("{} of {}", size_short(load.stored_bytes), size_short(capacity));
        bars.push(("Storage × copies", value, load.storage_utilisation()));
    }
    if let Some(cost) = &load.cost {
        let total = whole(cost.total_usd);
        bars.push(match cost.budget_usd.filter(|budget| *budget > 0.0) {
            Some(budget) => {
                let value = format!("${total} of ${} a month", whole(budget));
                ("Cost", value, Some(cost.total_usd / budget))
            }
            None => ("Cost", format!("${total} a month"), None),
        });
    }
    if let Some(each) = load.replicas_per_broker() {
        bars.push(("Partition replicas a broker", whole(each as f64), None));
    }
    bars
}

/// What differs here, topic by topic.
#[component]
fn Overrides() -> impl IntoView {
    let form = form();
    let topics = Memo::new(move |_| form.entries("/topics").into_iter().map(|(topic, _)| topic).collect::<Vec<_>>());
    let choices: Choices = Arc::new(move || kind_choices(form.document, Kind::Topic, &topics.get_untracked()));
    let choices = StoredValue::new(choices);
    let add = Callback::new(move |topic: String| {
        form.put(&format!("/topics/{topic}"), json!({}));
    });
    view! {
        <Section title=form.title("/topics") detail=Signal::derive(move || topics.with(|it| it.len().to_string())) folded=true>
            <For each=move || topics.get() key=|id| id.clone() let:topic>
                <Override topic=topic />
            </For>
            <Field above=true>
                <Picker
                    label="Add a topic that differs here"
                    shown=Signal::stored("Add a topic…".to_owned())
                    value=Signal::stored(None::<String>)
                    choices=choices.get_value()
                    on_pick=add
                    class="add"
                    testid="override-add"
                    disabled=Signal::derive(move || !form.is_editable())
                    icon=icondata_lu::LuPlus
                />
            </Field>
        </Section>
    }
}

#[component]
fn Override(topic: String) -> impl IntoView {
    let form = form();
    let at = |field: &str| format!("/topics/{topic}/{field}");
    let record = StoredValue::new(topic.parse::<TopicId>().ok());
    // What the topic itself says, where nothing differs.
    let says = move |setting: TopicSetting| {
        let quantity = form.quantity(&at(setting.field()));
        Signal::derive(move || {
            form.document.design(|design| {
                let topic = record.with_value(|id| id.as_ref().and_then(|id| design.topic(id)));
                let stated = topic.and_then(|topic| stated_number::<f64>(topic, setting));
                stated.map_or("broker's default".to_owned(), |it| quantity.show(it))
            })
        })
    };
    let has = move |field: &str, count: fn(&Topic) -> u32| {
        let quantity = form.quantity(&at(field));
        Signal::derive(move || {
            form.document.design(|design| {
                let topic = record.with_value(|id| id.as_ref().and_then(|id| design.topic(id)));
                topic.map_or(String::new(), |topic| quantity.show(count(topic).into()))
            })
        })
    };
    let place = if let RecordKey::Environment(environment) = form.key() {
        record.get_value().map(|topic| Place::Override(environment, topic))
    } else {
        None
    };
    let remove = {
        let pointer = format!("/topics/{topic}");
        Callback::new(move |()| {
            form.put(&pointer, Value::Null);
        })
    };
    view! {
        <div class="override">
            <div class="entry">
                {match key_of(Kind::Topic, &topic) {
                    Some(key) => view! { <RecordLink key=key /> }.into_any(),
                    None => view! { <span class="mono">{topic.clone()}</span> }.into_any(),
                }}
                <RemoveButton label="Nothing differs here any more" on_remove=remove />
            </div>
            <QuantityField pointer=at("partitions") optional=true placeholder=has("partitions", |topic| topic.partitions) />
            <QuantityField pointer=at("replication") optional=true placeholder=has("replication", |topic| topic.replication) />
            {place
                .map(|place| {
                    let (min_insync, retention) = (TopicSetting::MinInsyncReplicas, TopicSetting::RetentionMs);
                    view! {
                        <SettingField place=place.clone() setting=min_insync unstated=says(min_insync) />
                        <SettingField place=place setting=retention unstated=says(retention) />
                    }
                })}
            <MapField pointer=at("config") value=MapValue::Text example="segment.ms" mono=true />
        </div>
    }
}
