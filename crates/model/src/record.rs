//! The sum of all records, so that transactions, files and clipboards handle each kind in the same way.

use crate::{
    Context, ContextId, ContextRelation, Decision, Environment, Flow, Kind, Message, Placement, Policy, Process,
    RecordKey, Schema, Service, Settings, Topic, View,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Any record of a design. Its JSON form is an object with one key, the kind: `{"topic": {"id": "order-events", …}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each variant holds the record of its name")]
pub enum Record {
    Context(Context),
    #[serde(rename = "relation")]
    ContextRelation(ContextRelation),
    Service(Service),
    Topic(Topic),
    Message(Message),
    Schema(Schema),
    Flow(Flow),
    Process(Process),
    Environment(Environment),
    Decision(Decision),
    View(View),
    Placement(Placement),
    Settings(Settings),
    Policy(Policy),
}

impl Record {
    /// The record's key.
    pub fn key(&self) -> RecordKey {
        match self {
            Self::Context(it) => it.id.clone().into(),
            Self::ContextRelation(it) => it.id.clone().into(),
            Self::Service(it) => it.id.clone().into(),
            Self::Topic(it) => it.id.clone().into(),
            Self::Message(it) => it.id.clone().into(),
            Self::Schema(it) => it.id.clone().into(),
            Self::Flow(it) => it.id.clone().into(),
            Self::Process(it) => it.id.clone().into(),
            Self::Environment(it) => it.id.clone().into(),
            Self::Decision(it) => it.id.clone().into(),
            Self::View(it) => it.id.clone().into(),
            Self::Placement(it) => RecordKey::Placement(it.view.clone(), Box::new(it.node.clone())),
            Self::Settings(_) => RecordKey::Settings,
            Self::Policy(_) => RecordKey::Policy,
        }
    }

    /// The record's kind.
    pub fn kind(&self) -> Kind {
        self.key().kind()
    }

    /// What people call it; a flow, relation, placement or policy has no name of its own and gives its id.
    pub fn name(&self) -> String {
        match self {
            Self::Context(it) => it.name.clone(),
            Self::Service(it) => it.name.clone(),
            Self::Topic(it) => it.name.clone(),
            Self::Message(it) => it.name.clone(),
            Self::Schema(it) if !it.name.is_empty() => it.name.clone(),
            Self::Process(it) => it.name.clone(),
            Self::Environment(it) => it.name.clone(),
            Self::Decision(it) => it.title.clone(),
            Self::View(it) => it.name.clone(),
            Self::Settings(it) => it.name.clone(),
            Self::Schema(_) | Self::ContextRelation(_) | Self::Flow(_) | Self::Placement(_) | Self::Policy(_) => {
                self.key().id_str().to_owned()
            }
        }
    }

    /// The context that the record lives in, for those that live in one.
    pub fn context(&self) -> Option<&ContextId> {
        match self {
            Self::Service(it) => Some(&it.context),
            Self::Topic(it) => Some(&it.context),
            Self::Message(it) => Some(&it.context),
            Self::Schema(it) => Some(&it.context),
            Self::Flow(it) => Some(&it.context),
            Self::Context(_)
            | Self::ContextRelation(_)
            | Self::Process(_)
            | Self::Environment(_)
            | Self::Decision(_)
            | Self::View(_)
            | Self::Placement(_)
            | Self::Settings(_)
            | Self::Policy(_) => None,
        }
    }

    /// The same record in another context; one that lives in none comes back unchanged.
    #[must_use]
    pub fn in_context(mut self, context: &ContextId) -> Self {
        match &mut self {
            Self::Service(it) => it.context = context.clone(),
            Self::Topic(it) => it.context = context.clone(),
            Self::Message(it) => it.context = context.clone(),
            Self::Schema(it) => it.context = context.clone(),
            Self::Flow(it) => it.context = context.clone(),
            Self::Context(_)
            | Self::ContextRelation(_)
            | Self::Process(_)
            | Self::Environment(_)
            | Self::Decision(_)
            | Self::View(_)
            | Self::Placement(_)
            | Self::Settings(_)
            | Self::Policy(_) => {}
        }
        self
    }
}
