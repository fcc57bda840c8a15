//! The consumers of a schema, the version that each reads with, and whether the next version breaks them.

use crate::fields::RecordLink;
use engine::Engine;
use engine::check::ConsumerVerdict;
use engine::model::{FlowId, RecordKey, SchemaId, ServiceId, TopicId};
use leptos::prelude::*;
use parts::attention;
use std::collections::BTreeMap;

/// A consumer of a topic or schema.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reader {
    /// Its flow.
    pub flow: FlowId,
    /// Its service.
    pub service: ServiceId,
    /// The version that it reads, when it reads one schema.
    pub reads: String,
    /// Why it cannot read what will be written; empty when it can.
    pub breaks: Vec<String>,
    /// Whether anything is known about it: a topic without schemas breaks nobody and proves nothing.
    pub is_judged: bool,
}

/// The consumers of a topic, each with the worst verdict over the schemas that it reads there.
pub fn readers_of_topic(engine: &Engine, topic: &TopicId) -> Vec<Reader> {
    let design = engine.design();
    let schemas: Vec<&SchemaId> =
        design.messages_of_topic(topic).filter_map(|message| message.schema.as_ref()).collect();
    let mut verdicts: BTreeMap<FlowId, Vec<&ConsumerVerdict>> = BTreeMap::new();
    for schema in schemas {
        for verdict in engine.verdict(schema).into_iter().flat_map(|it| &it.consumers) {
            verdicts.entry(verdict.flow.clone()).or_default().push(verdict);
        }
    }
    let mut readers: Vec<Reader> = engine::derive::uses_of_topic(design, topic)
        .into_iter()
        .filter(|(_, carries)| !carries.is_to_topic())
        .map(|(flow, _)| {
            let verdicts = verdicts.remove(&flow.id).unwrap_or_default();
            let broken: Vec<&ConsumerVerdict> = verdicts.iter().copied().filter(|it| !it.breaks.is_empty()).collect();
            let worst = broken.first().or(verdicts.first()).copied();
            let reads = match worst {
                Some(one) if !broken.is_empty() || verdicts.len() == 1 => format!("reads v{}", one.reads),
                Some(_) => format!("{} schemas", verdicts.len()),
                None => String::new(),
            };
            Reader {
                flow: flow.id.clone(),
                service: flow.service.clone(),
                reads,
                breaks: broken.iter().flat_map(|it| it.breaks.iter().map(|why| why.message.clone())).collect(),
                is_judged: !verdicts.is_empty(),
            }
        })
        .collect();
    worst_first(&mut readers);
    readers
}

fn worst_first(readers: &mut [Reader]) {
    readers.sort_by(|a, b| (a.breaks.is_empty(), &a.service).cmp(&(b.breaks.is_empty(), &b.service)));
}

/// The consumers of a schema.
pub fn readers_of_schema(engine: &Engine, schema: &SchemaId) -> Vec<Reader> {
    let mut readers: Vec<Reader> = engine
        .verdict(schema)
        .into_iter()
        .flat_map(|it| &it.consumers)
        .map(|verdict| Reader {
            flow: verdict.flow.clone(),
            service: verdict.service.clone(),
            reads: format!("reads v{}", verdict.reads),
            breaks: verdict.breaks.iter().map(|why| why.message.clone()).collect(),
            is_judged: true,
        })
        .collect();
    worst_first(&mut readers);
    readers
}

/// One consumer in a line: sign, name, version, verdict.
#[component]
pub fn ReaderLine(reader: Reader) -> impl IntoView {
    let attention = attention();
    let (tone, word) = match (reader.is_judged, reader.breaks.is_empty()) {
        (false, _) => ("", "no schema"),
        (true, true) => ("ok", "safe"),
        (true, false) => ("error", "breaks"),
    };
    let why = reader.breaks.join("\n");
    let flow: RecordKey = reader.flow.into();
    view! {
        <div class="end-line" title=why>
            <i class=format!("dot {tone}")></i>
            <RecordLink key=reader.service.into() />
            <span class="end-reads mono">{reader.reads}</span>
            <button
                type="button"
                class=format!("link verdict {tone}")
                title="Show the flow"
                on:click=move |_| attention.show(flow.clone())
            >
                {word}
            </button>
        </div>
    }
}
