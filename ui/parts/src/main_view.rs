//! What the frame has to know of a view in the middle of the window. Each view describes itself in its own folder; the frame
//! has the table of all, so that nothing else knows every view.

use crate::Parts;
use crate::actions::Deed;
use engine::model::Kind;
use leptos::prelude::*;
use std::fmt;

/// A view in the middle of the window.
pub struct MainView {
    /// Its name in test ids and in what is remembered.
    pub word: &'static str,
    /// The text of its tab.
    pub title: &'static str,
    /// The title of the action that brings it to the front.
    pub action_title: &'static str,
    /// The chords that bring it to the front.
    pub chords: &'static [&'static str],
    /// The kinds of record that it is made for.
    pub made_for: &'static [Kind],
    /// The kinds of record that it shows as things that keys act on.
    pub keys_act_on: &'static [Kind],
    /// Whether records are put and moved in it by hand, as on a drawing.
    pub is_drawing: bool,
    /// Makes what the view keeps while others are in front, and says what it adds to the window.
    pub install: fn(Parts) -> Installed,
    /// The view itself.
    pub component: fn() -> AnyView,
    /// What stands at its right; the inspector where it says nothing.
    pub side: Option<fn() -> AnyView>,
}

/// What a view adds to the window.
#[derive(Default)]
pub struct Installed {
    /// What can be done in it.
    pub actions: Vec<Deed>,
    /// What the window asks it while it is in front.
    pub hooks: Option<Hooks>,
}

impl Installed {
    /// Nothing: the view keeps no state and has no actions of its own.
    pub fn nothing(_: Parts) -> Self {
        Self::default()
    }
}

/// What the window asks the view in front.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Whether something is under way that Esc gives up before the selection.
    pub is_amid_something: Callback<(), bool>,
    /// Gives up what is under way; gives whether there was anything.
    pub give_up: Callback<(), bool>,
    /// Its own wish for the panel below, while it has one.
    pub below: Callback<(), Option<RwSignal<bool>>>,
}

impl PartialEq for MainView {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

impl Eq for MainView {}

impl fmt::Debug for MainView {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word)
    }
}
