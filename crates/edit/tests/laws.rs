//! The laws of editing on random designs and random commands: an undone step is no step, a step done again is the same
//! step, a refused command changes nothing, and a sound design stays sound.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use edit::arbitrary::{command, rough};
use edit::{Command, Editor};
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
            match editor.dispatch(&command, None, &|_| false) {
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
                        editor.undo().unwrap();
                        prop_assert_eq!(editor.design(), &before);
                        editor.redo().unwrap();
                        prop_assert_eq!(editor.design(), &after);
                    }
                }
            }
        }
        let last = editor.design().clone();
        let mut back = 0;
        while editor.undo().is_ok() {
            back += 1;
        }
        prop_assert_eq!(editor.design(), &design, "all the way back");
        for _ in 0..back {
            editor.redo().unwrap();
        }
        prop_assert_eq!(editor.design(), &last, "all the way forward");
    }

    #[test]
    fn a_gesture_is_the_sum_of_its_commands(design in arbitrary::design(), roughs in prop::collection::vec(rough(), 1..6)) {
        let mut editor = Editor::new(design.clone());
        editor.begin("Gesture");
        let mut sum = Transaction { label: "Gesture".to_owned(), changes: Vec::new() };
        for rough in &roughs {
            if let Some(command) = command(editor.design(), rough)
                && let Ok(step) = editor.dispatch(&command, None, &|_| false)
            {
                sum = sum.then(step);
            }
        }
        let after = editor.design().clone();
        let mut given_up = editor.clone();
        given_up.cancel();
        prop_assert_eq!(given_up.design(), &design, "given up without a trace");
        editor.commit();
        prop_assert_eq!(editor.design(), &after);
        prop_assert!(editor.history().path().len() <= 1, "one step at most");
        let mut once = design.clone();
        sum.apply(&mut once).unwrap();
        prop_assert_eq!(&once, &after);
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
        if editor.dispatch(&Command::Delete { keys: vec![key.clone()] }, None, &|_| false).is_ok() {
            prop_assert!(!editor.design().contains(&key));
            let before = dangling(&design);
            prop_assert!(dangling(editor.design()).is_subset(&before));
        } else {
            prop_assert!(matches!(key.kind(), Kind::Settings | Kind::Policy));
        }
    }
}
