//! Where keys act. A key belongs to what has the focus: what stands open over the window takes every key, a text takes what
//! can be typed, and records change by a key only where they are in sight. This is the one place that decides it.

use crate::MainView;
use crate::place::Place;
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
    /// Where records are put: in the explorer, and in a view that is drawn by hand.
    Records,
    /// In a view that is drawn by hand.
    Drawing,
    /// On the picture of such a view itself: keys that buttons and lists around it have a use for.
    Picture,
}

/// All that a key press depends on besides the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// What has the focus.
    pub place: Place,
    /// The view in front.
    pub view: &'static MainView,
    /// The kinds of record that are selected.
    pub selected: BTreeSet<Kind>,
}

impl Scope {
    /// Whether keys of this scope act here.
    pub fn holds(self, here: &Here) -> bool {
        let in_drawing = here.view.is_drawing;
        match here.place {
            Place::Over => false,
            Place::Text => self == Self::Window,
            Place::Explorer => match self {
                Self::Window | Self::OutsideText | Self::Selection | Self::Records => true,
                Self::Drawing | Self::Picture => false,
            },
            Place::Picture | Place::Nowhere => match self {
                Self::Window | Self::OutsideText => true,
                Self::Selection => shows_all(here),
                Self::Records | Self::Drawing | Self::Picture => in_drawing,
            },
            Place::View | Place::Bar => match self {
                Self::Window | Self::OutsideText => true,
                Self::Selection => shows_all(here),
                Self::Records | Self::Drawing => in_drawing,
                Self::Picture => false,
            },
            Place::Marked | Place::Inspector | Place::Below => match self {
                Self::Window | Self::OutsideText => true,
                Self::Selection | Self::Records | Self::Drawing | Self::Picture => false,
            },
        }
    }
}

/// Whether the view in front shows everything that is selected.
fn shows_all(here: &Here) -> bool {
    here.selected.iter().all(|kind| here.view.keys_act_on.contains(kind))
}
