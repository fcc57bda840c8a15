//! What a person can do in the schemas view, as entries of the window's one table of actions.

use crate::app::App;
use crate::app::actions::Keys;

/// An action of the schemas view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaAction {}

impl SchemaAction {
    /// All of them, in the order in which they are listed.
    pub const ALL: &[Self] = &[];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {}
    }

    /// The keys that reach it.
    pub fn keys(self) -> Keys {
        match self {}
    }

    /// Whether it can be done now.
    pub fn is_enabled(self, _app: App) -> bool {
        match self {}
    }

    /// Does it.
    pub fn run(self, _app: App) {
        match self {}
    }
}
