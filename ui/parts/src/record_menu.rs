//! Menus of the explorer; the canvas opens the same one for a record, so that both offer the same.

use crate::actions::Actions;
use crate::{Attention, Document, Panels, WindowAction, actions, attention, creatable, document, panels, wants_first};
use engine::edit::Command;
use engine::model::{ContextId, Design, Kind, MessageId, RecordKey, RelationPattern};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use widgets::{Line, Menu};

/// What lives in a context and is created by typing its name.
const MEMBERS: [Kind; 4] = [Kind::Service, Kind::Topic, Kind::Message, Kind::Schema];

/// What the menus of records act on.
#[derive(Clone, Copy)]
pub struct Menus {
    document: Document,
    attention: Attention,
    panels: Panels,
    /// What can be done in the window.
    pub actions: Actions,
}

/// The menus of records, from anywhere below the frame.
pub fn menus() -> Menus {
    Menus { document: document(), attention: attention(), panels: panels(), actions: actions() }
}

impl Menus {
    /// Opens a menu at a point of the page.
    pub fn open(self, x: f64, y: f64, label: &str, items: Vec<Menu>) {
        self.panels.open_menu(x, y, label, items);
    }
}

fn create_item(menus: Menus, kind: Kind, context: Option<ContextId>) -> Menu {
    let begin = move || menus.panels.begin_creating(kind, context.clone());
    Menu::Line(Line::new(format!("New {}", kind.title()), format!("create-{}", kind.as_str()), begin))
}

/// Where a menu opens below the button that was pressed.
pub fn below_button(event: &ev::MouseEvent) -> (f64, f64) {
    let button = event.current_target().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    button.map_or((0.0, 0.0), |it| {
        let rect = it.get_bounding_client_rect();
        (rect.left(), rect.bottom() + 2.0)
    })
}

/// Begins to create a record of a kind: by its name, or, where it has none, by what it connects.
pub fn create_at(menus: Menus, kind: Kind, x: f64, y: f64) {
    if kind == Kind::ContextRelation {
        upstream_menu(menus, x, y);
    } else {
        menus.panels.begin_creating(kind, if kind.lives_in_context() { menus.document.likely_context() } else { None });
    }
}

/// Asks for the one end of a relation, then for the other.
fn upstream_menu(menus: Menus, x: f64, y: f64) {
    let pick: Pick = Arc::new(move |upstream| downstream_menu(menus, upstream, x, y));
    let mut items = vec![Menu::Heading("Upstream: whose language holds")];
    items.extend(contexts_items(menus, None, "upstream", &pick));
    menus.panels.open_menu(x, y, "Upstream context", items);
}

fn downstream_menu(menus: Menus, upstream: ContextId, x: f64, y: f64) {
    let from = upstream.clone();
    let pick: Pick = Arc::new(move |downstream| {
        if let Some(key) = menus.document.relate(&from, &downstream, RelationPattern::CustomerSupplier) {
            menus.attention.inspect(key);
        }
    });
    let mut items = vec![Menu::Heading("Downstream: who follows it")];
    items.extend(contexts_items(menus, Some(&upstream), "downstream", &pick));
    menus.panels.open_menu(x, y, "Downstream context", items);
}

/// What is done with a context that was picked.
type Pick = Arc<dyn Fn(ContextId) + Send + Sync>;

fn contexts_items(menus: Menus, but: Option<&ContextId>, role: &str, pick: &Pick) -> Vec<Menu> {
    let mut contexts: Vec<(String, ContextId)> = menus.document.peek(|engine| {
        let others = engine.design().contexts().values().filter(|context| Some(&context.id) != but);
        others.map(|context| (context.name.clone(), context.id.clone())).collect()
    });
    contexts.sort_by_key(|(name, _)| name.to_lowercase());
    contexts
        .into_iter()
        .map(|(title, id)| {
            let (testid, pick) = (format!("{role}-{id}"), pick.clone());
            Menu::Line(Line::new(title, testid, move || pick(id.clone())))
        })
        .collect()
}

/// Offers what can be created: everything, or what lives in a context.
pub fn create_menu(menus: Menus, event: &ev::MouseEvent, context: Option<ContextId>) {
    let (x, y) = below_button(event);
    let items = match context {
        Some(context) => MEMBERS.map(|kind| create_item(menus, kind, Some(context.clone()))).into(),
        None => {
            let can = |kind: &Kind| menus.document.peek(|engine| wants_first(*kind, engine.design()).is_none());
            let by_name = creatable().filter(can).map(|kind| {
                let context = if kind.lives_in_context() { menus.document.likely_context() } else { None };
                create_item(menus, kind, context)
            });
            let mut items: Vec<Menu> = by_name.collect();
            if can(&Kind::ContextRelation) {
                let ask = move || upstream_menu(menus, x, y);
                items.push(Menu::Line(Line::new("New context relation…", "create-relation", ask)));
            }
            items
        }
    };
    menus.panels.open_menu(x, y, "New", items);
}

/// The name of a message that no schema spells.
fn unspelled(design: &Design, message: &MessageId) -> Option<String> {
    design.message(message).filter(|it| it.schema.is_none()).map(|it| it.name.clone())
}

/// The menu of a record, which is part of the selection.
pub fn context_menu(menus: Menus, key: &RecordKey, x: f64, y: f64) {
    let mut items = Vec::new();
    if menus.document.is_editable()
        && let RecordKey::Context(context) = key
    {
        items.extend(MEMBERS.map(|kind| create_item(menus, kind, Some(context.clone()))));
        items.push(Menu::Rule);
    }
    let view = menus.attention.view_for(key.kind());
    if view != menus.attention.first_view() {
        let shown = key.clone();
        let (title, testid) = (format!("Open in {}", view.title), format!("open-in-{}", view.word));
        items.push(Menu::Line(Line::new(title, testid, move || menus.attention.open_view_of(&shown))));
        items.push(Menu::Rule);
    }
    if let RecordKey::Message(id) = key
        && menus.document.is_editable()
        && let Some(name) = menus.document.peek(|engine| unspelled(engine.design(), id))
    {
        let id = id.clone();
        let make = move || menus.document.make_schema_for(&id);
        items.push(Menu::Line(Line::new(format!("New schema for {name}"), "new-schema-for", make)));
        items.push(Menu::Rule);
    }
    if key.kind().name_field().is_some() {
        items.push(menus.actions.menu_line(WindowAction::Rename));
    }
    let is_copied = matches!(
        key.kind(),
        Kind::Context
            | Kind::Service
            | Kind::Topic
            | Kind::Message
            | Kind::Schema
            | Kind::Process
            | Kind::Environment
            | Kind::Decision
    );
    if is_copied {
        items.extend(
            [WindowAction::Cut, WindowAction::Copy, WindowAction::Paste, WindowAction::Duplicate]
                .map(|action| menus.actions.menu_line(action)),
        );
    }
    if menus.document.is_editable() && key.kind().is_movable() {
        items.push(Menu::Rule);
        items.push(Menu::Line(Line::new("Move to context…", "move-to-context", move || move_menu(menus, x, y))));
    }
    if !items.is_empty() {
        items.push(Menu::Rule);
    }
    items.push(menus.actions.menu_line(WindowAction::Delete));
    menus.panels.open_menu(x, y, "Record", items);
}

/// Offers the contexts into which the selection can move.
pub fn move_menu(menus: Menus, x: f64, y: f64) {
    let keys: Vec<RecordKey> = menus.attention.selection.with_untracked(|selection| {
        let movable = |key: &&RecordKey| key.kind().is_movable();
        selection.keys().iter().filter(movable).cloned().collect()
    });
    let contexts: Vec<(ContextId, String)> = menus.document.peek(|engine| {
        engine.design().contexts().values().map(|context| (context.id.clone(), context.name.clone())).collect()
    });
    let now: Vec<Option<ContextId>> = menus.document.peek(|engine| {
        keys.iter().map(|key| engine.design().get(key).and_then(|record| record.context().cloned())).collect()
    });
    let items = contexts
        .into_iter()
        .map(|(context, name)| {
            let is_checked = now.iter().all(|it| it.as_ref() == Some(&context));
            let keys = keys.clone();
            let testid = format!("move-to-{context}");
            let go = move || {
                menus.document.dispatch(Command::MoveToContext { keys: keys.clone(), context: context.clone() });
            };
            Menu::Line(Line { is_checked, ..Line::new(name, testid, go) })
        })
        .collect();
    menus.panels.open_menu(x, y, "Move to context", items);
}
