//! What is open on the screen: the panels around the view, remembered between runs, the dialog and the menu that stand open,
//! and names that are being typed.

use crate::create::Creating;
use crate::deletion::Deletion;
use crate::{recall, remember};
use engine::model::{ContextId, Kind, RecordKey};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use widgets::{Menu, OpenMenu};

/// The tabs below the view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BottomTab {
    /// What is wrong.
    #[default]
    Problems,
    /// What is not saved.
    Changes,
    /// What was done.
    Output,
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

/// The sizes of the panels until somebody changes them, in pixels.
const LEFT: f64 = 248.0;
const RIGHT: f64 = 308.0;
const BOTTOM: f64 = 176.0;

/// A panel around the view.
#[derive(Clone, Copy)]
pub struct Panel {
    /// Its width or height, in pixels.
    pub size: RwSignal<f64>,
    /// Whether it shows.
    pub is_open: RwSignal<bool>,
    /// The size that it has until somebody changes it.
    pub standard: f64,
    /// The smallest and the largest size.
    pub range: (f64, f64),
}

impl Panel {
    fn new(size: f64, is_open: bool, standard: f64, range: (f64, f64)) -> Self {
        Self { size: RwSignal::new(size.clamp(range.0, range.1)), is_open: RwSignal::new(is_open), standard, range }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Remembered {
    left: f64,
    right: f64,
    bottom: f64,
    left_open: bool,
    right_open: bool,
    bottom_open: bool,
    tab: BottomTab,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            left: LEFT,
            right: RIGHT,
            bottom: BOTTOM,
            left_open: true,
            right_open: true,
            bottom_open: true,
            tab: BottomTab::default(),
        }
    }
}

/// What is open on the screen.
#[derive(Clone, Copy)]
pub struct Panels {
    /// The explorer.
    pub left: Panel,
    /// The inspector.
    pub right: Panel,
    /// The panel below.
    pub bottom: Panel,
    /// Which tab is in front.
    pub tab: RwSignal<BottomTab>,
    /// What stands before everything else.
    pub modal: RwSignal<Option<Modal>>,
    /// The open menu.
    pub menu: RwSignal<Option<OpenMenu>>,
    /// The record whose name is edited in the explorer.
    pub renaming: RwSignal<Option<RecordKey>>,
    /// The record that is being created by typing its name in the explorer.
    pub creating: RwSignal<Option<Creating>>,
    /// A wish for the caret: the explorer moves the focus into its filter.
    pub focus_filter: RwSignal<u64>,
}

impl Panels {
    /// As they were when the window last closed.
    pub fn remembered() -> Self {
        let it: Remembered = recall("panels").unwrap_or_default();
        Self {
            left: Panel::new(it.left, it.left_open, LEFT, (160.0, 480.0)),
            right: Panel::new(it.right, it.right_open, RIGHT, (240.0, 640.0)),
            bottom: Panel::new(it.bottom, it.bottom_open, BOTTOM, (80.0, 600.0)),
            tab: RwSignal::new(it.tab),
            modal: RwSignal::new(None),
            menu: RwSignal::new(None),
            renaming: RwSignal::new(None),
            creating: RwSignal::new(None),
            focus_filter: RwSignal::new(0),
        }
    }

    /// Begins to create a record by its name, in a context or in none.
    pub fn begin_creating(self, kind: Kind, context: Option<ContextId>) {
        self.creating.set(Some(Creating { kind, context }));
    }

    /// Opens a menu at a point of the page.
    pub fn open_menu(self, x: f64, y: f64, label: impl Into<String>, items: Vec<Menu>) {
        self.menu.set(Some(OpenMenu { x, y, label: label.into(), items }));
    }

    /// Keeps every change for the next run.
    pub fn keep(self) {
        Effect::new(move |_| {
            remember(
                "panels",
                &Remembered {
                    left: self.left.size.get(),
                    right: self.right.size.get(),
                    bottom: self.bottom.size.get(),
                    left_open: self.left.is_open.get(),
                    right_open: self.right.is_open.get(),
                    bottom_open: self.bottom.is_open.get(),
                    tab: self.tab.get(),
                },
            );
        });
    }
}
