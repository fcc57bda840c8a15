//! The sum of all records, so that transactions, files and clipboards handle each kind in the same way.

use crate::kind::{Kind, with_kinds};
use crate::{ContextId, RecordKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A field of a record, for rows that name one.
macro_rules! field {
    ($record:ident) => {{
        let _ = $record;
        None
    }};
    ($record:ident $field:ident) => {
        Some(&$record.$field)
    };
}

/// Sets a field of a record, for rows that name one.
macro_rules! set {
    ($record:ident = $value:ident) => {{
        let _ = $record;
    }};
    ($record:ident $field:ident = $value:ident) => {
        $record.$field = $value.clone()
    };
}

macro_rules! records {
    (
        records { $($(#[$doc:meta])* $kind:ident $word:literal: $id:ident $about:literal, $all:ident, $one:ident;
            named [$($name:ident)?] in [$($context:ident)?] $row:tt)* }
        positions { $(#[$position_doc:meta])* $position:ident $position_word:literal $position_row:tt }
        singles { $($(#[$single_doc:meta])* $single:ident $single_word:literal: $field:ident;
            named [$($single_name:ident)?] $single_row:tt)* }
    ) => {
        /// Any record of a design. Its JSON form is an object with one key, the kind: `{"topic": {"id": "order-events", …}}`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[allow(missing_docs, reason = "each variant holds the record of its name")]
        pub enum Record {
            $(#[serde(rename = $word)] $kind($crate::$kind),)*
            #[serde(rename = $position_word)]
            $position($crate::$position),
            $(#[serde(rename = $single_word)] $single($crate::$single),)*
        }

        impl Record {
            /// The record's key.
            pub fn key(&self) -> RecordKey {
                match self {
                    $(Self::$kind(it) => it.id.clone().into(),)*
                    Self::$position(it) => RecordKey::$position(it.view.clone(), Box::new(it.node.clone())),
                    $(Self::$single(_) => RecordKey::$single,)*
                }
            }

            /// The record's kind.
            pub fn kind(&self) -> Kind {
                match self {
                    $(Self::$kind(_) => Kind::$kind,)*
                    Self::$position(_) => Kind::$position,
                    $(Self::$single(_) => Kind::$single,)*
                }
            }

            /// The JSON Schema of the fields that records of a kind have.
            pub fn fields_of(kind: Kind) -> schemars::Schema {
                match kind {
                    $(Kind::$kind => schemars::schema_for!($crate::$kind),)*
                    Kind::$position => schemars::schema_for!($crate::$position),
                    $(Kind::$single => schemars::schema_for!($crate::$single),)*
                }
            }

            /// The field of its own name.
            fn own_name(&self) -> Option<&String> {
                match self {
                    $(Self::$kind(it) => field!(it $($name)?),)*
                    Self::$position(_) => None,
                    $(Self::$single(it) => field!(it $($single_name)?),)*
                }
            }

            /// The context that the record lives in, for those that live in one.
            pub fn context(&self) -> Option<&ContextId> {
                match self {
                    $(Self::$kind(it) => field!(it $($context)?),)*
                    Self::$position(_) $(| Self::$single(_))* => None,
                }
            }

            /// The same record in another context; one that lives in none comes back unchanged.
            #[must_use]
            pub fn in_context(mut self, context: &ContextId) -> Self {
                match &mut self {
                    $(Self::$kind(it) => set!(it $($context)? = context),)*
                    Self::$position(_) $(| Self::$single(_))* => {}
                }
                self
            }
        }
    };
}
with_kinds!(records);

impl Record {
    /// Its name for people; a record without a name of its own gives its id, and so does a schema whose name is left to what
    /// it spells.
    pub fn name(&self) -> String {
        match self.own_name() {
            Some(name) if !(name.is_empty() && self.kind() == Kind::Schema) => name.clone(),
            Some(_) | None => self.key().id_str().to_owned(),
        }
    }
}
