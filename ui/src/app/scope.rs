//! Where keys act. A key belongs to what has the focus: what stands open over the window takes every key, a text takes what
//! can be typed, and records change by a key only where they are in sight. This is the one place that decides it.

use crate::app::MainView;
use crate::app::place::Place;
use engine::model::Kind;
use std::collections::BTreeSet;

/// Where the keys of an action act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Wherever nothing stands open over the window, in texts too.
    Window,
    /// The same, but a text keeps the key for itself.
    OutsideText,
    /// Where all selected records are in sight: in the explorer, and in a view that shows them.
    Selection,
    /// Where records are put: in the explorer, and in the topology.
    Records,
    /// In the topology.
    Topology,
    /// On the picture of the topology itself: keys that buttons and lists around it have a use for.
    Picture,
}

/// All that a key press depends on besides the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// What has the focus.
    pub place: Place,
    /// The view in front.
    pub view: MainView,
    /// The kinds of record that are selected.
    pub selected: BTreeSet<Kind>,
}

impl Scope {
    /// Whether keys of this scope act here.
    pub fn holds(self, here: &Here) -> bool {
        let in_topology = here.view == MainView::Topology;
        match here.place {
            Place::Over => false,
            Place::Text => self == Self::Window,
            Place::Explorer => match self {
                Self::Window | Self::OutsideText | Self::Selection | Self::Records => true,
                Self::Topology | Self::Picture => false,
            },
            Place::Picture | Place::Nowhere => match self {
                Self::Window | Self::OutsideText => true,
                Self::Selection => shows_all(here),
                Self::Records | Self::Topology | Self::Picture => in_topology,
            },
            Place::View | Place::Bar => match self {
                Self::Window | Self::OutsideText => true,
                Self::Selection => shows_all(here),
                Self::Records | Self::Topology => in_topology,
                Self::Picture => false,
            },
            Place::Marked | Place::Inspector | Place::Below => match self {
                Self::Window | Self::OutsideText => true,
                Self::Selection | Self::Records | Self::Topology | Self::Picture => false,
            },
        }
    }
}

/// Whether the view in front shows everything that is selected.
fn shows_all(here: &Here) -> bool {
    here.selected.iter().all(|kind| shows(here.view, *kind))
}

/// Whether a view shows records of a kind as things that keys act on. The workbench shows none: there a key means a field or
/// a text, and a schema goes from the explorer.
fn shows(view: MainView, kind: Kind) -> bool {
    match view {
        MainView::Topology => {
            matches!(kind, Kind::Context | Kind::Service | Kind::Topic | Kind::Message | Kind::Flow)
        }
        MainView::ContextMap => matches!(kind, Kind::ContextRelation),
        MainView::Process => matches!(kind, Kind::Process),
        MainView::Schemas => false,
        MainView::Capacity => matches!(kind, Kind::Environment),
        MainView::Decisions => matches!(kind, Kind::Decision),
    }
}
