//! Menus of the explorer; the canvas opens the same one for a record, so that both offer the same.

use crate::app::App;
use crate::app::actions::{Action, CREATABLE, has_name, lives_in_context};
use crate::panels::explorer::begin_creating;
use crate::widgets::MenuItem;
use engine::edit::Command;
use engine::model::{ContextId, Kind, RecordKey};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// What lives in a context and is created by typing its name.
const MEMBERS: [Kind; 4] = [Kind::Service, Kind::Topic, Kind::Message, Kind::Schema];

fn create_item(app: App, kind: Kind, context: Option<ContextId>) -> MenuItem {
    MenuItem::Run {
        title: format!("New {}", kind.title()),
        detail: String::new(),
        checked: false,
        testid: format!("create-{}", kind.as_str()),
        run: Arc::new(move || begin_creating(app, kind, context.clone())),
    }
}

/// Offers what can be created: everything, or what lives in a context.
pub(super) fn create_menu(app: App, event: &ev::MouseEvent, context: Option<ContextId>) {
    let button = event.current_target().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    let (x, y) = button.map_or((0.0, 0.0), |it| {
        let rect = it.get_bounding_client_rect();
        (rect.left(), rect.bottom() + 2.0)
    });
    let items = match context {
        Some(context) => MEMBERS.map(|kind| create_item(app, kind, Some(context.clone()))).into(),
        None => {
            let has_contexts = app.peek(|engine| !engine.design().contexts().is_empty());
            CREATABLE
                .into_iter()
                .filter(|kind| has_contexts || !lives_in_context(*kind))
                .map(|kind| {
                    let context = if lives_in_context(kind) { app.likely_context() } else { None };
                    create_item(app, kind, context)
                })
                .collect()
        }
    };
    app.open_menu(x, y, "New", items);
}

/// The menu of a record, which is part of the selection.
pub fn context_menu(app: App, key: &RecordKey, x: f64, y: f64) {
    let mut items = Vec::new();
    if app.is_editable()
        && let RecordKey::Context(context) = key
    {
        items.extend(MEMBERS.map(|kind| create_item(app, kind, Some(context.clone()))));
        items.push(MenuItem::Rule);
    }
    if let Some((view, title)) = view_of(key.kind()) {
        let shown = key.clone();
        items.push(MenuItem::Run {
            title: title.to_owned(),
            detail: String::new(),
            checked: false,
            testid: format!("open-in-{view}"),
            run: Arc::new(move || app.open_view_of(&shown)),
        });
        items.push(MenuItem::Rule);
    }
    if has_name(key) {
        items.push(MenuItem::Action(Action::Rename));
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
        items.extend([Action::Cut, Action::Copy, Action::Paste, Action::Duplicate].map(MenuItem::Action));
    }
    if app.is_editable() && matches!(key.kind(), Kind::Service | Kind::Topic | Kind::Message | Kind::Schema) {
        items.push(MenuItem::Rule);
        items.push(MenuItem::Run {
            title: "Move to context…".to_owned(),
            detail: String::new(),
            checked: false,
            testid: "move-to-context".to_owned(),
            run: Arc::new(move || move_menu(app, x, y)),
        });
    }
    items.push(MenuItem::Rule);
    items.push(MenuItem::Action(Action::Delete));
    app.open_menu(x, y, "Record", items);
}

/// The view that is made for a kind, besides the topology, and what going there is called.
fn view_of(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Schema | Kind::Message => Some(("schemas", "Open in Schemas")),
        Kind::Process => Some(("process", "Open in Process")),
        Kind::Decision => Some(("decisions", "Open in Decisions")),
        Kind::Environment => Some(("capacity", "Open in Capacity")),
        Kind::ContextRelation => Some(("context-map", "Open in Context map")),
        Kind::Context
        | Kind::Service
        | Kind::Topic
        | Kind::Flow
        | Kind::View
        | Kind::Placement
        | Kind::Settings
        | Kind::Policy => None,
    }
}

/// Offers the contexts into which the selection can move.
pub fn move_menu(app: App, x: f64, y: f64) {
    let keys: Vec<RecordKey> = app.selection.with_untracked(|selection| {
        let movable =
            |key: &&RecordKey| matches!(key.kind(), Kind::Service | Kind::Topic | Kind::Message | Kind::Schema);
        selection.keys().iter().filter(movable).cloned().collect()
    });
    let contexts: Vec<(ContextId, String)> = app.peek(|engine| {
        engine.design().contexts().values().map(|context| (context.id.clone(), context.name.clone())).collect()
    });
    let now: Vec<Option<ContextId>> = app.peek(|engine| {
        keys.iter().map(|key| engine.design().get(key).and_then(|record| record.context().cloned())).collect()
    });
    let items = contexts
        .into_iter()
        .map(|(context, name)| {
            let checked = now.iter().all(|it| it.as_ref() == Some(&context));
            let keys = keys.clone();
            MenuItem::Run {
                title: name,
                detail: String::new(),
                checked,
                testid: format!("move-to-{context}"),
                run: Arc::new(move || {
                    app.dispatch(Command::MoveToContext { keys: keys.clone(), context: context.clone() });
                }),
            }
        })
        .collect();
    app.open_menu(x, y, "Move to context", items);
}
