//! The state of the disk as far as we know: every file, those included that we do not understand, and which record came from
//! where.

use crate::decode::{Piece, decode};
use crate::load::Candidates;
use crate::seat::{Seat, is_other_name, path_of, schema_folder, seat};
use crate::text::without_mark;
use crate::{Places, view_file};
use diagnostic::{Diagnostic, Place};
use model::{ContextId, Record, RecordKey, Schema, SchemaId, SchemaVersion, View, ViewId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// Text in UTF-8, with whatever byte order mark it has.
    Text(Arc<str>),
    /// Anything else.
    Bytes(Vec<u8>),
}

impl Content {
    /// The content of some bytes.
    pub fn of(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text.into()),
            Err(error) => Self::Bytes(error.into_bytes()),
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&Arc<str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(_) => None,
        }
    }
}

/// A file as it stands on disk, and as it is read: the two differ while a migration has not been saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct File {
    pub disk: Option<Content>,
    pub read: Option<Content>,
}

/// The state of the disk as far as we know. It is the base of every save and merge.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Folder {
    pub(crate) files: BTreeMap<String, File>,
    /// The texts that the records were read from, by path; of a file that cannot be read, its last readable text.
    pub(crate) texts: BTreeMap<String, Arc<str>>,
    /// Files that should be part of the design but are not, and why.
    pub(crate) unread: BTreeMap<String, Vec<Diagnostic>>,
    /// Findings about values that could not be taken from files that were read.
    pub(crate) findings: BTreeMap<String, Vec<Diagnostic>>,
    /// Files with a wrong name, by path: the cause, and what is told once for it.
    pub(crate) misnamed: BTreeMap<String, (String, Diagnostic)>,
    pub(crate) units: BTreeMap<RecordKey, Unit>,
    /// The content of the files of views: they are long, and every moved node asks for its line.
    pub(crate) views: BTreeMap<ViewId, SaidView>,
    /// The files of an older format that a save brings up to date.
    pub(crate) outdated: BTreeSet<String>,
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    pub context: Option<ContextId>,
    /// Its file; for a schema its folder, with the last `/`.
    pub place: String,
}

/// The content of a view's file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SaidView {
    pub view: View,
    /// The lines of its nodes, those of records that do not exist included.
    pub nodes: BTreeMap<RecordKey, view_file::Node>,
}

impl Folder {
    /// The path of a record's file, from the design folder; for a schema the first of its files, for a placement that of its
    /// view.
    pub fn path_of(&self, key: &RecordKey) -> Option<&str> {
        let key = unit_key(key);
        let place = &self.units.get(&key)?.place;
        if matches!(key, RecordKey::Schema(_)) {
            let head = format!("{place}schema.toml");
            return match self.texts.get_key_value(&head) {
                Some((path, _)) => Some(path),
                None => self.texts_in(place).next().map(|(path, _)| path),
            };
        }
        Some(place)
    }

    /// The paths of all files that stand on disk, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter(|(_, file)| file.disk.is_some()).map(|(path, _)| path.as_str())
    }

    /// The text of a file as it stands on disk.
    pub fn file(&self, path: &str) -> Option<&str> {
        Some(self.files.get(path)?.disk.as_ref()?.text()?)
    }

    /// The files that should be part of the design and are not, each with the reasons.
    pub fn unread(&self) -> impl Iterator<Item = (&str, &[Diagnostic])> {
        self.unread.iter().map(|(path, reasons)| (path.as_str(), reasons.as_slice()))
    }

    /// Whether a file may be written: it is not there yet, or its text is one that we have read.
    pub(crate) fn is_ours(&self, path: &str) -> bool {
        let is_there = self.files.get(path).is_some_and(|file| file.disk.is_some());
        !is_there || self.texts.contains_key(path) && !self.unread.contains_key(path)
    }

    /// The place where a field of a record is written, as [`Places`] has it. For many fields at once, ask that.
    pub fn place(&self, key: &RecordKey, pointer: &str, part: Option<&str>) -> Option<Place> {
        Places::of(self).place(key, pointer, part)
    }

    /// The path of a record's file, or of one text of a schema.
    pub(crate) fn path_of_part(&self, key: &RecordKey, part: Option<&str>) -> Option<String> {
        match part {
            Some(part) => Some(format!("{}{part}.avsc", self.units.get(key)?.place)),
            None => self.path_of(key).map(str::to_owned),
        }
    }

    /// The text of a file as it was read.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(|text| &**text)
    }

    /// The texts whose path begins so.
    pub(crate) fn texts_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Arc<str>)> {
        self.texts
            .range(folder.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(folder))
            .map(|(path, text)| (path.as_str(), text))
    }

    /// The record as its files said it when they could last be read; nothing for a placement, which is a line of its view.
    pub(crate) fn said(&self, key: &RecordKey) -> Option<Record> {
        let unit = self.units.get(key)?;
        if let (RecordKey::Schema(id), Some(context)) = (key, &unit.context) {
            let pieces = self.texts_in(&unit.place).filter_map(|(path, text)| {
                let seat = seat(path);
                Some((seat.clone(), decode(path, &seat, text).piece?, text.clone()))
            });
            return Some(Record::Schema(schema(id, context, pieces)));
        }
        if let RecordKey::View(id) = key {
            return self.views.get(id).map(|said| Record::View(said.view.clone()));
        }
        let text = self.texts.get(&unit.place)?;
        decode(&unit.place, &seat(&unit.place), text).piece.and_then(record)
    }

    /// Whether any record that the files speak of lives in a context.
    pub(crate) fn has_members(&self, context: &ContextId) -> bool {
        let folder = format!("contexts/{context}/");
        let mut keys = self.texts_in(&folder).filter_map(|(path, _)| seat(path).record().map(|(key, _)| key));
        keys.any(|key| self.units.get(&key).is_some_and(|unit| unit.context.as_ref() == Some(context)))
    }

    /// The places where a record could stand, as the files on disk have it.
    pub(crate) fn candidates(&self, key: &RecordKey) -> Candidates {
        let mut out = Candidates::new();
        let mut add = |place: Option<String>| {
            let Some(place) = place else { return };
            let files: Vec<String> = if matches!(key, RecordKey::Schema(_)) {
                self.paths_in(&place).map(str::to_owned).collect()
            } else {
                vec![place.clone()]
            };
            let files: Vec<(String, Seat)> = files
                .into_iter()
                .map(|path| (seat(&path), path))
                .filter(|(seat, _)| seat.record().is_some_and(|(of, _)| of == *key))
                .map(|(seat, path)| (path, seat))
                .collect();
            let is_known = files.iter().any(|(path, _)| self.files.contains_key(path) || self.texts.contains_key(path));
            if is_known {
                out.insert(place, files);
            }
        };
        if let Some(path) = path_of(key, None) {
            add(Some(path));
            if matches!(key, RecordKey::Decision(_)) {
                // Their files may have names that are no ids.
                self.paths_in("decisions/")
                    .filter(|path| is_other_name(path))
                    .for_each(|path| add(Some(path.to_owned())));
            }
            return out;
        }
        for context in self.context_folders() {
            add(if let RecordKey::Schema(id) = key {
                Some(schema_folder(id, &context))
            } else {
                path_of(key, Some(&context))
            });
        }
        out
    }

    /// The paths, on disk or remembered, that begin so.
    fn paths_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let on_disk = self.files.range(folder.to_owned()..).map(|(path, _)| path.as_str());
        let remembered = self.texts_in(folder).map(|(path, _)| path).filter(|path| !self.files.contains_key(*path));
        on_disk.take_while(move |path| path.starts_with(folder)).chain(remembered)
    }

    /// The folders of contexts, found without looking at every file in them.
    fn context_folders(&self) -> Vec<ContextId> {
        let mut out = Vec::new();
        let mut from = "contexts/".to_owned();
        while let Some((path, _)) = self.files.range(from.clone()..).next() {
            let Some(rest) = path.strip_prefix("contexts/") else { break };
            let name = rest.split_once('/').map_or(rest, |(name, _)| name);
            out.extend(ContextId::new(name).ok());
            // The character after `/`: the first path that is not in this folder.
            from = format!("contexts/{name}0");
        }
        out
    }

    /// Contexts that have members, but no file that says anything about them.
    pub(crate) fn contexts_without_file(&self) -> BTreeSet<&ContextId> {
        let inhabited: BTreeSet<&ContextId> = self.units.values().filter_map(|unit| unit.context.as_ref()).collect();
        inhabited.into_iter().filter(|id| !self.units.contains_key(&RecordKey::Context((*id).clone()))).collect()
    }
}

/// The record whose file a record stands in.
pub(crate) fn unit_key(key: &RecordKey) -> RecordKey {
    if let RecordKey::Placement(view, _) = key { RecordKey::View(view.clone()) } else { key.clone() }
}

/// The record that a file holds by itself.
pub(crate) fn record(piece: Piece) -> Option<Record> {
    match piece {
        Piece::Record(record) => Some(*record),
        Piece::View(..) | Piece::SchemaHead(_) | Piece::SchemaText => None,
    }
}

/// The schema that some files make up.
pub(crate) fn schema(
    id: &SchemaId,
    context: &ContextId,
    pieces: impl Iterator<Item = (Seat, Piece, Arc<str>)>,
) -> Schema {
    let mut schema = Schema {
        id: id.clone(),
        context: context.clone(),
        name: String::new(),
        compatibility: None,
        versions: Vec::new(),
        draft: None,
    };
    for (seat, piece, text) in pieces {
        let text = || match without_mark(&text) {
            shorter if shorter.len() < text.len() => Arc::from(shorter),
            _ => text.clone(),
        };
        match (seat, piece) {
            (_, Piece::SchemaHead(head)) => {
                schema.name = head.name;
                schema.compatibility = head.compatibility;
            }
            (Seat::Version(_, _, number), _) => schema.versions.push(SchemaVersion { number, text: text() }),
            (Seat::Draft(..), _) => schema.draft = Some(text()),
            (_, Piece::Record(_) | Piece::View(..) | Piece::SchemaText) => {}
        }
    }
    schema.versions.sort_by_key(|version| version.number);
    schema
}
