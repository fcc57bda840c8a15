//! What was typed, as words that are looked for, each in the spellings that count.

use super::index::{Entry, Letters};
use super::slip::begins_nearly;
use super::texts::folded;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Matcher, Utf32Str};

/// Shorter words are not corrected: nearly every other word is one slip away from them.
const SHORTEST_CORRECTED: usize = 5;

/// So many corrections of a word count.
const MOST_CORRECTIONS: usize = 12;

/// The words of a search.
pub(crate) struct Query {
    words: Vec<Vec<Spelling>>,
}

/// A way to write a word.
struct Spelling {
    anywhere: Atom,
    at_the_start: Atom,
    folded: String,
    letters: Letters,
}

/// How well a record fits: the smaller the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fit {
    /// How far from the name the words stand, added up.
    distance: u8,
    /// Whether no word begins the name.
    is_inside: bool,
    /// How much is missing to words that stand at beginnings, as the matcher counts.
    shortfall: u32,
}

/// Where a word stands, from the best.
#[derive(Clone, Copy)]
enum Part {
    Name = 0,
    Id = 1,
    Said = 2,
}

impl Spelling {
    fn of(word: &str) -> Self {
        let atom = |kind| Atom::new(word, CaseMatching::Ignore, Normalization::Smart, kind, false);
        let folded = folded(word);
        let letters = Letters::of(&folded);
        Self { anywhere: atom(AtomKind::Substring), at_the_start: atom(AtomKind::Prefix), folded, letters }
    }

    fn fit(&self, entry: &Entry, matcher: &mut Matcher) -> Option<Fit> {
        if !entry.letters().has_all(self.letters) {
            return None;
        }
        let fit = |part: Part, is_inside: bool, score: u16| Fit {
            distance: part as u8,
            is_inside,
            shortfall: u32::from(u16::MAX - score),
        };
        let mut characters = Vec::new();
        let name = Utf32Str::new(entry.name(), &mut characters);
        if let Some(score) = self.anywhere.score(name, matcher) {
            let is_inside = self.at_the_start.score(name, matcher).is_none();
            return Some(fit(Part::Name, is_inside, score));
        }
        if let Some(score) = self.anywhere.score(Utf32Str::Ascii(entry.id().as_bytes()), matcher) {
            return Some(fit(Part::Id, true, score));
        }
        entry.said().contains(&self.folded).then(|| fit(Part::Said, true, 0))
    }
}

impl Query {
    /// The words as they were typed.
    pub fn exactly(typed: &str) -> Self {
        Self { words: typed.split_whitespace().map(|word| vec![Spelling::of(word)]).collect() }
    }

    /// The same words, and for those that stand nowhere the words that were probably meant; `known` are all there are, folded.
    pub fn forgiving(&self, known: &[String]) -> Self {
        let corrected = |typed: &str| {
            let length = typed.chars().count();
            if length < SHORTEST_CORRECTED || known.iter().any(|word| word.contains(typed)) {
                return vec![Spelling::of(typed)];
            }
            let mut near: Vec<&str> =
                known.iter().map(String::as_str).filter(|word| begins_nearly(word, typed)).collect();
            near.sort_by_key(|word| (word.chars().count().abs_diff(length), *word));
            near.into_iter().take(MOST_CORRECTIONS).map(Spelling::of).collect()
        };
        let typed = self.words.iter().flatten().flat_map(|word| word.folded.split(|it: char| !it.is_alphanumeric()));
        Self { words: typed.filter(|word| !word.is_empty()).map(corrected).collect() }
    }

    /// How a record fits: each word must, in any of its spellings.
    pub fn fit(&self, entry: &Entry, matcher: &mut Matcher) -> Option<Fit> {
        let mut whole = Fit { distance: 0, is_inside: true, shortfall: 0 };
        for spellings in &self.words {
            let best = spellings.iter().filter_map(|spelling| spelling.fit(entry, matcher)).min()?;
            whole.distance = whole.distance.saturating_add(best.distance);
            whole.is_inside &= best.is_inside;
            whole.shortfall = whole.shortfall.saturating_add(best.shortfall);
        }
        Some(whole)
    }
}
