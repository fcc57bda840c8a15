//! Where a finding is. A place in a file and a place in the model are both kept, because people look in one and click in
//! the other.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a finding is: in a file, in a record, or both. Empty when it concerns the whole design.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// The file, when it came from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The record's key, for example `topic:order-events`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// A JSON pointer into the record or into the schema's text; empty for the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pointer: String,
    /// For a schema: `draft`, or `v` and a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

/// A place in a file of the design folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Relative to the design folder, with `/` between the parts.
    pub file: String,
    /// Where it starts.
    pub start: Position,
    /// Where it ends (exclusive), when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Position>,
}

/// A line and a column, both from 1; a column counts Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Position {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The position of a byte offset in a text; an offset beyond the text gives its end, one inside a character its start.
    pub fn of_offset(text: &str, offset: usize) -> Self {
        let mut at = Self::START;
        for (index, character) in text.char_indices() {
            if index + character.len_utf8() > offset {
                break;
            }
            if character == '\n' {
                at = Self { line: at.line + 1, column: 1 };
            } else {
                at.column += 1;
            }
        }
        at
    }
}

impl Location {
    /// The whole of a record.
    pub fn record(key: impl Into<String>) -> Self {
        Self { record: Some(key.into()), ..Self::default() }
    }

    /// A field of a record, by JSON pointer.
    pub fn field(key: impl Into<String>, pointer: impl Into<String>) -> Self {
        Self { record: Some(key.into()), pointer: pointer.into(), ..Self::default() }
    }

    /// A place in a file.
    pub fn file(file: impl Into<String>, start: Position) -> Self {
        Self { place: Some(Place { file: file.into(), start, end: None }), ..Self::default() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.start.line, self.start.column)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.place, &self.record) {
            (Some(place), _) => write!(f, "{place}"),
            (None, Some(record)) if self.pointer.is_empty() => f.write_str(record),
            (None, Some(record)) => write!(f, "{record}{}", self.pointer),
            (None, None) => f.write_str("the design"),
        }
    }
}
