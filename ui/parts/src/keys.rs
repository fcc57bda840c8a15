//! Which keys reach an action, and which action a key press means.

use crate::actions::Action;
use crate::scope::{Here, Scope};
use crate::shortcut::{Chord, Press};
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

/// The action that a key press means here; whether it can be done now is another question.
pub fn meant(actions: &[Action], press: &Press<'_>, platform: Platform, here: &Here) -> Option<Action> {
    actions.iter().find(|action| action.keys.scope.holds(here) && spells(**action, press, platform)).copied()
}

/// Whether a key press spells one of the chords of an action.
fn spells(action: Action, press: &Press<'_>, platform: Platform) -> bool {
    action.keys.chords.iter().any(|chord| Chord::parse(chord).matches(press, platform))
}

/// Whether a key press asks for an action, in a place that carries it out in its own way.
pub fn asks_for(action: Action, event: &ev::KeyboardEvent, platform: Platform) -> bool {
    spells(action, &Press::of(event, &event.key(), &event.code()), platform)
}
