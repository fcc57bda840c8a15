//! A topic: what it is, what it carries at the peak, who reads and writes it.

use crate::fields::{Field, QuantityField, RecordLink, ReferenceField, TYPE_A_NAME, TextField, WordField};
use crate::form::{form, testid};
use crate::input::{Commit, TextInput};
use crate::kafka_key::{CleanupField, Place, SettingField};
use crate::lists::{MapField, MapValue};
use crate::placement::{MoveField, Position};
use crate::readers::{Reader, ReaderLine, readers_of_topic};
use crate::section::{Heading, Section, ShareBar};
use engine::capacity::{
    Assumptions, DEFAULT_RETENTION_MS, GroupLoad, Storage, groups_of_topic, load_per_partition, partitions_needed,
    topic_load, topic_storage,
};
use engine::derive::wording::{rate_short, retention, size_short};
use engine::derive::{Carries, TopicSetting, stated_number};
use engine::model::{Design, Environment, EnvironmentId, Kind, RecordKey, TopicId, topic_name_problem};
use leptos::prelude::*;
use parts::{attention, document};
use serde_json::{Value, json};
use std::sync::Arc;

#[component]
pub(super) fn TopicFields(id: TopicId) -> impl IntoView {
    let form = form();
    let document = form.document;
    let place = StoredValue::new(Place::Topic(id.clone()));
    let id = StoredValue::new(id);
    let name = Memo::new(move |_| form.text("/name"));
    let about = Memo::new(move |_| {
        document.design(|design| {
            id.with_value(|id| {
                let Some(topic) = design.topic(id) else { return String::new() };
                let context = design.context(&topic.context).map_or(topic.context.as_str(), |it| it.name.as_str());
                match design.team(&topic.context) {
                    Some(team) => format!("Topic · {context} · owned by {team}"),
                    None => format!("Topic · {context} · no owning team"),
                }
            })
        })
    });
    let needed = Memo::new(move |_| {
        document.design(|design| id.with_value(|id| partitions_needed(design, id, &Assumptions::default()).needed))
    });
    let partitions = Memo::new(move |_| form.value("/partitions").as_u64().unwrap_or_default());
    let too_few = Signal::derive(move || u64::from(needed.get()) > partitions.get());
    let min_insync = Signal::derive(move || {
        let stated = |design: &Design| {
            id.with_value(|id| stated_number::<u32>(design.topic(id)?, TopicSetting::MinInsyncReplicas))
        };
        document.design(stated).map_or_else(String::new, |count| format!("min ISR {count}"))
    });
    let length = Signal::derive(move || {
        let refused = name.with(|name| topic_name_problem(name).is_some());
        if refused { "brokers refuse it".to_owned() } else { String::new() }
    });
    view! {
        <Heading name=name about=about mono=true />
        <div class="fields">
            <TextField pointer="/name" required=TYPE_A_NAME mono=true fact=length />
            <WordField pointer="/kind" />
            <QuantityField
                pointer="/partitions"
                hint="Its peak, divided by what one partition takes and by what one thread of its slowest group processes"
                fact=Signal::derive(move || format!("at least {} needed", needed.get()))
                fact_warns=too_few
            />
            <QuantityField
                pointer="/replication"
                fact=min_insync
            />
            <SettingField
                place=place.get_value()
                setting=TopicSetting::MinInsyncReplicas
                unstated=Signal::stored("broker's default, usually 1".to_owned())
            />
            <KeyField />
            <CleanupField topic=id.get_value() />
            <SettingField
                place=place.get_value()
                setting=TopicSetting::RetentionMs
                unstated=Signal::stored(format!("broker's default, {}", retention(DEFAULT_RETENTION_MS)))
            />
            <WordField
                pointer="/compatibility"
                mono=true
            />
        </div>
        <Load id=id />
        <Readers id=id />
        <Writers id=id />
        <Carries id=id />
        <Section title="More settings" folded=true>
            <TextField pointer="/description" lines=2 />
            <SettingField
                place=place.get_value()
                setting=TopicSetting::RetentionBytes
                unstated=Signal::stored("no limit".to_owned())
            />
            <SettingField
                place=place.get_value()
                setting=TopicSetting::MaxMessageBytes
                unstated=Signal::stored("broker's default, 1 MiB".to_owned())
            />
            <WordField pointer="/visibility" />
            <WordField
                pointer="/data_class"
            />
            <WordField
                pointer="/subject_strategy"
            />
            <ReferenceField
                pointer="/source"
                kind=Kind::Topic
                none=Some("no other topic".to_owned())
            />
            <MoveField />
            <MapField
                pointer="/config"
                value=MapValue::Text
                example="segment.ms"
                mono=true
            />
        </Section>
        <Position />
    }
}

/// The key as people write it: `orderId : string`.
#[component]
fn KeyField() -> impl IntoView {
    let form = form();
    let shown = Memo::new(move |_| {
        let (name, kind) = (form.text("/key/name"), form.text("/key/type"));
        if name.is_empty() { String::new() } else { format!("{name} : {kind}") }
    });
    let setter = form.setter();
    let commit: Commit = Arc::new(move |text| {
        let text = text.trim();
        if text.is_empty() {
            return setter.set("/key", Value::Null);
        }
        let (name, kind) = text.split_once(':').unwrap_or((text, "string"));
        let (name, kind) = (name.trim(), kind.trim());
        if name.is_empty() || kind.is_empty() {
            return Err("Type a field and its type, for example orderId : string".to_owned());
        }
        setter.set("/key", json!({ "name": name, "type": kind }))
    });
    view! {
        <Field pointer="/key">
            <TextInput
                label=form.title("/key")
                testid=testid("/key")
                shown=shown
                commit=commit
                disabled=Signal::derive(move || !form.is_editable())
                placeholder=Signal::stored("none: spread evenly".to_owned())
                mono=true
            />
        </Field>
    }
}

/// The share from which on a group is shown although another is busier.
const NEAR_LIMIT: f64 = 0.8;

/// One derived number.
#[derive(Debug, Clone, PartialEq)]
struct Bar {
    label: String,
    value: String,
    share: Option<f64>,
}

#[component]
fn Load(id: StoredValue<TopicId>) -> impl IntoView {
    let document = document();
    let environment = Memo::new(move |_| document.current_environment());
    let peak = Memo::new(move |_| {
        document.design(|design| {
            let load = id.with_value(|id| topic_load(design, id));
            (load.peak.records_per_second > 0.0).then(|| rate_short(load.peak.records_per_second))
        })
    });
    let bars = Memo::new(move |_| {
        let environment: Option<EnvironmentId> = environment.get();
        document.design(|design| {
            let environment = environment.and_then(|it| design.environment(&it));
            id.with_value(|id| bars(design, id, environment))
        })
    });
    view! {
        <Section
            title="At peak load"
            detail=Signal::derive(move || peak.get().unwrap_or_else(|| "nobody writes yet".to_owned()))
        >
            {move || {
                bars.get()
                    .into_iter()
                    .map(|bar| view! { <ShareBar label=bar.label value=bar.value share=bar.share /> })
                    .collect_view()
            }}
        </Section>
    }
}

fn bars(design: &Design, id: &TopicId, environment: Option<&Environment>) -> Vec<Bar> {
    let limit = Assumptions::default().partition_bytes_per_second;
    let each = load_per_partition(design, id, environment).peak.bytes_per_second;
    let mut bars = vec![Bar {
        label: "Per partition".to_owned(),
        value: format!("{}/s of {}", size_short(each), size_short(limit)),
        share: Some(each / limit),
    }];
    let disks = environment.and_then(|it| Some(f64::from(it.brokers?) * f64::from(it.storage_gib_per_broker?)));
    let disks = disks.map(|gib| gib * engine::capacity::GIB);
    bars.push(match topic_storage(design, id, environment) {
        Some(Storage::Bytes(bytes)) => Bar {
            label: "Storage × copies".to_owned(),
            value: match disks {
                Some(disks) => format!("{} of {}", size_short(bytes), size_short(disks)),
                None => size_short(bytes),
            },
            share: disks.filter(|disks| *disks > 0.0).map(|disks| bytes / disks),
        },
        Some(Storage::Unbounded) => {
            Bar { label: "Storage × copies".to_owned(), value: "grows for ever".to_owned(), share: None }
        }
        Some(Storage::ByKeys) | None => {
            Bar { label: "Storage × copies".to_owned(), value: "as its keys take".to_owned(), share: None }
        }
    });
    // The busiest group decides; the others only when they come near their limit too.
    let mut groups: Vec<(GroupLoad, f64)> = groups_of_topic(design, id, environment)
        .into_iter()
        .filter_map(|group| group.peak_utilisation.map(|share| (group, share)))
        .collect();
    groups.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (index, (group, share)) in groups.into_iter().enumerate() {
        if index > 0 && share <= NEAR_LIMIT {
            break;
        }
        let idle = if group.idle > 0 { format!(", {} without work", group.idle) } else { String::new() };
        bars.push(Bar {
            label: group.group,
            value: format!("{:.0} % of {} readers{idle}", share * 100.0, group.readers),
            share: Some(share),
        });
    }
    bars
}

#[component]
fn Readers(id: StoredValue<TopicId>) -> impl IntoView {
    let document = document();
    let readers: Memo<Vec<Reader>> =
        Memo::new(move |_| document.read(|engine| id.with_value(|id| readers_of_topic(engine, id))));
    view! {
        <Section title="Consumers" detail=Signal::derive(move || readers.with(|it| it.len().to_string()))>
            <Show
                when=move || readers.with(|it| !it.is_empty())
                fallback=|| view! { <p class="entries-empty">"Nobody reads it yet. Draw a flow from it to a service"</p> }
            >
                <For each=move || readers.get() key=|reader| reader.clone() let:reader>
                    <ReaderLine reader=reader />
                </For>
            </Show>
        </Section>
    }
}

#[component]
fn Writers(id: StoredValue<TopicId>) -> impl IntoView {
    let document = document();
    let writers = Memo::new(move |_| {
        document.design(|design| {
            id.with_value(|id| {
                let uses = engine::derive::uses_of_topic(design, id).into_iter();
                let writer = |(flow, carries): (&engine::model::Flow, Carries)| {
                    let detail = match carries {
                        Carries::Writes => rate_short(flow.produce()?.rate_per_second),
                        Carries::PutsAside => "to try again".to_owned(),
                        Carries::GivesUp => "given up".to_owned(),
                        Carries::Reads | Carries::TriesAgain => return None,
                    };
                    Some((RecordKey::from(flow.id.clone()), flow.service.clone(), detail))
                };
                uses.filter_map(writer).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <Section title="Producers" detail=Signal::derive(move || writers.with(|it| it.len().to_string()))>
            <Show
                when=move || writers.with(|it| !it.is_empty())
                fallback=|| view! { <p class="entries-empty">"Nobody writes to it yet. Draw a flow from a service to it"</p> }
            >
                <For each=move || writers.get() key=|it| it.clone() let((flow, service, rate))>
                    <WriterLine flow=flow service=service.into() rate=rate />
                </For>
            </Show>
        </Section>
    }
}

#[component]
fn WriterLine(flow: RecordKey, service: RecordKey, rate: String) -> impl IntoView {
    let attention = attention();
    view! {
        <div class="end-line">
            <RecordLink key=service />
            <button type="button" class="link end-detail mono" title="Show the flow" on:click=move |_| attention.show(flow.clone())>
                {rate}
            </button>
        </div>
    }
}

/// The messages that name this topic; adding one changes the message, since it is the message that says where it travels.
#[component]
fn Carries(id: StoredValue<TopicId>) -> impl IntoView {
    use crate::pick::kind_choices;
    use engine::edit::Command;
    use widgets::{Choices, Picker};

    let form = form();
    let document = form.document;
    let messages = Memo::new(move |_| {
        document.design(|design| {
            id.with_value(|id| design.messages_of_topic(id).map(|it| it.id.clone()).collect::<Vec<_>>())
        })
    });
    let choices: Choices = Arc::new(move || {
        let taken: Vec<String> = messages.with_untracked(|all| all.iter().map(ToString::to_string).collect());
        kind_choices(document, Kind::Message, &taken)
    });
    let choices = StoredValue::new(choices);
    let add = Callback::new(move |message: String| {
        if let Ok(message) = message.parse::<engine::model::MessageId>() {
            let value = Value::String(id.with_value(ToString::to_string));
            document.dispatch(Command::Set { key: message.into(), pointer: "/topics/-".to_owned(), value });
        }
    });
    let remove = move |message: engine::model::MessageId| {
        let at = document.peek(|engine| {
            let topics = engine.design().message(&message).map(|it| it.topics.clone()).unwrap_or_default();
            id.with_value(|id| topics.iter().position(|topic| topic == id))
        });
        if let Some(at) = at {
            document.dispatch(Command::Set {
                key: message.into(),
                pointer: format!("/topics/{at}"),
                value: Value::Null,
            });
        }
    };
    view! {
        <Section title="Messages" detail=Signal::derive(move || messages.with(|it| it.len().to_string()))>
            <For each=move || messages.get() key=|id| id.clone() let:message>
                <div class="entry">
                    <RecordLink key=message.clone().into() />
                    <crate::lists::RemoveButton
                        label="Take it off this topic"
                        on_remove=Callback::new(move |()| remove(message.clone()))
                    />
                </div>
            </For>
            <Picker
                label="Add a message"
                shown=Signal::stored("Add a message…".to_owned())
                value=Signal::stored(None::<String>)
                choices=choices.get_value()
                on_pick=add
                class="add"
                testid="topic-messages-add"
                disabled=Signal::derive(move || !form.is_editable())
                icon=icondata_lu::LuPlus
            />
        </Section>
    }
}
