//! A typed query as words, each in the spellings that count.

use super::index::{Entry, Letters, Standing};
use super::slip::begins_nearly;
use super::texts::folded;

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
    folded: String,
    letters: Letters,
}

/// How well a record fits: the smaller the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fit {
    /// How far from the name the words stand, added up.
    distance: u32,
    /// How far from the beginnings of names and words they stand, added up.
    standing: u32,
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
        let folded = folded(word);
        let letters = Letters::of(&folded);
        Self { folded, letters }
    }

    fn fit(&self, entry: &Entry) -> Option<Fit> {
        if !entry.letters().has_all(self.letters) {
            return None;
        }
        let fit = |part: Part, standing: Standing| Fit { distance: part as u32, standing: standing as u32 };
        if let Some(standing) = entry.stands_in_name(&self.folded) {
            return Some(fit(Part::Name, standing));
        }
        if entry.stands_in_id(&self.folded) {
            return Some(fit(Part::Id, Standing::Within));
        }
        entry.stands_in_said(&self.folded).then(|| fit(Part::Said, Standing::Within))
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

    /// The spellings of the first word that stands in neither the name nor the id of a record.
    pub fn beside_the_name(&self, entry: &Entry) -> Option<Vec<&str>> {
        let is_in_name = |it: &Spelling| entry.stands_in_name(&it.folded).is_some() || entry.stands_in_id(&it.folded);
        let word = self.words.iter().find(|spellings| !spellings.iter().any(is_in_name))?;
        Some(word.iter().map(|it| it.folded.as_str()).collect())
    }

    /// How a record fits: each word must, in any of its spellings.
    pub fn fit(&self, entry: &Entry) -> Option<Fit> {
        let mut whole = Fit { distance: 0, standing: 0 };
        for spellings in &self.words {
            let best = spellings.iter().filter_map(|spelling| spelling.fit(entry)).min()?;
            whole.distance += best.distance;
            whole.standing += best.standing;
        }
        Some(whole)
    }
}
