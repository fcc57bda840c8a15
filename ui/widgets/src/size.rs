//! The size of an element on the page, as it changes.

use leptos::html::ElementType;
use leptos::prelude::*;
use std::ops::Deref;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls `take` with an element's inner width and height in pixels: once the element is on the page, and at every change. An
/// element without a size, as in a hidden panel, is not told of.
///
/// The first size is read at once. An observer speaks with the next frame, and a window that is covered or not mapped yet may
/// have none for a while.
pub fn observe_size<E>(node: NodeRef<E>, take: impl Fn(f64, f64) + Clone + 'static)
where
    E: ElementType,
    E::Output: JsCast + Clone + Deref<Target = web_sys::HtmlElement> + 'static,
{
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        let measured: web_sys::HtmlElement = (*node).clone();
        let take = take.clone();
        let measure = move || {
            let (width, height) = (f64::from(measured.client_width()), f64::from(measured.client_height()));
            if width > 0.0 && height > 0.0 {
                take(width, height);
            }
        };
        untrack(&measure);
        let on_resize = Closure::<dyn Fn()>::new(measure);
        if let Ok(observer) = web_sys::ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
            observer.observe(&node);
            let held = StoredValue::new_local((observer, on_resize));
            on_cleanup(move || {
                let _ = held.try_with_value(|(observer, _)| observer.disconnect());
            });
        }
    });
}
