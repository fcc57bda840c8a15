//! Which keys reach which action. Apart from the table itself, so that the whole keyboard can be read in one place.

use crate::app::MainView;
use crate::app::actions::Action;
use crate::app::scope::{Here, Scope};
use crate::app::shortcut::{Chord, Press};
use ipc::Platform;
use leptos::ev;

/// Which keys reach an action, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// Where they act.
    pub scope: Scope,
    /// The chords, the one to show first.
    pub chords: &'static [&'static str],
}

impl Keys {
    /// No key.
    pub const NONE: Self = Self::new(Scope::OutsideText, &[]);

    /// Keys that act in some places.
    pub const fn new(scope: Scope, chords: &'static [&'static str]) -> Self {
        Self { scope, chords }
    }
}

impl Action {
    /// The keys that reach it.
    pub fn keys(self) -> Keys {
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
            Self::SelectAll => Keys::new(Scope::Topology, &["Mod+A"]),
            Self::SelectNone => Keys::new(Scope::OutsideText, &["Escape"]),
            Self::Show(MainView::Topology) => Keys::new(Scope::Window, &["Alt+1"]),
            Self::Show(MainView::ContextMap) => Keys::new(Scope::Window, &["Alt+2"]),
            Self::Show(MainView::Process) => Keys::new(Scope::Window, &["Alt+3"]),
            Self::Show(MainView::Schemas) => Keys::new(Scope::Window, &["Alt+4"]),
            Self::Show(MainView::Capacity) => Keys::new(Scope::Window, &["Alt+5"]),
            Self::Show(MainView::Decisions) => Keys::new(Scope::Window, &["Alt+6"]),
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
            Self::Canvas(action) => action.keys(),
            Self::Schemas(action) => action.keys(),
        }
    }

    /// The action that a key press means here; whether it can be done now is another question.
    pub fn of_press(press: &Press<'_>, platform: Platform, here: &Here) -> Option<Self> {
        Self::all().find(|action| action.keys().scope.holds(here) && action.is_meant(press, platform))
    }

    /// Whether a key press spells one of its chords.
    fn is_meant(self, press: &Press<'_>, platform: Platform) -> bool {
        self.keys().chords.iter().any(|chord| Chord::parse(chord).matches(press, platform))
    }

    /// Whether a key press asks for this action, in a place that carries it out in its own way.
    pub fn is_asked(self, event: &ev::KeyboardEvent, platform: Platform) -> bool {
        self.is_meant(&Press::of(event, &event.key(), &event.code()), platform)
    }

    /// The step through the history that a key press in a field asks for. A field gives it away while it shows what is
    /// committed: there is nothing typed that its own undo could take back.
    pub fn of_history(event: &ev::KeyboardEvent, platform: Platform) -> Option<Self> {
        [Self::Undo, Self::Redo].into_iter().find(|action| action.is_asked(event, platform))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::place::Place;
    use crate::canvas::{CanvasAction, Tool};
    use crate::schemas::SchemaAction;
    use engine::model::Kind;

    /// A chord as the page reports it on Linux.
    fn meant(chord: &str, place: Place, view: MainView, selected: &[Kind]) -> Option<Action> {
        let chord = Chord::parse(chord);
        let key = if chord.shift { chord.key.to_owned() } else { chord.key.to_lowercase() };
        let press =
            Press { key: &key, code: "", ctrl: chord.modifier, meta: false, shift: chord.shift, alt: chord.alt };
        let here = Here { place, view, selected: selected.iter().copied().collect() };
        Action::of_press(&press, Platform::Linux, &here)
    }

    fn titled(title: &str) -> Action {
        Action::all().find(|action| action.title() == title).unwrap()
    }

    const PLACES: [Place; 10] = [
        Place::Over,
        Place::Text,
        Place::Marked,
        Place::Picture,
        Place::View,
        Place::Explorer,
        Place::Inspector,
        Place::Below,
        Place::Bar,
        Place::Nowhere,
    ];

    /// In which places a chord means an action, and that it means nothing in the others.
    fn check(chord: &str, view: MainView, selected: &[Kind], action: Action, places: &[Place]) {
        for place in PLACES {
            let expected = places.contains(&place).then_some(action);
            assert_eq!(meant(chord, place, view, selected), expected, "{chord} at {place:?} in {view:?}");
        }
    }

    #[test]
    fn nothing_happens_behind_what_stands_open() {
        for action in Action::all() {
            for chord in action.keys().chords {
                assert_eq!(meant(chord, Place::Over, MainView::Topology, &[Kind::Topic]), None, "{chord}");
            }
        }
    }

    #[test]
    fn records_go_only_where_they_are_in_sight() {
        use Place::{Bar, Explorer, Nowhere, Picture, View};
        for (chord, action) in [
            ("Delete", Action::Delete),
            ("Backspace", Action::Delete),
            ("Mod+X", Action::Cut),
            ("Mod+C", Action::Copy),
            ("Mod+D", Action::Duplicate),
            ("F2", Action::Rename),
        ] {
            let all = [Picture, View, Explorer, Bar, Nowhere];
            let check = |view, selected: &[Kind], places: &[Place]| check(chord, view, selected, action, places);
            check(MainView::Topology, &[Kind::Context, Kind::Service, Kind::Topic, Kind::Flow], &all);
            check(MainView::Process, &[Kind::Process], &all);
            check(MainView::Decisions, &[Kind::Decision], &all);
            check(MainView::ContextMap, &[Kind::ContextRelation], &all);
            check(MainView::Capacity, &[Kind::Environment], &all);
            // The explorer shows every record, a view only its own.
            check(MainView::Topology, &[Kind::Topic, Kind::Schema], &[Explorer]);
            check(MainView::Topology, &[Kind::Decision], &[Explorer]);
            check(MainView::Process, &[Kind::Context, Kind::Service, Kind::Topic], &[Explorer]);
            check(MainView::Decisions, &[Kind::Topic], &[Explorer]);
            check(MainView::ContextMap, &[Kind::Context], &[Explorer]);
            check(MainView::Schemas, &[Kind::Context, Kind::Topic], &[Explorer]);
            check(MainView::Schemas, &[Kind::Schema], &[Explorer]);
        }
    }

    #[test]
    fn the_whole_picture_is_selected_only_where_it_is_in_sight() {
        use Place::{Bar, Nowhere, Picture, View};
        check("Mod+A", MainView::Topology, &[], Action::SelectAll, &[Picture, View, Bar, Nowhere]);
        for view in MainView::ALL.into_iter().filter(|view| *view != MainView::Topology) {
            check("Mod+A", view, &[Kind::Schema], Action::SelectAll, &[]);
        }
    }

    #[test]
    fn tools_and_nudges_belong_to_the_picture() {
        use Place::{Bar, Explorer, Nowhere, Picture, View};
        let topic = Action::Canvas(CanvasAction::Take(Tool::Topic));
        check("T", MainView::Topology, &[], topic, &[Picture, View, Bar, Nowhere]);
        let left = titled("Nudge left");
        check("ArrowLeft", MainView::Topology, &[Kind::Topic], left, &[Picture, Nowhere]);
        check("Shift+ArrowDown", MainView::Topology, &[Kind::Topic], titled("Nudge down by ten"), &[Picture, Nowhere]);
        for view in MainView::ALL.into_iter().filter(|view| *view != MainView::Topology) {
            check("T", view, &[], topic, &[]);
            check("ArrowLeft", view, &[Kind::Topic], left, &[]);
        }
        check("Mod+V", MainView::Topology, &[], Action::Paste, &[Picture, View, Explorer, Bar, Nowhere]);
        check("Mod+V", MainView::Schemas, &[], Action::Paste, &[Explorer]);
    }

    #[test]
    fn what_concerns_the_whole_window_acts_everywhere_else_and_a_text_keeps_what_it_needs() {
        let outside = |but: &[Place]| PLACES.into_iter().filter(|it| !but.contains(it)).collect::<Vec<_>>();
        let view = MainView::Schemas;
        check("Mod+S", view, &[], Action::Save, &outside(&[Place::Over]));
        check("Mod+K", view, &[], Action::Palette, &outside(&[Place::Over]));
        check("F8", view, &[], Action::Schemas(SchemaAction::NextFinding), &outside(&[Place::Over]));
        check("Mod+Z", view, &[], Action::Undo, &outside(&[Place::Over, Place::Text]));
        check("Mod+Shift+Z", view, &[], Action::Redo, &outside(&[Place::Over, Place::Text]));
        check("Mod+Y", view, &[], Action::Redo, &outside(&[Place::Over, Place::Text]));
        check("Escape", view, &[], Action::SelectNone, &outside(&[Place::Over, Place::Text]));
        check("?", view, &[], Action::Shortcuts, &outside(&[Place::Over, Place::Text]));
    }
}
