//! Names of types: namespaces, full names, and when a name is legal.
//!
//! The checker compares names far more often than anything else, so a name carries its hashes.

use std::fmt;

/// The full name of a record, enum or fixed type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    full: Box<str>,
    simple_start: usize,
    full_hash: u64,
    simple_hash: u64,
}

impl Name {
    /// The name that `name` means when it is written in a type whose namespace is `namespace`, or that of the type around
    /// it. A dot in the name beats the namespace; a leading dot, like the empty namespace, means none.
    pub fn new(name: &str, namespace: &str) -> Self {
        let full = match name.rsplit_once('.') {
            Some(("", simple)) => simple.to_owned(),
            Some(_) => name.to_owned(),
            None if namespace.is_empty() => name.to_owned(),
            None => format!("{namespace}.{name}"),
        };
        let simple_start = full.rfind('.').map_or(0, |dot| dot + 1);
        let simple_hash = hash(full.get(simple_start..).unwrap_or_default());
        Self { full_hash: hash(&full), simple_hash, simple_start, full: full.into_boxed_str() }
    }

    /// Namespace and name, joined by a dot.
    pub fn full(&self) -> &str {
        &self.full
    }

    /// The name without its namespace.
    pub fn simple(&self) -> &str {
        self.full.get(self.simple_start..).unwrap_or_default()
    }

    /// The namespace; empty for none.
    pub fn namespace(&self) -> &str {
        self.full.get(..self.simple_start.saturating_sub(1)).unwrap_or_default()
    }

    pub(crate) fn full_hash(&self) -> u64 {
        self.full_hash
    }

    pub(crate) fn simple_hash(&self) -> u64 {
        self.simple_hash
    }

    pub(crate) fn same_simple(&self, other: &Self) -> bool {
        self.simple_hash == other.simple_hash && self.simple() == other.simple()
    }

    pub(crate) fn same_full(&self, other: &Self) -> bool {
        self.full_hash == other.full_hash && self.full == other.full
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full)
    }
}

/// FNV-1a: short names, no state, the same on every platform.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How a word stands to the rules for names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Legality {
    /// A name by the specification: ASCII letters, digits and underscores, no digit first.
    Legal,
    /// The same with letters of other scripts, which Java's parser accepts.
    NotAscii,
    /// No name for anyone.
    Illegal,
}

/// Judges a name without dots.
pub(crate) fn legality(name: &str) -> Legality {
    let mut characters = name.chars();
    let first_is = |test: fn(char) -> bool| name.chars().next().is_some_and(|c| test(c) || c == '_');
    if first_is(|c| c.is_ascii_alphabetic()) && characters.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        Legality::Legal
    } else if first_is(is_letter) && name.chars().all(|c| is_letter(c) || is_digit(c) || c == '_') {
        Legality::NotAscii
    } else {
        Legality::Illegal
    }
}

/// A letter as Java's parser sees it, which looks at two bytes at a time: none lies beyond them, and a numeral is none.
fn is_letter(c: char) -> bool {
    c <= LAST_OF_TWO_BYTES && c.is_alphabetic() && !c.is_numeric()
}

/// A decimal digit of any script within two bytes; fractions and raised digits are none.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ZEROS.iter().any(|zero| (*zero..=*zero + 9).contains(&u32::from(c)))
}

const LAST_OF_TWO_BYTES: char = '\u{ffff}';

/// The zeros of the scripts that have digits of their own.
const ZEROS: [u32; 36] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
    0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];

/// Judges a namespace; none is legal.
pub(crate) fn namespace_legality(namespace: &str) -> Legality {
    if namespace.is_empty() {
        return Legality::Legal;
    }
    namespace.split('.').map(legality).max().unwrap_or(Legality::Legal)
}

/// A character that nobody sees: white space, a zero width space, a byte order mark.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// How a name begins or ends with what nobody sees; nothing when it does not, or has nothing else.
pub(crate) fn blank_ends(name: &str) -> Option<String> {
    let word = |c: char| match c {
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        _ => format!("an invisible character (U+{:04X})", u32::from(c)),
    };
    let (first, last) = (name.chars().next()?, name.chars().next_back()?);
    if name.chars().all(is_blank) {
        return None;
    }
    match (is_blank(first), is_blank(last)) {
        (true, true) => Some(format!("begins with {} and ends with {}", word(first), word(last))),
        (true, false) => Some(format!("begins with {}", word(first))),
        (false, true) => Some(format!("ends with {}", word(last))),
        (false, false) => None,
    }
}

/// The nearest legal name, for a repair. Invisible characters at its ends were not meant.
pub(crate) fn legal_name(name: &str) -> String {
    let name = name.trim_matches(is_blank);
    let mut legal: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if !legal.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        legal.insert(0, '_');
    }
    legal
}

#[cfg(test)]
mod tests {
    use super::{Legality, Name, blank_ends, legal_name, legality, namespace_legality};

    #[test]
    fn a_full_name_follows_from_name_and_namespace() {
        let check = |name: &str, namespace: &str, full: &str, space: &str, simple: &str| {
            let it = Name::new(name, namespace);
            assert_eq!((it.full(), it.namespace(), it.simple()), (full, space, simple));
        };
        check("X", "", "X", "", "X");
        check("X", "a.b", "a.b.X", "a.b", "X");
        check("c.X", "a.b", "c.X", "c", "X");
        check(".X", "a.b", "X", "", "X");
        check("", "", "", "", "");
    }

    #[test]
    fn what_nobody_sees_at_the_ends_of_a_name_goes() {
        let check = |name: &str, legal: &str, ends: Option<&str>| {
            assert_eq!((legal_name(name).as_str(), blank_ends(name).as_deref()), (legal, ends), "{name:?}");
        };
        check("seatId ", "seatId", Some("ends with a space"));
        check("  seat id", "seat_id", Some("begins with a space"));
        check("\tseatId\n", "seatId", Some("begins with a tab and ends with a line break"));
        check("seatId\u{a0}", "seatId", Some("ends with an invisible character (U+00A0)"));
        check("\u{feff}seatId", "seatId", Some("begins with an invisible character (U+FEFF)"));
        check("seat id", "seat_id", None);
        check("2nd ", "_2nd", Some("ends with a space"));
        check(" ", "_", None);
        check("", "_", None);
    }

    #[test]
    fn names_are_judged() {
        let check = |name: &str, expected| assert_eq!(legality(name), expected, "{name}");
        check("order_id2", Legality::Legal);
        check("_", Legality::Legal);
        check("Café", Legality::NotAscii);
        check("名٣", Legality::NotAscii);
        check("Ⅷ", Legality::Illegal);
        check("x²", Legality::Illegal);
        check("𝒜", Legality::Illegal);
        check("2d", Legality::Illegal);
        check("a-b", Legality::Illegal);
        check("", Legality::Illegal);
        assert_eq!(namespace_legality(""), Legality::Legal);
        assert_eq!(namespace_legality("a..b"), Legality::Illegal);
        assert_eq!(namespace_legality("a.b$"), Legality::Illegal);
    }
}
