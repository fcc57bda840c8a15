//! The text of a schema, and where people find it.

use crate::Failure;
use engine::diagnostic::{Location, Place, Position};
use engine::syntax::Span;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// No schema is larger; what is, is something else.
pub const LARGEST_TEXT: u64 = 64 << 20;

/// A text with the name that people know it by.
#[derive(Debug, Clone)]
pub struct Text {
    /// A path, or for a text that is in no file here `revision:path` or `subject/versions/number`.
    pub shown: String,
    /// Whether it is a file that one can open and change.
    pub is_file: bool,
    /// The text.
    pub text: Arc<str>,
}

impl Text {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let refused = |reason: String| Failure::Io {
            path: path.display().to_string(),
            reason,
            next: "Name an Avro schema in JSON, or a folder of such files",
        };
        let facts = fs::metadata(path).map_err(|error| refused(error.to_string()))?;
        if !facts.is_file() {
            // Reading a pipe or a device might never end.
            return Err(refused("this is neither a file nor a folder".to_owned()));
        }
        if facts.len() > LARGEST_TEXT {
            return Err(refused(format!("this is larger than {} MiB", LARGEST_TEXT >> 20)));
        }
        let bytes = fs::read(path).map_err(|error| refused(error.to_string()))?;
        Ok(Self { shown: shown(path), is_file: true, text: utf8(bytes).map_err(refused)? })
    }

    /// A place in the text, as line and column.
    pub fn place(&self, span: Span) -> Place {
        let start = Position::of_offset(&self.text, span.start);
        Place { file: self.shown.clone(), start, end: Some(Position::of_offset(&self.text, span.end)) }
    }

    /// The same for a finding; a text that is no file has no place that a program could open.
    pub fn location(&self, span: Span, pointer: &str) -> Location {
        let place = self.is_file.then(|| self.place(span));
        Location { place, pointer: pointer.to_owned(), ..Location::default() }
    }
}

/// Bytes as text, or from where on they are none.
pub fn utf8(bytes: Vec<u8>) -> Result<Arc<str>, String> {
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("this is not UTF-8 from byte {} on", error.utf8_error().valid_up_to() + 1))?;
    Ok(Arc::from(text))
}

/// A path with `/` between its parts, without the dot that says nothing.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text };
    text.strip_prefix("./").filter(|rest| !rest.is_empty()).map_or(text.clone(), str::to_owned)
}
