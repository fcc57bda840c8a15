//! Format 0, the preview: topics said `replicas`, `min_isr` and `retention_hours`, and a service's file held what it writes
//! and reads as `[[produces]]` and `[[consumes]]`. Format 1 has Kafka's words, times in milliseconds, and a file of its own
//! for every flow, so that two people who connect one service do not edit one file.

use super::Texts;
use crate::seat::{Seat, path_of, seat};
use crate::text::{in_manner_of, split_marks, unix};
use crate::words::is_id;
use model::{ContextId, FlowId, RecordKey, ServiceId};
use toml_edit::{DocumentMut, InlineTable, Item, Key, Table, Value, value};

const MS_PER_HOUR: i64 = 3_600_000;

/// The keys of a flow itself; everything else belongs to its direction.
const OF_THE_FLOW: [&str; 3] = ["topic", "messages", "description"];
/// The keys that became part of the failure policy, and their names there.
const ON_FAILURE: [(&str, &str); 3] =
    [("retries", "retries"), ("retry_topic", "retry_topic"), ("dead_letter", "dead_letter_topic")];

/// The texts in format 1.
pub(super) fn migrate(mut texts: Texts) -> Texts {
    let paths: Vec<String> = texts.keys().cloned().collect();
    for path in paths {
        let Some(original) = texts.get(&path).cloned() else { continue };
        let (marks, text) = split_marks(&original);
        let Ok(mut document) = unix(text).parse::<DocumentMut>() else { continue };
        let before = document.to_string();
        match seat(&path) {
            Seat::Record(RecordKey::Settings, _) => settings(&mut document),
            Seat::Record(RecordKey::Topic(_), _) => topic(&mut document),
            Seat::Record(RecordKey::Service(service), Some(context)) => {
                for (path, text) in flows(&mut document, &service, &context, &texts) {
                    texts.insert(path, text);
                }
            }
            Seat::Record(..)
            | Seat::Version(..)
            | Seat::Draft(..)
            | Seat::Decision(_)
            | Seat::Misnamed(_)
            | Seat::Foreign => continue,
        }
        let after = document.to_string();
        if after != before {
            let after = format!("{marks}{}", in_manner_of(text, &after));
            texts.insert(path, after);
        }
    }
    texts
}

fn settings(document: &mut DocumentMut) {
    if let Some(version) = document.get_mut("format_version").and_then(Item::as_value_mut) {
        let decor = version.decor().clone();
        *version = Value::from(1);
        *version.decor_mut() = decor;
    }
}

fn topic(document: &mut DocumentMut) {
    rename(document, "replicas", "replication", |_| {});
    rename(document, "min_isr", "min_insync_replicas", |_| {});
    if document.get("retention_hours").is_some_and(Item::is_integer) {
        rename(document, "retention_hours", "retention_ms", |hours| {
            let decor = hours.decor().clone();
            // -1 is Kafka's word for ever, in any unit.
            let ms = match hours.as_integer().unwrap_or_default() {
                -1 => -1,
                hours => hours.saturating_mul(MS_PER_HOUR),
            };
            *hours = Value::from(ms);
            *hours.decor_mut() = decor;
        });
    }
}

/// Gives a key another name in its place, with its comments.
fn rename(table: &mut Table, from: &str, to: &str, change: impl Fn(&mut Value)) {
    if table.contains_key(to) || !table.contains_key(from) {
        return;
    }
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let entries: Vec<(Key, Item)> = keys.iter().rev().filter_map(|key| table.remove_entry(key)).collect();
    for (key, mut item) in entries.into_iter().rev() {
        if key.get() == from {
            if let Some(value) = item.as_value_mut() {
                change(value);
            }
            table.insert_formatted(&Key::new(to).with_leaf_decor(key.leaf_decor().clone()), item);
        } else {
            table.insert_formatted(&key, item);
        }
    }
}

/// Takes the flows out of a service's document; gives the files that they become.
fn flows(document: &mut DocumentMut, service: &ServiceId, context: &ContextId, texts: &Texts) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (list, way, direction) in [("produces", "to", "produce"), ("consumes", "from", "consume")] {
        let Some(item) = document.get(list) else { continue };
        let Some(tables) = tables(item) else { continue };
        let topics: Option<Vec<String>> = tables.iter().map(topic_of).collect();
        // A list with an entry that names no topic stays as it is, to be repaired by hand.
        let Some(topics) = topics else { continue };
        for (table, topic) in tables.into_iter().zip(topics) {
            let text = flow(table, service, direction).to_string();
            let stem: String = format!("{service}-{way}-{topic}").chars().take(90).collect();
            let stem = stem.trim_end_matches('-');
            let names = std::iter::once(stem.to_owned()).chain((2..1000).map(|number| format!("{stem}-{number}")));
            let paths = names.filter_map(|name| path_of(&FlowId::new(&name).ok()?.into(), Some(context)));
            let is_free = |path: &String| {
                texts.get(path).is_none_or(|there| *there == text) && out.iter().all(|(other, _)| other != path)
            };
            if let Some(path) = paths.into_iter().find(is_free) {
                out.push((path, text));
            }
        }
        document.remove(list);
    }
    out
}

fn tables(item: &Item) -> Option<Vec<Table>> {
    match item {
        Item::ArrayOfTables(tables) => Some(tables.iter().cloned().collect()),
        Item::Value(Value::Array(items)) => {
            items.iter().map(|it| it.as_inline_table().cloned().map(InlineTable::into_table)).collect()
        }
        Item::None | Item::Value(_) | Item::Table(_) => None,
    }
}

fn topic_of(table: &Table) -> Option<String> {
    table.get("topic").and_then(Item::as_str).filter(|topic| is_id(topic)).map(str::to_owned)
}

fn flow(mut table: Table, service: &ServiceId, direction: &str) -> DocumentMut {
    let mut root = Table::new();
    root.insert("service", value(service.as_str()));
    let heading = table.decor().prefix().and_then(|it| it.as_str()).unwrap_or_default().trim_start().to_owned();
    if heading.contains('#')
        && let Some(mut key) = root.key_mut("service")
    {
        key.leaf_decor_mut().set_prefix(heading);
    }
    for name in OF_THE_FLOW {
        if let Some((key, item)) = table.remove_entry(name) {
            root.insert_formatted(&key, item);
        }
    }
    let mut on_failure = Table::new();
    for (from, to) in ON_FAILURE {
        if let Some((key, item)) = table.remove_entry(from) {
            on_failure.insert_formatted(&Key::new(to).with_leaf_decor(key.leaf_decor().clone()), item);
        }
    }
    let mut settings = Table::new();
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys {
        if let Some((key, item)) = table.remove_entry(&key) {
            settings.insert_formatted(&key, item);
        }
    }
    if !on_failure.is_empty() {
        settings.insert("on_failure", Item::Table(on_failure));
    }
    let mut directions = Table::new();
    directions.set_implicit(true);
    directions.insert(direction, Item::Table(settings));
    root.insert("direction", Item::Table(directions));
    DocumentMut::from(root)
}
