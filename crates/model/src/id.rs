//! Ids. An id is a slug fixed at creation: it names the record's file, so renaming a record never moves it or breaks a
//! reference in somebody else's branch.

use crate::kind::with_kinds;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The longest id, in characters: short enough for a file name with an ending on every system.
const LONGEST: usize = 100;

/// File names that Windows reserves; an id must not be one of them.
const RESERVED: [&str; 6] = ["aux", "con", "nul", "prn", "com1", "lpt1"];

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id: use lower-case letters, digits and single hyphens, at most {LONGEST} characters")]
pub struct IllegalId {
    /// The text that was refused.
    pub text: String,
}

fn is_legal(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && !RESERVED.contains(&text)
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// The slug of a name: words in lower case joined by hyphens; `OrderSubmitted` gives `order-submitted`. A name without a
/// letter or digit gives `fallback`.
pub fn slug(name: &str, fallback: &str) -> String {
    let mut out = String::new();
    let mut previous_lower = false;
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            if character.is_ascii_uppercase() && previous_lower {
                out.push('-');
            }
            out.push(character.to_ascii_lowercase());
            previous_lower = character.is_ascii_lowercase() || character.is_ascii_digit();
        } else {
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
            previous_lower = false;
        }
        if out.len() >= LONGEST - 10 {
            break;
        }
    }
    let trimmed = out.trim_matches('-');
    if is_legal(trimmed) { trimmed.to_owned() } else { fallback.to_owned() }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 100))] Arc<str>);

        impl $name {
            /// The id of a text that is a legal slug.
            pub fn new(text: &str) -> Result<Self, IllegalId> {
                if is_legal(text) { Ok(Self(Arc::from(text))) } else { Err(IllegalId { text: text.to_owned() }) }
            }

            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IllegalId;
            fn from_str(text: &str) -> Result<Self, IllegalId> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

macro_rules! ids_of_kinds {
    (
        records { $($(#[$doc:meta])* $kind:ident $word:literal: $id:ident $about:literal, $all:ident, $one:ident;
            named $name:tt in $context:tt $row:tt)* }
        positions $positions:tt
        singles $singles:tt
    ) => {
        ids! {
            $(#[doc = $about] $id)*
            /// The id of a step within its process.
            StepId
        }
    };
}
with_kinds!(ids_of_kinds);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_of_names() {
        let check = |name: &str, expected: &str| assert_eq!(slug(name, "topic"), expected, "{name}");
        check("OrderSubmitted", "order-submitted");
        check("orders.order-placed.v1", "orders-order-placed-v1");
        check("  Größe & Co ", "gr-e-co");
        check("HTTPServer2Go", "httpserver2-go");
        check("…", "topic");
        check("CON", "topic");
    }

    #[test]
    fn illegal_ids_are_refused() {
        for text in ["", "-a", "a-", "a--b", "A", "a b", "a/b", "..", "con", "ä"] {
            assert!(TopicId::new(text).is_err(), "{text}");
        }
        assert!(TopicId::new("order-events-2").is_ok());
        assert!(serde_json::from_str::<TopicId>("\"../x\"").is_err());
    }
}
