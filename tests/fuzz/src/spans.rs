//! Places that are told must be places that are there.

use std::collections::BTreeSet;
use syntax::{Span, TextEdit, Tree, apply_edits};

/// A span is inside its text and cuts no character.
#[track_caller]
pub fn is_inside(span: Span, text: &str, what: &str) {
    assert!(text.get(span.start..span.end).is_some(), "{what} at {span:?} of {} bytes\n{text}", text.len());
}

/// A pointer leads to something.
#[track_caller]
pub fn leads_somewhere(pointer: &str, tree: &Tree, what: &str) {
    assert!(tree.locate(pointer).is_some(), "{what} at {pointer:?}\n{}", tree.text());
}

/// Whether a key stands twice in an object: a pointer to the first of the two leads to the last.
pub fn has_double_keys(tree: &Tree) -> bool {
    let mut open = vec![tree.root()];
    while let Some(id) = open.pop() {
        let mut keys = BTreeSet::new();
        for child in tree.children(id) {
            if tree.key(child).is_some_and(|key| !keys.insert(key)) {
                return true;
            }
            open.push(child);
        }
    }
    false
}

/// The text after edits, which must fit it.
#[track_caller]
pub fn edited(text: &str, edits: &[TextEdit], what: &str) -> String {
    match apply_edits(text, edits) {
        Ok(after) => after,
        Err(error) => panic!("{what}: {error}\n{text}\n{edits:?}"),
    }
}
