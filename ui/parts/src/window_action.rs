//! What can be done in the window whichever view is in front: what each action is called, which keys reach it, when it can be
//! done, and what it does.

use crate::actions::{Action, Deed, Group};
use crate::deletion::How;
use crate::keys::Keys;
use crate::panel_walk::walk;
use crate::scope::Scope;
use crate::{BottomTab, Creating, MainView, Modal, Parts, ThemeChoice, delete_selection};
use engine::edit::Selection;
use engine::model::{Design, Kind, Origin, RecordKey};
use ipc::PickPurpose;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What can be done in the window whichever view is in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowAction {
    /// Begins a design in an empty folder.
    NewDesign,
    /// Opens a design folder.
    OpenDesign,
    /// Copies the sample into a folder and opens it.
    OpenSample,
    /// Writes what is unsaved.
    Save,
    /// Opens the export dialog.
    Export,
    /// Takes the latest step back.
    Undo,
    /// Does the step again that was taken back last.
    Redo,
    /// Copies the selection and deletes it.
    Cut,
    /// Copies the selection.
    Copy,
    /// Inserts what was copied.
    Paste,
    /// Puts a copy of the selection beside it.
    Duplicate,
    /// Deletes the selection.
    Delete,
    /// Edits the name of the selected record.
    Rename,
    /// Selects every context, service and topic of the picture.
    SelectAll,
    /// Selects nothing.
    SelectNone,
    /// Creates a record by typing its name in the explorer.
    Create(Kind),
    /// Brings a view to the front.
    Show(&'static MainView),
    /// Shows or hides the explorer.
    ToggleExplorer,
    /// Shows or hides the inspector.
    ToggleInspector,
    /// Shows or hides the panel below.
    ToggleBottom,
    /// Moves the focus to the next panel.
    NextPanel,
    /// Moves the focus to the panel before.
    PreviousPanel,
    /// Brings a tab below to the front.
    ShowTab(BottomTab),
    /// Chooses the theme.
    Theme(ThemeChoice),
    /// Opens the palette.
    Palette,
    /// Puts the caret into the explorer's filter.
    Filter,
    /// Selects the design itself, so that its settings can be edited.
    Settings,
    /// Selects the guardrail policy.
    Policy,
    /// Lists the keys.
    Shortcuts,
    /// Shows the version.
    About,
}

/// The kinds of record that are created by typing a name.
pub fn creatable() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| kind.is_created_by_name())
}

const FIXED: [WindowAction; 32] = [
    WindowAction::NewDesign,
    WindowAction::OpenDesign,
    WindowAction::OpenSample,
    WindowAction::Save,
    WindowAction::Export,
    WindowAction::Undo,
    WindowAction::Redo,
    WindowAction::Cut,
    WindowAction::Copy,
    WindowAction::Paste,
    WindowAction::Duplicate,
    WindowAction::Delete,
    WindowAction::Rename,
    WindowAction::SelectAll,
    WindowAction::SelectNone,
    WindowAction::Settings,
    WindowAction::Policy,
    WindowAction::ToggleExplorer,
    WindowAction::ToggleInspector,
    WindowAction::ToggleBottom,
    WindowAction::NextPanel,
    WindowAction::PreviousPanel,
    WindowAction::ShowTab(BottomTab::Problems),
    WindowAction::ShowTab(BottomTab::Changes),
    WindowAction::ShowTab(BottomTab::Output),
    WindowAction::Theme(ThemeChoice::Light),
    WindowAction::Theme(ThemeChoice::Dark),
    WindowAction::Theme(ThemeChoice::System),
    WindowAction::Palette,
    WindowAction::Filter,
    WindowAction::Shortcuts,
    WindowAction::About,
];

impl From<WindowAction> for Action {
    fn from(action: WindowAction) -> Self {
        Self { title: action.title(), group: action.group(), keys: action.keys() }
    }
}

impl WindowAction {
    /// All of them, in the order in which they are listed within their groups.
    pub fn all(views: &'static [&'static MainView]) -> impl Iterator<Item = Self> {
        let shown = views.iter().copied().map(Self::Show);
        FIXED.into_iter().chain(creatable().map(Self::Create)).chain(shown)
    }

    /// What it does to the parts of a window.
    pub fn deed(self, parts: Parts) -> Deed {
        let deed = Deed::new(self.into(), move || self.is_enabled(parts), move || self.run(parts));
        if let Self::Theme(choice) = self {
            deed.with_check(move || parts.session.theme.get_untracked() == choice)
        } else if matches!(self, Self::Undo | Self::Redo) {
            deed.with_detail(move || self.step(parts))
        } else {
            deed
        }
    }

    /// The step that undo or redo is about.
    fn step(self, parts: Parts) -> Option<String> {
        parts.document.peek(|engine| {
            let history = engine.history();
            let step =
                if self == Self::Undo { history.undoable(&Origin::Person) } else { history.redoable(&Origin::Person) };
            step.map(|step| step.label.clone())
        })
    }

    /// Its name for tests.
    pub fn word(self) -> String {
        Action::from(self).word()
    }

    /// What it is called. An `…` says that it asks for more before anything happens.
    pub fn title(self) -> &'static str {
        match self {
            Self::NewDesign => "New design…",
            Self::OpenDesign => "Open…",
            Self::OpenSample => "Open the e-commerce sample…",
            Self::Save => "Save",
            Self::Export => "Export…",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Cut => "Cut",
            Self::Copy => "Copy",
            Self::Paste => "Paste",
            Self::Duplicate => "Duplicate",
            Self::Delete => "Delete",
            Self::Rename => "Rename",
            Self::SelectAll => "Select all",
            Self::SelectNone => "Select nothing",
            Self::Create(kind) => kind.creation(),
            Self::Show(view) => view.action_title,
            Self::ToggleExplorer => "Show or hide the explorer",
            Self::ToggleInspector => "Show or hide the inspector",
            Self::ToggleBottom => "Show or hide the panel below",
            Self::NextPanel => "Go to the next panel",
            Self::PreviousPanel => "Go to the panel before",
            Self::ShowTab(BottomTab::Problems) => "Show problems",
            Self::ShowTab(BottomTab::Changes) => "Show changes",
            Self::ShowTab(BottomTab::Output) => "Show output",
            Self::Theme(ThemeChoice::Light) => "Light theme",
            Self::Theme(ThemeChoice::Dark) => "Dark theme",
            Self::Theme(ThemeChoice::System) => "Theme of the system",
            Self::Palette => "Search or run…",
            Self::Filter => "Filter the explorer",
            Self::Settings => "Design settings",
            Self::Policy => "Guardrail policy",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::About => "About Eventscape",
        }
    }

    /// Where it is listed.
    fn group(self) -> Group {
        match self {
            Self::NewDesign | Self::OpenDesign | Self::OpenSample | Self::Save | Self::Export => Group::File,
            Self::Undo
            | Self::Redo
            | Self::Cut
            | Self::Copy
            | Self::Paste
            | Self::Duplicate
            | Self::Delete
            | Self::Rename
            | Self::SelectAll
            | Self::SelectNone
            | Self::Settings
            | Self::Policy => Group::Edit,
            Self::Create(_) => Group::Create,
            Self::Show(_)
            | Self::ToggleExplorer
            | Self::ToggleInspector
            | Self::ToggleBottom
            | Self::NextPanel
            | Self::PreviousPanel
            | Self::ShowTab(_)
            | Self::Theme(_) => Group::View,
            Self::Palette | Self::Filter | Self::Shortcuts | Self::About => Group::Help,
        }
    }

    /// The keys that reach it.
    fn keys(self) -> Keys {
        match self {
            Self::NewDesign => Keys::new(Scope::Window, &["Mod+N"]),
            Self::OpenDesign => Keys::new(Scope::Window, &["Mod+O"]),
            Self::Save => Keys::new(Scope::Window, &["Mod+S"]),
            Self::Export => Keys::new(Scope::Window, &["Mod+E"]),
            Self::Undo => Keys::new(Scope::OutsideText, &["Mod+Z"]),
            Self::Redo => Keys::new(Scope::OutsideText, &["Mod+Shift+Z", "Mod+Y"]),
            Self::Cut => Keys::new(Scope::Selection, &["Mod+X"]),
            Self::Copy => Keys::new(Scope::Selection, &["Mod+C"]),
            Self::Paste => Keys::new(Scope::Records, &["Mod+V"]),
            Self::Duplicate => Keys::new(Scope::Selection, &["Mod+D"]),
            Self::Delete => Keys::new(Scope::Selection, &["Delete", "Backspace"]),
            Self::Rename => Keys::new(Scope::Selection, &["F2"]),
            Self::SelectAll => Keys::new(Scope::Drawing, &["Mod+A"]),
            Self::SelectNone => Keys::new(Scope::OutsideText, &["Escape"]),
            Self::Show(view) => Keys::new(Scope::Window, view.chords),
            Self::ToggleExplorer => Keys::new(Scope::Window, &["Mod+B"]),
            Self::ToggleInspector => Keys::new(Scope::Window, &["Mod+I"]),
            Self::ToggleBottom => Keys::new(Scope::Window, &["Mod+J"]),
            Self::NextPanel => Keys::new(Scope::Window, &["F6"]),
            Self::PreviousPanel => Keys::new(Scope::Window, &["Shift+F6"]),
            Self::Palette => Keys::new(Scope::Window, &["Mod+K", "Mod+Shift+P"]),
            Self::Filter => Keys::new(Scope::Window, &["Mod+F"]),
            Self::Settings => Keys::new(Scope::Window, &["Mod+,"]),
            Self::Shortcuts => Keys::new(Scope::OutsideText, &["?"]),
            Self::OpenSample | Self::Create(_) | Self::ShowTab(_) | Self::Theme(_) | Self::Policy | Self::About => {
                Keys::NONE
            }
        }
    }

    /// Whether it can be done now. Tracks what it looks at.
    fn is_enabled(self, parts: Parts) -> bool {
        let Parts { attention, document, session, .. } = parts;
        let open = document.is_open();
        let selected = || attention.selection.with(|selection| !selection.keys().is_empty());
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
            Self::Save => open && document.read_only.with(Option::is_none) && !session.saving.get(),
            Self::Export | Self::Show(_) | Self::Filter | Self::Settings | Self::Policy => open,
            Self::SelectAll => open && attention.view.get().is_drawing,
            Self::Undo => {
                document.is_editable() && document.read(|engine| engine.history().undoable(&Origin::Person).is_some())
            }
            Self::Redo => {
                document.is_editable() && document.read(|engine| engine.history().redoable(&Origin::Person).is_some())
            }
            Self::Copy => selected(),
            Self::SelectNone => selected() || attention.is_amid_something(),
            Self::Cut | Self::Duplicate | Self::Delete => document.is_editable() && selected(),
            Self::Rename => {
                document.is_editable()
                    && attention.selection.with(|it| it.primary().is_some_and(|key| key.kind().name_field().is_some()))
            }
            Self::Paste => document.is_editable() && document.can_paste(),
            Self::Create(kind) => {
                document.is_editable()
                    && (!kind.lives_in_context() || document.of_kinds(&[Kind::Context], |it| !it.contexts().is_empty()))
            }
        }
    }

    /// Does it.
    fn run(self, parts: Parts) {
        let Parts { panels, attention, document, session, .. } = parts;
        match self {
            Self::NewDesign => session.pick_and_open(PickPurpose::NewDesign, false),
            Self::OpenDesign => session.pick_and_open(PickPurpose::OpenDesign, false),
            Self::OpenSample => session.pick_and_open(PickPurpose::NewDesign, true),
            // A user who asked by key or button learns the outcome from the log and the notices.
            Self::Save => spawn_local(async move {
                let _saved = session.save().await;
            }),
            Self::Export => panels.modal.set(Some(Modal::Export)),
            Self::Undo => document.undo(),
            Self::Redo => document.redo(),
            Self::Cut => delete_selection(document, panels, How::Cut),
            Self::Copy => document.copy(),
            Self::Paste => document.paste(),
            Self::Duplicate => document.duplicate(),
            Self::Delete => delete_selection(document, panels, How::Delete),
            Self::Rename => {
                panels.left.is_open.set(true);
                panels.renaming.set(attention.selection.with_untracked(|it| it.primary().cloned()));
            }
            Self::SelectAll => attention.selection.set(document.peek(|engine| {
                let design = engine.design();
                let contexts = design.contexts().keys().cloned().map(RecordKey::from);
                let services = design.services().keys().cloned().map(RecordKey::from);
                let topics = design.topics().keys().cloned().map(RecordKey::from);
                Selection::of(contexts.chain(services).chain(topics))
            })),
            // What is under way is given up before what it is done to.
            Self::SelectNone => {
                if !attention.give_up() {
                    attention.selection.set(Selection::default());
                }
            }
            Self::Create(kind) => {
                let context = if kind.lives_in_context() { document.likely_context() } else { None };
                panels.left.is_open.set(true);
                panels.creating.set(Some(Creating { kind, context }));
            }
            Self::Show(view) => attention.view.set(view),
            Self::ToggleExplorer => panels.left.is_open.update(|open| *open = !*open),
            Self::ToggleInspector => panels.right.is_open.update(|open| *open = !*open),
            Self::ToggleBottom => untrack(|| attention.below()).update(|open| *open = !*open),
            Self::NextPanel => walk(false),
            Self::PreviousPanel => walk(true),
            Self::ShowTab(tab) => {
                panels.tab.set(tab);
                untrack(|| attention.below()).set(true);
            }
            Self::Theme(choice) => session.theme.set(choice),
            Self::Palette => panels.modal.set(Some(Modal::Palette)),
            Self::Filter => {
                panels.left.is_open.set(true);
                panels.focus_filter.update(|it| *it += 1);
            }
            Self::Settings => attention.inspect(RecordKey::Settings),
            Self::Policy => attention.inspect(RecordKey::Policy),
            Self::Shortcuts => panels.modal.set(Some(Modal::Shortcuts)),
            Self::About => panels.modal.set(Some(Modal::About)),
        }
    }
}

/// Why a record of a kind cannot be created yet, and what to do first; nothing when it can.
pub fn wants_first(kind: Kind, design: &Design) -> Option<&'static str> {
    let contexts = design.contexts().len();
    if kind.lives_in_context() && contexts == 0 {
        Some("Draw a context first, for it to live in")
    } else if kind == Kind::ContextRelation && contexts < 2 {
        Some("Draw two contexts first, for it to connect")
    } else {
        None
    }
}
