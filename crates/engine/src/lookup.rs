//! Finding records by what a person types: for the search field, the palette and every filter. Words may come in any order;
//! each must stand in the record's name, its id or what else is said of it. Where nothing is found, one slip of the fingers in
//! a word is forgiven.

mod index;
mod query;
mod slip;
mod texts;

pub(crate) use index::Index;

use crate::document::Engine;
use model::RecordKey;
use query::Query;
use std::collections::HashSet;
use texts::place_of;

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The record.
    pub key: RecordKey,
    /// Its name.
    pub name: String,
    /// Where it lives, for people: its kind and its context; and where the words stand when they are not in its name.
    pub detail: String,
}

/// How a text fits a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The name starts with it.
    Start,
    /// A word of the name starts with it.
    Word,
    /// It stands within the name.
    Within,
}

impl Found {
    /// How `typed` fits `name`, without regard to case.
    pub fn of(typed: &str, name: &str) -> Option<Self> {
        let (typed, lower) = (typed.trim().to_lowercase(), name.to_lowercase());
        let at = lower.find(&typed)?;
        let before = lower.get(..at).and_then(|text| text.chars().last());
        match before {
            None => Some(Self::Start),
            Some(character) if !character.is_alphanumeric() => Some(Self::Word),
            Some(_) => Some(Self::Within),
        }
    }
}

impl Engine {
    /// The records that a text finds, the best first; at most `most`.
    pub fn search(&self, typed: &str, most: usize) -> Vec<SearchHit> {
        let mut query = Query::exactly(typed);
        let mut found = self.index.best(&query, most);
        if found.is_empty() {
            query = query.forgiving(self.index.words());
            found = self.index.best(&query, most);
        }
        found.into_iter().filter_map(|key| self.hit(key, &query)).collect()
    }

    /// All records that a text finds, as [`Engine::search`] does: for lists that keep their own order.
    pub fn found(&self, typed: &str) -> HashSet<RecordKey> {
        let query = Query::exactly(typed);
        let mut all: HashSet<RecordKey> = self.index.all(&query).cloned().collect();
        if all.is_empty() {
            all = self.index.all(&query.forgiving(self.index.words())).cloned().collect();
        }
        all
    }

    fn hit(&self, key: &RecordKey, query: &Query) -> Option<SearchHit> {
        let record = self.design().get(key)?;
        let kind = key.kind().title();
        let context = record.context().and_then(|id| self.design().context(id));
        let mut detail = context.map_or_else(|| kind.to_owned(), |context| format!("{kind} in {}", context.name));
        let spellings = self.index.entry(key).and_then(|entry| query.beside_the_name(entry));
        if let Some(place) = spellings.and_then(|spellings| place_of(self.design(), key, &spellings)) {
            detail.push_str(" · ");
            detail.push_str(&place);
        }
        Some(SearchHit { key: key.clone(), name: self.name_of(key), detail })
    }
}
