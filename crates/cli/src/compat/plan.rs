//! From what a person named to the subjects that are judged: which text is the candidate, which are the versions before it.

use super::against::{Against, Older, Sought};
use super::asked::{Asked, Designs};
use super::designed::{Designed, Lacking};
use super::document::{self, Piece};
use super::folder::{self, Group, SchemaFile};
use super::library::{Conflict, Found, Library, Missing, Why};
use super::subject::{Mode, ModeFrom, Subject, Version};
use super::text::Text;
use super::told;
use super::version_name::{VersionName, version_name};
use crate::Failure;
use crate::arguments::Compat;
use engine::avro::{Compatibility, Schema};
use engine::diagnostic::Severity;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

/// The subjects to judge.
pub struct Plan {
    /// The subjects, in the order in which they are told.
    pub subjects: Vec<Subject>,
    /// The parts of a design that could not be read and verdicts depend on.
    pub lacking: Lacking,
}

/// The subjects that the arguments name.
pub fn plan(arguments: &Compat) -> Result<Plan, Failure> {
    if let Some(missing) = arguments.paths.iter().find(|path| !path.exists()) {
        return Err(Failure::Io {
            path: missing.display().to_string(),
            reason: "there is no such file or folder".to_owned(),
            next: "Name schema files, a folder of them, or a design folder",
        });
    }
    match arguments.paths.as_slice() {
        [folder] if folder.is_dir() => in_folder(folder, arguments),
        files if files.iter().any(|path| path.is_dir()) => {
            Err(Failure::Usage("name either one folder, or files; several folders need several calls".to_owned()))
        }
        files => {
            let designs = Designs::around(files)?;
            let subjects = if arguments.against.is_empty() {
                let alone = if let [file] = files { folder::versions_before(file)? } else { Vec::new() };
                let mut subjects = versions(&[&alone, files].concat(), arguments, &designs)?;
                // The question is about the file that was named.
                subjects.iter_mut().for_each(|subject| subject.judges_history &= alone.is_empty());
                subjects
            } else {
                let mut places = BTreeMap::new();
                let mut subjects = Vec::new();
                for file in files {
                    for piece in document::read(file)? {
                        subjects.push(against(file, piece, arguments, &designs, &mut places)?);
                    }
                }
                subjects
            };
            Ok(Plan { subjects, lacking: designs.lacking() })
        }
    }
}

/// Several files: the versions of one subject, oldest first, or of several where files hold more than one schema.
fn versions(files: &[PathBuf], arguments: &Compat, designs: &Designs) -> Result<Vec<Subject>, Failure> {
    let mut pieces: Vec<(&PathBuf, Piece)> = Vec::new();
    for file in files {
        pieces.extend(document::read(file)?.into_iter().map(|piece| (file, piece)));
    }
    let Some((last, _)) = pieces.last() else {
        return Err(Failure::Usage("name at least one schema file".to_owned()));
    };
    let last = *last;
    // A schema by itself stands beside the one of several that has its name.
    let has_keys = pieces.iter().any(|(_, piece)| piece.key.is_some());
    let outermost = |text: &Text| Schema::parse(&text.text, &[]).0.and_then(|it| it.fullname().map(str::to_owned));
    for (_, piece) in pieces.iter_mut().filter(|(_, piece)| has_keys && piece.key.is_none()) {
        piece.key = outermost(&piece.text);
    }
    let mut keys: Vec<Option<String>> = Vec::new();
    for (_, piece) in pieces.iter().filter(|(file, _)| *file == last) {
        if !keys.contains(&piece.key) {
            keys.push(piece.key.clone());
        }
    }
    let texts: Vec<Text> = pieces.iter().map(|(_, piece)| piece.text.clone()).collect();
    let library = library_beside(files, &texts, arguments)?;
    let subject_of = |key: &Option<String>| {
        let newest = pieces.iter().rev().find(|(_, piece)| piece.key == *key);
        newest.and_then(|(_, piece)| piece.subject.clone()).or_else(|| key.clone())
    };
    let subjects = keys.iter().filter_map(|key| {
        let of_key: Vec<&(&PathBuf, Piece)> = pieces.iter().filter(|(_, piece)| piece.key == *key).collect();
        let named = |(file, piece): &&(&PathBuf, Piece)| {
            let release = version_name(&file_name(file)).release.filter(|it| it.len() == 1);
            piece.number.or_else(|| release.and_then(|it| it.first().copied()))
        };
        let numbers = ascending(&of_key.iter().map(named).collect::<Vec<_>>());
        let left_out: Vec<&str> = of_key.iter().map(|(_, piece)| piece.text.shown.as_str()).collect();
        let version = |(number, (file, piece)): (&u32, &&(&PathBuf, Piece))| {
            let beside = pieces.iter().filter(|(other, it)| other == file && it.key != *key);
            let own = Library::of(beside.map(|(_, it)| it.text.clone()));
            let found = found_in(&[&own, &library], &piece.text, &left_out);
            Version {
                number: *number,
                label: format!("version {number}"),
                text: piece.text.clone(),
                references: found.texts,
                missing: found.missing,
            }
        };
        let mut older: Vec<Version> = numbers.iter().zip(&of_key).map(version).collect();
        let mut candidate = older.pop()?;
        candidate.label = NEW.to_owned();
        let name = arguments.subject.clone().or_else(|| subject_of(key)).unwrap_or_else(|| subject_name(last));
        let asked = designs.asked(arguments, last);
        Some(Subject {
            name,
            mode: asked.mode(),
            rules: asked.rules(),
            note: older.is_empty().then(|| NOTHING.to_owned()),
            candidate,
            older,
            drafts: Vec::new(),
            judges_history: true,
            changed: Vec::new(),
        })
    });
    Ok(subjects.collect())
}

/// The texts that a text needs, from the first library that has all of them, else from the last.
fn found_in(libraries: &[&Library], text: &Text, left_out: &[&str]) -> Found {
    let mut found = Found::default();
    for library in libraries {
        found = library.references_of(text, left_out);
        if found.missing.is_empty() {
            break;
        }
    }
    found
}

const NEW: &str = "the new version";
const NOTHING: &str = "there is nothing to compare it with; name older versions before it, or say --against";

/// Places that were looked up, by their word and by the folder from which they were seen.
type Places = BTreeMap<(String, PathBuf), Against>;

/// One schema of a file, and what stands elsewhere.
fn against(
    file: &Path,
    piece: Piece,
    arguments: &Compat,
    designs: &Designs,
    places: &mut Places,
) -> Result<Subject, Failure> {
    let asked = designs.asked(arguments, file);
    let Piece { key, subject, text, .. } = piece;
    let mut library = library_beside(std::slice::from_ref(&file.to_owned()), std::slice::from_ref(&text), arguments)?;
    document::types_of(&Text::read(file)?).into_iter().for_each(|it| library.add(it));
    let mut found = library.references_of(&text, &[]);
    let name = arguments.subject.clone().or(subject).or_else(|| key.clone()).unwrap_or_else(|| subject_name(file));
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let sought = match &arguments.subject {
        Some(subject) => Sought { name: name.clone(), names: vec![subject.clone()], mode: asked.said_mode() },
        None => Sought::by_name(&name, &text, asked.said_mode()),
    };
    let mut older = Older::default();
    for place in &arguments.against {
        let seen_from = if Against::is_seen_from_everywhere(place) { Path::new("") } else { folder };
        let place = match places.entry((place.clone(), seen_from.to_owned())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Against::find(place, folder, false, arguments)?),
        };
        older.add(place.of_file(&file_name(file), key.as_deref(), &sought, arguments, &library)?);
    }
    if found.texts.is_empty() {
        found.texts.clone_from(&older.borrowed);
    }
    Ok(finish(name, text, found, older, asked))
}

/// Every subject of a folder or a design.
fn in_folder(folder: &Path, arguments: &Compat) -> Result<Plan, Failure> {
    let is_design = Designed::is_at(folder);
    // A folder in a design holds some of its schemas.
    let around = if is_design { None } else { Designed::around(folder) };
    let root = around.as_ref().map_or(folder, |(root, _)| root);
    let design = if is_design || around.is_some() { Some(Designed::read(root)?) } else { None };
    let files = match &design {
        Some(_) if is_design => folder::read_part(folder, "contexts", Designed::holds)?,
        Some(_) | None => folder::read(folder, true)?,
    };
    if files.is_empty() && !is_design {
        return Err(Failure::Io {
            path: folder.display().to_string(),
            reason: "there is no .avsc or .avpr file in it".to_owned(),
            next: if folder::has_idl(folder) {
                document::IDL
            } else {
                "Name a folder with Avro schemas, or the files themselves"
            },
        });
    }
    let mut groups = folder::group(&files, folder);
    let is_whole = arguments.subject.is_none();
    if let Some(wanted) = &arguments.subject {
        let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
        groups.retain(|group| group.name == *wanted || group.key == *wanted);
        if groups.is_empty() {
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return Err(Failure::Usage(format!("{} holds no subject {wanted}; it holds {names}", folder.display())));
        }
    }
    let named = references(arguments)?;
    let (mut library, mut released) = (library_of_latest(&files, folder), library_of_released(&files, folder));
    for group in folder::group(&named, folder) {
        group.members.last().into_iter().for_each(|it| library.add_named(it.file.text.clone()));
        group.released().last().into_iter().for_each(|it| released.add_named(it.file.text.clone()));
    }
    let places: Vec<Against> = arguments
        .against
        .iter()
        .map(|place| Against::find(place, folder, true, arguments))
        .collect::<Result<_, _>>()?;
    let mut subjects = Vec::new();
    for group in &groups {
        let parts = around.iter().map(|(_, path)| path.as_str()).chain([group.key.as_str()]);
        let key = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let schema = design.as_ref().and_then(|design| design.schema(&key));
        let asked = Asked { arguments, design: design.as_ref(), schema };
        if places.is_empty() {
            subjects.push(history(group, &library, &released, asked));
        } else {
            subjects.extend(changed(group, &library, asked, &places)?);
        }
    }
    let mut lacking = design.map_or_else(Lacking::default, |design| design.lacking);
    let compares_nothing = subjects.iter().all(|subject| subject.older.is_empty());
    if is_whole {
        // Where nothing is compared, two meanings of one schema would pass for two schemas.
        let severity = |it: &Conflict<'_>| {
            if it.is_outermost && compares_nothing { Severity::Error } else { Severity::Warning }
        };
        lacking.findings.extend(library.conflicts().iter().filter_map(|it| told::conflict(it, severity(it))));
    }
    if compares_nothing && places.is_empty() {
        lacking.findings.extend(told::nothing_compared(&subjects));
    }
    Ok(Plan { subjects, lacking })
}

/// The versions of a group among themselves: the last one is the candidate. A released text uses released ones; where
/// drafts of others change what the last one says, it is judged as it would be then.
fn history(group: &Group, latest: &Library, released: &Library, asked: Asked<'_>) -> Subject {
    let own: Vec<&str> = group.members.iter().map(|it| it.file.text.shown.as_str()).collect();
    let numbers = ascending(&group.members.iter().map(folder::Member::number).collect::<Vec<_>>());
    let version = |(number, member): (&u32, &folder::Member)| {
        let found = released.references_of(&member.file.text, &own);
        Version {
            number: *number,
            label: member.label(&format!("in {}", member.file.text.shown)),
            text: member.file.text.clone(),
            references: found.texts,
            missing: found.missing,
        }
    };
    let mut older: Vec<Version> = numbers.iter().zip(&group.members).map(version).collect();
    let empty = || Text::elsewhere(group.key.clone(), "".into());
    let newest = older.pop();
    let is_released = group.members.last().is_some_and(|it| it.release.is_some());
    let mut drafts = Vec::new();
    let candidate = newest.map(|newest| {
        let found = latest.references_of(&newest.text, &own);
        let references = found.texts;
        let is_kept = |it: &&Text| newest.references.iter().any(|known| known.shown == it.shown);
        drafts.extend(references.iter().filter(|it| is_released && !is_kept(it)).map(|it| it.shown.clone()));
        let number = if drafts.is_empty() { newest.number } else { newest.number.saturating_add(1) };
        let text = newest.text.clone();
        if !drafts.is_empty() {
            older.push(newest);
        }
        Version { number, label: NEW.to_owned(), text, references, missing: found.missing }
    });
    let candidate = candidate.unwrap_or_else(|| Version {
        number: 1,
        label: NEW.to_owned(),
        text: empty(),
        references: Vec::new(),
        missing: Vec::new(),
    });
    Subject {
        name: group.name.clone(),
        mode: asked.mode(),
        rules: asked.rules(),
        candidate,
        older,
        drafts,
        judges_history: true,
        changed: Vec::new(),
        note: None,
    }
}

/// The newest of a group, and what stands elsewhere: once, or for each of the subjects under which a registry has it.
fn changed(group: &Group, library: &Library, asked: Asked<'_>, places: &[Against]) -> Result<Vec<Subject>, Failure> {
    let Some(newest) = group.members.last() else { return Ok(Vec::new()) };
    let own: Vec<&str> = group.members.iter().map(|it| it.file.text.shown.as_str()).collect();
    let text = &newest.file.text;
    let by_name = Sought::by_name(&group.name, text, asked.said_mode());
    let of_topics = asked.schema.map_or_else(Vec::new, |it| it.subjects(text));
    let all: Vec<Sought> = if of_topics.is_empty() || !places.iter().any(|it| matches!(it, Against::Registry(_))) {
        vec![by_name]
    } else {
        of_topics.into_iter().map(|subject| Sought { names: vec![subject], ..by_name.clone() }).collect()
    };
    let judged = |sought: &Sought| {
        let mut found = library.references_of(text, &own);
        let mut older = Older::default();
        for place in places {
            older.add(place.of_group(group, sought, library)?);
        }
        if found.texts.is_empty() {
            found.texts.clone_from(&older.borrowed);
        }
        Ok(finish(group.name.clone(), text.clone(), found, older, asked))
    };
    all.iter().map(judged).collect()
}

fn finish(name: String, text: Text, found: Found, older: Older, asked: Asked<'_>) -> Subject {
    let Older { versions, mode: registry, subject, note, changed, .. } = older;
    let from_registry = registry.map(|mode| Mode { mode, from: ModeFrom::Registry });
    let said = asked.mode();
    let mode = if said.from == ModeFrom::Default { from_registry.unwrap_or(said) } else { said };
    let note = if mode.mode == Compatibility::None && !versions.is_empty() {
        Some("the mode is NONE, so nothing is compared; say --mode to compare all the same".to_owned())
    } else {
        note.filter(|_| versions.is_empty())
    };
    let number = versions.last().map_or(1, |it| it.number.saturating_add(1));
    let Found { texts: references, missing } = found;
    Subject {
        name: subject.unwrap_or(name),
        mode,
        rules: asked.rules(),
        candidate: Version { number, label: NEW.to_owned(), text, references, missing },
        older: versions,
        drafts: Vec::new(),
        judges_history: false,
        changed,
        note,
    }
}

/// The numbers as the files say them, as far as they rise; otherwise counted from 1.
pub fn ascending(said: &[Option<u32>]) -> Vec<u32> {
    let mut numbers: Vec<u32> = Vec::new();
    for number in said {
        let next = numbers.last().map_or(1, |last| last.saturating_add(1));
        match number {
            Some(number) if *number < next => return (1..).take(said.len()).collect(),
            Some(number) => numbers.push(*number),
            None => numbers.push(next),
        }
    }
    numbers
}

/// The types of the files beside those that are judged, when these use any, and of what --references names. Where they do not
/// define everything, those below count, too.
fn library_beside(files: &[PathBuf], texts: &[Text], arguments: &Compat) -> Result<Library, Failure> {
    let mut library = Library::default();
    references(arguments)?.into_iter().for_each(|it| library.add_named(it.text));
    let is_complete = |text: &Text| Library::is_complete(text);
    if texts.iter().all(is_complete) {
        return Ok(library);
    }
    let folders: std::collections::BTreeSet<&Path> = files
        .iter()
        .map(|path| path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")))
        .collect();
    for deep in [false, true] {
        for folder in &folders {
            add_beside(&mut library, folder, deep, texts)?;
        }
        let is_unknown = |it: &Missing| matches!(it.why, Why::Undefined | Why::OtherNamespace { .. });
        let lacks = |text: &Text| library.references_of(text, &[]).missing.iter().any(is_unknown);
        if !texts.iter().any(lacks) {
            break;
        }
    }
    Ok(library)
}

/// Adds the newest texts in a folder, or below it, but for those that are judged, which come as themselves.
fn add_beside(library: &mut Library, folder: &Path, deep: bool, judged: &[Text]) -> Result<(), Failure> {
    let beside = folder::read(folder, deep)?;
    let is_judged = |it: &folder::Member| judged.iter().any(|text| text.shown == it.file.text.shown);
    for group in folder::group(&beside, folder) {
        if !group.members.iter().any(is_judged) {
            group.members.last().into_iter().for_each(|it| library.add(it.file.text.clone()));
        }
    }
    Ok(())
}

/// The newest text of every subject.
fn library_of_latest(files: &[SchemaFile], folder: &Path) -> Library {
    let groups = folder::group(files, folder);
    Library::of(groups.into_iter().filter_map(|mut group| group.members.pop()).map(|it| it.file.text))
}

/// The newest released text of every subject.
pub fn library_of_released(files: &[SchemaFile], folder: &Path) -> Library {
    let groups = folder::group(files, folder);
    Library::of(groups.iter().filter_map(|group| Some(group.released().last()?.file.text.clone())))
}

fn references(arguments: &Compat) -> Result<Vec<SchemaFile>, Failure> {
    let mut files = Vec::new();
    for path in &arguments.references {
        if path.is_dir() {
            files.extend(folder::read(path, true)?);
        } else {
            let path_text = path.display().to_string();
            let pieces = document::read(path)?;
            files.extend(pieces.into_iter().map(|it| SchemaFile { path: path_text.clone(), text: it.text }));
        }
    }
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The subject of a file when nobody says it: its name without version and ending, or for `v2.avsc` its folder's.
fn subject_name(path: &Path) -> String {
    let VersionName { key, may_be_a_name, .. } = version_name(&file_name(path));
    if may_be_a_name {
        let name = file_name(path);
        return name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned());
    }
    if !key.is_empty() {
        return key;
    }
    let folder =
        path.canonicalize().ok().and_then(|path| Some(path.parent()?.file_name()?.to_string_lossy().into_owned()));
    folder.unwrap_or_else(|| file_name(path))
}

#[cfg(test)]
mod tests {
    use super::ascending;

    #[test]
    fn versions_keep_their_numbers_while_these_rise() {
        let check = |said: &[Option<u32>], expected: &[u32]| assert_eq!(ascending(said), expected);
        check(&[None, None], &[1, 2]);
        check(&[Some(3), Some(7), None], &[3, 7, 8]);
        check(&[Some(2), Some(1)], &[1, 2]);
        check(&[None, Some(1)], &[1, 2]);
        check(&[], &[]);
    }
}
