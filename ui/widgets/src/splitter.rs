//! The line between two panels, which can be dragged, moved with the arrow keys, and reset by a double click.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// On which side of the panel the line runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The panel is to the left of it.
    Right,
    /// The panel is to the right of it.
    Left,
    /// The panel is below it.
    Top,
}

/// A line that sizes a panel.
#[component]
pub fn Splitter(
    /// The panel's size, in pixels.
    size: RwSignal<f64>,
    /// The smallest and the largest size.
    range: (f64, f64),
    /// The size that a double click brings back.
    standard: f64,
    /// On which side of the panel it runs.
    edge: Edge,
    /// What a screen reader calls it.
    label: &'static str,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let grabbed = StoredValue::new(None::<(f64, f64)>);
    let (least, most) = range;
    let place = move |event: &ev::PointerEvent| match edge {
        Edge::Right => f64::from(event.client_x()),
        Edge::Left => -f64::from(event.client_x()),
        Edge::Top => -f64::from(event.client_y()),
    };
    let on_down = move |event: ev::PointerEvent| {
        event.prevent_default();
        grabbed.set_value(Some((place(&event), size.get_untracked())));
        if let Some(node) = node.get_untracked() {
            let _ = node.set_pointer_capture(event.pointer_id());
            let _ = node.focus();
        }
    };
    let on_move = move |event: ev::PointerEvent| {
        if let Some((from, before)) = grabbed.get_value() {
            size.set((before + place(&event) - from).clamp(least, most));
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let step = match (edge, event.key().as_str()) {
            (Edge::Right, "ArrowRight") | (Edge::Left, "ArrowLeft") | (Edge::Top, "ArrowUp") => 16.0,
            (Edge::Right, "ArrowLeft") | (Edge::Left, "ArrowRight") | (Edge::Top, "ArrowDown") => -16.0,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        size.update(|size| *size = (*size + step).clamp(least, most));
    };
    let orientation = if edge == Edge::Top { "horizontal" } else { "vertical" };
    view! {
        <div
            class=format!("splitter {orientation}")
            role="separator"
            aria-orientation=orientation
            aria-label=label
            aria-valuenow=move || format!("{:.0}", size.get())
            aria-valuemin=least.to_string()
            aria-valuemax=most.to_string()
            tabindex="0"
            node_ref=node
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=move |_| grabbed.set_value(None)
            on:pointercancel=move |_| grabbed.set_value(None)
            on:dblclick=move |_| size.set(standard)
            on:keydown=on_key
        ></div>
    }
}
