//! `eventscape show`: what a design contains, as a tree, or one record in full, or the fields that records have.

use crate::arguments::{Show, ShowDesign, ShowFormat};
use crate::open::open;
use crate::{Failure, Outcome, fields, say};
use engine::Engine;
use engine::diagnostic::{counted, without_credentials};
use engine::model::{Context, Design, Direction, Kind, Record, RecordKey};
use serde_json::{Value, json};
use std::fmt::Write;

pub fn run(arguments: &Show) -> Result<Outcome, Failure> {
    if let Some(kind) = arguments.fields.as_deref().and_then(Kind::of_word) {
        say::out(&fields::listed(kind, arguments.format));
    }
    if let Some(design) = &arguments.design {
        show(design, arguments.format)?;
    }
    Ok(Outcome::Fine)
}

fn show(arguments: &ShowDesign, format: ShowFormat) -> Result<(), Failure> {
    let opened = open(&arguments.folder)?;
    let design = opened.engine.design();
    opened.tell(&opened.lacking());
    say::out(&match (&arguments.record, format) {
        (Some(text), ShowFormat::Text) => file_texts(&opened.engine, &record(design, text)?),
        (Some(text), ShowFormat::Json) => say::json(&to_json(&record(design, text)?)?),
        (None, ShowFormat::Text) => tree(&opened.engine),
        (None, ShowFormat::Json) => {
            let records = design.keys().into_iter().filter_map(|key| design.get(&key)).map(|it| to_json(&it));
            say::json(&json!({ "records": records.collect::<Result<Vec<Value>, _>>()? }))
        }
    });
    Ok(())
}

/// A record as its files say it. Of several, each is named above what it says.
fn file_texts(engine: &Engine, record: &Record) -> String {
    let folder = engine.folder();
    let own = folder.path_of(&record.key());
    let files: Vec<&str> = match (record, own.and_then(|path| path.rsplit_once('/'))) {
        (Record::Schema(_), Some((place, _))) => folder.paths().filter(|path| is_in(path, place)).collect(),
        _ => own.into_iter().collect(),
    };
    let texts: Vec<(&str, &str)> = files.iter().filter_map(|path| Some((*path, folder.file(path)?))).collect();
    match texts.as_slice() {
        [] => format!("{} has no file of its own yet\n", record.key()),
        [(_, text)] if is_environment(record) => without_credentials(text).into_owned(),
        [(_, text)] => (*text).to_owned(),
        several => {
            let named: Vec<String> =
                several.iter().map(|(path, text)| format!("# {}\n{}\n", say::line(path), text.trim_end())).collect();
            named.join("\n")
        }
    }
}

fn is_in(path: &str, folder: &str) -> bool {
    path.rsplit_once('/').is_some_and(|(of, _)| of == folder)
}

fn record(design: &Design, text: &str) -> Result<Record, Failure> {
    let key: RecordKey = text.parse().map_err(|error: engine::model::IllegalKey| Failure::Usage(error.to_string()))?;
    design.get(&key).ok_or_else(|| {
        let near: Vec<String> = design
            .keys()
            .iter()
            .filter(|it| {
                it.kind() == key.kind() && (it.id_str().contains(key.id_str()) || key.id_str().contains(it.id_str()))
            })
            .map(ToString::to_string)
            .collect();
        let next = if near.is_empty() {
            "Run `eventscape show` without --record to see what there is".to_owned()
        } else {
            format!("Did you mean {}?", near.join(" or "))
        };
        Failure::Unknown { reason: format!("there is no {} “{}”", key.kind().title(), key.id_str()), next }
    })
}

fn to_json(record: &Record) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(record).map_err(|error| Failure::Usage(error.to_string()))?;
    if is_environment(record) {
        hide_credentials(&mut value);
    }
    Ok(value)
}

/// Only these state addresses of servers. Schemas and decisions are printed letter by letter.
fn is_environment(record: &Record) -> bool {
    record.kind() == Kind::Environment
}

fn hide_credentials(value: &mut Value) {
    match value {
        Value::String(text) => *text = without_credentials(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(hide_credentials),
        Value::Object(fields) => fields.values_mut().for_each(hide_credentials),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The design as an indented tree.
fn tree(engine: &Engine) -> String {
    let design = engine.design();
    let mut out = String::new();
    let counts = [
        (design.contexts().len(), "context"),
        (design.relations().len(), "relation"),
        (design.services().len(), "service"),
        (design.topics().len(), "topic"),
        (design.messages().len(), "message"),
        (design.schemas().len(), "schema"),
        (design.flows().len(), "flow"),
        (design.processes().len(), "process"),
        (design.environments().len(), "environment"),
        (design.decisions().len(), "decision"),
        (design.views().len(), "view"),
    ];
    let counts: Vec<String> = counts.iter().map(|(count, noun)| counted(*count, noun)).collect();
    let _ = writeln!(out, "{}\n{}\n", say::line(&design.settings().name), counts.join(", "));
    for context in design.contexts().values() {
        context_tree(&mut out, design, context);
    }
    for process in design.processes().values() {
        let steps = counted(process.steps.len(), "step");
        let _ = writeln!(out, "Process {} ({steps})", say::line(&process.name));
    }
    for environment in design.environments().values() {
        let brokers = environment.brokers.map(|brokers| format!(", {}", counted(brokers as usize, "broker")));
        let _ = writeln!(out, "Environment {}{}", say::line(&environment.name), brokers.unwrap_or_default());
    }
    for decision in design.decisions().values() {
        let _ = writeln!(out, "Decision {} {}", decision.id, say::line(&decision.title));
    }
    out
}

fn context_tree(out: &mut String, design: &Design, context: &Context) {
    let team = if context.team.is_empty() { "no team" } else { &context.team };
    let _ = writeln!(out, "{} ({})", say::line(&context.name), say::line(team));
    for key in design.members(&context.id) {
        match design.get(key) {
            Some(Record::Service(service)) => {
                let _ = writeln!(out, "  service {}", say::line(&service.name));
                for flow in design.flows_of_service(&service.id) {
                    let arrow = match flow.direction {
                        Direction::Produce(_) => "→",
                        Direction::Consume(_) => "←",
                    };
                    let topic = design.topic(&flow.topic).map_or(flow.topic.as_str(), |topic| topic.name.as_str());
                    let _ = writeln!(out, "    {arrow} {}", say::line(topic));
                }
            }
            Some(Record::Topic(topic)) => {
                let partitions = counted(topic.partitions as usize, "partition");
                let name = say::line(&topic.name);
                let _ = writeln!(out, "  topic {name} ({partitions}, replication {})", topic.replication);
                for message in design.messages_of_topic(&topic.id) {
                    let version = message
                        .schema
                        .as_ref()
                        .and_then(|id| design.schema(id))
                        .and_then(|schema| schema.latest())
                        .map_or(String::new(), |version| format!(" v{}", version.number));
                    let _ = writeln!(out, "    {}{version}", say::line(&message.name));
                }
            }
            Some(_) | None => {}
        }
    }
}
