//! Consumer groups: which topics are read in each.

use super::difference::{Altered, Compare};
use super::{Sources, gather::Names};
use crate::flow_graph::uses_in;
use crate::identity::consumer_group;
use model::Design;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One consumer group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupFact {
    /// The topics that its members read, by their names in Kafka; topics for retries are among them.
    pub topics: BTreeSet<String>,
    /// The flows that read in it, and their services.
    #[serde(default, skip_serializing_if = "Sources::is_empty")]
    pub sources: Sources,
}

/// A field of a group that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroupField {
    /// The topics that its members read.
    Topics(Altered<BTreeSet<String>>),
}

impl Compare for GroupFact {
    type Field = GroupField;

    fn fields(&self, after: &Self) -> Vec<GroupField> {
        Altered::of(self.topics.clone(), after.topics.clone()).map(GroupField::Topics).into_iter().collect()
    }

    fn set(&mut self, field: &GroupField) {
        let GroupField::Topics(topics) = field;
        self.topics.clone_from(&topics.after);
    }

    fn reversed(field: &GroupField) -> GroupField {
        let GroupField::Topics(topics) = field;
        GroupField::Topics(topics.reversed())
    }
}

pub(super) fn gather(design: &Design, topics: &Names<'_>) -> BTreeMap<String, GroupFact> {
    let mut groups: BTreeMap<String, GroupFact> = BTreeMap::new();
    for flow in design.flows().values() {
        let Some(consume) = flow.consume().filter(|_| topics.contains_key(&flow.topic)) else { continue };
        let group = groups.entry(consumer_group(flow, consume).to_owned()).or_default();
        let read = uses_in(design, flow).into_iter().filter(|(_, carries)| !carries.is_to_topic());
        group.topics.extend(read.filter_map(|(topic, _)| Some((*topics.get(topic)?).to_owned())));
        group.sources.add(flow.id.clone());
        if let Some(service) = design.service(&flow.service) {
            group.sources.add(service.id.clone());
        }
    }
    groups
}
