//! The rows of the form. Of a long record only those are on the page that can be seen, so that a key stroke costs what shows
//! and not what there is.

use super::form::Form;
use super::form_row::FormLine;
use super::rows::FormRow;
use super::state::workbench;

use leptos::prelude::*;
use std::sync::Arc;
use widgets::{Placed, VirtualList, observe_size};

/// The height of a row, in pixels, as the style sheet has it.
const ROW: f64 = 28.0;

/// How much higher the row is that is worked on.
const MORE: f64 = 31.0;

/// From how many rows on those out of sight are left out.
const WINDOWED_FROM: usize = 120;

/// The rows with their places. Those of a short form take the height that their words need.
pub(super) fn placed(rows: Vec<FormRow>, worked_on: Option<&str>) -> Placed<FormRow> {
    let height = |row: &FormRow| if Some(row.path.as_str()) == worked_on { ROW + MORE } else { ROW };
    if rows.len() < WINDOWED_FROM { Placed::whole(rows, height) } else { Placed::new(rows, height) }
}

/// All rows, as one list.
#[component]
pub(super) fn FormList(form: Form) -> impl IntoView {
    let workbench = workbench();
    observe_size(form.scroll, move |_, height| {
        let _ = form.tall.try_set(height);
    });
    let rows = Memo::new(move |_| {
        let worked_on = workbench.row.get();
        Arc::new(placed(form.rows.get(), worked_on.as_deref()))
    });
    let count = Memo::new(move |_| form.rows.with(Vec::len));
    let is_windowed = move || count.get() >= WINDOWED_FROM;
    view! {
        <div
            class="form-rows"
            class:windowed=is_windowed
            role="list"
            aria-label=move || format!("{} rows", count.get())
            data-testid="form-rows"
        >
            <VirtualList
                items=rows
                key=FormRow::identity
                scrolled=form.scrolled
                tall=form.tall
                children=move |row| view! { <FormLine form=form row=row.get_untracked() /> }
            />
        </div>
    }
}
