//! Finding records by what a person types: for the search field, the palette and every filter.

use crate::document::Engine;
use model::{Kind, RecordKey};

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The record.
    pub key: RecordKey,
    /// Its name.
    pub name: String,
    /// Where it lives, for people: its context's name, or its kind.
    pub detail: String,
    /// The lower the better.
    rank: u8,
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
    /// The records whose name or id a text fits, the best first; at most `most`.
    pub fn search(&self, typed: &str, most: usize) -> Vec<SearchHit> {
        let design = self.design();
        let mut hits: Vec<SearchHit> = Vec::new();
        for key in design.keys() {
            if matches!(key.kind(), Kind::Placement | Kind::Settings | Kind::Policy | Kind::View) {
                continue;
            }
            let Some(record) = design.get(&key) else { continue };
            let name = self.name_of(&key);
            // A flow or relation is called after its ends, which are found by themselves.
            let own = if matches!(key.kind(), Kind::Flow | Kind::ContextRelation) { key.id_str() } else { &name };
            let Some(found) = Found::of(typed, own).or_else(|| Found::of(typed, key.id_str())) else { continue };
            let context = record.context().and_then(|id| design.context(id)).map(|it| it.name.as_str());
            let detail = match context {
                Some(context) => format!("{} in {context}", key.kind().title()),
                None => key.kind().title().to_owned(),
            };
            hits.push(SearchHit { key, name, detail, rank: found as u8 });
        }
        hits.sort_by(|a, b| (a.rank, a.name.len(), &a.name, &a.key).cmp(&(b.rank, b.name.len(), &b.name, &b.key)));
        hits.truncate(most);
        hits
    }
}
