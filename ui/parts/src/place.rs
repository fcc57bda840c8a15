//! What has the focus, as far as keys are concerned. Parts of the window say by an attribute of the page what they are, so
//! that no part needs to know of another.

use js_sys::{Function, Reflect};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A list, menu or dialog stands open over the window.
    Over,
    /// A text that can be typed into.
    Text,
    /// Words of a view that are marked, to be copied.
    Marked,
    /// The picture of the topology.
    Picture,
    /// The view in front, apart from the picture: its bars, tables and forms.
    View,
    /// The explorer.
    Explorer,
    /// The inspector, and what stands beside it at the right.
    Inspector,
    /// Problems, changes and output.
    Below,
    /// A bar of the window, or a line between panels.
    Bar,
    /// Nothing.
    Nowhere,
}

/// Input elements that take no text.
const WITHOUT_TEXT: [&str; 4] = ["checkbox", "radio", "button", "range"];

impl Place {
    /// What has the focus when a key is pressed.
    pub fn of(event: &ev::KeyboardEvent) -> Self {
        if stands_open() {
            return Self::Over;
        }
        let Some(element) = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) else {
            return Self::Nowhere;
        };
        if takes_text(&element) {
            return Self::Text;
        }
        let part = element.closest("[data-place]").ok().flatten();
        let place = part.and_then(|it| it.get_attribute("data-place")).and_then(|word| Self::from_word(&word));
        match place {
            Some(Self::View) if marks_words() => Self::Marked,
            Some(place) => place,
            None if element.tag_name() == "BODY" => Self::Nowhere,
            None => Self::Bar,
        }
    }

    /// The place that a part of the page calls itself by `data-place`.
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "picture" => Some(Self::Picture),
            "view" => Some(Self::View),
            "explorer" => Some(Self::Explorer),
            "inspector" => Some(Self::Inspector),
            "below" => Some(Self::Below),
            "bar" => Some(Self::Bar),
            _ => None,
        }
    }
}

/// Whether something stands open that takes every key, wherever the focus is.
fn stands_open() -> bool {
    document().query_selector("[data-takes-keys]").is_ok_and(|it| it.is_some())
}

/// Whether keys go into a text, or into the browser's own list of choices.
fn takes_text(element: &web_sys::HtmlElement) -> bool {
    if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        return !WITHOUT_TEXT.contains(&input.type_().as_str());
    }
    element.is_content_editable() || matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
}

fn marks_words() -> bool {
    let page = window();
    let get = Reflect::get(&page, &"getSelection".into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
    let marked = get.and_then(|get| get.call0(&page).ok());
    marked.and_then(|it| Reflect::get(&it, &"isCollapsed".into()).ok()).is_some_and(|it| it.is_falsy())
}
