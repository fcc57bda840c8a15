//! The whole loop on random designs and random commands: a step is checked, saved, loaded again and taken back, and at every
//! turn what is kept step by step is what a fresh look gives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use edit::arbitrary::{Rough, command, rough};
use engine::format::{FileChange, Folder, SourceFile, Unsaved};
use engine::model::{Design, arbitrary, validate};
use engine::{Engine, Host};
use proptest::prelude::*;
use std::collections::BTreeMap;

struct World;

impl Host for World {
    fn today(&self) -> String {
        "2026-11-28".to_owned()
    }
    fn now_ms(&self) -> f64 {
        0.0
    }
    fn journal(&mut self, _: String) {}
}

/// The files of a folder by path.
type Files = BTreeMap<String, String>;

fn open(files: &Files) -> Engine {
    let files = files.iter().map(|(path, text)| SourceFile { path: path.clone(), bytes: text.clone().into() });
    Engine::open(files.collect(), Box::new(World))
}

fn write(files: &mut Files, changes: &[FileChange]) -> Result<(), TestCaseError> {
    for change in changes {
        let there = files.get(&change.path).map(String::as_str);
        prop_assert_eq!(there, change.before.as_deref(), "{}", &change.path);
        match &change.after {
            Some(text) => files.insert(change.path.clone(), text.to_string()),
            None => files.remove(&change.path),
        };
    }
    Ok(())
}

/// Saves, and asks a fresh engine what it makes of the folder.
fn save_and_load(engine: &mut Engine, files: &mut Files) -> Result<(), TestCaseError> {
    let changes = engine.unsaved();
    prop_assert_eq!(engine.is_unsaved(), !changes.is_empty(), "nothing here can be withheld");
    write(files, &changes)?;
    engine.saved(&changes);
    prop_assert_eq!(engine.unsaved(), vec![], "saved is saved");
    prop_assert!(!engine.is_unsaved());
    let fresh = open(files);
    same(fresh.design(), engine.design())?;
    prop_assert_eq!(fresh.diagnostics(), engine.diagnostics(), "findings kept step by step are those of a fresh look");
    let (theirs, ours) = (format!("{:#?}", fresh.folder()), format!("{:#?}", engine.folder()));
    let differing = theirs.lines().zip(ours.lines()).find(|(theirs, ours)| theirs != ours);
    prop_assert!(fresh.folder() == engine.folder(), "the folder is another when it is loaded: {:?}", differing);
    Ok(())
}

/// Record by record, so that a failure names the one that differs.
fn same(left: &Design, right: &Design) -> Result<(), TestCaseError> {
    for key in left.keys().into_iter().chain(right.keys()) {
        prop_assert_eq!(left.get(&key), right.get(&key), "{}", key);
    }
    prop_assert_eq!(left, right);
    Ok(())
}

/// A command, and whether the person saves after it.
fn turns() -> impl Strategy<Value = Vec<(Rough, bool)>> {
    proptest::collection::vec((rough(), proptest::bool::weighted(0.4)), 1..8)
}

proptest! {
    #![proptest_config(laws::cases(150))]

    #[test]
    fn a_step_is_checked_saved_loaded_and_taken_back(design in arbitrary::design(), turns in turns()) {
        let mut files = Files::new();
        let nothing = Folder::default();
        write(&mut files, &Unsaved::of(&nothing, &design, &design.keys()).changes(&nothing, &design))?;
        let mut engine = open(&files);
        same(engine.design(), &design)?;
        prop_assert_eq!(engine.unsaved(), vec![], "a design that was just opened is saved");
        let first = engine.diagnostics();
        let mut was_saved = false;

        for (rough, saves) in &turns {
            let before = engine.design().clone();
            let Some(command) = command(&before, rough) else { continue };
            match engine.dispatch(&command) {
                Err(_) => same(engine.design(), &before)?,
                Ok(effect) if effect.is_empty() => same(engine.design(), &before)?,
                Ok(_) => {
                    prop_assert_eq!(validate(engine.design()), vec![]);
                    let after = engine.design().clone();
                    let told = engine.diagnostics();
                    engine.undo().unwrap();
                    same(engine.design(), &before)?;
                    engine.redo().unwrap();
                    same(engine.design(), &after)?;
                    prop_assert_eq!(engine.diagnostics(), told, "there and back the same is found");
                }
            }
            if *saves {
                save_and_load(&mut engine, &mut files)?;
                was_saved = true;
            }
        }

        let last = engine.design().clone();
        while engine.undo().is_ok() {
            prop_assert_eq!(validate(engine.design()), vec![]);
        }
        same(engine.design(), &design)?;
        if !was_saved {
            prop_assert_eq!(engine.unsaved(), vec![], "back where it began nothing is unsaved");
            prop_assert!(!engine.is_unsaved());
            prop_assert_eq!(engine.diagnostics(), first);
        }
        save_and_load(&mut engine, &mut files)?;
        while engine.redo().is_ok() {}
        same(engine.design(), &last)?;
        save_and_load(&mut engine, &mut files)?;
    }
}
