//! Saving: which files to write and delete so that the folder says what the design says, and nothing more than that.

use crate::decode::Piece;
use crate::folder::{Content, Folder, SaidView};
use crate::load::nameless_context;
use crate::patch::{patch, plain_table};
use crate::seat::{Seat, path_of, schema_folder, seat};
use crate::text::{with_mark_of, without_mark};
use crate::unsaved::Difference;
use crate::{canonical, decision_text};
use model::{Design, Policy, Record, RecordKey, Schema, View, ViewId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use toml_edit::{Item, Table};

/// A file to write or delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The path from the design folder, with `/` between its parts.
    pub path: String,
    /// The text that stands there as far as we know; None when there is no file.
    pub before: Option<Arc<str>>,
    /// The text that shall stand there; None to delete the file.
    pub after: Option<Arc<str>>,
}

/// The texts that files shall hold, by path; None for those that shall go.
type Wanted = BTreeMap<String, Option<String>>;

impl Folder {
    /// How the files of one record differ from what the design says; `records` are those in them that do.
    pub(crate) fn difference(&self, key: &RecordKey, design: &Design, records: &BTreeSet<RecordKey>) -> Difference {
        let wanted = self.wanted(key, design, records);
        let may_change = |path: &str, after: &Option<String>| self.may_change(path, after.as_deref());
        let blocked: Vec<String> =
            wanted.iter().filter(|(path, after)| !may_change(path, after)).map(|(path, _)| path.clone()).collect();
        // All of a record's files or none: it must not leave its old place without reaching the new one.
        if !blocked.is_empty() {
            return Difference::Blocked(blocked);
        }
        let changes = wanted.into_iter().map(|(path, after)| {
            let before = self.files.get(&path).and_then(|file| file.disk.as_ref()?.text().cloned());
            FileChange { path, before, after: after.map(Arc::from) }
        });
        // A record that an older format has elsewhere stays in, so that it stands before its migration.
        let counts = |change: &FileChange| change.before != change.after || self.outdated.contains(&change.path);
        Difference::Writes(changes.filter(counts).collect())
    }

    /// The files of an older format, as they are in the present one.
    pub(crate) fn migrations(&self) -> impl Iterator<Item = (&str, FileChange)> {
        self.outdated.iter().filter_map(|path| {
            let file = self.files.get(path)?;
            let text = |content: &Option<Content>| content.as_ref().and_then(Content::text).cloned();
            Some((path.as_str(), FileChange { path: path.clone(), before: text(&file.disk), after: text(&file.read) }))
        })
    }

    /// Whether the files say the same of a record as the design.
    pub(crate) fn says(&self, key: &RecordKey, design: &Design) -> bool {
        if let RecordKey::Placement(view, node) = key {
            let line = self.views.get(view).and_then(|said| said.nodes.get(node.as_ref()));
            // The line of a node that neither side has is kept and has no effect.
            let is_foreign = !design.contains(node) && !self.stands(node);
            return is_foreign || line.map(|line| &line.placement) == design.placement(view, node);
        }
        if let RecordKey::View(view) = key {
            return self.views.get(view).map(|said| &said.view) == design.view(view);
        }
        // Two kinds of record exist before any file speaks of them.
        if !self.units.contains_key(key) {
            if *key == RecordKey::Policy {
                return *design.policy() == Policy::default();
            }
            if let RecordKey::Context(id) = key {
                let nameless = self.has_members(id).then(|| nameless_context(id));
                return nameless.as_ref() == design.context(id);
            }
        }
        self.said(key) == design.get(key)
    }

    fn may_change(&self, path: &str, after: Option<&str>) -> bool {
        // A file that moves with its schema's folder is not ours, but nothing of it is lost.
        let moves_away = || after.is_none() && seat(path) == Seat::Foreign;
        self.is_ours(path) || self.file(path) == after || moves_away()
    }

    /// Notes what the host has written. The folder then is as loading it again would find it. Gives the records of which the
    /// files say something else now: a design that was edited meanwhile may differ from them.
    pub fn applied(&mut self, changes: &[FileChange]) -> BTreeSet<RecordKey> {
        let mut touched = BTreeSet::new();
        for change in changes {
            let file = self.files.entry(change.path.clone()).or_default();
            file.disk = change.after.clone().map(Content::Text);
            file.read.clone_from(&file.disk);
            self.outdated.remove(&change.path);
            if change.after.is_none() {
                self.files.remove(&change.path);
                self.forget(&change.path);
            }
            if let Some((key, place, _)) = self.take_note(&change.path) {
                // Where it was written last is where the record stands.
                if change.after.is_some()
                    && let Some(unit) = self.units.get_mut(&key)
                {
                    unit.place = place;
                }
                touched.insert(key);
            }
        }
        let mut written = BTreeSet::new();
        for key in touched {
            let view = if let RecordKey::View(view) = &key { Some(view.clone()) } else { None };
            let before = view.as_ref().and_then(|view| self.views.get(view)).cloned();
            let candidates = self.candidates(&key);
            self.settle(&key, candidates);
            if let Some(view) = &view {
                written.extend(lines_between(view, before.as_ref(), self.views.get(view)));
            }
            written.insert(key);
        }
        written
    }

    /// The texts that the files of one record shall hold.
    fn wanted(&self, key: &RecordKey, design: &Design, records: &BTreeSet<RecordKey>) -> Wanted {
        let mut wanted = Wanted::new();
        match design.get(key) {
            None => self.want_gone(key, &mut wanted),
            Some(Record::Schema(schema)) => self.want_schema(key, &schema, &mut wanted),
            Some(Record::View(view)) => self.want_view(key, view, design, records, &mut wanted),
            Some(record) => self.want_record(key, &record, &mut wanted),
        }
        wanted
    }

    fn want_gone(&self, key: &RecordKey, wanted: &mut Wanted) {
        let Some(unit) = self.units.get(key) else { return };
        if matches!(key, RecordKey::Schema(_)) {
            wanted.extend(self.texts_in(&unit.place).map(|(path, _)| (path.to_owned(), None)));
        } else {
            wanted.insert(unit.place.clone(), None);
        }
    }

    fn want_record(&self, key: &RecordKey, record: &Record, wanted: &mut Wanted) {
        let old = self.units.get(key).map(|unit| unit.place.as_str());
        // A decision keeps the name that its file has.
        let own = old.filter(|_| matches!(key, RecordKey::Decision(_))).map(str::to_owned);
        let Some(path) = own.or_else(|| path_of(key, record.context())) else { return };
        let text = old.and_then(|old| self.texts.get(old)).map(|text| without_mark(text));
        let base = self.said(key);
        let after = match (text, base, record) {
            (Some(text), Some(base), _) if base == *record => Some(text.to_owned()),
            (Some(text), Some(Record::Decision(base)), Record::Decision(new)) => {
                Some(decision_text::patch(text, &base, new))
            }
            (Some(text), Some(base), _) => {
                canonical::table(&base).zip(canonical::table(record)).and_then(|(base, new)| patch(text, &base, &new))
            }
            (None, _, Record::Policy(policy)) if *policy == Policy::default() => return,
            (_, _, Record::Decision(new)) => Some(decision_text::text(new)),
            (_, _, _) => canonical::text(record),
        };
        self.want_text(&path, old, after, wanted);
    }

    fn want_view(
        &self,
        key: &RecordKey,
        view: View,
        design: &Design,
        changed: &BTreeSet<RecordKey>,
        wanted: &mut Wanted,
    ) {
        let Some(path) = path_of(key, None) else { return };
        let text = self.units.get(key).and_then(|unit| self.texts.get(&unit.place)).map(|text| without_mark(text));
        let after = match (text, self.views.get(&view.id)) {
            (Some(text), Some(base)) => {
                let moved = || {
                    changed.iter().filter_map(|it| {
                        if let RecordKey::Placement(_, node) = it { Some(node.as_ref()) } else { None }
                    })
                };
                let before = moved().filter_map(|node| base.nodes.get(node)).map(|line| line.placement.clone());
                let after = moved().filter_map(|node| design.placement(&view.id, node).cloned());
                let base_view = Record::View(base.view.clone());
                let new_view = if changed.contains(key) { Record::View(view.clone()) } else { base_view.clone() };
                let base = with_nodes(canonical::table(&base_view), canonical::nodes(before));
                let new = with_nodes(canonical::table(&new_view), canonical::nodes(after));
                base.zip(new).and_then(|(base, new)| {
                    let is_same = plain_table(&base) == plain_table(&new);
                    if is_same { Some(text.to_owned()) } else { patch(text, &base, &new) }
                })
            }
            (Some(_) | None, _) => {
                let placements = design.placements(&view.id).cloned().collect::<Vec<_>>();
                canonical::view_text(&Record::View(view), placements.into_iter())
            }
        };
        self.want_text(&path, Some(&path), after, wanted);
    }

    /// Wants a text in a file, and the file gone where the record stood before. The text before gives the byte order mark.
    fn want_text(&self, path: &str, old: Option<&str>, after: Option<String>, wanted: &mut Wanted) {
        let Some(after) = after else { return };
        let before = old.and_then(|old| self.file(old));
        wanted.insert(path.to_owned(), Some(with_mark_of(before, &after)));
        if let Some(old) = old.filter(|old| *old != path) {
            wanted.insert(old.to_owned(), None);
        }
    }

    fn want_schema(&self, key: &RecordKey, schema: &Schema, wanted: &mut Wanted) {
        if self.said(key).is_some_and(|said| said == Record::Schema(schema.clone())) {
            return;
        }
        let new = schema_folder(&schema.id, &schema.context);
        let old = self.units.get(key).map_or(new.as_str(), |unit| unit.place.as_str());
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for version in &schema.versions {
            texts.insert(format!("v{}.avsc", version.number), version.text.to_string());
        }
        if let Some(draft) = &schema.draft {
            texts.insert("draft.avsc".to_owned(), draft.to_string());
        }
        let head = self.schema_head(&format!("{old}schema.toml"), schema, texts.is_empty());
        texts.extend(head.map(|head| ("schema.toml".to_owned(), head)));
        for (path, _) in self.texts_in(old) {
            wanted.insert(path.to_owned(), None);
        }
        if new != old {
            // The other files of the folder belong to the schema: notes, samples, versions that could not be read.
            for (path, file) in self.files.range(old.to_owned()..).take_while(|(path, _)| path.starts_with(old)) {
                let rest = path.strip_prefix(old).unwrap_or_default();
                if let Some(text) = file.disk.as_ref().and_then(Content::text)
                    && !self.texts.contains_key(path)
                    && !self.unread.contains_key(path)
                    && !self.files.contains_key(&format!("{new}{rest}"))
                {
                    wanted.insert(format!("{new}{rest}"), Some(text.to_string()));
                    wanted.insert(path.clone(), None);
                }
            }
        }
        for (name, text) in texts {
            let before = self.file(&format!("{old}{name}"));
            wanted.insert(format!("{new}{name}"), Some(with_mark_of(before, &text)));
        }
    }

    /// The text of `schema.toml`; None when there is nothing for it to say.
    fn schema_head(&self, path: &str, schema: &Schema, is_only_file: bool) -> Option<String> {
        let head = |name: &str, compatibility| {
            canonical::table(&Record::Schema(Schema {
                id: schema.id.clone(),
                context: schema.context.clone(),
                name: name.to_owned(),
                compatibility,
                versions: Vec::new(),
                draft: None,
            }))
        };
        let new = head(&schema.name, schema.compatibility)?;
        let Some(text) = self.texts.get(path) else {
            let text = toml_edit::DocumentMut::from(new).to_string();
            return (is_only_file || !text.is_empty()).then_some(text);
        };
        let said = crate::decode::decode(path, &seat(path), text).piece;
        let text = without_mark(text);
        let Some(Piece::SchemaHead(base)) = said else { return Some(text.to_owned()) };
        let is_same = base.name == schema.name && base.compatibility == schema.compatibility;
        let after = if is_same { text.to_owned() } else { patch(text, &head(&base.name, base.compatibility)?, &new)? };
        (is_only_file || !after.trim().is_empty()).then_some(after)
    }
}

/// The placements whose lines differ between two states of a view's file.
fn lines_between(view: &ViewId, before: Option<&SaidView>, after: Option<&SaidView>) -> Vec<RecordKey> {
    let line = |said: Option<&SaidView>, node: &RecordKey| {
        said.and_then(|said| said.nodes.get(node)).map(|it| it.placement.clone())
    };
    let nodes: BTreeSet<&RecordKey> =
        [before, after].into_iter().flatten().flat_map(|said| said.nodes.keys()).collect();
    let changed = nodes.into_iter().filter(|node| line(before, node) != line(after, node));
    changed.map(|node| RecordKey::Placement(view.clone(), Box::new(node.clone()))).collect()
}

fn with_nodes(table: Option<Table>, nodes: Table) -> Option<Table> {
    let mut table = table?;
    table.insert("nodes", Item::Table(nodes));
    Some(table)
}
