//! The laws of typing, on random texts with letters of one to four bytes: a delta leads there and exactly back, two that follow
//! each other are one, and two of one text stand side by side unless they change the same letters.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use model::{Splice, TextDelta};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;

/// Few letters, so that texts often share some.
fn text() -> impl Strategy<Value = String> {
    vec(select(vec!['a', 'b', 'é', '€', '😀', '\n']), 0..12).prop_map(|letters| letters.into_iter().collect())
}

/// Places in the rough: where each begins, how many letters it takes, and what stands there then.
fn typing() -> impl Strategy<Value = Vec<(Index, usize, String)>> {
    vec((any::<Index>(), 0..4_usize, text()), 0..4)
}

/// The delta that rough places make of a text; those that overlap earlier ones are left out.
fn delta(text: &str, typing: &[(Index, usize, String)]) -> TextDelta {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut ranges: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
    for (at, letters, inserted) in typing {
        let at = at.index(borders.len());
        let range = borders[at]..borders[(at + letters).min(borders.len() - 1)];
        if ranges.iter().all(|(other, _)| range.end <= other.start || other.end <= range.start) {
            ranges.push((range, inserted));
        }
    }
    TextDelta::replacing(text, ranges).unwrap()
}

proptest! {
    #![proptest_config(laws::cases(1_000))]

    #[test]
    fn a_delta_leads_there_and_back(before in text(), after in text(), typing in typing()) {
        for delta in [TextDelta::between(&before, &after), delta(&before, &typing)] {
            let there = delta.apply(&before).unwrap();
            prop_assert_eq!(delta.inverse().apply(&there).unwrap(), before.clone());
            prop_assert_eq!(delta.inverse().inverse(), delta.clone());
            prop_assert_eq!(delta.then(&delta.inverse()).unwrap().is_empty(), true, "there and back is nowhere");
            prop_assert_eq!(delta.is_empty(), there == before);
            let json = serde_json::to_value(&delta).unwrap();
            prop_assert_eq!(serde_json::from_value::<TextDelta>(json).unwrap(), delta);
        }
        prop_assert_eq!(TextDelta::between(&before, &after).apply(&before).unwrap(), after);
    }

    #[test]
    fn deltas_that_follow_each_other_are_one(before in text(), rough in vec(typing(), 1..5)) {
        let (mut now, mut whole) = (before.clone(), TextDelta::between(&before, &before));
        let mut parts = Vec::new();
        for typing in &rough {
            let next = delta(&now, typing);
            now = next.apply(&now).unwrap();
            whole = whole.then(&next).unwrap();
            parts.push(next);
        }
        prop_assert_eq!(whole.apply(&before).unwrap(), now.clone());
        let last_first = parts.iter().rev().map(TextDelta::inverse);
        let back = last_first.fold(TextDelta::between(&now, &now), |back, next| back.then(&next).unwrap());
        prop_assert_eq!(back.apply(&now).unwrap(), before);
    }

    #[test]
    fn what_two_people_type_apart_stands_side_by_side(before in text(), mine in typing(), theirs in typing()) {
        let (mine, theirs) = (delta(&before, &mine), delta(&before, &theirs));
        let (above, below) = (mine.over(&theirs), theirs.over(&mine));
        prop_assert_eq!(above.is_some(), below.is_some(), "both clash or neither");
        let Some((above, below)) = above.zip(below) else { return Ok(()) };
        let one = above.apply(&theirs.apply(&before).unwrap()).unwrap();
        let other = below.apply(&mine.apply(&before).unwrap()).unwrap();
        // Letters at one place come in either order.
        let sorted = |text: &str| { let mut all: Vec<char> = text.chars().collect(); all.sort(); all };
        prop_assert_eq!(sorted(&one), sorted(&other));
    }

    #[test]
    fn any_delta_on_any_text_gives_an_answer(text in text(), length in 0..20_usize, splices in vec((0..20_usize, text(), text()), 0..4)) {
        let splices = splices.into_iter().map(|(at, removed, inserted)| Splice { at, removed, inserted }).collect();
        if let Some(delta) = TextDelta::new(length, splices) {
            let whole = TextDelta::between(&text, "é");
            let _ = (delta.apply(&text), delta.then(&whole), whole.then(&delta), delta.over(&whole), whole.over(&delta));
            let back = delta.inverse();
            prop_assert!(delta.apply(&text).is_none_or(|after| back.apply(&after) == Some(text)));
        }
    }
}

#[test]
fn letters_typed_apart_are_kept_and_letters_typed_into_each_other_clash() {
    let check = |mine: &str, theirs: &str, expected: Option<&str>| {
        let [mine, theirs_delta] = [mine, theirs].map(|after| TextDelta::between("one two", after));
        assert_eq!(mine.over(&theirs_delta).map(|delta| delta.apply(theirs).unwrap()).as_deref(), expected, "{theirs}");
    };
    check("öne two", "one twö", Some("öne twö"));
    check("one  two", "one, two", Some("one,  two"));
    check("two", "one", None);
    check("two", "two", Some("two"));
    check("one", "on😀e two", Some("on😀e"));
    check("o two", "on😀e two", None);
    check("one!two", "one?two", None);
}

#[test]
fn a_delta_that_cannot_be_is_not_read() {
    let check = |splices: serde_json::Value, is_read: bool| {
        let delta = serde_json::from_value::<TextDelta>(json!({ "length": 4, "splices": splices }));
        assert_eq!(delta.is_ok(), is_read, "{delta:?}");
    };
    check(json!([{ "at": 4, "inserted": "x" }]), true);
    check(json!([{ "at": 5, "inserted": "x" }]), false);
    check(json!([{ "at": 3, "removed": "€" }]), false);
    check(json!([{ "at": 2, "removed": "a" }, { "at": 1, "removed": "b" }]), false);
    check(json!([{ "at": u64::MAX, "removed": "a" }]), false);
}
