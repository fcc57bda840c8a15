//! The names that texts of several subjects define without meaning the same, and what there is to tell of each.

use super::Library;
use crate::conflict::{DefinedAt, Meanings, NameConflict};
use avro::by_meaning;
use model::SchemaId;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Library {
    /// Finds out what the texts that define a name mean by it.
    pub(super) fn compare(&mut self, name: &str) {
        let meanings = |drafts| {
            let texts = self.defining(name, drafts).filter_map(|(id, part, text)| {
                let definition = text.schema.as_ref()?.definition(name)?;
                let (schema, pointer) = (id.clone(), definition.pointer);
                Some((DefinedAt { schema, part, pointer, is_outermost: text.is_about(name) }, definition.meaning))
            });
            by_meaning(texts)
        };
        let is_alone = self.defining.get(name).is_none_or(|ids| ids.len() < 2);
        let found =
            if is_alone { Meanings::default() } else { Meanings { released: meanings(false), next: meanings(true) } };
        if found.differ(false) || found.differ(true) {
            self.meanings.insert(name.to_owned(), found);
        } else {
            self.meanings.remove(name);
        }
    }

    /// Puts together what there is to tell of a name; gives the subjects where something else is told than before.
    pub(super) fn tell(&mut self, name: &str) -> BTreeSet<SchemaId> {
        let stuck = self.stuck.get(name).cloned().unwrap_or_default();
        let now = self.meanings.get(name).and_then(|it| {
            let is_mended = !it.differ(true);
            let meanings = if is_mended { it.released.clone() } else { it.next.clone() };
            let is_told = !is_mended || !stuck.is_empty();
            is_told.then(|| Arc::new(NameConflict { name: name.to_owned(), meanings, stuck, is_mended }))
        });
        let before = match &now {
            Some(now) => self.conflicts.insert(name.to_owned(), now.clone()),
            None => self.conflicts.remove(name),
        };
        if before == now {
            return BTreeSet::new();
        }
        let places = [&before, &now].into_iter().flatten().filter_map(|it| it.told_at());
        places.map(|place| place.schema.clone()).collect()
    }
}
