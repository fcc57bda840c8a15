//! Menus: one layer for the main menu, context menus and whatever else opens one.

use crate::{Icon, Typeahead};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A line that can be picked.
#[derive(Clone)]
pub struct Line {
    /// What it is called.
    pub title: String,
    /// A few words more, behind the title; may be empty.
    pub detail: String,
    /// The keys that do the same, as people read them.
    pub keys: Option<String>,
    /// Whether it is what is so now.
    pub is_checked: bool,
    /// Whether it can be picked.
    pub is_enabled: bool,
    /// What a test calls it.
    pub testid: String,
    /// Does it. Shared, because the part of the page that opened the menu may be gone before the line is picked.
    pub run: Arc<dyn Fn() + Send + Sync>,
}

impl Line {
    /// A line that can be picked and says nothing more.
    pub fn new(title: impl Into<String>, testid: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            title: title.into(),
            detail: String::new(),
            keys: None,
            is_checked: false,
            is_enabled: true,
            testid: testid.into(),
            run: Arc::new(run),
        }
    }
}

/// A part of a menu.
#[derive(Clone)]
pub enum Menu {
    /// Something to pick.
    Line(Line),
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
    /// Its parts, from above.
    pub items: Vec<Menu>,
}

/// The layer in which the open menu is drawn.
#[component]
pub fn MenuLayer(
    /// The menu that is open.
    open: RwSignal<Option<OpenMenu>>,
) -> impl IntoView {
    move || open.get().map(|menu| view! { <Opened menu=menu open=open /> })
}

#[component]
fn Opened(menu: OpenMenu, open: RwSignal<Option<OpenMenu>>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let before = document().active_element().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    let close = move || {
        open.set(None);
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
            open.set(None);
        }
    });
    let blurred = window_event_listener(ev::resize, move |_| open.set(None));
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
        Menu::Heading(text) => view! { <div class="menu-heading" role="presentation">{text}</div> }.into_any(),
        Menu::Rule => view! { <div class="menu-rule" role="separator"></div> }.into_any(),
        Menu::Line(Line { title, detail, keys, is_checked, is_enabled, testid, run }) => view! {
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                tabindex="-1"
                disabled=!is_enabled
                data-testid=testid
                on:pointerenter=hover
                on:click=move |_| {
                    close();
                    run();
                }
            >
                <span class="menu-check">{is_checked.then(|| view! { <Icon icon=icondata_lu::LuCheck size=13 /> })}</span>
                <span class="menu-title">{title}</span>
                {(!detail.is_empty()).then(|| view! { <span class="menu-detail">{detail}</span> })}
                {keys.map(|keys| view! { <kbd>{keys}</kbd> })}
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
