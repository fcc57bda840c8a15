//! The order of fields: a row is dragged by its grip or moved with Alt and the arrows, and stays among the fields of its record.

use super::form::Form;
use super::rows::{FormRow, Kind};
use engine::avro::FormEdit;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// How near to the edge of the list a drag scrolls, in pixels.
const EDGE: f64 = 26.0;

/// How far it scrolls at once, in pixels.
const STRIDE: i32 = 14;

/// How often it scrolls while the pointer rests there.
const TICK: Duration = Duration::from_millis(30);

/// Where a dragged row would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drop {
    /// The row that is dragged, by path.
    pub path: String,
    /// The row at which the pointer is, by path, and whether the dragged one goes behind it.
    pub at: Option<(String, bool)>,
}

/// Whether a drop goes before or behind a row; nothing when it goes elsewhere.
pub(super) fn end_of(drop: &Drop, path: &str) -> Option<bool> {
    drop.at.as_ref().filter(|(at, _)| at == path).map(|(_, behind)| *behind)
}

/// Whether two rows are fields of the same record.
fn are_siblings(a: &FormRow, b: &FormRow) -> bool {
    let holder = |row: &FormRow| row.pointer.rsplit_once('/').map(|(holder, _)| holder.to_owned());
    a.kind == Kind::Field && b.kind == Kind::Field && a.of == b.of && a.depth == b.depth && holder(a) == holder(b)
}

/// The place that a field takes when it goes before or behind another; nothing when that is where it is.
fn place(from: usize, at: usize, behind: bool) -> Option<usize> {
    let gap = at + usize::from(behind);
    let to = if gap > from { gap - 1 } else { gap };
    (to != from).then_some(to)
}

/// Moves a field by one place, and keeps the focus on it.
pub(super) fn move_by(form: Form, path: &str, down: bool) {
    let Some(row) = form.row(path) else { return };
    let to = if down { row.has_next.then_some(row.index + 1) } else { row.index.checked_sub(1) };
    let Some(to) = to else { return };
    let focused = document().active_element().and_then(|it| it.get_attribute("data-testid"));
    if form.edit(&FormEdit::Move { field: row.pointer, to }) {
        let path = path.to_owned();
        // The row is taken out and put in elsewhere, which takes the focus from it.
        request_animation_frame(move || {
            form.bring(&path);
            let selector = focused.map(|it| format!("[data-testid=\"{it}\"]"));
            let element = selector.and_then(|it| document().query_selector(&it).ok().flatten());
            if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = element.focus();
            }
        });
    }
}

/// Gives a drag up; says whether there was one. What listens to the pointer goes when the button is let go.
pub(super) fn give_up(form: Form) -> bool {
    form.drop.try_update(Option::take).flatten().is_some()
}

/// Begins to drag a row.
pub(super) fn begin_drag(form: Form, path: &str, event: &ev::PointerEvent) {
    if event.button() != 0 || !form.can_edit.get_untracked() {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
    // Esc must reach the row, and not what it would mean elsewhere.
    let grip = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let grip = grip.and_then(|it| it.closest("button").ok().flatten());
    if let Some(grip) = grip.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = grip.focus();
    }
    form.drop.set(Some(Drop { path: path.to_owned(), at: None }));
    let pointer = StoredValue::new((f64::from(event.client_x()), f64::from(event.client_y())));
    let moves = window_event_listener(ev::pointermove, move |event| {
        let _ = pointer.try_set_value((f64::from(event.client_x()), f64::from(event.client_y())));
        aim(form, pointer.try_get_value().unwrap_or_default());
    });
    let ticks = set_interval_with_handle(
        move || {
            if let Some(at) = pointer.try_get_value().filter(|at| scroll_at_edge(form, *at)) {
                aim(form, at);
            }
        },
        TICK,
    );
    let ends: StoredValue<Vec<WindowListenerHandle>> = StoredValue::new(Vec::new());
    let end = move |keep: bool| {
        let drop = form.drop.try_update(Option::take).flatten();
        if let Some(drop) = drop.filter(|_| keep) {
            finish(form, &drop);
        }
        for listener in ends.try_update_value(std::mem::take).into_iter().flatten() {
            listener.remove();
        }
        if let Ok(ticks) = &ticks {
            ticks.clear();
        }
    };
    let up = window_event_listener(ev::pointerup, {
        let end = end.clone();
        move |_| end(true)
    });
    let lost = window_event_listener(ev::pointercancel, move |_| end(false));
    ends.set_value(vec![moves, up, lost]);
}

/// Looks which row the pointer is at.
fn aim(form: Form, (x, y): (f64, f64)) {
    let Some(dragged) = form.drop.try_get_untracked().flatten().and_then(|it| form.row(&it.path)) else { return };
    #[expect(clippy::cast_possible_truncation, reason = "a window is narrower than two thousand million pixels")]
    let under = document().element_from_point(x as f32, y as f32);
    let line = under.and_then(|it| it.closest("[data-path]").ok().flatten());
    let at = line.and_then(|line| {
        let row = form.row(&line.get_attribute("data-path")?)?;
        let area = line.get_bounding_client_rect();
        let behind = y > area.top() + area.height() / 2.0;
        let moves = are_siblings(&dragged, &row) && place(dragged.index, row.index, behind).is_some();
        moves.then_some((row.path, behind))
    });
    form.drop.maybe_update(|drop| match drop {
        Some(drop) if drop.at != at => {
            drop.at = at;
            true
        }
        Some(_) | None => false,
    });
}

/// Scrolls while the pointer is at the edge of the list; says whether it did.
fn scroll_at_edge(form: Form, (_, y): (f64, f64)) -> bool {
    let is_dragged = form.drop.try_with_untracked(Option::is_some).unwrap_or(false);
    let Some(scroll) = form.scroll.try_get_untracked().flatten().filter(|_| is_dragged) else { return false };
    let area = scroll.get_bounding_client_rect();
    let stride = if y < area.top() + EDGE {
        -STRIDE
    } else if y > area.bottom() - EDGE {
        STRIDE
    } else {
        return false;
    };
    scroll.set_scroll_top(scroll.scroll_top() + stride);
    true
}

fn finish(form: Form, drop: &Drop) {
    let Some((at, behind)) = &drop.at else { return };
    let (Some(dragged), Some(row)) = (form.row(&drop.path), form.row(at)) else { return };
    if let Some(to) = place(dragged.index, row.index, *behind) {
        form.edit(&FormEdit::Move { field: dragged.pointer, to });
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_field_goes_where_the_line_shows() {
        for ((from, at, behind), expected) in [
            ((0, 2, false), Some(1)),
            ((0, 2, true), Some(2)),
            ((2, 0, false), Some(0)),
            ((2, 0, true), Some(1)),
            ((1, 0, true), None),
            ((1, 2, false), None),
            ((1, 1, true), None),
            ((1, 1, false), None),
        ] {
            assert_eq!(place(from, at, behind), expected, "{from} {at} {behind}");
        }
    }
}
