//! Changing the design: every way in ends in one place that tells views, lists and the crash journal.

use crate::document::REMEMBERED_EFFECTS;
use crate::{Deletion, Document, Tone, now_ms};
use engine::check::Repair;
use engine::edit::{Command, NotUndone, Selection};
use engine::model::{Design, Kind, MessageId, Record, RecordKey};
use engine::{Effect, NotEditable};
use leptos::prelude::*;
use serde_json::Value;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

/// How long the list of unsaved files waits for the next change before it is worked out.
const SETTLE: Duration = Duration::from_millis(150);

/// What came apart from what came along: the members of a context, the flows of a service or topic, the places of all.
fn leading(design: &Design, came: &[RecordKey]) -> Vec<RecordKey> {
    let is_back = |key: RecordKey| came.contains(&key);
    let leads = |key: &&RecordKey| match design.get(key) {
        None | Some(Record::Placement(_) | Record::View(_)) => false,
        Some(Record::Flow(flow)) => !is_back(flow.service.into()) && !is_back(flow.topic.into()),
        Some(record) => record.context().is_none_or(|context| !is_back(context.clone().into())),
    };
    came.iter().filter(leads).cloned().collect()
}

impl Document {
    /// Carries a command out. A refusal is shown as a notice; gives whether it was carried out.
    pub fn dispatch(self, command: Command) -> bool {
        self.shown(self.try_dispatch(&command))
    }

    /// Carries a command out; the caller shows a refusal where the person typed.
    pub fn try_dispatch(self, command: &Command) -> Result<(), NotEditable> {
        let effect = self.timed(|engine| engine.dispatch(command))?;
        self.after(effect);
        Ok(())
    }

    /// Carries a command out and joins it to the step before when that was the same kind of edit and the pause was at most
    /// `longest_ms`: nudging, typing.
    pub fn dispatch_joining(self, command: Command, what: &str, longest_ms: f64) -> bool {
        let result = self.timed(|engine| engine.dispatch_joining(&command, what, longest_ms));
        self.shown(result.map(|effect| self.after(effect)))
    }

    /// Sets one field of a record.
    pub fn set_field(self, key: &RecordKey, pointer: &str, value: Value) -> Result<(), NotEditable> {
        self.try_dispatch(&Command::Set { key: key.clone(), pointer: pointer.to_owned(), value })
    }

    /// Gives a message a schema of its own, named after it and in its context, and opens it.
    pub fn make_schema_for(self, message: &MessageId) {
        if let Some(repair) = self.peek(|engine| engine.new_schema_for(message)) {
            self.repair(&repair);
        }
    }

    /// Gives each of some messages a schema of its own, as one step. None of them is what a person goes on with, so none opens.
    pub fn make_schemas_for(self, messages: &[MessageId]) {
        self.begin("New schemas");
        for message in messages {
            // Worked out one after the other, so that no two take the same id.
            if let Some(repair) = self.peek(|engine| engine.new_schema_for(message)) {
                self.dispatch(Command::All { label: repair.title, commands: repair.commands });
            }
        }
        self.commit();
    }

    /// Applies a finding's repair as one step. A record that it makes alone is opened: it is what a person goes on with.
    pub fn repair(self, repair: &Repair) -> bool {
        let deletion = self.peek(|engine| Deletion::by(engine.design(), repair));
        match self.timed(|engine| engine.repair(repair)) {
            Ok(effect) => {
                self.after(effect);
                if let Some(deletion) = deletion {
                    self.tell_of(&deletion);
                }
                if let Some(made) = repair.creates() {
                    self.attention.open_view_of(&made);
                }
                true
            }
            Err(error) => {
                self.notices.toast(Tone::Refused, error.to_string(), "");
                false
            }
        }
    }

    /// Begins a gesture: what follows is one step until it is committed or given up.
    pub fn begin(self, label: &str) {
        self.engine.update_value(|engine| engine.begin(label));
    }

    /// Ends the gesture as one step.
    pub fn commit(self) {
        if let Some(effect) = self.engine.try_update_value(engine::Engine::commit) {
            self.after(effect);
        }
    }

    /// Gives the gesture up.
    pub fn cancel(self) {
        if let Some(result) = self.engine.try_update_value(engine::Engine::cancel) {
            self.shown(result.map(|effect| self.after(effect)));
        }
    }

    /// Takes the person's latest step back and shows its records.
    pub fn undo(self) {
        self.travel(engine::Engine::undo);
    }

    /// Does the step again that was taken back last, and shows its records.
    pub fn redo(self) {
        self.travel(engine::Engine::redo);
    }

    fn travel(self, way: impl FnOnce(&mut engine::Engine) -> Result<Effect, NotUndone>) {
        match self.engine.try_update_value(way) {
            Some(Ok(effect)) => self.travelled(effect),
            Some(Err(NotUndone::Nothing)) | None => {}
            Some(Err(refusal)) => self.notices.toast(Tone::Refused, refusal.to_string(), ""),
        }
    }

    fn travelled(self, effect: Effect) {
        if effect.is_empty() {
            // Others had done the same: the history stands elsewhere, and the records are as they were.
            self.revision.update(|it| *it += 1);
            return self.drop_void_toasts();
        }
        let shown: Vec<RecordKey> = effect
            .changed
            .iter()
            .map(|key| if let RecordKey::Placement(_, node) = key { (**node).clone() } else { key.clone() })
            .collect();
        let back = self.peek(|engine| leading(engine.design(), &effect.came));
        self.after(effect);
        if !back.is_empty() {
            self.attention.selection.set(Selection::of(back));
        }
        self.attention.reveal.set(Some(shown));
    }

    fn timed<T>(self, act: impl FnOnce(&mut engine::Engine) -> Result<Effect, T>) -> Result<Effect, T> {
        let began = now_ms();
        let result = self.engine.try_update_value(act).unwrap_or_else(|| Ok(Effect::default()));
        if result.is_ok() {
            self.took.set(("checked", now_ms() - began));
        }
        result
    }

    fn shown(self, result: Result<(), impl Display>) -> bool {
        match result {
            Ok(()) => true,
            Err(refusal) => {
                self.notices.toast(Tone::Refused, refusal.to_string(), "");
                false
            }
        }
    }

    /// Tells everybody what a step changed.
    pub(super) fn after(self, effect: Effect) {
        if effect.is_empty() {
            return;
        }
        let revision = self.revision.get_untracked() + 1;
        self.effects.update_value(|effects| {
            effects.push_back((revision, effect.clone()));
            while effects.len() > REMEMBERED_EFFECTS {
                effects.pop_front();
            }
        });
        let keep = self.peek(|engine| {
            self.attention.selection.with_untracked(|all| {
                let mut kept = all.clone();
                kept.retain(engine.design());
                (kept != *all).then_some(kept)
            })
        });
        if let Some(kept) = keep {
            self.attention.selection.set(kept);
        }
        self.revision.set(revision);
        if effect.changed.iter().any(|key| key.kind() != Kind::Placement) {
            self.records_revision.update(|it| *it += 1);
        }
        self.watch.wake(&effect);
        self.effect.set(effect);
        self.drop_void_toasts();
        self.settle();
    }

    /// Works out what is unsaved once the person pauses: it writes every changed file's text, too much for every pointer move.
    pub(super) fn settle(self) {
        if let Some(timer) = self.unsaved_timer.get_value() {
            timer.clear();
        }
        let timer = set_timeout_with_handle(
            move || {
                let in_gesture = self.peek(engine::Engine::in_gesture);
                if in_gesture {
                    self.settle();
                } else {
                    self.settle_now();
                }
            },
            SETTLE,
        );
        self.unsaved_timer.set_value(timer.ok());
    }

    pub(super) fn settle_now(self) {
        let unsaved = self.peek(engine::Engine::unsaved);
        if self.unsaved.with_untracked(|before| **before != unsaved) {
            self.unsaved.set(Arc::new(unsaved));
        }
        let withheld = self.peek(engine::Engine::withheld);
        if self.withheld.with_untracked(|before| *before != withheld) {
            self.withheld.set(withheld);
        }
        if let Some(error) = self.journal.with_value(super::journal::Journal::failure) {
            self.notices.toast(
                Tone::Failed,
                format!("Unsaved changes are not protected: {}", error.message),
                error.next,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::leading;
    use engine::model::{Design, RecordKey};
    use serde_json::json;

    #[test]
    fn what_comes_along_is_not_selected_beside_what_leads() {
        let mut design = Design::default();
        for record in [
            json!({"context": {"id": "order", "name": "Order"}}),
            json!({"service": {"id": "api", "context": "order", "name": "api"}}),
            json!({"topic": {"id": "events", "context": "order", "name": "events", "partitions": 1, "replication": 1}}),
            json!({"flow": {"id": "api-writes-events", "context": "order", "service": "api", "topic": "events", "direction": {"produce": {}}}}),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
        }
        let check = |came: &[&str], expected: &[&str]| {
            let came: Vec<RecordKey> = came.iter().map(|key| key.parse().unwrap()).collect();
            let leading: Vec<String> = leading(&design, &came).iter().map(ToString::to_string).collect();
            assert_eq!(leading, expected, "{came:?}");
        };
        check(&["flow:api-writes-events"], &["flow:api-writes-events"]);
        check(&["service:api", "flow:api-writes-events"], &["service:api"]);
        check(&["context:order", "service:api", "topic:events", "flow:api-writes-events"], &["context:order"]);
        check(&["service:api", "topic:events", "flow:api-writes-events"], &["service:api", "topic:events"]);
        check(&["service:gone"], &[]);
    }
}
