//! Layers: an order without cycles, a layer for each block, an order within layers that crosses few edges, and coordinates
//! that hold edges short. Each step is a pass over the edges, so that the time grows with the graph and not with its square.

use crate::pack::Part;
use crate::tree::{at, put};
use crate::{Point, Spacing};
use std::collections::BTreeSet;

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

/// An order in which few edges lead backwards: what is only read goes last, what only writes goes first, and of the rest
/// the one that writes most more than it reads goes next (the greedy heuristic of Eades, Lin and Smyth).
fn order_without_cycles(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let (mut after, mut before) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    // For each block: how many edges leave it and how many reach it, from those that have no place yet.
    let mut degrees = vec![(0_i64, 0_i64); count];
    for (from, to) in edges {
        link(&mut after, *from, *to);
        link(&mut before, *to, *from);
        let (out, into) = (at(&degrees, *from), at(&degrees, *to));
        put(&mut degrees, *from, (out.0 + 1, out.1));
        let into = if from == to { (out.0 + 1, out.1) } else { into };
        put(&mut degrees, *to, (into.0, into.1 + 1));
    }
    // Sinks, then sources, then the rest by what they write more than they read; among equals the first.
    let rank = |(out, into): (i64, i64)| match (out, into) {
        (0, _) => i64::MIN,
        (_, 0) => i64::MIN + 1,
        (out, into) => into - out,
    };
    let mut waiting: BTreeSet<(i64, usize)> = (0..count).map(|block| (rank(at(&degrees, block)), block)).collect();
    let (mut first, mut last) = (Vec::with_capacity(count), Vec::new());
    let mut placed = vec![false; count];
    while let Some((least, block)) = waiting.pop_first() {
        put(&mut placed, block, true);
        if least == i64::MIN {
            last.push(block)
        } else {
            first.push(block)
        }
        let fewer =
            |other: usize, out: i64, into: i64, degrees: &mut [(i64, i64)], waiting: &mut BTreeSet<(i64, usize)>| {
                let was = at(degrees, other);
                if waiting.remove(&(rank(was), other)) {
                    let now = (was.0 - out, was.1 - into);
                    put(degrees, other, now);
                    waiting.insert((rank(now), other));
                }
            };
        for other in links(&after, block) {
            fewer(*other, 0, 1, &mut degrees, &mut waiting);
        }
        for other in links(&before, block) {
            fewer(*other, 1, 0, &mut degrees, &mut waiting);
        }
    }
    first.extend(last.into_iter().rev());
    first
}

/// The layer of each block: one after the last of those before it, then as near to the middle of its neighbours as its edges
/// let it, so that no edge is longer than it has to be.
fn layers(order: &[usize], adjacency: &Adjacency) -> Vec<usize> {
    let mut layers = vec![0_usize; order.len()];
    for block in order {
        let layer = links(&adjacency.before, *block).iter().map(|it| at(&layers, *it) + 1).max().unwrap_or(0);
        put(&mut layers, *block, layer);
    }
    let mut settle = |block: &usize| {
        let of = |it: &usize| at(&layers, *it);
        let (before, after) = (links(&adjacency.before, *block), links(&adjacency.after, *block));
        let least = before.iter().map(of).max().map(|it| it + 1);
        let most = after.iter().map(of).min().map(|it| it.saturating_sub(1));
        let mut near: Vec<usize> = before.iter().chain(after).map(of).collect();
        near.sort();
        let Some(middle) = near.get(near.len() / 2) else { return };
        let layer = match (least, most) {
            (None, Some(most)) => most,
            (Some(least), None) => least,
            (Some(least), Some(most)) => (*middle).clamp(least, most.max(least)),
            (None, None) => return,
        };
        put(&mut layers, *block, layer);
    };
    for _ in 0..2 {
        order.iter().rev().for_each(&mut settle);
        order.iter().for_each(&mut settle);
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
    fn few_edges_lead_backwards() {
        let check = |count, edges: &[(usize, usize)], expected: usize| {
            let order = order_without_cycles(count, edges);
            let at = |block: usize| order.iter().position(|it| *it == block);
            let backwards = edges.iter().filter(|(from, to)| at(*from) > at(*to)).count();
            assert_eq!((order.len(), backwards), (count, expected), "{order:?}");
        };
        check(3, &[(0, 1), (1, 2), (2, 0)], 1);
        check(4, &[(3, 2), (2, 1), (1, 0)], 0);
        check(4, &[(0, 1), (0, 1), (1, 0), (1, 2), (2, 3), (3, 2)], 2);
        check(2, &[(0, 0), (0, 1)], 0);
    }
}
