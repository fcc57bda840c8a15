//! How a record is written when nobody has written it yet: one fact a line in the order of the record's fields, tables of
//! chosen keys and lists of tables under headings of their own, short tables on one line.

use crate::view_file;
use model::{Placement, Record};
use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

/// Tables that read better on one line than under a heading.
const ON_ONE_LINE: [&str; 2] = ["/key", "/direction/consume/reader_versions"];

/// The file text of a record that has a TOML file of its own, without a view's positions. None when TOML cannot say it.
pub(crate) fn text(record: &Record) -> Option<String> {
    table(record).map(|table| DocumentMut::from(table).to_string())
}

/// The file text of a view with its positions, sorted by node.
pub(crate) fn view_text(view: &Record, placements: impl Iterator<Item = Placement>) -> Option<String> {
    let mut root = table(view)?;
    let nodes = nodes(placements);
    if !nodes.is_empty() {
        root.insert("nodes", Item::Table(nodes));
    }
    Some(DocumentMut::from(root).to_string())
}

/// The lines of a view's positions, sorted by node.
pub(crate) fn nodes(placements: impl Iterator<Item = Placement>) -> Table {
    let mut lines: Vec<(String, Map<String, Json>)> = placements.map(|it| view_file::line(&it)).collect();
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    let mut table = Table::new();
    for (key, values) in lines {
        let mut line = InlineTable::new();
        for name in ["x", "y", "width", "height"] {
            if let Some(number) = values.get(name).and_then(Json::as_i64) {
                line.insert(name, Value::from(number));
            }
        }
        table.insert(&key, Item::Value(Value::InlineTable(line)));
    }
    table
}

/// The content of a record's file, laid out. None when TOML cannot say it.
pub(crate) fn table(record: &Record) -> Option<Table> {
    let mut table = values(record).or_else(|| values(&within_range(record)?))?;
    for key in record.kind().fields_outside_its_file() {
        table.remove(key);
    }
    lay_out(&mut table, "");
    Some(table)
}

/// The fields of a record: what stands under its kind in the tagged form.
fn values(record: &Record) -> Option<Table> {
    let document = toml_edit::ser::to_document(record).ok()?;
    let (_, fields) = document.as_table().iter().next()?;
    fields.clone().into_table().ok()
}

/// TOML's whole numbers end at 2⁶³ - 1. A time or size beyond that means "without limit" and is written as the largest.
fn within_range(record: &Record) -> Option<Record> {
    fn limit(value: &mut Json) {
        match value {
            Json::Number(number) if number.as_u64().is_some_and(|it| i64::try_from(it).is_err()) => {
                *value = Json::from(i64::MAX);
            }
            Json::Object(object) => object.values_mut().for_each(limit),
            Json::Array(items) => items.iter_mut().for_each(limit),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }
    let mut value = serde_json::to_value(record).ok()?;
    limit(&mut value);
    serde_json::from_value(value).ok()
}

fn lay_out(table: &mut Table, pointer: &str) {
    for (key, item) in table.iter_mut() {
        let at = format!("{pointer}/{}", key.get());
        let Item::Value(value) = item else { continue };
        match value {
            Value::InlineTable(inline) if !ON_ONE_LINE.contains(&at.as_str()) => {
                let mut table = std::mem::take(inline).into_table();
                let holds_only_tables =
                    !table.is_empty() && table.iter().all(|(_, it)| it.as_value().is_some_and(Value::is_inline_table));
                table.set_implicit(holds_only_tables);
                lay_out(&mut table, &at);
                *item = Item::Table(table);
            }
            Value::Array(array) if !array.is_empty() && array.iter().all(Value::is_inline_table) => {
                let mut tables = ArrayOfTables::new();
                for element in array.iter_mut() {
                    if let Value::InlineTable(inline) = element {
                        let mut table = std::mem::take(inline).into_table();
                        lay_out(&mut table, &at);
                        tables.push(table);
                    }
                }
                *item = Item::ArrayOfTables(tables);
            }
            Value::Array(array) => one_a_line(array),
            Value::String(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_)
            | Value::InlineTable(_) => {}
        }
    }
}

/// Lists of two and more stand one element a line, so that two people who add one do not meet.
pub(crate) fn one_a_line(array: &mut Array) {
    if array.len() < 2 {
        return;
    }
    for element in array.iter_mut() {
        element.decor_mut().set_prefix("\n  ");
        element.decor_mut().set_suffix("");
    }
    array.set_trailing("\n");
    array.set_trailing_comma(true);
}
