//! Replacements of bytes in a text: the only way in which a schema's text is ever changed.

use serde::{Deserialize, Serialize};

/// Replaces the bytes from `start` to `end` by `text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TextEdit {
    /// First byte that is replaced.
    pub start: usize,
    /// Byte after the last that is replaced; equal to `start` for an insertion.
    pub end: usize,
    /// The text that stands there afterwards.
    pub text: String,
}

impl TextEdit {
    /// Puts text at a place and removes nothing.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { start: at, end: at, text: text.into() }
    }

    /// Replaces a range of bytes.
    pub fn replace(start: usize, end: usize, text: impl Into<String>) -> Self {
        Self { start, end, text: text.into() }
    }

    /// Removes a range of bytes.
    pub fn delete(start: usize, end: usize) -> Self {
        Self { start, end, text: String::new() }
    }
}

/// Why edits do not fit a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A range ends before it starts, beyond the text, or inside a character.
    #[error("the edit of bytes {start} to {end} does not fit the text; it was made for another version of it")]
    OutOfText {
        /// First byte.
        start: usize,
        /// Byte after the last.
        end: usize,
    },
    /// Two edits claim the same bytes.
    #[error("two edits overlap at byte {at}; apply them one after the other")]
    Overlap {
        /// Where the second starts.
        at: usize,
    },
}

/// The text after all edits. Every edit speaks about the text as it is given; insertions at one place keep their order.
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> Result<String, EditError> {
    let mut ordered: Vec<&TextEdit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.start, edit.end));
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut done = 0;
    for edit in ordered {
        let out_of_text = EditError::OutOfText { start: edit.start, end: edit.end };
        if text.get(edit.start..edit.end).is_none() {
            return Err(out_of_text);
        }
        if edit.start < done {
            return Err(EditError::Overlap { at: edit.start });
        }
        out.push_str(text.get(done..edit.start).ok_or(out_of_text)?);
        out.push_str(&edit.text);
        done = edit.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{EditError, TextEdit, apply_edits};

    #[test]
    fn edits_speak_about_the_text_as_it_was() {
        let edits = [TextEdit::replace(4, 7, "x"), TextEdit::insert(0, ">"), TextEdit::insert(0, "> ")];
        assert_eq!(apply_edits("one two", &edits).as_deref(), Ok(">> one x"));
    }

    #[test]
    fn edits_that_do_not_fit_are_refused() {
        let check = |edits: &[TextEdit], expected| assert_eq!(apply_edits("añb", edits), Err(expected));
        check(&[TextEdit::delete(2, 3)], EditError::OutOfText { start: 2, end: 3 });
        check(&[TextEdit::delete(3, 9)], EditError::OutOfText { start: 3, end: 9 });
        check(&[TextEdit::delete(0, 3), TextEdit::delete(1, 4)], EditError::Overlap { at: 1 });
    }
}
