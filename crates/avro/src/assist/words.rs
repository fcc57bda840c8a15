//! The words of Avro and what they say, for lists and hints.

use syntax::{NodeId, Tree};

/// The primitive types, those first that are used most, and what they hold.
pub const PRIMITIVES: [(&str, &str); 8] = [
    ("string", "Unicode text"),
    ("int", "32 bits"),
    ("long", "64 bits"),
    ("boolean", "true or false"),
    ("double", "64 bits, floating"),
    ("float", "32 bits, floating"),
    ("bytes", "any bytes"),
    ("null", "no value"),
];

/// The kinds of types that have something inside.
pub(super) const KINDS: [(&str, &str); 5] = [
    ("record", "named fields"),
    ("enum", "one of several symbols"),
    ("array", "a sequence of one type"),
    ("map", "text keys to values of one type"),
    ("fixed", "so many bytes"),
];

/// Attributes by what they stand on, with what they say and the text that begins their value.
pub(super) const ATTRIBUTES: [(&str, &[Owner], &str, &str); 18] = [
    (
        "type",
        &[Owner::Field, Owner::Type, Owner::Record, Owner::Enum, Owner::Fixed, Owner::Array, Owner::Map],
        "what values look like",
        "\"\"",
    ),
    ("name", &[Owner::Field], "the name of the field in data and code", "\"\""),
    ("name", &[Owner::Record, Owner::Enum, Owner::Fixed], "the name that code and other types use", "\"\""),
    ("namespace", &[Owner::Record, Owner::Enum, Owner::Fixed], "stands before the name, as com.shop.order", "\"\""),
    ("doc", &[Owner::Field, Owner::Record, Owner::Enum, Owner::Fixed], "what it means, for people", "\"\""),
    ("default", &[Owner::Field], "stands in when the field is not in the data", "null"),
    ("default", &[Owner::Enum], "stands in for symbols that are not known", "\"\""),
    ("aliases", &[Owner::Field, Owner::Record, Owner::Enum, Owner::Fixed], "older names that readers accept", "[]"),
    ("order", &[Owner::Field], "how records are sorted by it", "\"ignore\""),
    ("fields", &[Owner::Record], "the fields, in the order in which they are written", "[]"),
    ("symbols", &[Owner::Enum], "the symbols", "[]"),
    ("size", &[Owner::Fixed], "how many bytes", "16"),
    ("items", &[Owner::Array], "the type of the elements", "\"string\""),
    ("values", &[Owner::Map], "the type of the values", "\"string\""),
    ("logicalType", &[Owner::Type, Owner::Fixed], "what the bare type means", "\"\""),
    ("precision", &[Owner::Type, Owner::Fixed], "digits of a decimal in all", "10"),
    ("scale", &[Owner::Type, Owner::Fixed], "digits of a decimal after the point", "2"),
    ("tags", &[Owner::Field], "words such as pii, for personal data", "[\"pii\"]"),
];

/// Values that a default may have, as they are written.
pub(super) const DEFAULTS: [&str; 7] = ["null", "\"\"", "[]", "{}", "0", "false", "true"];

/// The kind of object that a member belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Field,
    Record,
    Enum,
    Fixed,
    Array,
    Map,
    /// A primitive type with properties, or one without a type yet.
    Type,
}

/// The kind of an object of the text, as far as it is written.
pub(super) fn owner(tree: &Tree, object: NodeId) -> Owner {
    let in_fields = tree.parent(object).is_some_and(|list| tree.key(list).as_deref() == Some("fields"));
    if in_fields {
        return Owner::Field;
    }
    match tree.get(object, "type").and_then(|node| tree.string(node)).as_deref() {
        Some("record" | "error") => Owner::Record,
        Some("enum") => Owner::Enum,
        Some("fixed") => Owner::Fixed,
        Some("array") => Owner::Array,
        Some("map") => Owner::Map,
        Some(_) | None => Owner::Type,
    }
}
