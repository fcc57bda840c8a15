//! Edges: one for each flow between two cards that are shown, and one from a topic to the topic that takes what failed in it.

use crate::facts::Fact;
use crate::look::{Look, comes_near};
use crate::measure::{Label, Measure, TextStyle};
use crate::route::{self, Port, Route};
use kurbo::{BezPath, CubicBez, ParamCurve, ParamCurveArclen, ParamCurveNearest, Point, Rect, Shape, Size, Vec2};
use model::{Direction, Flow, FlowId, Hue, RecordKey, TopicId};
use std::sync::Arc;

pub(crate) const PILL: TextStyle = TextStyle::ui(10.5, 400);
const PILL_HEIGHT: f64 = 20.0;
/// How far an arrow's tip stays off the card.
const TIP_GAP: f64 = 2.0;

/// The kinds of edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeKind {
    /// A service writes to a topic.
    Produce,
    /// A service reads from a topic.
    Consume,
    /// Records of a topic that failed go to its retry or dead-letter topic.
    Failed,
}

/// A line between two cards.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The record that it shows: a flow, or the retry or dead-letter topic that it leads to.
    pub record: RecordKey,
    /// Its kind.
    pub kind: EdgeKind,
    /// The card it starts from: the service that writes, or the topic that is read.
    pub from: RecordKey,
    /// The card it ends at.
    pub to: RecordKey,
    /// Its colour.
    pub hue: Hue,
    /// Its width in world units.
    pub width: f64,
    /// Whether what is written cannot be read.
    pub broken: bool,
    /// Its label and where it stands.
    pub pill: Option<(Label, Rect)>,
    /// Everything that it covers, the label included.
    pub bounds: Rect,
    pub(crate) path: Arc<BezPath>,
    pub(crate) arrow: Arc<BezPath>,
    pub(crate) route: Route,
    pub(crate) start: Port,
    pub(crate) end: Port,
    label: Option<Label>,
    curves: Vec<CubicBez>,
    lengths: Vec<f64>,
}

/// The width of an edge: 1.25 up to one record a second, 4 from a hundred thousand, by orders of magnitude between. Rounded
/// to quarters, because logarithms differ in the last bit from machine to machine.
pub(crate) fn width(rate_per_second: f64) -> f64 {
    let magnitude = if rate_per_second > 1.0 { rate_per_second.log10() / 5.0 } else { 0.0 };
    ((1.25 + 2.75 * magnitude.min(1.0)) * 4.0).round() / 4.0
}

impl Edge {
    /// The edge of a flow on its course.
    pub(crate) fn of_flow(flow: &Flow, rate: f64, hue: Hue, fact: &Fact, measure: &dyn Measure, route: Route) -> Self {
        let (service, topic) = (flow.service.clone().into(), flow.topic.clone().into());
        let (kind, from, to) = match flow.direction {
            Direction::Produce(_) => (EdgeKind::Produce, service, topic),
            Direction::Consume(_) => (EdgeKind::Consume, topic, service),
        };
        let text = fact.broken.as_ref().or(fact.label.as_ref());
        Self {
            hue,
            width: width(rate),
            broken: fact.broken.is_some(),
            label: text.map(|text| Label::new(measure, text, PILL)),
            ..Self::between(flow.id.clone().into(), kind, from, to, route)
        }
    }

    /// The edge from a topic to the one that takes its failed records.
    pub(crate) fn of_failed(source: &TopicId, taker: &TopicId, route: Route) -> Self {
        let (from, to) = (source.clone().into(), RecordKey::from(taker.clone()));
        Self::between(to.clone(), EdgeKind::Failed, from, to, route)
    }

    fn between(record: RecordKey, kind: EdgeKind, from: RecordKey, to: RecordKey, route: Route) -> Self {
        let nowhere = |side| Port { at: Point::ZERO, side };
        Self {
            record,
            kind,
            from,
            to,
            hue: Hue::Slate,
            width: 1.25,
            broken: false,
            pill: None,
            bounds: route.influence,
            path: Arc::default(),
            arrow: Arc::default(),
            start: nowhere(route.from),
            end: nowhere(route.to),
            route,
            label: None,
            curves: Vec::new(),
            lengths: Vec::new(),
        }
    }

    /// Draws the edge between its ports. `cards` gives what stands in a part of the world, for the label to stay off it.
    pub(crate) fn draw(&mut self, cards: &dyn Fn(Rect) -> Vec<Rect>) {
        let normal = self.end.side.normal();
        let tip = self.end.at + normal * TIP_GAP;
        let (long, wide) = (5.5 + 1.1 * self.width, 2.6 + 0.6 * self.width);
        let base = tip + normal * long;
        let aside = Vec2::new(-normal.y, normal.x) * wide;
        let mut arrow = BezPath::new();
        arrow.move_to(tip);
        arrow.line_to(base + aside);
        arrow.line_to(base - aside);
        arrow.close_path();

        // The line ends inside the arrow, so that no gap shows between them.
        let end = Port { at: base - normal * 1.0, side: self.end.side };
        self.curves = route::curves(self.start, end, &self.route.passages);
        self.lengths = self.curves.iter().map(|curve| curve.arclen(1.0)).collect();
        let mut path = BezPath::new();
        path.move_to(self.start.at);
        for curve in &self.curves {
            path.curve_to(curve.p1, curve.p2, curve.p3);
        }
        let covered =
            self.curves.iter().map(|curve| route::extent(*curve)).fold(Rect::from_points(tip, base), |a, b| a.union(b));
        self.bounds = covered.inflate(6.0, 6.0);
        self.pill = self.label.clone().map(|label| {
            let size = Size::new(label.width + 16.0, PILL_HEIGHT);
            let cards = cards(self.bounds.inflate(size.width, size.height));
            let rect = self.pill_place(size, &cards);
            (label, rect)
        });
        if let Some((_, rect)) = &self.pill {
            self.bounds = self.bounds.union(*rect);
        }
        self.path = Arc::new(path);
        self.arrow = Arc::new(arrow);
    }

    /// Whether it draws anything in a part of the world. An edge through the whole picture covers little of its bounds.
    pub(crate) fn draws_in(&self, rect: Rect) -> bool {
        let own = || self.pill.iter().map(|(_, pill)| *pill).chain([self.arrow.bounding_box()]);
        self.bounds.overlaps(rect)
            && (self.curves.iter().any(|curve| comes_near(*curve, rect)) || own().any(|own| own.overlaps(rect)))
    }

    /// How it looks now.
    pub(crate) fn look(&self) -> Look {
        Look {
            curves: self.curves.clone(),
            arrow: self.arrow.bounding_box(),
            pill: self.pill.clone(),
            kind: self.kind,
            hue: self.hue,
            width: self.width,
            broken: self.broken,
            ends: (self.from.clone(), self.to.clone()),
        }
    }

    /// Everything whose change can change the edge.
    pub(crate) fn influence(&self) -> Rect {
        let reach = self.label.as_ref().map_or(0.0, |label| label.width + 16.0);
        self.route.influence.union(self.bounds.inflate(reach, PILL_HEIGHT))
    }

    /// The place nearest to the edge's middle where a label covers no card; the middle where there is none.
    fn pill_place(&self, size: Size, cards: &[Rect]) -> Rect {
        let at = |share: f64| Rect::from_center_size(self.point(share), size);
        [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8]
            .into_iter()
            .map(at)
            .find(|rect| !cards.iter().any(|card| card.inflate(3.0, 3.0).overlaps(*rect)))
            .unwrap_or_else(|| at(0.5))
    }

    /// The flow that it shows, if it shows one.
    pub fn flow(&self) -> Option<&FlowId> {
        if let RecordKey::Flow(flow) = &self.record { Some(flow) } else { None }
    }

    /// A point in the middle of its line, or of its label.
    pub fn middle(&self) -> Point {
        self.pill.as_ref().map_or_else(|| self.point(0.5), |(_, rect)| rect.center())
    }

    /// The point at a share of the edge's course, from 0 to 1.
    fn point(&self, share: f64) -> Point {
        let mut along = share * self.lengths.iter().sum::<f64>();
        for (curve, length) in self.curves.iter().zip(&self.lengths) {
            if along <= *length {
                return curve.eval(if *length > 0.0 { along / length } else { 0.0 });
            }
            along -= length;
        }
        self.end.at
    }

    /// The distance of a point to the edge.
    pub(crate) fn distance(&self, point: Point) -> f64 {
        let squared =
            self.curves.iter().map(|curve| curve.nearest(point, 0.1).distance_sq).fold(f64::INFINITY, f64::min);
        squared.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_grow_with_the_order_of_magnitude() {
        let check = |rate, expected| assert_eq!(width(rate), expected, "{rate}");
        check(0.0, 1.25);
        check(1.0, 1.25);
        check(100.0, 2.25);
        check(4200.0, 3.25);
        check(100_000.0, 4.0);
        check(1e9, 4.0);
    }
}
