//! Where the keyboard goes on when what had it leaves the page: to its successor, not to the top of the window.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The element that a test calls by a name, as a selector.
pub fn by_id(testid: &str) -> String {
    format!("[data-testid=\"{testid}\"]")
}

/// Where the text can be typed into.
pub fn in_text() -> String {
    format!("{} .cm-content", by_id("editor"))
}

/// What has the keyboard now.
pub fn focused() -> Option<web_sys::HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Gives the keyboard to a place once the page is drawn anew, whatever has it then.
pub fn go_to(place: String) {
    request_animation_frame(move || {
        let element = document().query_selector(&place).ok().flatten();
        if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Gives the keyboard to the first of some places that is there, unless something has it still once the page is drawn anew.
pub fn keep_focus(places: Vec<String>) {
    request_animation_frame(move || {
        if focused().is_some_and(|it| it.tag_name() != "BODY") {
            return;
        }
        // A button that can do nothing now does not take it.
        let takes = |place: &String| {
            let element = document().query_selector(&format!("{place}:not(:disabled)")).ok().flatten();
            element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()).is_some_and(|it| it.focus().is_ok())
        };
        let _ = places.iter().any(takes);
    });
}
