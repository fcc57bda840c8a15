//! The rules of a schema, one at a time, and which parsers keep which rule.
//!
//! The specification and Java's parser do not agree, and Java's parser has three settings. A registry checks a new schema
//! strictly and reads its own history leniently, so a finding always says by whose rules it is one.

use serde::{Deserialize, Serialize};

/// By whose rules a text is a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parser {
    /// The text of the Avro specification, 1.12.
    Specification,
    /// Java's parser with ASCII names and checked defaults: what a registry asks of a new schema.
    JavaStrict,
    /// Java's parser as it is: names in any script, checked defaults.
    JavaDefault,
    /// Java's parser without checks of names and defaults: what a registry accepts from its own history.
    JavaLenient,
}

/// A rule for schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The text is JSON.
    Json,
    /// The text has no comments.
    Comment,
    /// A key stands once in an object.
    DuplicateKey,
    /// A schema is a name, an object with a type, or an array of schemas.
    NotASchema,
    /// An object that is a schema has a `type`.
    TypeMissing,
    /// The `type` of a schema object is a name.
    TypeNested,
    /// A name of a type is defined somewhere.
    Undefined,
    /// A name is defined before it is used.
    UsedBeforeDefined,
    /// A short name is looked up in its own namespace.
    NamespaceFallback,
    /// A named type has a name.
    NameMissing,
    /// A name consists of ASCII letters, digits and underscores.
    NameIllegal,
    /// A name uses ASCII letters.
    NameNotAscii,
    /// A namespace is text.
    NamespaceNotText,
    /// The name of a primitive type is not redefined.
    PrimitiveRedefined,
    /// The name of a primitive type is not redefined in a namespace either.
    PrimitiveNameInNamespace,
    /// A full name is defined once.
    Redefined,
    /// A full name is defined once, even if the second definition says the same.
    Repeated,
    /// A record has an array of fields.
    FieldsMissing,
    /// A field is an object.
    FieldNotObject,
    /// A field has a type.
    FieldTypeMissing,
    /// A field's name stands once in its record.
    FieldDuplicate,
    /// An enum has an array of symbols.
    SymbolsMissing,
    /// A symbol is text.
    SymbolNotText,
    /// A symbol stands once in its enum.
    SymbolDuplicate,
    /// The default of an enum is one of its symbols.
    EnumDefaultUnknown,
    /// The default of an enum is text.
    EnumDefaultNotText,
    /// An array says what it holds.
    ItemsMissing,
    /// A map says what it holds.
    ValuesMissing,
    /// A fixed type has a size: a whole number from 0.
    SizeMissing,
    /// A fixed type is no larger than Java allows.
    SizeTooBig,
    /// A union does not stand directly in a union.
    UnionNested,
    /// A union has no two branches that cannot be told apart.
    BranchDuplicate,
    /// The order of a field is ascending, descending or ignore.
    OrderUnknown,
    /// The order of a field is written in lower case.
    OrderCase,
    /// Aliases are an array of texts.
    AliasesNotTexts,
    /// An alias of a type is a legal name; the specification allows any text.
    AliasIllegal,
    /// An alias of a type uses ASCII letters; the specification allows any text.
    AliasNotAscii,
    /// An alias is a name that nothing else has.
    AliasClash,
    /// A doc is text.
    DocNotText,
    /// A default fits its field's type.
    DefaultMisfit,
    /// A default for float or double that is text says a number.
    DefaultNotANumber,
    /// A default for float or double is a number, no text that says one.
    DefaultNumberAsText,
    /// A default for an enum is one of its symbols, one for fixed has its size, one for bytes has characters up to U+00FF.
    DefaultUnencodable,
    /// A default needs no type that Java has not read to its end.
    DefaultTooEarly,
    /// A default fits the first branch of a union, as every version before 1.12 wants it.
    DefaultOfLaterBranch,
    /// An attribute stands where it counts.
    AttributeIgnored,
    /// An attribute is spelt as Avro spells it.
    AttributeMisspelt,
    /// A logical type fits the type that it stands on.
    LogicalTypeMisfit,
    /// A logical type is one of the specification.
    LogicalTypeUnknown,
}

impl Rule {
    /// The stable name, for policies and SARIF.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Json => "avro/json",
            Self::Comment => "avro/comment",
            Self::DuplicateKey => "avro/duplicate-key",
            Self::NotASchema => "avro/not-a-schema",
            Self::TypeMissing => "avro/type-missing",
            Self::TypeNested => "avro/type-nested",
            Self::Undefined => "avro/undefined",
            Self::UsedBeforeDefined => "avro/used-before-defined",
            Self::NamespaceFallback => "avro/namespace-fallback",
            Self::NameMissing => "avro/name-missing",
            Self::NameIllegal => "avro/name-illegal",
            Self::NameNotAscii => "avro/name-not-ascii",
            Self::NamespaceNotText => "avro/namespace-not-text",
            Self::PrimitiveRedefined => "avro/primitive-redefined",
            Self::PrimitiveNameInNamespace => "avro/primitive-name-in-namespace",
            Self::Redefined => "avro/redefined",
            Self::Repeated => "avro/repeated",
            Self::FieldsMissing => "avro/fields-missing",
            Self::FieldNotObject => "avro/field-not-object",
            Self::FieldTypeMissing => "avro/field-type-missing",
            Self::FieldDuplicate => "avro/field-duplicate",
            Self::SymbolsMissing => "avro/symbols-missing",
            Self::SymbolNotText => "avro/symbol-not-text",
            Self::SymbolDuplicate => "avro/symbol-duplicate",
            Self::EnumDefaultUnknown => "avro/enum-default-unknown",
            Self::EnumDefaultNotText => "avro/enum-default-not-text",
            Self::ItemsMissing => "avro/items-missing",
            Self::ValuesMissing => "avro/values-missing",
            Self::SizeMissing => "avro/size-missing",
            Self::SizeTooBig => "avro/size-too-big",
            Self::UnionNested => "avro/union-nested",
            Self::BranchDuplicate => "avro/branch-duplicate",
            Self::OrderUnknown => "avro/order-unknown",
            Self::OrderCase => "avro/order-case",
            Self::AliasesNotTexts => "avro/aliases-not-texts",
            Self::AliasIllegal => "avro/alias-illegal",
            Self::AliasNotAscii => "avro/alias-not-ascii",
            Self::AliasClash => "avro/alias-clash",
            Self::DocNotText => "avro/doc-not-text",
            Self::DefaultMisfit => "avro/default-misfit",
            Self::DefaultNotANumber => "avro/default-not-a-number",
            Self::DefaultNumberAsText => "avro/default-number-as-text",
            Self::DefaultUnencodable => "avro/default-unencodable",
            Self::DefaultTooEarly => "avro/default-too-early",
            Self::DefaultOfLaterBranch => "avro/default-of-later-branch",
            Self::AttributeIgnored => "avro/attribute-ignored",
            Self::AttributeMisspelt => "avro/attribute-misspelt",
            Self::LogicalTypeMisfit => "avro/logical-type-misfit",
            Self::LogicalTypeUnknown => "avro/logical-type-unknown",
        }
    }

    /// Whether a parser refuses a text that breaks this rule.
    pub const fn refused_by(self, parser: Parser) -> bool {
        match self {
            Self::Json
            | Self::NotASchema
            | Self::TypeMissing
            | Self::TypeNested
            | Self::Undefined
            | Self::NameMissing
            | Self::PrimitiveRedefined
            | Self::Redefined
            | Self::FieldsMissing
            | Self::FieldNotObject
            | Self::FieldTypeMissing
            | Self::FieldDuplicate
            | Self::SymbolsMissing
            | Self::SymbolDuplicate
            | Self::EnumDefaultUnknown
            | Self::ItemsMissing
            | Self::ValuesMissing
            | Self::SizeMissing
            | Self::UnionNested
            | Self::BranchDuplicate
            | Self::OrderUnknown
            | Self::AliasesNotTexts
            | Self::DefaultNotANumber => true,
            Self::NameIllegal | Self::SymbolNotText | Self::DefaultMisfit => !matches!(parser, Parser::JavaLenient),
            Self::SizeTooBig => !matches!(parser, Parser::Specification),
            Self::AliasIllegal | Self::DefaultTooEarly => matches!(parser, Parser::JavaStrict | Parser::JavaDefault),
            Self::AliasNotAscii => matches!(parser, Parser::JavaStrict),
            Self::NameNotAscii => matches!(parser, Parser::Specification | Parser::JavaStrict),
            Self::Comment
            | Self::UsedBeforeDefined
            | Self::NamespaceFallback
            | Self::PrimitiveNameInNamespace
            | Self::Repeated
            | Self::OrderCase
            | Self::DocNotText
            | Self::NamespaceNotText
            | Self::EnumDefaultNotText
            | Self::DefaultNumberAsText
            | Self::DefaultUnencodable => matches!(parser, Parser::Specification),
            Self::DuplicateKey
            | Self::AliasClash
            | Self::DefaultOfLaterBranch
            | Self::AttributeIgnored
            | Self::AttributeMisspelt
            | Self::LogicalTypeMisfit
            | Self::LogicalTypeUnknown => false,
        }
    }
}
