//! What a person can do in the schemas view, as entries of the window's one table of actions.

use super::SCHEMAS;
use super::compare::first_pair;
use super::findings::rows;
use super::focus::{by_id, in_text, keep_focus};
use super::judged::judge;
use super::state::Halves;
use super::state::Workbench;
use engine::model::{Kind, Schema, SchemaId};
use leptos::prelude::*;
use parts::actions::{Action, Deed, Group};
use parts::{Keys, Scope};

/// An action of the schemas view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaAction {
    /// Starts a draft from the latest version.
    StartDraft,
    /// Makes the draft the next version.
    Release,
    /// Throws the draft away.
    DiscardDraft,
    /// Compares two versions, or goes back to the text.
    Compare,
    /// Shows the next finding in the text.
    NextFinding,
    /// Shows the form alone.
    ShowForm,
    /// Shows form and text side by side.
    ShowSplit,
    /// Shows the text alone.
    ShowAvro,
}

impl From<SchemaAction> for Action {
    fn from(action: SchemaAction) -> Self {
        Self { title: action.title(), group: Group::Schemas, keys: action.keys() }
    }
}

impl SchemaAction {
    /// All of them, in the order in which they are listed.
    pub const ALL: &[Self] = &[
        Self::StartDraft,
        Self::Release,
        Self::DiscardDraft,
        Self::Compare,
        Self::NextFinding,
        Self::ShowForm,
        Self::ShowSplit,
        Self::ShowAvro,
    ];

    /// What it is called.
    fn title(self) -> &'static str {
        match self {
            Self::StartDraft => "Start a draft",
            Self::Release => "Release the draft as the next version",
            Self::DiscardDraft => "Discard the draft",
            Self::Compare => "Compare two versions",
            Self::NextFinding => "Next finding",
            Self::ShowForm => "Show the schema as a form",
            Self::ShowSplit => "Show form and Avro text",
            Self::ShowAvro => "Show the Avro text",
        }
    }

    /// The keys that reach it.
    fn keys(self) -> Keys {
        match self {
            Self::NextFinding => Keys::new(Scope::Window, &["F8"]),
            Self::StartDraft
            | Self::Release
            | Self::DiscardDraft
            | Self::Compare
            | Self::ShowForm
            | Self::ShowSplit
            | Self::ShowAvro => Keys::NONE,
        }
    }

    /// What it does to the workbench.
    pub(super) fn deed(self, workbench: Workbench) -> Deed {
        Deed::new(self.into(), move || self.is_enabled(workbench), move || self.run(workbench))
    }

    /// Whether it can be done now.
    fn is_enabled(self, workbench: Workbench) -> bool {
        if !workbench.document.is_open() || workbench.attention.view.get() != &SCHEMAS {
            return false;
        }
        let Some(id) = workbench.open.get() else { return false };
        let on_schema = |test: fn(&Schema) -> bool| {
            workbench.document.of_kinds(&[Kind::Schema], |design| design.schema(&id).is_some_and(test))
        };
        match self {
            Self::StartDraft => workbench.document.is_editable() && on_schema(|it| it.draft.is_none()),
            Self::Release | Self::DiscardDraft => {
                workbench.document.is_editable() && on_schema(|it| it.draft.is_some())
            }
            Self::Compare => on_schema(|it| it.versions.len() + usize::from(it.draft.is_some()) > 1),
            Self::NextFinding | Self::ShowForm | Self::ShowSplit | Self::ShowAvro => true,
        }
    }

    /// Does it.
    fn run(self, workbench: Workbench) {
        let Some(id) = workbench.open.get_untracked() else { return };
        match self {
            Self::StartDraft => {
                if workbench.start_draft(&id) {
                    keep_focus(vec![in_text(), format!("{} button", by_id("form-rows"))]);
                }
            }
            Self::Release => release(workbench, &id),
            Self::DiscardDraft => {
                workbench.discard_draft(&id);
                keep_focus(vec![by_id("start-draft")]);
            }
            Self::Compare => compare(workbench, &id),
            Self::NextFinding => next_finding(workbench, &id),
            Self::ShowForm => workbench.show(Halves::Form),
            Self::ShowSplit => workbench.show(Halves::Split),
            Self::ShowAvro => workbench.show(Halves::Avro),
        }
    }
}

fn release(workbench: Workbench, id: &SchemaId) {
    let harm = workbench.document.peek(|engine| judge(engine, id)).and_then(|it| it.harm());
    if harm.is_some() { workbench.asking.set(true) } else { workbench.release_draft(id) }
}

fn compare(workbench: Workbench, id: &SchemaId) {
    let open = workbench.compare;
    let next = if open.with_untracked(Option::is_some) {
        None
    } else {
        let version = workbench.version.get_untracked();
        workbench.document.peek(|engine| judge(engine, id)).and_then(|it| first_pair(&it, it.part(version)))
    };
    open.set(next);
}

fn next_finding(workbench: Workbench, id: &SchemaId) {
    let version = workbench.version.get_untracked();
    let found = workbench.document.peek(|engine| {
        let judged = judge(engine, id)?;
        Some(rows(engine, &judged, judged.part(version)))
    });
    let places: Vec<_> = found.into_iter().flatten().filter_map(|it| it.span).collect();
    if places.is_empty() {
        return;
    }
    let at = workbench.finding.get_untracked() % places.len();
    if workbench.halves.get_untracked() == Halves::Form {
        workbench.show(Halves::Split);
    }
    workbench.reveal.set(places.get(at).copied());
    workbench.finding.set((at + 1) % places.len());
}
