//! The main menu.

use crate::app::actions::Action;
use crate::app::{App, ThemeChoice};
use crate::widgets::MenuItem;
use leptos::prelude::*;
use std::sync::Arc;

/// How many folders the menu offers to open again.
const RECENT: usize = 6;

/// Opens the main menu at a point.
pub(super) fn open_main_menu(app: App, x: f64, y: f64) {
    let mut items: Vec<MenuItem> =
        [Action::NewDesign, Action::OpenDesign, Action::OpenSample].map(MenuItem::Action).into();
    let open = app.folder.with_untracked(|it| it.as_ref().map(|folder| folder.path.clone()));
    let recent: Vec<_> = app.recent.with_untracked(|recent| {
        recent.iter().filter(|it| !it.missing && Some(&it.path) != open.as_ref()).take(RECENT).cloned().collect()
    });
    if !recent.is_empty() {
        items.push(MenuItem::Heading("Open recent"));
        items.extend(recent.into_iter().map(|folder| MenuItem::Run {
            title: folder.name,
            detail: shortened(&folder.path),
            checked: false,
            testid: "menu-recent".to_owned(),
            run: Arc::new(move || app.open(folder.path.clone(), false, false)),
        }));
    }
    items.push(MenuItem::Rule);
    items.extend([Action::Save, Action::Export].map(MenuItem::Action));
    items.push(MenuItem::Rule);
    items.extend([Action::Undo, Action::Redo].map(MenuItem::Action));
    items.push(MenuItem::Rule);
    items.extend([Action::Settings, Action::Policy].map(MenuItem::Action));
    items.push(MenuItem::Heading("Theme"));
    items.extend([ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::System].map(Action::Theme).map(MenuItem::Action));
    items.push(MenuItem::Rule);
    items.extend([Action::Shortcuts, Action::About].map(MenuItem::Action));
    app.open_menu(x, y, "Main menu", items);
}

/// The end of a path, which says more than its beginning.
fn shortened(path: &str) -> String {
    let length = path.chars().count();
    if length <= 36 { path.to_owned() } else { format!("…{}", path.chars().skip(length - 35).collect::<String>()) }
}
