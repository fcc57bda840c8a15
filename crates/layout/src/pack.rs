//! Parts that nothing joins: finding them, and putting them side by side.

use crate::Point;
use crate::tree::{at, put};

/// Blocks with their places from the part's own origin.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub places: Vec<(usize, Point)>,
    pub size: (i32, i32),
}

/// The connected parts of a graph, each in ascending order, by their first member.
pub(crate) fn components(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut leaders: Vec<usize> = (0..count).collect();
    fn leader(leaders: &mut [usize], of: usize) -> usize {
        let mut one = of;
        while at(leaders, one) != one {
            let further = at(leaders, at(leaders, one));
            put(leaders, one, further);
            one = further;
        }
        one
    }
    for (from, to) in edges {
        let (one, two) = (leader(&mut leaders, *from), leader(&mut leaders, *to));
        put(&mut leaders, one.max(two), one.min(two));
    }
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); count];
    for block in 0..count {
        let first = leader(&mut leaders, block);
        if let Some(part) = parts.get_mut(first) {
            part.push(block);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// How many members a group stacks before it opens another column.
const STACK: usize = 10;

/// Blocks that nothing joins, in columns: one column for a few members of a group, about a square for many.
pub(crate) fn grid(blocks: &[usize], sizes: &[(i32, i32)], gap: i32, stacked: bool) -> Part {
    let square = (1..=blocks.len()).find(|side| side * side >= blocks.len()).unwrap_or(1);
    let rows = if stacked { square.max(STACK) } else { square };
    let mut part = Part::default();
    let mut x = 0;
    for column in blocks.chunks(rows) {
        let (mut y, mut wide) = (0, 0);
        for block in column {
            let (width, height) = at(sizes, *block);
            part.places.push((*block, Point { x, y }));
            y += height + gap;
            wide = wide.max(width);
            part.size = (part.size.0.max(x + width), part.size.1.max(y - gap));
        }
        x += wide + gap;
    }
    part
}

/// Puts parts on shelves of about a screen's proportions, or below each other, and gives the size of all.
pub(crate) fn shelves(parts: &mut [Part], gap: i32, stacked: bool) -> (i32, i32) {
    let area: f64 = parts.iter().map(|part| f64::from(part.size.0 + gap) * f64::from(part.size.1 + gap)).sum();
    let widest = parts.iter().map(|part| part.size.0).max().unwrap_or(0);
    let shelf = if stacked { widest } else { widest.max((area * 1.6).sqrt() as i32) };
    let (mut x, mut y, mut high, mut size) = (0, 0, 0, (0, 0));
    for part in parts {
        if x > 0 && x + part.size.0 > shelf {
            (x, y, high) = (0, y + high + gap, 0);
        }
        for (_, place) in &mut part.places {
            *place = Point { x: place.x + x, y: place.y + y };
        }
        size = (size.0.max(x + part.size.0), size.1.max(y + part.size.1));
        x += part.size.0 + gap;
        high = high.max(part.size.1);
    }
    size
}
