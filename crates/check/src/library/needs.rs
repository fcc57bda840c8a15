//! Which texts of other subjects a text gets for the names that it uses, and which names stay open for it.

use super::{Found, Library, Part, Text, Used};
use crate::conflict::Open;
use avro::by_meaning;
use model::SchemaId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a name gets its definition.
enum Defined<'a> {
    Nowhere,
    /// In a text.
    Once(Found<'a>),
    /// In texts that do not mean the same; the names on which they do not agree.
    Diversely(BTreeSet<String>),
}

impl Library {
    /// The texts of other subjects that a text uses, directly or through another, in the order in which they are met, and what
    /// stays open. Texts that do not agree on a name cannot take part together, so neither does.
    pub(super) fn uses(&self, id: &SchemaId, text: &Arc<Text>, drafts: bool) -> (Vec<Used>, Open) {
        let is_newest = self.shelves.get(id).is_some_and(|shelf| {
            let newest = shelf.newest().map(|(_, text)| text);
            newest.into_iter().chain(shelf.alone.get(&Part::Draft)).any(|it| Arc::ptr_eq(it, text))
        });
        let mut conflicting = BTreeSet::new();
        loop {
            let (found, open) = self.gather(id, text, drafts, conflicting.clone());
            // An old version disagrees with the newest of others as it may.
            let own = Some(text).filter(|_| is_newest);
            let texts = || found.iter().map(|(_, _, text)| *text).chain(own);
            let disagree = |name: &&String| {
                let schemas = texts().filter_map(|text| text.schema.as_ref());
                by_meaning(schemas.filter_map(|it| it.meaning(name)).map(|it| ((), it))).len() > 1
            };
            let diverse = self.meanings.iter().filter(|(_, it)| it.differ(drafts)).map(|(name, _)| name);
            // A text alone agrees with itself.
            let new: Vec<String> = diverse.filter(|_| !found.is_empty()).filter(disagree).cloned().collect();
            if new.is_empty() {
                let used = |(of, part, found): &Found<'_>| Used {
                    schema: (*of).clone(),
                    part: *part,
                    text: found.text.clone(),
                };
                return (found.iter().map(used).collect(), open);
            }
            conflicting = open.conflicting;
            conflicting.extend(new);
        }
    }

    /// The same, where the names are known that the texts do not agree on.
    fn gather<'a>(
        &'a self,
        id: &SchemaId,
        text: &Text,
        drafts: bool,
        conflicting: BTreeSet<String>,
    ) -> (Vec<Found<'a>>, Open) {
        let mut out: Vec<Found<'a>> = Vec::new();
        let mut open = Open { conflicting, names: BTreeSet::new() };
        let mut needed: Vec<String> = text.needs().collect();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        while let Some(name) = needed.pop() {
            if text.defines(&name) || !seen.insert(name.clone()) {
                continue;
            }
            match self.definition(id, &name, drafts) {
                Defined::Nowhere => {}
                Defined::Diversely(names) => {
                    open.conflicting.extend(names);
                    open.names.insert(name);
                }
                Defined::Once((_, _, found)) if open.conflicting.iter().any(|it| found.defines(it)) => {
                    open.names.insert(name);
                }
                Defined::Once(found) => {
                    if out.iter().all(|(of, _, _)| *of != found.0) {
                        out.push(found);
                        needed.extend(found.2.needs());
                    }
                }
            }
        }
        (out, open)
    }

    /// The texts that define a name, by subject.
    pub(super) fn defining(&self, name: &str, drafts: bool) -> impl Iterator<Item = Found<'_>> {
        self.defining.get(name).into_iter().flatten().filter_map(move |id| {
            let shelf = self.shelves.get(id)?;
            let draft = shelf.alone.get(&Part::Draft).filter(|_| drafts).map(|text| (Part::Draft, text));
            let (part, text) = draft.or_else(|| shelf.newest())?;
            text.defines(name).then_some((id, part, text))
        })
    }

    /// The text that defines a name: before all others one whose outermost type has it.
    fn definition(&self, user: &SchemaId, name: &str, drafts: bool) -> Defined<'_> {
        let mut texts: Vec<Found<'_>> = self.defining(name, drafts).filter(|(id, _, _)| *id != user).collect();
        if texts.iter().any(|(_, _, text)| text.is_about(name)) {
            texts.retain(|(_, _, text)| text.is_about(name));
        }
        if texts.len() > 1 && !self.meanings.is_empty() {
            let diverse: Vec<BTreeMap<String, String>> =
                texts.iter().map(|(_, _, text)| self.diverse_parts(text, name, drafts)).collect();
            let names = disagreement(&diverse);
            if !names.is_empty() {
                return Defined::Diversely(names);
            }
        }
        texts.into_iter().min_by_key(|(_, _, text)| &text.text).map_or(Defined::Nowhere, Defined::Once)
    }

    /// The meaning that a text gives a name and its parts, as far as others do not agree with it.
    fn diverse_parts(&self, text: &Text, name: &str, drafts: bool) -> BTreeMap<String, String> {
        let Some(schema) = &text.schema else { return BTreeMap::new() };
        let is_diverse = |part: &&str| self.meanings.get(*part).is_some_and(|it| it.differ(drafts));
        let parts = schema.names_within(name).into_iter().filter(is_diverse);
        parts.filter_map(|part| Some((part.to_owned(), schema.meaning(part)?))).collect()
    }
}

/// The names on which texts do not agree, of the meanings that each gives to some names.
fn disagreement(texts: &[BTreeMap<String, String>]) -> BTreeSet<String> {
    let names: BTreeSet<&String> = texts.iter().flat_map(BTreeMap::keys).collect();
    let differs = |name: &&&String| {
        let meanings: BTreeSet<&String> = texts.iter().filter_map(|it| it.get(**name)).collect();
        meanings.len() > 1
    };
    let diverse: BTreeSet<String> = names.iter().filter(differs).map(|name| (*name).clone()).collect();
    // A name that some define and others take from elsewhere means one thing here and perhaps another there.
    let is_partial = |name: &&&String| !texts.iter().all(|it| it.contains_key(**name));
    if diverse.is_empty() { names.iter().filter(is_partial).map(|name| (*name).clone()).collect() } else { diverse }
}
