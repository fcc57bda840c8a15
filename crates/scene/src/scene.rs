//! The scene: one view of a design as regions, cards and edges with their places, kept from frame to frame and brought up to
//! date record by record.

use crate::channel::Between;
use crate::damage::Damage;
use crate::edge::Edge;
use crate::facts::Facts;
use crate::measure::Measure;
use crate::node::{Body, Node};
use crate::route::Obstacle;
use crate::store::Store;
use derive::Carries;
use kurbo::{Point, Rect, Vec2};
use model::{ContextId, Design, FlowId, RecordKey, TopicId, ViewId};
use std::collections::{BTreeMap, BTreeSet};

/// The input of a scene.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The records.
    pub design: &'a Design,
    /// The facts that no record says.
    pub facts: &'a dyn Facts,
    /// How wide texts are.
    pub measure: &'a dyn Measure,
}

/// Nodes on their way: they and their edges are shown where they would stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drag {
    /// The contexts, services and topics that move. A context's members move only when they are named too:
    /// [`Scene::with_members`] names them.
    pub nodes: BTreeSet<RecordKey>,
    /// How far from where they stand, in world units.
    pub offset: Vec2,
}

/// One view of a design, ready to be drawn, hit and searched.
#[derive(Debug, Clone)]
pub struct Scene {
    pub(crate) view: ViewId,
    pub(crate) nodes: Store<RecordKey, Node>,
    /// The edges by the record that they show.
    pub(crate) edges: Store<RecordKey, Edge>,
    /// The edges of each card.
    pub(crate) incident: BTreeMap<RecordKey, BTreeSet<RecordKey>>,
    /// The edges through each gap between nodes.
    pub(crate) lanes: BTreeMap<Between, BTreeSet<RecordKey>>,
    /// The topics of every flow, drawn or not: the topic's load depends on it, and where failed records go.
    pub(crate) topics_of_flow: BTreeMap<FlowId, BTreeSet<(TopicId, Carries)>>,
    /// The cards that show a message or a schema.
    pub(crate) shown_on: BTreeMap<RecordKey, BTreeSet<TopicId>>,
    /// Where nodes without a placement stand.
    pub(crate) unplaced: BTreeMap<RecordKey, Point>,
    /// Where nodes without a placement stood that are gone, so that an undo brings them back there.
    pub(crate) left: BTreeMap<RecordKey, Point>,
    pub(crate) drag: Drag,
    /// Where it changed since it was drawn.
    pub(crate) damage: Damage,
}

impl Scene {
    /// The scene of a view; everything in the design is shown when there is no such view. Nodes without a placement get a
    /// place near their neighbours.
    pub fn new(view: &ViewId, inputs: &Inputs<'_>) -> Self {
        let mut scene = Self {
            view: view.clone(),
            nodes: Store::default(),
            edges: Store::default(),
            incident: BTreeMap::new(),
            lanes: BTreeMap::new(),
            topics_of_flow: BTreeMap::new(),
            shown_on: BTreeMap::new(),
            unplaced: BTreeMap::new(),
            left: BTreeMap::new(),
            drag: Drag::default(),
            damage: Damage::default(),
        };
        scene.rebuild(inputs);
        scene
    }

    /// The view that is shown.
    pub fn view(&self) -> &ViewId {
        &self.view
    }

    /// A context's region, a service's or a topic's card.
    pub fn node(&self, key: &RecordKey) -> Option<&Node> {
        self.nodes.get(key)
    }

    /// All regions and cards, by key.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().map(|(_, node)| node)
    }

    /// A flow's edge.
    pub fn edge(&self, flow: &FlowId) -> Option<&Edge> {
        self.edges.get(&RecordKey::Flow(flow.clone()))
    }

    /// All edges, by record.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().map(|(_, edge)| edge)
    }

    /// The edges of a card, by record.
    pub fn edges_of(&self, card: &RecordKey) -> impl Iterator<Item = &Edge> {
        self.incident.get(card).into_iter().flatten().filter_map(|record| self.edges.get(record))
    }

    /// The regions and cards that touch a part of the world, by key.
    pub fn nodes_in(&self, rect: Rect) -> Vec<&Node> {
        self.nodes.touching(rect)
    }

    /// The edges that touch a part of the world, by record.
    pub fn edges_in(&self, rect: Rect) -> Vec<&Edge> {
        let mut edges = self.edges.touching(rect);
        edges.retain(|edge| edge.bounds.overlaps(rect));
        edges
    }

    /// The area of all regions and cards together; nothing in an empty scene.
    pub fn bounds(&self) -> Option<Rect> {
        self.nodes().map(|node| node.rect).reduce(|all, one| all.union(one))
    }

    /// The area of some records together: regions, cards, edges of flows, and the cards that carry a message.
    pub fn bounds_of<'a>(&self, keys: impl IntoIterator<Item = &'a RecordKey>) -> Option<Rect> {
        keys.into_iter().flat_map(|key| self.rects_of(key)).reduce(|all, one| all.union(one))
    }

    pub(crate) fn rects_of(&self, key: &RecordKey) -> Vec<Rect> {
        if let Some(node) = self.nodes.get(key) {
            return vec![node.rect];
        }
        if let Some(edge) = self.edges.get(key) {
            return vec![edge.bounds];
        }
        let cards = self.shown_on.get(key).into_iter().flatten();
        cards.filter_map(|topic| self.nodes.get(&RecordKey::Topic(topic.clone()))).map(|node| node.rect).collect()
    }

    /// Some keys and, for every context among them, the services in its region.
    pub fn with_members(&self, keys: &BTreeSet<RecordKey>) -> BTreeSet<RecordKey> {
        let mut all = keys.clone();
        for node in keys.iter().filter_map(|key| self.nodes.get(key)).filter(|node| !node.is_card()) {
            let inside = self.nodes.touching(node.rect).into_iter().filter(|it| match &it.body {
                Body::Service { context, .. } => context.as_str() == node.key.id_str(),
                Body::Context { .. } | Body::Topic(_) => false,
            });
            all.extend(inside.map(|it| it.key.clone()));
        }
        all
    }

    /// The places of the nodes that have no placement of their own, in whole units: what to store when one of them is moved or
    /// the layout is kept.
    pub fn unplaced(&self) -> impl Iterator<Item = (&RecordKey, Point)> {
        self.unplaced.iter().map(|(key, at)| (key, *at))
    }

    /// Where a drop at a point of the world would land: the topmost region there, other than those being moved.
    pub fn drop_target(&self, at: Point, moving: &BTreeSet<RecordKey>) -> Option<ContextId> {
        let mut regions: Vec<&Node> = self
            .nodes
            .touching(Rect::from_points(at, at))
            .into_iter()
            .filter(|node| !node.is_card() && !moving.contains(&node.key))
            .collect();
        regions.sort_by(|one, two| one.rect.area().total_cmp(&two.rect.area()));
        let key = &regions.first()?.key;
        if let RecordKey::Context(id) = key { Some(id.clone()) } else { None }
    }

    /// The obstacles of an edge between two nodes, in a part of the world: other cards, and regions that neither stands in.
    pub(crate) fn obstacles(&self, area: Rect, from: &Node, to: &Node) -> Vec<Obstacle> {
        let near = self.nodes.touching(area).into_iter();
        let foreign = near.filter(|node| {
            let is_end = node.key == from.key || node.key == to.key;
            !is_end && (node.is_card() || !node.rect.overlaps(from.rect) && !node.rect.overlaps(to.rect))
        });
        foreign.map(|node| Obstacle { rect: node.rect, card: node.is_card() }).collect()
    }
}
