//! The laws of a layout, on random graphs.
#![allow(clippy::indexing_slicing, reason = "a law may fail loudly")]

use layout::{Edge, Graph, Group, Layout, Node, Point, Rect, Spacing, lay_out};
use proptest::prelude::*;

fn graphs(pinned: f64) -> impl Strategy<Value = Graph> {
    (1..5_usize, 1..24_usize).prop_flat_map(move |(groups, nodes)| {
        let size = (20..240_i32, 20..160_i32);
        let node = (size, proptest::option::of(0..groups), proptest::bool::weighted(pinned));
        let edge = (0..nodes, 0..nodes);
        let parent = proptest::option::weighted(0.3, 0..groups);
        (
            proptest::collection::vec(node, nodes),
            proptest::collection::vec((parent, proptest::bool::weighted(pinned)), groups),
            proptest::collection::vec(edge, 0..40),
        )
            .prop_map(move |(nodes, groups, edges)| Graph {
                nodes: nodes
                    .into_iter()
                    .enumerate()
                    .map(|(index, ((width, height), group, pinned))| {
                        // Pinned nodes stand apart, those of one group in one row, so that nothing pinned overlaps.
                        let row = group.map_or(9, |group| group as i32);
                        let at = Point { x: 700 * index as i32, y: 3000 * row };
                        Node { width, height, group, pinned: pinned.then_some(at) }
                    })
                    .collect(),
                groups: groups
                    .into_iter()
                    .enumerate()
                    .map(|(index, (parent, pinned))| Group {
                        parent,
                        header: 40,
                        padding: 16,
                        width: 190,
                        height: 96,
                        pinned: pinned.then_some(Point { x: 0, y: 3000 * index as i32 }),
                    })
                    .collect(),
                edges: edges.into_iter().map(|(from, to)| Edge { from, to }).collect(),
            })
    })
}

fn rect(graph: &Graph, layout: &Layout, node: usize) -> Rect {
    let (Point { x, y }, Node { width, height, .. }) = (layout.nodes[node], graph.nodes[node]);
    Rect { x, y, width, height }
}

/// The groups that a group stands in, itself first. A group within itself stands in none.
fn line(graph: &Graph, group: Option<usize>) -> Vec<usize> {
    let mut line = Vec::new();
    let mut next = group;
    while let Some(group) = next {
        let mut above = graph.groups[group].parent;
        let mut steps = 0;
        while let Some(it) = above.filter(|it| *it != group && steps < 9) {
            above = graph.groups[it].parent;
            steps += 1;
        }
        line.push(group);
        next = if above.is_none() { graph.groups[group].parent } else { None };
    }
    line
}

fn holds(graph: &Graph, layout: &Layout) -> Result<(), TestCaseError> {
    for one in 0..graph.nodes.len() {
        for two in 0..one {
            let overlap = rect(graph, layout, one).meets(rect(graph, layout, two), 0);
            let pinned = graph.nodes[one].pinned.is_some() && graph.nodes[two].pinned.is_some();
            prop_assert!(!overlap || pinned, "nodes {one} and {two}");
        }
        for group in line(graph, graph.nodes[one].group) {
            prop_assert!(layout.groups[group].contains(rect(graph, layout, one)), "node {one} in {group}");
        }
    }
    for group in 0..graph.groups.len() {
        for above in line(graph, Some(group)) {
            prop_assert!(layout.groups[above].contains(layout.groups[group]), "group {group} in {above}");
        }
    }
    Ok(())
}

/// Nothing foreign stands in a group.
fn separates(graph: &Graph, layout: &Layout) -> Result<(), TestCaseError> {
    for group in 0..graph.groups.len() {
        for node in 0..graph.nodes.len() {
            if !line(graph, graph.nodes[node].group).contains(&group) {
                prop_assert!(!layout.groups[group].meets(rect(graph, layout, node), 0), "node {node} in {group}");
            }
        }
        for other in 0..group {
            let related = line(graph, Some(group)).contains(&other) || line(graph, Some(other)).contains(&group);
            prop_assert!(related || !layout.groups[group].meets(layout.groups[other], 0), "{group} and {other}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(laws::cases(256))]

    #[test]
    fn nothing_overlaps_and_groups_hold_their_own(graph in graphs(0.0)) {
        let layout = lay_out(&graph, &Spacing::default());
        holds(&graph, &layout)?;
        separates(&graph, &layout)?;
        prop_assert_eq!(lay_out(&graph, &Spacing::default()), layout);
    }

    #[test]
    fn what_is_pinned_stays_and_the_rest_finds_room(graph in graphs(0.4)) {
        let layout = lay_out(&graph, &Spacing::default());
        for (node, at) in graph.nodes.iter().zip(&layout.nodes) {
            prop_assert!(node.pinned.is_none_or(|pinned| pinned == *at));
        }
        holds(&graph, &layout)?;
    }

    #[test]
    fn one_new_node_beside_a_laid_out_graph_moves_nothing(graph in graphs(0.0), (width, height) in (20..240_i32, 20..160_i32), to in 0..24_usize) {
        let layout = lay_out(&graph, &Spacing::default());
        let mut graph = graph;
        for (node, at) in graph.nodes.iter_mut().zip(&layout.nodes) {
            node.pinned = Some(*at);
        }
        for (group, at) in graph.groups.iter_mut().zip(&layout.groups) {
            *group = Group { pinned: Some(Point { x: at.x, y: at.y }), width: at.width, height: at.height, ..*group };
        }
        graph.edges.push(Edge { from: graph.nodes.len(), to: to % graph.nodes.len() });
        graph.nodes.push(Node { width, height, group: None, pinned: None });
        let after = lay_out(&graph, &Spacing::default());
        prop_assert_eq!(&after.nodes[..layout.nodes.len()], &layout.nodes[..]);
        prop_assert_eq!(&after.groups, &layout.groups);
        holds(&graph, &after)?;
        separates(&graph, &after)?;
    }
}
