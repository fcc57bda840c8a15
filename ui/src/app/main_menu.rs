//! The main menu.

use crate::app::actions::Action;
use crate::app::{App, ThemeChoice};
use leptos::prelude::*;
use widgets::{Line, Menu};

/// How many folders the menu offers to open again.
const RECENT: usize = 6;

/// Opens the main menu at a point.
pub(super) fn open_main_menu(app: App, x: f64, y: f64) {
    let line = |action| app.menu_line(action);
    let mut items: Vec<Menu> = [Action::NewDesign, Action::OpenDesign, Action::OpenSample].map(line).into();
    let open = app.folder.with_untracked(|it| it.as_ref().map(|folder| folder.path.clone()));
    let recent: Vec<_> = app.recent.with_untracked(|recent| {
        recent.iter().filter(|it| !it.missing && Some(&it.path) != open.as_ref()).take(RECENT).cloned().collect()
    });
    if !recent.is_empty() {
        items.push(Menu::Heading("Open recent"));
        items.extend(recent.into_iter().map(|folder| {
            let detail = shortened(&folder.path);
            let open = move || app.open(folder.path.clone(), false, false);
            Menu::Line(Line { detail, ..Line::new(folder.name, "menu-recent", open) })
        }));
    }
    items.push(Menu::Rule);
    items.extend([Action::Save, Action::Export].map(line));
    items.push(Menu::Rule);
    items.extend([Action::Undo, Action::Redo].map(line));
    items.push(Menu::Rule);
    items.extend([Action::Settings, Action::Policy].map(line));
    items.push(Menu::Heading("Theme"));
    items
        .extend([ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::System].map(|choice| line(Action::Theme(choice))));
    items.push(Menu::Rule);
    items.extend([Action::Shortcuts, Action::About].map(line));
    app.open_menu(x, y, "Main menu", items);
}

/// The end of a path, which says more than its beginning.
fn shortened(path: &str) -> String {
    let length = path.chars().count();
    if length <= 36 { path.to_owned() } else { format!("…{}", path.chars().skip(length - 35).collect::<String>()) }
}
