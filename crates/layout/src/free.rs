//! Free space: what stands in the way, by vertical strips, and the nearest place where nothing does.

use crate::{Point, Rect};
use std::collections::BTreeMap;

const STRIP: i32 = 256;

/// The rectangles in the way.
#[derive(Debug, Default)]
pub(crate) struct Obstacles {
    rects: Vec<Rect>,
    strips: BTreeMap<i32, Vec<usize>>,
    bounds: Option<Rect>,
}

fn strips(rect: Rect) -> std::ops::RangeInclusive<i32> {
    rect.x.div_euclid(STRIP)..=rect.right().div_euclid(STRIP)
}

impl Obstacles {
    pub fn add(&mut self, rect: Rect) {
        for strip in strips(rect) {
            self.strips.entry(strip).or_default().push(self.rects.len());
        }
        self.rects.push(rect);
        self.bounds = Some(self.bounds.map_or(rect, |bounds| bounds.union(rect)));
    }

    pub fn bounds(&self) -> Option<Rect> {
        self.bounds
    }

    /// The place nearest to the one wanted, moved down or up and by a few columns, at which `gap` is free on all sides.
    pub fn nearest(&self, wanted: Rect, gap: i32) -> Point {
        let step = wanted.width / 2 + gap;
        let columns = [0, 1, -1, 2, -2, 3, -3].map(|column| wanted.x.saturating_add(column * step));
        let places = columns.map(|x| Point { x, y: self.row(Rect { x, ..wanted }, gap) });
        let distance =
            |place: &Point| (place.x.abs_diff(wanted.x) + place.y.abs_diff(wanted.y), place.x.abs_diff(wanted.x));
        places.into_iter().min_by_key(distance).unwrap_or_default()
    }

    /// The free top edge nearest to the one wanted, in the column as wide as the rectangle.
    fn row(&self, wanted: Rect, gap: i32) -> i32 {
        let column = Rect { x: wanted.x - gap, width: wanted.width + 2 * gap, ..wanted };
        let mut taken: Vec<(i32, i32)> = self
            .strips
            .range(strips(column))
            .flat_map(|(_, filed)| filed)
            .filter_map(|index| self.rects.get(*index))
            .filter(|it| it.x < column.right() && column.x < it.right())
            // The tops that would meet it.
            .map(|it| (it.y.saturating_sub(gap + wanted.height), it.bottom().saturating_add(gap)))
            .collect();
        taken.sort();
        let (mut best, mut free_from) = (None::<i32>, i32::MIN);
        let mut consider = |from: i32, until: i32| {
            let top = wanted.y.clamp(from, until);
            if best.is_none_or(|best| top.abs_diff(wanted.y) < best.abs_diff(wanted.y)) {
                best = Some(top);
            }
        };
        for (from, until) in taken {
            if from >= free_from {
                consider(free_from, from);
            }
            free_from = free_from.max(until);
        }
        consider(free_from, i32::MAX);
        best.unwrap_or(wanted.y)
    }
}
