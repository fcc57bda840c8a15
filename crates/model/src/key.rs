//! Keys: kind and id together name any record of a design in one word, for example `topic:order-events`.

use crate::id::{
    ContextId, DecisionId, EnvironmentId, FlowId, MessageId, ProcessId, RelationId, SchemaId, ServiceId, TopicId,
    ViewId,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident($id:ty) = $word:literal, $title:literal;)*) => {
        /// The kinds of record that have an id of their own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
            /// Where a node stands in a view.
            Placement,
            /// The design's own settings, of which there is one.
            Settings,
            /// The guardrail policy, of which there is one.
            Policy,
        }

        impl Kind {
            /// The word in keys and file formats, for example `topic`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                    Self::Placement => "placement",
                    Self::Settings => "settings",
                    Self::Policy => "policy",
                }
            }

            /// The word for people, in lower case, for example `bounded context`.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$kind => $title,)*
                    Self::Placement => "position",
                    Self::Settings => "design settings",
                    Self::Policy => "policy",
                }
            }
        }

        /// The name of one record: its kind and its id.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKey {
            $($(#[$doc])* $kind($id),)*
            /// Where a node stands in a view: the view, then the key of a context, service or topic.
            Placement(ViewId, Box<RecordKey>),
            /// The design's own settings.
            Settings,
            /// The guardrail policy.
            Policy,
        }

        impl RecordKey {
            /// The record's kind.
            pub fn kind(&self) -> Kind {
                match self {
                    $(Self::$kind(_) => Kind::$kind,)*
                    Self::Placement(..) => Kind::Placement,
                    Self::Settings => Kind::Settings,
                    Self::Policy => Kind::Policy,
                }
            }

            /// The record's id as text; for a placement that of its node, for settings and policy their kind's word.
            pub fn id_str(&self) -> &str {
                match self {
                    $(Self::$kind(id) => id.as_str(),)*
                    Self::Placement(_, node) => node.id_str(),
                    Self::Settings => "settings",
                    Self::Policy => "policy",
                }
            }
        }

        impl fmt::Display for RecordKey {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$kind(id) => write!(f, concat!($word, ":{}"), id),)*
                    Self::Placement(view, node) => write!(f, "placement:{view}/{node}"),
                    Self::Settings => f.write_str("settings"),
                    Self::Policy => f.write_str("policy"),
                }
            }
        }

        impl FromStr for RecordKey {
            type Err = IllegalKey;
            fn from_str(text: &str) -> Result<Self, IllegalKey> {
                let illegal = || IllegalKey { text: text.to_owned() };
                match text {
                    "settings" => return Ok(Self::Settings),
                    "policy" => return Ok(Self::Policy),
                    _ => {}
                }
                let (kind, id) = text.split_once(':').ok_or_else(illegal)?;
                match kind {
                    $($word => id.parse().map(Self::$kind).map_err(|_| illegal()),)*
                    "placement" => {
                        let (view, node) = id.split_once('/').ok_or_else(illegal)?;
                        let view = view.parse().map_err(|_| illegal())?;
                        let node: Self = node.parse()?;
                        Ok(Self::Placement(view, Box::new(node)))
                    }
                    _ => Err(illegal()),
                }
            }
        }

        $(impl From<$id> for RecordKey {
            fn from(id: $id) -> Self {
                Self::$kind(id)
            }
        })*
    };
}

kinds! {
    /// A bounded context.
    Context(ContextId) = "context", "bounded context";
    /// A relation between two contexts.
    ContextRelation(RelationId) = "relation", "context relation";
    /// A service.
    Service(ServiceId) = "service", "service";
    /// A topic.
    Topic(TopicId) = "topic", "topic";
    /// A message.
    Message(MessageId) = "message", "message";
    /// A schema with its versions.
    Schema(SchemaId) = "schema", "schema";
    /// A flow between a service and a topic.
    Flow(FlowId) = "flow", "flow";
    /// A business process.
    Process(ProcessId) = "process", "process";
    /// An environment.
    Environment(EnvironmentId) = "environment", "environment";
    /// An architecture decision record.
    Decision(DecisionId) = "decision", "decision record";
    /// A view.
    View(ViewId) = "view", "view";
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
        schemars::json_schema!({
            "type": "string",
            "description": "A record's kind and id, for example topic:order-events",
            "pattern": "^(settings|policy|[a-z]+:.+)$"
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
