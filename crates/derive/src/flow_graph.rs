//! Where records travel: services and topics as nodes, and an edge for everything that carries records from one to the other.

use model::{DataClass, Design, Direction, Flow, FlowId, RecordKey, TopicId};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What carries records along an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carries {
    /// A service writes to a topic.
    Writes,
    /// A service reads from a topic.
    Reads,
    /// A consumer puts a failed record aside to try it again.
    PutsAside,
    /// A consumer takes a record up again that it put aside.
    TriesAgain,
    /// A consumer gives a failed record up.
    GivesUp,
}

/// An edge: the flow from whose record it follows, and what carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The flow.
    pub flow: FlowId,
    /// What carries.
    pub carries: Carries,
}

/// Services and topics with what travels between them. Ends that do not exist are nodes too, as flows name them.
#[derive(Debug, Clone, Default)]
pub struct FlowGraph {
    graph: DiGraph<RecordKey, Edge>,
    places: BTreeMap<RecordKey, NodeIndex>,
}

impl FlowGraph {
    /// The graph of a design.
    pub fn of(design: &Design) -> Self {
        let mut out = Self::default();
        let nodes = design.topics().keys().map(|id| RecordKey::from(id.clone()));
        for key in nodes.chain(design.services().keys().map(|id| RecordKey::from(id.clone()))) {
            out.place(key);
        }
        for flow in design.flows().values() {
            let service = out.place(flow.service.clone().into());
            let topic = out.place(flow.topic.clone().into());
            match &flow.direction {
                Direction::Produce(_) => out.connect(service, topic, flow, Carries::Writes),
                Direction::Consume(consume) => {
                    out.connect(topic, service, flow, Carries::Reads);
                    if let Some(retry) = &consume.on_failure.retry_topic {
                        let retry = out.place(retry.clone().into());
                        out.connect(service, retry, flow, Carries::PutsAside);
                        out.connect(retry, service, flow, Carries::TriesAgain);
                    }
                    if let Some(dead) = &consume.on_failure.dead_letter_topic {
                        let dead = out.place(dead.clone().into());
                        out.connect(service, dead, flow, Carries::GivesUp);
                    }
                }
            }
        }
        out
    }

    /// The services and topics that records of a topic can reach, each with a shortest way there: the edges in order. A
    /// service is taken to pass on what it reads with everything that it writes.
    pub fn reached_from(&self, topic: &TopicId) -> BTreeMap<&RecordKey, Vec<&Edge>> {
        let Some(&start) = self.places.get(&RecordKey::from(topic.clone())) else { return BTreeMap::new() };
        let mut came_by: BTreeMap<NodeIndex, EdgeIndex> = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            // petgraph gives the newest edge first; the order of the flows' ids is what stays the same for everybody.
            let edges: BTreeSet<_> = self.graph.edges(node).map(|edge| (edge.id(), edge.target())).collect();
            for (edge, target) in edges {
                if target != start && !came_by.contains_key(&target) {
                    came_by.insert(target, edge);
                    waiting.push_back(target);
                }
            }
        }
        came_by.keys().filter_map(|node| Some((self.graph.node_weight(*node)?, self.way_to(*node, &came_by)))).collect()
    }

    fn way_to(&self, node: NodeIndex, came_by: &BTreeMap<NodeIndex, EdgeIndex>) -> Vec<&Edge> {
        let mut way = Vec::new();
        let mut at = node;
        while let Some(edge) = came_by.get(&at) {
            way.extend(self.graph.edge_weight(*edge));
            let Some((from, _)) = self.graph.edge_endpoints(*edge) else { break };
            at = from;
        }
        way.reverse();
        way
    }

    fn connect(&mut self, from: NodeIndex, to: NodeIndex, flow: &Flow, carries: Carries) {
        self.graph.add_edge(from, to, Edge { flow: flow.id.clone(), carries });
    }

    fn place(&mut self, key: RecordKey) -> NodeIndex {
        let graph = &mut self.graph;
        *self.places.entry(key.clone()).or_insert_with(|| graph.add_node(key))
    }
}

/// Where data of a class travels: each topic that is declared to hold it, with what its records can reach and how.
pub fn travels_of(design: &Design, class: DataClass) -> BTreeMap<TopicId, BTreeMap<RecordKey, Vec<FlowId>>> {
    let graph = FlowGraph::of(design);
    let holds = design.topics().values().filter(|topic| topic.data_class == class);
    let ways = |topic: &TopicId| {
        let reached = graph.reached_from(topic).into_iter();
        reached.map(|(key, way)| (key.clone(), way.into_iter().map(|edge| edge.flow.clone()).collect())).collect()
    };
    holds.map(|topic| (topic.id.clone(), ways(&topic.id))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn topic(id: &str, class: &str) -> Value {
        json!({"topic": {"id": id, "context": "c", "name": id, "partitions": 1, "replication": 1, "data_class": class}})
    }

    fn flow(id: &str, service: &str, topic: &str, direction: Value) -> Value {
        json!({"flow": {"id": id, "context": "c", "service": service, "topic": topic, "direction": direction}})
    }

    #[test]
    fn personal_data_goes_wherever_its_readers_write() {
        let consume = json!({"consume": {"on_failure": {"retry_topic": "again", "dead_letter_topic": "dead"}}});
        let mut design = Design::default();
        for record in [
            topic("profiles", "personal"),
            topic("again", "internal"),
            topic("dead", "internal"),
            topic("mails", "internal"),
            topic("other", "internal"),
            flow("a-writes", "crm", "profiles", json!({"produce": {}})),
            flow("b-reads", "mailer", "profiles", consume),
            flow("c-writes", "mailer", "mails", json!({"produce": {}})),
            flow("d-reads", "archive", "mails", json!({"consume": {}})),
            flow("e-reads", "archive", "profiles", json!({"consume": {}})),
            flow("f-reads", "audit", "dead", json!({"consume": {}})),
            flow("g-reads", "crm", "other", json!({"consume": {}})),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
        }
        let travels = travels_of(&design, DataClass::Personal);
        let told: Vec<String> = travels[&"profiles".parse().unwrap()]
            .iter()
            .map(|(key, way)| {
                let way: Vec<_> = way.iter().map(FlowId::as_str).collect();
                format!("{key} by {}", way.join(", "))
            })
            .collect();
        assert_eq!(travels.len(), 1);
        assert_eq!(
            told,
            [
                "service:archive by e-reads",
                "service:audit by b-reads, b-reads, f-reads",
                "service:mailer by b-reads",
                "topic:again by b-reads, b-reads",
                "topic:dead by b-reads, b-reads",
                "topic:mails by b-reads, c-writes",
            ]
        );
        assert_eq!(travels_of(&design, DataClass::Payment), BTreeMap::new());
    }

    #[test]
    fn a_circle_comes_to_an_end() {
        let mut design = Design::default();
        for record in [
            topic("a", "personal"),
            topic("b", "personal"),
            flow("reads-a", "one", "a", json!({"consume": {}})),
            flow("writes-b", "one", "b", json!({"produce": {}})),
            flow("reads-b", "two", "b", json!({"consume": {}})),
            flow("writes-a", "two", "a", json!({"produce": {}})),
        ] {
            design.insert(serde_json::from_value(record).unwrap());
        }
        let graph = FlowGraph::of(&design);
        let reached: Vec<String> =
            graph.reached_from(&"a".parse().unwrap()).keys().map(|key| key.to_string()).collect();
        assert_eq!(reached, ["service:one", "service:two", "topic:b"]);
        assert_eq!(graph.reached_from(&"nowhere".parse().unwrap()).len(), 0);
    }
}
