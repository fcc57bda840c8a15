//! What each action of the table does, and when it can be done.

use crate::app::actions::{Action, has_name, lives_in_context};
use crate::app::shortcut::{Chord, Press};
use crate::app::{App, Creating, Modal};
use engine::edit::Selection;
use engine::model::RecordKey;
use ipc::PickPurpose;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

impl Action {
    /// Whether it can be done now. Tracks what it looks at.
    pub fn is_enabled(self, app: App) -> bool {
        let open = app.folder.with(Option::is_some);
        let selected = || app.selection.with(|selection| !selection.keys().is_empty());
        match self {
            Self::NewDesign
            | Self::OpenDesign
            | Self::OpenSample
            | Self::Palette
            | Self::Shortcuts
            | Self::About
            | Self::Theme(_)
            | Self::ToggleExplorer
            | Self::ToggleInspector
            | Self::ToggleBottom
            | Self::ShowTab(_) => true,
            Self::Save => open && app.read_only.with(Option::is_none) && !app.saving.get(),
            Self::Export | Self::Show(_) | Self::Filter | Self::Settings | Self::Policy | Self::SelectAll => open,
            Self::Undo => app.is_editable() && app.read(|engine| engine.history().undoable().is_some()),
            Self::Redo => app.is_editable() && app.read(|engine| engine.history().redoable().is_some()),
            Self::Copy | Self::SelectNone => selected(),
            Self::Cut | Self::Duplicate | Self::Delete => app.is_editable() && selected(),
            Self::Rename => app.is_editable() && app.selection.with(|it| it.primary().is_some_and(has_name)),
            Self::Paste => app.is_editable() && app.can_paste(),
            Self::Create(kind) => {
                app.is_editable() && (!lives_in_context(kind) || app.design(|it| !it.contexts().is_empty()))
            }
            Self::Canvas(action) => open && action.is_enabled(app),
            Self::Schemas(action) => open && action.is_enabled(app),
        }
    }

    /// Does it.
    pub fn run(self, app: App) {
        match self {
            Self::NewDesign => app.pick_and_open(PickPurpose::NewDesign, false),
            Self::OpenDesign => app.pick_and_open(PickPurpose::OpenDesign, false),
            Self::OpenSample => app.pick_and_open(PickPurpose::NewDesign, true),
            // A user who asked by key or button learns the outcome from the log and the notices.
            Self::Save => spawn_local(async move {
                let _saved = app.save().await;
            }),
            Self::Export => app.modal.set(Some(Modal::Export)),
            Self::Undo => app.undo(),
            Self::Redo => app.redo(),
            Self::Cut => app.cut(),
            Self::Copy => drop(app.copy()),
            Self::Paste => app.paste(),
            Self::Duplicate => app.duplicate(),
            Self::Delete => app.delete_selection(),
            Self::Rename => {
                app.panels.left_open.set(true);
                app.renaming.set(app.selection.with_untracked(|it| it.primary().cloned()));
            }
            Self::SelectAll => app.selection.set(app.peek(|engine| {
                let design = engine.design();
                let contexts = design.contexts().keys().cloned().map(RecordKey::from);
                let services = design.services().keys().cloned().map(RecordKey::from);
                let topics = design.topics().keys().cloned().map(RecordKey::from);
                Selection::of(contexts.chain(services).chain(topics))
            })),
            // What stands open over a schema is given up before the schema.
            Self::SelectNone if app.in_workbench() && app.workbench.give_up() => {}
            Self::SelectNone => app.selection.set(Selection::default()),
            Self::Create(kind) => {
                let context = if lives_in_context(kind) { app.likely_context() } else { None };
                app.panels.left_open.set(true);
                app.creating.set(Some(Creating { kind, context }));
            }
            Self::Show(view) => app.view.set(view),
            Self::ToggleExplorer => app.panels.left_open.update(|open| *open = !*open),
            Self::ToggleInspector => app.panels.right_open.update(|open| *open = !*open),
            Self::ToggleBottom => untrack(|| app.below()).update(|open| *open = !*open),
            Self::ShowTab(tab) => {
                app.panels.tab.set(tab);
                untrack(|| app.below()).set(true);
            }
            Self::Theme(choice) => app.theme.set(choice),
            Self::Palette => app.modal.set(Some(Modal::Palette)),
            Self::Filter => {
                app.panels.left_open.set(true);
                app.focus_filter.update(|it| *it += 1);
            }
            Self::Settings => app.inspect(RecordKey::Settings),
            Self::Policy => app.inspect(RecordKey::Policy),
            Self::Shortcuts => app.modal.set(Some(Modal::Shortcuts)),
            Self::About => app.modal.set(Some(Modal::About)),
            Self::Canvas(action) => action.run(app),
            Self::Schemas(action) => action.run(app),
        }
    }
}

impl App {
    /// Does an action, if it can be done now.
    pub fn run(self, action: Action) {
        if untrack(|| action.is_enabled(self)) {
            action.run(self);
        }
    }

    /// Selects a record and makes sure that the inspector shows it.
    pub fn inspect(self, key: RecordKey) {
        self.panels.right_open.set(true);
        self.select(key);
    }

    /// Does what a key press means; gives whether it meant anything.
    pub fn press(self, press: &Press<'_>, in_text: bool) -> bool {
        let platform = self.platform.get_untracked();
        let meant = |action: &Action| {
            let keys = action.keys();
            (keys.in_text || !in_text) && keys.chords.iter().any(|chord| Chord::parse(chord).matches(press, platform))
        };
        match Action::all().find(|action| meant(action) && untrack(|| action.is_enabled(self))) {
            Some(action) => {
                action.run(self);
                true
            }
            None => false,
        }
    }
}
