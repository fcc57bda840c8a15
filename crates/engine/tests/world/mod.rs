//! A world for an engine under test: a day that stays, a journal that can be read, and a folder without a disk.
#![allow(dead_code, reason = "each test file uses some of it")]

use engine::format::{FileChange, SourceFile};
use engine::model::RecordKey;
use engine::{Engine, Host};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

/// The host of an engine.
#[derive(Clone, Default)]
pub struct World {
    /// The lines of the journal, oldest first.
    pub journal: Rc<RefCell<Vec<String>>>,
}

/// The time of every step.
pub const UNIX_MS: u64 = 1_764_322_487_123;

impl Host for World {
    fn today(&self) -> String {
        "2026-11-21".to_owned()
    }
    fn unix_ms(&self) -> u64 {
        UNIX_MS
    }
    fn now_ms(&self) -> f64 {
        0.0
    }
    fn journal(&mut self, line: String) {
        self.journal.borrow_mut().push(line);
    }
}

/// The files of a folder by path.
pub type Files = BTreeMap<String, String>;

/// The files of a folder of the repository.
pub fn read(folder: &str) -> Files {
    fn walk(folder: &Path, prefix: &str, out: &mut Files) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), out);
            } else {
                out.insert(name, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut files = Files::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), "", &mut files);
    files
}

/// The files of the sample.
pub fn sample() -> Files {
    read("samples/ecommerce")
}

/// An engine that has opened some files.
pub fn open(files: &Files, world: &World) -> Engine {
    let files = files.iter().map(|(path, text)| SourceFile { path: path.clone(), bytes: text.clone().into() });
    Engine::open(files.collect(), Box::new(world.clone()))
}

/// Writes and deletes what a save asks for; what stands there must be what the save believes.
pub fn write(files: &mut Files, changes: &[FileChange]) {
    for change in changes {
        assert_eq!(files.get(&change.path).map(String::as_str), change.before.as_deref(), "{}", change.path);
        match &change.after {
            Some(text) => files.insert(change.path.clone(), text.to_string()),
            None => files.remove(&change.path),
        };
    }
}

/// The key that a text names.
pub fn key(text: &str) -> RecordKey {
    text.parse().unwrap()
}
