//! Which parts of a picture have to be drawn anew. Between two frames most of the picture stands still; a frame that draws
//! only what changed costs what changed, however much is in sight.
//!
//! A scene notes where its elements changed. [`Scene::repaint`] adds what the hand changed and what a moved camera uncovers,
//! and gives the areas; [`Scene::picture_in`] gives the commands of one of them.

use crate::camera::Camera;
use crate::node::Node;
use crate::overlay::{Connect, Overlay};
use crate::paint::badge_radius;
use crate::scene::Scene;
use kurbo::{Rect, Size, Vec2};
use model::RecordKey;
use std::collections::BTreeSet;

/// The side of a tile, in CSS pixels: what changed is gathered in tiles, so that areas do not overlap and are few.
const TILE: f64 = 64.0;

/// More areas than this are drawn as fewer and larger ones: what runs through several is drawn for each.
const MOST_AREAS: usize = 5;

/// From which share of the viewport on drawing everything costs no more.
const WORTH_IT: f64 = 0.7;

/// Where a scene changed since somebody asked, in world units.
#[derive(Debug, Clone, Default)]
pub(crate) struct Damage {
    rects: Vec<Rect>,
    everywhere: bool,
}

impl Damage {
    /// How many rectangles are kept; a change in more places is one everywhere.
    const MOST: usize = 8_192;

    pub(crate) fn add(&mut self, rect: Rect) {
        if self.rects.len() < Self::MOST {
            self.rects.push(rect);
        } else {
            self.everywhere = true;
        }
    }

    pub(crate) fn add_everything(&mut self) {
        self.everywhere = true;
        self.rects.clear();
    }
}

/// A frame as it stands on a canvas: what the next one is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The camera, with its origin on a whole device pixel: [`Camera::on_pixels`].
    pub camera: Camera,
    /// The size of the canvas in CSS pixels.
    pub viewport: Size,
    /// How many device pixels make a CSS pixel.
    pub density: f64,
    /// Whether it was drawn in dark colours.
    pub dark: bool,
    /// The hand at work.
    pub overlay: Overlay,
}

/// The drawing that brings a canvas from one frame to the next.
#[derive(Debug, Clone, PartialEq)]
pub enum Repaint {
    /// Draw everything.
    Everything,
    /// Move what stands there by so many CSS pixels, then draw these areas of the world anew. Their borders are whole device
    /// pixels, and they overlap seldom.
    Parts {
        /// How far what stands there moves.
        shift: Vec2,
        /// The areas that are drawn anew.
        areas: Vec<Rect>,
    },
}

impl Scene {
    /// The drawing after `before` so that `now` stands there. It forgets what changed in the scene: the caller has to draw.
    pub fn repaint(&mut self, before: Option<&Frame>, now: &Frame) -> Repaint {
        let damage = std::mem::take(&mut self.damage);
        let Some(before) = before.filter(|before| before.is_like(now)) else { return Repaint::Everything };
        if damage.everywhere {
            return Repaint::Everything;
        }
        let shift = Vec2::new(now.camera.x - before.camera.x, now.camera.y - before.camera.y);
        let Some(by_hand) = self.changed_by_hand(&before.overlay, &now.overlay, now.camera.scale) else {
            return Repaint::Everything;
        };
        let reach = reach(now.camera.scale);
        let around = damage.rects.into_iter().chain(by_hand).map(|rect| rect.inflate(reach, reach));
        let visible = now.camera.visible(now.viewport);
        let on_screen =
            around.filter(|rect| rect.overlaps(visible)).map(|rect| now.camera.screen_from_world_rect(rect));
        let bared = uncovered(shift, now.viewport);
        let areas = fewer(tiled(on_screen, now.viewport)).into_iter().chain(bared);
        let areas: Vec<Rect> = areas.map(|rect| now.on_pixels(rect)).collect();
        if areas.iter().map(Rect::area).sum::<f64>() > WORTH_IT * visible.area() {
            return Repaint::Everything;
        }
        Repaint::Parts { shift, areas }
    }

    /// Where two states of the hand look different; nothing when everywhere.
    fn changed_by_hand(&self, before: &Overlay, now: &Overlay, scale: f64) -> Option<Vec<Rect>> {
        if before == now {
            return Some(Vec::new());
        }
        let origin = |connect: &Option<Connect>| connect.as_ref().map(|it| it.from.clone());
        // Cards that a flow cannot end at stand back, and so does every other edge.
        if before.dimmed != now.dimmed || origin(&before.connect) != origin(&now.connect) {
            return None;
        }
        let mut keys: BTreeSet<RecordKey> = before.selection.symmetric_difference(&now.selection).cloned().collect();
        if before.hover != now.hover {
            // A region under the pointer looks as it always does.
            let is_drawn = |key: &&RecordKey| self.node(key).is_none_or(Node::is_card);
            keys.extend([&before.hover, &now.hover].into_iter().flatten().filter(is_drawn).cloned());
        }
        if before.drop_target != now.drop_target {
            keys.extend([&before.drop_target, &now.drop_target].into_iter().flatten().cloned().map(RecordKey::Context));
        }
        if before.renaming != now.renaming {
            keys.extend([&before.renaming, &now.renaming].into_iter().flatten().cloned());
        }
        let mut rects: Vec<Rect> = keys.iter().flat_map(|key| self.drawn_for(key)).collect();
        if before.connect != now.connect {
            rects.extend(
                [&before.connect, &now.connect].into_iter().flatten().filter_map(|it| self.connection_bounds(it)),
            );
        }
        if before.marquee != now.marquee {
            rects.extend(marquee_changes(before.marquee, now.marquee, 2.0 / scale));
        }
        Some(rects)
    }

    /// Everything that is drawn for a record.
    fn drawn_for(&self, key: &RecordKey) -> Vec<Rect> {
        let edge = self.edges.get(key).map(|edge| edge.bounds);
        self.rects_of(key).into_iter().chain(edge).collect()
    }
}

impl Frame {
    /// Whether a picture like this can be brought to another by drawing parts.
    fn is_like(&self, other: &Self) -> bool {
        self.camera.scale == other.camera.scale
            && self.viewport == other.viewport
            && self.density == other.density
            && self.dark == other.dark
    }

    /// Whether another frame shows the same at another scale.
    pub fn zooms_to(&self, other: &Self) -> bool {
        let same = self.viewport == other.viewport && self.density == other.density && self.dark == other.dark;
        same && self.camera.scale != other.camera.scale
    }

    /// A part of the viewport, enlarged to whole device pixels, in world units.
    fn on_pixels(&self, screen: Rect) -> Rect {
        let device = Rect::new(
            screen.x0 * self.density,
            screen.y0 * self.density,
            screen.x1 * self.density,
            screen.y1 * self.density,
        );
        let whole = device.inflate(0.01, 0.01).expand();
        let corner = |x: f64, y: f64| self.camera.world_from_screen((x / self.density, y / self.density).into());
        Rect::from_points(corner(whole.x0, whole.y0), corner(whole.x1, whole.y1))
    }
}

/// How far from its extent an element may draw, in world units: a shadow, outlines and handles of a size on the screen, and a
/// badge, which grows while the picture shrinks.
pub(crate) fn reach(scale: f64) -> f64 {
    10.0 + 6.0 / scale + badge_radius(scale)
}

/// The parts of a viewport that a shift uncovers, in pixels.
fn uncovered(shift: Vec2, viewport: Size) -> Vec<Rect> {
    let Size { width, height } = viewport;
    let beside = if shift.x > 0.0 {
        Some(Rect::new(0.0, 0.0, shift.x, height))
    } else {
        (shift.x < 0.0).then(|| Rect::new(width + shift.x, 0.0, width, height))
    };
    let across = if shift.y > 0.0 {
        Some(Rect::new(0.0, 0.0, width, shift.y))
    } else {
        (shift.y < 0.0).then(|| Rect::new(0.0, height + shift.y, width, height))
    };
    let seen = Rect::new(0.0, 0.0, width, height);
    beside.into_iter().chain(across).map(|rect| rect.intersect(seen)).collect()
}

/// Where two selection rectangles differ: what lies in both, off their borders, looks the same.
fn marquee_changes(before: Option<Rect>, now: Option<Rect>, border: f64) -> Vec<Rect> {
    let (Some(before), Some(now)) = (before.map(|it| it.abs()), now.map(|it| it.abs())) else {
        return before.or(now).map(|it| it.abs()).into_iter().collect();
    };
    let all = before.union(now);
    let same = before.intersect(now).inflate(-border, -border);
    if !before.overlaps(now) || same.width() <= 0.0 || same.height() <= 0.0 {
        return vec![all];
    }
    let all = all.inflate(border, border);
    vec![
        Rect { y1: same.y0, ..all },
        Rect { y0: same.y1, ..all },
        Rect { x1: same.x0, y0: same.y0, y1: same.y1, ..all },
        Rect { x0: same.x1, y0: same.y0, y1: same.y1, ..all },
    ]
}

/// Areas that cover some rectangles of a viewport: runs of tiles, of equal runs below each other one.
fn tiled(rects: impl Iterator<Item = Rect>, viewport: Size) -> Vec<Rect> {
    let count = |length: f64| (length / TILE).ceil().max(0.0) as usize;
    let (columns, rows) = (count(viewport.width), count(viewport.height));
    let mut touched = vec![false; columns * rows];
    for rect in rects {
        let first = |at: f64| (at / TILE).floor().max(0.0) as usize;
        let last = |at: f64, most: usize| ((at / TILE).floor().max(0.0) as usize).min(most.saturating_sub(1));
        for row in first(rect.y0)..=last(rect.y1, rows) {
            for column in first(rect.x0)..=last(rect.x1, columns) {
                if let Some(tile) = touched.get_mut(row * columns + column) {
                    *tile = true;
                }
            }
        }
    }
    let mut areas: Vec<Rect> = Vec::new();
    let mut above: Vec<usize> = Vec::new();
    for (row, tiles) in touched.chunks(columns.max(1)).enumerate() {
        let mut own = Vec::new();
        for (start, end) in runs(tiles) {
            let at = |tile: usize, most: f64| (tile as f64 * TILE).min(most);
            let (x0, x1) = (at(start, viewport.width), at(end, viewport.width));
            let (y0, y1) = (at(row, viewport.height), at(row + 1, viewport.height));
            let is_same = |index: &&usize| areas.get(**index).is_some_and(|area| area.x0 == x0 && area.x1 == x1);
            let index = above.iter().find(is_same).copied().unwrap_or(areas.len());
            match areas.get_mut(index) {
                Some(area) => area.y1 = y1,
                None => areas.push(Rect::new(x0, y0, x1, y1)),
            }
            own.push(index);
        }
        above = own;
    }
    areas
}

/// Few areas that cover many: those are joined that gain the least.
fn fewer(mut areas: Vec<Rect>) -> Vec<Rect> {
    // Nothing is gained by choosing among very many.
    if areas.len() > 12 * MOST_AREAS {
        return areas.into_iter().reduce(|all, one| all.union(one)).into_iter().collect();
    }
    while areas.len() > MOST_AREAS {
        let pairs = areas.iter().enumerate().flat_map(|(one, first)| {
            let later = areas.iter().enumerate().skip(one + 1);
            later.map(move |(other, second)| (first.union(*second).area() - first.area() - second.area(), one, other))
        });
        let Some((_, one, other)) = pairs.min_by(|first, second| first.0.total_cmp(&second.0)) else { break };
        let second = areas.swap_remove(other);
        if let Some(first) = areas.get_mut(one) {
            *first = first.union(second);
        }
    }
    areas
}

/// The runs of what is touched in a row: first, and one behind the last.
fn runs(tiles: &[bool]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in tiles.iter().enumerate().filter(|(_, touched)| **touched) {
        match runs.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            Some(_) | None => runs.push((at, at + 1)),
        }
    }
    runs
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_what_they_are_given_and_do_not_overlap() {
        let viewport = Size::new(300.0, 200.0);
        let check = |rects: &[Rect], expected: &[Rect]| {
            assert_eq!(tiled(rects.iter().copied(), viewport), expected, "{rects:?}");
        };
        check(&[], &[]);
        check(&[Rect::new(10.0, 10.0, 20.0, 20.0)], &[Rect::new(0.0, 0.0, 64.0, 64.0)]);
        check(&[Rect::new(60.0, 10.0, 70.0, 140.0)], &[Rect::new(0.0, 0.0, 128.0, 192.0)]);
        check(
            &[Rect::new(0.0, 0.0, 10.0, 10.0), Rect::new(250.0, 70.0, 400.0, 500.0)],
            &[Rect::new(0.0, 0.0, 64.0, 64.0), Rect::new(192.0, 64.0, 300.0, 200.0)],
        );
        check(&[Rect::new(-90.0, -90.0, -10.0, -10.0)], &[Rect::new(0.0, 0.0, 64.0, 64.0)]);
    }

    #[test]
    fn few_areas_cover_as_much() {
        let many: Vec<Rect> = (0..20)
            .map(|at| Rect::from_origin_size((f64::from(at % 5) * 90.0, f64::from(at) * 40.0), (30.0, 30.0)))
            .collect();
        let few = fewer(many.clone());
        assert_eq!(few.len(), MOST_AREAS);
        assert!(many.iter().all(|rect| few.iter().any(|area| area.contains_rect(*rect))));
        let sum = |areas: &[Rect]| areas.iter().map(Rect::area).sum::<f64>();
        let all = many.iter().copied().reduce(|all, one| all.union(one)).unwrap();
        assert!(sum(&few) < 0.6 * all.area(), "{} of {}", sum(&few), all.area());
    }
}
