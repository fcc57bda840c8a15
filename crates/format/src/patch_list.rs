//! Changing a list and nothing else: elements that stay keep their comments and their line, and elements that could not be
//! read stay where they are.

use crate::canonical::one_a_line;
use crate::patch::{loose_comments, patch_braces, patch_table, plain_table, plain_value};
use serde_json::Value as Json;
use toml_edit::{Array, ArrayOfTables, Item, Table, Value};

/// Whether an item is a list of values or of tables.
pub(crate) fn is_list(item: &Item) -> bool {
    item.is_array() || item.is_array_of_tables()
}

/// How many elements a list has.
pub(crate) fn length(item: &Item) -> usize {
    item.as_array().map(Array::len).or_else(|| item.as_array_of_tables().map(ArrayOfTables::len)).unwrap_or_default()
}

/// Carries the difference from `base` to `new` over to a list. Gives back comments that have lost their place.
pub(crate) fn patch(target: &mut Item, base: Option<&Item>, new: Option<&Item>, pointer: &str) -> String {
    let new_tables = tables_of(new);
    if let Item::ArrayOfTables(tables) = target {
        return patch_headings(tables, &tables_of(base), &new_tables, pointer);
    }
    if let Item::Value(Value::Array(array)) = target {
        let holds_tables = array.iter().any(Value::is_inline_table);
        let wants_tables = !new_tables.is_empty() || new.is_none_or(|new| length(new) == 0);
        if holds_tables && wants_tables {
            patch_braced(array, &tables_of(base), &new_tables, pointer);
        } else {
            patch_values(array, &values_of(base), &values_of(new));
        }
    }
    String::new()
}

fn tables_of(item: Option<&Item>) -> Vec<Table> {
    match item {
        Some(Item::ArrayOfTables(tables)) => tables.iter().cloned().collect(),
        Some(Item::Value(Value::Array(array))) => {
            array.iter().filter_map(Value::as_inline_table).map(|it| it.clone().into_table()).collect()
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => Vec::new(),
    }
}

fn values_of(item: Option<&Item>) -> Vec<Value> {
    match item {
        Some(Item::Value(Value::Array(array))) => array.iter().cloned().collect(),
        Some(Item::ArrayOfTables(tables)) => {
            tables.iter().map(|table| Value::InlineTable(table.clone().into_inline_table())).collect()
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => Vec::new(),
    }
}

/// The mark by which two tables of a list are the same one in two states: an id, else the rule and record of a waiver, else all it says.
fn identity(said: &Json) -> Json {
    let named = |keys: &[&str]| keys.iter().map(|key| said.get(key).cloned()).collect::<Option<Vec<Json>>>();
    named(&["id"]).or_else(|| named(&["rule", "record"])).map_or_else(|| said.clone(), Json::Array)
}

/// An element of the changed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// One that the record knows: the number of the new element and, when it was there before, those of the old element and
    /// of the base's.
    Known { new: usize, old: Option<(usize, usize)> },
    /// An old element that the record does not know, because it could not be read.
    Unread(usize),
}

impl Slot {
    fn old(self) -> Option<usize> {
        match self {
            Self::Known { old, .. } => old.map(|(old, _)| old),
            Self::Unread(old) => Some(old),
        }
    }
}

/// The elements of the changed list in order, from what identifies the old ones, those of the base and the new ones.
fn plan(old: &[Json], base: &[Json], new: &[Json]) -> Vec<Slot> {
    let mut free: Vec<usize> = (0..base.len()).collect();
    let owners: Vec<Option<usize>> = old
        .iter()
        .map(|element| {
            let at = free.iter().position(|index| base.get(*index) == Some(element))?;
            Some(free.remove(at))
        })
        .collect();
    let owner = |index: usize| owners.get(index).copied().flatten();
    let mut unused: Vec<usize> = (0..old.len()).filter(|index| owner(*index).is_some()).collect();
    let mut slots: Vec<Slot> = Vec::with_capacity(old.len().max(new.len()));
    for (position, element) in new.iter().enumerate() {
        let at = unused.iter().position(|index| old.get(*index) == Some(element));
        let from = at.map(|at| unused.remove(at)).and_then(|index| Some((index, owner(index)?)));
        slots.push(Slot::Known { new: position, old: from });
    }
    for unread in (0..old.len()).filter(|index| owner(*index).is_none()) {
        let before = slots.iter().rposition(|slot| slot.old().is_some_and(|old| old < unread));
        slots.insert(before.map_or(0, |at| at + 1), Slot::Unread(unread));
    }
    slots
}

/// Whether what was there stands in its old order, and everything added comes after it.
fn keeps_order(slots: &[Slot]) -> bool {
    let known = slots.iter().map_while(|slot| slot.old()).collect::<Vec<_>>();
    known.is_sorted() && slots.iter().skip(known.len()).all(|slot| slot.old().is_none())
}

fn identities(tables: &[Table]) -> Vec<Json> {
    tables.iter().map(|table| identity(&plain_table(table))).collect()
}

fn patch_headings(tables: &mut ArrayOfTables, base: &[Table], new: &[Table], pointer: &str) -> String {
    let old: Vec<Table> = tables.iter().cloned().collect();
    let slots = plan(&identities(&old), &identities(base), &identities(new));
    let first = old.iter().filter_map(Table::position).min();
    let last = old.iter().filter_map(deepest_position).max();
    let nothing = Table::new();
    let result = slots.iter().filter_map(|slot| match *slot {
        Slot::Unread(index) => old.get(index).cloned(),
        Slot::Known { new: position, old: Some((index, owner)) } => {
            let mut table = old.get(index)?.clone();
            patch_table(&mut table, base.get(owner).unwrap_or(&nothing), new.get(position)?, pointer);
            Some(table)
        }
        Slot::Known { new: position, old: None } => {
            let mut table = new.get(position)?.clone();
            table.set_position(last);
            Some(table)
        }
    });
    let mut result: Vec<Table> = result.collect();
    let stays = |index: usize| slots.iter().any(|slot| slot.old() == Some(index));
    let gone = old.iter().enumerate().filter(|(index, _)| !stays(*index)).map(|(_, table)| table);
    let comments: String = gone
        .map(|table| loose_comments(table.decor().prefix().and_then(|it| it.as_str()).unwrap_or_default()))
        .collect();
    if !keeps_order(&slots)
        && let Some(first) = first
    {
        // Headings are written by position; with one position for all, the order of the list decides.
        result.iter_mut().for_each(|table| place_at(table, first));
    }
    tables.clear();
    result.into_iter().for_each(|table| tables.push(table));
    comments
}

fn deepest_position(table: &Table) -> Option<isize> {
    let inner = table.iter().filter_map(|(_, item)| item.as_table()).filter_map(deepest_position).max();
    table.position().max(inner)
}

fn place_at(table: &mut Table, position: isize) {
    table.set_position(Some(position));
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => place_at(inner, position),
            Item::ArrayOfTables(inner) => inner.iter_mut().for_each(|inner| place_at(inner, position)),
            Item::None | Item::Value(_) => {}
        }
    }
}

fn patch_braced(array: &mut Array, base: &[Table], new: &[Table], pointer: &str) {
    let old: Vec<Json> = array.iter().map(|it| identity(&plain_value(it))).collect();
    let slots = plan(&old, &identities(base), &identities(new));
    let nothing = Table::new();
    rebuild(array, &slots, |position, old| {
        let new = new.get(position)?;
        Some(match old {
            Some((Value::InlineTable(mut table), owner)) => {
                patch_braces(&mut table, base.get(owner).unwrap_or(&nothing), new, pointer);
                Value::InlineTable(table)
            }
            Some(_) | None => Value::InlineTable(new.clone().into_inline_table()),
        })
    });
}

fn patch_values(array: &mut Array, base: &[Value], new: &[Value]) {
    let said = |values: &[Value]| values.iter().map(plain_value).collect::<Vec<_>>();
    let old: Vec<Value> = array.iter().cloned().collect();
    let slots = plan(&said(&old), &said(base), &said(new));
    rebuild(array, &slots, |position, old| old.map(|(value, _)| value).or_else(|| new.get(position).cloned()));
}

/// Builds an array anew, in its present style: one element a line, or all on one.
fn rebuild(array: &mut Array, slots: &[Slot], mut element: impl FnMut(usize, Option<(Value, usize)>) -> Option<Value>) {
    let in_lines = array.to_string().contains('\n');
    let had = array.len();
    let indent = array
        .iter()
        .filter_map(|it| prefix(it).rsplit_once('\n'))
        .last()
        .map_or_else(|| "\n  ".to_owned(), |(_, indent)| format!("\n{indent}"));
    let mut old: Vec<Value> = array.iter().cloned().collect();
    let comments = pass_comments_on(&mut old, slots);
    let mut result: Vec<Value> = Vec::with_capacity(slots.len());
    for slot in slots {
        let value = match *slot {
            Slot::Unread(index) => old.get(index).cloned(),
            Slot::Known { new, old: Some((index, owner)) } => {
                element(new, old.get(index).map(|value| (value.clone(), owner)))
            }
            Slot::Known { new, old: None } => element(new, None).map(|mut value| {
                value.decor_mut().set_prefix(if in_lines { indent.as_str() } else { " " });
                value.decor_mut().set_suffix("");
                value
            }),
        };
        result.extend(value);
    }
    let trailing = array.trailing().as_str().unwrap_or_default().to_owned();
    array.clear();
    for (index, mut value) in result.into_iter().enumerate() {
        if value.decor().suffix().and_then(|it| it.as_str()).is_none_or(|it| it.trim().is_empty()) {
            value.decor_mut().set_suffix("");
        }
        if prefix(&value).trim().is_empty() && !in_lines {
            value.decor_mut().set_prefix(if index == 0 { "" } else { " " });
        }
        array.push_formatted(value);
    }
    if in_lines && !array.is_empty() {
        let end = if trailing.contains('\n') { trailing } else { format!("{trailing}\n") };
        array.set_trailing(format!("{comments}{end}"));
    } else if had < 2 {
        one_a_line(array);
    }
}

fn prefix(value: &Value) -> &str {
    value.decor().prefix().and_then(|it| it.as_str()).unwrap_or_default()
}

/// A comment before an element that goes away stays before the next one; what stands before none that stays comes back.
fn pass_comments_on(old: &mut [Value], slots: &[Slot]) -> String {
    let mut comments = String::new();
    for (index, value) in old.iter_mut().enumerate() {
        let own = prefix(value).to_owned();
        if !slots.iter().any(|slot| slot.old() == Some(index)) {
            if own.contains('#') {
                comments.push_str(own.trim_end());
            }
        } else if !comments.is_empty() {
            let separate = if own.contains('\n') { "" } else { "\n" };
            value.decor_mut().set_prefix(format!("{}{separate}{own}", std::mem::take(&mut comments)));
        }
    }
    comments
}
