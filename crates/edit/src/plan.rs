//! From a command to a transaction: what a person asked for, worked out against the design as it is. Nothing changes here.

use crate::command::{Command, FlowEnd, Splice};
use crate::create;
use crate::delete::delete;
use crate::field::set_field;
use crate::insert::insert;
use crate::naming::field_name;
use crate::refusal::Refusal;
use model::{
    Change, ContextId, Design, Direction, Kind, Record, RecordKey, SchemaVersion, ServiceId, TextChange, TextField,
    TopicId, Transaction, broken_law, fresh_key,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// The transaction that carries a command out. `taken` says which keys are not free although no such record exists, because
/// a file that could not be read stands in their place. The design is afterwards as it was.
pub(crate) fn plan(
    design: &mut Design,
    command: &Command,
    taken: &dyn Fn(&RecordKey) -> bool,
) -> Result<Transaction, Refusal> {
    let mut after: BTreeMap<RecordKey, Option<Record>> = BTreeMap::new();
    let label = match command {
        Command::All { label, commands } => return all(design, label, commands, taken),
        Command::Create { record, placement } => {
            let key = record.key();
            if !key.kind().is_single() && (design.contains(&key) || taken(&key)) {
                return Err(Refusal::Taken { key });
            }
            if record.context().is_some_and(|context| design.context(context).is_none()) {
                return Err(Refusal::NoContext { key });
            }
            let label = format!("Create {} {}", key.kind().title(), record.name());
            after.insert(key, Some(record.as_ref().clone()));
            if let Some(placement) = placement {
                let record = Record::Placement(placement.clone());
                after.insert(record.key(), Some(record));
            }
            label
        }
        Command::Insert { records, offset, into } => {
            after = insert(design, records, *offset, into.as_ref(), taken)?;
            let count = after.keys().filter(|key| key.kind() != Kind::Placement).count();
            format!("Paste {count} {}", if count == 1 { "record" } else { "records" })
        }
        Command::Set { key, pointer, value } => {
            let record = existing(design, key)?;
            // A schema is called by its record's name when it has none of its own.
            let needs_name = key.kind() != Kind::Schema && key.kind().name_field() == Some(pointer.as_str());
            if needs_name && value.as_str().is_some_and(|name| name.trim().is_empty()) {
                return Err(Refusal::EmptyName);
            }
            let record = set_field(&record, pointer, value.clone())?;
            let label = format!("Change {} of {}", field_name(key.kind(), pointer), record.name());
            after.insert(key.clone(), Some(record));
            label
        }
        Command::Rename { key, name } => {
            let record = existing(design, key)?;
            let name = name.trim();
            if name.is_empty() {
                return Err(Refusal::EmptyName);
            }
            let field = key.kind().name_field().ok_or_else(|| Refusal::Nameless { key: key.clone() })?;
            let label = format!("Rename {} to {name}", record.name());
            after.insert(key.clone(), Some(set_field(&record, field, Value::String(name.to_owned()))?));
            label
        }
        Command::Delete { keys } => {
            after = delete(design, keys)?;
            match keys.as_slice() {
                [only] => format!("Delete {}", existing(design, only)?.name()),
                several => format!("Delete {} records", several.len()),
            }
        }
        Command::MoveToContext { keys, context } => {
            after = move_to_context(design, keys, context)?;
            let name = design.context(context).map_or(context.as_str(), |it| it.name.as_str());
            format!("Move to {name}")
        }
        Command::Connect { service, topic, end } => {
            let record = connect(design, service, topic, *end, taken)?;
            after.insert(record.key(), Some(record));
            format!("Connect {service} and {topic}")
        }
        Command::Place { placements } => {
            for placement in placements {
                existing(design, &placement.node)?;
                existing(design, &placement.view.clone().into())?;
                let record = Record::Placement(placement.clone());
                after.insert(record.key(), Some(record));
            }
            "Move".to_owned()
        }
        Command::Unplace { view, nodes } => {
            for node in nodes {
                after.insert(RecordKey::Placement(view.clone(), Box::new(node.clone())), None);
            }
            "Lay out".to_owned()
        }
        Command::SetDraft { schema, text } => {
            let mut record =
                design.schema(schema).cloned().ok_or_else(|| Refusal::Missing { key: schema.clone().into() })?;
            record.draft = text.as_deref().map(Into::into);
            after.insert(schema.clone().into(), Some(Record::Schema(record)));
            format!("Edit draft of {schema}")
        }
        Command::EditText { schema, version, base, splices } => {
            let mut record =
                design.schema(schema).cloned().ok_or_else(|| Refusal::Missing { key: schema.clone().into() })?;
            let text = match version {
                Some(number) => record.version(*number).map(|version| &version.text),
                None => record.draft.as_ref(),
            };
            let text = text.filter(|text| *text == base).ok_or(Refusal::Outdated)?;
            let delta = Splice::delta(text, splices).ok_or(Refusal::Outdated)?;
            let label = format!("Edit draft of {schema}");
            if version.is_none() {
                let change = TextChange { key: schema.clone().into(), field: TextField::Draft, delta };
                let changes = if change.delta.is_empty() { Vec::new() } else { vec![Change::Text(change)] };
                return Ok(Transaction { label, changes, ..Transaction::default() });
            }
            record.draft = Some(delta.apply(text).ok_or(Refusal::Outdated)?.into());
            after.insert(schema.clone().into(), Some(Record::Schema(record)));
            label
        }
        Command::ReleaseDraft { schema } => {
            let mut record =
                design.schema(schema).cloned().ok_or_else(|| Refusal::Missing { key: schema.clone().into() })?;
            let text = record.draft.take().ok_or_else(|| Refusal::NoDraft { schema: schema.clone() })?;
            let number = record.latest().map_or(1, |version| version.number.saturating_add(1));
            record.versions.push(SchemaVersion { number, text });
            after.insert(schema.clone().into(), Some(Record::Schema(record)));
            format!("Release version {number} of {schema}")
        }
    };
    ensure_sound(design, &after)?;
    Ok(Transaction::between(label, design, after))
}

/// Only what changes is looked at: what does not change was sound, and what could lose its ground is deleted with it.
fn ensure_sound(design: &Design, after: &BTreeMap<RecordKey, Option<Record>>) -> Result<(), Refusal> {
    let exists = |key: &RecordKey| after.get(key).map_or_else(|| design.contains(key), Option::is_some);
    for record in after.values().flatten() {
        if let Some(problem) = broken_law(record, &exists) {
            return Err(Refusal::Unsound { key: record.key(), problem });
        }
    }
    Ok(())
}

fn existing(design: &Design, key: &RecordKey) -> Result<Record, Refusal> {
    design.get(key).ok_or_else(|| Refusal::Missing { key: key.clone() })
}

/// Each command sees what the ones before it did. That is done on the design itself and taken back at the end: a copy would
/// cost as much as the design is large.
fn all(
    design: &mut Design,
    label: &str,
    commands: &[Command],
    taken: &dyn Fn(&RecordKey) -> bool,
) -> Result<Transaction, Refusal> {
    let mut steps: Vec<Transaction> = Vec::new();
    let mut refusal = None;
    for command in commands {
        let step = plan(design, command, taken).and_then(|step| {
            step.apply(design)?;
            Ok(step)
        });
        match step {
            Ok(step) => steps.push(step),
            Err(error) => {
                refusal = Some(error);
                break;
            }
        }
    }
    for step in steps.iter().rev() {
        step.inverse().apply(design)?;
    }
    refusal.map_or_else(|| Ok(Transaction::joined(label, steps)), Err)
}

fn move_to_context(
    design: &Design,
    keys: &[RecordKey],
    context: &ContextId,
) -> Result<BTreeMap<RecordKey, Option<Record>>, Refusal> {
    if design.context(context).is_none() {
        return Err(Refusal::Missing { key: context.clone().into() });
    }
    let mut after = BTreeMap::new();
    for key in keys {
        let record = existing(design, key)?;
        if record.context().is_none() {
            return Err(Refusal::Contextless { key: key.clone() });
        }
        after.insert(key.clone(), Some(record.in_context(context)));
        if let RecordKey::Service(service) = key {
            for flow in design.flows_of_service(service) {
                after.insert(flow.id.clone().into(), Some(Record::Flow(flow.clone()).in_context(context)));
            }
        }
    }
    Ok(after)
}

fn connect(
    design: &Design,
    service: &ServiceId,
    topic: &TopicId,
    end: FlowEnd,
    taken: &dyn Fn(&RecordKey) -> bool,
) -> Result<Record, Refusal> {
    let owner = design.service(service).ok_or_else(|| Refusal::Missing { key: service.clone().into() })?;
    if design.topic(topic).is_none() {
        return Err(Refusal::Missing { key: topic.clone().into() });
    }
    let exists = design
        .flows_of_service(service)
        .any(|flow| flow.topic == *topic && flow.produce().is_some() == matches!(end, FlowEnd::Produce));
    if exists {
        return Err(Refusal::AlreadyConnected { service: service.clone(), topic: topic.clone(), end });
    }
    let (verb, direction) = match end {
        FlowEnd::Produce => ("writes", Direction::Produce(create::produce())),
        FlowEnd::Consume => ("reads", Direction::Consume(create::consume())),
    };
    let key = fresh_key(Kind::Flow, &format!("{service}-{verb}-{topic}"), |key| !design.contains(key) && !taken(key));
    let Some(RecordKey::Flow(id)) = key else { return Err(Refusal::NotNamed { kind: Kind::Flow }) };
    Ok(Record::Flow(create::flow(id, owner, topic.clone(), direction)))
}
