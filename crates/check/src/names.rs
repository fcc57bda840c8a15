//! Topic names that clash. Kept as an index, because a clash is the one rule that looks at topics without any reference
//! between them.

use model::{Design, TopicId};
use std::collections::{BTreeMap, BTreeSet};

/// The topics by the name that metrics see: `.` and `_` are the same there.
#[derive(Debug, Clone, Default)]
pub(crate) struct TopicNames {
    by_name: BTreeMap<String, BTreeSet<TopicId>>,
    names: BTreeMap<TopicId, String>,
}

fn normal(name: &str) -> String {
    name.replace('.', "_")
}

impl TopicNames {
    /// Takes in a topic's present name; gives the topics whose findings may change by it.
    pub(crate) fn update(&mut self, design: &Design, id: &TopicId) -> BTreeSet<TopicId> {
        let now = design.topic(id).map(|topic| normal(&topic.name));
        let before = self.names.get(id).cloned();
        let mut touched = BTreeSet::new();
        if now == before {
            return touched;
        }
        if let Some(before) = before
            && let Some(set) = self.by_name.get_mut(&before)
        {
            set.remove(id);
            touched.extend(set.iter().cloned());
            if set.is_empty() {
                self.by_name.remove(&before);
            }
        }
        match now {
            Some(now) => {
                let set = self.by_name.entry(now.clone()).or_default();
                set.insert(id.clone());
                touched.extend(set.iter().cloned());
                self.names.insert(id.clone(), now);
            }
            None => drop(self.names.remove(id)),
        }
        touched
    }

    /// The other topics whose name clashes with this one's.
    pub(crate) fn clashing<'a>(&'a self, id: &'a TopicId) -> impl Iterator<Item = &'a TopicId> {
        self.names.get(id).and_then(|name| self.by_name.get(name)).into_iter().flatten().filter(move |it| *it != id)
    }
}
