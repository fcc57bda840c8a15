//! How an edge runs: from which side to which side, and around what. A pure function of the two cards and of what stands
//! between them, so that an edge has the same course whatever was edited before.

use kurbo::{CubicBez, ParamCurve, Point, Rect, Vec2};

/// A side of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The left.
    Left,
    /// The right.
    Right,
    /// The top.
    Top,
    /// The bottom.
    Bottom,
}

impl Side {
    /// The direction that leads away from the card.
    pub(crate) fn normal(self) -> Vec2 {
        match self {
            Self::Left => Vec2::new(-1.0, 0.0),
            Self::Right => Vec2::new(1.0, 0.0),
            Self::Top => Vec2::new(0.0, -1.0),
            Self::Bottom => Vec2::new(0.0, 1.0),
        }
    }

    /// The middle of the side.
    pub fn middle(self, rect: Rect) -> Point {
        let center = rect.center();
        match self {
            Self::Left => Point::new(rect.x0, center.y),
            Self::Right => Point::new(rect.x1, center.y),
            Self::Top => Point::new(center.x, rect.y0),
            Self::Bottom => Point::new(center.x, rect.y1),
        }
    }

    fn is_lateral(self) -> bool {
        match self {
            Self::Left | Self::Right => true,
            Self::Top | Self::Bottom => false,
        }
    }
}

/// A place on a card's border where an edge starts or ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Port {
    pub at: Point,
    pub side: Side,
}

/// The course of an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Route {
    pub from: Side,
    pub to: Side,
    /// A point that leads it around what is in its way.
    pub via: Option<Point>,
    /// Everything that was looked at: nothing outside can change the course.
    pub influence: Rect,
}

/// Cards nearer than this are not joined across the gap.
const NARROWEST_GAP: f64 = 16.0;
/// The space that a detour leaves to a card.
const CLEARANCE: f64 = 16.0;
/// What one of 24 points under a card costs, in units of length.
const UNDER_CARD: f64 = 400.0;

/// The curves between two ports, by way of a point if there is one.
pub(crate) fn curves(from: Port, to: Port, via: Option<Point>) -> Vec<CubicBez> {
    let Some(via) = via else { return vec![curve(from, to)] };
    // The edge passes its way point in the direction that leads from one end to the other.
    let along = |end: Port| {
        let towards = (to.at.x - from.at.x).signum();
        let reach = (via.x - end.at.x).abs() * 0.5;
        (end.side.normal() * reach.max(24.0), Vec2::new(towards * reach, 0.0))
    };
    let (leave, pass) = along(from);
    let (arrive, passed) = along(to);
    vec![
        CubicBez::new(from.at, from.at + leave, via - pass, via),
        CubicBez::new(via, via + passed, to.at + arrive, to.at),
    ]
}

fn curve(from: Port, to: Port) -> CubicBez {
    let across = to.at - from.at;
    let (ahead, aside) = if from.side.is_lateral() { (across.x, across.y) } else { (across.y, across.x) };
    let (leave, arrive) = if from.side == to.side {
        // Both ends leave on the same side: the bow clears the one that stands out further.
        let bow = (36.0 + 0.2 * aside.abs()).min(120.0);
        let out = across.dot(from.side.normal());
        (bow + out.max(0.0), bow + (-out).max(0.0))
    } else {
        let reach = (ahead.abs() * 0.5).max(20.0);
        (reach, reach)
    };
    CubicBez::new(from.at, from.at + from.side.normal() * leave, to.at + to.side.normal() * arrive, to.at)
}

/// The sides that two cards can be joined by, the most natural first.
fn candidates(from: Rect, to: Rect) -> Vec<(Side, Side)> {
    use Side::{Bottom, Left, Right, Top};
    let mut sides = Vec::with_capacity(4);
    if to.x0 >= from.x1 + NARROWEST_GAP {
        sides.push((Right, Left));
    } else if from.x0 >= to.x1 + NARROWEST_GAP {
        sides.push((Left, Right));
    }
    if to.y0 >= from.y1 + NARROWEST_GAP {
        sides.push((Bottom, Top));
    } else if from.y0 >= to.y1 + NARROWEST_GAP {
        sides.push((Top, Bottom));
    }
    sides.push((Right, Right));
    sides.push((Left, Left));
    sides
}

struct Course {
    from: Side,
    to: Side,
    via: Option<Point>,
    cost: f64,
}

/// The course of an edge between two cards; `cards` gives what else stands in a part of the world.
pub(crate) fn route(from: Rect, to: Rect, cards: &dyn Fn(Rect) -> Vec<Rect>) -> Route {
    let mut influence = from.union(to);
    let mut best: Option<Course> = None;
    let mut consider = |sides: (Side, Side), via: Option<Point>, influence: &mut Rect| {
        let start = Port { at: sides.0.middle(from), side: sides.0 };
        let end = Port { at: sides.1.middle(to), side: sides.1 };
        let curves = curves(start, end, via);
        let looked_at = curves.iter().map(|curve| extent(*curve)).fold(from.union(to), |all, one| all.union(one));
        *influence = influence.union(looked_at.inflate(4.0, 4.0));
        let obstacles: Vec<Rect> = cards(looked_at).into_iter().map(|card| card.inflate(3.0, 3.0)).collect();
        let (length, under, hit) = walk(&curves, &obstacles);
        let cost = length + UNDER_CARD * f64::from(under);
        if best.as_ref().is_none_or(|best| cost < best.cost) {
            best = Some(Course { from: sides.0, to: sides.1, via, cost });
        }
        hit
    };
    for (index, sides) in candidates(from, to).into_iter().enumerate() {
        let hit = consider(sides, None, &mut influence);
        let Some(hit) = hit else {
            if index == 0 {
                break;
            }
            continue;
        };
        if index == 0 && sides.0.is_lateral() && sides.0 != sides.1 {
            let x = hit.center().x;
            for y in [hit.y0 - CLEARANCE, hit.y1 + CLEARANCE] {
                consider(sides, Some(Point::new(x, y)), &mut influence);
            }
        }
    }
    let (from, to, via) = best.map_or((Side::Right, Side::Left, None), |it| (it.from, it.to, it.via));
    Route { from, to, via, influence }
}

/// A rectangle that a curve cannot leave.
pub(crate) fn extent(curve: CubicBez) -> Rect {
    Rect::from_points(curve.p0, curve.p1).union_pt(curve.p2).union_pt(curve.p3)
}

/// The length of some curves, how many of their sampled points lie under cards, and the ground those cards cover.
fn walk(curves: &[CubicBez], cards: &[Rect]) -> (f64, u32, Option<Rect>) {
    let (mut length, mut under, mut hit) = (0.0, 0, None);
    let steps = 24 / curves.len().max(1);
    for curve in curves {
        let mut previous = curve.p0;
        for step in 1..=steps {
            let point = curve.eval(step as f64 / steps as f64);
            length += (point - previous).hypot();
            previous = point;
            for card in cards.iter().filter(|card| card.contains(point)) {
                under += 1;
                hit = Some(hit.map_or(*card, |hit: Rect| hit.union(*card)));
            }
        }
    }
    (length, under, hit)
}

/// Where `count` edges touch a side of a card.
pub(crate) fn ports(rect: Rect, side: Side, count: usize) -> impl Iterator<Item = Port> {
    let length = if side.is_lateral() { rect.height() } else { rect.width() };
    let gaps = count.saturating_sub(1).max(1) as f64;
    let spacing = ((length - 16.0).max(0.0) / gaps).min(20.0);
    let middle = side.middle(rect);
    (0..count).map(move |index| {
        let offset = (index as f64 - count.saturating_sub(1) as f64 / 2.0) * spacing;
        let at = if side.is_lateral() {
            Point::new(middle.x, middle.y + offset)
        } else {
            Point::new(middle.x + offset, middle.y)
        };
        Port { at, side }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(x: f64, y: f64) -> Rect {
        Rect::new(x, y, x + 150.0, y + 40.0)
    }

    fn course(from: Rect, to: Rect, others: &[Rect]) -> Route {
        route(from, to, &|area| others.iter().filter(|it| it.overlaps(area)).copied().collect())
    }

    #[test]
    fn edges_take_the_nearest_sides() {
        let check = |to: Rect, expected: (Side, Side)| {
            let route = course(card(0.0, 0.0), to, &[]);
            assert_eq!((route.from, route.to, route.via), (expected.0, expected.1, None), "{to:?}");
        };
        check(card(400.0, 30.0), (Side::Right, Side::Left));
        check(card(-400.0, 30.0), (Side::Left, Side::Right));
        check(card(20.0, 300.0), (Side::Bottom, Side::Top));
        check(card(20.0, -300.0), (Side::Top, Side::Bottom));
    }

    #[test]
    fn edges_go_around_cards() {
        let (from, to) = (card(0.0, 0.0), card(800.0, 0.0));
        let between = card(400.0, 0.0);
        let route = course(from, to, &[between]);
        let ends =
            [Port { at: route.from.middle(from), side: route.from }, Port { at: route.to.middle(to), side: route.to }];
        let path = curves(ends[0], ends[1], route.via);
        assert_eq!(walk(&path, &[between]).1, 0, "{route:?}");
    }

    #[test]
    fn a_stack_is_left_sideways() {
        let stack = [card(0.0, 60.0), card(0.0, 120.0)];
        let route = course(card(0.0, 0.0), card(0.0, 300.0), &stack);
        assert_eq!(route.from, route.to);
    }

    #[test]
    fn ports_of_a_side_do_not_meet() {
        for count in 1..20 {
            let at: Vec<f64> = ports(card(0.0, 0.0), Side::Left, count).map(|port| port.at.y).collect();
            assert!(at.windows(2).all(|pair| pair[0] < pair[1]), "{at:?}");
            assert!(at.iter().all(|y| (8.0..=32.0).contains(y)), "{at:?}");
        }
    }
}
