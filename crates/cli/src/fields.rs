//! `eventscape show --fields`: the fields of a kind of record, as the record types describe them.

use crate::arguments::ShowFormat;
use crate::say;
use engine::model::{FieldInfo, Kind, Record, fields};
use std::fmt::Write;

/// The list, for people; for programs the JSON Schema that it comes from.
pub fn listed(kind: Kind, format: ShowFormat) -> String {
    match format {
        ShowFormat::Text => fields(kind).iter().map(field).collect(),
        ShowFormat::Json => say::json(Record::fields_of(kind).as_value()),
    }
}

fn field(field: &FieldInfo) -> String {
    let mut out = format!("{} — {}\n  {}\n  {}\n", field.path(), field.title, field.hint, field.takes());
    let words = field.words().iter().filter(|word| !word.hint.is_empty());
    let width = words.clone().map(|word| word.value.chars().count()).max().unwrap_or_default();
    for word in words {
        let _ = writeln!(out, "    {:width$}  {}", word.value, word.hint);
    }
    out
}
