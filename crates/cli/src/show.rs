//! `eventscape show`: what a design contains, as a tree, or one record in full.

use crate::arguments::{Show, ShowFormat};
use crate::open::open;
use crate::{Failure, Outcome, say};
use engine::Engine;
use engine::model::{Context, Design, Direction, Record, RecordKey};
use serde_json::{Value, json};
use std::fmt::Write;

pub fn run(arguments: &Show) -> Result<Outcome, Failure> {
    let engine = open(&arguments.folder)?;
    let design = engine.design();
    say::out(&match (&arguments.record, arguments.format) {
        (Some(text), ShowFormat::Text) => file_text(&engine, &record(design, text)?),
        (Some(text), ShowFormat::Json) => format!("{:#}\n", to_json(&record(design, text)?)?),
        (None, ShowFormat::Text) => tree(&engine),
        (None, ShowFormat::Json) => {
            let records = design.keys().into_iter().filter_map(|key| design.get(&key)).map(|it| to_json(&it));
            format!("{:#}\n", json!({ "records": records.collect::<Result<Vec<Value>, _>>()? }))
        }
    });
    Ok(Outcome::Fine)
}

/// A record as its file says it.
fn file_text(engine: &Engine, record: &Record) -> String {
    let file = engine.folder().path_of(&record.key()).and_then(|path| engine.folder().file(path));
    file.unwrap_or_default().to_owned()
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
        let hint = if near.is_empty() {
            "Run `eventscape show` without --record to see what there is".to_owned()
        } else {
            format!("Did you mean {}?", near.join(" or "))
        };
        Failure::Usage(format!("there is no {} “{}”\n{hint}", key.kind().title(), key.id_str()))
    })
}

fn to_json(record: &Record) -> Result<Value, Failure> {
    serde_json::to_value(record).map_err(|error| Failure::Usage(error.to_string()))
}

/// The design as an indented tree.
fn tree(engine: &Engine) -> String {
    let design = engine.design();
    let mut out = String::new();
    let counts = [
        (design.contexts().len(), "contexts"),
        (design.services().len(), "services"),
        (design.topics().len(), "topics"),
        (design.messages().len(), "messages"),
        (design.schemas().len(), "schemas"),
        (design.flows().len(), "flows"),
        (design.processes().len(), "processes"),
        (design.environments().len(), "environments"),
        (design.decisions().len(), "decisions"),
    ];
    let counts: Vec<String> = counts.iter().map(|(count, word)| format!("{count} {word}")).collect();
    let _ = writeln!(out, "{}\n{}\n", design.settings().name, counts.join(", "));
    for context in design.contexts().values() {
        context_tree(&mut out, design, context);
    }
    for process in design.processes().values() {
        let _ = writeln!(out, "Process {} ({} steps)", process.name, process.steps.len());
    }
    for environment in design.environments().values() {
        let brokers = environment.brokers.map_or(String::new(), |brokers| format!(", {brokers} brokers"));
        let _ = writeln!(out, "Environment {}{brokers}", environment.name);
    }
    for decision in design.decisions().values() {
        let _ = writeln!(out, "Decision {} {}", decision.id, decision.title);
    }
    out
}

fn context_tree(out: &mut String, design: &Design, context: &Context) {
    let team = if context.team.is_empty() { "no team" } else { &context.team };
    let _ = writeln!(out, "{} ({team})", context.name);
    for key in design.members(&context.id) {
        match design.get(key) {
            Some(Record::Service(service)) => {
                let _ = writeln!(out, "  service {}", service.name);
                for flow in design.flows_of_service(&service.id) {
                    let arrow = match flow.direction {
                        Direction::Produce(_) => "→",
                        Direction::Consume(_) => "←",
                    };
                    let topic = design.topic(&flow.topic).map_or(flow.topic.as_str(), |topic| topic.name.as_str());
                    let _ = writeln!(out, "    {arrow} {topic}");
                }
            }
            Some(Record::Topic(topic)) => {
                let _ = writeln!(
                    out,
                    "  topic {} ({} partitions, replication {})",
                    topic.name, topic.partitions, topic.replication
                );
                for message in design.messages_of_topic(&topic.id) {
                    let version = message
                        .schema
                        .as_ref()
                        .and_then(|id| design.schema(id))
                        .and_then(|schema| schema.latest())
                        .map_or(String::new(), |version| format!(" v{}", version.number));
                    let _ = writeln!(out, "    {}{version}", message.name);
                }
            }
            Some(_) | None => {}
        }
    }
}
