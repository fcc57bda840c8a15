//! The records that a fact comes from.

use model::{FlowId, RecordKey, SchemaId, ServiceId, TopicId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The records that a fact comes from; none for a fact that a cluster tells.
///
/// Where a fact comes from is no part of what it says, so all sources are equal: a fact of a design and the same fact of a
/// cluster or of another design do not differ.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Sources(pub BTreeSet<RecordKey>);

impl Sources {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The records, by key.
    pub fn keys(&self) -> impl Iterator<Item = &RecordKey> {
        self.0.iter()
    }

    /// The topics among them.
    pub fn topics(&self) -> impl Iterator<Item = &TopicId> {
        self.0.iter().filter_map(|key| if let RecordKey::Topic(id) = key { Some(id) } else { None })
    }

    /// The services among them.
    pub fn services(&self) -> impl Iterator<Item = &ServiceId> {
        self.0.iter().filter_map(|key| if let RecordKey::Service(id) = key { Some(id) } else { None })
    }

    /// The schemas among them.
    pub fn schemas(&self) -> impl Iterator<Item = &SchemaId> {
        self.0.iter().filter_map(|key| if let RecordKey::Schema(id) = key { Some(id) } else { None })
    }

    /// The flows among them.
    pub fn flows(&self) -> impl Iterator<Item = &FlowId> {
        self.0.iter().filter_map(|key| if let RecordKey::Flow(id) = key { Some(id) } else { None })
    }

    pub(super) fn add(&mut self, key: impl Into<RecordKey>) {
        self.0.insert(key.into());
    }
}

impl<Key: Into<RecordKey>> FromIterator<Key> for Sources {
    fn from_iter<Keys: IntoIterator<Item = Key>>(keys: Keys) -> Self {
        Self(keys.into_iter().map(Into::into).collect())
    }
}

impl PartialEq for Sources {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Sources {}

impl PartialOrd for Sources {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sources {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}
