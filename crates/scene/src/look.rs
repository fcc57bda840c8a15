//! How an edge looks, to tell where a picture changes when it does. A line through the whole picture covers little of the
//! rectangle around it, so what it covers is told piece by piece.

use crate::edge::EdgeKind;
use crate::measure::Label;
use kurbo::{CubicBez, ParamCurve, Rect};
use model::{Hue, RecordKey};

/// How long a piece is at most, in world units.
const PIECE: f64 = 120.0;

/// Everything of an edge that a picture shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Look {
    pub(crate) curves: Vec<CubicBez>,
    /// The area of the arrow.
    pub(crate) arrow: Rect,
    pub(crate) pill: Option<(Label, Rect)>,
    pub(crate) kind: EdgeKind,
    pub(crate) hue: Hue,
    pub(crate) width: f64,
    pub(crate) broken: bool,
    pub(crate) ends: (RecordKey, RecordKey),
}

impl Look {
    /// Where two looks of an edge differ; nothing stands for an edge that is not there.
    pub(crate) fn changes(before: Option<&Self>, after: Option<&Self>) -> Vec<Rect> {
        if before == after {
            return Vec::new();
        }
        // Along a dashed line a change at the start moves every dash; a solid one stays where it is.
        let keeps = |one: &Self, other: &Self| {
            let style = |look: &Self| (look.kind, look.hue, look.width, look.broken);
            one.kind == EdgeKind::Produce && style(one) == style(other) && one.ends == other.ends
        };
        let covered = |look: &Self, other: Option<&Self>| {
            let same = other.filter(|other| keeps(look, other));
            let stays = |curve: &&CubicBez| same.is_some_and(|other| other.curves.contains(curve));
            let pieces = look.curves.iter().filter(|curve| !stays(curve)).flat_map(|curve| pieces(*curve));
            let lines: Vec<Rect> = pieces.map(|rect| rect.inflate(look.width, look.width)).collect();
            let pill = look.pill.as_ref().map(|(_, rect)| *rect);
            lines.into_iter().chain([look.arrow]).chain(pill).collect::<Vec<_>>()
        };
        let old = before.map(|look| covered(look, after));
        let new = after.map(|look| covered(look, before));
        old.into_iter().chain(new).flatten().collect()
    }
}

/// Whether a curve comes near a rectangle: nearer than a piece is long, or through it.
pub(crate) fn comes_near(curve: CubicBez, rect: Rect) -> bool {
    let around = around(curve);
    if !around.overlaps(rect) {
        return false;
    }
    if around.width().max(around.height()) <= PIECE || rect.contains_rect(around) {
        return true;
    }
    let (first, second) = curve.subdivide();
    comes_near(first, rect) || comes_near(second, rect)
}

/// Rectangles that cover a curve, none of them much larger than a piece.
fn pieces(curve: CubicBez) -> impl Iterator<Item = Rect> {
    let around = around(curve);
    let count = (around.width().max(around.height()) / PIECE).ceil().clamp(1.0, 64.0);
    let at = move |piece: u32| f64::from(piece) / count;
    (0..count as u32).map(move |piece| self::around(curve.subsegment(at(piece)..at(piece + 1))))
}

/// A rectangle around the points that hold a curve.
fn around(curve: CubicBez) -> Rect {
    Rect::from_points(curve.p0, curve.p1).union(Rect::from_points(curve.p2, curve.p3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Point;

    #[test]
    fn a_curve_is_near_what_it_runs_through_and_not_all_that_lies_around_it() {
        let curve = CubicBez::new((0.0, 0.0), (900.0, 0.0), (0.0, 700.0), (900.0, 700.0));
        let check = |x: f64, y: f64, expected: bool| {
            assert_eq!(comes_near(curve, Rect::from_origin_size((x, y), (10.0, 10.0))), expected, "{x}, {y}");
        };
        for step in 0..=100 {
            let at = curve.eval(f64::from(step) / 100.0);
            check(at.x - 5.0, at.y - 5.0, true);
        }
        check(0.0, 600.0, false);
        check(880.0, 60.0, false);
        check(2000.0, 0.0, false);
    }

    #[test]
    fn the_pieces_of_a_curve_hold_it_and_are_small() {
        let curve = CubicBez::new((0.0, 0.0), (900.0, 0.0), (0.0, 700.0), (900.0, 700.0));
        let pieces: Vec<Rect> = pieces(curve).collect();
        let at = |step: i32| curve.eval(f64::from(step) / 500.0);
        let holds = |rect: &Rect, it: Point| rect.inflate(1e-6, 1e-6).contains(it);
        assert!((0..=500).all(|step| pieces.iter().any(|rect| holds(rect, at(step)))));
        assert!(pieces.iter().map(Rect::area).sum::<f64>() < 0.35 * around(curve).area());
    }
}
