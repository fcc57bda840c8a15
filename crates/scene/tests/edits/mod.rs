//! Random edits of the shop, for the laws of a scene.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a fixture may fail loudly")]

use crate::shop::{key, view};
use model::{Design, Direction, Kind, Placement, Record, RecordKey};
use proptest::prelude::*;

/// What a person may do to a design, with everything placed.
#[derive(Debug, Clone)]
pub enum Edit {
    Move { nth: usize, x: i32, y: i32 },
    AddService { name: u8, context: usize, x: i32, y: i32 },
    AddTopic { name: u8, context: usize, x: i32, y: i32 },
    AddFlow { service: usize, topic: usize, writes: bool },
    Delete { kind: usize, nth: usize },
    MoveMessage { nth: usize, topic: usize },
    Rename { nth: usize, name: String },
    Hide { nth: usize },
    SendFailed { nth: usize, topic: usize, again: bool },
}

pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = || (-300..1200_i32, -300..900_i32);
    let nth = || 0..40_usize;
    let edit = prop_oneof![
        (nth(), at()).prop_map(|(nth, (x, y))| Edit::Move { nth, x, y }),
        (0..4_u8, nth(), at()).prop_map(|(name, context, (x, y))| Edit::AddService { name, context, x, y }),
        (0..4_u8, nth(), at()).prop_map(|(name, context, (x, y))| Edit::AddTopic { name, context, x, y }),
        (nth(), nth(), any::<bool>()).prop_map(|(service, topic, writes)| Edit::AddFlow { service, topic, writes }),
        (0..6_usize, nth()).prop_map(|(kind, nth)| Edit::Delete { kind, nth }),
        (nth(), nth()).prop_map(|(nth, topic)| Edit::MoveMessage { nth, topic }),
        (nth(), "[a-z]{0,30}").prop_map(|(nth, name)| Edit::Rename { nth, name }),
        nth().prop_map(|nth| Edit::Hide { nth }),
        (nth(), nth(), any::<bool>()).prop_map(|(nth, topic, again)| Edit::SendFailed { nth, topic, again }),
    ];
    proptest::collection::vec(edit, 1..8)
}

pub fn pick<'a, T>(mut of: impl ExactSizeIterator<Item = &'a T>, nth: usize) -> Option<&'a T> {
    if of.len() == 0 { None } else { of.nth(nth % of.len()) }
}

pub fn nodes(design: &Design) -> Vec<RecordKey> {
    let node = |key: &RecordKey| matches!(key.kind(), Kind::Context | Kind::Service | Kind::Topic);
    design.keys().into_iter().filter(node).collect()
}

pub fn place(design: &mut Design, node: &RecordKey, x: i32, y: i32) {
    let placement = Placement { view: view(), node: node.clone(), x, y, width: None, height: None };
    design.insert(Record::Placement(placement));
}

/// Copies a record of the design that a text describes, also in place of one with its key or without what it refers to.
fn copy(design: &mut Design, text: &str, key: &RecordKey) {
    design.insert(fixture::design(text).get(key).unwrap());
}

/// Does an edit and gives the records that changed.
pub fn apply(design: &mut Design, edit: &Edit) -> Vec<RecordKey> {
    let placement = |node: &RecordKey| RecordKey::Placement(view(), Box::new(node.clone()));
    match edit {
        Edit::Move { nth, x, y } => {
            let node = nodes(design)[nth % nodes(design).len()].clone();
            place(design, &node, *x, *y);
            vec![placement(&node)]
        }
        Edit::AddService { name, context, x, y } => {
            let Some(context) = pick(design.contexts().keys(), *context).cloned() else { return vec![] };
            let node = key(&format!("service:new-{name}"));
            copy(design, &format!("context {context}\n  service new-{name}"), &node);
            place(design, &node, *x, *y);
            vec![placement(&node), node]
        }
        Edit::AddTopic { name, context, x, y } => {
            let Some(context) = pick(design.contexts().keys(), *context).cloned() else { return vec![] };
            let node = key(&format!("topic:new-{name}"));
            copy(design, &format!("context {context}\n  topic new-{name}"), &node);
            place(design, &node, *x, *y);
            vec![placement(&node), node]
        }
        Edit::AddFlow { service, topic, writes } => {
            let (Some(service), Some(topic)) =
                (pick(design.services().values(), *service), pick(design.topics().keys(), *topic))
            else {
                return vec![];
            };
            let (context, service) = (&service.context, &service.id);
            let (arrow, verb) = if *writes {
                (format!("service {service} -> topic {topic} 700/s"), "writes")
            } else {
                (format!("topic {topic} -> service {service}"), "reads")
            };
            let (text, added) =
                (format!("context {context}\n  {arrow}"), key(&format!("flow:{service}-{verb}-{topic}")));
            copy(design, &text, &added);
            vec![added]
        }
        Edit::Delete { kind, nth } => {
            let kinds = [Kind::Context, Kind::Service, Kind::Topic, Kind::Message, Kind::Schema, Kind::Flow];
            let keys: Vec<RecordKey> = design.keys().into_iter().filter(|key| key.kind() == kinds[*kind]).collect();
            let Some(doomed) = pick(keys.iter(), *nth).cloned() else { return vec![] };
            design.remove(&doomed);
            vec![doomed]
        }
        Edit::MoveMessage { nth, topic } => {
            let topics: Vec<_> = pick(design.topics().keys(), *topic).cloned().into_iter().collect();
            let Some(mut message) = pick(design.messages().values(), *nth).cloned() else { return vec![] };
            message.topics = topics;
            let changed = message.id.clone().into();
            design.insert(Record::Message(message));
            vec![changed]
        }
        Edit::Rename { nth, name } => {
            let Some(mut context) = pick(design.contexts().values(), *nth).cloned() else { return vec![] };
            context.name = name.clone();
            context.hue = None;
            let changed = context.id.clone().into();
            design.insert(Record::Context(context));
            vec![changed]
        }
        Edit::Hide { nth } => {
            let node = nodes(design)[nth % nodes(design).len()].clone();
            let mut shown = design.view(&view()).unwrap().clone();
            shown.hidden.push(node);
            design.insert(Record::View(shown));
            vec![view().into()]
        }
        Edit::SendFailed { nth, topic, again } => {
            let readers: Vec<_> = design.flows().values().filter(|flow| flow.consume().is_some()).cloned().collect();
            let topic = pick(design.topics().keys(), *topic).cloned();
            let Some(mut flow) = pick(readers.iter(), *nth).cloned() else { return vec![] };
            if let Direction::Consume(consume) = &mut flow.direction {
                let failure = &mut consume.on_failure;
                if *again { failure.retry_topic = topic } else { failure.dead_letter_topic = topic }
            }
            let changed = flow.id.clone().into();
            design.insert(Record::Flow(flow));
            vec![changed]
        }
    }
}
