//! Where things are: a grid of cells over the endless plane, so that a frame or a click looks at what is near and not at the
//! whole design.

use kurbo::Rect;
use std::collections::{BTreeMap, HashMap};

/// The side of the smallest cells, a little more than a topic card.
const CELL: f64 = 256.0;

/// A cell: its level (each level's cells are twice as large), column and row.
type Cell = (u8, i32, i32);

#[derive(Debug, Clone)]
struct Entry<K, T> {
    key: K,
    extent: Rect,
    value: T,
}

/// Values with a key and an extent, found by either. A large extent is filed among large cells, so that each is in at most
/// four cells.
#[derive(Debug, Clone)]
pub(crate) struct Store<K, T> {
    entries: Vec<Option<Entry<K, T>>>,
    free: Vec<usize>,
    by_key: BTreeMap<K, usize>,
    cells: HashMap<Cell, Vec<usize>>,
    /// How many values are filed at each level.
    levels: BTreeMap<u8, usize>,
}

impl<K, T> Default for Store<K, T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            free: Vec::new(),
            by_key: BTreeMap::new(),
            cells: HashMap::new(),
            levels: BTreeMap::new(),
        }
    }
}

fn level(extent: Rect) -> u8 {
    let longest = extent.width().max(extent.height());
    let (mut level, mut side) = (0, CELL);
    while side < longest && level < 30 {
        side *= 2.0;
        level += 1;
    }
    level
}

/// The cells of a level that a rectangle touches: first and last column, first and last row.
fn span(level: u8, rect: Rect) -> [i32; 4] {
    let side = CELL * f64::from(1_u32 << level.min(31));
    [rect.x0, rect.x1, rect.y0, rect.y1].map(|at| (at / side).floor() as i32)
}

fn cells(extent: Rect) -> impl Iterator<Item = Cell> {
    let level = level(extent);
    let [x0, x1, y0, y1] = span(level, extent);
    (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (level, x, y)))
}

impl<K: Ord + Clone, T> Store<K, T> {
    pub(crate) fn get(&self, key: &K) -> Option<&T> {
        let slot = *self.by_key.get(key)?;
        self.entries.get(slot)?.as_ref().map(|entry| &entry.value)
    }

    /// The value of a key, to change what does not change its extent.
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut T> {
        let slot = *self.by_key.get(key)?;
        self.entries.get_mut(slot)?.as_mut().map(|entry| &mut entry.value)
    }

    pub(crate) fn insert(&mut self, key: K, extent: Rect, value: T) {
        self.remove(&key);
        let slot = self.free.pop().unwrap_or(self.entries.len());
        for cell in cells(extent) {
            self.cells.entry(cell).or_default().push(slot);
        }
        *self.levels.entry(level(extent)).or_default() += 1;
        self.by_key.insert(key.clone(), slot);
        let entry = Some(Entry { key, extent, value });
        match self.entries.get_mut(slot) {
            Some(place) => *place = entry,
            None => self.entries.push(entry),
        }
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<T> {
        let slot = self.by_key.remove(key)?;
        let entry = self.entries.get_mut(slot)?.take()?;
        self.free.push(slot);
        for cell in cells(entry.extent) {
            if let Some(filed) = self.cells.get_mut(&cell) {
                filed.retain(|it| *it != slot);
                if filed.is_empty() {
                    self.cells.remove(&cell);
                }
            }
        }
        let level = level(entry.extent);
        if let Some(count) = self.levels.get_mut(&level) {
            *count -= 1;
            if *count == 0 {
                self.levels.remove(&level);
            }
        }
        Some(entry.value)
    }

    /// All values, by key.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &T)> {
        self.by_key.iter().filter_map(|(key, slot)| Some((key, &self.entries.get(*slot)?.as_ref()?.value)))
    }

    /// The values whose extent touches a rectangle, by key.
    pub(crate) fn touching(&self, rect: Rect) -> Vec<&T> {
        let mut slots: Vec<usize> = Vec::new();
        for (level, filed) in &self.levels {
            let [x0, x1, y0, y1] = span(*level, rect);
            let area = (f64::from(x1) - f64::from(x0) + 1.0) * (f64::from(y1) - f64::from(y0) + 1.0);
            if area > 4.0 * *filed as f64 + 16.0 {
                // The rectangle has more cells than there is to find: look at everything once.
                slots = (0..self.entries.len()).collect();
                break;
            }
            for x in x0..=x1 {
                for y in y0..=y1 {
                    slots.extend(self.cells.get(&(*level, x, y)).into_iter().flatten());
                }
            }
        }
        let mut found: Vec<&Entry<K, T>> = slots
            .into_iter()
            .filter_map(|slot| self.entries.get(slot)?.as_ref())
            .filter(|entry| entry.extent.overlaps(rect))
            .collect();
        found.sort_by(|one, two| one.key.cmp(&two.key));
        found.dedup_by(|one, two| one.key == two.key);
        found.into_iter().map(|entry| &entry.value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rects() -> impl Strategy<Value = Rect> {
        (-3000.0..3000.0, -3000.0..3000.0, 0.0..2000.0, 0.0..900.0)
            .prop_map(|(x, y, w, h): (f64, f64, f64, f64)| Rect::new(x, y, x + w, y + h))
    }

    proptest! {
        #![proptest_config(laws::cases(256))]

        #[test]
        fn the_grid_finds_what_a_look_at_everything_finds(
            placed in proptest::collection::vec((0..30_u32, proptest::option::weighted(0.8, rects())), 0..60),
            window in rects(),
        ) {
            let mut store = Store::default();
            let mut plain = BTreeMap::new();
            for (key, rect) in placed {
                match rect {
                    Some(rect) => { store.insert(key, rect, key); plain.insert(key, rect); }
                    None => { prop_assert_eq!(store.remove(&key).is_some(), plain.remove(&key).is_some()); }
                }
            }
            let expected: Vec<u32> = plain.iter().filter(|(_, it)| it.overlaps(window)).map(|(key, _)| *key).collect();
            let found: Vec<u32> = store.touching(window).into_iter().copied().collect();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(store.iter().map(|(key, _)| *key).collect::<Vec<_>>(), plain.keys().copied().collect::<Vec<_>>());
        }
    }
}
