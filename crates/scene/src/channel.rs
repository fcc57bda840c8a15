//! Ways between columns of cards. Cards stand in columns, so an edge that has to get past them chooses a gap in each column
//! such that it moves up and down as little as possible, runs level through the gap, and bends in the gutters between.

use crate::route::Obstacle;
use kurbo::{Point, Rect};

/// A level stretch through a column, in the direction of travel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Passage {
    pub enter: f64,
    pub exit: f64,
    /// Where it runs. Edges through the same gap are spread over it.
    pub y: f64,
    /// Where it would run were it straight, which puts the edges of a gap in order.
    pub straight: f64,
    pub gap: Gap,
}

impl Passage {
    /// The two ways around a rectangle, above and below its middle.
    pub(crate) fn around(rect: Rect) -> [Self; 2] {
        let (x, name) = (rect.center().x, Some((rect.x0.round() as i64, rect.y0.round() as i64)));
        let (above, below) = (rect.y0 - CLEARANCE, rect.y1 + CLEARANCE);
        let over = Gap { from: above - OUTSIDE, until: above, between: [None, name] };
        let under = Gap { from: below, until: below + OUTSIDE, between: [name, None] };
        [(above, over), (below, under)].map(|(y, gap)| Self { enter: x, exit: x, y, straight: y, gap })
    }
}

/// The corners of the cards above and below a gap. Edges meet in a gap when they pass between the same two.
pub(crate) type Between = [Option<(i64, i64)>; 2];

/// The space that an edge keeps to what it passes.
const CLEARANCE: f64 = 11.0;
/// Columns nearer than this are passed as one: there is no room to bend between them.
const NARROWEST_GUTTER: f64 = 20.0;
/// The same where something lies across the gutter, so that it is free only above and below.
const NARROWEST_BRIDGED: f64 = 36.0;
/// How far beyond the outermost card of a column edges spread.
const OUTSIDE: f64 = 70.0;
/// Beyond this many, a way is not looked for: the edge is long, and finding one must not hold up a drag.
const MOST_COLUMNS: usize = 14;
const MOST_OBSTACLES: usize = 500;

/// A free stretch of a column. Where nothing ends it, it is as long as edges spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Gap {
    pub from: f64,
    pub until: f64,
    pub between: Between,
}

/// Something in a column, with the corner that names it.
type Part = (Rect, (i64, i64));

struct Column {
    x0: f64,
    x1: f64,
    gaps: Vec<Gap>,
    /// The middles of what lies across the gutter before it, from above: there no edge moves from one side of it to the other.
    bridges: Vec<f64>,
}

/// The passages of an edge that leaves and arrives level; none where nothing is in between or too much.
pub(crate) fn passages(start: Point, end: Point, obstacles: &[Obstacle]) -> Option<Vec<Passage>> {
    // Everything is thought from left to right.
    let towards = if end.x >= start.x { 1.0 } else { -1.0 };
    let (from, to) = (Point::new(start.x * towards, start.y), Point::new(end.x * towards, end.y));
    let part = |rect: Rect| {
        let corner = (rect.x0.round() as i64, rect.y0.round() as i64);
        (Rect::new(rect.x0 * towards, rect.y0, rect.x1 * towards, rect.y1).abs(), corner)
    };
    let between = |(rect, _): &Part| rect.x1 > from.x && rect.x0 < to.x;
    let mut parts: Vec<Part> = obstacles.iter().map(|it| part(it.rect)).filter(between).collect();
    if parts.is_empty() || parts.len() > MOST_OBSTACLES {
        return None;
    }
    parts.sort_by(|(one, _), (two, _)| one.x0.total_cmp(&two.x0).then(one.y0.total_cmp(&two.y0)));
    let columns = columns(&parts);
    if columns.len() > MOST_COLUMNS {
        return None;
    }
    let levels = levels(from, to, &columns)?;
    let passages = columns.iter().zip(levels).map(|(column, (gap, y))| {
        let enter = (column.x0 - CLEARANCE).clamp(from.x, to.x);
        let exit = (column.x1 + CLEARANCE).clamp(from.x, to.x);
        Passage {
            enter: enter * towards,
            exit: exit * towards,
            y,
            straight: column.fixed(from, to).unwrap_or(column.straight(from, to)),
            gap,
        }
    });
    Some(passages.collect())
}

/// Parts, sorted by their left edge, as columns with gaps. A gutter is where parts have ended and others not yet begun; what
/// lies across one stands in the columns on both sides. Treating them as one column would let a single card on free ground close
/// the gutter for every edge below.
fn columns(parts: &[Part]) -> Vec<Column> {
    let mut ends: Vec<f64> = parts.iter().map(|(rect, _)| rect.x1).collect();
    ends.sort_by(f64::total_cmp);
    let mut gutters: Vec<(f64, f64)> = Vec::new();
    let mut begun = f64::NEG_INFINITY;
    for begin in parts.iter().map(|(rect, _)| rect.x0) {
        let before = std::mem::replace(&mut begun, begin);
        let ended = ends.partition_point(|end| *end <= begin);
        let Some(end) = ended.checked_sub(1).and_then(|last| ends.get(last)).copied() else { continue };
        // A part that begins after another has begun since the last end only continues that one's column.
        if before >= end {
            continue;
        }
        let bridged = across(parts, end, begin).next().is_some();
        if begin - end >= if bridged { NARROWEST_BRIDGED } else { NARROWEST_GUTTER } {
            gutters.push((end, begin));
        }
    }
    let first = parts.iter().map(|(rect, _)| rect.x0).fold(f64::INFINITY, f64::min);
    let last = ends.last().copied().unwrap_or(first);
    let begins = std::iter::once(first).chain(gutters.iter().map(|(_, begin)| *begin));
    let ends = gutters.iter().map(|(end, _)| *end).chain(std::iter::once(last));
    let before = std::iter::once(None).chain(gutters.iter().copied().map(Some));
    let column = |((x0, x1), before): ((f64, f64), Option<(f64, f64)>)| {
        let members = parts.iter().filter(|(rect, _)| rect.x0 < x1 && rect.x1 > x0).copied().collect();
        let bridges = before.into_iter().flat_map(|(end, begin)| across(parts, end, begin));
        let mut bridges: Vec<f64> = bridges.map(|rect| rect.center().y).collect();
        bridges.sort_by(f64::total_cmp);
        Column { x0, x1, gaps: gaps(members), bridges }
    };
    begins.zip(ends).zip(before).map(column).collect()
}

/// The parts that lie across a gutter.
fn across(parts: &[Part], end: f64, begin: f64) -> impl Iterator<Item = Rect> {
    parts.iter().map(|(rect, _)| *rect).filter(move |rect| rect.x0 < end && rect.x1 > begin)
}

fn gaps(mut parts: Vec<Part>) -> Vec<Gap> {
    parts.sort_by(|(one, _), (two, _)| one.y0.total_cmp(&two.y0));
    let mut gaps = Vec::new();
    let mut above: Option<(f64, (i64, i64))> = None;
    for (rect, name) in parts {
        let until = rect.y0 - CLEARANCE;
        let from = above.map_or(until - OUTSIDE, |(from, _)| from);
        if until >= from {
            gaps.push(Gap { from, until, between: [above.map(|(_, name)| name), Some(name)] });
        }
        let next = rect.y1 + CLEARANCE;
        if above.is_none_or(|(from, _)| next > from) {
            above = Some((next, name));
        }
    }
    if let Some((from, name)) = above {
        gaps.push(Gap { from, until: from + OUTSIDE, between: [Some(name), None] });
    }
    gaps
}

impl Column {
    /// The level of a column next to an end, where there is no room to bend.
    fn fixed(&self, from: Point, to: Point) -> Option<f64> {
        if self.x0 <= from.x + CLEARANCE {
            Some(from.y)
        } else if self.x1 >= to.x - CLEARANCE {
            Some(to.y)
        } else {
            None
        }
    }

    /// How many of what lies across the gutter before it a level is below.
    fn below(&self, level: f64) -> usize {
        self.bridges.partition_point(|middle| *middle < level)
    }

    /// The level at which a straight line between two points crosses the column's middle.
    fn straight(&self, from: Point, to: Point) -> f64 {
        let share = ((self.x0 + self.x1) / 2.0 - from.x) / (to.x - from.x).max(1.0);
        from.y + (to.y - from.y) * share.clamp(0.0, 1.0)
    }
}

impl Gap {
    /// The level in the gap that is nearest to one wanted. Above the uppermost and below the lowest part any level is free.
    fn nearest(&self, wanted: f64) -> f64 {
        match self.between {
            [None, _] => wanted.min(self.until),
            [_, None] => wanted.max(self.from),
            [Some(_), Some(_)] => wanted.clamp(self.from, self.until),
        }
    }
}

/// A gap for each column such that the way up and down is shortest, and the level at which it is passed.
fn levels(from: Point, to: Point, columns: &[Column]) -> Option<Vec<(Gap, f64)>> {
    // For each column and gap: the gap, its level, the least way up and down to it, and the gap before it on that way.
    let mut table: Vec<Vec<(Gap, f64, f64, usize)>> = Vec::with_capacity(columns.len());
    for column in columns {
        let straight = column.straight(from, to);
        let fixed = column.fixed(from, to);
        let mut row = Vec::with_capacity(column.gaps.len());
        for gap in &column.gaps {
            let level = gap.nearest(fixed.unwrap_or(straight));
            if fixed.is_some_and(|fixed| fixed != level) {
                continue;
            }
            let (way, before) = match table.last() {
                None => ((level - from.y).abs(), 0),
                Some(previous) => {
                    let side = column.below(level);
                    let reached = previous.iter().enumerate().filter(|(_, (_, at, ..))| column.below(*at) == side);
                    let ways = reached.map(|(index, (_, at, way, _))| (way + (level - at).abs(), index));
                    let Some(least) = ways.min_by(|one, two| one.0.total_cmp(&two.0)) else { continue };
                    least
                }
            };
            row.push((*gap, level, way, before));
        }
        table.push(row);
    }
    let last = table.last()?.iter().enumerate();
    let cost = |(_, level, way, _): &(Gap, f64, f64, usize)| way + (level - to.y).abs();
    let mut at = last.min_by(|one, two| cost(one.1).total_cmp(&cost(two.1)))?.0;
    let mut levels = Vec::with_capacity(columns.len());
    for row in table.iter().rev() {
        let (gap, level, _, before) = row.get(at)?;
        levels.push((*gap, *level));
        at = *before;
    }
    levels.reverse();
    Some(levels)
}

/// The distance of two edges in a gap that has room for it.
const LANE: f64 = 8.0;
/// How far into its clearance a crowded gap spreads its edges.
const SQUEEZE: f64 = 7.0;

/// Spreads the edges through one gap, in their order, each as near to where it wants to run as the others let it.
pub(crate) fn lanes(gap: Gap, wanted: &[f64]) -> Vec<f64> {
    let last = wanted.len().saturating_sub(1) as f64;
    let (from, until) = (gap.from - SQUEEZE, gap.until + SQUEEZE);
    let lane = if last > 0.0 { LANE.min((until - from) / last) } else { LANE };
    let mut levels: Vec<f64> = wanted.iter().map(|wanted| gap.nearest(*wanted)).collect();
    let mut least = if gap.between[0].is_none() { f64::NEG_INFINITY } else { from };
    for level in &mut levels {
        *level = level.max(least);
        least = *level + lane;
    }
    let mut most = if gap.between[1].is_none() { f64::INFINITY } else { until };
    for level in levels.iter_mut().rev() {
        *level = level.min(most);
        most = *level - lane;
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card(x: f64, y: f64, height: f64) -> Obstacle {
        Obstacle { rect: Rect::new(x, y, x + 200.0, y + height), card: true }
    }

    #[test]
    fn the_nearest_gap_is_taken_in_every_column() {
        let obstacles = [card(100.0, -300.0, 280.0), card(100.0, 10.0, 300.0), card(400.0, -50.0, 300.0)];
        let found = passages(Point::new(0.0, 100.0), Point::new(700.0, 100.0), &obstacles).unwrap();
        assert_eq!(found.iter().map(|it| it.y).collect::<Vec<_>>(), [-1.0, -61.0]);
        let back = passages(Point::new(700.0, 100.0), Point::new(0.0, 100.0), &obstacles).unwrap();
        assert_eq!(back.iter().map(|it| it.y).collect::<Vec<_>>(), [-61.0, -1.0]);
        assert!(back[0].enter > back[0].exit);
        assert_eq!(back[0].gap, found[1].gap, "both directions meet in the same gap");
    }

    #[test]
    fn what_lies_across_a_gutter_closes_it_only_there() {
        // Two stacks with a gutter of 60 between them, and a card above it that reaches over both.
        let stacks =
            [card(100.0, 0.0, 90.0), card(100.0, 130.0, 90.0), card(360.0, 40.0, 90.0), card(360.0, 170.0, 90.0)];
        let across = card(230.0, -80.0, 40.0);
        let levels = |obstacles: &[Obstacle], y: f64| -> Vec<f64> {
            let found = passages(Point::new(0.0, y), Point::new(700.0, y), obstacles).unwrap();
            found.iter().map(|it| it.y).collect()
        };
        let with = [&stacks[..], &[across]].concat();
        for y in [110.0, 150.0, 250.0] {
            assert_eq!(levels(&with, y), levels(&stacks, y), "{y}");
        }
        assert_eq!(levels(&stacks, 110.0), [110.0, 141.0]);
        // Between the card and the stacks, or above the card, but not from one to the other.
        assert_eq!(levels(&with, -20.0), [-20.0, -20.0]);
        assert_eq!(levels(&with, -120.0), [-120.0, -120.0]);
    }

    #[test]
    fn nothing_in_between_needs_no_passage() {
        assert_eq!(passages(Point::ZERO, Point::new(100.0, 0.0), &[card(200.0, 0.0, 40.0)]), None);
    }

    proptest! {
        #![proptest_config(laws::cases(256))]

        #[test]
        fn edges_through_a_gap_keep_their_order_and_keep_inside(
            mut wanted in proptest::collection::vec(-300.0..300.0_f64, 1..20), height in 0.0..100.0_f64,
        ) {
            wanted.sort_by(f64::total_cmp);
            let gap = Gap { from: 0.0, until: height, between: [Some((0, 0)), Some((0, 1))] };
            let levels = lanes(gap, &wanted);
            let lane = LANE.min((height + 2.0 * SQUEEZE) / wanted.len() as f64);
            prop_assert!(levels.windows(2).all(|pair| pair[1] - pair[0] >= lane * 0.99), "{levels:?}");
            prop_assert!(levels.iter().all(|it| (-SQUEEZE - 1e-6..=height + SQUEEZE + 1e-6).contains(it)), "{levels:?}");
        }
    }
}
