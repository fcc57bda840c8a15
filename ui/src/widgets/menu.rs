//! Menus: one layer for the main menu, context menus and whatever else opens one.

use crate::app::actions::Action;
use crate::app::{App, app};
use crate::widgets::Icon;
use crate::widgets::typeahead::Typeahead;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A line of a menu.
#[derive(Clone)]
pub enum MenuItem {
    /// An action of the table; greyed out while it cannot be done.
    Action(Action),
    /// Something that only this menu offers.
    Run {
        /// What it is called.
        title: String,
        /// A few words more, at the right.
        detail: String,
        /// Whether it is what is so now.
        checked: bool,
        /// What a test calls it.
        testid: String,
        /// Does it. Counted, not owned by whoever opened the menu, who may be gone before it is picked.
        run: Arc<dyn Fn() + Send + Sync>,
    },
    /// Words above a few lines.
    Heading(&'static str),
    /// A rule between lines.
    Rule,
}

/// An open menu.
#[derive(Clone)]
pub struct OpenMenu {
    /// Its left edge, in pixels of the page.
    pub x: f64,
    /// Its upper edge, in pixels of the page.
    pub y: f64,
    /// What a screen reader calls it.
    pub label: String,
    /// Its lines.
    pub items: Vec<MenuItem>,
}

impl App {
    /// Opens a menu at a point of the page.
    pub fn open_menu(self, x: f64, y: f64, label: impl Into<String>, items: Vec<MenuItem>) {
        self.menu.set(Some(OpenMenu { x, y, label: label.into(), items }));
    }
}

/// The layer in which the open menu is drawn.
#[component]
pub fn MenuLayer() -> impl IntoView {
    let app = app();
    move || app.menu.get().map(|menu| view! { <Menu menu=menu /> })
}

#[component]
fn Menu(menu: OpenMenu) -> impl IntoView {
    let app = app();
    let node = NodeRef::<html::Div>::new();
    let before = document().active_element().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    let close = move || {
        app.menu.set(None);
        if let Some(element) = before.get_value() {
            let _ = element.focus();
        }
    };
    let (x, y) = (menu.x, menu.y);
    Effect::new(move |_| {
        let Some(menu) = node.get() else { return };
        // Only once it is laid out is its size known; then it moves into the window.
        let number =
            |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|it| it.as_f64()).unwrap_or_default();
        let (all_x, all_y) = (number(window().inner_width()), number(window().inner_height()));
        let rect = menu.get_bounding_client_rect();
        let style = web_sys::HtmlElement::style(&menu);
        let _ = style.set_property("left", &format!("{}px", x.min(all_x - rect.width() - 4.0).max(4.0)));
        let _ = style.set_property("top", &format!("{}px", y.min(all_y - rect.height() - 4.0).max(4.0)));
        focus_item(&menu, 0);
    });
    let pressed = window_event_listener(ev::pointerdown, move |event| {
        let target = event.target().and_then(|it| it.dyn_into::<web_sys::Node>().ok());
        if !node.get_untracked().is_some_and(|menu| menu.contains(target.as_ref())) {
            app.menu.set(None);
        }
    });
    let blurred = window_event_listener(ev::resize, move |_| app.menu.set(None));
    on_cleanup(move || {
        pressed.remove();
        blurred.remove();
    });
    let typeahead = StoredValue::new(Typeahead::default());
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(menu) = node.get_untracked() else { return };
        let count = items_of(&menu).len();
        let at = focused(&menu);
        match event.key().as_str() {
            "ArrowDown" => focus_item(&menu, at.map_or(0, |at| (at + 1) % count.max(1))),
            "ArrowUp" => focus_item(&menu, at.and_then(|at| at.checked_sub(1)).unwrap_or(count.saturating_sub(1))),
            "Home" => focus_item(&menu, 0),
            "End" => focus_item(&menu, count.saturating_sub(1)),
            "Escape" | "Tab" => close(),
            key if !(event.ctrl_key() || event.meta_key() || event.alt_key()) => {
                let now = event.time_stamp();
                if key == " " && !typeahead.with_value(|it| it.goes_on(now)) {
                    return;
                }
                let titles = titles_of(&menu);
                let found = typeahead.try_update_value(|it| it.take(key, now, &titles, at.unwrap_or_default()));
                match found.flatten() {
                    Some(index) => focus_item(&menu, index),
                    None => return,
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let items = menu.items.into_iter().map(|item| match item {
        MenuItem::Heading(text) => view! { <div class="menu-heading" role="presentation">{text}</div> }.into_any(),
        MenuItem::Rule => view! { <div class="menu-rule" role="separator"></div> }.into_any(),
        MenuItem::Action(action) => {
            let enabled = untrack(|| action.is_enabled(app));
            let detail = detail_of(app, action);
            let checked = matches!(action, Action::Theme(choice) if app.theme.get_untracked() == choice);
            view! {
                <button
                    type="button"
                    class="menu-item"
                    role="menuitem"
                    tabindex="-1"
                    disabled=!enabled
                    data-testid=format!("menu-{}", action.word())
                    on:pointerenter=hover
                    on:click=move |_| {
                        close();
                        app.run(action);
                    }
                >
                    <span class="menu-check">{checked.then(|| view! { <Icon icon=icondata_lu::LuCheck size=13 /> })}</span>
                    <span class="menu-title">{action.title()}</span>
                    {detail.map(|text| view! { <span class="menu-detail">{text}</span> })}
                    {untrack(|| action.shown_keys(app)).map(|keys| view! { <kbd>{keys}</kbd> })}
                </button>
            }
            .into_any()
        }
        MenuItem::Run { title, detail, checked, testid, run } => view! {
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                tabindex="-1"
                data-testid=testid
                on:pointerenter=hover
                on:click=move |_| {
                    close();
                    run();
                }
            >
                <span class="menu-check">{checked.then(|| view! { <Icon icon=icondata_lu::LuCheck size=13 /> })}</span>
                <span class="menu-title">{title}</span>
                <span class="menu-detail">{detail}</span>
            </button>
        }
        .into_any(),
    });
    view! {
        <div
            class="menu"
            role="menu"
            aria-label=menu.label
            data-testid="menu"
            data-takes-keys="true"
            node_ref=node
            style=format!("left:{x}px;top:{y}px")
            on:keydown=on_key
            on:contextmenu=|event| event.prevent_default()
        >
            {items.collect_view()}
        </div>
    }
}

/// Which step undo and redo are about.
fn detail_of(app: App, action: Action) -> Option<String> {
    app.peek(|engine| {
        let step = if action == Action::Undo {
            engine.history().undoable()
        } else if action == Action::Redo {
            engine.history().redoable()
        } else {
            None
        };
        step.map(|step| step.label.clone())
    })
}

fn hover(event: ev::PointerEvent) {
    if let Some(item) = event.current_target().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = item.focus();
    }
}

fn items_of(menu: &web_sys::HtmlElement) -> Vec<web_sys::HtmlElement> {
    let Ok(list) = menu.query_selector_all("button:not(:disabled)") else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}

fn titles_of(menu: &web_sys::HtmlElement) -> Vec<String> {
    let title = |item: &web_sys::HtmlElement| item.query_selector(".menu-title").ok()??.text_content();
    items_of(menu).iter().map(|item| title(item).unwrap_or_default()).collect()
}

fn focused(menu: &web_sys::HtmlElement) -> Option<usize> {
    let active = document().active_element()?;
    items_of(menu).iter().position(|item| item.is_same_node(Some(&active)))
}

fn focus_item(menu: &web_sys::HtmlElement, index: usize) {
    if let Some(item) = items_of(menu).get(index) {
        let _ = item.focus();
    }
}
