//! The nesting: which blocks stand in which container, and which edges lead between blocks of one container. A block is a
//! node or a group with all that is in it.

use crate::{Graph, Point, Rect, Spacing, layered, pack};

/// A node or group, as one index: nodes first, then groups.
pub(crate) type Block = usize;

/// The value at an index, or its kind's nothing.
pub(crate) fn at<T: Copy + Default>(values: &[T], index: usize) -> T {
    values.get(index).copied().unwrap_or_default()
}

pub(crate) fn put<T>(values: &mut [T], index: usize, value: T) {
    if let Some(place) = values.get_mut(index) {
        *place = value;
    }
}

/// One container: the root, or a group.
#[derive(Debug, Clone, Default)]
pub(crate) struct Container {
    pub blocks: Vec<Block>,
    /// Edges between its blocks, as blocks.
    pub edges: Vec<(Block, Block)>,
}

#[derive(Debug)]
pub(crate) struct Tree {
    pub nodes: usize,
    /// The container of each block: a group's index, or the number of groups for the root.
    parents: Vec<usize>,
    /// The groups' containers by index, then the root's.
    pub containers: Vec<Container>,
    /// The groups, inner before outer.
    pub inner_first: Vec<usize>,
}

impl Tree {
    pub fn new(graph: &Graph) -> Self {
        let (nodes, groups) = (graph.nodes.len(), graph.groups.len());
        let parent_of_group: Vec<usize> = (0..groups).map(|group| sound_parent(graph, group)).collect();
        let known = |group: Option<usize>| group.filter(|group| *group < groups).unwrap_or(groups);
        let mut parents: Vec<usize> = graph.nodes.iter().map(|node| known(node.group)).collect();
        parents.extend(&parent_of_group);
        let mut containers = vec![Container::default(); groups + 1];
        for (block, parent) in parents.iter().enumerate() {
            if let Some(container) = containers.get_mut(*parent) {
                container.blocks.push(block);
            }
        }
        let depth = |mut group: usize| {
            let mut depth = 0;
            while group < groups {
                group = at(&parent_of_group, group);
                depth += 1;
            }
            depth
        };
        let depths: Vec<usize> = (0..groups).map(depth).collect();
        let mut inner_first: Vec<usize> = (0..groups).collect();
        inner_first.sort_by_key(|group| std::cmp::Reverse(at(&depths, *group)));
        let mut tree = Self { nodes, parents, containers, inner_first };
        for edge in graph.edges.iter().filter(|edge| edge.from < nodes && edge.to < nodes) {
            if let Some((container, from, to)) = tree.meeting(edge.from, edge.to)
                && let Some(container) = tree.containers.get_mut(container)
            {
                container.edges.push((from, to));
            }
        }
        tree
    }

    pub fn root(&self) -> usize {
        self.containers.len() - 1
    }

    pub fn parent(&self, block: Block) -> usize {
        self.parents.get(block).copied().unwrap_or(self.root())
    }

    /// The group that a block is, if it is one.
    pub fn group(&self, block: Block) -> Option<usize> {
        block.checked_sub(self.nodes)
    }

    /// The blocks from one up to the container just below the root.
    fn ancestry(&self, block: Block) -> Vec<Block> {
        let mut line = vec![block];
        let mut parent = self.parent(block);
        while parent < self.root() {
            let block = self.nodes + parent;
            line.push(block);
            parent = self.parent(block);
        }
        line
    }

    /// The innermost container that holds both ends of an edge, and the two blocks of it that they are or stand in.
    fn meeting(&self, from: Block, to: Block) -> Option<(usize, Block, Block)> {
        let (mut from, mut to) = (self.ancestry(from), self.ancestry(to));
        let (mut one, mut two) = (from.pop()?, to.pop()?);
        while one == two {
            (one, two) = (from.pop()?, to.pop()?);
        }
        Some((self.parent(one), one, two))
    }
}

/// A group's parent; the root when it would be within itself.
fn sound_parent(graph: &Graph, group: usize) -> usize {
    let groups = graph.groups.len();
    let parent = |group: usize| graph.groups.get(group).and_then(|it| it.parent).filter(|it| *it < groups);
    let mut above = parent(group);
    for _ in 0..groups {
        match above {
            None => return parent(group).unwrap_or(groups),
            Some(above) if above == group => return groups,
            Some(further) => above = parent(further),
        }
    }
    groups
}

/// The inside of every group laid out by itself: the size of every block, and where it stands in its container's content.
#[derive(Debug)]
pub(crate) struct Sizes {
    pub blocks: Vec<(i32, i32)>,
    pub offsets: Vec<Point>,
}

pub(crate) fn sizes(graph: &Graph, tree: &Tree, spacing: &Spacing) -> Sizes {
    let nodes = graph.nodes.iter().map(|node| (node.width.max(0), node.height.max(0)));
    let mut blocks: Vec<(i32, i32)> = nodes.chain(graph.groups.iter().map(|_| (0, 0))).collect();
    let mut offsets = vec![Point::default(); blocks.len()];
    for index in &tree.inner_first {
        let (Some(group), Some(container)) = (graph.groups.get(*index), tree.containers.get(*index)) else { continue };
        let (places, (width, height)) = inside(container, &blocks, spacing, true);
        for (block, place) in container.blocks.iter().zip(places) {
            put(&mut offsets, *block, Point { x: place.x + group.padding, y: place.y + group.header });
        }
        let size = if container.blocks.is_empty() {
            (group.width, group.height)
        } else {
            ((width + 2 * group.padding).max(group.width), (height + group.header + group.padding).max(group.height))
        };
        put(&mut blocks, tree.nodes + index, size);
    }
    Sizes { blocks, offsets }
}

/// The blocks of a container laid out from the origin, and the size of all: what is joined in layers, what is not in a grid.
pub(crate) fn inside(
    container: &Container,
    sizes: &[(i32, i32)],
    spacing: &Spacing,
    stacked: bool,
) -> (Vec<Point>, (i32, i32)) {
    let mut positions = vec![usize::MAX; sizes.len()];
    for (position, block) in container.blocks.iter().enumerate() {
        put(&mut positions, *block, position);
    }
    let local = |block: &Block| positions.get(*block).copied().filter(|it| *it < container.blocks.len());
    let edges: Vec<(usize, usize)> =
        container.edges.iter().filter_map(|(from, to)| Some((local(from)?, local(to)?))).collect();
    let own: Vec<(i32, i32)> = container.blocks.iter().map(|block| at(sizes, *block)).collect();
    let mut places = vec![Point::default(); own.len()];
    let mut parts = Vec::new();
    let mut alone = Vec::new();
    for part in pack::components(own.len(), &edges) {
        if part.len() > 1 { parts.push(layered::layered(&part, &own, &edges, spacing)) } else { alone.extend(part) }
    }
    if !alone.is_empty() {
        parts.push(pack::grid(&alone, &own, if stacked { spacing.members } else { spacing.blocks }, stacked));
    }
    let size = pack::shelves(&mut parts, spacing.blocks, stacked);
    for part in parts {
        for (block, place) in part.places {
            put(&mut places, block, place);
        }
    }
    (places, size)
}

/// A rectangle at a point.
pub(crate) fn rect(at: Point, (width, height): (i32, i32)) -> Rect {
    Rect { x: at.x, y: at.y, width, height }
}
