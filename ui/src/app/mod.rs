//! The state of the window, and how everything in it reaches the design.
//!
//! [`App`] is a small copyable handle that every view takes from the context. Reading goes through [`App::read`] (every
//! change) or [`App::read_records`] (every change but positions, so that dragging on the canvas wakes no list). Changing goes
//! through [`App::dispatch`] and its kin, or through an [`Action`](actions::Action) of the one table.

pub mod actions;
pub mod backend;
mod bars;
mod clipboard;
mod create;
mod deletion;
mod doing;
mod editing;
mod frame;
mod host;
mod jobs;
mod journal;
mod keys;
mod main_menu;
mod menus;
mod notices;
mod panel_sizes;
mod panel_walk;
mod place;
mod remember;
mod sample;
mod saving;
mod scope;
mod session;
pub mod shortcut;
mod theme;
mod toasts;
mod top_bar;
mod welcome;

pub use create::Creating;
pub use deletion::Deletion;
pub use frame::Window;
pub use host::now_ms;
pub use jobs::{JobBoard, Standing, WatchedJob};
pub use notices::{LogLine, Toast, Tone, clock_of};
pub use panel_sizes::{BottomTab, Panels};
pub use remember::{recall, remember};
pub use scope::Scope;
pub use session::{OpenFolder, RecoveryOffer};
pub use theme::{ThemeChoice, hue_css};

use crate::canvas::Canvas;
use crate::schemas::Workbench;
use backend::Backend;
use engine::edit::Selection;
use engine::model::{Design, EnvironmentId, Kind, Record, RecordKey};
use engine::{Effect, Engine};
use host::WindowHost;
use ipc::{Platform, RecentFolder};
use leptos::prelude::*;
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use widgets::OpenMenu;

/// How many steps views can catch up on without looking at everything again.
const REMEMBERED_EFFECTS: usize = 256;

/// The views in the middle of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MainView {
    /// Contexts, services, topics and flows as a picture.
    #[default]
    Topology,
    /// Contexts and how they relate.
    ContextMap,
    /// Business processes, step by step.
    Process,
    /// Schemas and their versions.
    Schemas,
    /// What the design asks of its cluster.
    Capacity,
    /// Decision records.
    Decisions,
}

impl MainView {
    /// All views, in the order of the tabs.
    pub const ALL: [Self; 6] =
        [Self::Topology, Self::ContextMap, Self::Process, Self::Schemas, Self::Capacity, Self::Decisions];

    /// The view that is made for a kind of record; what has none of its own is shown by the topology.
    pub fn of(kind: Kind) -> Self {
        let made_for = [
            (Kind::Schema, Self::Schemas),
            (Kind::Message, Self::Schemas),
            (Kind::Process, Self::Process),
            (Kind::Decision, Self::Decisions),
            (Kind::ContextRelation, Self::ContextMap),
            (Kind::Environment, Self::Capacity),
        ];
        made_for.into_iter().find(|(of, _)| *of == kind).map_or(Self::Topology, |(_, view)| view)
    }

    /// The text of its tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Topology => "Topology",
            Self::ContextMap => "Context map",
            Self::Process => "Process",
            Self::Schemas => "Schemas",
            Self::Capacity => "Capacity",
            Self::Decisions => "Decisions",
        }
    }

    /// Its name in test ids and in what is remembered.
    pub fn word(self) -> &'static str {
        match self {
            Self::Topology => "topology",
            Self::ContextMap => "context-map",
            Self::Process => "process",
            Self::Schemas => "schemas",
            Self::Capacity => "capacity",
            Self::Decisions => "decisions",
        }
    }
}

/// What stands before everything else and waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Modal {
    /// Finding records and actions.
    Palette,
    /// Writing exports.
    Export,
    /// The list of keys.
    Shortcuts,
    /// Version and licences.
    About,
    /// Much would be deleted.
    Deletion(Deletion),
    /// There is unsaved work, and what comes next would lose sight of it.
    Unsaved(AfterUnsaved),
}

/// What happens once the question about unsaved work is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterUnsaved {
    /// The window closes.
    Close,
    /// Another folder is opened.
    Open {
        /// The folder.
        path: String,
        /// Whether a new design begins in it.
        create: bool,
        /// Whether the new design is a copy of the sample.
        sample: bool,
    },
}

/// The state of the window.
#[derive(Clone, Copy)]
pub struct App {
    engine: StoredValue<Engine, LocalStorage>,
    backend: StoredValue<Rc<dyn Backend>, LocalStorage>,
    journal: StoredValue<journal::Journal, LocalStorage>,
    effects: StoredValue<VecDeque<(u64, Effect)>>,
    clipboard: StoredValue<Vec<Record>>,
    unsaved_timer: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    /// The picture of the topology, kept while other views are in front.
    pub canvas: Canvas,
    /// The schemas view, kept while other views are in front.
    pub workbench: Workbench,
    /// Where paste puts things, in canvas units; the canvas keeps it under the pointer.
    pub paste_point: StoredValue<Option<(i32, i32)>>,
    /// Counts every change of the design, and every opening.
    pub revision: RwSignal<u64>,
    /// Counts the changes that concern more than positions.
    pub records_revision: RwSignal<u64>,
    /// Counts the openings of designs: everything derived from an earlier one is void.
    pub opened: RwSignal<u64>,
    /// Whether it is known where to begin; before that there is neither a design nor a lack of one.
    pub has_begun: RwSignal<bool>,
    /// What the last step changed. Steps that follow each other at once are all in [`App::effects_since`].
    pub effect: RwSignal<Effect>,
    /// What the next command is about.
    pub selection: RwSignal<Selection>,
    /// The view in the middle.
    pub view: RwSignal<MainView>,
    /// A wish to see records; the view that can show them does and moves no more than needed.
    pub reveal: RwSignal<Option<Vec<RecordKey>>>,
    /// The record whose name is edited in the explorer.
    pub renaming: RwSignal<Option<RecordKey>>,
    /// The record that is being created by typing its name in the explorer.
    pub creating: RwSignal<Option<Creating>>,
    /// The environment that numbers refer to.
    pub environment: RwSignal<Option<EnvironmentId>>,
    /// The open folder; nothing while there is none.
    pub folder: RwSignal<Option<OpenFolder>>,
    /// Why the design cannot be changed.
    pub read_only: RwSignal<Option<String>>,
    /// Unsaved work of an earlier run that may be taken back.
    pub recovery: RwSignal<Option<RecoveryOffer>>,
    /// Records that were changed both here and in their file.
    pub conflicts: RwSignal<Vec<engine::format::Conflict>>,
    /// What saving would write, worked out shortly after the last change.
    pub unsaved: RwSignal<Arc<Vec<engine::format::FileChange>>>,
    /// The files that cannot be saved, because what stands there cannot be read.
    pub withheld: RwSignal<BTreeSet<String>>,
    /// Whether a save is under way.
    pub saving: RwSignal<bool>,
    /// What was done last that ended in a check, and how many milliseconds it took.
    pub took: RwSignal<(&'static str, f64)>,
    /// Light, dark or as the system has it.
    pub theme: RwSignal<ThemeChoice>,
    /// Whether the system prefers dark.
    pub system_dark: RwSignal<bool>,
    /// Sizes and state of the panels.
    pub panels: Panels,
    /// Short notices in the corner.
    pub toasts: RwSignal<Vec<Toast>>,
    /// What was done, oldest first.
    pub output: RwSignal<VecDeque<LogLine>>,
    /// What the shell is doing beside the window.
    pub jobs: JobBoard,
    /// What stands before everything else.
    pub modal: RwSignal<Option<Modal>>,
    /// The open menu.
    pub menu: RwSignal<Option<OpenMenu>>,
    /// Where the window runs.
    pub platform: RwSignal<Platform>,
    /// Version of the program.
    pub version: RwSignal<String>,
    /// Folders that were opened before, newest first.
    pub recent: RwSignal<Vec<RecentFolder>>,
    /// A wish for the context at the caret: the explorer moves the focus into its filter.
    pub focus_filter: RwSignal<u64>,
}

/// The window's state, from anywhere below the frame.
pub fn app() -> App {
    expect_context()
}

impl App {
    /// A window without a design.
    pub fn new(backend: Rc<dyn Backend>) -> Self {
        let journal = journal::Journal::new(backend.clone());
        Self {
            engine: StoredValue::new_local(Engine::open(Vec::new(), Box::new(WindowHost::silent()))),
            backend: StoredValue::new_local(backend),
            journal: StoredValue::new_local(journal),
            effects: StoredValue::new(VecDeque::new()),
            clipboard: StoredValue::new(Vec::new()),
            unsaved_timer: StoredValue::new_local(None),
            canvas: Canvas::new(),
            workbench: Workbench::new(),
            paste_point: StoredValue::new(None),
            revision: RwSignal::new(0),
            records_revision: RwSignal::new(0),
            opened: RwSignal::new(0),
            has_begun: RwSignal::new(false),
            effect: RwSignal::new(Effect::default()),
            selection: RwSignal::new(Selection::default()),
            view: RwSignal::new(MainView::default()),
            reveal: RwSignal::new(None),
            renaming: RwSignal::new(None),
            creating: RwSignal::new(None),
            environment: RwSignal::new(None),
            folder: RwSignal::new(None),
            read_only: RwSignal::new(None),
            recovery: RwSignal::new(None),
            conflicts: RwSignal::new(Vec::new()),
            unsaved: RwSignal::new(Arc::new(Vec::new())),
            withheld: RwSignal::new(BTreeSet::new()),
            saving: RwSignal::new(false),
            took: RwSignal::new(("checked", 0.0)),
            theme: RwSignal::new(theme::remembered()),
            system_dark: RwSignal::new(theme::system_is_dark()),
            panels: Panels::remembered(),
            toasts: RwSignal::new(Vec::new()),
            output: RwSignal::new(VecDeque::new()),
            jobs: JobBoard::new(),
            modal: RwSignal::new(None),
            menu: RwSignal::new(None),
            platform: RwSignal::new(Platform::Linux),
            version: RwSignal::new(String::new()),
            recent: RwSignal::new(Vec::new()),
            focus_filter: RwSignal::new(0),
        }
    }

    /// Looks at the document; whoever calls it inside a view or memo is called again after every change.
    pub fn read<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        self.revision.track();
        self.engine.with_value(look)
    }

    /// Looks at the document; called again after every change that concerns more than positions on a canvas.
    pub fn read_records<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        self.records_revision.track();
        self.engine.with_value(look)
    }

    /// Looks at the document now, without being called again.
    pub fn peek<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        self.engine.with_value(look)
    }

    /// Looks at the records; like [`App::read_records`] for those who need nothing but the design.
    pub fn design<T>(self, look: impl FnOnce(&Design) -> T) -> T {
        self.read_records(|engine| look(engine.design()))
    }

    /// The way out of the window.
    pub fn backend(self) -> Rc<dyn Backend> {
        self.backend.get_value()
    }

    /// The records that changed after a revision; nothing when that is too long ago, so that everything must be looked at.
    pub fn effects_since(self, revision: u64) -> Option<BTreeSet<RecordKey>> {
        self.effects.with_value(|effects| {
            let now = self.revision.get_untracked();
            if revision == now {
                return Some(BTreeSet::new());
            }
            let complete = effects.front().is_some_and(|(first, _)| *first <= revision + 1);
            complete.then(|| {
                effects
                    .iter()
                    .filter(|(at, _)| *at > revision)
                    .flat_map(|(_, effect)| effect.changed.iter().chain(&effect.judged).cloned())
                    .collect()
            })
        })
    }

    /// Whether a record is selected.
    pub fn is_selected(self, key: &RecordKey) -> bool {
        self.selection.with(|selection| selection.contains(key))
    }

    /// Selects one record.
    pub fn select(self, key: RecordKey) {
        self.selection.set(Selection::of([key]));
    }

    /// Selects one record and asks the view to bring it in sight.
    pub fn show(self, key: RecordKey) {
        self.select(key.clone());
        self.reveal.set(Some(vec![key]));
    }

    /// Shows a record in the view that is made for its kind.
    pub fn open_view_of(self, key: &RecordKey) {
        self.view.set(MainView::of(key.kind()));
        self.show(key.clone());
    }

    /// Whether the design can be changed.
    pub fn is_editable(self) -> bool {
        self.read_only.with(Option::is_none) && self.folder.with(Option::is_some)
    }

    /// The environment that numbers refer to: the chosen one, else the design's default, else the first.
    pub fn current_environment(self) -> Option<EnvironmentId> {
        let chosen = self.environment.get();
        self.design(|design| {
            let exists = |id: &EnvironmentId| design.environment(id).is_some();
            chosen
                .filter(exists)
                .or_else(|| design.settings().default_environment.clone().filter(exists))
                .or_else(|| design.environments().keys().next().cloned())
        })
    }

    /// Whether dark colours are shown.
    pub fn is_dark(self) -> bool {
        match self.theme.get() {
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
            ThemeChoice::System => self.system_dark.get(),
        }
    }
}
