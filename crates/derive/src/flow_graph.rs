//! Where records travel: services and topics as nodes, and an edge for everything that carries records from one to the other.

use model::{DataClass, Design, Direction, Flow, FlowId, Lookup, RecordKey, Topic, TopicId, TopicKind};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The way in which records travel along an edge.
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

impl Carries {
    /// Whether records come to the topic, and not from it.
    pub fn is_to_topic(self) -> bool {
        match self {
            Self::Writes | Self::PutsAside | Self::GivesUp => true,
            Self::Reads | Self::TriesAgain => false,
        }
    }

    /// Where the topic stands in the flow's record, as a JSON pointer.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Writes | Self::Reads => "/topic",
            Self::PutsAside | Self::TriesAgain => "/direction/consume/on_failure/retry_topic",
            Self::GivesUp => "/direction/consume/on_failure/dead_letter_topic",
        }
    }

    /// Whether it happens to records that failed.
    pub fn is_after_failure(self) -> bool {
        match self {
            Self::PutsAside | Self::TriesAgain | Self::GivesUp => true,
            Self::Writes | Self::Reads => false,
        }
    }
}

/// The topics that a flow names, each with what it carries to it or from it. A consumer that puts a record aside takes it up
/// again, in the same group; [`uses_in`] knows where it does not.
pub fn uses(flow: &Flow) -> Vec<(&TopicId, Carries)> {
    match &flow.direction {
        Direction::Produce(_) => vec![(&flow.topic, Carries::Writes)],
        Direction::Consume(consume) => {
            let failure = &consume.on_failure;
            let retry = failure.retry_topic.iter();
            let retry = retry.flat_map(|topic| [(topic, Carries::PutsAside), (topic, Carries::TriesAgain)]);
            let dead = failure.dead_letter_topic.iter().map(|topic| (topic, Carries::GivesUp));
            [(&flow.topic, Carries::Reads)].into_iter().chain(retry).chain(dead).collect()
        }
    }
}

/// The topics that a flow of a design uses. A consumer does not take up again what its service reads by a flow of its own: that
/// flow has the group, the threads and the time for it.
pub fn uses_in<'a>(lookup: &impl Lookup, flow: &'a Flow) -> Vec<(&'a TopicId, Carries)> {
    let is_read_apart = |topic: &TopicId| {
        let mut others = lookup.flows_naming_topic(topic).filter(|other| other.id != flow.id && other.topic == *topic);
        others.any(|other| other.service == flow.service && matches!(other.direction, Direction::Consume(_)))
    };
    uses(flow).into_iter().filter(|(topic, it)| *it != Carries::TriesAgain || !is_read_apart(topic)).collect()
}

/// The flows that use a topic, each with what it carries, by the flow's id.
pub fn uses_of_topic<'a>(lookup: &'a impl Lookup, topic: &'a TopicId) -> Vec<(&'a Flow, Carries)> {
    let flows = lookup.flows_naming_topic(topic);
    flows
        .flat_map(|flow| {
            uses_in(lookup, flow)
                .into_iter()
                .filter(|(used, _)| *used == topic)
                .map(move |(_, carries)| (flow, carries))
        })
        .collect()
}

/// The kind that a topic has because of how it is used: a topic to which records come only after a failure is a retry topic or
/// a dead-letter topic, whatever its record says. Otherwise the record's kind.
pub fn kind_of_topic(lookup: &impl Lookup, topic: &Topic) -> TopicKind {
    let uses = uses_of_topic(lookup, &topic.id);
    let is_used = |carries: Carries| uses.iter().any(|(_, it)| *it == carries);
    let is_given_up = is_used(Carries::GivesUp);
    if is_used(Carries::Writes) {
        topic.kind
    } else if is_used(Carries::PutsAside) && !(is_given_up && topic.kind == TopicKind::DeadLetter) {
        TopicKind::Retry
    } else if is_given_up {
        TopicKind::DeadLetter
    } else {
        topic.kind
    }
}

/// The topic whose failed records come to a topic: the one that its record names, unless consumers of other topics send it
/// theirs, and then the first of these. There is none where no consumer sends it any and its record names none.
pub fn source_of_failed(lookup: &impl Lookup, topic: &TopicId) -> Option<TopicId> {
    let stated = lookup.topic(topic).and_then(|it| it.source.as_ref());
    let uses = uses_of_topic(lookup, topic);
    let sent = || uses.iter().filter(|(_, it)| it.is_to_topic() && it.is_after_failure()).map(|(flow, _)| &flow.topic);
    let is_sent = |source: &TopicId| sent().any(|it| it == source);
    let source = stated.filter(|it| is_sent(it) || sent().next().is_none()).or_else(|| sent().min());
    source.filter(|it| *it != topic).cloned()
}

/// An edge: the flow from whose record it follows, and how they travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The flow.
    pub flow: FlowId,
    /// The way in which they travel.
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
            for (topic, carries) in uses(flow) {
                let topic = out.place(topic.clone().into());
                let (from, to) = if carries.is_to_topic() { (service, topic) } else { (topic, service) };
                out.connect(from, to, flow, carries);
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
    fn what_a_failure_policy_names_has_its_uses_kind_and_source_from_it() {
        let check = |change: &str, topic: &str, expected: (&str, TopicKind, Option<&str>)| {
            let shop = "context c\n  topic a\n  topic b\n  topic again\n  topic dead\n  service one\n  service two\n\
                        a -> one id=one-reads retry=again dlq=dead\n  b -> two id=two-reads\n";
            let design = fixture::design(&format!("{shop}{change}"));
            let id: TopicId = topic.parse().unwrap();
            let uses = uses_of_topic(&design, &id);
            let uses: Vec<String> = uses.iter().map(|(flow, carries)| format!("{} {carries:?}", flow.id)).collect();
            let kind = kind_of_topic(&design, design.topic(&id).unwrap());
            let source = source_of_failed(&design, &id);
            let source = source.as_ref().map(TopicId::as_str);
            assert_eq!((uses.join(", ").as_str(), kind, source), expected, "{topic} {change}");
        };
        check("", "again", ("one-reads PutsAside, one-reads TriesAgain", TopicKind::Retry, Some("a")));
        check("", "dead", ("one-reads GivesUp", TopicKind::DeadLetter, Some("a")));
        let apart = "again -> one id=again-reads group=one-again";
        check(apart, "again", ("again-reads Reads, one-reads PutsAside", TopicKind::Retry, Some("a")));
        let by_another = "again -> two id=two-reads-again";
        check(
            by_another,
            "again",
            ("one-reads PutsAside, one-reads TriesAgain, two-reads-again Reads", TopicKind::Retry, Some("a")),
        );
        check("", "a", ("one-reads Reads", TopicKind::Event, None));
        check("set topic:dead source=b", "dead", ("one-reads GivesUp", TopicKind::DeadLetter, Some("a")));
        check("set topic:b source=a", "b", ("two-reads Reads", TopicKind::Event, Some("a")));
        check("set topic:a kind=dead-letter", "a", ("one-reads Reads", TopicKind::DeadLetter, None));
        let shared = "set flow:two-reads /direction/consume/on_failure/dead_letter_topic dead\nset topic:dead source=b";
        check(shared, "dead", ("one-reads GivesUp, two-reads GivesUp", TopicKind::DeadLetter, Some("b")));
        let both = "set flow:two-reads /direction/consume/on_failure/retry_topic dead";
        check(
            both,
            "dead",
            ("one-reads GivesUp, two-reads PutsAside, two-reads TriesAgain", TopicKind::Retry, Some("a")),
        );
        check("two -> dead id=writes", "dead", ("one-reads GivesUp, writes Writes", TopicKind::Event, Some("a")));
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
