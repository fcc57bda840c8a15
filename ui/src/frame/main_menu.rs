//! The main menu.

use leptos::prelude::*;
use parts::actions::Actions;
use parts::{Document, Panels, Session, ThemeChoice, WindowAction};
use widgets::{Line, Menu};

/// How many folders the menu offers to open again.
const RECENT: usize = 6;

/// Opens the main menu at a point.
pub(super) fn open_main_menu(document: Document, panels: Panels, session: Session, actions: Actions, x: f64, y: f64) {
    let line = |action| actions.menu_line(action);
    let mut items: Vec<Menu> =
        [WindowAction::NewDesign, WindowAction::OpenDesign, WindowAction::OpenSample].map(line).into();
    let open = document.folder.with_untracked(|it| it.as_ref().map(|folder| folder.path.clone()));
    let recent: Vec<_> = session.recent.with_untracked(|recent| {
        recent.iter().filter(|it| !it.missing && Some(&it.path) != open.as_ref()).take(RECENT).cloned().collect()
    });
    if !recent.is_empty() {
        items.push(Menu::Heading("Open recent"));
        items.extend(recent.into_iter().map(|folder| {
            let detail = shortened(&folder.path);
            let open = move || session.open(folder.path.clone(), false, false);
            Menu::Line(Line { detail, ..Line::new(folder.name, "menu-recent", open) })
        }));
    }
    items.push(Menu::Rule);
    items.extend([WindowAction::Save, WindowAction::Export].map(line));
    items.push(Menu::Rule);
    items.extend([WindowAction::Undo, WindowAction::Redo].map(line));
    items.push(Menu::Rule);
    items.extend([WindowAction::Settings, WindowAction::Policy].map(line));
    items.push(Menu::Heading("Theme"));
    items.extend(
        [ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::System].map(|choice| line(WindowAction::Theme(choice))),
    );
    items.push(Menu::Rule);
    items.extend([WindowAction::Shortcuts, WindowAction::About].map(line));
    panels.open_menu(x, y, "Main menu", items);
}

/// The end of a path, which says more than its beginning.
fn shortened(path: &str) -> String {
    let length = path.chars().count();
    if length <= 36 { path.to_owned() } else { format!("…{}", path.chars().skip(length - 35).collect::<String>()) }
}
