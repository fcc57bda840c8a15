//! Why a command is not carried out.

use crate::command::FlowEnd;
use crate::naming::place_name;
use model::{Kind, RecordKey, SchemaId, ServiceId, Stale, TopicId};

/// Why a command is not carried out. The text is for people and says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The record does not exist.
    #[error("there is no {} “{}” any more; choose another", key.kind().title(), key.id_str())]
    Missing {
        /// The key.
        key: RecordKey,
    },
    /// The id is taken.
    #[error("there is already a {} with the id “{}”; choose another id", key.kind().title(), key.id_str())]
    Taken {
        /// The key.
        key: RecordKey,
    },
    /// The field cannot take the value.
    #[error("{} cannot be set: {reason}", place_name(key, pointer))]
    Field {
        /// The record.
        key: RecordKey,
        /// The field.
        pointer: String,
        /// Why.
        reason: String,
    },
    /// The record always exists.
    #[error("the {} cannot be deleted; change its fields instead", key.kind().title())]
    Undeletable {
        /// The key.
        key: RecordKey,
    },
    /// The record has no name.
    #[error("a {} has no name of its own", key.kind().title())]
    Nameless {
        /// The key.
        key: RecordKey,
    },
    /// The name is empty.
    #[error("a name cannot be empty; type one or press Esc")]
    EmptyName,
    /// The context to put it in does not exist.
    #[error("{key} needs a context; draw or choose one first")]
    NoContext {
        /// The record.
        key: RecordKey,
    },
    /// Such records do not live in a context.
    #[error("a {} does not belong to a context", key.kind().title())]
    Contextless {
        /// The key.
        key: RecordKey,
    },
    /// Such records live in a context, and none is named.
    #[error("a {} lives in a context; say in which", kind.title())]
    Homeless {
        /// The kind.
        kind: Kind,
    },
    /// A name does not make such a record.
    #[error("a {} is not made by naming it; connect what it joins, or change the one that is there", kind.title())]
    NotNamed {
        /// The kind.
        kind: Kind,
    },
    /// The flow is there already.
    #[error("{service} already {} {topic}; select the flow to change it", match end { FlowEnd::Produce => "writes to", FlowEnd::Consume => "reads from" })]
    AlreadyConnected {
        /// The service.
        service: ServiceId,
        /// The topic.
        topic: TopicId,
        /// Which way.
        end: FlowEnd,
    },
    /// The design could not be kept as a folder any more.
    #[error("{} “{}” cannot be changed like that: {problem}", key.kind().title(), key.id_str())]
    Unsound {
        /// The record.
        key: RecordKey,
        /// The law that would be broken.
        problem: &'static str,
    },
    /// The text is no longer the one that the edit was made for.
    #[error("this repair no longer fits the design; look at the finding again")]
    Outdated,
    /// The design is not the one that the step was made for.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// There is no draft.
    #[error("“{schema}” has no draft; start one first")]
    NoDraft {
        /// The schema.
        schema: SchemaId,
    },
    /// The clipboard holds nothing that can be pasted.
    #[error("there is nothing to paste; copy contexts, services, topics or messages first")]
    NothingToInsert,
}
