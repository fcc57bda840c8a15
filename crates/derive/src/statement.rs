//! Which statement of a setting counts for a topic, of all that its record and an environment make.

use crate::setting::{Stated, TopicSetting, stated, stated_here};
use model::{Topic, TopicOverride};
use std::collections::BTreeMap;

/// A setting that counts for a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The value as Kafka writes it.
    pub value: String,
    /// Whether the environment states it, and not the topic's own record.
    pub in_environment: bool,
    /// Where it stands, as a JSON pointer into the record.
    pub pointer: String,
}

/// The settings that count, by Kafka's key. The later of these wins: the topic's free configuration, its own fields, the
/// environment's free configuration for it, the environment's fields for it.
pub fn statements(topic: &Topic, here: Option<&TopicOverride>) -> BTreeMap<String, Statement> {
    let mut out = BTreeMap::new();
    add(&mut out, &topic.config, "", false, |setting| stated(topic, setting));
    if let Some(here) = here {
        let root = format!("/topics/{}", topic.id);
        add(&mut out, &here.config, &root, true, |setting| stated_here(&topic.id, here, setting));
    }
    out
}

fn add<'a>(
    out: &mut BTreeMap<String, Statement>,
    config: &BTreeMap<String, String>,
    root: &str,
    in_environment: bool,
    stated: impl Fn(TopicSetting) -> Option<Stated<'a>>,
) {
    for (key, value) in config {
        let pointer = format!("{root}/config/{}", key.replace('~', "~0").replace('/', "~1"));
        out.insert(key.clone(), Statement { value: value.clone(), in_environment, pointer });
    }
    for setting in TopicSetting::ALL {
        if let Some(stated) = stated(setting) {
            let statement = Statement { value: stated.value.into_owned(), in_environment, pointer: stated.pointer };
            out.insert(setting.key().to_owned(), statement);
        }
    }
}
