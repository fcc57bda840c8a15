//! Keys: kind and id together name any record of a design in one word, for example `topic:order-events`.

use crate::kind::{Kind, with_kinds};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

macro_rules! keys {
    (
        records { $($(#[$doc:meta])* $kind:ident $word:literal: $id:ident $about:literal, $all:ident, $one:ident; named $name:tt in $context:tt $row:tt)* }
        positions { $(#[$position_doc:meta])* $position:ident $position_word:literal $position_row:tt }
        singles { $($(#[$single_doc:meta])* $single:ident $single_word:literal: $field:ident; named $single_name:tt $single_row:tt)* }
    ) => {
        /// The name of one record: its kind and its id.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKey {
            $($(#[$doc])* $kind($crate::$id),)*
            $(#[$position_doc])*
            $position($crate::ViewId, Box<RecordKey>),
            $($(#[$single_doc])* $single,)*
        }

        impl RecordKey {
            /// The record's kind.
            pub fn kind(&self) -> Kind {
                match self {
                    $(Self::$kind(_) => Kind::$kind,)*
                    Self::$position(..) => Kind::$position,
                    $(Self::$single => Kind::$single,)*
                }
            }

            /// The record's id as text; for a placement that of its node, for settings and policy their kind's word.
            pub fn id_str(&self) -> &str {
                match self {
                    $(Self::$kind(id) => id.as_str(),)*
                    Self::$position(_, node) => node.id_str(),
                    $(Self::$single => $single_word,)*
                }
            }

            /// The key of a kind and an id; for kinds without ids, and for ids that are none, nothing.
            pub fn of(kind: Kind, id: &str) -> Option<Self> {
                match kind {
                    $(Kind::$kind => id.parse().ok().map(Self::$kind),)*
                    Kind::$position $(| Kind::$single)* => None,
                }
            }

            /// The key of the one record of a kind that has one.
            fn single(kind: Kind) -> Option<Self> {
                match kind {
                    $(Kind::$single => Some(Self::$single),)*
                    $(Kind::$kind)|* | Kind::$position => None,
                }
            }
        }

        $(impl From<$crate::$id> for RecordKey {
            fn from(id: $crate::$id) -> Self {
                Self::$kind(id)
            }
        })*
    };
}
with_kinds!(keys);

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind();
        if let Self::Placement(view, node) = self {
            return write!(f, "{}:{view}/{node}", kind.as_str());
        }
        if kind.is_single() { f.write_str(kind.as_str()) } else { write!(f, "{}:{}", kind.as_str(), self.id_str()) }
    }
}

impl FromStr for RecordKey {
    type Err = IllegalKey;
    fn from_str(text: &str) -> Result<Self, IllegalKey> {
        let key = match text.split_once(':') {
            None => Kind::of_word(text).and_then(Self::single),
            Some((word, id)) => Kind::of_word(word).and_then(|kind| Self::of_text(kind, id)),
        };
        key.ok_or_else(|| IllegalKey { text: text.to_owned() })
    }
}

impl RecordKey {
    /// The key of a kind and what stands behind its word.
    fn of_text(kind: Kind, text: &str) -> Option<Self> {
        if kind != Kind::Placement {
            return Self::of(kind, text);
        }
        let (view, node) = text.split_once('/')?;
        Some(Self::Placement(view.parse().ok()?, Box::new(node.parse().ok()?)))
    }
}

/// Why a text is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` does not name a record: write its kind and id, for example `topic:order-events`")]
pub struct IllegalKey {
    /// The text that was refused.
    pub text: String,
}

impl Serialize for RecordKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for RecordKey {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RecordKey".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let singles = Kind::ALL.iter().filter(|kind| kind.is_single()).map(|kind| kind.as_str());
        schemars::json_schema!({
            "type": "string",
            "description": "A record's kind and id, for example topic:order-events",
            "pattern": format!("^({}|[a-z]+:.+)$", singles.collect::<Vec<_>>().join("|"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_what_they_print() {
        for text in ["topic:order-events", "placement:topology/service:order-api", "settings", "policy", "relation:a-b"]
        {
            assert_eq!(text.parse::<RecordKey>().unwrap().to_string(), text);
        }
        for text in ["", "topic", "topic:", "topic:A", "thing:a", "placement:x", "placement:v/topic"] {
            assert!(text.parse::<RecordKey>().is_err(), "{text}");
        }
    }
}
