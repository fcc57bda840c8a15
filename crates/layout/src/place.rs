//! Places: what is pinned stays, what joins it stands near it, and everything else is laid out in layers.

use crate::free::Obstacles;
use crate::tree::{self, Block, Container, Sizes, Tree, at, put};
use crate::{Graph, Layout, Point, Rect, Spacing};
use std::collections::VecDeque;

struct Placing<'a> {
    graph: &'a Graph,
    tree: &'a Tree,
    sizes: &'a Sizes,
    spacing: &'a Spacing,
    /// The rectangles of the blocks that have a place.
    rects: Vec<Option<Rect>>,
    /// Whether a block is pinned, or has something pinned in it.
    fixed: Vec<bool>,
}

pub(crate) fn place(graph: &Graph, tree: &Tree, sizes: &Sizes, spacing: &Spacing) -> Layout {
    let count = sizes.blocks.len();
    let mut placing = Placing { graph, tree, sizes, spacing, rects: vec![None; count], fixed: vec![false; count] };
    placing.pin();
    placing.fill_fixed_groups();
    placing.join_root();
    placing.rest_of_root();
    placing.order_members();
    let rect = |block: Block| at(&placing.rects, block).unwrap_or_default();
    Layout {
        nodes: (0..tree.nodes).map(|node| Point { x: rect(node).x, y: rect(node).y }).collect(),
        groups: (tree.nodes..count).map(rect).collect(),
    }
}

impl Placing<'_> {
    fn rect(&self, block: Block) -> Option<Rect> {
        at(&self.rects, block)
    }

    fn blocks(&self, container: usize) -> &[Block] {
        self.tree.containers.get(container).map_or(&[], |it| it.blocks.as_slice())
    }

    fn around(&self, group: usize, member: Rect) -> Rect {
        self.graph.groups.get(group).map_or(member, |it| it.around(member))
    }

    /// Gives pinned nodes their places, and groups around pinned things theirs.
    fn pin(&mut self) {
        for (index, node) in self.graph.nodes.iter().enumerate() {
            if let Some(pinned) = node.pinned {
                put(&mut self.rects, index, Some(tree::rect(pinned, at(&self.sizes.blocks, index))));
                put(&mut self.fixed, index, true);
            }
        }
        for index in &self.tree.inner_first {
            let Some(group) = self.graph.groups.get(*index) else { continue };
            let own = group.pinned.map(|pinned| tree::rect(pinned, (group.width, group.height)));
            let fixed = self.blocks(*index).iter().filter_map(|block| self.rect(*block));
            let rect = own.into_iter().chain(fixed.map(|it| group.around(it))).reduce(Rect::union);
            // A group around pinned members is at least as large as it asks for.
            let least =
                |rect: Rect| Rect { width: rect.width.max(group.width), height: rect.height.max(group.height), ..rect };
            put(&mut self.fixed, self.tree.nodes + index, rect.is_some());
            put(&mut self.rects, self.tree.nodes + index, rect.map(least));
        }
    }

    /// Puts what is not pinned into the groups that are.
    fn fill_fixed_groups(&mut self) {
        for index in self.tree.inner_first.clone() {
            if !at(&self.fixed, self.tree.nodes + index) {
                continue;
            }
            for block in self.blocks(index).to_vec() {
                if self.rect(block).is_none() {
                    let place = self.spot_in(index, block);
                    self.set(block, place);
                    self.grow(index);
                }
            }
        }
    }

    /// Gives a block and everything in it a place.
    fn set(&mut self, block: Block, place: Point) {
        put(&mut self.rects, block, Some(tree::rect(place, at(&self.sizes.blocks, block))));
        if let Some(group) = self.tree.group(block) {
            for member in self.blocks(group).to_vec() {
                let offset = at(&self.sizes.offsets, member);
                self.set(member, Point { x: place.x + offset.x, y: place.y + offset.y });
            }
        }
    }

    /// Lets a group, and the groups that it stands in, hold what is in them.
    fn grow(&mut self, group: usize) {
        let block = self.tree.nodes + group;
        let inside = self.blocks(group).iter().filter_map(|member| self.rect(*member));
        let grown = inside.map(|member| self.around(group, member)).chain(self.rect(block)).reduce(Rect::union);
        put(&mut self.rects, block, grown);
        let parent = self.tree.parent(block);
        if parent < self.tree.root() && at(&self.fixed, self.tree.nodes + parent) {
            self.grow(parent);
        }
    }

    /// A place for a new member of a fixed group: beside or below another, where the group grows least and into nothing.
    fn spot_in(&self, group: usize, block: Block) -> Point {
        let size = at(&self.sizes.blocks, block);
        let gap = self.spacing.members;
        let own = self.rect(self.tree.nodes + group).unwrap_or_default();
        let members: Vec<Rect> = self.blocks(group).iter().filter_map(|member| self.rect(*member)).collect();
        let (header, padding) = self.graph.groups.get(group).map_or((0, 0), |it| (it.header, it.padding));
        let top_left = Point { x: own.x + padding, y: own.y + header };
        let Some(all) = members.iter().copied().reduce(Rect::union) else { return top_left };
        let below_all = Point { x: all.x, y: all.bottom() + gap };
        // The last members are enough to look at: below all of them there is always room.
        let near = members.iter().rev().take(64).flat_map(|it| {
            [
                Point { x: it.x, y: it.bottom() + gap },
                Point { x: it.right() + gap, y: it.y },
                Point { x: it.x, y: it.y - gap - size.1 },
                Point { x: it.x - gap - size.0, y: it.y },
            ]
        });
        let foreign: Vec<Rect> = self.foreign(group);
        let cost = |place: &Point| {
            let rect = tree::rect(*place, size);
            let grown = own.union(self.around(group, rect));
            let collisions = foreign.iter().filter(|it| it.meets(grown, 0)).count();
            let area = |rect: Rect| i64::from(rect.width) * i64::from(rect.height);
            (collisions, area(grown) - area(own), place.y.abs_diff(below_all.y) + place.x.abs_diff(below_all.x))
        };
        let free = |place: &Point| !members.iter().any(|it| it.meets(tree::rect(*place, size), gap));
        let candidates = [top_left, below_all].into_iter().chain(near).filter(free);
        candidates.min_by_key(cost).unwrap_or(below_all)
    }

    /// The rectangles outside a group that do not hold it.
    fn foreign(&self, group: usize) -> Vec<Rect> {
        let mut line = vec![self.tree.nodes + group];
        let mut out = Vec::new();
        let mut container = self.tree.parent(self.tree.nodes + group);
        loop {
            let others = self.blocks(container).iter().filter(|block| !line.contains(block));
            out.extend(others.filter_map(|block| self.rect(*block)));
            if container == self.tree.root() {
                return out;
            }
            line.push(self.tree.nodes + container);
            container = self.tree.parent(self.tree.nodes + container);
        }
    }

    /// Puts the root's blocks that are joined to placed ones near them, nearest first.
    fn join_root(&mut self) {
        let root = self.tree.root();
        let Some(container) = self.tree.containers.get(root) else { return };
        let count = self.sizes.blocks.len();
        let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (from, to) in &container.edges {
            if let (Some(after), Some(before)) = (after.get_mut(*from), before.get_mut(*to)) {
                after.push(*to);
                before.push(*from);
            }
        }
        let near = |lists: &[Vec<Block>], block: Block| lists.get(block).cloned().unwrap_or_default();
        let mut obstacles = Obstacles::default();
        let mut queue = VecDeque::new();
        for block in &container.blocks {
            if let Some(rect) = self.rect(*block) {
                obstacles.add(rect);
                queue.push_back(*block);
            }
        }
        while let Some(placed) = queue.pop_front() {
            let mut joined = near(&after, placed);
            joined.extend(near(&before, placed));
            joined.sort();
            for block in joined {
                if self.rect(block).is_none() {
                    let wanted = self.wanted(block, &near(&before, block), &near(&after, block));
                    let place = obstacles.nearest(wanted, self.spacing.blocks);
                    self.set(block, place);
                    obstacles.add(tree::rect(place, at(&self.sizes.blocks, block)));
                    queue.push_back(block);
                }
            }
        }
    }

    /// Where a block would stand if nothing were in the way: right of what leads to it, else left of what it leads to.
    fn wanted(&self, block: Block, before: &[Block], after: &[Block]) -> Rect {
        let placed = |blocks: &[Block]| -> Vec<Rect> { blocks.iter().filter_map(|it| self.rect(*it)).collect() };
        let (before, after) = (placed(before), placed(after));
        let (width, height) = at(&self.sizes.blocks, block);
        let right = before.iter().map(|it| it.right()).max().map(|right| right + self.spacing.layers);
        let left = after.iter().map(|it| it.x).min().map(|left| left - self.spacing.layers - width);
        let x = match (right, left) {
            (Some(right), Some(left)) if left > right => right + (left - right) / 2,
            (Some(right), _) => right,
            (None, left) => left.unwrap_or_default(),
        };
        let middles: Vec<i64> =
            before.iter().chain(&after).map(|it| i64::from(it.y) + i64::from(it.height) / 2).collect();
        let mean = middles.iter().sum::<i64>() / i64::try_from(middles.len().max(1)).unwrap_or(1);
        let y = i32::try_from(mean).unwrap_or_default() - height / 2;
        Rect { x, y, width, height }
    }

    /// Lays out what nothing placed is joined to, below everything placed.
    fn rest_of_root(&mut self) {
        let Some(container) = self.tree.containers.get(self.tree.root()) else { return };
        let left = |block: &Block| self.rect(*block).is_none();
        let rest = Container {
            blocks: container.blocks.iter().copied().filter(left).collect(),
            edges: container.edges.iter().copied().filter(|(from, to)| left(from) && left(to)).collect(),
        };
        let mut placed = Obstacles::default();
        for rect in container.blocks.iter().filter_map(|block| self.rect(*block)) {
            placed.add(rect);
        }
        let origin = placed
            .bounds()
            .map_or(Point::default(), |all| Point { x: all.x, y: all.bottom() + 2 * self.spacing.blocks });
        let (places, _) = tree::inside(&rest, &self.sizes.blocks, self.spacing, false);
        for (block, place) in rest.blocks.iter().zip(places) {
            self.set(*block, Point { x: origin.x + place.x, y: origin.y + place.y });
        }
    }

    /// Orders the members of new groups that stand in one column by what they are joined to outside, so that edges do not
    /// cross on their way in.
    fn order_members(&mut self) {
        let mut near: Vec<(i64, i64)> = vec![(0, 0); self.tree.nodes];
        for edge in &self.graph.edges {
            for (one, two) in [(edge.from, edge.to), (edge.to, edge.from)] {
                if let (Some(sum), Some(other)) = (near.get_mut(one), at(&self.rects, two)) {
                    *sum = (sum.0 + i64::from(other.y) + i64::from(other.height / 2), sum.1 + 1);
                }
            }
        }
        for index in 0..self.graph.groups.len() {
            let members = self.blocks(index).to_vec();
            let joined = self.tree.containers.get(index).is_some_and(|it| !it.edges.is_empty());
            let column = members.first().and_then(|first| self.rect(*first));
            let Some(first) = column.filter(|_| !joined && !at(&self.fixed, self.tree.nodes + index)) else { continue };
            let simple =
                |block: &Block| *block < self.tree.nodes && self.rect(*block).is_some_and(|it| it.x == first.x);
            if !members.iter().all(simple) {
                continue;
            }
            let mut ordered: Vec<(i64, Block)> = members
                .iter()
                .map(|block| {
                    let (sum, count) = at(&near, *block);
                    let own = self.rect(*block).map_or(0, |it| i64::from(it.y) + i64::from(it.height / 2));
                    (if count == 0 { own } else { sum / count }, *block)
                })
                .collect();
            ordered.sort();
            let mut y = first.y;
            for (_, block) in ordered {
                self.set(block, Point { x: first.x, y });
                y += at(&self.sizes.blocks, block).1 + self.spacing.members;
            }
        }
    }
}
