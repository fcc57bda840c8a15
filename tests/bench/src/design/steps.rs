//! One edit of each kind of record, each in two states that take turns, so that every step changes something.

use anyhow::{Context, Result};
use engine::edit::Command;
use engine::model::{Design, Direction, Placement, RecordKey};
use serde_json::{Value, json};

/// The edits, each with what it is of.
pub fn all(design: &Design) -> Result<Vec<(&'static str, [Command; 2])>> {
    let in_the_middle = |keys: Vec<RecordKey>| keys.get(keys.len() / 2).cloned().context("every kind has a record");
    let keys = design.keys();
    let of = |kind: fn(&RecordKey) -> bool| in_the_middle(keys.iter().filter(|key| kind(key)).cloned().collect());
    let flow = |consumes: bool| {
        let flows = design.flows().values().filter(|flow| matches!(flow.direction, Direction::Consume(_)) == consumes);
        in_the_middle(flows.map(|flow| flow.id.clone().into()).collect())
    };
    let topic = of(|key| matches!(key, RecordKey::Topic(_)))?;
    let context = of(|key| matches!(key, RecordKey::Context(_)))?;
    let message = of(|key| matches!(key, RecordKey::Message(_)))?;
    let service = of(|key| matches!(key, RecordKey::Service(_)))?;
    let words = [json!("One"), json!("Another")];
    let numbers = [json!(15), json!(17)];
    Ok(vec![
        ("topic", set(&topic, "/partitions", &numbers)),
        ("topic's name", rename(&topic)),
        ("flow, reading", set(&flow(true)?, "/direction/consume/concurrency", &numbers)),
        ("flow, writing", set(&flow(false)?, "/direction/produce/size_bytes", &numbers)),
        ("message", set(&message, "/description", &words)),
        ("schema's draft", draft(design)?),
        ("context", set(&context, "/team", &words)),
        ("context's name", rename(&context)),
        ("service", set(&service, "/instances", &numbers)),
        ("relation", set(&of(|key| matches!(key, RecordKey::ContextRelation(_)))?, "/description", &words)),
        ("process", set(&of(|key| matches!(key, RecordKey::Process(_)))?, "/description", &words)),
        ("decision", set(&of(|key| matches!(key, RecordKey::Decision(_)))?, "/date", &words)),
        ("environment", set(&of(|key| matches!(key, RecordKey::Environment(_)))?, "/brokers", &numbers)),
        ("settings", set(&RecordKey::Settings, "/description", &words)),
        ("policy", set(&RecordKey::Policy, "/rules/flow~1weak-acks", &[json!("info"), json!("error")])),
        ("placement", placement(design, &topic)?),
    ])
}

fn set(key: &RecordKey, pointer: &str, values: &[Value; 2]) -> [Command; 2] {
    values.clone().map(|value| Command::Set { key: key.clone(), pointer: pointer.to_owned(), value })
}

fn rename(key: &RecordKey) -> [Command; 2] {
    ["one-name", "another-name"].map(|name| Command::Rename { key: key.clone(), name: name.to_owned() })
}

/// A draft that adds a field, in which one letter changes.
fn draft(design: &Design) -> Result<[Command; 2]> {
    let schemas: Vec<_> = design.schemas().values().collect();
    let schema = schemas.get(schemas.len() / 2).context("a schema")?;
    let latest = &schema.latest().context("a version")?.text;
    let (head, tail) = latest.rsplit_once(']').context("a list of fields")?;
    Ok(["one", "two"].map(|name| {
        let field = json!({ "name": name, "type": ["null", "string"], "default": null });
        Command::SetDraft { schema: schema.id.clone(), text: Some(format!("{head}, {field}]{tail}")) }
    }))
}

fn placement(design: &Design, node: &RecordKey) -> Result<[Command; 2]> {
    let view = design.views().keys().next().context("a view")?;
    let place = |x| Placement { view: view.clone(), node: node.clone(), x, y: 0, width: None, height: None };
    Ok([1, 2].map(|x| Command::Place { placements: vec![place(x)] }))
}
