//! How labels and messages name a field: by the title that it has everywhere.

use model::{FieldInfo, FieldValue, Kind, RecordKey};

/// The field inside a sentence, for example `partitions`; an entry of a map by its key, and so is what no record knows.
pub fn field_name(kind: Kind, pointer: &str) -> String {
    let depth = |pointer: &str| pointer.matches('/').count();
    let is_entry = |field: &FieldInfo| depth(pointer) > depth(&field.pointer);
    match model::field(kind, pointer) {
        Some(field) if !(matches!(field.value, FieldValue::Map(_)) && is_entry(field)) => field.in_sentence(),
        Some(_) | None => pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~"),
    }
}

/// A field of a record, or the record where the pointer is empty, inside a sentence.
pub(crate) fn place_name(key: &RecordKey, pointer: &str) -> String {
    let record = format!("{} “{}”", key.kind().title(), key.id_str());
    if pointer.is_empty() { record } else { format!("the {} of {record}", field_name(key.kind(), pointer)) }
}

/// Why a pointer leads to no field, with the field that was probably meant.
pub(crate) fn no_such_field(kind: Kind, pointer: &str) -> String {
    let guess = model::meant(kind, pointer);
    let guess = guess.map_or_else(String::new, |field| format!("; did you mean {} ({})?", field.title, field.pointer));
    format!("there is no such field{guess}")
}
