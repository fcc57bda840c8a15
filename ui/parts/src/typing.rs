//! What is being typed into a field and is no step yet. The journal has every step; this is what is missing when a window ends in
//! the middle of a word. There is one such text, since there is one caret.

use crate::{Document, Session, Tone, recall, remember};
use engine::model::RecordKey;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Under which name it is kept.
const NAME: &str = "typing";

/// A text in a field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Typing {
    folder: String,
    record: RecordKey,
    pointer: String,
    text: String,
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

impl Document {
    /// Keeps the text of a field of a record while it is typed.
    pub fn keep_typing(self, record: RecordKey, pointer: String) -> Kept {
        let is_it = |typing: &Typing| typing.record == record && typing.pointer == pointer;
        let at_first = self.typing.try_update_value(|typing| typing.take_if(|it| is_it(it))).flatten();
        let note = move |text: Option<&str>| {
            let folder = self.folder.with_untracked(|folder| folder.as_ref().map(|it| it.path.clone()));
            let typing = folder.zip(text).map(|(folder, text)| Typing {
                folder,
                record: record.clone(),
                pointer: pointer.clone(),
                text: text.to_owned(),
            });
            remember(NAME, &typing);
        };
        Kept { at_first: at_first.map(|typing| typing.text), note: Arc::new(note) }
    }
}

impl Session {
    /// Shows the record into which something was being typed when the window ended; its field takes the text.
    pub(super) fn resume_typing(self) {
        let here = self.document.folder.with_untracked(|folder| folder.as_ref().map(|it| it.path.clone()));
        let typing = recall::<Option<Typing>>(NAME).flatten();
        let Some(typing) = typing.filter(|typing| Some(&typing.folder) == here.as_ref()) else { return };
        // Its record may be among the steps that have yet to come back.
        if self.document.peek(|engine| engine.design().contains(&typing.record)) {
            let record = typing.record.clone();
            self.document.typing.set_value(Some(typing));
            self.attention.inspect(record);
            self.notices.log(Tone::Fine, "What was being typed is back in its field");
        }
    }
}
