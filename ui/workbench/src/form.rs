//! The form at the left half: one row a field, edited in place, each edit one small edit of the text.

use super::findings::Row as Found;
use super::focus::{by_id, go_to};
use super::form_list::{FormList, placed};
use super::form_move::Drop;
use super::form_row::NewField;
use super::judged::{Judged, Part};
use super::rows::{FormRow, Kind, differences, innermost, rows};
use super::sample::Sample;
use super::state::{Workbench, bench, workbench};
use engine::avro::{FormEdit, LogicalType, PRIMITIVES, Schema, Shape, SourceId};
use engine::model::SchemaId;
use leptos::html;
use leptos::prelude::*;
use parts::document;

/// As much as can be seen of the list before it was measured, in pixels.
const FIRST_HEIGHT: f64 = 900.0;

/// A column of the form that can be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Type,
    Default,
    Doc,
    Tags,
}

/// What every row of one form shares.
#[derive(Clone, Copy)]
pub(super) struct Form {
    /// The state of the view: a drag ends where no context is.
    pub(super) workbench: Workbench,
    pub(super) schema: StoredValue<SchemaId>,
    /// The cell that is being edited.
    pub(super) editing: RwSignal<Option<(String, Column)>>,
    /// Whether the text that is shown can be edited by the form.
    pub(super) can_edit: Memo<bool>,
    /// The types that a field can have by name.
    pub(super) types: Memo<Vec<(String, String)>>,
    /// All rows.
    pub(super) rows: Memo<Vec<FormRow>>,
    /// What scrolls.
    pub(super) scroll: NodeRef<html::Div>,
    /// How far it is scrolled, in pixels.
    pub(super) scrolled: RwSignal<f64>,
    /// How much of it can be seen, in pixels.
    pub(super) tall: RwSignal<f64>,
    /// Where a dragged row would go.
    pub(super) drop: RwSignal<Option<Drop>>,
}

impl Form {
    pub(super) fn edit(self, edit: &FormEdit) -> bool {
        self.editing.set(None);
        self.schema.with_value(|id| self.workbench.edit_form(id, edit))
    }

    /// A row as it is now: an edit above it moves its field in the text without drawing it anew.
    pub(super) fn row(self, path: &str) -> Option<FormRow> {
        self.rows.with_untracked(|rows| rows.iter().find(|it| it.path == path).cloned())
    }

    /// Takes in how far the list is scrolled.
    fn has_scrolled(self) {
        if let Some(scroll) = self.scroll.get_untracked() {
            self.scrolled.set(f64::from(scroll.scroll_top()));
        }
    }

    /// Scrolls no further than needed to have a row in sight, which may not be on the page yet.
    pub(super) fn bring(self, path: &str) {
        let Some(scroll) = self.scroll.get_untracked() else { return };
        let place = self.rows.with_untracked(|rows| {
            let at = rows.iter().position(|it| it.path == path)?;
            let worked_on = self.workbench.row.get_untracked();
            let placed = placed(rows.clone(), worked_on.as_deref());
            placed.scroll_to(at, f64::from(scroll.scroll_top()), f64::from(scroll.client_height()))
        });
        if let Some(top) = place {
            scroll.set_scroll_top(top as i32);
        }
    }

    /// Goes on with the cell after one, or the one before: name, type and default, then the next field's name. Behind the last
    /// comes the button for a new field.
    pub(super) fn walk(self, path: &str, from: Column, back: bool) {
        let next = self.rows.with_untracked(|rows| {
            let is_there = |path: &str| rows.iter().any(|row| row.path == path);
            // A field that has another name by now is the one that is worked on.
            let renamed = self.workbench.row.get_untracked().filter(|it| !is_there(path) && is_there(it));
            next_cell(rows, renamed.as_deref().unwrap_or(path), from, back)
        });
        match next {
            Some((path, column)) => {
                self.workbench.row.set(Some(path.clone()));
                self.bring(&path);
                self.editing.set(Some((path, column)));
            }
            None if !back => go_to(by_id("add-field")),
            None => {}
        }
    }

    /// What a cell says when it is pointed at.
    pub(super) fn hint(self, fixed: bool, column: Column) -> &'static str {
        match (fixed, self.can_edit.get(), column) {
            (true, ..) => "Defined in another subject; edit it there",
            (false, false, _) => "Released versions stay as they are; edit the draft",
            (false, true, Column::Name) => "Press to rename, also with F2",
            (false, true, Column::Type) => "Press to choose another type",
            (false, true, Column::Default) => "Press to type a default; empty for none",
            (false, true, Column::Doc) => "Press to say what it means",
            (false, true, Column::Tags) => "Press to type tags, joined by commas",
        }
    }
}

/// The cell after one, or the one before, among those that can be edited.
fn next_cell(rows: &[FormRow], path: &str, from: Column, back: bool) -> Option<(String, Column)> {
    const WALKED: [Column; 3] = [Column::Name, Column::Type, Column::Default];
    let own = rows.iter().filter(|row| row.kind == Kind::Field && row.of.is_none());
    let cells: Vec<(&str, Column)> = own.flat_map(|row| WALKED.map(|column| (row.path.as_str(), column))).collect();
    // What stands below the cells of a field belongs behind its default.
    let of_cells = match from {
        Column::Name | Column::Type | Column::Default => from,
        Column::Doc | Column::Tags => Column::Default,
    };
    let at = cells.iter().position(|cell| *cell == (path, of_cells))?;
    let next = if back && of_cells == from {
        at.checked_sub(1)?
    } else if back {
        at
    } else {
        at + 1
    };
    cells.get(next).map(|(path, column)| ((*path).to_owned(), *column))
}

/// The form.
#[component]
pub fn FormHalf(
    /// The schema.
    id: SchemaId,
    /// What is wrong with the text.
    found: Memo<Vec<Found>>,
) -> impl IntoView {
    let (document, workbench, bench) = (document(), workbench(), bench());
    let part = Memo::new(move |_| bench.part().unwrap_or(Part::Nothing));
    let look = move |look: &dyn Fn(&Judged, Part) -> bool| {
        bench.judged.with(|it| it.as_ref().is_some_and(|it| look(it, part.get())))
    };
    let can_edit = Memo::new(move |_| document.is_editable() && look(&Judged::is_written));
    let is_understood = Memo::new(move |_| look(&|it, part| it.text(part).is_some_and(|it| it.schema.is_some())));
    let of_schema = move |look: &dyn Fn(&Schema) -> Option<String>| {
        bench.judged.with(|it| look(it.as_ref()?.text(part.get())?.schema.as_ref()?))
    };
    // The record whose fields are the rows of the first level, when the text itself holds it.
    let record = Memo::new(move |_| {
        of_schema(&|schema| {
            let ty = schema.ty(innermost(schema));
            let is_own = matches!(ty.shape, Shape::Record(_)) && ty.source.is_own();
            is_own.then(|| schema.tree(SourceId::OWN).pointer(ty.node))
        })
    });
    let other_than_record = Memo::new(move |_| {
        of_schema(&|schema| {
            let root = schema.root();
            schema.record(root.ty).is_none().then(|| schema.type_text(root))
        })
    });
    let types = Memo::new(move |_| {
        let own: Vec<(String, String)> = bench.judged.with(|it| {
            let schema = it.as_ref().and_then(|it| it.text(part.get())).and_then(|it| it.schema.as_ref());
            let own = schema.map_or("", |it| it.namespace());
            let named = schema.into_iter().flat_map(|it| it.types()).filter_map(|(_, ty)| {
                let name = ty.shape.name()?;
                let word = if name.namespace() == own { name.simple() } else { name.full() };
                Some((word.to_owned(), ty.shape.word().to_owned()))
            });
            named.collect()
        });
        let schema = StoredValue::new(bench.judged.with(|it| it.as_ref().map(|it| it.id.clone())));
        let known = |name: &str| own.iter().any(|(word, _)| word == name || name.ends_with(&format!(".{word}")));
        let shared: Vec<(String, String)> = bench.shared.with(|shared| {
            let others = shared.iter().filter(|it| schema.with_value(|id| id.as_ref() != Some(&it.schema)));
            let new = others.filter(|it| !known(&it.full_name));
            new.map(|it| (it.full_name.clone(), format!("{} of {}", it.kind, it.schema))).collect()
        });
        let given = |(name, detail): &(&str, &str)| ((*name).to_owned(), (*detail).to_owned());
        let logical = LogicalType::NAMES.iter().filter(|(name, _)| *name != "duration").map(|(name, detail)| {
            let name = if *name == "decimal" { "decimal(10,2)" } else { name };
            (name.to_owned(), (*detail).to_owned())
        });
        let made = [
            ("array<string>", "a sequence of one type"),
            ("map<string>", "text keys to values"),
            ("enum Name(A, B)", "a new enum"),
            ("record Name", "a new record"),
        ];
        let primitives = PRIMITIVES.iter().map(given);
        primitives.chain(own).chain(logical).chain(made.iter().map(given)).chain(shared).collect()
    });
    let rows = Memo::new(move |_| {
        let part = part.get();
        let can_add = can_edit.get();
        workbench.unfolded.with(|unfolded| {
            found.with(|found| {
                bench.judged.with(|it| {
                    let schema = it.as_ref().and_then(|it| it.text(part)).and_then(|it| it.schema.as_ref());
                    schema.map_or_else(Vec::new, |schema| rows(schema, unfolded, found, can_add))
                })
            })
        })
    });
    let form = Form {
        workbench,
        schema: StoredValue::new(id),
        editing: RwSignal::new(None),
        can_edit,
        types,
        rows,
        scroll: NodeRef::new(),
        scrolled: RwSignal::new(0.0),
        tall: RwSignal::new(FIRST_HEIGHT),
        drop: RwSignal::new(None),
    };
    let changes = Memo::new(move |_| {
        bench.judged.with(|it| {
            let it = it.as_ref()?;
            let Part::Version(number) = part.get() else { return None };
            let draft = it.draft.as_ref()?.schema.as_ref()?;
            let shown = it.text(part.get())?.schema.as_ref()?;
            Some((number, differences(shown, draft)))
        })
    });
    view! {
        <div class="schema-form" class:read-only=move || !can_edit.get() data-testid="form">
            {move || changes.get().map(|(number, changes)| view! { <Changes number=number changes=changes /> })}
            <Show
                when=move || is_understood.get()
                fallback=|| {
                    view! {
                        <p class="form-note">
                            "The text is no schema yet. Mend it in the text; the fields come back by themselves"
                        </p>
                    }
                }
            >
                {move || {
                    other_than_record
                        .get()
                        .map(|ty| {
                            let text = format!("This schema is {ty}, no record");
                            view! { <p class="form-note" data-testid="no-record">{text}</p> }
                        })
                }}
                <div class="form-head" aria-hidden="true">
                    <span>"Field"</span>
                    <span>"Type"</span>
                    <span>"Default"</span>
                    <span>"Tags"</span>
                </div>
                <div class="form-scroll" node_ref=form.scroll on:scroll=move |_| form.has_scrolled()>
                    <FormList form=form />
                    {move || {
                        record
                            .get()
                            .filter(|_| can_edit.get())
                            .map(|record| {
                                view! { <NewField form=form record=record testid="add-field".to_owned() is_outermost=true /> }
                            })
                    }}
                    <Sample />
                </div>
            </Show>
        </div>
    }
}

/// How a released version differs from the draft.
#[component]
fn Changes(number: u32, changes: Vec<(char, String)>) -> impl IntoView {
    let tone = |sign: char| match sign {
        '+' => "ok",
        '~' => "warning",
        _ => "error",
    };
    let is_same = changes.is_empty();
    view! {
        <div class="form-changes" data-testid="changes-to-draft">
            <span class="muted">{format!("From version {number} to the draft")}</span>
            {is_same.then(|| view! { <span class="muted">"no field differs"</span> })}
            {changes
                .into_iter()
                .map(|(sign, text)| view! { <span class=format!("change {}", tone(sign))>{format!("{sign} {text}")}</span> })
                .collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, next_cell};
    use crate::rows::rows;
    use engine::avro::Schema;
    use std::collections::BTreeSet;

    #[test]
    fn tab_walks_name_type_and_default_and_then_the_next_field() {
        let text = r#"{"type": "record", "name": "A", "fields": [
            {"name": "id", "type": "string"}, {"name": "in", "type": {"type": "record", "name": "B", "fields": [
                {"name": "x", "type": "int"}]}}]}"#;
        let schema = Schema::parse(text, &[]).0.unwrap();
        let rows = rows(&schema, &BTreeSet::from(["in".to_owned()]), &[], true);
        let check = |path: &str, from: Column, back: bool, expected: Option<(&str, Column)>| {
            let expected = expected.map(|(path, column)| (path.to_owned(), column));
            assert_eq!(next_cell(&rows, path, from, back), expected, "{path} {from:?} {back}");
        };
        check("id", Column::Name, false, Some(("id", Column::Type)));
        check("id", Column::Type, false, Some(("id", Column::Default)));
        check("id", Column::Default, false, Some(("in", Column::Name)));
        check("in", Column::Default, false, Some(("in.x", Column::Name)));
        check("in.x", Column::Default, false, None);
        check("in", Column::Name, true, Some(("id", Column::Default)));
        check("id", Column::Name, true, None);
        check("id", Column::Doc, true, Some(("id", Column::Default)));
        check("id", Column::Doc, false, Some(("in", Column::Name)));
        check("gone", Column::Name, false, None);
    }
}
