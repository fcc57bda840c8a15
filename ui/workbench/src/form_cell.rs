//! The parts of a row of the form: what folds it, and cells that turn into fields when they are pressed.

use super::focus::{by_id, keep_focus};
use super::form::{Column, Form};
use super::rows::{Fold, FormRow};
use super::state::workbench;
use super::type_field::TypeField;

use leptos::prelude::*;
use widgets::{Icon, InlineEdit};

/// Unfolds a row, or leads to the row that holds it.
#[component]
pub(super) fn FoldButton(form: Form, row: FormRow) -> impl IntoView {
    let workbench = workbench();
    let path = row.path.clone();
    let testid = format!("unfold-{}", row.path);
    let place = by_id(&testid);
    let turn = move |_| {
        // The row is drawn anew.
        keep_focus(vec![place.clone()]);
        workbench.unfolded.update(|all| {
            if !all.remove(&path) {
                all.insert(path.clone());
            }
        });
    };
    match row.fold {
        Fold::None => view! { <span class="fold"></span> }.into_any(),
        Fold::Closed | Fold::Open => {
            let is_open = row.fold == Fold::Open;
            let icon = if is_open { icondata_lu::LuChevronDown } else { icondata_lu::LuChevronRight };
            let label = if is_open { "Fold" } else { "Unfold" };
            view! {
                <button
                    type="button"
                    class="fold"
                    aria-expanded=is_open.to_string()
                    aria-label=format!("{label} {}", row.name)
                    title=label
                    data-testid=testid
                    on:click=turn
                >
                    <Icon icon=icon size=13 />
                </button>
            }
            .into_any()
        }
        Fold::Recursive(holder) => {
            let title =
                if holder.is_empty() { "Holds the schema itself".to_owned() } else { format!("Holds {holder} again") };
            let target = holder.clone();
            let show = move |_| {
                form.bring(&target);
                workbench.row.set(Some(target.clone()));
            };
            view! {
                <button type="button" class="fold" title=title.clone() aria-label=title data-testid=testid on:click=show>
                    <Icon icon=icondata_lu::LuCornerLeftUp size=12 />
                </button>
            }
            .into_any()
        }
    }
}

/// A cell that turns into a field when it is pressed.
#[component]
pub(super) fn Cell(
    form: Form,
    /// The column of this row that is being edited.
    edited: Memo<Option<Column>>,
    path: StoredValue<String>,
    column: Column,
    class: String,
    shown: String,
    written: String,
    label: String,
    testid: String,
    /// Takes what was typed; says whether it was taken.
    on_commit: Callback<String, bool>,
    /// Whether it stays as it is, as in a text of another subject.
    #[prop(default = false)]
    fixed: bool,
) -> impl IntoView {
    let begin = move |_| {
        if !fixed && form.can_edit.get_untracked() {
            form.editing.set(Some((path.get_value(), column)));
        }
    };
    let written = StoredValue::new(written);
    let label = StoredValue::new(label);
    // What was typed and not taken, for as long as it is mended.
    let refused: StoredValue<Option<String>> = StoredValue::new(None);
    let place = StoredValue::new(by_id(&testid));
    let close = move || {
        form.editing.set(None);
        keep_focus(vec![place.get_value()]);
    };
    let is_taken = StoredValue::new(false);
    // A commit that changes nothing must not become a step.
    let commit = Callback::new(move |text: String| {
        close();
        is_taken.set_value(written.with_value(|before| *before == text) || on_commit.run(text.clone()));
        if is_taken.get_value() {
            refused.set_value(None);
            return;
        }
        request_animation_frame(move || {
            if refused.try_set_value(Some(text)).is_none() && form.editing.try_get_untracked() == Some(None) {
                form.editing.set(Some((path.get_value(), column)));
            }
        });
    });
    let cancel = Callback::new(move |()| {
        refused.set_value(None);
        close();
    });
    // What was refused is mended before the keyboard goes on.
    let on_tab = Callback::new(move |back: bool| {
        if is_taken.get_value() {
            form.walk(&path.get_value(), column, back);
        }
    });
    let begun = move || refused.get_value().unwrap_or_else(|| written.get_value());
    view! {
        <Show
            when=move || edited.get() == Some(column)
            fallback=move || {
                view! {
                    <button
                        type="button"
                        class=format!("cell {class}")
                        aria-label=label.with_value(|label| format!("{label}: {shown}"))
                        title=move || {
                            // A narrow cell cuts what stands in it.
                            let hint = form.hint(fixed, column);
                            written.with_value(|it| if it.is_empty() { hint.to_owned() } else { format!("{it}\n{hint}") })
                        }
                        data-testid=testid.clone()
                        on:click=begin
                    >
                        {shown.clone()}
                    </button>
                }
            }
        >
            {move || {
                if column == Column::Type {
                    view! {
                        <TypeField text=begun() known=form.types on_commit=commit on_cancel=cancel on_tab=on_tab />
                    }
                    .into_any()
                } else {
                    view! {
                        <InlineEdit
                            text=begun()
                            label=label.get_value()
                            testid="form-input"
                            mono=column != Column::Doc
                            on_commit=commit
                            on_cancel=cancel
                            on_tab=on_tab
                        />
                    }
                    .into_any()
                }
            }}
        </Show>
    }
}
