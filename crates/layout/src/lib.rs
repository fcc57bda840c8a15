//! Layered layout of a nested graph, on plain index arrays.
//!
//! The graph is read from left to right: an edge leads to a later layer wherever cycles allow it. A group is a rectangle
//! around its members that nothing else stands in. A pinned node stays where it is, and any other finds free space near
//! its neighbours; without pins the whole graph is laid out anew. The same input gives the same output everywhere: integers
//! go in and come out, and only sums, products and roundings of exact numbers lie between.
//!
//! ```
//! use layout::{Edge, Graph, Node, Spacing, lay_out};
//!
//! let node = Node { width: 150, height: 40, group: None, pinned: None };
//! let graph = Graph { nodes: vec![node; 2], groups: vec![], edges: vec![Edge { from: 1, to: 0 }] };
//! let layout = lay_out(&graph, &Spacing::default());
//! assert!(layout.nodes[1].x + 150 < layout.nodes[0].x);
//! ```

mod free;
mod layered;
mod pack;
mod place;
mod tree;

/// A graph of nodes in nested groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The edges between nodes. One that names no node is ignored.
    pub edges: Vec<Edge>,
}

/// A node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// The group that it stands in, as an index.
    pub group: Option<usize>,
    /// The top left corner that it keeps.
    pub pinned: Option<Point>,
}

/// A group: a rectangle around its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// The group that it stands in, as an index. A group within itself stands in none.
    pub parent: Option<usize>,
    /// The space above its members.
    pub header: i32,
    /// The space at the left, right and bottom of its members.
    pub padding: i32,
    /// The least width.
    pub width: i32,
    /// The least height.
    pub height: i32,
    /// The top left corner of the least rectangle, where that is kept.
    pub pinned: Option<Point>,
}

/// An edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The node it starts from, as an index.
    pub from: usize,
    /// The node it ends at, as an index.
    pub to: usize,
}

/// A point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Point {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rect {
    /// The left edge.
    pub x: i32,
    /// The top edge.
    pub y: i32,
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
}

/// How far things stand apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spacing {
    /// Between two layers, where the edges run.
    pub layers: i32,
    /// Between two neighbours in a layer.
    pub blocks: i32,
    /// Between two neighbours in a group.
    pub members: i32,
}

impl Default for Spacing {
    fn default() -> Self {
        Self { layers: 110, blocks: 40, members: 14 }
    }
}

/// Where everything stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The top left corners of the nodes, by index.
    pub nodes: Vec<Point>,
    /// The rectangles of the groups, by index.
    pub groups: Vec<Rect>,
}

impl Rect {
    fn right(self) -> i32 {
        self.x.saturating_add(self.width)
    }

    fn bottom(self) -> i32 {
        self.y.saturating_add(self.height)
    }

    /// Whether two rectangles have area in common, or less than `gap` between them.
    pub fn meets(self, other: Self, gap: i32) -> bool {
        self.x < other.right().saturating_add(gap)
            && other.x < self.right().saturating_add(gap)
            && self.y < other.bottom().saturating_add(gap)
            && other.y < self.bottom().saturating_add(gap)
    }

    /// Whether another rectangle lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.x <= other.x && self.y <= other.y && self.right() >= other.right() && self.bottom() >= other.bottom()
    }

    fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self { x, y, width: right - x, height: bottom - y }
    }
}

impl Group {
    /// The rectangle around a member, as this group draws its border.
    fn around(&self, member: Rect) -> Rect {
        Rect {
            x: member.x - self.padding,
            y: member.y - self.header,
            width: member.width + 2 * self.padding,
            height: member.height + self.header + self.padding,
        }
    }
}

/// Lays out a graph.
///
/// Nodes never overlap unless both were pinned so. A group contains its members with the space it asks for, and overlaps
/// nothing foreign, unless pinned things leave it no other way.
pub fn lay_out(graph: &Graph, spacing: &Spacing) -> Layout {
    let tree = tree::Tree::new(graph);
    let sizes = tree::sizes(graph, &tree, spacing);
    place::place(graph, &tree, &sizes, spacing)
}
