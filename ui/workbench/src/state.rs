//! What the schemas view remembers while other views are in front, and how it changes a schema.

use super::SCHEMAS;
use super::compare::Pair;
use super::judged::{Judged, Part, judge};
use super::named_types::{SharedType, needed, parse_with, shared_types};
use super::rename::Target;
use super::sample::{EventForm, EventSource};
use engine::avro::{FormEdit, Schema};
use engine::diagnostic::capitalised;
use engine::edit::Command;
use engine::edit::create::first_schema_text;
use engine::model::{RecordKey, SchemaId};
use engine::syntax::Span;
use leptos::prelude::*;
use parts::{Attention, Document, Notices, Parts, Tone, recall, remember};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The longest pause between two key strokes of one step, in milliseconds.
const TYPING_PAUSE_MS: f64 = 1000.0;

/// Which halves of the workbench show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Halves {
    /// The form alone.
    Form,
    /// Both, side by side.
    #[default]
    Split,
    /// The text alone.
    Avro,
}

/// What the column at the right shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Side {
    /// The reader of the event.
    #[default]
    Readers,
    /// The record's fields.
    Properties,
}

/// The state of the schemas view.
#[derive(Clone, Copy)]
pub struct Workbench {
    pub(super) document: Document,
    pub(super) attention: Attention,
    pub(super) notices: Notices,
    /// The schema that is open.
    pub open: RwSignal<Option<SchemaId>>,
    /// The released version that is looked at; nothing for the draft, or for the latest when there is no draft.
    pub version: RwSignal<Option<u32>>,
    /// The two parts that are compared, in place of form and text.
    pub compare: RwSignal<Option<Pair>>,
    /// Which halves show.
    pub halves: RwSignal<Halves>,
    /// A wish to see bytes of the text.
    pub reveal: RwSignal<Option<Span>>,
    /// Whether a draft that breaks others waits for a second yes.
    pub asking: RwSignal<bool>,
    /// What the column at the right shows.
    pub side: RwSignal<Side>,
    /// Whether the panel of all problems shows under the workbench.
    pub below: RwSignal<bool>,
    /// The rows of the form that are unfolded, by path.
    pub unfolded: RwSignal<BTreeSet<String>>,
    /// The row of the form that is worked on, by path.
    pub row: RwSignal<Option<String>>,
    /// What waits for a new name.
    pub renaming: RwSignal<Option<Target>>,
    /// The finding that was looked at last.
    pub finding: RwSignal<usize>,
    /// What the list of schemas is filtered by.
    pub filter: RwSignal<String>,
    /// Which sample of the schema's events shows.
    pub seed: RwSignal<u64>,
    /// Whether a sample shows, or an event that a person pasted.
    pub event: RwSignal<EventSource>,
    /// How an event shows.
    pub event_form: RwSignal<EventForm>,
    /// What was pasted.
    pub pasted: RwSignal<String>,
}

impl Workbench {
    /// Nothing is open yet.
    pub fn new(parts: Parts) -> Self {
        let Parts { document, attention, notices, .. } = parts;
        Self {
            document,
            attention,
            notices,
            open: RwSignal::new(None),
            version: RwSignal::new(None),
            compare: RwSignal::new(None),
            halves: RwSignal::new(recall("schema-halves").unwrap_or_default()),
            reveal: RwSignal::new(None),
            asking: RwSignal::new(false),
            side: RwSignal::new(Side::default()),
            below: RwSignal::new(false),
            unfolded: RwSignal::new(BTreeSet::new()),
            row: RwSignal::new(None),
            renaming: RwSignal::new(None),
            finding: RwSignal::new(0),
            filter: RwSignal::new(String::new()),
            seed: RwSignal::new(1),
            event: RwSignal::new(EventSource::default()),
            event_form: RwSignal::new(recall("event-form").unwrap_or_default()),
            pasted: RwSignal::new(String::new()),
        }
    }

    /// Whether something stands open over the schema.
    pub fn is_amid_something(self) -> bool {
        self.asking.get() || self.renaming.with(Option::is_some) || self.compare.with(Option::is_some)
    }

    /// Gives up what stands open in front of the schema; says whether there was anything.
    pub fn give_up(self) -> bool {
        let is_asking = self.asking.try_maybe_update(|it| (*it, std::mem::take(it))).unwrap_or_default();
        let is_renaming = self.renaming.try_maybe_update(|it| (it.is_some(), it.take().is_some())).unwrap_or_default();
        if is_asking || is_renaming {
            return true;
        }
        self.compare.try_maybe_update(|it| (it.is_some(), it.take().is_some())).unwrap_or_default()
    }

    /// Chooses the halves and keeps the choice for the next run.
    pub fn show(self, halves: Halves) {
        self.compare.set(None);
        self.halves.set(halves);
        remember("schema-halves", &halves);
    }

    /// Chooses how events show and keeps the choice for the next run.
    pub fn show_event(self, form: EventForm) {
        self.event_form.set(form);
        remember("event-form", &form);
    }

    /// Opens a schema, or the list of all.
    pub fn turn_to(self, id: Option<SchemaId>) {
        if self.open.with_untracked(|open| *open == id) {
            return;
        }
        self.version.set(None);
        self.compare.set(None);
        self.asking.set(false);
        self.unfolded.update(BTreeSet::clear);
        self.row.set(None);
        self.renaming.set(None);
        self.finding.set(0);
        self.open.set(id);
    }
}

/// The verdict on the open schema, worked out once for everything that shows it.
#[derive(Clone, Copy)]
pub struct Bench {
    workbench: Workbench,
    /// The verdict.
    pub judged: Memo<Option<Arc<Judged>>>,
    /// The named types of all schemas; worked out when somebody asks for them.
    pub shared: Memo<Arc<Vec<SharedType>>>,
}

impl Bench {
    /// Follows the open schema.
    pub fn new(document: Document, workbench: Workbench) -> Self {
        let open = workbench.open;
        let judged = Memo::new_with_compare(
            move |_| {
                let id = open.get()?;
                document.read_records(|engine| judge(engine, &id)).map(Arc::new)
            },
            |_, _| true,
        );
        let shared = Memo::new(move |_| Arc::new(document.read_records(shared_types)));
        Self { workbench, judged, shared }
    }

    /// What of the schema is shown.
    pub fn part(self) -> Option<Part> {
        let version = self.workbench.version.get();
        self.judged.with(|it| it.as_ref().map(|it| it.part(version)))
    }
}

/// The verdict on the open schema, from anywhere below the frame.
pub fn bench() -> Bench {
    expect_context()
}

/// The state of the schemas view, from anywhere below the frame.
pub fn workbench() -> Workbench {
    expect_context()
}

impl Workbench {
    /// Whether the workbench is in front with a schema open.
    pub fn in_workbench(self) -> bool {
        self.attention.view.get() == &SCHEMAS && self.open.with(Option::is_some)
    }

    /// Sets the draft's text as typing: key strokes without a long pause are one step.
    pub fn type_draft(self, schema: &SchemaId, text: String) {
        let what = format!("draft:{schema}");
        self.document.dispatch_joining(
            Command::SetDraft { schema: schema.clone(), text: Some(text) },
            &what,
            TYPING_PAUSE_MS,
        );
    }

    /// Starts a draft from the latest version, or from nothing.
    pub fn start_draft(self, id: &SchemaId) -> bool {
        let text = self.document.peek(|engine| {
            let schema = engine.design().schema(id)?;
            let name = if schema.name.is_empty() { id.as_str() } else { &schema.name };
            Some(schema.latest().map_or_else(|| first_schema_text(name, &schema.context), |it| it.text.to_string()))
        });
        self.version.set(None);
        text.is_some_and(|text| self.document.dispatch(Command::SetDraft { schema: id.clone(), text: Some(text) }))
    }

    /// Makes the draft the next version.
    pub fn release_draft(self, id: &SchemaId) {
        self.asking.set(false);
        if self.document.dispatch(Command::ReleaseDraft { schema: id.clone() }) {
            let number =
                self.document.peek(|engine| engine.design().schema(id).and_then(|it| it.latest().map(|it| it.number)));
            let number = number.unwrap_or_default();
            self.document.toast_step(format!("Version {number} is released"), "");
        }
    }

    /// Throws the draft away.
    pub fn discard_draft(self, id: &SchemaId) {
        self.asking.set(false);
        self.document.dispatch(Command::SetDraft { schema: id.clone(), text: None });
    }

    /// Carries an edit of the form out on the draft, or on a draft that it starts from the latest version.
    pub fn edit_form(self, id: &SchemaId, edit: &FormEdit) -> bool {
        self.edit_form_all(id, std::slice::from_ref(edit))
    }

    /// Carries several edits of the form out, one after the other, as one step.
    pub fn edit_form_all(self, id: &SchemaId, edits: &[FormEdit]) -> bool {
        let base = self.document.peek(|engine| {
            let schema = engine.design().schema(id)?;
            schema.draft.clone().or_else(|| schema.latest().map(|it| it.text.clone()))
        });
        let Some(base) = base else { return false };
        let mut text = base.to_string();
        for edit in edits {
            let typed = if let FormEdit::SetType { text, .. } = edit { text.as_str() } else { "" };
            // Looking through all schemas is worth it only where one of their types is used.
            let alone = Schema::parse(&text, &[]).0;
            let refers = typed.contains('.') || alone.is_some_and(|it| !it.is_complete());
            let shared = if refers { self.document.peek(shared_types) } else { Vec::new() };
            let needed = needed(&shared, id, &text, typed);
            let Some(schema) = parse_with(&text, &needed) else {
                self.notices.toast(Tone::Refused, "The text is no schema yet", "Mend it in the text first");
                return false;
            };
            match schema.edit_form(edit) {
                Ok(edited) => text = edited,
                Err(refusal) => {
                    self.notices.toast(Tone::Refused, capitalised(&refusal.to_string()), "");
                    return false;
                }
            }
        }
        if text == *base {
            return true;
        }
        self.version.set(None);
        self.document.dispatch(Command::SetDraft { schema: id.clone(), text: Some(text) })
    }

    /// Opens a schema in the workbench and selects it.
    pub fn open_schema(self, id: &SchemaId) {
        self.turn_to(Some(id.clone()));
        self.attention.select(RecordKey::from(id.clone()));
    }
}
