//! The topics that Kafka keeps for itself.

use super::table::TABLE;
use model::colliding_topic_name;

/// The log of the controllers, which no request may create.
const OF_CONTROLLERS: &str = "__cluster_metadata";

/// The topic of Kafka's own that has a name; nothing where it is anybody's.
pub fn own_topic(name: &str) -> Option<&'static str> {
    TABLE.topics.iter().map(|(_, own)| *own).find(|own| *own == name)
}

/// The topic of Kafka's own for whose sake a broker refuses to create one of this name: because it is that of the controllers,
/// or because `.` and `_` are the same in it. The others it would create as asked.
pub fn refused_for(name: &str) -> Option<&'static str> {
    let unified = colliding_topic_name(name);
    let own = TABLE.topics.iter().map(|(_, own)| *own).find(|own| colliding_topic_name(own) == unified)?;
    (own != name || own == OF_CONTROLLERS).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kafka_s_own_topics_are_known_by_name() {
        let check = |name: &str, expected: (Option<&str>, Option<&str>)| {
            assert_eq!((own_topic(name), refused_for(name)), expected, "{name}");
        };
        check("orders", (None, None));
        check("__consumer_offsets", (Some("__consumer_offsets"), None));
        check("__share_group_state", (Some("__share_group_state"), None));
        check("__cluster_metadata", (Some("__cluster_metadata"), Some("__cluster_metadata")));
        check("__consumer.offsets", (None, Some("__consumer_offsets")));
        check("__consumer-offsets", (None, None));
    }
}
