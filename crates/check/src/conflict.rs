//! Full names that schemas of a design define without meaning the same. Generated code, registries and readers know a type by its
//! full name alone, so such a name has to be told, and nothing may be concluded from one of its meanings.

use crate::library::Part;
use model::SchemaId;
use std::collections::BTreeSet;

/// A full name with several meanings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameConflict {
    /// The name.
    pub name: String,
    /// The places of each meaning, by schema.
    pub meanings: Vec<Vec<DefinedAt>>,
    /// The schemas that cannot be judged, because nothing says which of the meanings they get.
    pub stuck: BTreeSet<SchemaId>,
    /// Whether drafts leave one meaning, so that it is over once they are released.
    pub is_mended: bool,
}

/// A place that defines a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinedAt {
    /// The schema.
    pub schema: SchemaId,
    /// Which of its texts.
    pub part: Part,
    /// Where the name stands, as a JSON pointer into the text.
    pub pointer: String,
    /// Whether it is the name of the outermost type.
    pub is_outermost: bool,
}

impl NameConflict {
    /// The place where it is told: a draft before what is released, because a draft can still be changed.
    pub fn told_at(&self) -> Option<&DefinedAt> {
        self.meanings.iter().flatten().max_by_key(|place| (place.part == Part::Draft, &place.schema))
    }
}

/// The meanings of a name in the texts that count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meanings {
    /// In what is released.
    pub released: Vec<Vec<DefinedAt>>,
    /// Once all drafts are released.
    pub next: Vec<Vec<DefinedAt>>,
}

impl Meanings {
    /// Whether there are several, with the drafts or without.
    pub fn differ(&self, drafts: bool) -> bool {
        let meanings = if drafts { &self.next } else { &self.released };
        meanings.len() > 1
    }
}

/// The names that a text would need and that are left open, because texts do not agree on a meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open {
    /// The names with several meanings.
    pub conflicting: BTreeSet<String>,
    /// All names that stay without a definition for it, these among them.
    pub names: BTreeSet<String>,
}
