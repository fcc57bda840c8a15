//! How an edge runs: from which side to which side, and around what. A pure function of the two cards and of what stands
//! between them, so that an edge has the same course whatever was edited before.

use crate::channel::{self, Passage};
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

/// A rectangle that an edge should not run under.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Obstacle {
    pub rect: Rect,
    /// A card; else a region, which an edge may cross where the way around is long.
    pub card: bool,
}

/// The course of an edge.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    pub from: Side,
    pub to: Side,
    /// Where it passes between what is in its way, in its own direction.
    pub passages: Vec<Passage>,
    /// Everything that was looked at: nothing outside can change the course.
    pub influence: Rect,
}

/// Cards nearer than this are not joined across the gap.
const NARROWEST_GAP: f64 = 16.0;
/// How far above and below its ends an edge looks for a way.
const WINDOW: f64 = 160.0;
/// An edge longer than this takes the straight course: looking at all that lies under it would hold up every drag there.
const LONGEST: f64 = 5000.0;
/// How often a way found past some things is tried anew past those that it comes near, and how near that is.
const MOST_STEPS: u32 = 8;
const ASIDE: f64 = 24.0;
/// The cost of a unit of length under a card and in a region, in units of length.
const UNDER_CARD: f64 = 40.0;
const IN_REGION: f64 = 1.5;
/// How far apart the points are at which a course is looked at: less than half a card's height.
const STEP: f64 = 14.0;

/// The curves between two ports, by way of passages if there are any.
pub(crate) fn curves(from: Port, to: Port, passages: &[Passage]) -> Vec<CubicBez> {
    let towards = (to.at.x - from.at.x).signum();
    let bend = |start: Point, leave: Vec2, end: Point, arrive: Vec2| {
        let reach = ((end.x - start.x).abs() * 0.5).max(8.0);
        CubicBez::new(start, start + leave * reach, end + arrive * reach, end)
    };
    let mut out = Vec::with_capacity(2 * passages.len() + 1);
    let (mut at, mut leave) = (from.at, from.side.normal());
    for passage in passages {
        let (enter, exit) = (Point::new(passage.enter, passage.y), Point::new(passage.exit, passage.y));
        out.push(bend(at, leave, enter, Vec2::new(-towards, 0.0)));
        if enter != exit {
            out.push(CubicBez::new(enter, enter.lerp(exit, 1.0 / 3.0), enter.lerp(exit, 2.0 / 3.0), exit));
        }
        (at, leave) = (exit, Vec2::new(towards, 0.0));
    }
    if passages.is_empty() {
        out.push(curve(from, to));
    } else {
        out.push(bend(at, leave, to.at, to.side.normal()));
    }
    out
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
        return vec![(Right, Left)];
    } else if from.x0 >= to.x1 + NARROWEST_GAP {
        return vec![(Left, Right)];
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

struct Router<'a> {
    from: Rect,
    to: Rect,
    obstacles: &'a dyn Fn(Rect) -> Vec<Obstacle>,
    influence: Rect,
    best: Option<Course>,
}

/// A course that was considered.
struct Course {
    cost: f64,
    sides: (Side, Side),
    passages: Vec<Passage>,
    /// Whether it runs under nothing.
    clear: bool,
}

impl Router<'_> {
    fn ends(&self, (from, to): (Side, Side)) -> (Port, Port) {
        (Port { at: from.middle(self.from), side: from }, Port { at: to.middle(self.to), side: to })
    }

    /// The obstacles in a part of the world, which from now on influences the edge.
    fn look(&mut self, area: Rect) -> Vec<Obstacle> {
        self.influence = self.influence.union(area);
        (self.obstacles)(area)
    }

    /// Weighs a course against the best one so far, and says what it runs under.
    fn consider(&mut self, sides: (Side, Side), passages: Vec<Passage>) -> Option<Rect> {
        let (start, end) = self.ends(sides);
        let curves = curves(start, end, &passages);
        let covered =
            curves.iter().map(|curve| extent(*curve)).fold(self.from.union(self.to), |all, one| all.union(one));
        let obstacles = self.look(covered.inflate(4.0, 4.0));
        let walked = walk(&curves, &obstacles);
        let cost = walked.length + UNDER_CARD * walked.under_card + IN_REGION * walked.in_region;
        if self.best.as_ref().is_none_or(|best| cost < best.cost) {
            self.best = Some(Course { cost, sides, passages, clear: walked.met.is_none() });
        }
        walked.met
    }

    /// Looks for a way from column to column, between what stands in them.
    fn between(&mut self, sides: (Side, Side), met: Rect) {
        let (start, end) = self.ends(sides);
        let window = self.from.union(self.to).union(met).inflate(0.0, WINDOW);
        let tall = self.look(window).iter().map(|it| it.rect).fold(window, |all, one| Rect {
            x0: all.x0,
            x1: all.x1,
            ..all.union(one)
        });
        let obstacles = self.look(tall.inflate(0.0, 16.0));
        if let Some(passages) = channel::passages(start.at, end.at, &obstacles) {
            let passages = self.simplest(sides, passages, &obstacles);
            self.consider(sides, passages);
        }
        if !self.is_clear() {
            self.step_by_step(sides);
            if self.is_clear() {
                return;
            }
        }
        for detour in Passage::around(met) {
            self.consider(sides, vec![detour]);
        }
    }

    fn is_clear(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.clear)
    }

    /// Looks for a way past the obstacles near the straight course, and then past those near that way. A card that stands apart
    /// from it all, above or below, may leave no columns to pass between; it is not thought of as long as it is not in the way.
    fn step_by_step(&mut self, sides: (Side, Side)) {
        let mut known = Vec::new();
        let mut passages = Vec::new();
        for _ in 0..MOST_STEPS {
            let mut new = self.near(sides, &passages);
            new.retain(|it| !known.contains(it));
            if new.is_empty() {
                return;
            }
            known.extend(new);
            let (start, end) = self.ends(sides);
            let Some(found) = channel::passages(start.at, end.at, &known) else { return };
            passages = self.simplest(sides, found, &known);
            self.consider(sides, passages.clone());
        }
    }

    /// The obstacles that a course meets, or would meet if it moved aside for others.
    fn near(&mut self, (from, to): (Side, Side), passages: &[Passage]) -> Vec<Obstacle> {
        let (start, end) = self.ends((from, to));
        let curves = curves(start, end, passages);
        let covered = curves.iter().map(|curve| extent(*curve)).reduce(|all, one| all.union(one)).unwrap_or_default();
        let mut near = self.look(covered.inflate(ASIDE, ASIDE));
        near.retain(|it| {
            let wide = Obstacle { rect: it.rect.inflate(ASIDE, ASIDE), ..*it };
            walk(&curves, &[wide]).met.is_some()
        });
        near
    }

    /// Leaves out every passage without which the course meets no more than with it.
    fn simplest(&self, sides: (Side, Side), mut passages: Vec<Passage>, obstacles: &[Obstacle]) -> Vec<Passage> {
        let (start, end) = self.ends(sides);
        let met = |passages: &[Passage]| {
            let walked = walk(&curves(start, end, passages), obstacles);
            UNDER_CARD * walked.under_card + IN_REGION * walked.in_region
        };
        let mut least = met(&passages);
        let mut index = 0;
        while index < passages.len() {
            let mut fewer = passages.clone();
            fewer.remove(index);
            let without = met(&fewer);
            if without <= least {
                (passages, least) = (fewer, without);
            } else {
                index += 1;
            }
        }
        passages
    }
}

/// The course of an edge between two cards; `obstacles` gives what else stands in a part of the world.
pub(crate) fn route(from: Rect, to: Rect, obstacles: &dyn Fn(Rect) -> Vec<Obstacle>) -> Route {
    let span = from.union(to);
    let mut router = Router { from, to, obstacles, influence: span, best: None };
    let candidates = candidates(from, to);
    if let (Some((from, to)), true) = (candidates.first(), span.width().max(span.height()) > LONGEST) {
        return Route { from: *from, to: *to, passages: Vec::new(), influence: span };
    }
    for (index, sides) in candidates.into_iter().enumerate() {
        match router.consider(sides, Vec::new()) {
            None if index == 0 => break,
            Some(met) if sides.0.is_lateral() && sides.0 != sides.1 => router.between(sides, met),
            None | Some(_) => {}
        }
    }
    let influence = router.influence;
    let ((from, to), passages) =
        router.best.map_or(((Side::Right, Side::Left), Vec::new()), |best| (best.sides, best.passages));
    Route { from, to, passages, influence }
}

/// A rectangle that a curve cannot leave.
pub(crate) fn extent(curve: CubicBez) -> Rect {
    Rect::from_points(curve.p0, curve.p1).union_pt(curve.p2).union_pt(curve.p3)
}

/// A walk along a course.
#[derive(Default)]
struct Walk {
    length: f64,
    under_card: f64,
    in_region: f64,
    /// The ground of all that it meets.
    met: Option<Rect>,
}

fn walk(curves: &[CubicBez], obstacles: &[Obstacle]) -> Walk {
    let mut walk = Walk::default();
    for curve in curves {
        let covered = extent(*curve).inflate(4.0, 4.0);
        let near: Vec<&Obstacle> = obstacles.iter().filter(|it| it.rect.overlaps(covered)).collect();
        let chords = (curve.p1 - curve.p0).hypot() + (curve.p2 - curve.p1).hypot() + (curve.p3 - curve.p2).hypot();
        let steps = if near.is_empty() { 6 } else { (chords / STEP).clamp(6.0, 80.0) as u32 };
        let mut previous = curve.p0;
        for step in 1..=steps {
            let point = curve.eval(f64::from(step) / f64::from(steps));
            let length = (point - previous).hypot();
            walk.length += length;
            previous = point;
            let mut through = (false, false);
            for obstacle in near.iter().filter(|it| it.rect.inflate(3.0, 3.0).contains(point)) {
                through = (through.0 | obstacle.card, through.1 | !obstacle.card);
                walk.met = Some(walk.met.map_or(obstacle.rect, |met| met.union(obstacle.rect)));
            }
            walk.under_card += if through.0 { length.max(4.0) } else { 0.0 };
            walk.in_region += if through.1 { length } else { 0.0 };
        }
    }
    walk
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
    use proptest::prelude::*;

    fn card(x: f64, y: f64) -> Rect {
        Rect::new(x, y, x + 150.0, y + 40.0)
    }

    fn course(from: Rect, to: Rect, others: &[Rect]) -> Route {
        let obstacle = |rect: &Rect| Obstacle { rect: *rect, card: true };
        route(from, to, &|area| others.iter().filter(|it| it.overlaps(area)).map(obstacle).collect())
    }

    fn length_under(route: &Route, from: Rect, to: Rect, others: &[Rect]) -> f64 {
        let start = Port { at: route.from.middle(from), side: route.from };
        let end = Port { at: route.to.middle(to), side: route.to };
        let obstacles: Vec<Obstacle> = others.iter().map(|rect| Obstacle { rect: *rect, card: true }).collect();
        walk(&curves(start, end, &route.passages), &obstacles).under_card
    }

    #[test]
    fn edges_take_the_nearest_sides() {
        let check = |to: Rect, expected: (Side, Side)| {
            let route = course(card(0.0, 0.0), to, &[]);
            assert_eq!((route.from, route.to), expected, "{to:?}");
            assert!(route.passages.is_empty());
        };
        check(card(400.0, 30.0), (Side::Right, Side::Left));
        check(card(-400.0, 30.0), (Side::Left, Side::Right));
        check(card(20.0, 300.0), (Side::Bottom, Side::Top));
        check(card(20.0, -300.0), (Side::Top, Side::Bottom));
    }

    #[test]
    fn edges_go_around_cards() {
        let check = |from: Rect, to: Rect, others: &[Rect]| {
            let route = course(from, to, others);
            assert_eq!(length_under(&route, from, to, others), 0.0, "{route:?}");
        };
        check(card(0.0, 0.0), card(800.0, 0.0), &[card(400.0, 0.0)]);
        check(card(800.0, 0.0), card(0.0, 0.0), &[card(400.0, 0.0)]);
        check(card(0.0, 0.0), card(1000.0, 0.0), &[card(300.0, -20.0), card(300.0, 40.0), card(600.0, 20.0)]);
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

    proptest! {
        #![proptest_config(laws::cases(256))]

        /// Where cards stand in columns, as people and the layout put them, there is always a way between them.
        #[test]
        fn edges_run_under_no_card_of_a_column(
            columns in proptest::collection::vec(proptest::collection::vec((0..3_u8, 50..200_i32), 1..7), 0..5),
            (from, to) in (-400..400_i32, -400..400_i32), backwards: bool,
        ) {
            let mut others = Vec::new();
            for (index, column) in columns.iter().enumerate() {
                let mut y = -500.0;
                for (height, gap) in column {
                    let x = 300.0 + 330.0 * index as f64;
                    y += f64::from(*gap);
                    others.push(Rect::new(x, y, x + 226.0, y + 40.0 + 60.0 * f64::from(*height)));
                    y += 40.0 + 60.0 * f64::from(*height);
                }
            }
            let (left, right) = (card(0.0, f64::from(from)), card(300.0 + 330.0 * columns.len() as f64, f64::from(to)));
            let (from, to) = if backwards { (right, left) } else { (left, right) };
            let route = course(from, to, &others);
            prop_assert_eq!(length_under(&route, from, to, &others), 0.0, "{:?}", route);
        }
    }
}
