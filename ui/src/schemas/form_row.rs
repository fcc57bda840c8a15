//! One row of the form: what a field is called, what it is and what it defaults to, each turned into a field when pressed.

use super::form::{Column, Form};
use super::rows::{Fold, FormRow, Kind};
use super::state::bench;
use super::type_field::TypeField;
use crate::app::app;
use crate::widgets::{Icon, InlineEdit};
use engine::avro::{FormEdit, SourceId};
use engine::syntax::Span;
use leptos::prelude::*;

/// A row of the form.
#[component]
pub(super) fn FormLine(
    /// What all rows share.
    form: Form,
    /// The row.
    row: FormRow,
) -> impl IntoView {
    let inset = indent(row.depth);
    match row.kind.clone() {
        Kind::Field => view! { <FieldLine form=form row=row /> }.into_any(),
        Kind::Branch => view! {
            <div class="form-row quiet" role="listitem">
                <span class="cell-name" style:padding-left=inset>
                    <FoldButton row=row.clone() />
                    <span class="muted">"or"</span>
                </span>
                <span class=format!("cell-type {}", row.type_kind)>{row.shown_type()}</span>
            </div>
        }
        .into_any(),
        Kind::Detail => view! {
            <div class="form-row quiet" role="listitem">
                <span class="cell-detail" style:padding-left=inset>{row.doc}</span>
            </div>
        }
        .into_any(),
        Kind::Add(record) => view! {
            <div class="form-row quiet" role="listitem">
                <span class="cell-detail" style:padding-left=inset>
                    <NewField form=form record=record testid=format!("add-field-{}", row.path.trim_end_matches(".+")) />
                </span>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn FoldButton(row: FormRow) -> impl IntoView {
    let app = app();
    let path = row.path.clone();
    let turn = move |_| {
        app.workbench.unfolded.update(|all| {
            if !all.remove(&path) {
                all.insert(path.clone());
            }
        });
    };
    let testid = format!("unfold-{}", row.path);
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
                let testid = target.clone();
                let line = document().query_selector(&format!("[data-path=\"{testid}\"]")).ok().flatten();
                if let Some(line) = line {
                    line.scroll_into_view();
                }
                app.workbench.row.set(Some(target.clone()));
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
fn Cell(
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
    on_commit: Callback<String>,
) -> impl IntoView {
    let begin = move |_| {
        if form.can_edit.get_untracked() {
            form.editing.set(Some((path.get_value(), column)));
        }
    };
    let written = StoredValue::new(written);
    let label = StoredValue::new(label);
    // A commit that changes nothing must not become a step.
    let commit = Callback::new(move |text: String| {
        form.editing.set(None);
        if written.with_value(|before| *before != text) {
            on_commit.run(text);
        }
    });
    let cancel = Callback::new(move |()| form.editing.set(None));
    view! {
        <Show
            when=move || edited.get() == Some(column)
            fallback=move || {
                view! {
                    <button
                        type="button"
                        class=format!("cell {class}")
                        aria-label=label.with_value(|label| format!("{label}: {shown}"))
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
                        <TypeField text=written.get_value() known=form.types on_commit=commit on_cancel=cancel />
                    }
                    .into_any()
                } else {
                    view! {
                        <InlineEdit
                            text=written.get_value()
                            label=label.get_value()
                            testid="form-input"
                            mono=column != Column::Doc
                            on_commit=commit
                            on_cancel=cancel
                        />
                    }
                    .into_any()
                }
            }}
        </Show>
    }
}

#[component]
fn FieldLine(form: Form, row: FormRow) -> impl IntoView {
    let app = app();
    let bench = bench();
    let path = StoredValue::new(row.path.clone());
    let edited = Memo::new(move |_| {
        let of_this = |it: &(String, Column)| path.with_value(|path| it.0 == *path).then_some(it.1);
        form.editing.with(|it| it.as_ref().and_then(of_this))
    });
    let is_worked_on =
        Memo::new(move |_| path.with_value(|path| app.workbench.row.with(|it| it.as_ref() == Some(path))));
    let now = move || path.with_value(|path| form.row(path));
    let edit = move |make: &dyn Fn(String) -> FormEdit| now().is_some_and(|row| form.edit(&make(row.pointer)));
    let rename = Callback::new(move |name: String| {
        if edit(&|field| FormEdit::Rename { field, name: name.clone() }) {
            // The row goes on being worked on under its new name.
            let renamed = path.with_value(|path| match path.rsplit_once('.') {
                Some((holder, _)) => format!("{holder}.{}", name.trim()),
                None => name.trim().to_owned(),
            });
            app.workbench.row.set(Some(renamed));
        }
    });
    let retype = Callback::new(move |text: String| {
        edit(&|field| FormEdit::SetType { field, text: text.clone() });
    });
    let given = |text: String| Some(text).filter(|it| !it.trim().is_empty());
    let redefault = Callback::new(move |json: String| {
        edit(&|field| FormEdit::SetDefault { field, json: given(json.clone()) });
    });
    let redoc = Callback::new(move |doc: String| {
        edit(&|field| FormEdit::SetDoc { field, doc: given(doc.clone()) });
    });
    let is_pii = row.is_pii();
    let others: Vec<String> = row.tags.iter().filter(|it| !it.eq_ignore_ascii_case("pii")).cloned().collect();
    let begin = move |_| {
        path.with_value(|path| {
            if app.workbench.row.with_untracked(|it| it.as_ref() != Some(path)) {
                app.workbench.row.set(Some(path.clone()));
            }
        });
    };
    let reveal = move |_| {
        let span = bench.judged.with_untracked(|it| {
            let it = it.as_ref()?;
            let schema = it.text(it.part(app.workbench.version.get_untracked()))?.schema.as_ref()?;
            let tree = schema.tree(SourceId::OWN);
            tree.locate(&now()?.pointer).map(|node| tree.span(node))
        });
        if let Some(Span { start, end }) = span {
            app.workbench.reveal.set(Some(Span::new(start, end)));
        }
    };
    let tool = move |icon, label: &str, testid: String, is_at_end: Memo<bool>, act: Callback<()>| {
        view! {
            <button
                type="button"
                class="ghost icon-only"
                aria-label=label.to_owned()
                title=label.to_owned()
                data-testid=testid
                disabled=move || is_at_end.get() || !form.can_edit.get()
                on:click=move |_| act.run(())
            >
                <Icon icon=icon size=13 />
            </button>
        }
    };
    let to = move |step: fn(usize) -> usize| {
        if let Some(index) = now().map(|it| it.index) {
            edit(&|field| FormEdit::Move { field, to: step(index) });
        }
    };
    let up = Callback::new(move |()| to(|index| index.saturating_sub(1)));
    let down = Callback::new(move |()| to(|index| index + 1));
    let delete = Callback::new(move |()| {
        edit(&|field| FormEdit::Remove { field });
    });
    let id = row.path.clone();
    let tinted = row.is_own.then_some(row.severity).flatten().unwrap_or_default();
    let dot = row.severity.map(|severity| {
        view! { <i class=format!("dot {severity}") role="img" aria-label=severity title=row.finding.clone()></i> }
    });
    let no_default = row.default.is_none();
    let shown_default =
        row.shown_default().unwrap_or_else(|| if row.lacks_default { "none".into() } else { "–".into() });
    let doc_row = {
        let row = row.clone();
        let id = id.clone();
        move || {
            let (row, id) = (row.clone(), id.clone());
            let of_row = move |look: fn(&FormRow) -> bool| {
                Memo::new(move |_| {
                    let is_this = |it: &&FormRow| path.with_value(|path| it.path == *path);
                    form.rows.with(|rows| rows.iter().find(is_this).is_some_and(look))
                })
            };
            let (is_first, is_last, never) = (of_row(|it| it.index == 0), of_row(|it| !it.has_next), of_row(|_| false));
            view! {
                <div class="form-more">
                    <Cell
                        form=form
                        edited=edited
                        path=path
                        column=Column::Doc
                        class="cell-doc".to_owned()
                        shown=if row.doc.is_empty() { "Say what it means…".to_owned() } else { row.doc.clone() }
                        written=row.doc.clone()
                        label="Doc".to_owned()
                        testid=format!("field-{id}-doc")
                        on_commit=redoc
                    />
                    {(!row.aliases.is_empty()).then(|| view! { <span class="muted">{format!("also read as {}", row.aliases)}</span> })}
                    <span class="form-tools">
                        {tool(icondata_lu::LuArrowUp, "Move up", format!("field-{id}-up"), is_first, up)}
                        {tool(icondata_lu::LuArrowDown, "Move down", format!("field-{id}-down"), is_last, down)}
                        {tool(icondata_lu::LuTrash2, "Delete the field", format!("field-{id}-delete"), never, delete)}
                        <button type="button" class="ghost icon-only" aria-label="Show in the text" title="Show in the text" on:click=reveal>
                            <Icon icon=icondata_lu::LuTextSearch size=13 />
                        </button>
                    </span>
                </div>
            }
        }
    };
    view! {
        <div
            class=format!("form-field {tinted}")
            class:worked-on=move || is_worked_on.get()
            role="listitem"
            data-testid=format!("field-{id}")
            data-path=id.clone()
            on:click=begin
        >
            <div class="form-row">
                <span class="cell-name" style:padding-left=indent(row.depth)>
                    <span class="row-dot">{dot}</span>
                    <FoldButton row=row.clone() />
                    <Cell
                        form=form
                        edited=edited
                        path=path
                        column=Column::Name
                        class="mono".to_owned()
                        shown=row.name.clone()
                        written=row.name.clone()
                        label="Name".to_owned()
                        testid=format!("field-{id}-name")
                        on_commit=rename
                    />
                </span>
                <Cell
                    form=form
                    edited=edited
                    path=path
                    column=Column::Type
                    class=format!("cell-type mono {}", row.type_kind)
                    shown=row.shown_type()
                    written=row.type_text.clone()
                    label="Type".to_owned()
                    testid=format!("field-{id}-type")
                    on_commit=retype
                />
                <Cell
                    form=form
                    edited=edited
                    path=path
                    column=Column::Default
                    class=format!("cell-default mono {}", if row.lacks_default { "lacking" } else if no_default { "absent" } else { "" })
                    shown=shown_default
                    written=row.default.clone().unwrap_or_default()
                    label="Default".to_owned()
                    testid=format!("field-{id}-default")
                    on_commit=redefault
                />
                <span class="cell-tags">
                    <button
                        type="button"
                        class="tag pii"
                        class:on=is_pii
                        aria-pressed=is_pii.to_string()
                        aria-label="Personal data"
                        title=if is_pii { "Personal data" } else { "Mark as personal data" }
                        data-testid=format!("field-{id}-pii")
                        on:click=move |_| {
                            if form.can_edit.get_untracked() {
                                edit(&|field| FormEdit::SetTag { field, tag: "pii".to_owned(), on: !is_pii });
                            }
                        }
                    >
                        "PII"
                    </button>
                    {others.into_iter().map(|tag| view! { <span class="tag">{tag}</span> }).collect_view()}
                </span>
            </div>
            <Show when=move || is_worked_on.get()>{doc_row.clone()}</Show>
        </div>
    }
}

/// How far a row stands in. What is nested deep moves by little, so that the names keep their place.
fn indent(depth: usize) -> String {
    let (near, far) = (depth.min(4), depth.saturating_sub(4));
    format!("{}px", near * 16 + far * 2)
}

/// A name for a new field that is not taken.
fn free_name(taken: &[String]) -> String {
    let mut name = "newField".to_owned();
    let mut number = 2;
    while taken.contains(&name) {
        name = format!("newField{number}");
        number += 1;
    }
    name
}

/// Adds a field to a record.
#[component]
pub(super) fn NewField(form: Form, record: String, testid: String) -> impl IntoView {
    let (app, bench) = (app(), bench());
    let record = StoredValue::new(record);
    let add = move |_| {
        let names = bench.judged.with_untracked(|it| {
            let part = it.as_ref().map(|it| it.part(app.workbench.version.get_untracked()));
            let schema = it.as_ref().zip(part).and_then(|(it, part)| it.text(part)).and_then(|it| it.schema.as_ref());
            schema.map_or_else(Vec::new, |schema| {
                let tree = schema.tree(SourceId::OWN);
                let node = record.with_value(|it| tree.locate(it));
                let own = schema.types().find(|(_, ty)| ty.source.is_own() && Some(ty.node) == node);
                own.map_or_else(Vec::new, |(id, _)| schema.form_of(id).into_iter().map(|it| it.name).collect())
            })
        });
        let name = free_name(&names);
        let edit = FormEdit::Add { record: record.get_value(), name: name.clone(), text: "string".to_owned() };
        if form.edit(&edit) && record.with_value(String::is_empty) {
            app.workbench.row.set(Some(name.clone()));
            form.editing.set(Some((name, Column::Name)));
        }
    };
    view! {
        <button type="button" class="add-field" data-testid=testid on:click=add>
            <Icon icon=icondata_lu::LuPlus size=13 />
            "Add field"
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::free_name;

    #[test]
    fn a_new_field_takes_no_name_that_is_there() {
        let taken = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(free_name(&taken(&["id"])), "newField");
        assert_eq!(free_name(&taken(&["newField", "newField2"])), "newField3");
    }
}
