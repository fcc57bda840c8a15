//! The laws of editing on random designs and random commands: an undone step is no step, a step done again is the same
//! step, a refused command changes nothing, and a sound design stays sound.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use edit::arbitrary::{command, rough};
use edit::{Command, Editor, Stamp};
use model::{Design, Kind, RecordKey, Transaction, arbitrary, validate};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;

fn sound(design: &Design) -> Result<(), TestCaseError> {
    let violations = validate(design);
    prop_assert!(violations.is_empty(), "{violations:?}");
    Ok(())
}

proptest! {
    #![proptest_config(laws::cases(200))]

    #[test]
    fn every_step_can_be_taken_back_and_done_again(design in arbitrary::design(), roughs in prop::collection::vec(rough(), 1..8)) {
        sound(&design)?;
        let mut editor = Editor::new(design.clone());
        for rough in &roughs {
            let before = editor.design().clone();
            let Some(command) = command(&before, rough) else { continue };
            match editor.dispatch(&command, Stamp::default(), None, &|_| false) {
                Err(_) => prop_assert_eq!(editor.design(), &before, "refused, and yet changed"),
                Ok(step) => {
                    sound(editor.design())?;
                    prop_assert_eq!(step.is_empty(), *editor.design() == before, "an empty step is one that changes nothing");
                    let mut there = before.clone();
                    step.apply(&mut there).unwrap();
                    prop_assert_eq!(&there, editor.design());
                    step.inverse().apply(&mut there).unwrap();
                    prop_assert_eq!(&there, &before);
                    if !step.is_empty() {
                        let after = editor.design().clone();
                        editor.undo(&Stamp::default()).unwrap();
                        prop_assert_eq!(editor.design(), &before);
                        editor.redo(&Stamp::default()).unwrap();
                        prop_assert_eq!(editor.design(), &after);
                    }
                }
            }
        }
        let last = editor.design().clone();
        let mut back = 0;
        while editor.undo(&Stamp::default()).is_ok() {
            back += 1;
        }
        prop_assert_eq!(editor.design(), &design, "all the way back");
        for _ in 0..back {
            editor.redo(&Stamp::default()).unwrap();
        }
        prop_assert_eq!(editor.design(), &last, "all the way forward");
    }

    #[test]
    fn a_gesture_is_the_sum_of_its_commands(design in arbitrary::design(), roughs in prop::collection::vec(rough(), 1..6)) {
        let mut editor = Editor::new(design.clone());
        editor.begin("Gesture", Stamp::default());
        let mut sum = Transaction { label: "Gesture".to_owned(), ..Transaction::default() };
        for rough in &roughs {
            if let Some(command) = command(editor.design(), rough)
                && let Ok(step) = editor.dispatch(&command, Stamp::default(), None, &|_| false)
            {
                sum = sum.then(step);
            }
        }
        let after = editor.design().clone();
        let mut given_up = editor.clone();
        given_up.cancel().unwrap();
        prop_assert_eq!(given_up.design(), &design, "given up without a trace");
        editor.commit();
        prop_assert_eq!(editor.design(), &after);
        prop_assert!(editor.history().path().len() <= 1, "one step at most");
        let mut once = design.clone();
        sum.apply(&mut once).unwrap();
        prop_assert_eq!(&once, &after);
    }

    #[test]
    fn a_step_that_does_not_fit_is_refused_or_moved(design in arbitrary::design(), mine in rough(), theirs in rough()) {
        let planned = |rough| {
            let command = command(&design, rough)?;
            Editor::new(design.clone()).dispatch(&command, Stamp::default(), None, &|_| false).ok()
        };
        let Some((mine, theirs)) = planned(&mine).zip(planned(&theirs)) else { return Ok(()) };
        let mut there = design.clone();
        theirs.apply(&mut there).unwrap();
        let mut forced = there.clone();
        if mine.apply(&mut forced).is_err() {
            prop_assert_eq!(&forced, &there, "a stale step does nothing, not even in part");
        }
        let Ok(moved) = mine.over(&theirs) else { return Ok(()) };
        let mut both = there.clone();
        moved.apply(&mut both).unwrap();
        for key in mine.keys().filter(|key| theirs.keys().all(|their| their != *key)) {
            let mut alone = design.clone();
            mine.apply(&mut alone).unwrap();
            prop_assert_eq!(both.get(key), alone.get(key), "{}", key);
        }
        moved.inverse().apply(&mut both).unwrap();
        prop_assert_eq!(both, there, "a moved step can be taken back");
    }

    #[test]
    fn deleting_leaves_no_new_dangling_reference(design in arbitrary::design(), at in any::<Index>()) {
        let keys = design.keys();
        let key = at.get(&keys).clone();
        let dangling = |design: &Design| -> BTreeSet<(RecordKey, RecordKey)> {
            design.keys().into_iter().flat_map(|key| {
                let targets = model::references(&design.get(&key).unwrap());
                targets.into_iter().map(move |it| (key.clone(), it.target)).filter(|(_, target)| !design.contains(target))
            }).collect()
        };
        let mut editor = Editor::new(design.clone());
        if editor.dispatch(&Command::Delete { keys: vec![key.clone()] }, Stamp::default(), None, &|_| false).is_ok() {
            prop_assert!(!editor.design().contains(&key));
            let before = dangling(&design);
            prop_assert!(dangling(editor.design()).is_subset(&before));
        } else {
            prop_assert!(matches!(key.kind(), Kind::Settings | Kind::Policy));
        }
    }
}
