//! Loading: all files of a folder to a design, with everything that could not be taken as a finding.

use crate::code;
use crate::decode::{Decoded, Piece, decode};
use crate::folder::{Content, File, Folder, SaidView, Unit, record, schema};
use crate::migration::{format_version, migrate};
use crate::seat::{Seat, schema_folder, seat};
use crate::source::Source;
use crate::words;
use diagnostic::{Diagnostic, Location, Severity};
use model::{Context, ContextId, Design, DomainClass, FORMAT_VERSION, Record, RecordKey, SchemaId};
use std::collections::{BTreeMap, BTreeSet};

/// One file as the host has read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path from the design folder, with `/` between its parts.
    pub path: String,
    /// The content of the file.
    pub bytes: Vec<u8>,
}

/// The content of a folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// The records that could be read.
    pub design: Design,
    /// The files, for saving and merging.
    pub folder: Folder,
    /// Findings about values that could not be taken as written, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// The places where a record could stand, each with its files.
pub(crate) type Candidates = BTreeMap<String, Vec<(String, Seat)>>;

/// Reads the files of a design folder. It never fails: what cannot be read is reported, kept and left alone.
pub fn load(files: Vec<SourceFile>) -> Loaded {
    let mut folder = Folder::default();
    for file in files {
        let content = Some(Content::of(file.bytes));
        folder.files.insert(file.path, File { read: content.clone(), disk: content });
    }
    folder.bring_up_to_date();
    let mut records: BTreeMap<RecordKey, Candidates> = BTreeMap::new();
    for path in folder.files.keys().cloned().collect::<Vec<_>>() {
        if let Some((key, place, seat)) = folder.take_note(&path) {
            records.entry(key).or_default().entry(place).or_default().push((path, seat));
        }
    }
    let mut design = Design::default();
    for (key, candidates) in records {
        if let Some(record) = folder.settle(&key, candidates) {
            design.insert(record);
        }
    }
    for id in folder.contexts_without_file() {
        design.insert(Record::Context(nameless_context(id)));
    }
    for node in folder.views.values().flat_map(|said| said.nodes.values()) {
        if design.contains(&node.placement.node) {
            design.insert(Record::Placement(node.placement.clone()));
        }
    }
    Loaded { diagnostics: folder.diagnostics(), design, folder }
}

/// The context that stands for a folder that has members and no file of its own.
pub(crate) fn nameless_context(id: &ContextId) -> Context {
    Context {
        id: id.clone(),
        name: words::title(id.as_str()),
        purpose: String::new(),
        domain: DomainClass::default(),
        team: String::new(),
        hue: None,
        glossary: BTreeMap::new(),
    }
}

impl Folder {
    /// Reads the files of an older format as what they are in the present one.
    pub(crate) fn bring_up_to_date(&mut self) {
        for file in self.files.values_mut() {
            file.read.clone_from(&file.disk);
        }
        self.files.retain(|_, file| file.disk.is_some());
        self.outdated.clear();
        let settings = self.files.get("eventscape.toml").and_then(|file| file.read.as_ref()?.text().cloned());
        let Some(version) = settings.and_then(|text| format_version(&text)).filter(|it| *it < FORMAT_VERSION) else {
            return;
        };
        let texts =
            self.files.iter().filter_map(|(path, file)| Some((path.clone(), file.read.as_ref()?.text()?.to_string())));
        let old: BTreeMap<String, String> = texts.collect();
        let new = migrate(old.clone(), version);
        for (path, text) in &new {
            if old.get(path) != Some(text) {
                self.outdated.insert(path.clone());
                self.files.entry(path.clone()).or_default().read = Some(Content::Text(text.as_str().into()));
            }
        }
        for path in old.keys().filter(|path| !new.contains_key(*path)) {
            self.outdated.insert(path.clone());
            self.files.entry(path.clone()).or_default().read = None;
        }
    }

    /// Notes what a path is for: the record that its file belongs to, where this stands, and as what.
    pub(crate) fn take_note(&mut self, path: &str) -> Option<(RecordKey, String, Seat)> {
        self.misnamed.remove(path);
        let seat = seat(path);
        if let Seat::Misnamed(misnamed) = &seat {
            self.misnamed.insert(path.to_owned(), misnamed.finding(path));
        }
        let (key, context) = seat.record()?;
        let place = match (&key, context) {
            (RecordKey::Schema(schema), Some(context)) => schema_folder(schema, context),
            _ => path.to_owned(),
        };
        Some((key, place, seat))
    }

    /// Reads the files of a record anew and decides which of the places where it could stand is its own: the one where it has
    /// stood, else the first that can be read.
    pub(crate) fn settle(&mut self, key: &RecordKey, candidates: Candidates) -> Option<Record> {
        let known = self.units.remove(key).map(|unit| unit.place);
        if let RecordKey::View(view) = key {
            self.views.remove(view);
        }
        let mut places: Vec<(String, Vec<(String, Seat)>)> = candidates.into_iter().collect();
        places.sort_by_key(|(place, _)| known.as_ref() != Some(place));
        let mut result = None;
        for (place, files) in places {
            let readings: Vec<(String, Seat, Decoded)> = files
                .into_iter()
                .filter_map(|(path, seat)| self.read(&path, &seat).map(|decoded| (path, seat, decoded)))
                .collect();
            let stands = readings.iter().any(|(_, _, decoded)| decoded.piece.is_some());
            match &result {
                None if stands => result = Some((self.accept(key, &place, readings), place)),
                None => {}
                Some((_, owner)) if stands => self.refuse_second(key, owner, readings),
                Some(_) => {}
            }
        }
        result.and_then(|(record, _)| record)
    }

    /// The content of a file that is gone does not come back, not even when one that cannot be read takes its place.
    pub(crate) fn forget(&mut self, path: &str) {
        self.findings.remove(path);
        self.unread.remove(path);
        self.texts.remove(path);
    }

    /// Reads a file. One that cannot be read leaves what it said before in force. None when there is nothing to read.
    fn read(&mut self, path: &str, seat: &Seat) -> Option<Decoded> {
        self.findings.remove(path);
        self.unread.remove(path);
        let Some(content) = self.files.get(path).and_then(|file| file.read.clone()) else {
            self.texts.remove(path);
            return None;
        };
        let decoded = match &content {
            Content::Text(text) => decode(path, seat, text),
            Content::Bytes(_) => Decoded { piece: None, findings: vec![not_text(path, seat)] },
        };
        if decoded.piece.is_some() {
            if let Content::Text(text) = content {
                self.texts.insert(path.to_owned(), text);
            }
            return Some(decoded);
        }
        if decoded.findings.is_empty() {
            // A Markdown file that is no decision.
            self.texts.remove(path);
            return None;
        }
        let before = self.texts.get(path).and_then(|text| decode(path, seat, text).piece);
        let mut findings = decoded.findings;
        if before.is_some() {
            findings.iter_mut().for_each(still_in_force);
        }
        self.unread.insert(path.to_owned(), findings);
        Some(Decoded { piece: before, findings: Vec::new() })
    }

    fn accept(&mut self, key: &RecordKey, place: &str, readings: Vec<(String, Seat, Decoded)>) -> Option<Record> {
        let context = readings.first().and_then(|(_, seat, _)| seat.record().and_then(|(_, context)| context.cloned()));
        let mut pieces = Vec::new();
        for (path, seat, decoded) in readings {
            if !decoded.findings.is_empty() {
                self.findings.insert(path.clone(), decoded.findings);
            }
            if let (Some(piece), Some(text)) = (decoded.piece, self.texts.get(&path)) {
                pieces.push((seat, piece, text.clone()));
            }
        }
        let unit = Unit { context: context.clone(), place: place.to_owned() };
        self.units.insert(key.clone(), unit);
        if let (RecordKey::Schema(id), Some(context)) = (key, context) {
            self.report_gaps(id, place, &pieces);
            return Some(Record::Schema(schema(id, &context, pieces.into_iter())));
        }
        match pieces.into_iter().next()?.1 {
            Piece::View(view, nodes) => {
                let nodes = nodes.into_iter().map(|node| (node.placement.node.clone(), node)).collect();
                self.views.insert(view.id.clone(), SaidView { view: view.clone(), nodes });
                Some(Record::View(view))
            }
            piece @ (Piece::Record(_) | Piece::SchemaHead(_) | Piece::SchemaText) => record(piece),
        }
    }

    fn refuse_second(&mut self, key: &RecordKey, owner: &str, readings: Vec<(String, Seat, Decoded)>) {
        let mut findings = Vec::new();
        for (path, _, _) in readings {
            self.texts.remove(&path);
            if findings.is_empty() {
                let name = key.to_string();
                let source = Source::new(&path, "", Some(&name));
                let message = format!("`{}` is already the id of the {} in {owner}", key.id_str(), key.kind().title());
                let help = "Ids are unique in the whole design: give this file or folder another name; until then it is left out";
                findings.push(source.about(code::DUPLICATE_ID, Severity::Error, message).with_help(help));
                self.unread.insert(path, findings.clone());
            } else {
                self.unread.insert(path, Vec::new());
            }
        }
    }

    fn report_gaps(&mut self, id: &SchemaId, place: &str, pieces: &[(Seat, Piece, std::sync::Arc<str>)]) {
        let mut numbers: Vec<u32> = pieces
            .iter()
            .filter_map(|(seat, ..)| if let Seat::Version(_, _, number) = seat { Some(*number) } else { None })
            .collect();
        numbers.sort();
        let mut expected = 1;
        for number in numbers {
            let path = format!("{place}v{number}.avsc");
            if number > expected {
                let name = RecordKey::from(id.clone()).to_string();
                let source = Source::new(&path, "", Some(&name));
                let message = if number - expected == 1 {
                    format!("There is a version {number}, but no version {expected}")
                } else {
                    format!("There is a version {number}, but none of {expected} to {}", number - 1)
                };
                let finding = source.about(code::VERSION_GAP, Severity::Warning, message);
                let finding =
                    finding.with_help("Bring the missing file back, or leave the gap when it was never released");
                self.findings.entry(path).or_default().push(finding);
            }
            expected = number.saturating_add(1);
        }
    }

    /// Whether a newer version wrote the folder: what only that one knows would not survive being written by this one.
    pub fn is_of_newer_format(&self) -> bool {
        self.findings.values().flatten().any(|finding| finding.code == code::NEWER_FORMAT)
    }

    /// Whether an older version wrote the folder: the next save brings it up to date as a whole.
    pub fn is_of_older_format(&self) -> bool {
        !self.outdated.is_empty()
    }

    /// Everything that could not be taken from the folder as it stands now, by file and place.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> = Vec::new();
        out.extend(self.unread.values().flatten().cloned());
        out.extend(self.findings.values().flatten().cloned());
        let mut told = BTreeSet::new();
        out.extend(self.misnamed.values().filter(|(cause, _)| told.insert(cause)).map(|(_, finding)| finding.clone()));
        out.extend(self.absences());
        out.extend(self.unknown_nodes());
        out.sort_by(|a, b| (&a.location, &a.code, &a.message).cmp(&(&b.location, &b.code, &b.message)));
        out
    }

    /// Files that should be there and are not, or are of another time.
    fn absences(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let about =
            |file: &str, code, severity, message: String| Source::new(file, "", None).about(code, severity, message);
        if !self.files.contains_key("eventscape.toml") {
            let message = "The folder has no eventscape.toml, so it may not be a design".to_owned();
            let finding = about("eventscape.toml", code::NO_SETTINGS, Severity::Error, message);
            let help = format!(
                "Create it with the lines `format_version = {FORMAT_VERSION}` and `name = \"…\"`, or open another folder"
            );
            out.push(finding.with_help(help));
        }
        if self.is_of_older_format() {
            let message = format!("The folder has an older format; the next save brings it to format {FORMAT_VERSION}");
            out.push(about("eventscape.toml", code::OLDER_FORMAT, Severity::Info, message));
        }
        for id in self.contexts_without_file() {
            let path = format!("contexts/{id}/context.toml");
            if !self.unread.contains_key(&path) {
                let message = format!("The context `{id}` has no context.toml, so only its name is known");
                let finding = about(&path, code::NO_CONTEXT, Severity::Warning, message);
                out.push(
                    finding.with_help(format!("Create it with the line `name = \"{}\"`", words::title(id.as_str()))),
                );
            }
        }
        out
    }

    fn unknown_nodes(&self) -> Vec<Diagnostic> {
        let nameless = self.contexts_without_file();
        let is_known = |node: &RecordKey| {
            self.units.contains_key(node) || matches!(node, RecordKey::Context(id) if nameless.contains(id))
        };
        let mut out = Vec::new();
        for (view, said) in &self.views {
            for (node, line) in said.nodes.iter().filter(|(node, _)| !is_known(node)) {
                let location = Location {
                    place: Some(line.place.clone()),
                    record: Some(RecordKey::from(view.clone()).to_string()),
                    pointer: crate::tree::child("/nodes", &node.to_string()),
                    part: None,
                };
                let message = format!(
                    "There is no {} `{}`; its position is kept, but has no effect",
                    node.kind().title(),
                    node.id_str()
                );
                let help = format!("Remove the line, or bring the {} back", node.kind().title());
                out.push(Diagnostic::new(code::UNKNOWN_NODE, Severity::Info, message, location).with_help(help));
            }
        }
        out
    }
}

fn not_text(path: &str, seat: &Seat) -> Diagnostic {
    let key = seat.record().map(|(key, _)| key.to_string());
    let source = Source::new(path, "", key.as_deref());
    source
        .about(code::NOT_TEXT, Severity::Error, "The file is not text in UTF-8, so it is left out")
        .with_help("Save it as UTF-8 in your editor")
}

/// A file that becomes unreadable while it is open takes nothing away, whatever the finding would say of one that never was.
fn still_in_force(finding: &mut Diagnostic) {
    let advice = finding.help.split("; until then ").next().unwrap_or_default();
    finding.set_help(format!("{advice}; until then what it said before holds, and changes to it cannot be saved"));
}
