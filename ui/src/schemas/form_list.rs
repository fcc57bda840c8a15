//! The rows of the form. Of a long record only those are on the page that can be seen, so that a key stroke costs what shows
//! and not what there is.

use super::form::Form;
use super::form_row::FormLine;
use super::rows::FormRow;
use crate::app::app;
use leptos::ev;
use leptos::prelude::*;

/// The height of a row, in pixels, as the style sheet has it.
const ROW: i32 = 28;

/// How much higher the row is that is worked on.
const MORE: i32 = 31;

/// From how many rows on those out of sight are left out.
const WINDOWED_FROM: usize = 120;

/// How many rows stand on either side of those that can be seen: what Tab reaches next must be there.
const BEYOND: usize = 14;

/// By how many rows the window moves at once.
const STEP: usize = 7;

/// The upper edge of a row within the list, in pixels.
pub(super) fn row_top(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX / ROW).saturating_mul(ROW)
}

/// The rows to draw: first, and one behind the last.
fn window_of(count: usize, scrolled: i32, height: i32) -> (usize, usize) {
    if count < WINDOWED_FROM {
        return (0, count);
    }
    let rows = |pixels: i32| usize::try_from(pixels.max(0) / ROW).unwrap_or_default();
    let first = rows(scrolled).saturating_sub(BEYOND) / STEP * STEP;
    let last = (rows(scrolled) + rows(height) + BEYOND).div_ceil(STEP) * STEP;
    (first.min(count), last.min(count))
}

/// All rows, as one list.
#[component]
pub(super) fn FormList(form: Form) -> impl IntoView {
    let app = app();
    Effect::new(move |_| {
        // Once it stands on the page.
        let _ = form.scroll.get();
        request_animation_frame(move || form.measure());
    });
    let resized = window_event_listener(ev::resize, move |_| form.measure());
    on_cleanup(move || resized.remove());
    let count = Memo::new(move |_| form.rows.with(Vec::len));
    let shown = Memo::new(move |_| {
        let (top, height) = form.scrolled.get();
        window_of(count.get(), top, height)
    });
    let is_windowed = Memo::new(move |_| count.get() >= WINDOWED_FROM);
    let worked_on = Memo::new(move |_| {
        let path = app.workbench.row.get()?;
        form.rows.with(|rows| rows.iter().position(|it| it.path == path))
    });
    let more = move |is_there: bool| if is_there { MORE } else { 0 };
    let before = move || {
        let (first, _) = shown.get();
        format!("{}px", row_top(first) + more(worked_on.get().is_some_and(|it| it < first)))
    };
    let after = move || {
        let (_, last) = shown.get();
        format!(
            "{}px",
            row_top(count.get() - last.min(count.get())) + more(worked_on.get().is_some_and(|it| it >= last))
        )
    };
    view! {
        <div
            class="form-rows"
            class:windowed=move || is_windowed.get()
            role="list"
            aria-label=move || format!("{} rows", count.get())
            data-testid="form-rows"
        >
            <div class="form-space" aria-hidden="true" style:height=before></div>
            <For
                each=move || {
                    let (first, last) = shown.get();
                    form.rows.with(|rows| rows.iter().take(last).skip(first).cloned().collect::<Vec<_>>())
                }
                key=FormRow::identity
                children=move |row| view! { <FormLine form=form row=row /> }
            />
            <div class="form-space" aria-hidden="true" style:height=after></div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::window_of;

    #[test]
    fn what_can_be_seen_is_drawn() {
        assert_eq!(window_of(40, 0, 500), (0, 40));
        assert_eq!(window_of(500, 0, 560), (0, 35));
        let (first, last) = window_of(500, 5600, 560);
        assert!((172..=186).contains(&first), "{first}");
        assert!((234..250).contains(&last), "{last}");
        assert_eq!(window_of(500, 14_000, 560), (483, 500));
    }
}
