//! What the person looks at: the view in front, the selected records, the environment that numbers refer to, and where paste
//! puts things.

use crate::main_view::{Hooks, MainView};
use crate::panels::Panels;
use engine::edit::Selection;
use engine::model::{ContextId, EnvironmentId, Kind, Record, RecordKey};
use leptos::prelude::*;

/// Where paste puts things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastePlace {
    /// The point, in canvas units.
    pub at: (i32, i32),
    /// The context whose region is there.
    pub over: Option<ContextId>,
}

/// What the person looks at.
#[derive(Clone, Copy)]
pub struct Attention {
    panels: Panels,
    first: &'static MainView,
    views: &'static [&'static MainView],
    hooks: StoredValue<Vec<(&'static MainView, Hooks)>>,
    paste_place: StoredValue<Option<Callback<(), Option<PastePlace>>>>,
    pub(super) clipboard: StoredValue<Vec<Record>>,
    /// What the next command is about.
    pub selection: RwSignal<Selection>,
    /// The view in the middle.
    pub view: RwSignal<&'static MainView>,
    /// A wish to see records; the view that can show them does and moves no more than needed.
    pub reveal: RwSignal<Option<Vec<RecordKey>>>,
    /// The environment that numbers refer to, when one was chosen.
    pub environment: RwSignal<Option<EnvironmentId>>,
}

impl Attention {
    /// Nothing is selected, and the first view is in front.
    pub(super) fn new(first: &'static MainView, views: &'static [&'static MainView], panels: Panels) -> Self {
        Self {
            panels,
            first,
            views,
            hooks: StoredValue::new(Vec::new()),
            paste_place: StoredValue::new(None),
            clipboard: StoredValue::new(Vec::new()),
            selection: RwSignal::new(Selection::default()),
            view: RwSignal::new(first),
            reveal: RwSignal::new(None),
            environment: RwSignal::new(None),
        }
    }

    /// The view that stands for the design as a whole.
    pub fn first_view(self) -> &'static MainView {
        self.first
    }

    /// The view that is made for a kind of record; what has none of its own is shown by the first.
    pub fn view_for(self, kind: Kind) -> &'static MainView {
        let made_for = self.views.iter().find(|view| view.made_for.contains(&kind));
        made_for.copied().unwrap_or(self.first)
    }

    /// Has a view answer what the window asks it.
    pub fn ask(self, view: &'static MainView, hooks: Hooks) {
        self.hooks.update_value(|all| all.push((view, hooks)));
    }

    /// Asks the view in front; nothing when it has nothing to say.
    fn hooks_of(self, view: &'static MainView) -> Option<Hooks> {
        self.hooks.with_value(|all| all.iter().find(|(of, _)| *of == view).map(|(_, hooks)| *hooks))
    }

    /// Whether something is under way in the view in front.
    pub fn is_amid_something(self) -> bool {
        self.hooks_of(self.view.get()).is_some_and(|hooks| hooks.is_amid_something.run(()))
    }

    /// Gives up what is under way; gives whether there was anything.
    pub fn give_up(self) -> bool {
        self.hooks_of(self.view.get_untracked()).is_some_and(|hooks| hooks.give_up.run(()))
    }

    /// Whether the panel below shows: a view may remember a wish of its own.
    pub fn below(self) -> RwSignal<bool> {
        let own = self.hooks_of(self.view.get()).and_then(|hooks| hooks.below.run(()));
        own.unwrap_or(self.panels.bottom.is_open)
    }

    /// Has a view say where paste puts things.
    pub fn paste_at(self, place: Callback<(), Option<PastePlace>>) {
        self.paste_place.set_value(Some(place));
    }

    /// Where paste puts things, where a view knows.
    pub(super) fn paste_place(self) -> Option<PastePlace> {
        self.paste_place.get_value().and_then(|place| place.run(()))
    }

    /// Whether a record is selected.
    pub fn is_selected(self, key: &RecordKey) -> bool {
        self.selection.with(|selection| selection.contains(key))
    }

    /// Selects one record.
    pub fn select(self, key: RecordKey) {
        self.selection.set(Selection::of([key]));
    }

    /// Selects one record and asks the view to bring it in sight.
    pub fn show(self, key: RecordKey) {
        self.select(key.clone());
        self.reveal.set(Some(vec![key]));
    }

    /// Shows a record in the view that is made for its kind.
    pub fn open_view_of(self, key: &RecordKey) {
        self.view.set(self.view_for(key.kind()));
        self.show(key.clone());
    }

    /// Selects a record and makes sure that the inspector shows it.
    pub fn inspect(self, key: RecordKey) {
        self.panels.right.is_open.set(true);
        self.select(key);
    }
}
