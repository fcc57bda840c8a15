//! What each action of the table does, and when it can be done.

use crate::app::actions::Action;
use crate::app::deletion::How;
use crate::app::panel_walk::walk;
use crate::app::place::Place;
use crate::app::scope::Here;
use crate::app::shortcut::Press;
use crate::app::{App, Creating, MainView, Modal};
use engine::edit::Selection;
use engine::model::{Origin, RecordKey};
use ipc::PickPurpose;
use leptos::ev;
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
            | Self::NextPanel
            | Self::PreviousPanel
            | Self::ShowTab(_) => true,
            Self::Save => open && app.read_only.with(Option::is_none) && !app.saving.get(),
            Self::Export | Self::Show(_) | Self::Filter | Self::Settings | Self::Policy => open,
            Self::SelectAll => open && app.view.get() == MainView::Topology,
            Self::Undo => app.is_editable() && app.read(|engine| engine.history().undoable(&Origin::Person).is_some()),
            Self::Redo => app.is_editable() && app.read(|engine| engine.history().redoable(&Origin::Person).is_some()),
            Self::Copy => selected(),
            Self::SelectNone => selected() || app.is_amid_something(),
            Self::Cut | Self::Duplicate | Self::Delete => app.is_editable() && selected(),
            Self::Rename => {
                app.is_editable()
                    && app.selection.with(|it| it.primary().is_some_and(|key| key.kind().name_field().is_some()))
            }
            Self::Paste => app.is_editable() && app.can_paste(),
            Self::Create(kind) => {
                app.is_editable() && (!kind.lives_in_context() || app.design(|it| !it.contexts().is_empty()))
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
            Self::Cut => app.delete_selection(How::Cut),
            Self::Copy => app.copy(),
            Self::Paste => app.paste(),
            Self::Duplicate => app.duplicate(),
            Self::Delete => app.delete_selection(How::Delete),
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
            // What is under way is given up before what it is done to.
            Self::SelectNone => {
                if !app.give_up() {
                    app.selection.set(Selection::default());
                }
            }
            Self::Create(kind) => {
                let context = if kind.lives_in_context() { app.likely_context() } else { None };
                app.panels.left_open.set(true);
                app.creating.set(Some(Creating { kind, context }));
            }
            Self::Show(view) => app.view.set(view),
            Self::ToggleExplorer => app.panels.left_open.update(|open| *open = !*open),
            Self::ToggleInspector => app.panels.right_open.update(|open| *open = !*open),
            Self::ToggleBottom => untrack(|| app.below()).update(|open| *open = !*open),
            Self::NextPanel => walk(false),
            Self::PreviousPanel => walk(true),
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

    /// Does what a key press means where it was made; gives whether it meant anything that can be done now.
    pub fn press(self, event: &ev::KeyboardEvent) -> bool {
        let (key, code) = (event.key(), event.code());
        let press = Press::of(event, &key, &code);
        let here = Here {
            place: Place::of(event),
            view: self.view.get_untracked(),
            selected: self.selection.with_untracked(|it| it.keys().iter().map(RecordKey::kind).collect()),
        };
        let meant = Action::of_press(&press, self.platform.get_untracked(), &here);
        match meant.filter(|action| untrack(|| action.is_enabled(self))) {
            Some(action) => {
                action.run(self);
                true
            }
            None => false,
        }
    }

    /// Whether something is under way that Esc gives up before the selection.
    fn is_amid_something(self) -> bool {
        match self.view.get() {
            MainView::Topology => self.canvas.is_amid_something(),
            MainView::Schemas => self.in_workbench() && self.workbench.is_amid_something(),
            MainView::ContextMap | MainView::Process | MainView::Capacity | MainView::Decisions => false,
        }
    }

    /// Gives up what is under way; gives whether there was anything.
    fn give_up(self) -> bool {
        match self.view.get_untracked() {
            MainView::Topology => self.canvas.give_up(self),
            MainView::Schemas => self.in_workbench() && self.workbench.give_up(),
            MainView::ContextMap | MainView::Process | MainView::Capacity | MainView::Decisions => false,
        }
    }
}
