//! The text of a schema, and where people find it.

use crate::Failure;
use engine::diagnostic::{Edit, Location, Place, Position};
use engine::syntax::{Span, TextEdit, quote};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// No schema is larger; what is, is something else.
pub const LARGEST_TEXT: u64 = 64 << 20;

/// A text with the name that people know it by.
#[derive(Debug, Clone)]
pub struct Text {
    /// A path, or for a text that is in no file here `revision:path` or `subject/versions/number`. One of several in a file is
    /// called after the file and itself: `fleet.avpr#Trip`.
    pub shown: String,
    /// Whether it is a file that one can open and change, or a part of one.
    pub is_file: bool,
    /// The text.
    pub text: Arc<str>,
    /// Where it stands in its file, when it is not the whole of it.
    pub excerpt: Option<Arc<Excerpt>>,
}

/// Where the bytes of a text stand in a file that holds more than it.
#[derive(Debug)]
pub struct Excerpt {
    /// The file.
    pub file: String,
    /// The name of the text in it.
    pub part: String,
    /// The whole of it.
    pub whole: Arc<str>,
    /// For each byte of the text, and for its end, where it comes from.
    pub origins: Vec<usize>,
    /// Whether the text stands there as a JSON string.
    pub is_quoted: bool,
}

impl Text {
    /// A text that is the whole of a file.
    pub fn of_file(shown: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { shown: shown.into(), is_file: true, text: text.into(), excerpt: None }
    }

    /// A text that is no file here.
    pub fn elsewhere(shown: String, text: Arc<str>) -> Self {
        Self { shown, is_file: false, text, excerpt: None }
    }

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
        Ok(Self::of_file(shown(path), utf8(bytes).map_err(refused)?))
    }

    /// The file that it is, or that it stands in, with the whole of its text.
    pub fn file(&self) -> (&str, &str) {
        self.excerpt.as_ref().map_or((&self.shown, &self.text), |it| (&it.file, &it.whole))
    }

    /// The name of the text in a file that holds more than it.
    pub fn part(&self) -> Option<&str> {
        self.excerpt.as_ref().map(|it| it.part.as_str())
    }

    /// The bytes of the file for those of the text.
    fn in_file(&self, span: Span) -> Span {
        let Some(excerpt) = &self.excerpt else { return span };
        let origin = |at: usize| excerpt.origins.get(at).or(excerpt.origins.last()).copied().unwrap_or_default();
        let start = origin(span.start);
        Span { start, end: origin(span.end).max(start) }
    }

    /// The edit of the file that an edit of the text is.
    pub fn edit(&self, edit: &TextEdit) -> Edit {
        let Span { start, end } = self.in_file(Span { start: edit.start, end: edit.end });
        let is_quoted = self.excerpt.as_ref().is_some_and(|it| it.is_quoted);
        let quoted = quote(&edit.text);
        let text = if is_quoted {
            quoted.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or_default()
        } else {
            &edit.text
        };
        Edit::ReplaceInFile { file: self.file().0.to_owned(), start, end, text: text.to_owned() }
    }

    /// A place in the text, as line and column.
    pub fn place(&self, span: Span) -> Place {
        let (file, text) = self.file();
        let Span { start, end } = self.in_file(span);
        let start = Position::of_offset(text, start);
        Place { file: file.to_owned(), start, end: Some(Position::of_offset(text, end)) }
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
