//! The versions that topics keep: which versions of a schema a reader can still meet there, and which mode follows from that.

use crate::library::Text;
use crate::reader::Reader;
use crate::verdict::{ConsumerVerdict, NeededMode};
use derive::{TopicSetting, stated_cleanup, stated_number};
use model::{Cleanup, Compatibility, Lookup, Topic, TopicId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The versions of a schema that a topic keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The versions that a reader can meet, oldest first.
    pub versions: Vec<u32>,
    /// How long records stay.
    pub keeps: Keeps,
}

/// How long a topic keeps records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// Until they are this old, in milliseconds.
    For(i64),
    /// Nothing says how long: what the cluster does by default.
    ClusterDefault,
    /// For ever, because nothing deletes them.
    ForEver,
    /// The latest of each key for ever, because the topic is compacted.
    LatestOfEachKey,
}

impl Keeps {
    fn of(topic: &Topic) -> Self {
        match (stated_cleanup(topic), stated_number(topic, TopicSetting::RetentionMs)) {
            (Some(Cleanup::Compact), _) => Self::LatestOfEachKey,
            (Some(Cleanup::Delete | Cleanup::CompactDelete) | None, Some(-1)) => Self::ForEver,
            (Some(Cleanup::Delete | Cleanup::CompactDelete) | None, Some(ms)) => Self::For(ms),
            (Some(Cleanup::Delete | Cleanup::CompactDelete) | None, None) => Self::ClusterDefault,
        }
    }

    /// Whether what was written once can be met at any later time.
    pub fn is_for_ever(self) -> bool {
        match self {
            Self::ForEver | Self::LatestOfEachKey => true,
            Self::For(_) | Self::ClusterDefault => false,
        }
    }
}

impl Stored {
    /// The versions of a schema that a topic keeps. Records that expire are taken to be of the latest version, because nothing tells when
    /// the one before was last written.
    pub(crate) fn of(design: &Reader<'_>, topic: &TopicId, versions: &[Arc<Text>]) -> Self {
        let keeps = design.topic(topic).map_or(Keeps::ClusterDefault, Keeps::of);
        let mut all = versions.iter().map(|text| text.number);
        let versions = if keeps.is_for_ever() { all.collect() } else { all.next_back().into_iter().collect() };
        Self { versions, keeps }
    }
}

/// The weakest mode that protects every consumer: new readers meet what is stored, and readers that are behind meet what is
/// written next.
pub(crate) fn needed_mode(
    design: &Reader<'_>,
    consumers: &[ConsumerVerdict],
    latest: Option<u32>,
) -> Option<NeededMode> {
    let latest = latest.filter(|_| !consumers.is_empty())?;
    let topic_name = |id: &TopicId| design.topic(id).map_or(id.to_string(), |topic| topic.name.clone());
    let mut why = Vec::new();
    let keeping: BTreeSet<&TopicId> =
        consumers.iter().filter(|it| it.stored.keeps.is_for_ever()).map(|it| &it.topic).collect();
    match keeping.first() {
        Some(topic) => why.push(format!("{} keeps records of every version", topic_name(topic))),
        None => why.push("an upgraded consumer meets what is stored".to_owned()),
    }
    let behind = consumers.iter().filter(|it| it.reads < latest).min_by_key(|it| it.reads);
    if let Some(behind) = behind {
        let name = design.service(&behind.service).map_or(behind.service.as_str(), |it| it.name.as_str());
        why.push(format!("{name} still reads with version {}", behind.reads));
    }
    let mode = match (!keeping.is_empty(), behind.is_some()) {
        (false, false) => Compatibility::Backward,
        (true, false) => Compatibility::BackwardTransitive,
        (_, true) => Compatibility::FullTransitive,
    };
    Some(NeededMode { mode, why })
}
