//! The one table of actions. Menus, palette, shortcuts and buttons all read it, so each action exists once, is called the
//! same everywhere, and can be found by typing. Each part of the window registers its own; the table knows none of them.

use crate::keys::{Keys, asks_for, meant};
use crate::place::Place;
use crate::scope::Here;
use crate::shortcut::{Chord, Press};
use crate::{Attention, Session, WindowAction};
use engine::model::RecordKey;
use leptos::ev;
use leptos::prelude::*;
use std::rc::Rc;
use widgets::{Line, Menu};

/// Something a person can do that is not typing into a field: what it is called, where it is listed, which keys reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// What it is called, which no other is. An `…` says that it asks for more before anything happens.
    pub title: &'static str,
    /// Where it is listed.
    pub group: Group,
    /// The keys that reach it.
    pub keys: Keys,
}

impl Action {
    /// Its name for tests: the words of its title joined by hyphens.
    pub fn word(&self) -> String {
        engine::model::slug(self.title, "action")
    }
}

/// Where an action is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The design as a folder.
    File,
    /// Changing what is selected.
    Edit,
    /// New records.
    Create,
    /// Drawing on the canvas.
    Canvas,
    /// Schemas and their versions.
    Schemas,
    /// What is seen.
    View,
    /// Finding one's way.
    Help,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Create => "Create",
            Self::Canvas => "Canvas",
            Self::Schemas => "Schemas",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// What an action does, and when it can be done.
#[derive(Clone)]
pub struct Deed {
    action: Action,
    is_enabled: Rc<dyn Fn() -> bool>,
    run: Rc<dyn Fn()>,
    detail: Rc<dyn Fn() -> Option<String>>,
    is_checked: Rc<dyn Fn() -> bool>,
}

impl Deed {
    /// `is_enabled` tracks what it looks at.
    pub fn new(action: Action, is_enabled: impl Fn() -> bool + 'static, run: impl Fn() + 'static) -> Self {
        Self {
            action,
            is_enabled: Rc::new(is_enabled),
            run: Rc::new(run),
            detail: Rc::new(|| None),
            is_checked: Rc::new(|| false),
        }
    }

    /// The same with a fact about it at the end of its line in a menu.
    pub fn with_detail(self, detail: impl Fn() -> Option<String> + 'static) -> Self {
        Self { detail: Rc::new(detail), ..self }
    }

    /// The same as a choice that is made or not.
    pub fn with_check(self, is_checked: impl Fn() -> bool + 'static) -> Self {
        Self { is_checked: Rc::new(is_checked), ..self }
    }
}

/// The table of actions.
#[derive(Clone, Copy)]
pub struct Actions {
    session: Session,
    attention: Attention,
    table: StoredValue<Vec<Deed>, LocalStorage>,
}

/// The table of actions, from anywhere below the frame.
pub fn actions() -> Actions {
    expect_context()
}

impl Actions {
    /// A table without actions.
    pub fn new(session: Session, attention: Attention) -> Self {
        Self { session, attention, table: StoredValue::new_local(Vec::new()) }
    }

    /// Adds actions at the end.
    pub fn add(self, deeds: Vec<Deed>) {
        self.table.update_value(|table| table.extend(deeds));
    }

    /// Every action there is, in the order in which they are listed within their groups.
    pub fn all(self) -> Vec<Action> {
        self.table.with_value(|table| table.iter().map(|deed| deed.action).collect())
    }

    /// What an action does. It is copied out of the table, because doing it may look at the table.
    fn deed(self, action: Action) -> Option<Deed> {
        self.table.with_value(|table| table.iter().find(|deed| deed.action.title == action.title).cloned())
    }

    /// Whether an action can be done now. Tracks what it looks at.
    pub fn is_enabled(self, action: impl Into<Action>) -> bool {
        self.deed(action.into()).is_some_and(|deed| (deed.is_enabled)())
    }

    /// Does an action, if it can be done now.
    pub fn run(self, action: impl Into<Action>) {
        if let Some(deed) = self.doable(action.into()) {
            (deed.run)();
        }
    }

    /// What an action does, if it can be done now.
    fn doable(self, action: Action) -> Option<Deed> {
        self.deed(action).filter(|deed| untrack(|| (deed.is_enabled)()))
    }

    /// The first chord of an action as people read it.
    pub fn shown_keys(self, action: impl Into<Action>) -> Option<String> {
        let chord = *action.into().keys.chords.first()?;
        Some(Chord::parse(chord).shown(self.session.platform.get()))
    }

    /// The line of an action in a menu; greyed out while it cannot be done.
    pub fn menu_line(self, action: impl Into<Action>) -> Menu {
        let action = action.into();
        let mut line = Line::new(action.title, format!("menu-{}", action.word()), move || self.run(action));
        if let Some(deed) = self.deed(action) {
            line.detail = (deed.detail)().unwrap_or_default();
            line.is_checked = (deed.is_checked)();
            line.is_enabled = untrack(|| (deed.is_enabled)());
        }
        line.keys = untrack(|| self.shown_keys(action));
        Menu::Line(line)
    }

    /// Whether a key press asks for an action, in a place that carries it out in its own way.
    pub fn is_asked(self, action: impl Into<Action>, event: &ev::KeyboardEvent) -> bool {
        asks_for(action.into(), event, self.session.platform.get_untracked())
    }

    /// The step through the history that a key press in a field asks for. A field gives it away while it shows what is
    /// committed: there is nothing typed that its own undo could take back.
    pub fn history_step(self, event: &ev::KeyboardEvent) -> Option<WindowAction> {
        [WindowAction::Undo, WindowAction::Redo].into_iter().find(|action| self.is_asked(*action, event))
    }

    /// Does what a key press means where it was made; gives whether it meant anything that can be done now.
    pub fn press(self, event: &ev::KeyboardEvent) -> bool {
        let (key, code) = (event.key(), event.code());
        let press = Press::of(event, &key, &code);
        let here = Here {
            place: Place::of(event),
            view: self.attention.view.get_untracked(),
            selected: self.attention.selection.with_untracked(|it| it.keys().iter().map(RecordKey::kind).collect()),
        };
        let meant = meant(&self.all(), &press, self.session.platform.get_untracked(), &here);
        let deed = meant.and_then(|action| self.doable(action));
        if let Some(deed) = &deed {
            (deed.run)();
        }
        deed.is_some()
    }
}
