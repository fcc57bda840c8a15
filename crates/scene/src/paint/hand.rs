//! Paints the hand at work: outlines of the selection, handles, a flow on its way, the marquee.

use super::Painter;
use crate::detail::Detail;
use crate::display::{Command, Corners, Stroke};
use crate::node::Node;
use crate::overlay::Connect;
use crate::route::{self, Port, Side};
use crate::scene::Scene;
use kurbo::{BezPath, Circle, Point, Rect, Shape};
use std::sync::Arc;

impl Painter<'_> {
    pub(super) fn hand(&mut self, seen: Rect) {
        let scene = self.scene;
        let overlay = self.overlay;
        for node in overlay.selection.iter().filter_map(|key| scene.node(key)) {
            if node.rect.overlaps(seen) {
                self.outline(node, 2.0, 1.0);
                self.badge(node);
            }
        }
        let hovered = overlay.hover.as_ref().and_then(|key| scene.node(key));
        if let Some(node) = hovered.filter(|node| !overlay.selection.contains(&node.key) && node.is_card()) {
            self.outline(node, 1.5, 0.45);
        }
        if let Some(node) = hovered.filter(|node| node.is_card() && overlay.connect.is_none()) {
            self.handles(node);
        }
        if let Some(connect) = &overlay.connect {
            self.connection(connect);
        }
        if let Some(rect) = overlay.marquee {
            let stroke = Some((self.theme.accent, self.pixels(1.0)));
            self.rect(rect.abs(), Corners::SHARP, Some(self.theme.accent.with_opacity(0.08)), stroke);
        }
    }

    fn outline(&mut self, node: &Node, pixels: f64, opacity: f64) {
        let offset = self.pixels(3.0).max(3.0);
        let radius = if node.is_card() { 10.0 } else { 14.0 };
        let stroke = Some((self.theme.accent.with_opacity(opacity), self.pixels(pixels)));
        self.rect(node.rect.inflate(offset, offset), Corners::all(radius + offset), None, stroke);
    }

    fn handles(&mut self, node: &Node) {
        if self.detail == Detail::Shapes {
            return;
        }
        for side in [Side::Left, Side::Right] {
            let at = side.middle(node.rect);
            self.shape(Circle::new(at, self.pixels(5.0)).to_path(0.1), self.theme.accent);
            self.shape(Circle::new(at, self.pixels(3.0)).to_path(0.1), self.theme.panel);
        }
    }
}

/// The line of a flow on its way, and its tip: from the nearer side of its card to the pointer, or to the card that it would
/// end at.
fn course(scene: &Scene, connect: &Connect) -> Option<(BezPath, Point)> {
    let from = scene.node(&connect.from)?;
    let target = connect.target.as_ref().and_then(|key| scene.node(key));
    let end = target.map_or(Rect::from_points(connect.to, connect.to), |node| node.rect);
    let (leave, arrive) =
        if end.center().x >= from.rect.center().x { (Side::Right, Side::Left) } else { (Side::Left, Side::Right) };
    let start = Port { at: leave.middle(from.rect), side: leave };
    let tip: Point = arrive.middle(end);
    let mut path = BezPath::new();
    path.move_to(start.at);
    for curve in route::curves(start, Port { at: tip, side: arrive }, &[]) {
        path.curve_to(curve.p1, curve.p2, curve.p3);
    }
    Some((path, tip))
}

impl Scene {
    /// The area of a flow on its way, with the card that it would end at.
    pub(crate) fn connection_bounds(&self, connect: &Connect) -> Option<Rect> {
        let (path, _) = course(self, connect)?;
        let target = connect.target.as_ref().and_then(|key| self.node(key));
        Some(target.map_or(path.bounding_box(), |node| path.bounding_box().union(node.rect)))
    }
}

impl Painter<'_> {
    fn connection(&mut self, connect: &Connect) {
        let Some((path, tip)) = course(self.scene, connect) else { return };
        if let Some(node) = connect.target.as_ref().and_then(|key| self.scene.node(key)) {
            self.outline(node, 2.0, 1.0);
            self.badge(node);
        }
        let stroke = Stroke { color: self.theme.accent, width: self.pixels(2.0), dash: None };
        self.commands.push(Command::Path { path: Arc::new(path), fill: None, stroke: Some(stroke) });
        self.shape(Circle::new(tip, self.pixels(4.0)).to_path(0.1), self.theme.accent);
    }
}
