//! Which keys reach which action. Apart from the table itself, so that the whole keyboard can be read in one place.

use crate::app::MainView;
use crate::app::actions::Action;
use crate::app::frame::press_of;
use crate::app::shortcut::{Chord, Press};
use ipc::Platform;
use leptos::ev;

/// Which keys reach an action, and whether also while a person types into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// The chords, the one to show first.
    pub chords: &'static [&'static str],
    /// Whether they act inside text fields too.
    pub in_text: bool,
}

impl Keys {
    /// No key.
    pub const NONE: Self = Self { chords: &[], in_text: false };

    /// Keys that act wherever the focus is.
    pub const fn everywhere(chords: &'static [&'static str]) -> Self {
        Self { chords, in_text: true }
    }

    /// Keys that a text field keeps for itself.
    pub const fn outside_text(chords: &'static [&'static str]) -> Self {
        Self { chords, in_text: false }
    }
}

impl Action {
    /// The keys that reach it.
    pub fn keys(self) -> Keys {
        match self {
            Self::NewDesign => Keys::everywhere(&["Mod+N"]),
            Self::OpenDesign => Keys::everywhere(&["Mod+O"]),
            Self::Save => Keys::everywhere(&["Mod+S"]),
            Self::Export => Keys::everywhere(&["Mod+E"]),
            Self::Undo => Keys::outside_text(&["Mod+Z"]),
            Self::Redo => Keys::outside_text(&["Mod+Shift+Z", "Mod+Y"]),
            Self::Cut => Keys::outside_text(&["Mod+X"]),
            Self::Copy => Keys::outside_text(&["Mod+C"]),
            Self::Paste => Keys::outside_text(&["Mod+V"]),
            Self::Duplicate => Keys::outside_text(&["Mod+D"]),
            Self::Delete => Keys::outside_text(&["Delete", "Backspace"]),
            Self::Rename => Keys::outside_text(&["F2"]),
            Self::SelectAll => Keys::outside_text(&["Mod+A"]),
            Self::SelectNone => Keys::outside_text(&["Escape"]),
            Self::Show(MainView::Topology) => Keys::everywhere(&["Alt+1"]),
            Self::Show(MainView::ContextMap) => Keys::everywhere(&["Alt+2"]),
            Self::Show(MainView::Process) => Keys::everywhere(&["Alt+3"]),
            Self::Show(MainView::Schemas) => Keys::everywhere(&["Alt+4"]),
            Self::Show(MainView::Capacity) => Keys::everywhere(&["Alt+5"]),
            Self::Show(MainView::Decisions) => Keys::everywhere(&["Alt+6"]),
            Self::ToggleExplorer => Keys::everywhere(&["Mod+B"]),
            Self::ToggleInspector => Keys::everywhere(&["Mod+I"]),
            Self::ToggleBottom => Keys::everywhere(&["Mod+J"]),
            Self::Palette => Keys::everywhere(&["Mod+K", "Mod+Shift+P"]),
            Self::Filter => Keys::everywhere(&["Mod+F"]),
            Self::Settings => Keys::everywhere(&["Mod+,"]),
            Self::Shortcuts => Keys::outside_text(&["?"]),
            Self::OpenSample | Self::Create(_) | Self::ShowTab(_) | Self::Theme(_) | Self::Policy | Self::About => {
                Keys::NONE
            }
            Self::Canvas(action) => action.keys(),
            Self::Schemas(action) => action.keys(),
        }
    }

    /// The step through the history that a key press in a field asks for. A field gives it away while it shows what is
    /// committed: there is nothing typed that its own undo could take back.
    pub fn of_history(event: &ev::KeyboardEvent, platform: Platform) -> Option<Self> {
        Self::history_of(&press_of(event, &event.key(), &event.code()), platform)
    }

    fn history_of(press: &Press<'_>, platform: Platform) -> Option<Self> {
        let meant =
            |action: &Self| action.keys().chords.iter().any(|chord| Chord::parse(chord).matches(press, platform));
        [Self::Undo, Self::Redo].into_iter().find(meant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_undo_and_redo_are_told_from_all_others() {
        let check = |key: &str, ctrl: bool, shift: bool, expected: Option<Action>| {
            let press = Press { key, code: "", ctrl, meta: false, shift, alt: false };
            assert_eq!(Action::history_of(&press, Platform::Linux), expected, "{key}");
        };
        check("z", true, false, Some(Action::Undo));
        check("Z", true, true, Some(Action::Redo));
        check("y", true, false, Some(Action::Redo));
        check("z", false, false, None);
        check("x", true, false, None);
        check("Backspace", false, false, None);
    }
}
