//! The records of a design: what an architect draws, says and decides.
//!
//! A design is a set of flat records that refer to each other by id. Flat records keep every change small: a diff, an undo
//! step, a file on disk and a merge conflict all concern one record. This crate knows nothing of files, of Avro's rules or
//! of pictures; it knows which records exist, what they mean and which references must resolve.

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
mod change;
mod context;
mod decision;
mod design;
mod environment;
mod field;
mod field_table;
mod flow;
mod fresh;
mod heading;
mod id;
mod key;
mod kind;
mod lookup;
mod message;
mod names;
mod origin;
mod policy;
mod process;
mod rebase;
mod record;
mod references;
mod schema;
mod service;
mod settings;
mod text_delta;
mod three_way;
mod topic;
mod transaction;
mod validate;
mod view;

pub use change::{Change, RecordChange, TextChange, TextField};
pub use context::{Context, ContextRelation, DomainClass, Hue, RelationPattern};
pub use decision::{Decision, DecisionStatus, next_decision_number};
pub use design::Design;
pub use environment::{Environment, TopicOverride};
pub use field::{FieldInfo, FieldValue, Unit, Word, field, fields, fields_inside, meant, word_of, words};
pub use flow::{Acks, Consume, Direction, FailurePolicy, Flow, Isolation, Produce};
pub use fresh::fresh_key;
pub use heading::{title_of, with_title};
pub use id::{
    ContextId, DecisionId, EnvironmentId, FlowId, IllegalId, MessageId, ProcessId, RelationId, SchemaId, ServiceId,
    StepId, TopicId, ViewId, slug,
};
pub use key::{IllegalKey, RecordKey};
pub use kind::{Kind, Section};
pub use lookup::{Lookup, NamedEnvironment};
pub use message::{Message, MessageKind};
pub use names::{NameProblem, colliding_topic_name, topic_name_problem};
pub use origin::Origin;
pub use policy::{Level, Policy, Waiver};
pub use process::{Process, ProcessStyle, Step, StepKind};
pub use rebase::Clash;
pub use record::Record;
pub use references::{Reference, references};
pub use schema::{Compatibility, Schema, SchemaVersion};
pub use service::{Service, ServiceKind};
pub use settings::{FORMAT_VERSION, SchemaRules, Settings};
pub use text_delta::{Splice, TextDelta};
pub use three_way::{Disagreement, ThreeWay, three_way};
pub use topic::{Cleanup, DataClass, Key, SubjectStrategy, Topic, TopicKind, Visibility};
pub use transaction::{Stale, Transaction};
pub use validate::{Violation, broken_law, validate};
pub use view::{Placement, View, ViewKind};
