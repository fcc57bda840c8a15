//! Problems of a schema by itself, each with its place.

use crate::rule::{Parser, Rule};
use crate::schema::SourceId;
use diagnostic::Severity;
use syntax::{Span, TextEdit};

/// A breach of a rule for schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The text it is in.
    pub source: SourceId,
    /// Where it is.
    pub span: Span,
    /// The same as a JSON pointer into the text.
    pub pointer: String,
    /// One sentence: what is wrong.
    pub message: String,
    /// Repairs, best first.
    pub fixes: Vec<TextFix>,
}

/// A repair of one text: what the button says, and the edits, applied together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFix {
    /// The button's text.
    pub title: String,
    /// The edits, all about the text as it is.
    pub edits: Vec<TextEdit>,
}

impl Finding {
    /// Errors break the specification; warnings break a rule that the specification does not have, or are advice.
    pub fn severity(&self) -> Severity {
        if self.rule.refused_by(Parser::Specification) { Severity::Error } else { Severity::Warning }
    }

    /// Whether a parser refuses the schema for this.
    pub fn refused_by(&self, parser: Parser) -> bool {
        self.rule.refused_by(parser)
    }
}

/// Whether a parser takes a schema with these findings.
pub fn is_valid(findings: &[Finding], parser: Parser) -> bool {
    !findings.iter().any(|finding| finding.refused_by(parser))
}
