//! Walking from panel to panel, so that the way from the canvas to the inspector is one key and not forty. Each panel is
//! entered where it was left.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use widgets::focusable;

/// Marks where a panel was left.
const LEFT: &str = "data-left";

/// Gives the focus to the next panel, or to the one before, that has anything to give it to.
pub(super) fn walk(back: bool) {
    let panels = panels();
    let active = document().active_element();
    let at = panels.iter().position(|panel| active.as_ref().is_some_and(|it| panel.contains(Some(it))));
    if let (Some(panel), Some(active)) = (at.and_then(|at| panels.get(at)), active) {
        if let Ok(Some(before)) = panel.query_selector(&format!("[{LEFT}]")) {
            let _ = before.remove_attribute(LEFT);
        }
        let _ = active.set_attribute(LEFT, "");
    }
    let begin = panels.iter().position(|panel| panel.get_attribute("data-place").as_deref() == Some("view"));
    for at in order(panels.len(), at, begin.unwrap_or_default(), back) {
        if panels.get(at).is_some_and(enter) {
            return;
        }
    }
}

/// The panels by number in the order in which they are tried: from the one that has the focus around to it again, or from
/// where to begin when none has it.
fn order(count: usize, at: Option<usize>, begin: usize, back: bool) -> Vec<usize> {
    let step = |from: usize, by: usize| if back { (from + count * 2 - by) % count } else { (from + by) % count };
    match at {
        Some(at) => (1..count).map(|by| step(at, by)).collect(),
        None => (0..count).map(|by| step(begin, by)).collect(),
    }
}

/// The parts of the window that call themselves a place, apart from places within places.
fn panels() -> Vec<HtmlElement> {
    let Ok(list) = document().query_selector_all("[data-place]") else { return Vec::new() };
    let is_outermost = |it: &HtmlElement| {
        it.parent_element().is_none_or(|parent| parent.closest("[data-place]").ok().flatten().is_none())
    };
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).filter(is_outermost).collect()
}

/// Gives the focus to where a panel was left, else to where it begins; gives whether it has such a place.
fn enter(panel: &HtmlElement) -> bool {
    let marked = |mark: &str| panel.query_selector(&format!("[{mark}]")).ok()??.dyn_into::<HtmlElement>().ok();
    let stops = focusable(panel);
    let is_stop = |it: &HtmlElement| stops.iter().any(|stop| stop.is_same_node(Some(it)));
    let left = marked(LEFT).filter(is_stop);
    let target = left.or_else(|| marked("data-begin")).or_else(|| stops.first().cloned());
    target.is_some_and(|it| it.focus().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_walk_goes_around_and_begins_at_the_view() {
        let check = |at: Option<usize>, back: bool, expected: &[usize]| {
            assert_eq!(order(4, at, 2, back), expected, "{at:?} {back}");
        };
        check(Some(2), false, &[3, 0, 1]);
        check(Some(0), true, &[3, 2, 1]);
        check(Some(3), false, &[0, 1, 2]);
        check(None, false, &[2, 3, 0, 1]);
        check(None, true, &[2, 1, 0, 3]);
        assert_eq!(order(0, None, 0, false), Vec::<usize>::new());
    }
}
