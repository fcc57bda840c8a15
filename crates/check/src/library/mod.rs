//! The schema texts of a design, each parsed once with the texts of other subjects that it uses.
//!
//! A type that a text uses and does not define is looked for by its full name in the other subjects, as registries and build
//! tools do with references. A released text gets the newest released text that defines the name. A draft gets drafts where
//! there are some, because it will go out with them; and where a draft changes what a released text uses, that text is
//! judged again as it would be then, so that a change to a shared record shows whom it breaks.
//!
//! The definitions that a text gets follow from what the others say, never from what they are called: of texts that mean the same the content
//! decides, and where they do not mean the same, the name stays open and nothing is concluded from it.

mod meanings;
mod needs;

use crate::conflict::{Meanings, NameConflict, Open};
use avro::{Finding, Reference};
use model::{Design, Schema, SchemaId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// Which text of a subject is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A released version.
    Version(u32),
    /// The draft.
    Draft,
}

impl fmt::Display for Part {
    /// The word by which findings name it: `v2`, `draft`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(number) => write!(f, "v{number}"),
            Self::Draft => f.write_str("draft"),
        }
    }
}

/// A text of another subject that takes part in a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The subject.
    pub schema: SchemaId,
    /// Which of its texts.
    pub part: Part,
    /// The text.
    pub text: Arc<str>,
}

impl Used {
    /// The name of the text in places and repairs.
    pub fn name(&self) -> String {
        format!("{} {}", self.schema, self.part)
    }
}

/// A text of a subject and what it says.
#[derive(Debug)]
pub struct Text {
    /// Its number; for the draft the number that it would get.
    pub number: u32,
    /// The text.
    pub text: Arc<str>,
    /// Its schema together with the texts that it uses, as far as it was understood.
    pub schema: Option<avro::Schema>,
    /// Its faults; findings about the texts that it uses stand with that text.
    pub findings: Vec<Finding>,
    /// The texts of other subjects that take part.
    pub uses: Vec<Used>,
    /// The names that it needs and does not get.
    pub open: Open,
}

impl PartialEq for Text {
    /// The schema of a text follows from the texts alone.
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && self.text == other.text && self.uses == other.uses && self.open == other.open
    }
}

impl Text {
    /// A text on its own.
    pub fn alone(number: u32, text: &Arc<str>) -> Self {
        Self::with(number, text, Vec::new(), Open::default())
    }

    /// A text with those of others that it uses. That a name stays open is told where it gets its meanings.
    pub fn with(number: u32, text: &Arc<str>, uses: Vec<Used>, open: Open) -> Self {
        let names: Vec<String> = uses.iter().map(Used::name).collect();
        let references: Vec<Reference<'_>> =
            uses.iter().zip(&names).map(|(used, name)| Reference { name, text: &used.text }).collect();
        let (schema, mut findings) = avro::Schema::parse(text, &references);
        let is_open = |finding: &Finding| {
            let name = schema.as_ref().and_then(|schema| schema.undefined_name(finding));
            name.is_some_and(|name| open.names.contains(name))
        };
        findings.retain(|finding| finding.source.is_own() && !is_open(finding));
        Self { number, text: text.clone(), schema, findings, uses, open }
    }

    /// Whether a text of a subject takes part in it.
    pub fn used(&self, name: &str) -> Option<&Used> {
        self.uses.iter().find(|used| used.name() == name)
    }

    fn defines(&self, name: &str) -> bool {
        self.schema.as_ref().is_some_and(|schema| schema.named(name).is_some())
    }

    fn is_about(&self, name: &str) -> bool {
        self.schema.as_ref().and_then(avro::Schema::fullname) == Some(name)
    }

    fn needs(&self) -> impl Iterator<Item = String> + '_ {
        self.schema.iter().flat_map(avro::Schema::undefined_names).map(str::to_owned)
    }
}

/// The texts of a subject.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelf {
    /// Every text by itself, to find out what it defines and needs.
    alone: BTreeMap<Part, Arc<Text>>,
    /// The released versions with what they use, oldest first.
    pub versions: Vec<Arc<Text>>,
    /// The text that would be released next: the draft, or the newest version where only what it uses has drafts.
    pub next: Option<Next>,
    defines: BTreeSet<String>,
    needs: BTreeSet<String>,
}

/// The text that would be released next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Next {
    pub text: Arc<Text>,
    /// Whether the subject's own text changes, and not only what it uses.
    pub is_own: bool,
}

impl Shelf {
    fn newest(&self) -> Option<(Part, &Arc<Text>)> {
        self.alone.iter().rev().find(|(part, _)| matches!(part, Part::Version(_))).map(|(part, text)| (*part, text))
    }
}

/// All schema texts of a design.
#[derive(Debug, Clone, Default)]
pub(crate) struct Library {
    shelves: BTreeMap<SchemaId, Shelf>,
    defining: BTreeMap<String, BTreeSet<SchemaId>>,
    needing: BTreeMap<String, BTreeSet<SchemaId>>,
    /// The names with several meanings.
    meanings: BTreeMap<String, Meanings>,
    /// The subjects for which a name stays open.
    stuck: BTreeMap<String, BTreeSet<SchemaId>>,
    conflicts: BTreeMap<String, Arc<NameConflict>>,
}

/// A text of a subject.
type Found<'a> = (&'a SchemaId, Part, &'a Arc<Text>);

impl Library {
    /// Takes in the present texts of some subjects; gives every subject whose texts mean something else now.
    pub fn update(&mut self, design: &Design, ids: &BTreeSet<SchemaId>) -> BTreeSet<SchemaId> {
        let mut names = BTreeSet::new();
        for id in ids {
            names.extend(self.shelve(design.schema(id), id));
        }
        for name in &names {
            self.compare(name);
        }
        let mut touched = ids.clone();
        let mut open: Vec<String> = names.iter().cloned().collect();
        let mut seen: BTreeSet<String> = names.clone();
        while let Some(name) = open.pop() {
            for user in self.needing.get(&name).into_iter().flatten() {
                if touched.insert(user.clone())
                    && let Some(shelf) = self.shelves.get(user)
                {
                    open.extend(shelf.defines.iter().filter(|it| seen.insert((*it).clone())).cloned());
                }
            }
        }
        for id in &touched {
            names.extend(self.compose(id));
        }
        for name in &names {
            touched.extend(self.tell(name));
        }
        touched
    }

    /// The names with several meanings that are told at a subject.
    pub fn conflicts_at(&self, id: &SchemaId) -> Vec<Arc<NameConflict>> {
        let names = self.shelves.get(id).into_iter().flat_map(|shelf| &shelf.defines);
        let conflicts = names.filter_map(|name| self.conflicts.get(name));
        conflicts.filter(|it| it.told_at().is_some_and(|place| place.schema == *id)).cloned().collect()
    }

    /// The texts of a subject.
    pub fn shelf(&self, id: &SchemaId) -> Option<&Shelf> {
        self.shelves.get(id)
    }

    /// Parses what changed in a subject; gives the names that it defined before or defines now, when anything did.
    fn shelve(&mut self, schema: Option<&Schema>, id: &SchemaId) -> BTreeSet<String> {
        let mut shelf = self.shelves.remove(id).unwrap_or_default();
        for (index, names) in [(&mut self.defining, &shelf.defines), (&mut self.needing, &shelf.needs)] {
            for name in names {
                if let Some(users) = index.get_mut(name) {
                    users.remove(id);
                    if users.is_empty() {
                        index.remove(name);
                    }
                }
            }
        }
        let mut touched = shelf.defines.clone();
        let Some(schema) = schema else { return touched };
        let before = std::mem::take(&mut shelf.alone);
        let next = schema.latest().map_or(1, |version| version.number.saturating_add(1));
        let versions =
            schema.versions.iter().map(|version| (Part::Version(version.number), version.number, &version.text));
        for (part, number, text) in versions.chain(schema.draft.as_ref().map(|text| (Part::Draft, next, text))) {
            let known = before.get(&part).filter(|known| known.number == number && known.text == *text);
            shelf.alone.insert(part, known.cloned().unwrap_or_else(|| Arc::new(Text::alone(number, text))));
        }
        let texts = || shelf.alone.values().filter_map(|text| text.schema.as_ref());
        shelf.defines = texts().flat_map(avro::Schema::type_names).map(|name| name.full().to_owned()).collect();
        shelf.needs = texts().flat_map(avro::Schema::undefined_names).map(str::to_owned).collect();
        for (index, names) in [(&mut self.defining, &shelf.defines), (&mut self.needing, &shelf.needs)] {
            for name in names {
                index.entry(name.clone()).or_default().insert(id.clone());
            }
        }
        touched.extend(shelf.defines.iter().cloned());
        self.shelves.insert(id.clone(), shelf);
        touched
    }

    /// Brings the texts of a subject together with what they use; gives the names that stay open for it or did so before.
    fn compose(&mut self, id: &SchemaId) -> BTreeSet<String> {
        let Some(shelf) = self.shelves.get(id) else { return self.note_stuck(id, BTreeSet::new()) };
        let known: Vec<&Arc<Text>> = shelf
            .versions
            .iter()
            .chain(shelf.next.as_ref().map(|next| &next.text))
            .chain(shelf.alone.values())
            .collect();
        let compose = |text: &Arc<Text>, drafts: bool| {
            let (uses, open) = self.uses(id, text, drafts);
            let is_it = |it: &&&Arc<Text>| {
                it.text == text.text && it.number == text.number && it.uses == uses && it.open == open
            };
            match known.iter().find(is_it) {
                Some(known) => Arc::clone(known),
                None => Arc::new(Text::with(text.number, &text.text, uses, open)),
            }
        };
        let versions = shelf.alone.iter().filter(|(part, _)| matches!(part, Part::Version(_)));
        let versions: Vec<Arc<Text>> = versions.map(|(_, text)| compose(text, false)).collect();
        let next = match (shelf.alone.get(&Part::Draft), shelf.newest()) {
            (Some(draft), _) => Some(Next { text: compose(draft, true), is_own: true }),
            (None, Some((_, newest))) => {
                let text = compose(newest, true);
                let changes = text.uses.iter().any(|used| used.part == Part::Draft);
                changes.then_some(Next { text, is_own: false })
            }
            (None, None) => None,
        };
        let texts = versions.last().into_iter().chain(next.as_ref().map(|next| &next.text));
        let open = texts.flat_map(|text| &text.open.conflicting).cloned().collect();
        if let Some(shelf) = self.shelves.get_mut(id) {
            (shelf.versions, shelf.next) = (versions, next);
        }
        self.note_stuck(id, open)
    }

    /// Notes the names that stay open for a subject; gives those that do or did.
    fn note_stuck(&mut self, id: &SchemaId, open: BTreeSet<String>) -> BTreeSet<String> {
        let mut touched = open;
        for name in &touched {
            self.stuck.entry(name.clone()).or_default().insert(id.clone());
        }
        let is_over = |name: &String, ids: &BTreeSet<SchemaId>| ids.contains(id) && !touched.contains(name);
        let over: Vec<String> =
            self.stuck.iter().filter(|(name, ids)| is_over(name, ids)).map(|(name, _)| name.clone()).collect();
        for name in &over {
            if let Some(ids) = self.stuck.get_mut(name) {
                ids.remove(id);
            }
        }
        self.stuck.retain(|_, ids| !ids.is_empty());
        touched.extend(over);
        touched
    }
}
