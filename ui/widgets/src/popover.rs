//! What floats beside a control until it is done with: placed where there is room, closed by Esc or a press elsewhere.

use leptos::ev;
use leptos::html;
use leptos::portal::Portal;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The distance to the control and to the window's edge, in pixels.
const GAP: f64 = 4.0;

/// Something that floats beside `anchor` while `open`.
#[component]
pub fn Popover(
    /// The control that it belongs to.
    anchor: NodeRef<html::Button>,
    /// Whether it shows.
    open: RwSignal<bool>,
    /// The width that it has at least, in pixels, when the control is narrower.
    #[prop(default = 180.0)]
    width: f64,
    /// How high it becomes at most, in pixels.
    #[prop(default = 320.0)]
    height: f64,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Show when=move || open.get()>
            <Portal>
                <Floating anchor=anchor open=open width=width height=height>{children.with_value(|it| it())}</Floating>
            </Portal>
        </Show>
    }
}

#[component]
fn Floating(
    anchor: NodeRef<html::Button>,
    open: RwSignal<bool>,
    width: f64,
    height: f64,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let style = anchor.get_untracked().map_or(String::new(), |anchor| {
        let rect = anchor.get_bounding_client_rect();
        let number =
            |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|it| it.as_f64()).unwrap_or_default();
        let (all_x, all_y) = (number(window().inner_width()), number(window().inner_height()));
        let wide = rect.width().max(width);
        let left = rect.left().min(all_x - wide - GAP).max(GAP);
        let below = all_y - rect.bottom() - 2.0 * GAP;
        let above = rect.top() - 2.0 * GAP;
        if below >= height.min(160.0) || below >= above {
            let top = rect.bottom() + GAP;
            format!("left:{left}px;top:{top}px;width:{wide}px;max-height:{}px", below.min(height))
        } else {
            let bottom = all_y - rect.top() + GAP;
            format!("left:{left}px;bottom:{bottom}px;width:{wide}px;max-height:{}px", above.min(height))
        }
    });
    let inside = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|it| it.dyn_into::<web_sys::Node>().ok());
        let holds = |element: Option<&web_sys::Node>| element.is_some_and(|it| it.contains(target.as_ref()));
        holds(node.get_untracked().as_deref().map(AsRef::as_ref))
            || holds(anchor.get_untracked().as_deref().map(AsRef::as_ref))
    };
    let pressed = window_event_listener(ev::pointerdown, move |event| {
        if !inside(event.target()) {
            open.set(false);
        }
    });
    let resized = window_event_listener(ev::resize, move |_| open.set(false));
    on_cleanup(move || {
        pressed.remove();
        resized.remove();
    });
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            event.prevent_default();
            open.set(false);
            if let Some(anchor) = anchor.get_untracked() {
                let _ = anchor.focus();
            }
        }
    };
    view! {
        <div
            class="popover"
            data-takes-keys="true"
            node_ref=node
            style=style
            on:keydown=on_key
            on:mousedown=keep_focus
        >
            {children()}
        </div>
    }
}

/// A press beside its filter must not take the focus from what floats: then no key would reach it.
fn keep_focus(event: ev::MouseEvent) {
    let pressed = event.target().and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if pressed.is_none_or(|it| it.tag_name() != "INPUT") {
        event.prevent_default();
    }
}
