//! Somebody changed files while the design was open: a colleague's pull, an editor, a script. Their changes are taken
//! over, ours are kept, and only where both changed the same is anybody asked.

use crate::folder::{Content, Folder};
use crate::load::nameless_context;
use diagnostic::Diagnostic;
use model::{ContextId, Design, Disagreement, Kind, Policy, Record, RecordKey, three_way};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A file that was changed outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideChange {
    /// The path from the design folder, with `/` between its parts.
    pub path: String,
    /// The content of the file now; None when it is gone.
    pub bytes: Option<Vec<u8>>,
}

/// The consequences of changes from outside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// The records that the design must take over, by key: the new state of a record, or None when it is gone.
    pub updates: Vec<(RecordKey, Option<Record>)>,
    /// The fields that were changed on both sides. Until somebody has decided, the updates hold our side.
    pub conflicts: Vec<Conflict>,
    /// Everything that could not be taken from the folder as it stands now, in place of what loading has reported.
    pub diagnostics: Vec<Diagnostic>,
}

/// A field that was changed here and outside, differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The record.
    pub record: RecordKey,
    /// The field as a JSON pointer; empty for the whole record, when one side has deleted it.
    pub pointer: String,
    /// Our side, for people to read.
    pub ours: String,
    /// Their side, for people to read.
    pub theirs: String,
    /// The record as it is when all its conflicts are settled for their side: their changes, and those of ours that nobody
    /// disputes. None when they have deleted it.
    pub theirs_record: Option<Record>,
}

/// The records of some keys, and which keys a name in a view may mean.
struct State {
    records: BTreeMap<RecordKey, Record>,
}

impl Folder {
    /// Takes note of files that somebody changed outside and says what the design must take over. Three-way by record and
    /// field: what both knew is the base, the files are theirs, `ours` is the design, of which `dirty` is not saved yet. The
    /// design itself is not changed. Our own saves that a watcher reports back change nothing.
    pub fn merge(&mut self, files: Vec<OutsideChange>, ours: &Design, dirty: &BTreeSet<RecordKey>) -> Merged {
        let changed: Vec<(String, Option<Content>)> = files
            .into_iter()
            .map(|change| (change.path, change.bytes.map(Content::of)))
            .filter(|(path, content)| self.files.get(path).and_then(|file| file.disk.as_ref()) != content.as_ref())
            .collect();
        if changed.is_empty() {
            return Merged { diagnostics: self.diagnostics(), ..Merged::default() };
        }
        let before = self.clone_without_findings();
        for (path, content) in changed {
            self.files.entry(path).or_default().disk = content;
        }
        self.bring_up_to_date();

        let mut touched: BTreeSet<RecordKey> = BTreeSet::new();
        let paths: BTreeSet<&String> = before.files.keys().chain(self.files.keys()).collect();
        let paths = paths.into_iter().filter(|path| {
            let read = |folder: &Self| folder.files.get(*path).and_then(|file| file.read.clone());
            read(&before) != read(self)
        });
        for path in paths.cloned().collect::<Vec<_>>() {
            let in_context = path.strip_prefix("contexts/").and_then(|rest| rest.split_once('/'));
            touched.extend(in_context.and_then(|(name, _)| ContextId::new(name).ok()).map(RecordKey::Context));
            if let Some((key, ..)) = self.take_note(&path) {
                touched.insert(key);
            }
            if !self.files.contains_key(&path) {
                self.misnamed.remove(&path);
                self.forget(&path);
            }
        }
        for key in &touched {
            let candidates = self.candidates(key);
            self.settle(key, candidates);
        }
        if touched.iter().any(|key| key.kind().is_placed()) {
            touched
                .extend(before.units.keys().chain(self.units.keys()).filter(|key| key.kind() == Kind::View).cloned());
        }
        let is_unsaved = |node: &RecordKey| ours.contains(node) && !before.stands(node);
        let base = before.state(&touched, is_unsaved);
        let theirs = self.state(&touched, is_unsaved);
        let nameless: BTreeSet<RecordKey> =
            self.contexts_without_file().into_iter().cloned().map(RecordKey::from).collect();
        let mut merged = decide(&base, &theirs, ours, dirty, &nameless);
        merged.diagnostics = self.diagnostics();
        merged
    }

    /// The folder as base of a merge: what findings there were does not matter to it.
    fn clone_without_findings(&self) -> Self {
        Self {
            files: self.files.clone(),
            texts: self.texts.clone(),
            units: self.units.clone(),
            views: self.views.clone(),
            ..Self::default()
        }
    }

    /// Whether the files say that a record exists.
    pub(crate) fn stands(&self, key: &RecordKey) -> bool {
        self.units.contains_key(key) || matches!(key, RecordKey::Context(id) if self.has_members(id))
    }

    fn state(&self, keys: &BTreeSet<RecordKey>, is_unsaved: impl Fn(&RecordKey) -> bool) -> State {
        let nameless = self.contexts_without_file();
        let mut records = BTreeMap::new();
        for key in keys {
            let record = self.said(key);
            if let (None, RecordKey::Context(id)) = (&record, key)
                && nameless.contains(id)
            {
                records.insert(key.clone(), Record::Context(nameless_context(id)));
            }
            records.extend(record.map(|record| (key.clone(), record)));
            let view = if let RecordKey::View(id) = key { self.views.get(id) } else { None };
            let nodes = view.into_iter().flat_map(|said| said.nodes.values());
            for node in nodes.map(|node| Record::Placement(node.placement.clone())) {
                if let RecordKey::Placement(_, of) = node.key()
                    && (self.units.contains_key(&of)
                        || matches!(of.as_ref(), RecordKey::Context(id) if nameless.contains(id))
                        || is_unsaved(&of))
                {
                    records.insert(node.key(), node);
                }
            }
        }
        State { records }
    }
}

fn decide(
    base: &State,
    theirs: &State,
    ours: &Design,
    dirty: &BTreeSet<RecordKey>,
    nameless: &BTreeSet<RecordKey>,
) -> Merged {
    let mut out = Merged::default();
    let keys: BTreeSet<&RecordKey> = base.records.keys().chain(theirs.records.keys()).collect();
    for key in keys {
        let our = ours.get(key);
        let their = match (theirs.records.get(key), key) {
            (None, RecordKey::Settings) => continue,
            (None, RecordKey::Policy) => Some(Record::Policy(Policy::default())),
            (their, _) => their.cloned(),
        };
        let is_dirty = dirty.contains(key);
        if our == their || (is_dirty && nameless.contains(key) && our.is_some()) {
            continue;
        }
        if !is_dirty {
            out.updates.push((key.clone(), their));
            continue;
        }
        let settled = settle(key, base.records.get(key), our.as_ref(), their.as_ref());
        if settled.record != our {
            out.updates.push((key.clone(), settled.record));
        }
        out.conflicts.extend(settled.conflicts);
    }
    out
}

/// A record of which two sides made something else, put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// The record with both sides' changes, and with ours where they disagree; nothing when it is gone.
    pub record: Option<Record>,
    /// The fields that both changed, for somebody to decide.
    pub conflicts: Vec<Conflict>,
}

/// Puts two sides of a record together; `base` is the state that both started from. Nothing stands for a record that is not
/// there.
pub fn settle(key: &RecordKey, base: Option<&Record>, ours: Option<&Record>, theirs: Option<&Record>) -> Settled {
    let agreed = |record: Option<&Record>| Settled { record: record.cloned(), conflicts: Vec::new() };
    if ours == theirs || theirs == base {
        return agreed(ours);
    }
    if ours == base {
        return agreed(theirs);
    }
    let conflict = |pointer: String, ours: String, theirs: String, theirs_record: Option<&Record>| Conflict {
        record: key.clone(),
        pointer,
        ours,
        theirs,
        theirs_record: theirs_record.cloned(),
    };
    let whole = |ours: &str, theirs: &str, theirs_record: Option<&Record>| {
        conflict(String::new(), ours.to_owned(), theirs.to_owned(), theirs_record)
    };
    match (ours, theirs) {
        (Some(our), Some(their)) => {
            let both = three_way(base, our, their);
            let conflicts = both.disagreements.into_iter().map(|Disagreement { pointer, ours, theirs }| {
                if pointer.is_empty() {
                    return whole("changed here", "changed outside", Some(&both.theirs));
                }
                conflict(pointer, shown(ours), shown(theirs), Some(&both.theirs))
            });
            Settled { conflicts: conflicts.collect(), record: Some(both.ours) }
        }
        (Some(_), None) => {
            Settled { record: ours.cloned(), conflicts: vec![whole("changed here", "deleted outside", None)] }
        }
        (None, Some(_)) => Settled { record: None, conflicts: vec![whole("deleted here", "changed outside", theirs)] },
        (None, None) => agreed(None),
    }
}

fn shown(value: Option<Value>) -> String {
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
    }
}
