//! The part of a design that one environment gets: topics with their settings, subjects, principals, access rules and consumer groups,
//! as one value that owns everything, can be written and read, and can be compared.
//!
//! Exports print it, and two are compared by their [`Difference`]: a plan is to be one, a scan of a cluster is to give such a
//! value, and an import to make records of one. It
//! holds what is stated and no defaults: a setting that no record states is absent. Quotas are absent too, because no record
//! says them.

mod access;
mod difference;
mod gather;
mod groups;
mod remark;
mod sources;
mod stated;
mod subjects;
mod topics;

pub use access::{AccessRule, Operation, Pattern, Permission, PrincipalFact, Resource, ResourceKind};
pub use difference::{Altered, Change, Difference, Membership};
pub use groups::{GroupFact, GroupField};
pub use remark::{GivenName, Remark};
pub use sources::Sources;
pub use subjects::{SchemaText, SchemaType, SubjectFact, SubjectField, SubjectReference};
pub use topics::{TopicFact, TopicField};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that one environment gets. Two values are equal when the environment gets the same, wherever it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// The topics, by their names in Kafka.
    pub topics: BTreeMap<String, TopicFact>,
    /// The subjects of the schema registry, by name.
    pub subjects: BTreeMap<String, SubjectFact>,
    /// The names under which services authenticate.
    pub principals: BTreeSet<PrincipalFact>,
    /// The rules that say what the principals may do.
    pub access: BTreeSet<AccessRule>,
    /// The consumer groups, by name.
    pub groups: BTreeMap<String, GroupFact>,
}

impl Facts {
    /// The same facts without the records that they come from.
    #[must_use]
    pub fn without_sources(mut self) -> Self {
        self.topics.values_mut().for_each(|it| it.sources = Sources::default());
        self.subjects.values_mut().for_each(|it| it.sources = Sources::default());
        self.groups.values_mut().for_each(|it| it.sources = Sources::default());
        let principals = self.principals.into_iter();
        self.principals = principals.map(|it| PrincipalFact { sources: Sources::default(), ..it }).collect();
        self.access = self.access.into_iter().map(|it| AccessRule { sources: Sources::default(), ..it }).collect();
        self
    }
}
