//! What a person can do in the schemas view, as entries of the window's one table of actions.

use super::compare::first_pair;
use super::findings::rows;
use super::focus::{by_id, in_text, keep_focus};
use super::judged::judge;
use super::state::Halves;
use crate::app::actions::Keys;
use crate::app::{App, MainView, Scope};
use engine::model::{Schema, SchemaId};
use leptos::prelude::*;

/// An action of the schemas view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaAction {
    /// Starts a draft from the latest version.
    StartDraft,
    /// Makes the draft the next version.
    Propose,
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

impl SchemaAction {
    /// All of them, in the order in which they are listed.
    pub const ALL: &[Self] = &[
        Self::StartDraft,
        Self::Propose,
        Self::DiscardDraft,
        Self::Compare,
        Self::NextFinding,
        Self::ShowForm,
        Self::ShowSplit,
        Self::ShowAvro,
    ];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::StartDraft => "Start a draft",
            Self::Propose => "Propose the draft as the next version",
            Self::DiscardDraft => "Discard the draft",
            Self::Compare => "Compare two versions",
            Self::NextFinding => "Next finding",
            Self::ShowForm => "Show the schema as a form",
            Self::ShowSplit => "Show form and Avro text",
            Self::ShowAvro => "Show the Avro text",
        }
    }

    /// The keys that reach it.
    pub fn keys(self) -> Keys {
        match self {
            Self::NextFinding => Keys::new(Scope::Window, &["F8"]),
            Self::StartDraft
            | Self::Propose
            | Self::DiscardDraft
            | Self::Compare
            | Self::ShowForm
            | Self::ShowSplit
            | Self::ShowAvro => Keys::NONE,
        }
    }

    /// Whether it can be done now.
    pub fn is_enabled(self, app: App) -> bool {
        if app.view.get() != MainView::Schemas {
            return false;
        }
        let Some(id) = app.workbench.open.get() else { return false };
        let on_schema = |test: fn(&Schema) -> bool| app.design(|design| design.schema(&id).is_some_and(test));
        match self {
            Self::StartDraft => app.is_editable() && on_schema(|it| it.draft.is_none()),
            Self::Propose | Self::DiscardDraft => app.is_editable() && on_schema(|it| it.draft.is_some()),
            Self::Compare => on_schema(|it| it.versions.len() + usize::from(it.draft.is_some()) > 1),
            Self::NextFinding | Self::ShowForm | Self::ShowSplit | Self::ShowAvro => true,
        }
    }

    /// Does it.
    pub fn run(self, app: App) {
        let Some(id) = app.workbench.open.get_untracked() else { return };
        match self {
            Self::StartDraft => {
                if app.start_draft(&id) {
                    keep_focus(vec![in_text(), format!("{} button", by_id("form-rows"))]);
                }
            }
            Self::Propose => propose(app, &id),
            Self::DiscardDraft => {
                app.discard_draft(&id);
                keep_focus(vec![by_id("start-draft")]);
            }
            Self::Compare => compare(app, &id),
            Self::NextFinding => next_finding(app, &id),
            Self::ShowForm => app.workbench.show(Halves::Form),
            Self::ShowSplit => app.workbench.show(Halves::Split),
            Self::ShowAvro => app.workbench.show(Halves::Avro),
        }
    }
}

fn propose(app: App, id: &SchemaId) {
    let harm = app.peek(|engine| judge(engine, id)).and_then(|it| it.harm());
    if harm.is_some() { app.workbench.asking.set(true) } else { app.release_draft(id) }
}

fn compare(app: App, id: &SchemaId) {
    let open = app.workbench.compare;
    let next = if open.with_untracked(Option::is_some) {
        None
    } else {
        let version = app.workbench.version.get_untracked();
        app.peek(|engine| judge(engine, id)).and_then(|it| first_pair(&it, it.part(version)))
    };
    open.set(next);
}

fn next_finding(app: App, id: &SchemaId) {
    let version = app.workbench.version.get_untracked();
    let found = app.peek(|engine| {
        let judged = judge(engine, id)?;
        Some(rows(engine, &judged, judged.part(version)))
    });
    let places: Vec<_> = found.into_iter().flatten().filter_map(|it| it.span).collect();
    if places.is_empty() {
        return;
    }
    let at = app.workbench.finding.get_untracked() % places.len();
    if app.workbench.halves.get_untracked() == Halves::Form {
        app.workbench.show(Halves::Split);
    }
    app.workbench.reveal.set(places.get(at).copied());
    app.workbench.finding.set((at + 1) % places.len());
}
