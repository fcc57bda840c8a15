//! The facts of a cluster as far as a design speaks of them.

use super::{Facts, SchemaText, SubjectFact, TopicFact};
use crate::config::TopicConfig;
use crate::setting::TopicSetting;
use serde_json::Value;

impl Facts {
    /// These facts, as far as another value states them and in its words: the side of a cluster for a plan.
    ///
    /// - Of a topic that both have, the settings that the other states. A cluster's own value where the design is silent is no
    ///   difference.
    /// - Of a subject that both have, the versions that the other states. A registry may remember older ones.
    /// - A value that means the same is written as the other writes it: `delete,compact` and `compact,delete`, or a schema with
    ///   other blanks.
    ///
    /// Facts that the other does not have stay whole. In the difference they are deletions, which a plan may offer and does
    /// not make unasked.
    #[must_use]
    pub fn as_stated_by(&self, design: &Self) -> Self {
        let topic = |(name, fact): (&String, &TopicFact)| {
            let fact = design.topics.get(name).map_or_else(|| fact.clone(), |stated| topic_as_stated(fact, stated));
            (name.clone(), fact)
        };
        let subject = |(name, fact): (&String, &SubjectFact)| {
            let fact = design.subjects.get(name).map_or_else(|| fact.clone(), |stated| subject_as_stated(fact, stated));
            (name.clone(), fact)
        };
        Self {
            topics: self.topics.iter().map(topic).collect(),
            subjects: self.subjects.iter().map(subject).collect(),
            principals: self.principals.clone(),
            access: self.access.clone(),
            groups: self.groups.clone(),
        }
    }
}

fn topic_as_stated(fact: &TopicFact, stated: &TopicFact) -> TopicFact {
    let setting = |(key, value): (&String, &String)| {
        let stated = stated.config.get(key)?;
        let same = TopicSetting::of_key(key).map_or(stated == value, |setting| setting.means_the_same(stated, value));
        Some((key.clone(), if same { stated } else { value }.clone()))
    };
    TopicFact { config: TopicConfig(fact.config.iter().filter_map(setting).collect()), ..fact.clone() }
}

fn subject_as_stated(fact: &SubjectFact, stated: &SubjectFact) -> SubjectFact {
    let version = |(number, text): (&u32, &SchemaText)| {
        let stated = stated.versions.get(number)?;
        let same = text.references == stated.references && mean_the_same(&text.text, &stated.text);
        Some((*number, if same { stated } else { text }.clone()))
    };
    SubjectFact { versions: fact.versions.iter().filter_map(version).collect(), ..fact.clone() }
}

/// Whether two texts are one value in JSON, whatever blanks and order of keys they have.
fn mean_the_same(one: &str, other: &str) -> bool {
    let value = |text: &str| serde_json::from_str::<Value>(text).ok();
    one == other || value(one).zip(value(other)).is_some_and(|(one, other)| one == other)
}
