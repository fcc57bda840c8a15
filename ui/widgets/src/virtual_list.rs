//! A long list of which only those rows are on the page that can be seen, so that scrolling and a key stroke cost what shows
//! and not what there is. Rows may differ in height; what is above and below stands in for by two spaces.

use crate::Each;
use leptos::prelude::*;
use std::hash::Hash;
use std::sync::Arc;

/// How far beyond the visible part rows are drawn, in pixels: what Tab or an arrow key reaches next must be there.
const MARGIN: f64 = 600.0;

/// In which steps the drawn part follows the scroll position, in pixels: between them the rows on the page stay the same.
const STEP: f64 = 200.0;

/// Items with the heights of their rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<T> {
    items: Vec<T>,
    /// The upper edge of each row and, last, the lower edge of the list, in pixels from its top.
    edges: Vec<f64>,
    is_whole: bool,
}

impl<T> Placed<T> {
    /// Places items below each other; `height` gives each one's height in pixels.
    pub fn new(items: Vec<T>, height: impl Fn(&T) -> f64) -> Self {
        let mut edges = Vec::with_capacity(items.len() + 1);
        let mut at = 0.0;
        edges.push(at);
        edges.extend(items.iter().map(|item| {
            at += height(item);
            at
        }));
        Self { items, edges, is_whole: false }
    }

    /// Items that are all drawn, in the heights that their rows turn out to have: what is short needs no more.
    pub fn whole(items: Vec<T>, height: impl Fn(&T) -> f64) -> Self {
        Self { is_whole: true, ..Self::new(items, height) }
    }

    /// The items in order.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Upper and lower edge of a row, in pixels from the top of the list.
    pub fn span(&self, index: usize) -> Option<(f64, f64)> {
        Some((*self.edges.get(index)?, *self.edges.get(index + 1)?))
    }

    /// The height of all rows, in pixels.
    pub fn height(&self) -> f64 {
        self.edges.last().copied().unwrap_or_default()
    }

    /// Where to scroll so that a row is in sight, and no further than needed; nothing when it is. All in pixels.
    pub fn scroll_to(&self, index: usize, scrolled: f64, tall: f64) -> Option<f64> {
        const GAP: f64 = 8.0;
        let (top, bottom) = self.span(index)?;
        if top < scrolled {
            Some((top - GAP).max(0.0))
        } else {
            (bottom > scrolled + tall).then_some(bottom - tall + GAP)
        }
    }

    /// The rows to draw: the first, and one behind the last.
    fn drawn(&self, scrolled: f64, tall: f64) -> (usize, usize) {
        if self.is_whole {
            return (0, self.items.len());
        }
        let from = ((scrolled - MARGIN) / STEP).floor() * STEP;
        let to = ((scrolled + tall + MARGIN) / STEP).ceil() * STEP;
        let first = self.edges.partition_point(|edge| *edge <= from).saturating_sub(1);
        let last = self.edges.partition_point(|edge| *edge < to).min(self.items.len());
        (first.min(last), last)
    }
}

/// What of a list is on the page.
#[derive(Debug, Clone, PartialEq)]
struct Drawn<T> {
    items: Vec<T>,
    /// The room that the rows take that are not drawn, in pixels.
    before: f64,
    after: f64,
}

/// The rows of a long list, inside an element that scrolls.
#[component]
pub fn VirtualList<T, K, V>(
    /// All items with their heights.
    #[prop(into)]
    items: Signal<Arc<Placed<T>>>,
    /// Tells an item from the others.
    key: fn(&T) -> K,
    /// How far the list is scrolled, in pixels.
    #[prop(into)]
    scrolled: Signal<f64>,
    /// The height of the part that can be seen, in pixels.
    #[prop(into)]
    tall: Signal<f64>,
    /// Draws a row.
    children: impl Fn(Signal<T>) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let drawn = Memo::new(move |_| {
        items.with(|all| {
            let (first, last) = all.drawn(scrolled.get(), tall.get());
            let edge = |index: usize| all.edges.get(index).copied().unwrap_or_default();
            Drawn {
                items: all.items.iter().take(last).skip(first).cloned().collect(),
                before: edge(first),
                after: all.height() - edge(last),
            }
        })
    });
    let rows = Memo::new(move |_| drawn.with(|drawn| drawn.items.clone()));
    let space = move |height: f64| format!("{height}px");
    view! {
        <div aria-hidden="true" style:height=move || space(drawn.with(|it| it.before))></div>
        <Each items=rows key=key children=children />
        <div aria-hidden="true" style:height=move || space(drawn.with(|it| it.after))></div>
    }
}

#[cfg(test)]
mod tests {
    use super::Placed;

    #[test]
    fn what_can_be_seen_is_drawn_and_little_more() {
        let all = Placed::new((0..1000).collect(), |_| 25.0);
        let check = |scrolled: f64, tall: f64, expected: (usize, usize)| {
            assert_eq!(all.drawn(scrolled, tall), expected, "{scrolled}");
        };
        check(0.0, 500.0, (0, 48));
        check(5_000.0, 500.0, (176, 248));
        check(5_010.0, 500.0, (176, 248));
        check(24_500.0, 500.0, (952, 1000));
        check(90_000.0, 500.0, (1000, 1000));
        assert_eq!(Placed::whole((0..1000).collect(), |_: &i32| 25.0).drawn(5_000.0, 500.0), (0, 1000));
        assert_eq!(Placed::new(Vec::<u8>::new(), |_| 25.0).drawn(0.0, 500.0), (0, 0));
    }

    #[test]
    fn rows_have_the_heights_that_they_are_given() {
        let all = Placed::new(vec![36.0, 25.0, 25.0], |height| *height);
        assert_eq!((all.span(0), all.span(2), all.span(3)), (Some((0.0, 36.0)), Some((61.0, 86.0)), None));
        assert_eq!(all.height(), 86.0);
    }

    #[test]
    fn a_row_is_brought_in_sight_by_the_least_scrolling() {
        let all = Placed::new((0..100).collect(), |_| 25.0);
        let check = |index: usize, scrolled: f64, expected: Option<f64>| {
            assert_eq!(all.scroll_to(index, scrolled, 200.0), expected, "{index} at {scrolled}");
        };
        check(3, 0.0, None);
        check(3, 100.0, Some(67.0));
        check(0, 100.0, Some(0.0));
        check(20, 0.0, Some(333.0));
        check(100, 0.0, None);
    }
}
