//! Places for what has none: a view's contexts, services and topics as a nested graph for the layout, and its answer as
//! places.

use crate::node::{REGION_HEADER, REGION_PADDING, REGION_SIZE, SERVICE_SIZE, TOPIC_WIDTH, topic_height};
use crate::update::shows;
use kurbo::Point;
use layout::{Edge, Graph, Group, Node, Spacing};
use model::{ContextId, Design, Placement, RecordKey, ViewId};
use std::collections::{BTreeMap, BTreeSet};

/// The nodes and edges to lay out, by index.
#[derive(Default)]
struct Picture {
    graph: Graph,
    nodes: Vec<RecordKey>,
    groups: Vec<RecordKey>,
}

fn whole(length: f64) -> i32 {
    length.round() as i32
}

fn picture(design: &Design, view: &ViewId, pinned: &dyn Fn(&RecordKey) -> Option<layout::Point>) -> Picture {
    let mut picture = Picture::default();
    let mut groups: BTreeMap<&ContextId, usize> = BTreeMap::new();
    for id in design.contexts().keys() {
        let key = RecordKey::Context(id.clone());
        if !shows(design, view, &key) {
            continue;
        }
        let size = design.placement(view, &key).map(|it| (it.width, it.height)).unwrap_or_default();
        let length =
            |chosen: Option<u32>, least: f64| chosen.and_then(|it| i32::try_from(it).ok()).unwrap_or(whole(least));
        groups.insert(id, picture.groups.len());
        picture.graph.groups.push(Group {
            parent: None,
            header: whole(REGION_HEADER),
            padding: whole(REGION_PADDING),
            width: length(size.0, REGION_SIZE.width),
            height: length(size.1, REGION_SIZE.height),
            pinned: pinned(&key),
        });
        picture.groups.push(key);
    }
    let mut indices: BTreeMap<RecordKey, usize> = BTreeMap::new();
    let mut add = |key: RecordKey, width: f64, height: f64, group: Option<usize>| {
        if shows(design, view, &key) {
            indices.insert(key.clone(), picture.nodes.len());
            let pinned = pinned(&key);
            picture.graph.nodes.push(Node { width: whole(width), height: whole(height), group, pinned });
            picture.nodes.push(key);
        }
    };
    for (id, service) in design.services() {
        let group = groups.get(&service.context).copied();
        add(RecordKey::Service(id.clone()), SERVICE_SIZE.width, SERVICE_SIZE.height, group);
    }
    for id in design.topics().keys() {
        let height = topic_height(design.messages_of_topic(id).count());
        add(RecordKey::Topic(id.clone()), TOPIC_WIDTH, height, None);
    }
    for id in design.topics().keys() {
        let source = derive::source_of_failed(design, id).and_then(|source| indices.get(&RecordKey::Topic(source)));
        if let (Some(from), Some(to)) = (source, indices.get(&RecordKey::Topic(id.clone()))) {
            picture.graph.edges.push(Edge { from: *from, to: *to });
        }
    }
    for flow in design.flows().values() {
        let service = indices.get(&RecordKey::Service(flow.service.clone()));
        let topic = indices.get(&RecordKey::Topic(flow.topic.clone()));
        if let (Some(service), Some(topic)) = (service, topic) {
            let (from, to) = if flow.consume().is_some() { (topic, service) } else { (service, topic) };
            picture.graph.edges.push(Edge { from: *from, to: *to });
        }
    }
    picture
}

fn places(
    design: &Design,
    view: &ViewId,
    pinned: &dyn Fn(&RecordKey) -> Option<layout::Point>,
) -> BTreeMap<RecordKey, layout::Point> {
    let picture = picture(design, view, pinned);
    let layout = layout::lay_out(&picture.graph, &Spacing::default());
    let groups = layout.groups.into_iter().map(|rect| layout::Point { x: rect.x, y: rect.y });
    picture.nodes.into_iter().zip(layout.nodes).chain(picture.groups.into_iter().zip(groups)).collect()
}

/// Places for all that is shown without a placement, those `known` kept.
pub(crate) fn missing(
    design: &Design,
    view: &ViewId,
    known: &BTreeMap<RecordKey, Point>,
) -> BTreeMap<RecordKey, Point> {
    let pinned = |key: &RecordKey| {
        let placed = design.placement(view, key).map(|it| layout::Point { x: it.x, y: it.y });
        placed.or_else(|| known.get(key).map(|at| layout::Point { x: whole(at.x), y: whole(at.y) }))
    };
    let places = places(design, view, &pinned).into_iter();
    let missing = places.filter(|(key, _)| design.placement(view, key).is_none());
    missing.map(|(key, at)| (key, Point::new(f64::from(at.x), f64::from(at.y)))).collect()
}

/// The placements that lay out a view: of everything it shows but `keep`, which stays where it stands. Sizes chosen by hand
/// stay too.
pub fn arrange(design: &Design, view: &ViewId, keep: &BTreeSet<RecordKey>) -> Vec<Placement> {
    let pinned = |key: &RecordKey| {
        let kept = design.placement(view, key).filter(|_| keep.contains(key));
        kept.map(|it| layout::Point { x: it.x, y: it.y })
    };
    let places = places(design, view, &pinned).into_iter().filter(|(key, _)| pinned(key).is_none());
    let placement = |(node, at): (RecordKey, layout::Point)| {
        let (width, height) = design.placement(view, &node).map(|it| (it.width, it.height)).unwrap_or_default();
        Placement { view: view.clone(), node, x: at.x, y: at.y, width, height }
    };
    places.map(placement).collect()
}
