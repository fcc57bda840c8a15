//! Wiring: routes for the edges that changed, lanes through the gaps they share with others, ports on the sides of their
//! cards, and then their lines. Each step looks only at gaps and sides that an edge left or came to.

use crate::channel::{self, Between};
use crate::edge::Edge;
use crate::hue::hue_of;
use crate::look::Look;
use crate::node::Node;
use crate::route::{self, Route, Side};
use crate::scene::{Inputs, Scene};
use derive::{Carries, source_of_failed, uses};
use model::{Design, Flow, FlowId, Hue, RecordKey, TopicId};
use std::collections::{BTreeMap, BTreeSet};

/// The nodes that edges left and came to.
#[derive(Default)]
struct Touched {
    sides: BTreeSet<(RecordKey, Side)>,
    gaps: BTreeSet<Between>,
}

impl Touched {
    fn note(&mut self, edge: &Edge) {
        self.sides.insert((edge.from.clone(), edge.route.from));
        self.sides.insert((edge.to.clone(), edge.route.to));
        self.gaps.extend(edge.route.passages.iter().map(|passage| passage.gap.between));
    }
}

/// Takes a member out of a set, and a set that is empty out of its map.
fn leave<K: Ord>(sets: &mut BTreeMap<K, BTreeSet<RecordKey>>, of: &K, member: &RecordKey) {
    if let Some(set) = sets.get_mut(of) {
        set.remove(member);
        if set.is_empty() {
            sets.remove(of);
        }
    }
}

/// The topics that a flow uses, each with how, those for failed records too.
pub(crate) fn topics_of(flow: &Flow) -> BTreeSet<(TopicId, Carries)> {
    uses(flow).into_iter().map(|(topic, carries)| (topic.clone(), carries)).collect()
}

impl Scene {
    pub(crate) fn redraw_edges(&mut self, inputs: &Inputs<'_>, records: &BTreeSet<RecordKey>) {
        let mut touched = Touched::default();
        let mut before: BTreeMap<RecordKey, Option<Look>> = BTreeMap::new();
        for record in records {
            let old = self.edges.remove(record);
            before.insert(record.clone(), old.as_ref().map(Edge::look));
            if let Some(edge) = old {
                touched.note(&edge);
                leave(&mut self.incident, &edge.from, record);
                leave(&mut self.incident, &edge.to, record);
                for passage in &edge.route.passages {
                    leave(&mut self.lanes, &passage.gap.between, record);
                }
            }
            let edge = if let RecordKey::Flow(id) = record {
                self.flow_edge(inputs, id)
            } else if let RecordKey::Topic(id) = record {
                self.failed_edge(inputs.design, id)
            } else {
                None
            };
            let Some(edge) = edge else { continue };
            touched.note(&edge);
            self.incident.entry(edge.from.clone()).or_default().insert(record.clone());
            self.incident.entry(edge.to.clone()).or_default().insert(record.clone());
            for passage in &edge.route.passages {
                self.lanes.entry(passage.gap.between).or_default().insert(record.clone());
            }
            self.edges.insert(record.clone(), edge.route.influence, edge);
        }
        let mut moved: BTreeSet<RecordKey> = BTreeSet::new();
        for between in &touched.gaps {
            self.spread_lanes(between, &mut touched.sides, &mut moved);
        }
        for (card, side) in touched.sides {
            self.spread_ports(&card, side, &mut moved);
        }
        for record in moved {
            let Some(mut edge) = self.edges.remove(&record) else { continue };
            before.entry(record.clone()).or_insert_with(|| Some(edge.look()));
            edge.draw(&|area| {
                // A label keeps off every card, those of its own ends included.
                let near = self.nodes.touching(area).into_iter();
                near.filter(|node| node.is_card()).map(|node| node.rect).collect()
            });
            self.edges.insert(record, edge.influence(), edge);
        }
        for (record, before) in before {
            let now = self.edges.get(&record).map(Edge::look);
            for rect in Look::changes(before.as_ref(), now.as_ref()) {
                self.damage.add(rect);
            }
        }
    }

    /// Spreads the edges through a gap over it.
    fn spread_lanes(
        &mut self,
        between: &Between,
        sides: &mut BTreeSet<(RecordKey, Side)>,
        moved: &mut BTreeSet<RecordKey>,
    ) {
        let mut through: Vec<(f64, RecordKey)> = Vec::new();
        let mut gap = None;
        for edge in self.lanes.get(between).into_iter().flatten().filter_map(|record| self.edges.get(record)) {
            let Some(passage) = edge.route.passages.iter().find(|it| it.gap.between == *between) else { continue };
            through.push((passage.straight, edge.record.clone()));
            gap = Some(passage.gap);
        }
        let Some(gap) = gap else { return };
        through.sort_by(|one, two| one.0.total_cmp(&two.0).then_with(|| one.1.cmp(&two.1)));
        let wanted: Vec<f64> = through.iter().map(|(straight, _)| *straight).collect();
        for (level, (_, record)) in channel::lanes(gap, &wanted).into_iter().zip(through) {
            let Some(edge) = self.edges.get_mut(&record) else { continue };
            for passage in edge.route.passages.iter_mut().filter(|it| it.gap.between == *between) {
                if passage.y != level {
                    passage.y = level;
                    sides.insert((edge.from.clone(), edge.route.from));
                    sides.insert((edge.to.clone(), edge.route.to));
                    moved.insert(record.clone());
                }
            }
        }
    }

    fn flow_edge(&mut self, inputs: &Inputs<'_>, id: &FlowId) -> Option<Edge> {
        let design = inputs.design;
        let Some(flow) = design.flow(id) else {
            self.topics_of_flow.remove(id);
            return None;
        };
        self.topics_of_flow.insert(id.clone(), topics_of(flow));
        let service = self.nodes.get(&RecordKey::Service(flow.service.clone()))?;
        let topic = self.nodes.get(&RecordKey::Topic(flow.topic.clone()))?;
        let (from, to) = if flow.consume().is_some() { (topic, service) } else { (service, topic) };
        let fact = inputs.facts.of(&RecordKey::Flow(id.clone()));
        let written = |flow: &Flow| flow.produce().map(|it| it.rate_per_second);
        let rate = fact.rate_per_second.or_else(|| written(flow)).unwrap_or_else(|| {
            let rates = design.flows_of_topic(&flow.topic).filter_map(written);
            rates.filter(|rate| rate.is_finite()).sum()
        });
        let context = topic.context().and_then(|id| design.context(id));
        let hue = fact.hue.unwrap_or_else(|| context.map_or(Hue::Slate, hue_of));
        Some(Edge::of_flow(flow, rate, hue, &fact, inputs.measure, self.route(from, to)))
    }

    fn failed_edge(&self, design: &Design, taker: &TopicId) -> Option<Edge> {
        design.topic(taker)?;
        let source = &source_of_failed(design, taker)?;
        let from = self.nodes.get(&RecordKey::Topic(source.clone()))?;
        let to = self.nodes.get(&RecordKey::Topic(taker.clone()))?;
        Some(Edge::of_failed(source, taker, self.route(from, to)))
    }

    fn route(&self, from: &Node, to: &Node) -> Route {
        route::route(from.rect, to.rect, &|area| self.obstacles(area, from, to))
    }

    /// Spreads the edges on a side of a card, in the order in which they go on, so that they do not cross.
    fn spread_ports(&mut self, card: &RecordKey, side: Side, moved: &mut BTreeSet<RecordKey>) {
        let Some(rect) = self.nodes.get(card).map(|node| node.rect) else { return };
        let mut ends: Vec<(f64, f64, RecordKey)> = Vec::new();
        for edge in self.incident.get(card).into_iter().flatten().filter_map(|record| self.edges.get(record)) {
            let starts = edge.from == *card;
            let (own, other) = if starts { (edge.route.from, &edge.to) } else { (edge.route.to, &edge.from) };
            if own != side {
                continue;
            }
            let next = if starts { edge.route.passages.first() } else { edge.route.passages.last() };
            let other = self.nodes.get(other).map_or(rect, |node| node.rect).center();
            let towards = match side {
                Side::Left | Side::Right => next.map_or(other.y, |passage| passage.y),
                Side::Top | Side::Bottom => other.x,
            };
            ends.push((towards, other.y, edge.record.clone()));
        }
        let order = |one: &(f64, f64, RecordKey), two: &(f64, f64, RecordKey)| {
            one.0.total_cmp(&two.0).then(one.1.total_cmp(&two.1)).then_with(|| one.2.cmp(&two.2))
        };
        ends.sort_by(order);
        for (port, (_, _, record)) in route::ports(rect, side, ends.len()).zip(ends) {
            if let Some(edge) = self.edges.get_mut(&record) {
                if edge.from == *card {
                    edge.start = port;
                } else {
                    edge.end = port;
                }
                moved.insert(record);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use crate::{AdvanceTable, Inputs, NoFacts, Node, Scene};
    use kurbo::{ParamCurve, Point, Rect, Size};
    use model::{Design, Placement, Record, RecordKey, Topic, ViewId};
    use std::collections::BTreeSet;
    use std::path::Path;

    fn files(folder: &Path, under: &Path, out: &mut Vec<format::SourceFile>) {
        for entry in std::fs::read_dir(under).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(folder, &path, out);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                out.push(format::SourceFile { path: name, bytes: std::fs::read(&path).unwrap() });
            }
        }
    }

    fn sample() -> Design {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/ecommerce");
        let mut sources = Vec::new();
        files(&folder, &folder, &mut sources);
        format::load(sources).design
    }

    /// The cards that edges run under.
    fn crossings(scene: &Scene) -> BTreeSet<(RecordKey, RecordKey)> {
        let mut found = BTreeSet::new();
        for edge in scene.edges() {
            let foreign = |node: &&Node| node.is_card() && node.key != edge.from && node.key != edge.to;
            let others: Vec<&Node> = scene.nodes().filter(foreign).collect();
            for curve in edge.path.segments().map(|it| it.to_cubic()) {
                for point in (0..=40).map(|step| curve.eval(f64::from(step) / 40.0)) {
                    let crossed = others.iter().filter(|node| node.rect.inflate(-2.0, -2.0).contains(point));
                    found.extend(crossed.map(|node| (edge.record.clone(), node.key.clone())));
                }
            }
        }
        found
    }

    #[test]
    fn a_card_on_free_ground_sends_no_edge_through_others() {
        let view = ViewId::new("topology").unwrap();
        let mut design = sample();
        let before = Scene::new(&view, &Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable });
        assert_eq!(crossings(&before), BTreeSet::new());
        let bounds = before.bounds().unwrap();
        let topic = Topic { id: "fresh".parse().unwrap(), ..design.topics().values().next().unwrap().clone() };
        let node = RecordKey::Topic(topic.id.clone());
        design.insert(Record::Topic(topic));
        let mut tried = 0;
        let (mut y, size) = (bounds.y0 - 90.0, Size::new(226.0, 60.0));
        while y < bounds.y1 + 140.0 {
            let mut x = bounds.x0 - 280.0;
            while x < bounds.x1 + 280.0 {
                let at = Point::new(x.round(), y.round());
                if before.nodes_in(Rect::from_origin_size(at, size).inflate(22.0, 22.0)).is_empty() {
                    let (x, y) = (at.x as i32, at.y as i32);
                    let placement =
                        Placement { view: view.clone(), node: node.clone(), x, y, width: None, height: None };
                    design.insert(Record::Placement(placement));
                    let mut scene = before.clone();
                    scene.update(
                        &Inputs { design: &design, facts: &NoFacts, measure: &AdvanceTable },
                        std::slice::from_ref(&node),
                    );
                    assert_eq!(crossings(&scene), BTreeSet::new(), "{at:?}");
                    tried += 1;
                }
                x += 61.0;
            }
            y += 47.0;
        }
        assert!(tried > 100, "{tried}");
    }
}
