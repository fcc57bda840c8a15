//! The one table of actions. Menus, palette, shortcuts and buttons all read it, so each action exists once, is called the
//! same everywhere, and can be found by typing.

pub use crate::app::keys::Keys;
use crate::app::shortcut::Chord;
use crate::app::{App, BottomTab, MainView, ThemeChoice};
use crate::canvas::CanvasAction;
use crate::schemas::SchemaAction;
use engine::model::{Design, Kind};
use leptos::prelude::*;

/// Everything a person can do that is not typing into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
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
    Show(MainView),
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
    /// An action of the canvas.
    Canvas(CanvasAction),
    /// An action of the schemas view.
    Schemas(SchemaAction),
}

/// Where an action is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The design as a folder.
    File,
    /// Changing what is selected.
    Edit,
    /// New records.
    Create,
    /// Drawing on the canvas.
    Canvas,
    /// Schemas and their versions.
    Schemas,
    /// What is seen.
    View,
    /// Finding one's way.
    Help,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Create => "Create",
            Self::Canvas => "Canvas",
            Self::Schemas => "Schemas",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// The kinds of record that are created by typing a name.
pub fn creatable() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| kind.is_created_by_name())
}

const FRAME: [Action; 31] = [
    Action::NewDesign,
    Action::OpenDesign,
    Action::OpenSample,
    Action::Save,
    Action::Export,
    Action::Undo,
    Action::Redo,
    Action::Cut,
    Action::Copy,
    Action::Paste,
    Action::Duplicate,
    Action::Delete,
    Action::Rename,
    Action::SelectAll,
    Action::SelectNone,
    Action::Settings,
    Action::Policy,
    Action::ToggleExplorer,
    Action::ToggleInspector,
    Action::ToggleBottom,
    Action::NextPanel,
    Action::PreviousPanel,
    Action::ShowTab(BottomTab::Problems),
    Action::ShowTab(BottomTab::Changes),
    Action::ShowTab(BottomTab::Output),
    Action::Theme(ThemeChoice::Light),
    Action::Theme(ThemeChoice::Dark),
    Action::Theme(ThemeChoice::System),
    Action::Palette,
    Action::Filter,
    Action::Shortcuts,
];

impl Action {
    /// Every action there is, in the order in which they are listed within their groups.
    pub fn all() -> impl Iterator<Item = Self> {
        FRAME
            .into_iter()
            .chain([Self::About])
            .chain(creatable().map(Self::Create))
            .chain(MainView::ALL.into_iter().map(Self::Show))
            .chain(CanvasAction::ALL.iter().copied().map(Self::Canvas))
            .chain(SchemaAction::ALL.iter().copied().map(Self::Schemas))
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
            Self::Show(MainView::Topology) => "Show topology",
            Self::Show(MainView::ContextMap) => "Show context map",
            Self::Show(MainView::Process) => "Show processes",
            Self::Show(MainView::Schemas) => "Show schemas",
            Self::Show(MainView::Capacity) => "Show capacity",
            Self::Show(MainView::Decisions) => "Show decisions",
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
            Self::Canvas(action) => action.title(),
            Self::Schemas(action) => action.title(),
        }
    }

    /// Its name for tests: the words of its title joined by hyphens.
    pub fn word(self) -> String {
        engine::model::slug(self.title(), "action")
    }

    /// Where it is listed.
    pub fn group(self) -> Group {
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
            Self::Canvas(_) => Group::Canvas,
            Self::Schemas(_) => Group::Schemas,
        }
    }

    /// The first chord as people read it.
    pub fn shown_keys(self, app: App) -> Option<String> {
        self.keys().chords.first().map(|chord| Chord::parse(chord).shown(app.platform.get()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_two_actions_want_the_same_key() {
        let mut owners: BTreeMap<&str, Action> = BTreeMap::new();
        for action in Action::all() {
            for chord in action.keys().chords {
                if let Some(other) = owners.insert(chord, action) {
                    panic!("{chord} is wanted by {other:?} and {action:?}");
                }
            }
        }
    }

    #[test]
    fn every_action_has_a_title_of_its_own() {
        let mut titles: BTreeMap<&str, Action> = BTreeMap::new();
        for action in Action::all() {
            assert!(!action.title().is_empty(), "{action:?}");
            assert_eq!(titles.insert(action.title(), action), None, "{action:?}");
        }
    }
}
