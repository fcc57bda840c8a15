//! One row of the form: what a field is called, what it is and what it defaults to, each turned into a field when pressed.

use super::focus::{by_id, keep_focus};
use super::form::{Column, Form};
use super::form_cell::{Cell, FoldButton};
use super::form_move::{begin_drag, end_of, give_up, move_by};
use super::rename::Target;
use super::rows::{FormRow, Kind};
use super::state::{bench, workbench};

use engine::avro::{FormEdit, SourceId};
use engine::syntax::Span;
use leptos::ev;
use leptos::prelude::*;
use widgets::Icon;

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
                    <FoldButton form=form row=row.clone() />
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
fn FieldLine(form: Form, row: FormRow) -> impl IntoView {
    let workbench = workbench();
    let bench = bench();
    let path = StoredValue::new(row.path.clone());
    let edited = Memo::new(move |_| {
        let of_this = |it: &(String, Column)| path.with_value(|path| it.0 == *path).then_some(it.1);
        form.editing.with(|it| it.as_ref().and_then(of_this))
    });
    let is_worked_on = Memo::new(move |_| path.with_value(|path| workbench.row.with(|it| it.as_ref() == Some(path))));
    let now = move || path.with_value(|path| form.row(path));
    let edit = move |make: &dyn Fn(String) -> FormEdit| now().is_some_and(|row| form.edit(&make(row.pointer)));
    let rename = Callback::new(move |name: String| {
        let Some(row) = now() else { return false };
        let is_done = form.schema.with_value(|id| workbench.rename_field(id, &row.pointer, name.trim()));
        if is_done {
            // The row goes on being worked on under its new name.
            let renamed = path.with_value(|path| match path.rsplit_once('.') {
                Some((holder, _)) => format!("{holder}.{}", name.trim()),
                None => name.trim().to_owned(),
            });
            keep_focus(vec![by_id(&format!("field-{renamed}-name"))]);
            workbench.row.set(Some(renamed));
        }
        is_done
    });
    let retag = Callback::new(move |typed: String| {
        let Some(row) = now() else { return false };
        let edits = retagged(&row.pointer, &row.tags, &typed);
        form.schema.with_value(|id| workbench.edit_form_all(id, &edits))
    });
    let retype = Callback::new(move |text: String| edit(&|field| FormEdit::SetType { field, text: text.clone() }));
    let given = |text: String| Some(text).filter(|it| !it.trim().is_empty());
    let redefault =
        Callback::new(move |json: String| edit(&|field| FormEdit::SetDefault { field, json: given(json.clone()) }));
    let redoc = Callback::new(move |doc: String| edit(&|field| FormEdit::SetDoc { field, doc: given(doc.clone()) }));
    let is_pii = row.is_pii();
    let others: Vec<String> = row.tags.iter().filter(|it| !it.eq_ignore_ascii_case("pii")).cloned().collect();
    let begin = move |_| {
        path.with_value(|path| {
            if workbench.row.with_untracked(|it| it.as_ref() != Some(path)) {
                workbench.row.set(Some(path.clone()));
            }
        });
    };
    let reveal = move |_| {
        let span = bench.judged.with_untracked(|it| {
            let it = it.as_ref()?;
            let schema = it.text(it.part(workbench.version.get_untracked()))?.schema.as_ref()?;
            let tree = schema.tree(SourceId::OWN);
            tree.locate(&now()?.pointer).map(|node| tree.span(node))
        });
        if let Some(Span { start, end }) = span {
            workbench.reveal.set(Some(Span::new(start, end)));
        }
    };
    let fixed = row.of.is_some();
    let tool = move |icon, label: &str, testid: String, is_at_end: Memo<bool>, act: Callback<()>| {
        view! {
            <button
                type="button"
                class="ghost icon-only"
                aria-label=label.to_owned()
                title=label.to_owned()
                data-testid=testid
                disabled=move || is_at_end.get() || fixed || !form.can_edit.get()
                on:click=move |_| act.run(())
            >
                <Icon icon=icon size=13 />
            </button>
        }
    };
    let moved = move |down: bool| path.with_value(|path| move_by(form, path, down));
    let (up, down) = (Callback::new(move |()| moved(false)), Callback::new(move |()| moved(true)));
    let delete = Callback::new(move |()| {
        // The keyboard goes on at the row that takes its place, or at the one before.
        let near = form.rows.with_untracked(|rows| {
            let at = path.with_value(|path| rows.iter().position(|it| it.path == *path)).unwrap_or_default();
            let name = |it: &FormRow| by_id(&format!("field-{}-name", it.path));
            let behind = rows.iter().skip(at + 1).find(|it| it.kind == Kind::Field).map(name);
            let before = rows.iter().take(at).rfind(|it| it.kind == Kind::Field).map(name);
            behind.into_iter().chain(before).chain([by_id("add-field")]).collect::<Vec<_>>()
        });
        if edit(&|field| FormEdit::Remove { field }) {
            keep_focus(near);
        }
    });
    let named = row.named_type.clone();
    let rename_type = move |name: String| workbench.renaming.set(Some(Target::Type(name)));
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && give_up(form) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let is_typing = form.editing.with_untracked(|it| it.is_some());
        if is_typing || fixed || !form.can_edit.get_untracked() {
            return;
        }
        match (event.key().as_str(), event.alt_key()) {
            ("ArrowUp", true) => moved(false),
            ("ArrowDown", true) => moved(true),
            ("F2", false) => form.editing.set(Some((path.get_value(), Column::Name))),
            ("Delete", false) => delete.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let drop = move || form.drop.with(|it| it.as_ref().and_then(|drop| path.with_value(|path| end_of(drop, path))));
    let id = row.path.clone();
    let grip_label = StoredValue::new(format!("Move {}", row.name));
    let grip_id = StoredValue::new(format!("field-{id}-grip"));
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
                        fixed=fixed
                    />
                    <Cell
                        form=form
                        edited=edited
                        path=path
                        column=Column::Tags
                        class="cell-tag-list".to_owned()
                        shown=if row.tags.is_empty() { "Tags…".to_owned() } else { row.tags.join(", ") }
                        written=row.tags.join(", ")
                        label="Tags".to_owned()
                        testid=format!("field-{id}-tags")
                        on_commit=retag
                        fixed=fixed
                    />
                    {(!row.aliases.is_empty()).then(|| view! { <span class="muted">{format!("also read as {}", row.aliases)}</span> })}
                    {row.of.clone().map(|of| view! { <span class="muted">{format!("defined in {of}")}</span> })}
                    <span class="form-tools">
                        {named
                            .clone()
                            .map(|name| {
                                let label = format!("Rename type {}…", name.rsplit('.').next().unwrap_or_default());
                                view! {
                                    <button
                                        type="button"
                                        class="ghost icon-only"
                                        aria-label=label.clone()
                                        title=label
                                        data-testid=format!("field-{id}-rename-type")
                                        disabled=move || !form.can_edit.get()
                                        on:click=move |_| rename_type(name.clone())
                                    >
                                        <Icon icon=icondata_lu::LuPencilLine size=13 />
                                    </button>
                                }
                            })}
                        {tool(icondata_lu::LuArrowUp, "Move up (Alt ↑)", format!("field-{id}-up"), is_first, up)}
                        {tool(icondata_lu::LuArrowDown, "Move down (Alt ↓)", format!("field-{id}-down"), is_last, down)}
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
            class:fixed=fixed
            class:drop-before=move || drop() == Some(false)
            class:drop-after=move || drop() == Some(true)
            class:dragged=move || form.drop.with(|it| it.as_ref().is_some_and(|it| path.with_value(|path| it.path == *path)))
            on:click=begin
            on:keydown=on_key
        >
            <div class="form-row">
                <span class="cell-name" style:padding-left=indent(row.depth)>
                    <span class="row-dot">
                        {dot}
                        <Show when=move || !fixed && form.can_edit.get()>
                            <button
                                type="button"
                                class="grip"
                                tabindex="-1"
                                aria-label=grip_label.get_value()
                                title="Drag to another place, or press Alt ↑ and Alt ↓"
                                data-testid=grip_id.get_value()
                                on:pointerdown=move |event| path.with_value(|path| begin_drag(form, path, &event))
                            >
                                <Icon icon=icondata_lu::LuGripVertical size=12 />
                            </button>
                        </Show>
                    </span>
                    <FoldButton form=form row=row.clone() />
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
                        fixed=fixed
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
                    fixed=fixed
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
                    fixed=fixed
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
                            if !fixed && form.can_edit.get_untracked() {
                                edit(&|field| FormEdit::SetTag { field, tag: "pii".to_owned(), on: !is_pii });
                                keep_focus(vec![path.with_value(|path| by_id(&format!("field-{path}-pii")))]);
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

/// The edits that give a field the tags that were typed, joined by commas.
fn retagged(field: &str, tags: &[String], typed: &str) -> Vec<FormEdit> {
    let wanted: Vec<&str> = typed.split([',', ' ']).map(str::trim).filter(|it| !it.is_empty()).collect();
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let set = |tag: &str, on: bool| FormEdit::SetTag { field: field.to_owned(), tag: tag.to_owned(), on };
    let gone = tags.iter().filter(|tag| !wanted.iter().any(|it| same(it, tag))).map(|tag| set(tag, false));
    let new = wanted.iter().filter(|tag| !tags.iter().any(|it| same(it, tag))).map(|tag| set(tag, true));
    gone.chain(new).collect()
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
pub(super) fn NewField(
    form: Form,
    /// The pointer to the record.
    record: String,
    testid: String,
    /// Whether its fields are those of the first level.
    #[prop(default = false)]
    is_outermost: bool,
) -> impl IntoView {
    let (workbench, bench) = (workbench(), bench());
    let record = StoredValue::new(record);
    let add = move |_| {
        let names = bench.judged.with_untracked(|it| {
            let part = it.as_ref().map(|it| it.part(workbench.version.get_untracked()));
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
        if form.edit(&edit) && is_outermost {
            workbench.row.set(Some(name.clone()));
            form.bring(&name);
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
    use super::{free_name, retagged};
    use engine::avro::{FormEdit, Schema};

    #[test]
    fn typed_tags_are_set_and_the_others_go() {
        let text = r#"{"type": "record", "name": "A", "fields": [{"name": "a", "type": "int", "pii": true, "tags": ["old"]}]}"#;
        let tags = Schema::parse(text, &[]).0.unwrap().form()[0].tags.clone();
        let edits = retagged("/fields/0", &tags, "PII, audited");
        assert_eq!(edits.len(), 2);
        let mut now = text.to_owned();
        for edit in &edits {
            now = Schema::parse(&now, &[]).0.unwrap().edit_form(edit).unwrap();
        }
        assert_eq!(Schema::parse(&now, &[]).0.unwrap().form()[0].tags, ["audited", "pii"]);
        assert_eq!(retagged("/fields/0", &tags, "pii old"), Vec::<FormEdit>::new());
    }

    #[test]
    fn a_new_field_takes_no_name_that_is_there() {
        let taken = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(free_name(&taken(&["id"])), "newField");
        assert_eq!(free_name(&taken(&["newField", "newField2"])), "newField3");
    }
}
