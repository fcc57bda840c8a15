//! The text that is being typed into a field and is no step yet. The journal has every step; the shell keeps this beside it, for a window
//! that ends in the middle of a word. There is one such text, since there is one caret.

use crate::backend::{Backend, call};
use crate::{Document, Session, Tone};
use engine::model::RecordKey;
use ipc::KeepTyping;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// How long letters wait for company. Well under the 200 ms within which they must be on disk.
const GATHER: Duration = Duration::from_millis(60);

/// A text in a field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Typing {
    record: RecordKey,
    pointer: String,
    text: String,
}

/// The text on its way to the shell and back.
pub(super) struct TypingStore {
    backend: Rc<dyn Backend>,
    /// The text that an earlier run left and no field has taken yet.
    left: Option<Typing>,
    /// The present text, as the shell gets it.
    now: Option<String>,
    /// The text that the shell has.
    sent: Option<String>,
    is_scheduled: bool,
}

/// Takes what is typed; nothing once that is a step or given up.
type Note = Arc<dyn Fn(Option<&str>) + Send + Sync>;

/// Keeps the text of one field while it is typed.
#[derive(Clone)]
pub struct Kept {
    /// What was being typed into it when the window ended.
    pub at_first: Option<String>,
    /// Notes what is typed.
    pub note: Note,
}

impl TypingStore {
    /// A store that keeps nothing yet.
    pub(super) fn new(backend: Rc<dyn Backend>) -> Self {
        Self { backend, left: None, now: None, sent: None, is_scheduled: false }
    }

    /// Begins with another folder, in which an earlier run left a text.
    fn begin(&mut self, left: Option<String>) {
        self.left = left.as_deref().and_then(|text| serde_json::from_str(text).ok());
        (self.now, self.sent) = (left.clone(), left);
    }
}

impl Document {
    /// Keeps the text of a field of a record while it is typed.
    pub fn keep_typing(self, record: RecordKey, pointer: String) -> Kept {
        let is_it = |typing: &Typing| typing.record == record && typing.pointer == pointer;
        let at_first = self.typing.try_update_value(|store| store.left.take_if(|it| is_it(it))).flatten();
        let note = move |text: Option<&str>| {
            let typing =
                text.map(|text| Typing { record: record.clone(), pointer: pointer.clone(), text: text.to_owned() });
            self.note_typing(typing.and_then(|typing| serde_json::to_string(&typing).ok()));
        };
        Kept { at_first: at_first.map(|typing| typing.text), note: Arc::new(note) }
    }

    fn note_typing(self, now: Option<String>) {
        let is_given_up = now.is_none();
        let schedule = self.typing.try_update_value(|store| {
            store.now = now;
            !std::mem::replace(&mut store.is_scheduled, true)
        });
        if is_given_up {
            // The window may be closed next; what was given up must be gone by then.
            self.send_typing();
        } else if schedule == Some(true) {
            set_timeout(move || self.send_typing(), GATHER);
        }
    }

    fn send_typing(self) {
        let changed = self.typing.try_update_value(|store| {
            store.is_scheduled = false;
            let changed = store.now != store.sent;
            store.sent.clone_from(&store.now);
            changed.then(|| (store.backend.clone(), store.now.clone()))
        });
        let Some((backend, typing)) = changed.flatten() else { return };
        let handle = self.folder.with_untracked(|folder| folder.as_ref().map(|it| it.handle));
        let Some(handle) = handle.filter(|_| self.read_only.with_untracked(Option::is_none)) else { return };
        spawn_local(async move {
            if let Err(error) = call(backend, KeepTyping { handle, typing }).await {
                self.notices.log(Tone::Failed, error.to_string());
            }
        });
    }
}

impl Session {
    /// Takes what was being typed when an earlier run ended, and shows where.
    pub(super) fn take_typing(self, left: Option<String>) {
        self.document.typing.update_value(|store| store.begin(left));
        self.resume_typing();
    }

    /// Shows the record into which something was being typed when the window ended; its field takes the text.
    pub(super) fn resume_typing(self) {
        let record = self.document.typing.with_value(|store| store.left.as_ref().map(|left| left.record.clone()));
        // Its record may be among the steps that have yet to come back.
        if let Some(record) = record.filter(|record| self.document.peek(|engine| engine.design().contains(record))) {
            self.attention.inspect(record);
            self.notices.log(Tone::Fine, "What was being typed is back in its field");
        }
    }
}
