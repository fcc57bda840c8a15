//! The kinds of file that a design folder holds, and which keys of a record its file leaves out because the file's name,
//! its folder or its neighbours already say them.

use model::Kind;

/// A kind of file with keys: one for each kind of record that has a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileKind {
    Settings,
    Policy,
    Relation,
    Context,
    Service,
    Topic,
    Message,
    Flow,
    Schema,
    Process,
    Environment,
    Decision,
    View,
}

impl FileKind {
    /// All kinds, in the order in which they are documented.
    pub const ALL: [Self; 13] = [
        Self::Settings,
        Self::Policy,
        Self::Context,
        Self::Relation,
        Self::Service,
        Self::Topic,
        Self::Message,
        Self::Schema,
        Self::Flow,
        Self::Process,
        Self::Environment,
        Self::Decision,
        Self::View,
    ];

    /// The kind of file that a kind of record stands in.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Settings => Self::Settings,
            Kind::Policy => Self::Policy,
            Kind::ContextRelation => Self::Relation,
            Kind::Context => Self::Context,
            Kind::Service => Self::Service,
            Kind::Topic => Self::Topic,
            Kind::Message => Self::Message,
            Kind::Flow => Self::Flow,
            Kind::Schema => Self::Schema,
            Kind::Process => Self::Process,
            Kind::Environment => Self::Environment,
            Kind::Decision => Self::Decision,
            Kind::View | Kind::Placement => Self::View,
        }
    }

    /// The kind of record that the file describes.
    pub fn record(self) -> Kind {
        match self {
            Self::Settings => Kind::Settings,
            Self::Policy => Kind::Policy,
            Self::Relation => Kind::ContextRelation,
            Self::Context => Kind::Context,
            Self::Service => Kind::Service,
            Self::Topic => Kind::Topic,
            Self::Message => Kind::Message,
            Self::Flow => Kind::Flow,
            Self::Schema => Kind::Schema,
            Self::Process => Kind::Process,
            Self::Environment => Kind::Environment,
            Self::Decision => Kind::Decision,
            Self::View => Kind::View,
        }
    }

    /// The record's keys that the file leaves out.
    pub fn left_out(self) -> &'static [&'static str] {
        match self {
            Self::Settings | Self::Policy => &[],
            Self::Context | Self::Relation | Self::Process | Self::Environment | Self::View => &["id"],
            Self::Service | Self::Topic | Self::Message | Self::Flow => &["id", "context"],
            Self::Schema => &["id", "context", "versions", "draft"],
            Self::Decision => &["id", "title", "body"],
        }
    }

    /// The file name under which the kind's JSON Schema is published.
    pub fn schema_file(self) -> &'static str {
        match self {
            Self::Settings => "eventscape.schema.json",
            Self::Policy => "policy.schema.json",
            Self::Relation => "relation.schema.json",
            Self::Context => "context.schema.json",
            Self::Service => "service.schema.json",
            Self::Topic => "topic.schema.json",
            Self::Message => "message.schema.json",
            Self::Flow => "flow.schema.json",
            Self::Schema => "schema.schema.json",
            Self::Process => "process.schema.json",
            Self::Environment => "environment.schema.json",
            Self::Decision => "decision.schema.json",
            Self::View => "view.schema.json",
        }
    }
}
