//! Copy, cut, paste and duplicate. What was copied also goes to the system's clipboard as text, for chats and tickets; pasting
//! takes this window's own copy, since a page may not read the system's without asking.

use crate::app::{App, Tone};
use engine::edit::{Command, Selection, copy};
use engine::model::{ContextId, Kind, Record, RecordKey, ViewId};
use leptos::prelude::*;

/// How far a duplicate stands from its original, in canvas units.
const STEP: i32 = 32;

impl App {
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
        self.selection.with_untracked(|selection| self.peek(|engine| copy(engine.design(), selection.keys(), &view)))
    }

    /// Copies the selection.
    pub fn copy(self) -> bool {
        let records = self.copied();
        if records.is_empty() {
            return false;
        }
        if let Ok(text) = serde_json::to_string_pretty(&records) {
            let _ = window().navigator().clipboard().write_text(&text);
        }
        self.clipboard.set_value(records);
        true
    }

    /// Copies the selection and deletes it.
    pub fn cut(self) {
        if self.copy() {
            self.delete_selection();
        }
    }

    /// Whether there is something to paste.
    pub fn can_paste(self) -> bool {
        self.clipboard.with_value(|records| !records.is_empty())
    }

    /// Pastes at the pointer where the canvas knows one, else beside the original.
    pub fn paste(self) {
        let records = self.clipboard.get_value();
        let origin = records
            .iter()
            .filter_map(|record| if let Record::Placement(it) = record { Some((it.x, it.y)) } else { None })
            .reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)));
        let offset = match (self.paste_point.get_value(), origin) {
            (Some((x, y)), Some((left, top))) => (x.saturating_sub(left), y.saturating_sub(top)),
            (Some(_) | None, _) => (STEP, STEP),
        };
        self.insert(records, offset);
    }

    /// Puts a copy of the selection beside it.
    pub fn duplicate(self) {
        self.insert(self.copied(), (STEP, STEP));
    }

    fn insert(self, records: Vec<Record>, offset: (i32, i32)) {
        let into = self.selected_context();
        let before: Vec<RecordKey> = self.peek(|engine| engine.design().keys());
        if !self.dispatch(Command::Insert { records, offset, into }) {
            return;
        }
        let fresh: Vec<RecordKey> = self.effect.with_untracked(|effect| {
            let is_fresh =
                |key: &&RecordKey| !matches!(key.kind(), Kind::Placement) && before.binary_search(key).is_err();
            effect.changed.iter().filter(is_fresh).cloned().collect()
        });
        self.reveal.set(Some(fresh.clone()));
        self.selection.set(Selection::of(fresh));
    }

    /// The context that the selection stands for, when it is one alone.
    fn selected_context(self) -> Option<ContextId> {
        self.selection.with_untracked(|selection| match selection.primary() {
            Some(RecordKey::Context(id)) if selection.keys().len() == 1 => Some(id.clone()),
            Some(_) | None => None,
        })
    }

    /// Deletes the selection. There is undo, so nobody is asked.
    pub fn delete_selection(self) {
        let keys: Vec<RecordKey> =
            self.selection.with_untracked(|selection| selection.keys().iter().cloned().collect());
        self.delete(keys);
    }

    /// Deletes records and says what went along.
    pub fn delete(self, keys: Vec<RecordKey>) {
        let asked = keys.len();
        if keys.is_empty() || !self.dispatch(Command::Delete { keys }) {
            return;
        }
        let gone = self.effect.with_untracked(|effect| {
            self.peek(|engine| {
                let design = engine.design();
                let gone = effect.changed.iter().filter(|key| key.kind() != Kind::Placement && !design.contains(key));
                gone.count()
            })
        });
        if gone > asked {
            let along = gone - asked;
            let noun = if along == 1 { "record that has" } else { "records that have" };
            self.toast(
                Tone::Fine,
                format!("{along} {noun} no meaning without it went along"),
                "Undo brings all of it back",
            );
        }
    }
}
