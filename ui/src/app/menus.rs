//! Menus of the window: actions of the table become lines, and one menu is open at a time.

use crate::app::App;
use crate::app::actions::Action;
use engine::model::Origin;
use leptos::prelude::*;
use widgets::{Line, Menu, OpenMenu};

impl App {
    /// Opens a menu at a point of the page.
    pub fn open_menu(self, x: f64, y: f64, label: impl Into<String>, items: Vec<Menu>) {
        self.menu.set(Some(OpenMenu { x, y, label: label.into(), items }));
    }

    /// The line of an action; greyed out while it cannot be done.
    pub fn menu_line(self, action: Action) -> Menu {
        let mut line = Line::new(action.title(), format!("menu-{}", action.word()), move || self.run(action));
        line.detail = self.step_of(action).unwrap_or_default();
        line.keys = untrack(|| action.shown_keys(self));
        line.is_checked = matches!(action, Action::Theme(choice) if self.theme.get_untracked() == choice);
        line.is_enabled = untrack(|| action.is_enabled(self));
        Menu::Line(line)
    }

    /// The step that undo or redo is about.
    fn step_of(self, action: Action) -> Option<String> {
        self.peek(|engine| {
            let step = if action == Action::Undo {
                engine.history().undoable(&Origin::Person)
            } else if action == Action::Redo {
                engine.history().redoable(&Origin::Person)
            } else {
                None
            };
            step.map(|step| step.label.clone())
        })
    }
}
