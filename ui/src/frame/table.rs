//! The tables of the window: every view, and every action. Nothing else knows all of either.

use leptos::prelude::*;
use parts::actions::Actions;
use parts::{MainView, Parts, WindowAction};
use topology::TOPOLOGY;
use views::{CAPACITY, CONTEXT_MAP, DECISIONS, PROCESS};
use workbench::SCHEMAS;

/// Every view, in the order of the tabs. The first shows the design as a whole.
pub(super) static VIEWS: [&MainView; 6] = [&TOPOLOGY, &CONTEXT_MAP, &PROCESS, &SCHEMAS, &CAPACITY, &DECISIONS];

/// Registers what can be done whichever view is in front, and what each view adds.
pub(super) fn fill_table(parts: Parts) -> Actions {
    let actions = Actions::new(parts.session, parts.attention);
    provide_context(actions);
    actions.add(WindowAction::all(&VIEWS).map(|action| action.deed(parts)).collect());
    for view in VIEWS {
        let installed = (view.install)(parts);
        actions.add(installed.actions);
        if let Some(hooks) = installed.hooks {
            parts.attention.ask(view, hooks);
        }
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::model::Kind;
    use ipc::Platform;
    use parts::actions::Action;
    use parts::shortcut::{Chord, Press};
    use parts::{Here, Place};
    use std::collections::BTreeMap;
    use topology::{CanvasAction, Tool};
    use workbench::SchemaAction;

    /// What a window registers, without a window.
    fn all() -> Vec<Action> {
        let of_window = WindowAction::all(&VIEWS).map(Action::from);
        let of_canvas = CanvasAction::ALL.iter().copied().map(Action::from);
        let of_schemas = SchemaAction::ALL.iter().copied().map(Action::from);
        of_window.chain(of_canvas).chain(of_schemas).collect()
    }

    /// A chord as the page reports it on Linux.
    fn meant(chord: &str, place: Place, view: &'static MainView, selected: &[Kind]) -> Option<Action> {
        let chord = Chord::parse(chord);
        let key = if chord.shift { chord.key.to_owned() } else { chord.key.to_lowercase() };
        let press =
            Press { key: &key, code: "", ctrl: chord.modifier, meta: false, shift: chord.shift, alt: chord.alt };
        let here = Here { place, view, selected: selected.iter().copied().collect() };
        parts::meant(&all(), &press, Platform::Linux, &here)
    }

    fn titled(title: &str) -> Action {
        all().into_iter().find(|action| action.title == title).unwrap()
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
    fn check(chord: &str, view: &'static MainView, selected: &[Kind], action: impl Into<Action>, places: &[Place]) {
        let action = action.into();
        for place in PLACES {
            let expected = places.contains(&place).then_some(action);
            assert_eq!(meant(chord, place, view, selected), expected, "{chord} at {place:?} in {view:?}");
        }
    }

    #[test]
    fn nothing_happens_behind_what_stands_open() {
        for action in all() {
            for chord in action.keys.chords {
                assert_eq!(meant(chord, Place::Over, &TOPOLOGY, &[Kind::Topic]), None, "{chord}");
            }
        }
    }

    #[test]
    fn records_go_only_where_they_are_in_sight() {
        use Place::{Bar, Explorer, Nowhere, Picture, View};
        for (chord, action) in [
            ("Delete", WindowAction::Delete),
            ("Backspace", WindowAction::Delete),
            ("Mod+X", WindowAction::Cut),
            ("Mod+C", WindowAction::Copy),
            ("Mod+D", WindowAction::Duplicate),
            ("F2", WindowAction::Rename),
        ] {
            let all = [Picture, View, Explorer, Bar, Nowhere];
            let check = |view, selected: &[Kind], places: &[Place]| check(chord, view, selected, action, places);
            check(&TOPOLOGY, &[Kind::Context, Kind::Service, Kind::Topic, Kind::Flow], &all);
            check(&PROCESS, &[Kind::Process], &all);
            check(&DECISIONS, &[Kind::Decision], &all);
            check(&CONTEXT_MAP, &[Kind::ContextRelation], &all);
            check(&CAPACITY, &[Kind::Environment], &all);
            // The explorer shows every record, a view only its own.
            check(&TOPOLOGY, &[Kind::Topic, Kind::Schema], &[Explorer]);
            check(&TOPOLOGY, &[Kind::Decision], &[Explorer]);
            check(&PROCESS, &[Kind::Context, Kind::Service, Kind::Topic], &[Explorer]);
            check(&DECISIONS, &[Kind::Topic], &[Explorer]);
            check(&CONTEXT_MAP, &[Kind::Context], &[Explorer]);
            check(&SCHEMAS, &[Kind::Context, Kind::Topic], &[Explorer]);
            check(&SCHEMAS, &[Kind::Schema], &[Explorer]);
        }
    }

    #[test]
    fn the_whole_picture_is_selected_only_where_it_is_in_sight() {
        use Place::{Bar, Nowhere, Picture, View};
        check("Mod+A", &TOPOLOGY, &[], WindowAction::SelectAll, &[Picture, View, Bar, Nowhere]);
        for view in VIEWS.into_iter().filter(|view| *view != &TOPOLOGY) {
            check("Mod+A", view, &[Kind::Schema], WindowAction::SelectAll, &[]);
        }
    }

    #[test]
    fn tools_and_nudges_belong_to_the_picture() {
        use Place::{Bar, Explorer, Nowhere, Picture, View};
        let topic = CanvasAction::Take(Tool::Topic);
        check("T", &TOPOLOGY, &[], topic, &[Picture, View, Bar, Nowhere]);
        let left = titled("Nudge left");
        check("ArrowLeft", &TOPOLOGY, &[Kind::Topic], left, &[Picture, Nowhere]);
        check("Shift+ArrowDown", &TOPOLOGY, &[Kind::Topic], titled("Nudge down by ten"), &[Picture, Nowhere]);
        for view in VIEWS.into_iter().filter(|view| *view != &TOPOLOGY) {
            check("T", view, &[], topic, &[]);
            check("ArrowLeft", view, &[Kind::Topic], left, &[]);
        }
        check("Mod+V", &TOPOLOGY, &[], WindowAction::Paste, &[Picture, View, Explorer, Bar, Nowhere]);
        check("Mod+V", &SCHEMAS, &[], WindowAction::Paste, &[Explorer]);
    }

    #[test]
    fn what_concerns_the_whole_window_acts_everywhere_else_and_a_text_keeps_what_it_needs() {
        let outside = |but: &[Place]| PLACES.into_iter().filter(|it| !but.contains(it)).collect::<Vec<_>>();
        let view = &SCHEMAS;
        check("Mod+S", view, &[], WindowAction::Save, &outside(&[Place::Over]));
        check("Mod+K", view, &[], WindowAction::Palette, &outside(&[Place::Over]));
        check("F8", view, &[], SchemaAction::NextFinding, &outside(&[Place::Over]));
        check("Mod+Z", view, &[], WindowAction::Undo, &outside(&[Place::Over, Place::Text]));
        check("Mod+Shift+Z", view, &[], WindowAction::Redo, &outside(&[Place::Over, Place::Text]));
        check("Mod+Y", view, &[], WindowAction::Redo, &outside(&[Place::Over, Place::Text]));
        check("Escape", view, &[], WindowAction::SelectNone, &outside(&[Place::Over, Place::Text]));
        check("?", view, &[], WindowAction::Shortcuts, &outside(&[Place::Over, Place::Text]));
    }

    #[test]
    fn no_two_actions_want_the_same_key() {
        let mut owners: BTreeMap<&str, Action> = BTreeMap::new();
        for action in all() {
            for chord in action.keys.chords {
                if let Some(other) = owners.insert(chord, action) {
                    panic!("{chord} is wanted by {other:?} and {action:?}");
                }
            }
        }
    }

    #[test]
    fn every_action_has_a_title_of_its_own() {
        let mut titles: BTreeMap<&str, Action> = BTreeMap::new();
        for action in all() {
            assert!(!action.title.is_empty(), "{action:?}");
            assert_eq!(titles.insert(action.title, action), None, "{action:?}");
        }
    }
}
