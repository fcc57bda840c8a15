//! Copy and paste: records leave with their positions and the flows among them, and come back under fresh ids with the
//! references among them kept.

use crate::refusal::Refusal;
use model::{ContextId, Design, Kind, Placement, Record, RecordKey, Reference, ViewId, fresh_key, references};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The records that a copy of a selection takes: the selected, the members of selected contexts, the flows among them, and
/// their positions in the view.
pub fn copy(design: &Design, keys: &BTreeSet<RecordKey>, view: &ViewId) -> Vec<Record> {
    let mut all = keys.clone();
    for key in keys {
        if let RecordKey::Context(id) = key {
            all.extend(design.members(id).cloned());
        }
    }
    for flow in design.flows().values() {
        if all.contains(&flow.service.clone().into()) && all.contains(&flow.topic.clone().into()) {
            all.insert(flow.id.clone().into());
        }
    }
    let nodes: Vec<RecordKey> = all.iter().cloned().collect();
    for node in nodes {
        if design.placement(view, &node).is_some() {
            all.insert(RecordKey::Placement(view.clone(), Box::new(node)));
        }
    }
    all.iter().filter_map(|key| design.get(key)).collect()
}

/// How far a copy is moved on from a node that stands exactly where it would.
const ASIDE: i32 = 32;

/// An offset under which no copy stands exactly on a node that is there: one would hide the other.
fn beside(design: &Design, records: &[Record], offset: (i32, i32)) -> (i32, i32) {
    let copies = || records.iter().filter_map(|it| if let Record::Placement(it) = it { Some(it) } else { None });
    let views: BTreeSet<&ViewId> = copies().map(|it| &it.view).collect();
    let taken: BTreeSet<(&ViewId, i32, i32)> =
        views.into_iter().flat_map(|view| design.placements(view)).map(|it| (&it.view, it.x, it.y)).collect();
    let (mut dx, mut dy) = offset;
    // Every copy meets every node at most once on the way.
    for _ in 0..=taken.len().saturating_mul(copies().count()) {
        let hides = |it: &Placement| taken.contains(&(&it.view, it.x.saturating_add(dx), it.y.saturating_add(dy)));
        if !copies().any(hides) {
            break;
        }
        (dx, dy) = (dx.saturating_add(ASIDE), dy.saturating_add(ASIDE));
    }
    (dx, dy)
}

/// The records that inserting copies adds to the design.
pub(crate) fn insert(
    design: &Design,
    records: &[Record],
    offset: (i32, i32),
    into: Option<&ContextId>,
    taken: &dyn Fn(&RecordKey) -> bool,
) -> Result<BTreeMap<RecordKey, Option<Record>>, Refusal> {
    let mut ids: BTreeMap<RecordKey, RecordKey> = BTreeMap::new();
    let mut reserved: BTreeSet<RecordKey> = BTreeSet::new();
    for record in records {
        let key = record.key();
        if key.kind() == Kind::View {
            continue;
        }
        let is_free = |key: &RecordKey| !design.contains(key) && !taken(key) && !reserved.contains(key);
        let Some(fresh) = fresh_key(key.kind(), key.id_str(), is_free) else { continue };
        reserved.insert(fresh.clone());
        ids.insert(key, fresh);
    }
    let offset = beside(design, records, offset);
    let mut names = TopicNames::of(design, records);
    let mut after = BTreeMap::new();
    for record in records {
        let key = record.key();
        let copied = if let Record::Placement(placement) = record {
            let Some(node) = ids.get(&placement.node) else { continue };
            let mut placement = placement.clone();
            placement.node = node.clone();
            placement.x = placement.x.saturating_add(offset.0);
            placement.y = placement.y.saturating_add(offset.1);
            Record::Placement(placement)
        } else {
            let Some(fresh) = ids.get(&key) else { continue };
            let homeless = record.context().is_some_and(|context| !ids.contains_key(&context.clone().into()));
            let record = match into {
                Some(context) if homeless => record.clone().in_context(context),
                Some(_) | None => record.clone(),
            };
            if record.context().is_some_and(|it| homeless && design.context(it).is_none()) {
                return Err(Refusal::NoContext { key });
            }
            renumbered(&record, fresh, &ids, &mut names)?
        };
        after.insert(copied.key(), Some(copied));
    }
    if after.is_empty() {
        return Err(Refusal::NothingToInsert);
    }
    Ok(after)
}

/// The record under its fresh id, with references to copied records led to the copies.
fn renumbered(
    record: &Record,
    fresh: &RecordKey,
    ids: &BTreeMap<RecordKey, RecordKey>,
    names: &mut TopicNames,
) -> Result<Record, Refusal> {
    let refuse = |error: serde_json::Error| Refusal::Field {
        key: record.key(),
        pointer: String::new(),
        reason: error.to_string(),
    };
    let mut json = serde_json::to_value(record).map_err(refuse)?;
    if let Some(body) = json.as_object_mut().and_then(|object| object.values_mut().next()) {
        for Reference { pointer, target, .. } in references(record) {
            let Some(copy) = ids.get(&target) else { continue };
            let stored = |key: &RecordKey, old: &str| {
                if old.contains(':') { key.to_string() } else { key.id_str().to_owned() }
            };
            match body.pointer_mut(&pointer) {
                Some(Value::String(text)) => *text = stored(copy, text),
                Some(_) | None => rename_map_key(body, &pointer, copy.id_str()),
            }
        }
        if let Some(object) = body.as_object_mut() {
            object.insert("id".to_owned(), Value::String(fresh.id_str().to_owned()));
            if let (Kind::Topic, Some(Value::String(name))) = (fresh.kind(), object.get_mut("name")) {
                *name = names.take(name);
            }
        }
    }
    serde_json::from_value(json).map_err(refuse)
}

/// The names of topics, which must differ within a cluster; other names may repeat.
struct TopicNames(BTreeSet<String>);

impl TopicNames {
    /// Those of a design; where no topic is pasted, nobody asks.
    fn of(design: &Design, pasted: &[Record]) -> Self {
        let asks = pasted.iter().any(|record| matches!(record, Record::Topic(_)));
        Self(design.topics().values().filter(|_| asks).map(|topic| topic.name.clone()).collect())
    }

    /// The name of a pasted topic: its own, with the next free number where that is taken.
    fn take(&mut self, name: &str) -> String {
        let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let free = names.find(|name| !self.0.contains(name)).unwrap_or_default();
        self.0.insert(free.clone());
        free
    }
}

/// References can be keys of a map (`/topics/order-events`): the entry moves under the copy's id.
fn rename_map_key(body: &mut Value, pointer: &str, id: &str) {
    let Some((parent, old)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(map)) = body.pointer_mut(parent)
        && let Some(value) = map.remove(old)
    {
        map.insert(id.to_owned(), value);
    }
}
