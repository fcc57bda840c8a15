//! One file, a change to its record, and the file afterwards.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

use super::{Disk, unsaved};
use format::{Folder, load};
use model::{Design, Record, RecordKey};
use serde_json::Value;

/// A shop with one more file.
pub fn opened(path: &str, text: &str) -> (Disk, Folder, Design) {
    let mut disk = Disk::default();
    disk.0.insert("eventscape.toml".to_owned(), "format_version = 1\nname = \"Shop\"\n".to_owned());
    disk.0.insert("contexts/order/context.toml".to_owned(), "name = \"Order\"\n".to_owned());
    disk.0.insert(path.to_owned(), text.to_owned());
    let loaded = load(disk.files());
    (disk, loaded.folder, loaded.design)
}

/// The record whose file stands at a path.
pub fn key_at(folder: &Folder, design: &Design, path: &str) -> RecordKey {
    design.keys().into_iter().find(|key| folder.path_of(key) == Some(path)).unwrap()
}

/// Sets fields by JSON pointer; null takes one away.
pub fn changed(record: &Record, fields: &[(&str, Value)]) -> Record {
    let mut json = serde_json::to_value(record).unwrap();
    let record = json.as_object_mut().unwrap().values_mut().next().unwrap();
    for (pointer, value) in fields {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = record.pointer_mut(parent).unwrap();
        match (parent, value) {
            (Value::Object(object), Value::Null) => drop(object.remove(key)),
            (Value::Object(object), value) => drop(object.insert(key.to_owned(), value.clone())),
            (Value::Array(items), value) => items[key.parse::<usize>().unwrap()] = value.clone(),
            (other, _) => panic!("{pointer} leads into {other}"),
        }
    }
    serde_json::from_value(json).unwrap()
}

/// Changes the record of a file and gives the file's text afterwards.
pub fn edited(path: &str, text: &str, fields: &[(&str, Value)]) -> String {
    let (mut disk, mut folder, mut design) = opened(path, text);
    let key = key_at(&folder, &design, path);
    design.insert(changed(&design.get(&key).unwrap(), fields));
    let changes = unsaved(&folder, &design, &[key.clone()].into());
    disk.apply(&changes);
    folder.applied(&changes);
    let again = load(disk.files());
    assert_eq!(again.design.get(&key), design.get(&key), "{:?}", disk.0.get(path));
    assert_eq!(again.folder, folder);
    disk.0.remove(path).unwrap()
}

/// Changes the record of a file; the file must then be the expected one.
pub fn check(path: &str, text: &str, fields: &[(&str, Value)], expected: &str) {
    assert_eq!(edited(path, text, fields), expected, "\n{text}");
}
