//! Which flows cross from one context into another.

use model::{ContextId, Design, Flow, TopicId};
use std::collections::{BTreeMap, BTreeSet};

/// Which contexts read what which others say, upstream first, with the topics between them. The context of the one that
/// writes a message is upstream of the one that reads it, whichever context owns the topic. Where nobody writes yet, the
/// topic's owner stands for the writer.
pub fn crossings(design: &Design) -> BTreeMap<(ContextId, ContextId), BTreeSet<TopicId>> {
    let mut crossings: BTreeMap<(ContextId, ContextId), BTreeSet<TopicId>> = BTreeMap::new();
    for topic in design.topics().values() {
        let (writers, readers): (Vec<&Flow>, Vec<&Flow>) =
            design.flows_of_topic(&topic.id).partition(|flow| flow.produce().is_some());
        for reader in readers {
            let heard = writers.iter().filter(|writer| share_a_message(writer, reader)).map(|writer| &writer.context);
            let mut upstream: BTreeSet<&ContextId> = heard.collect();
            if writers.is_empty() {
                upstream.insert(&topic.context);
            }
            for context in upstream.into_iter().filter(|context| **context != reader.context) {
                let pair = (context.clone(), reader.context.clone());
                crossings.entry(pair).or_default().insert(topic.id.clone());
            }
        }
    }
    crossings
}

/// Whether anything that one flow writes is read by the other; a flow that names no message means all of them.
fn share_a_message(writer: &Flow, reader: &Flow) -> bool {
    writer.messages.is_empty()
        || reader.messages.is_empty()
        || writer.messages.iter().any(|message| reader.messages.contains(message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn contexts_that_write_are_upstream_of_those_that_read_the_same_messages() {
        let flow = |id: &str, context: &str, topic: &str, messages: &[&str], way: &str| json!({"flow": {"id": id, "context": context, "service": context, "topic": topic, "messages": messages, "direction": {way: {}}}});
        let topic =
            |id: &str| json!({"topic": {"id": id, "context": "order", "name": id, "partitions": 1, "replication": 1}});
        let mut design = Design::default();
        for record in [
            topic("t"),
            topic("unwritten"),
            flow("a", "cart", "t", &["filled"], "produce"),
            flow("b", "payment", "t", &[], "consume"),
            flow("c", "review", "t", &["shipped"], "consume"),
            flow("d", "cart", "t", &[], "consume"),
            flow("e", "review", "unwritten", &[], "consume"),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
        }
        let told: Vec<String> = crossings(&design)
            .iter()
            .map(|((upstream, downstream), topics)| {
                let topics: Vec<_> = topics.iter().map(TopicId::as_str).collect();
                format!("{upstream} {downstream} {}", topics.join(","))
            })
            .collect();
        assert_eq!(told, ["cart payment t", "order review unwritten"]);
    }
}
