//! Why a reader cannot read what a writer writes: the kind in Java's vocabulary, both places, a sentence and repairs.

use crate::schema::{Schema, SourceId, Use};
use serde::{Deserialize, Serialize};
use std::fmt;
use syntax::{NodeId, Span, TextEdit};

/// The kinds of incompatibility. The first six are those of Java's `SchemaCompatibility`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IncompatibilityType {
    /// Two named types have different names and no alias joins them.
    NameMismatch,
    /// Two fixed types have different sizes.
    FixedSizeMismatch,
    /// The writer has symbols that the reader does not know.
    MissingEnumSymbols,
    /// The reader has a field that is not written and has no default.
    ReaderFieldMissingDefaultValue,
    /// Two types are of different kinds.
    TypeMismatch,
    /// The reader's union has no branch for what is written.
    MissingUnionBranch,
    /// A reader's field takes its value from several of the writer's fields. Java ends with an exception here.
    AmbiguousFieldAlias,
    /// Two decimals differ in precision or scale. Only the strict reading of the specification minds.
    DecimalMismatch,
}

impl IncompatibilityType {
    /// The name as Java writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NameMismatch => "NAME_MISMATCH",
            Self::FixedSizeMismatch => "FIXED_SIZE_MISMATCH",
            Self::MissingEnumSymbols => "MISSING_ENUM_SYMBOLS",
            Self::ReaderFieldMissingDefaultValue => "READER_FIELD_MISSING_DEFAULT_VALUE",
            Self::TypeMismatch => "TYPE_MISMATCH",
            Self::MissingUnionBranch => "MISSING_UNION_BRANCH",
            Self::AmbiguousFieldAlias => "AMBIGUOUS_FIELD_ALIAS",
            Self::DecimalMismatch => "DECIMAL_MISMATCH",
        }
    }
}

impl fmt::Display for IncompatibilityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One of the two schemas of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The schema that reads.
    Reader,
    /// The schema that wrote.
    Writer,
}

/// A place in one of the two schemas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchemaPlace {
    /// The referenced text that it is in; nothing for the schema's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// A JSON pointer into that text.
    pub pointer: String,
    /// The bytes of that text.
    pub span: Span,
    /// The type that stands there, as people write it.
    #[serde(rename = "type")]
    pub type_text: String,
}

impl SchemaPlace {
    pub(crate) fn new(schema: &Schema, source: SourceId, node: NodeId, type_text: String) -> Self {
        let tree = schema.tree(source);
        Self {
            reference: schema.source_name(source).map(str::to_owned),
            pointer: tree.pointer(node),
            span: tree.span(node),
            type_text,
        }
    }

    pub(crate) fn of_use(schema: &Schema, at: Use) -> Self {
        Self::new(schema, at.source, at.node, schema.type_text(at))
    }
}

/// The kinds of repair, in the order in which they are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepairKind {
    /// Adds an alias, so that a reader finds what was renamed.
    AddAlias,
    /// Removes aliases that meet more than one field.
    RemoveAlias,
    /// Gives a field a default.
    AddDefault,
    /// Makes a field nullable.
    MakeNullable,
    /// Gives an enum a default symbol.
    AddEnumDefault,
    /// Adds or keeps a symbol.
    KeepSymbol,
    /// Adds or keeps a branch of a union.
    KeepBranch,
    /// Keeps a field that was to go.
    KeepField,
    /// Changes a type to one that reads more.
    Widen,
    /// Takes a type back as it was.
    ChangeBack,
    /// Gives a type or a field its old name back.
    RenameBack,
    /// Writes to a new subject and topic.
    NewSubject,
}

/// A repair: what the button says and what it does to which text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// Its kind.
    pub kind: RepairKind,
    /// The button's text.
    pub title: String,
    /// The side whose text is edited.
    pub side: Side,
    /// The referenced text that is edited; nothing for the schema's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The edits, all about the text as it is, applied together. Empty when the repair is not one of text.
    pub edits: Vec<TextEdit>,
    /// The default that it gives a field, as JSON, for those that give one. Reports have it in the edits.
    #[serde(skip)]
    pub default: Option<String>,
}

impl Repair {
    /// The same repair, which gives a field a default.
    #[must_use]
    pub(crate) fn with_default(mut self, json: impl Into<String>) -> Self {
        self.default = Some(json.into());
        self
    }
}

/// One reason why a reader cannot read what a writer writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incompatibility {
    /// The kind, in Java's vocabulary.
    #[serde(rename = "type")]
    pub kind: IncompatibilityType,
    /// Where, in Java's form: a path through the reader with references followed, and for a union the writer's branch.
    pub path: String,
    /// Java's message.
    pub message: String,
    /// The meaning, for someone who does not know Avro.
    pub sentence: String,
    /// The place in the reader.
    pub reader: SchemaPlace,
    /// The place in the writer.
    pub writer: SchemaPlace,
    /// The named types on the way from the root of the reader, outermost first.
    pub via: Vec<String>,
    /// For a missing branch, why the nearest branch does not fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Incompatibility>,
    /// Its repairs, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Repair>,
}

impl Incompatibility {
    /// The place in one of the two.
    pub fn place(&self, side: Side) -> &SchemaPlace {
        match side {
            Side::Reader => &self.reader,
            Side::Writer => &self.writer,
        }
    }
}
