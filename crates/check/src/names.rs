//! Topic names that clash. Kept as an index, because a clash is the one rule that looks at topics without any reference
//! between them.

use model::{Design, TopicId, colliding_topic_name};
use std::collections::{BTreeMap, BTreeSet};

/// The topics by the name that metrics see.
#[derive(Debug, Clone, Default)]
pub(crate) struct TopicNames {
    by_name: BTreeMap<String, BTreeSet<TopicId>>,
    names: BTreeMap<TopicId, String>,
}

impl TopicNames {
    /// Takes in a topic's present name.
    pub(crate) fn update(&mut self, design: &Design, id: &TopicId) {
        let now = design.topic(id).map(|topic| colliding_topic_name(&topic.name));
        let before = match &now {
            Some(now) => self.names.insert(id.clone(), now.clone()),
            None => self.names.remove(id),
        };
        if now == before {
            return;
        }
        if let Some(before) = before
            && let Some(topics) = self.by_name.get_mut(&before)
        {
            topics.remove(id);
            if topics.is_empty() {
                self.by_name.remove(&before);
            }
        }
        if let Some(now) = now {
            self.by_name.entry(now).or_default().insert(id.clone());
        }
    }

    /// The name under which metrics see a topic.
    pub(crate) fn name_of(&self, id: &TopicId) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// The other topics with the same name in metrics.
    pub(crate) fn clashing<'a>(&'a self, id: &'a TopicId) -> impl Iterator<Item = &'a TopicId> {
        self.names.get(id).and_then(|name| self.by_name.get(name)).into_iter().flatten().filter(move |it| *it != id)
    }
}
