//! Finds the element under the pointer, and the elements that a marquee takes.

use crate::camera::Camera;
use crate::detail::Detail;
use crate::edge::Edge;
use crate::node::{Body, Node};
use crate::route::Side;
use crate::scene::Scene;
use kurbo::{Point, Rect};
use model::{ContextId, FlowId, MessageId, RecordKey, TopicId};
use std::collections::BTreeSet;

/// The side of the square at a region's lower right corner that resizes it, in pixels.
const RESIZE_HANDLE: f64 = 14.0;

/// The element under the pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// The disc of a finding.
    Badge(RecordKey),
    /// The handle at the left or right of a card, where a flow is drawn from.
    Port {
        /// The card.
        node: RecordKey,
        /// The side.
        side: Side,
    },
    /// A message on a topic's card.
    Message {
        /// The card.
        topic: TopicId,
        /// The message.
        message: MessageId,
    },
    /// The card of a service or topic.
    Node(RecordKey),
    /// The line or label of a flow. The line to a retry or dead-letter topic counts as that topic's card.
    Edge(FlowId),
    /// The corner of a region that resizes it.
    ContextCorner(ContextId),
    /// The header of a region, which moves it.
    ContextHeader(ContextId),
    /// The ground of a region.
    ContextGround(ContextId),
}

impl Hit {
    /// The record that a click here selects.
    pub fn record(&self) -> RecordKey {
        match self {
            Self::Badge(key) | Self::Node(key) | Self::Port { node: key, .. } => key.clone(),
            Self::Message { message, .. } => message.clone().into(),
            Self::Edge(flow) => flow.clone().into(),
            Self::ContextCorner(id) | Self::ContextHeader(id) | Self::ContextGround(id) => id.clone().into(),
        }
    }
}

/// The middle of a node's badge.
pub(crate) fn badge_center(node: &Node) -> Point {
    Point::new(node.rect.x1 - 3.0, node.rect.y0 + 2.0)
}

impl Scene {
    /// The element under a point of the screen, the topmost first: badges, handles, cards, edges, regions. `tolerance` is in
    /// pixels: how far off a line, a handle or a badge a pointer may be (6 for a mouse).
    pub fn hit(&self, at: Point, tolerance: f64, camera: &Camera) -> Option<Hit> {
        let point = camera.world_from_screen(at);
        let reach = tolerance / camera.scale;
        let near = Rect::from_points(point, point).inflate(reach + 8.0, reach + 8.0);
        let nodes = self.nodes_in(near);
        let detail = Detail::at(camera.scale);
        let cards = || nodes.iter().rev().copied().filter(|node| node.is_card());
        let badge = |node: &&Node| node.badge.is_some() && badge_center(node).distance(point) <= 7.0_f64.max(reach);
        if let Some(node) = nodes.iter().rev().copied().find(badge) {
            return Some(Hit::Badge(node.key.clone()));
        }
        if detail > Detail::Shapes {
            for node in cards() {
                for side in [Side::Left, Side::Right] {
                    if side.middle(node.rect).distance(point) <= reach {
                        return Some(Hit::Port { node: node.key.clone(), side });
                    }
                }
            }
        }
        if let Some(node) = cards().find(|node| node.rect.contains(point)) {
            return Some(card_hit(node, point, detail));
        }
        if let Some(edge) = self.edge_at(point, reach) {
            return Some(edge.flow().map_or_else(|| Hit::Node(edge.record.clone()), |flow| Hit::Edge(flow.clone())));
        }
        let mut regions: Vec<&Node> =
            nodes.iter().copied().filter(|it| !it.is_card() && it.rect.contains(point)).collect();
        regions.sort_by(|one, two| one.rect.area().total_cmp(&two.rect.area()));
        let region = regions.first()?;
        let RecordKey::Context(id) = &region.key else { return None };
        let corner = RESIZE_HANDLE / camera.scale;
        Some(if point.x > region.rect.x1 - corner && point.y > region.rect.y1 - corner {
            Hit::ContextCorner(id.clone())
        } else if region.header().contains(point) || detail == Detail::Shapes {
            Hit::ContextHeader(id.clone())
        } else {
            Hit::ContextGround(id.clone())
        })
    }

    fn edge_at(&self, point: Point, reach: f64) -> Option<&Edge> {
        let edges = self.edges_in(Rect::from_points(point, point).inflate(reach, reach));
        let labelled = edges.iter().rev().find(|it| it.pill.as_ref().is_some_and(|(_, rect)| rect.contains(point)));
        if let Some(edge) = labelled {
            return Some(edge);
        }
        let distances = edges.iter().map(|edge| (edge.distance(point) - edge.width / 2.0, *edge));
        let nearest = distances.filter(|(distance, _)| *distance <= reach).min_by(|one, two| one.0.total_cmp(&two.0));
        nearest.map(|(_, edge)| edge)
    }

    /// The records that a marquee takes, in world units: cards that it touches and regions that it holds as a whole.
    pub fn inside(&self, rect: Rect) -> BTreeSet<RecordKey> {
        let rect = rect.abs();
        let nodes = self.nodes_in(rect).into_iter();
        nodes.filter(|node| node.is_card() || rect.contains_rect(node.rect)).map(|node| node.key.clone()).collect()
    }
}

fn card_hit(node: &Node, point: Point, detail: Detail) -> Hit {
    match (&node.key, &node.body, node.row_at(point)) {
        (RecordKey::Topic(topic), Body::Topic(_), Some(row)) if detail == Detail::Full => {
            Hit::Message { topic: topic.clone(), message: row.message.clone() }
        }
        _ => Hit::Node(node.key.clone()),
    }
}
