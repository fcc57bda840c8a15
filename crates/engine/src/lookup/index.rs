//! The records as they are searched, kept up to date by the records that a step changed, so that a letter costs one look over
//! texts that are ready.

use super::query::{Fit, Query};
use super::texts::{beginnings, folded, name, said, words};
use model::{Design, RecordKey};
use std::collections::{BTreeMap, BinaryHeap, HashSet};
use std::sync::OnceLock;

/// The index of the search.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// In any order: what is found is sorted.
    entries: Vec<Entry>,
    places: BTreeMap<RecordKey, usize>,
    /// Every word that stands somewhere. Only a search that finds nothing asks for them.
    words: OnceLock<Vec<String>>,
}

/// A record as it is searched: its texts one after the other, so that a look at them is a look at one place.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    key: RecordKey,
    letters: Letters,
    /// Name, id and what else is said, all folded.
    text: Box<str>,
    name_end: usize,
    id_end: usize,
    /// Where words of the name begin: a bit for each of its first bytes.
    beginnings: u64,
}

/// Where in a name a word stands, from the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Start = 0,
    Word = 1,
    Within = 2,
}

/// Which letters and digits a folded text has. Most records lack a letter of a word, and need no further look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letters(u64);

/// A record among the best, compared by what puts it before others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Ranked<'a> {
    fit: Fit,
    length: usize,
    name: &'a str,
    key: &'a RecordKey,
}

impl Letters {
    /// The letters of a text.
    pub fn of(folded: &str) -> Self {
        let bit = |letter: char| match letter {
            'a'..='z' => 1 << (letter as u32 - 'a' as u32),
            '0'..='9' => 1 << (26 + letter as u32 - '0' as u32),
            _ => 1 << 63,
        };
        Self(folded.chars().fold(0, |bits, letter| bits | bit(letter)))
    }

    /// Whether all letters of another text are among them.
    pub fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl Entry {
    fn of(design: &Design, key: &RecordKey) -> Option<Self> {
        let name = name(design, key)?;
        let mut text = folded(&name);
        let name_end = text.len();
        let id = folded(key.id_str());
        if text != id {
            text.push_str(&id);
        }
        let id_end = text.len();
        text.push_str(&said(design, key));
        let letters = Letters::of(&text);
        let beginnings = beginnings(&name);
        Some(Self { key: key.clone(), letters, text: text.into(), name_end, id_end, beginnings })
    }

    /// The best place of a folded word in the name.
    pub fn stands_in_name(&self, word: &str) -> Option<Standing> {
        let mut found = None;
        for at in places(self.name(), word) {
            if at == 0 {
                return Some(Standing::Start);
            }
            if at < 64 && self.beginnings >> at & 1 == 1 {
                return Some(Standing::Word);
            }
            found = Some(Standing::Within);
        }
        found
    }

    /// Whether a folded word stands in the id.
    pub fn stands_in_id(&self, word: &str) -> bool {
        places(self.id(), word).next().is_some()
    }

    /// Whether a folded word stands in what else is said of it.
    pub fn stands_in_said(&self, word: &str) -> bool {
        self.said().contains(word)
    }

    /// The letters of all its texts.
    pub fn letters(&self) -> Letters {
        self.letters
    }

    /// Its name, folded.
    fn name(&self) -> &str {
        self.text.get(..self.name_end).unwrap_or_default()
    }

    /// Its id, unless that is its name.
    fn id(&self) -> &str {
        self.text.get(self.name_end..self.id_end).unwrap_or_default()
    }

    /// The other searchable texts, folded.
    fn said(&self) -> &str {
        self.text.get(self.id_end..).unwrap_or_default()
    }
}

/// The bytes at which a word stands in a text. Names are short: looking at every byte costs less than preparing a search.
fn places<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> {
    let first = word.as_bytes().first();
    let windows = text.as_bytes().windows(word.len().max(1)).enumerate();
    windows.filter(move |(_, it)| it.first() == first && *it == word.as_bytes()).map(|(at, _)| at)
}

impl Index {
    /// Everything in a design.
    pub fn of(design: &Design) -> Self {
        let mut index = Self::default();
        for key in design.keys() {
            index.update(design, &key);
        }
        index
    }

    /// Looks at a record again, which may have come or gone.
    pub fn update(&mut self, design: &Design, key: &RecordKey) {
        let entry = Entry::of(design, key);
        if entry.is_some() || self.places.contains_key(key) {
            self.words = OnceLock::new();
        }
        match (entry, self.places.get(key)) {
            (Some(entry), Some(place)) => {
                if let Some(there) = self.entries.get_mut(*place) {
                    *there = entry;
                }
            }
            (Some(entry), None) => {
                self.places.insert(key.clone(), self.entries.len());
                self.entries.push(entry);
            }
            (None, Some(place)) => {
                let place = *place;
                self.places.remove(key);
                self.entries.swap_remove(place);
                if let Some(moved) = self.entries.get(place) {
                    self.places.insert(moved.key.clone(), place);
                }
            }
            (None, None) => {}
        }
    }

    /// A record as it is searched.
    pub fn entry(&self, key: &RecordKey) -> Option<&Entry> {
        self.entries.get(*self.places.get(key)?)
    }

    /// Every word that stands somewhere, folded and sorted.
    pub fn words(&self) -> &[String] {
        self.words.get_or_init(|| {
            let mut known: HashSet<String> = HashSet::new();
            for entry in &self.entries {
                for text in [entry.name(), entry.id(), entry.said()] {
                    known.extend(words(text));
                }
            }
            // They come in any order, and are sorted.
            let mut sorted: Vec<String> = known.into_iter().collect();
            sorted.sort();
            sorted
        })
    }

    /// The keys of all records that fit.
    pub fn all<'a>(&'a self, query: &'a Query) -> impl Iterator<Item = &'a RecordKey> {
        self.entries.iter().filter(|entry| query.fit(entry).is_some()).map(|entry| &entry.key)
    }

    /// The keys of the records that fit best, the best first.
    pub fn best(&self, query: &Query, most: usize) -> Vec<&RecordKey> {
        let mut best: BinaryHeap<Ranked<'_>> = BinaryHeap::new();
        for entry in &self.entries {
            let Some(fit) = query.fit(entry) else { continue };
            let ranked = Ranked { fit, length: entry.name_end, name: entry.name(), key: &entry.key };
            if best.len() < most {
                best.push(ranked);
            } else if best.peek().is_some_and(|worst| ranked < *worst) {
                best.pop();
                best.push(ranked);
            }
        }
        best.into_sorted_vec().into_iter().map(|ranked| ranked.key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn a_word_with_a_letter_that_is_not_there_needs_no_look() {
        let check = |text: &str, word: &str, expected: bool| {
            assert_eq!(Letters::of(text).has_all(Letters::of(word)), expected, "{word} in {text}");
        };
        check("order-events", "events", true);
        check("order-events", "seven", true);
        check("order-events", "event2", false);
        check("order", "注文", false);
        check("注文", "注", true);
    }
}
