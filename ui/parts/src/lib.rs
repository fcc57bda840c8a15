//! The state of the window in parts, and how everything in it reaches the design.
//!
//! Each part is a small copyable handle that components take from the context: [`notices`] and [`panels`] know no other part,
//! [`attention`] knows the panels, [`document`] knows those three, [`session`] knows all of them. A part never knows one above
//! it, and none knows a view: what a view or an action adds to the window is registered in a table ([`MainView`],
//! [`Actions`](actions::Actions)) that the frame fills.

pub mod actions;
mod attention;
pub mod backend;
mod clipboard;
mod create;
mod deletion;
pub mod difference;
mod document;
mod editing;
mod host;
mod jobs;
mod journal;
mod keys;
mod main_view;
pub mod mark;
pub mod names;
mod notices;
mod opening;
mod panel_walk;
mod panels;
mod place;
pub mod quantity;
pub mod record_menu;
mod remember;
mod sample;
mod saving;
mod scope;
mod session;
mod severity_icon;
pub mod shortcut;
mod slots;
mod steps;
mod theme;
mod typing;
mod watch;
mod window_action;

pub use actions::actions;
pub use attention::{Attention, PastePlace};
pub use create::Creating;
pub use deletion::{Deletion, delete_selection};
pub use document::Document;
pub use host::now_ms;
pub use jobs::{Standing, WatchedJob};
pub use keys::Keys;
pub use keys::meant;
pub use main_view::{Hooks, Installed, MainView};
pub use notices::{Notices, Tone, clock_of};
pub use panels::{AfterUnsaved, BottomTab, Modal, Panel, Panels};
pub use place::Place;
pub use remember::{recall, remember};
pub use scope::{Here, Scope};
pub use session::{Pinch, Session};
pub use severity_icon::SeverityIcon;
pub use slots::{Slots, slots};
pub use theme::{ThemeChoice, hue_css};
pub use typing::Kept;
pub use window_action::{WindowAction, creatable, wants_first};

use backend::Backend;
use journal::Journal;
use leptos::prelude::*;
use std::rc::Rc;
use typing::TypingStore;

/// All parts of the window, for those who hand them on.
#[derive(Clone, Copy)]
pub struct Parts {
    /// What the window says.
    pub notices: Notices,
    /// What is open on the screen.
    pub panels: Panels,
    /// What the person looks at.
    pub attention: Attention,
    /// The open design.
    pub document: Document,
    /// The way to the shell.
    pub session: Session,
}

/// Makes the parts of a window without a design, and gives them to everything below.
pub fn provide(backend: Rc<dyn Backend>, first: &'static MainView, views: &'static [&'static MainView]) -> Parts {
    let notices = Notices::new();
    let panels = Panels::remembered();
    let attention = Attention::new(first, views, panels);
    let document = Document::new(Journal::new(backend.clone()), TypingStore::new(backend.clone()), notices, attention);
    let session = Session::new(backend, notices, panels, attention, document);
    provide_context(notices);
    provide_context(panels);
    provide_context(attention);
    provide_context(document);
    provide_context(session);
    Parts { notices, panels, attention, document, session }
}

/// What the window says, from anywhere below the frame.
pub fn notices() -> Notices {
    expect_context()
}

/// What is open on the screen, from anywhere below the frame.
pub fn panels() -> Panels {
    expect_context()
}

/// What the person looks at, from anywhere below the frame.
pub fn attention() -> Attention {
    expect_context()
}

/// The open design, from anywhere below the frame.
pub fn document() -> Document {
    expect_context()
}

/// The way to the shell, from anywhere below the frame.
pub fn session() -> Session {
    expect_context()
}
