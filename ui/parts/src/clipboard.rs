//! Copy, paste and duplicate. What was copied also goes to the system's clipboard as text, for chats and tickets; pasting
//! takes this window's own copy, since a page may not read the system's without asking.

use crate::Document;
use engine::edit::{Command, Selection, copy};
use engine::model::{ContextId, Kind, Record, RecordKey, ViewId};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How far a duplicate stands from its original, in canvas units.
const STEP: i32 = 32;

impl Document {
    /// The topology view whose positions are copied along.
    pub fn topology(self) -> Option<ViewId> {
        self.peek(|engine| {
            let design = engine.design();
            design
                .views()
                .values()
                .find(|view| matches!(view.kind, engine::model::ViewKind::Topology))
                .map(|view| view.id.clone())
                .or_else(|| ViewId::new("topology").ok())
        })
    }

    fn copied(self) -> Vec<Record> {
        let Some(view) = self.topology() else { return Vec::new() };
        self.attention
            .selection
            .with_untracked(|selection| self.peek(|engine| copy(engine.design(), selection.keys(), &view)))
    }

    /// Copies the selection.
    pub fn copy(self) {
        let records = self.copied();
        if records.is_empty() {
            return;
        }
        if let Ok(text) = serde_json::to_string_pretty(&records) {
            let _ = window().navigator().clipboard().write_text(&text);
        }
        self.attention.clipboard.set_value(records);
    }

    /// Whether copying the selection would copy anything.
    pub fn can_copy(self) -> bool {
        !self.copied().is_empty()
    }

    /// Whether there is something to paste.
    pub fn can_paste(self) -> bool {
        self.attention.clipboard.with_value(|records| !records.is_empty())
    }

    /// Pastes where the view in front says, else beside the original. On a region the copies join its context.
    pub fn paste(self) {
        let place = self.attention.paste_place();
        let at = place.as_ref().map(|place| place.at);
        let over = place.and_then(|place| place.over);
        let into = self.selected_context().or_else(|| over.clone());
        let mut records = self.attention.clipboard.get_value();
        if at.is_some() {
            records = near_their_context(records, into.as_ref(), over.as_ref());
        }
        let origin = records
            .iter()
            .filter_map(|record| if let Record::Placement(it) = record { Some((it.x, it.y)) } else { None })
            .reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)));
        let offset = match (at, origin) {
            (Some((x, y)), Some((left, top))) => (x.saturating_sub(left), y.saturating_sub(top)),
            (Some(_) | None, _) => (STEP, STEP),
        };
        self.insert(records, offset, into);
    }

    /// Puts a copy of the selection beside it.
    pub fn duplicate(self) {
        self.insert(self.copied(), (STEP, STEP), self.selected_context());
    }

    fn insert(self, records: Vec<Record>, offset: (i32, i32), into: Option<ContextId>) {
        let before: Vec<RecordKey> = self.peek(|engine| engine.design().keys());
        if !self.dispatch(Command::Insert { records, offset, into }) {
            return;
        }
        let fresh: Vec<RecordKey> = self.effect.with_untracked(|effect| {
            let is_fresh =
                |key: &&RecordKey| !matches!(key.kind(), Kind::Placement) && before.binary_search(key).is_err();
            effect.changed.iter().filter(is_fresh).cloned().collect()
        });
        self.attention.reveal.set(Some(fresh.clone()));
        self.attention.selection.set(Selection::of(fresh));
    }

    /// The context that the selection stands for, when it is one alone.
    fn selected_context(self) -> Option<ContextId> {
        self.attention.selection.with_untracked(|selection| match selection.primary() {
            Some(RecordKey::Context(id)) if selection.keys().len() == 1 => Some(id.clone()),
            Some(_) | None => None,
        })
    }
}

/// Leaves out the positions of services that would be put down outside the region of their context, which would stretch over
/// everything in between: they find a place in it by themselves. `into` takes those whose context is not copied along, and
/// `over` is the region that they are put down on.
fn near_their_context(records: Vec<Record>, into: Option<&ContextId>, over: Option<&ContextId>) -> Vec<Record> {
    let copied: BTreeSet<ContextId> = records
        .iter()
        .filter_map(|it| if let Record::Context(context) = it { Some(context.id.clone()) } else { None })
        .collect();
    let homes: BTreeMap<RecordKey, ContextId> = records
        .iter()
        .filter_map(
            |it| if let Record::Service(service) = it { Some((it.key(), service.context.clone())) } else { None },
        )
        .collect();
    let strays = |node: &RecordKey| {
        homes.get(node).is_some_and(|home| !copied.contains(home) && Some(into.unwrap_or(home)) != over)
    };
    let stays = |record: &Record| if let Record::Placement(it) = record { !strays(&it.node) } else { true };
    records.into_iter().filter(stays).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two services of two contexts and a topic, all with a position.
    fn copied(contexts: &[&str]) -> Vec<Record> {
        let mut records: Vec<Record> = Vec::new();
        let bodies = [
            r#"{"service": {"id": "order-api", "context": "order", "name": "order-api"}}"#,
            r#"{"service": {"id": "stock-keeper", "context": "stock", "name": "stock-keeper"}}"#,
            r#"{"topic": {"id": "orders", "context": "order", "name": "orders", "partitions": 1, "replication": 1}}"#,
            r#"{"placement": {"view": "topology", "node": "service:order-api", "x": 1, "y": 2}}"#,
            r#"{"placement": {"view": "topology", "node": "service:stock-keeper", "x": 3, "y": 4}}"#,
            r#"{"placement": {"view": "topology", "node": "topic:orders", "x": 5, "y": 6}}"#,
        ];
        let named = contexts.iter().map(|id| format!(r#"{{"context": {{"id": "{id}", "name": "{id}"}}}}"#));
        for body in bodies.into_iter().map(str::to_owned).chain(named) {
            records.extend(serde_json::from_str::<Record>(&body));
        }
        records
    }

    #[test]
    fn services_are_put_down_on_their_own_region_only() {
        let check = |contexts: &[&str], into: Option<&str>, over: Option<&str>, expected: &[&str]| {
            let id = |text: &str| text.parse::<ContextId>().ok();
            let (into, over) = (into.and_then(id), over.and_then(id));
            let records = copied(contexts);
            assert_eq!(records.len(), 6 + contexts.len());
            let kept = near_their_context(records, into.as_ref(), over.as_ref());
            let placed = kept
                .iter()
                .filter_map(|it| if let Record::Placement(it) = it { Some(it.node.to_string()) } else { None });
            assert_eq!(placed.collect::<Vec<_>>(), expected, "{contexts:?} {into:?} {over:?}");
        };
        check(&[], None, None, &["topic:orders"]);
        check(&[], Some("order"), Some("order"), &["service:order-api", "service:stock-keeper", "topic:orders"]);
        check(&[], Some("order"), None, &["topic:orders"]);
        check(&[], Some("order"), Some("stock"), &["topic:orders"]);
        // What is copied with its context keeps its place in it.
        check(&["order"], None, None, &["service:order-api", "topic:orders"]);
    }
}
