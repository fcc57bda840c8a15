//! Layers: an order without cycles, a layer for each block, an order within layers that crosses few edges, and coordinates
//! that hold edges short. Each step is a pass over the edges, so that the time grows with the graph and not with its square.

use crate::pack::Part;
use crate::tree::{at, put};
use crate::{Point, Spacing};

/// How often the order and the coordinates are swept in each direction.
const SWEEPS: usize = 6;

struct Adjacency {
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
}

fn links(lists: &[Vec<usize>], of: usize) -> &[usize] {
    lists.get(of).map_or(&[], Vec::as_slice)
}

fn link(lists: &mut [Vec<usize>], of: usize, to: usize) {
    if let Some(list) = lists.get_mut(of) {
        list.push(to);
    }
}

/// One connected part in layers. `part` names its blocks in ascending order; sizes and edges are those of the container.
pub(crate) fn layered(part: &[usize], sizes: &[(i32, i32)], edges: &[(usize, usize)], spacing: &Spacing) -> Part {
    let local = |block: &usize| part.binary_search(block).ok();
    let own: Vec<(i32, i32)> = part.iter().map(|block| at(sizes, *block)).collect();
    let edges: Vec<(usize, usize)> = edges
        .iter()
        .filter_map(|(from, to)| Some((local(from)?, local(to)?)))
        .filter(|(from, to)| from != to)
        .collect();
    let order = order_without_cycles(own.len(), &edges);
    let mut ranks = vec![0; own.len()];
    for (rank, block) in order.iter().enumerate() {
        put(&mut ranks, *block, rank);
    }
    let mut adjacency = Adjacency { before: vec![Vec::new(); own.len()], after: vec![Vec::new(); own.len()] };
    for (from, to) in edges {
        let (from, to) = if at(&ranks, from) < at(&ranks, to) { (from, to) } else { (to, from) };
        link(&mut adjacency.after, from, to);
        link(&mut adjacency.before, to, from);
    }
    let layers = layers(&order, &adjacency);
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); layers.iter().max().map_or(0, |last| last + 1)];
    for block in &order {
        link(&mut rows, at(&layers, *block), *block);
    }
    uncross(&mut rows, &adjacency, own.len());
    let tops = tops(&rows, &adjacency, &own, spacing.blocks);
    let least = tops.iter().copied().min().unwrap_or(0);

    let mut result = Part::default();
    let mut x = 0;
    for row in &rows {
        let wide = row.iter().map(|block| at(&own, *block).0).max().unwrap_or(0);
        for block in row {
            let (width, height) = at(&own, *block);
            let y = at(&tops, *block) - least;
            let named = at(part, *block);
            result.places.push((named, Point { x: x + (wide - width) / 2, y }));
            result.size = (x + wide, result.size.1.max(y + height));
        }
        x += wide + spacing.layers;
    }
    result
}

/// An order in which few edges lead backwards: depth first from the sources, and from what is left in ascending order.
fn order_without_cycles(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut after = vec![Vec::new(); count];
    let mut incoming = vec![0_usize; count];
    for (from, to) in edges {
        link(&mut after, *from, *to);
        let more = at(&incoming, *to) + 1;
        put(&mut incoming, *to, more);
    }
    let sources = (0..count).filter(|block| at(&incoming, *block) == 0);
    let mut seen = vec![false; count];
    let mut finished = Vec::with_capacity(count);
    for start in sources.chain(0..count) {
        let mut path = vec![(start, 0_usize)];
        while let Some((block, next)) = path.pop() {
            if next == 0 && std::mem::replace(seen.get_mut(block).unwrap_or(&mut true), true) {
                continue;
            }
            match links(&after, block).get(next) {
                Some(further) => {
                    path.push((block, next + 1));
                    path.push((*further, 0));
                }
                None => finished.push(block),
            }
        }
    }
    finished.reverse();
    finished
}

/// The layer of each block: one after the last of those before it; a source stands just before the first that it leads to.
fn layers(order: &[usize], adjacency: &Adjacency) -> Vec<usize> {
    let mut layers = vec![0_usize; order.len()];
    for block in order {
        let layer = links(&adjacency.before, *block).iter().map(|it| at(&layers, *it) + 1).max().unwrap_or(0);
        put(&mut layers, *block, layer);
    }
    for block in order.iter().rev().filter(|block| links(&adjacency.before, **block).is_empty()) {
        let first = links(&adjacency.after, *block).iter().map(|it| at(&layers, *it)).min();
        if let Some(first) = first {
            put(&mut layers, *block, first.saturating_sub(1));
        }
    }
    let least = layers.iter().copied().min().unwrap_or(0);
    layers.iter().map(|layer| layer - least).collect()
}

/// Orders each layer by the mean place of the neighbours before, then of those after, back and forth.
fn uncross(rows: &mut [Vec<usize>], adjacency: &Adjacency, count: usize) {
    let mut shares = vec![0.0_f64; count];
    let note = |row: &[usize], shares: &mut [f64]| {
        for (index, block) in row.iter().enumerate() {
            put(shares, *block, (index as f64 + 0.5) / row.len() as f64);
        }
    };
    for row in rows.iter() {
        note(row, &mut shares);
    }
    for sweep in 0..2 * SWEEPS {
        let forward = sweep % 2 == 0;
        let neighbours = if forward { &adjacency.before } else { &adjacency.after };
        let mut visit = |row: &mut Vec<usize>| {
            let mean = |block: usize| {
                let near = links(neighbours, block);
                let sum: f64 = near.iter().map(|it| at(&shares, *it)).sum();
                if near.is_empty() { at(&shares, block) } else { sum / near.len() as f64 }
            };
            let mut keyed: Vec<(f64, usize)> = row.iter().map(|block| (mean(*block), *block)).collect();
            keyed.sort_by(|one, two| one.0.total_cmp(&two.0));
            *row = keyed.into_iter().map(|(_, block)| block).collect();
            note(row, &mut shares);
        };
        if forward { rows.iter_mut().for_each(&mut visit) } else { rows.iter_mut().rev().for_each(&mut visit) }
    }
}

/// The top edge of each block: as near as the order allows to the middle of its neighbours.
fn tops(rows: &[Vec<usize>], adjacency: &Adjacency, sizes: &[(i32, i32)], gap: i32) -> Vec<i32> {
    let mut tops = vec![0; sizes.len()];
    for row in rows {
        let mut y = 0;
        for block in row {
            put(&mut tops, *block, y);
            y += at(sizes, *block).1 + gap;
        }
    }
    let middle = |tops: &[i32], block: usize| f64::from(at(tops, block)) + f64::from(at(sizes, block).1) / 2.0;
    for sweep in 0..2 * SWEEPS {
        let forward = sweep % 2 == 0;
        let last = sweep + 1 == 2 * SWEEPS;
        let mut visit = |row: &Vec<usize>| {
            let mut wanted = Vec::with_capacity(row.len());
            for block in row {
                let before = links(&adjacency.before, *block).iter();
                let after = links(&adjacency.after, *block).iter();
                let near: Vec<f64> = match (forward, last) {
                    (_, true) => before.chain(after).map(|it| middle(&tops, *it)).collect(),
                    (true, false) => before.map(|it| middle(&tops, *it)).collect(),
                    (false, false) => after.map(|it| middle(&tops, *it)).collect(),
                };
                let own = middle(&tops, *block);
                let mean = if near.is_empty() { own } else { near.iter().sum::<f64>() / near.len() as f64 };
                wanted.push(mean - f64::from(at(sizes, *block).1) / 2.0);
            }
            let heights: Vec<i32> = row.iter().map(|block| at(sizes, *block).1 + gap).collect();
            for (block, top) in row.iter().zip(nearest(&wanted, &heights)) {
                put(&mut tops, *block, top);
            }
        };
        if forward { rows.iter().for_each(&mut visit) } else { rows.iter().rev().for_each(&mut visit) }
    }
    tops
}

/// The places nearest to those wanted (least squares) at which each stands at least its height below the one before:
/// isotonic regression by pooling neighbours that want to pass each other.
fn nearest(wanted: &[f64], heights: &[i32]) -> Vec<i32> {
    // Each pool: the mean of what its members want, less what stands above them, and how many they are.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let mut above = 0;
    for (want, height) in wanted.iter().zip(heights) {
        let (mut mean, mut count) = (want - f64::from(above), 1);
        while let Some((before, members)) = pools.pop_if(|(before, _)| *before >= mean) {
            mean = (mean * count as f64 + before * members as f64) / (count + members) as f64;
            count += members;
        }
        pools.push((mean, count));
        above += height;
    }
    let mut above = 0;
    let bases = pools.iter().flat_map(|(mean, count)| std::iter::repeat_n(mean.floor() as i32, *count));
    bases
        .zip(heights)
        .map(|(base, height)| {
            let top = base + above;
            above += height;
            top
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_where_they_want_unless_others_do() {
        let check = |wanted: &[f64], expected: &[i32]| assert_eq!(nearest(wanted, &vec![10; wanted.len()]), expected);
        check(&[0.0, 50.0], &[0, 50]);
        check(&[20.0, 20.0], &[15, 25]);
        check(&[30.0, 0.0, 100.0], &[10, 20, 100]);
    }

    #[test]
    fn a_cycle_turns_one_edge() {
        let order = order_without_cycles(3, &[(0, 1), (1, 2), (2, 0)]);
        assert_eq!(order, [0, 1, 2]);
    }
}
