//! Typing as data: the places of one text that change, with the letters that stood there and those that stand there now. A
//! delta has both sides, so it can be taken back exactly, joined with the next one, and moved over what somebody else typed
//! into the same text. All offsets are bytes of UTF-8 and lie between letters.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::ops::Range;

/// One place of a text that changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// Where it begins in the text before, in bytes.
    pub at: usize,
    /// The letters that stood there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub removed: String,
    /// The letters that stand there now.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inserted: String,
}

impl Splice {
    /// The byte of the text before at which it ends.
    fn end(&self) -> usize {
        self.at + self.removed.len()
    }
}

/// The way from one text to another: all places that change. They are in order and do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stated")]
pub struct TextDelta {
    /// The length of the text before, in bytes.
    length: usize,
    splices: Vec<Splice>,
}

/// A delta as a file states it.
#[derive(Deserialize)]
struct Stated {
    length: usize,
    splices: Vec<Splice>,
}

impl TryFrom<Stated> for TextDelta {
    type Error = &'static str;

    fn try_from(Stated { length, splices }: Stated) -> Result<Self, Self::Error> {
        Self::new(length, splices).ok_or("the places of a text are out of order or out of the text")
    }
}

/// A stretch of a text: kept, or swapped.
enum Piece<'a> {
    Keep(usize),
    Swap { removed: &'a str, inserted: &'a str },
}

impl TextDelta {
    /// The delta of a text of so many bytes; None when the places are out of order, overlap, or lie out of the text.
    pub fn new(length: usize, splices: Vec<Splice>) -> Option<Self> {
        let mut at = 0;
        for splice in &splices {
            at = splice.at.checked_add(splice.removed.len()).filter(|end| splice.at >= at && *end <= length)?;
        }
        Some(Self { length, splices })
    }

    /// The delta between two texts: the one place in which they differ.
    pub fn between(before: &str, after: &str) -> Self {
        let mut out = Builder::default();
        let (start, end) = common(before, after);
        out.keep(start);
        out.swap(without_ends(before, start, end), without_ends(after, start, end));
        out.keep(end);
        out.finish()
    }

    /// The delta that replaces some ranges of a text; None when one does not fit the text or two overlap.
    pub fn replacing<'a>(text: &str, ranges: impl IntoIterator<Item = (Range<usize>, &'a str)>) -> Option<Self> {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = Builder::default();
        for (range, inserted) in ranges {
            out.keep(text.get(out.length..range.start)?.len());
            out.swap(text.get(range)?, inserted);
        }
        out.keep(text.get(out.length..)?.len());
        Some(out.finish())
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.splices.is_empty()
    }

    /// The text afterwards; None when the text is not the one that the delta was made for.
    pub fn apply(&self, text: &str) -> Option<String> {
        if text.len() != self.length {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for splice in &self.splices {
            out.push_str(text.get(at..splice.at)?);
            if text.get(splice.at..splice.end())? != splice.removed {
                return None;
            }
            out.push_str(&splice.inserted);
            at = splice.end();
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }

    /// The delta that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let mut out = Builder::default();
        for piece in self.pieces() {
            match piece {
                Piece::Keep(bytes) => out.keep(bytes),
                Piece::Swap { removed, inserted } => out.swap(inserted, removed),
            }
        }
        out.finish()
    }

    /// This delta and the next as one; None when the next was not made for the text that this one leaves.
    pub fn then(&self, next: &Self) -> Option<Self> {
        let mut left: VecDeque<Piece<'_>> = self.pieces().into();
        let mut out = Builder::default();
        for piece in next.pieces() {
            match piece {
                Piece::Keep(mut bytes) => {
                    while bytes > 0 {
                        bytes -= keep_some(&mut left, bytes, &mut out)?;
                    }
                }
                Piece::Swap { mut removed, inserted } => {
                    while !removed.is_empty() {
                        removed = remove_some(&mut left, removed, &mut out)?;
                    }
                    out.swap("", inserted);
                }
            }
        }
        for piece in left {
            match piece {
                Piece::Keep(0) => {}
                Piece::Swap { removed, inserted: "" } => out.swap(removed, ""),
                // The next delta was made for a shorter text.
                Piece::Keep(_) | Piece::Swap { .. } => return None,
            }
        }
        Some(out.finish())
    }

    /// The same change for a text that somebody else has changed meanwhile; both were made for one text. None when both
    /// change the same letters, or one puts letters among those that the other takes away.
    pub fn over(&self, theirs: &Self) -> Option<Self> {
        if self.length != theirs.length {
            return None;
        }
        let mut splices = Vec::with_capacity(self.splices.len());
        for mine in &self.splices {
            if !mine.removed.is_empty() && theirs.splices.contains(mine) {
                continue;
            }
            if theirs.splices.iter().any(|their| mine.at < their.end() && their.at < mine.end()) {
                return None;
            }
            let (mut more, mut less) = (0, 0);
            for their in theirs.splices.iter().filter(|their| their.end() <= mine.at) {
                more += their.inserted.len();
                less += their.removed.len();
            }
            splices.push(Splice { at: mine.at + more - less, ..mine.clone() });
        }
        Some(Self { length: theirs.length_after(), splices })
    }

    fn length_after(&self) -> usize {
        let (more, less) = self
            .splices
            .iter()
            .fold((0, 0), |(more, less), splice| (more + splice.inserted.len(), less + splice.removed.len()));
        self.length + more - less
    }

    fn pieces(&self) -> Vec<Piece<'_>> {
        let mut out = Vec::with_capacity(2 * self.splices.len() + 1);
        let mut at = 0;
        for splice in &self.splices {
            out.push(Piece::Keep(splice.at - at));
            out.push(Piece::Swap { removed: &splice.removed, inserted: &splice.inserted });
            at = splice.end();
        }
        out.push(Piece::Keep(self.length - at));
        out
    }
}

/// Keeps up to so many bytes of what an earlier delta left, and gives how many.
fn keep_some(left: &mut VecDeque<Piece<'_>>, bytes: usize, out: &mut Builder) -> Option<usize> {
    match left.pop_front()? {
        Piece::Keep(there) => {
            let kept = there.min(bytes);
            out.keep(kept);
            if kept < there {
                left.push_front(Piece::Keep(there - kept));
            }
            Some(kept)
        }
        Piece::Swap { removed, inserted } => {
            let kept = inserted.len().min(bytes);
            let (now, later) = inserted.split_at_checked(kept)?;
            out.swap(removed, now);
            if !later.is_empty() {
                left.push_front(Piece::Swap { removed: "", inserted: later });
            }
            Some(kept)
        }
    }
}

/// Takes letters out of what an earlier delta left, and gives those that are still to be taken.
fn remove_some<'a>(left: &mut VecDeque<Piece<'_>>, letters: &'a str, out: &mut Builder) -> Option<&'a str> {
    match left.pop_front()? {
        Piece::Keep(there) => {
            let (gone, rest) = letters.split_at_checked(there.min(letters.len()))?;
            out.swap(gone, "");
            if gone.len() < there {
                left.push_front(Piece::Keep(there - gone.len()));
            }
            Some(rest)
        }
        Piece::Swap { removed, inserted } => {
            out.swap(removed, "");
            let (gone, rest) = letters.split_at_checked(inserted.len().min(letters.len()))?;
            let later = inserted.strip_prefix(gone)?;
            if !later.is_empty() {
                left.push_front(Piece::Swap { removed: "", inserted: later });
            }
            Some(rest)
        }
    }
}

/// How many bytes two texts share at their beginning, and how many at the end of what is left.
fn common(one: &str, other: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let start = one.chars().zip(other.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (one, other) = (without_ends(one, start, 0), without_ends(other, start, 0));
    let end = one.chars().rev().zip(other.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    (start, end)
}

fn without_ends(text: &str, start: usize, end: usize) -> &str {
    text.get(start..text.len() - end).unwrap_or_default()
}

/// Puts a delta together from front to back. Places that touch become one, and letters that stay are no part of a place.
#[derive(Default)]
struct Builder {
    length: usize,
    splices: Vec<Splice>,
    open: Option<Splice>,
}

impl Builder {
    fn keep(&mut self, bytes: usize) {
        if bytes > 0 {
            self.close();
            self.length += bytes;
        }
    }

    fn swap(&mut self, removed: &str, inserted: &str) {
        let at = self.length;
        let open = self.open.get_or_insert_with(|| Splice { at, ..Splice::default() });
        open.removed.push_str(removed);
        open.inserted.push_str(inserted);
        self.length += removed.len();
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let (start, end) = common(&open.removed, &open.inserted);
        let removed = without_ends(&open.removed, start, end).to_owned();
        let inserted = without_ends(&open.inserted, start, end).to_owned();
        if !(removed.is_empty() && inserted.is_empty()) {
            self.splices.push(Splice { at: open.at + start, removed, inserted });
        }
    }

    fn finish(mut self) -> TextDelta {
        self.close();
        TextDelta { length: self.length, splices: self.splices }
    }
}
