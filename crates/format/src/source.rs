//! The file that is being read, so that a finding can say where it is.

use diagnostic::{Code, Diagnostic, Location, Place, Severity};
use std::cell::OnceCell;
use std::ops::Range;
use syntax::Lines;

/// A file's path and text, and the record that it is read for.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    /// The path from the design folder.
    pub file: &'a str,
    /// The text that byte offsets count in.
    pub text: &'a str,
    /// The record's key, once it is known.
    pub record: Option<&'a str>,
    /// Most files give no finding, so the lines are counted when the first place is asked for.
    lines: OnceCell<Lines>,
}

impl<'a> Source<'a> {
    /// A file to be read.
    pub fn new(file: &'a str, text: &'a str, record: Option<&'a str>) -> Self {
        Self { file, text, record, lines: OnceCell::new() }
    }

    /// The place of some bytes.
    pub fn place(&self, span: Range<usize>) -> Place {
        let lines = self.lines.get_or_init(|| Lines::of(self.text));
        let position = |offset| lines.position(self.text, offset);
        Place {
            file: self.file.to_owned(),
            start: position(span.start),
            end: (span.end > span.start).then(|| position(span.end)),
        }
    }

    /// A finding at some bytes.
    pub fn finding(
        &self,
        code: Code,
        severity: Severity,
        message: impl Into<String>,
        span: Range<usize>,
        pointer: &str,
    ) -> Diagnostic {
        let location = Location {
            place: Some(self.place(span)),
            record: self.record.map(str::to_owned),
            pointer: pointer.to_owned(),
            part: None,
        };
        Diagnostic::new(code, severity, message, location)
    }

    /// A finding about the file as a whole, at its first character.
    pub fn about(&self, code: Code, severity: Severity, message: impl Into<String>) -> Diagnostic {
        self.finding(code, severity, message, 0..0, "")
    }

    /// The text on some bytes, when it is short enough to be quoted.
    pub fn quoted(&self, span: &Range<usize>) -> Option<&str> {
        let written = self.text.get(span.clone())?;
        (!written.is_empty() && written.chars().count() <= 40 && !written.contains('\n')).then_some(written)
    }
}
