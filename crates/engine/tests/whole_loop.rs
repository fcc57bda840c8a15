//! The whole loop on random designs and random commands: a step is checked, saved, loaded again and taken back, and at every
//! turn what is kept step by step is what a fresh look gives. Another program edits the same files meanwhile, and neither side
//! loses anything.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod world;

use edit::arbitrary::{Rough, command, rough};
use engine::edit::NotUndone;
use engine::format::{FileChange, Folder, OutsideChange, Unsaved};
use engine::model::{Design, Record, RecordKey, arbitrary, validate};
use engine::{Engine, Keep};
use proptest::prelude::*;
use std::collections::BTreeSet;
use world::{Files, World, open as open_in, write};

fn open(files: &Files) -> Engine {
    open_in(files, &World::default())
}

/// Saves, and asks a fresh engine what it makes of the folder.
fn save_and_load(engine: &mut Engine, files: &mut Files) -> Result<(), TestCaseError> {
    let changes = engine.unsaved();
    prop_assert_eq!(engine.is_unsaved(), !changes.is_empty(), "nothing here can be withheld");
    write(files, &changes);
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
        let mut files = files_of(&design);
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

/// The files of a design.
fn files_of(design: &Design) -> Files {
    let (mut files, nothing) = (Files::new(), Folder::default());
    write(&mut files, &Unsaved::of(&nothing, design, &design.keys()).changes(&nothing, design));
    files
}

/// Another program does something to the files, and the engine is told. Gives the records of which both sides have changed
/// the same field.
fn outside(engine: &mut Engine, files: &mut Files, rough: &Rough) -> BTreeSet<RecordKey> {
    let mut theirs = open(files);
    let before = theirs.design().clone();
    let effect = command(&before, rough).and_then(|command| theirs.dispatch(&command).ok()).unwrap_or_default();
    let met = effect.changed.into_iter().filter(|key| {
        let differing = |design: &Design| differing(before.get(key), design.get(key));
        !differing(theirs.design()).is_disjoint(&differing(engine.design()))
    });
    let met = met.collect();
    let changes = theirs.unsaved();
    write(files, &changes);
    let bytes = |it: FileChange| OutsideChange { path: it.path, bytes: it.after.map(|it| it.as_bytes().to_vec()) };
    engine.files_changed(changes.into_iter().map(bytes).collect());
    met
}

/// The fields in which two states of a record differ.
fn differing(one: Option<Record>, other: Option<Record>) -> BTreeSet<String> {
    let fields = |record: Option<Record>| {
        let json = record.map(|it| serde_json::to_value(it).unwrap()).unwrap_or_default();
        json.as_object().and_then(|kind| kind.values().next()?.as_object().cloned()).unwrap_or_default()
    };
    let (one, other) = (fields(one), fields(other));
    one.keys().chain(other.keys()).filter(|key| one.get(*key) != other.get(*key)).cloned().collect()
}

/// Edits of fields and letters; records that come and go are for the law above.
fn is_of_fields(rough: &Rough) -> bool {
    matches!(rough, Rough::Rename(..) | Rough::Set(..) | Rough::Type(..) | Rough::Draft(..) | Rough::Place(..))
}

/// A command, and whether another program carries it out.
fn shared() -> impl Strategy<Value = Vec<(Rough, bool)>> {
    proptest::collection::vec((rough().prop_filter("of fields", is_of_fields), any::<bool>()), 1..8)
}

proptest! {
    #![proptest_config(laws::cases(150))]

    #[test]
    fn two_sides_at_one_folder_lose_nothing(design in arbitrary::design(), turns in shared()) {
        let mut files = files_of(&design);
        let world = World::default();
        let mut engine = open_in(&files, &world);
        let mut met = BTreeSet::new();
        for (rough, is_theirs) in &turns {
            if *is_theirs {
                met.extend(outside(&mut engine, &mut files, rough));
            } else if let Some(command) = command(engine.design(), rough) {
                let _refused = engine.dispatch(&command);
            }
            prop_assert_eq!(validate(engine.design()), vec![]);
        }
        let disputed: BTreeSet<RecordKey> = engine.conflicts().iter().map(|it| it.record.clone()).collect();
        prop_assert!(disputed.is_subset(&met), "{:?} is no conflict", disputed);
        let last = engine.design().clone();

        // After a crash, the journal brings back our side and the files have theirs.
        let mut recovered = open(&files);
        let report = recovered.recover(&world.journal.borrow().join("\n"));
        prop_assert_eq!(report.unreadable, 0);
        let asked: BTreeSet<&RecordKey> = report.conflicts.iter().map(|it| &it.record).chain(&met).collect();
        for key in last.keys().iter().filter(|key| !asked.contains(key)) {
            prop_assert_eq!(recovered.design().get(key), last.get(key), "{}", key);
        }

        let mut done = 0;
        let refusal = loop {
            let before = engine.design().clone();
            match engine.undo() {
                Ok(_) => {
                    prop_assert_eq!(validate(engine.design()), vec![]);
                    let undone = engine.design().clone();
                    engine.redo().unwrap();
                    same(engine.design(), &before)?;
                    engine.undo().unwrap();
                    same(engine.design(), &undone)?;
                    done += 1;
                }
                Err(refusal) => {
                    same(engine.design(), &before)?;
                    break refusal;
                }
            }
        };
        match refusal {
            // All of ours is taken back, and all of theirs stands.
            NotUndone::Nothing => {
                let theirs = open(&files);
                for key in theirs.design().keys().iter().filter(|key| !met.contains(key)) {
                    prop_assert_eq!(engine.design().get(key), theirs.design().get(key), "{}", key);
                }
            }
            NotUndone::Overtaken { .. } | NotUndone::Needed { .. } => {}
            NotUndone::Stale(stale) => prop_assert!(false, "{}", stale),
        }
        for _ in 0..done {
            engine.redo().unwrap();
        }
        same(engine.design(), &last)?;
        for key in disputed {
            engine.resolve(&key, Keep::Ours);
        }
        save_and_load(&mut engine, &mut files)?;
    }
}
