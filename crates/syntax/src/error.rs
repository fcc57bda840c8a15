//! Errors of a text as JSON: each with its place and the edit that repairs it.

use crate::{Span, TextEdit};

/// The kinds of error that the parser reports and survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyntaxErrorKind {
    /// Nothing stands where a value must stand.
    MissingValue,
    /// A member of an object has no key.
    MissingKey,
    /// No colon between key and value.
    MissingColon,
    /// No comma between two members or elements.
    MissingComma,
    /// A comma before a closing bracket, or two in a row.
    ExtraComma,
    /// Brackets that are never closed.
    Unclosed,
    /// A closing bracket, colon or other character that belongs to nothing.
    Unexpected,
    /// A word that is no literal, or a key without quotes.
    Unquoted,
    /// A string in single quotes.
    SingleQuotes,
    /// A string that does not end on its line.
    UnclosedString,
    /// A control character in a string that must be written as an escape.
    ControlCharacter,
    /// A backslash followed by what is no escape.
    BadEscape,
    /// A number that JSON does not know, such as `01`, `.5` or `+1`.
    BadNumber,
    /// A comment. JSON has none, but several parsers of schemas let them pass.
    Comment,
    /// A byte order mark at the start.
    ByteOrderMark,
    /// More text after the end of the value.
    ExtraData,
    /// Nesting beyond [`crate::MAX_DEPTH`].
    TooDeep,
}

/// One error of syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The kind of error.
    pub kind: SyntaxErrorKind,
    /// Where; empty where something is missing.
    pub span: Span,
    /// One sentence that says what is wrong and what to do.
    pub message: String,
    /// The edits that repair it, where they are certain.
    pub edits: Vec<TextEdit>,
}

impl SyntaxError {
    pub(crate) fn new(kind: SyntaxErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self { kind, span, message: message.into(), edits: Vec::new() }
    }

    pub(crate) fn with_edit(mut self, start: usize, end: usize, text: impl Into<String>) -> Self {
        self.edits.push(TextEdit { start, end, text: text.into() });
        self
    }
}
