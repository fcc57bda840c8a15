//! The facts of a design.

use super::{Facts, Remark, access, groups, subjects, topics};
use model::{Design, Environment, TopicId};
use std::collections::BTreeMap;

/// The topics that are among the facts, with their names in Kafka.
pub(super) type Names<'a> = BTreeMap<&'a TopicId, &'a str>;

impl Facts {
    /// The facts of a design for an environment, or as the records stand where none is given; and what is to be said of them.
    pub fn of(design: &Design, environment: Option<&Environment>) -> (Self, Vec<Remark>) {
        let mut remarks = Vec::new();
        let topics = topics::gather(design, environment, &mut remarks);
        let names: Names<'_> = topics.iter().map(|(topic, _)| (&topic.id, topic.name.as_str())).collect();
        let (principals, access) = access::gather(design, environment, &names, &mut remarks);
        let subjects = subjects::gather(design, topics.iter().map(|(topic, _)| *topic), &mut remarks);
        let groups = groups::gather(design, &names);
        let topics = topics.into_iter().map(|(topic, fact)| (topic.name.clone(), fact)).collect();
        (Self { topics, subjects, principals, access, groups }, remarks)
    }
}
