//! From what a person named to the subjects that are judged: which text is the candidate, which are the versions before it.

use super::against::{Against, Older, Sought};
use super::folder::{self, Group, SchemaFile};
use super::library::Library;
use super::subject::{Mode, ModeFrom, Subject, Version};
use super::text::Text;
use crate::Failure;
use crate::arguments::Compat;
use crate::open::open;
use engine::avro::{Compatibility, Schema as Parsed};
use engine::model::{Schema, SubjectStrategy, Topic};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

/// The subjects that the arguments name.
pub fn subjects(arguments: &Compat) -> Result<Vec<Subject>, Failure> {
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
        files if arguments.against.is_empty() => versions(files, arguments).map(|subject| vec![subject]),
        files => {
            let mut places = BTreeMap::new();
            files.iter().map(|file| against(file, arguments, &mut places)).collect()
        }
    }
}

/// Several files: the versions of one subject, oldest first.
fn versions(files: &[PathBuf], arguments: &Compat) -> Result<Subject, Failure> {
    let texts = files.iter().map(|path| Text::read(path)).collect::<Result<Vec<Text>, Failure>>()?;
    let library = library_beside(files, &texts, arguments)?;
    let said: Vec<Option<u32>> = files.iter().map(|path| folder::key_and_number(&file_name(path)).1).collect();
    let numbers = ascending(&said);
    let shown: Vec<&str> = texts.iter().map(|it| it.shown.as_str()).collect();
    let version = |(number, text): (&u32, &Text)| Version {
        number: *number,
        label: format!("version {number}"),
        text: text.clone(),
        references: library.references_of(text, &shown),
    };
    let mut older: Vec<Version> = numbers.iter().zip(&texts).map(version).collect();
    let (Some(mut candidate), Some(last)) = (older.pop(), files.last()) else {
        return Err(Failure::Usage("name at least one schema file".to_owned()));
    };
    candidate.label = NEW.to_owned();
    let name = arguments.subject.clone().unwrap_or_else(|| subject_name(last));
    let note = older.is_empty().then(|| NOTHING.to_owned());
    Ok(Subject { name, mode: mode(arguments, None), candidate, older, judges_history: true, changed: Vec::new(), note })
}

const NEW: &str = "the new version";
const NOTHING: &str = "there is nothing to compare it with; name older versions before it, or say --against";

/// Places that were looked up, by their word and by the folder from which they were seen.
type Places = BTreeMap<(String, PathBuf), Against>;

/// One file, and what stands elsewhere.
fn against(file: &Path, arguments: &Compat, places: &mut Places) -> Result<Subject, Failure> {
    let text = Text::read(file)?;
    let library = library_beside(std::slice::from_ref(&file.to_owned()), std::slice::from_ref(&text), arguments)?;
    let mut references = library.references_of(&text, &[]);
    let name = arguments.subject.clone().unwrap_or_else(|| subject_name(file));
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let sought = match &arguments.subject {
        Some(subject) => Sought { name: name.clone(), names: vec![subject.clone()], mode: arguments.mode },
        None => Sought::by_name(&name, &text, arguments.mode),
    };
    let mut older = Older::default();
    for place in &arguments.against {
        let place = match places.entry((place.clone(), folder.to_owned())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Against::find(place, folder, false)?),
        };
        older.add(place.of_file(&file_name(file), &sought, arguments, &library)?);
    }
    if references.is_empty() {
        references.clone_from(&older.borrowed);
    }
    Ok(finish(name, text, references, older, arguments, None))
}

/// Every subject of a folder or a design.
fn in_folder(folder: &Path, arguments: &Compat) -> Result<Vec<Subject>, Failure> {
    let mut files = folder::read(folder, true)?;
    let designed = if folder.join("eventscape.toml").is_file() { designed(folder)? } else { BTreeMap::new() };
    if files.is_empty() {
        return Err(Failure::Io {
            path: folder.display().to_string(),
            reason: "there is no .avsc file in it".to_owned(),
            next: "Name a folder with Avro schemas, or the files themselves",
        });
    }
    let mut groups = folder::group(&files, folder);
    if let Some(wanted) = &arguments.subject {
        let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
        groups.retain(|group| group.name == *wanted || group.key == *wanted);
        if groups.is_empty() {
            return Err(Failure::Usage(format!(
                "{} holds no subject {wanted}; it holds {}",
                folder.display(),
                names.join(", ")
            )));
        }
    }
    files.extend(references(arguments)?);
    let library = library_of_latest(&files, folder);
    let places: Vec<Against> =
        arguments.against.iter().map(|place| Against::find(place, folder, true)).collect::<Result<_, _>>()?;
    let mut subjects = Vec::new();
    for group in &groups {
        let designed = designed.get(&group.key);
        if places.is_empty() {
            subjects.push(history(group, &library, arguments, designed.map(|it| it.mode)));
        } else {
            subjects.extend(changed(group, &library, arguments, designed, &places)?);
        }
    }
    Ok(subjects)
}

/// The versions of a group among themselves: the last one is the candidate.
fn history(group: &Group, library: &Library, arguments: &Compat, design: Option<Compatibility>) -> Subject {
    let own: Vec<&str> = group.members.iter().map(|it| it.file.text.shown.as_str()).collect();
    let numbers = ascending(&group.members.iter().map(|it| it.number).collect::<Vec<_>>());
    let version = |(number, member): (&u32, &folder::Member)| Version {
        number: *number,
        label: Version::label_of(member.number, &format!("in {}", member.file.text.shown)),
        text: member.file.text.clone(),
        references: library.references_of(&member.file.text, &own),
    };
    let mut older: Vec<Version> = numbers.iter().zip(&group.members).map(version).collect();
    let newest = older.pop();
    let empty = || Text { shown: group.key.clone(), is_file: false, text: "".into() };
    let mut candidate =
        newest.unwrap_or_else(|| Version { number: 1, label: String::new(), text: empty(), references: Vec::new() });
    candidate.label = NEW.to_owned();
    Subject {
        name: group.name.clone(),
        mode: mode(arguments, design),
        candidate,
        older,
        judges_history: true,
        changed: Vec::new(),
        note: None,
    }
}

/// The newest of a group, and what stands elsewhere: once, or for each of the subjects under which a registry has it.
fn changed(
    group: &Group,
    library: &Library,
    arguments: &Compat,
    designed: Option<&Designed>,
    places: &[Against],
) -> Result<Vec<Subject>, Failure> {
    let Some(newest) = group.members.last() else { return Ok(Vec::new()) };
    let own: Vec<&str> = group.members.iter().map(|it| it.file.text.shown.as_str()).collect();
    let text = &newest.file.text;
    let mode = arguments.mode.or(designed.map(|it| it.mode));
    let by_name = Sought::by_name(&group.name, text, mode);
    let of_topics = designed.map_or_else(Vec::new, |it| it.subjects(text));
    let all: Vec<Sought> = if of_topics.is_empty() || !places.iter().any(|it| matches!(it, Against::Registry(_))) {
        vec![by_name]
    } else {
        of_topics.into_iter().map(|subject| Sought { names: vec![subject], ..by_name.clone() }).collect()
    };
    let judged = |sought: &Sought| {
        let mut references = library.references_of(text, &own);
        let mut older = Older::default();
        for place in places {
            older.add(place.of_group(group, sought, library)?);
        }
        if references.is_empty() {
            references.clone_from(&older.borrowed);
        }
        Ok(finish(group.name.clone(), text.clone(), references, older, arguments, designed.map(|it| it.mode)))
    };
    all.iter().map(judged).collect()
}

fn finish(
    name: String,
    text: Text,
    references: Vec<Text>,
    older: Older,
    arguments: &Compat,
    design: Option<Compatibility>,
) -> Subject {
    let Older { versions, mode: registry, subject, note, changed, .. } = older;
    let from_registry = registry.map(|mode| Mode { mode, from: ModeFrom::Registry });
    let said = mode(arguments, design);
    let mode = if said.from == ModeFrom::Default { from_registry.unwrap_or(said) } else { said };
    let note = if mode.mode == Compatibility::None && !versions.is_empty() {
        Some("the mode is NONE, so nothing is compared; say --mode to compare all the same".to_owned())
    } else {
        note.filter(|_| versions.is_empty())
    };
    let number = versions.last().map_or(1, |it| it.number.saturating_add(1));
    let candidate = Version { number, label: NEW.to_owned(), text, references };
    Subject { name: subject.unwrap_or(name), mode, candidate, older: versions, judges_history: false, changed, note }
}

fn mode(arguments: &Compat, design: Option<Compatibility>) -> Mode {
    match (arguments.mode, design) {
        (Some(mode), _) => Mode { mode, from: ModeFrom::Argument },
        (None, Some(mode)) => Mode { mode, from: ModeFrom::Design },
        (None, None) => Mode { mode: Compatibility::default(), from: ModeFrom::Default },
    }
}

/// What a design says of a schema.
struct Designed {
    mode: Compatibility,
    /// The topics that carry it, and how each names its subjects.
    topics: Vec<(String, SubjectStrategy)>,
}

impl Designed {
    /// The subjects under which a registry has the schema.
    fn subjects(&self, text: &Text) -> Vec<String> {
        let full_name = Parsed::parse(&text.text, &[]).0.and_then(|it| it.fullname().map(str::to_owned));
        let subject = |(topic, strategy): &(String, SubjectStrategy)| match strategy {
            SubjectStrategy::TopicName => Some(format!("{topic}-value")),
            SubjectStrategy::RecordName => full_name.clone(),
            SubjectStrategy::TopicRecordName => full_name.as_ref().map(|name| format!("{topic}-{name}")),
        };
        let mut subjects: Vec<String> = self.topics.iter().filter_map(subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects
    }
}

/// What a design says of every schema, by the folder that holds its versions.
fn designed(folder: &Path) -> Result<BTreeMap<String, Designed>, Failure> {
    let opened = open(folder)?;
    let design = opened.engine.design();
    let designed = |schema: &Schema| {
        let topics = design.messages_of_schema(&schema.id).flat_map(|message| &message.topics);
        let topics: Vec<&Topic> = topics.filter_map(|id| design.topic(id)).collect();
        // As the guardrails have it: the schema's own mode, or the strictest of the topics that carry it.
        let carried = topics.iter().map(|topic| topic.compatibility).max();
        let word = schema.compatibility.or(carried).unwrap_or_default().as_str();
        let topics = topics.iter().map(|topic| (topic.name.clone(), topic.subject_strategy)).collect();
        let key = format!("contexts/{}/schemas/{}", schema.context, schema.id);
        Some((key, Designed { mode: word.parse().ok()?, topics }))
    };
    Ok(design.schemas().values().filter_map(designed).collect())
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

/// The types of the files beside those that are judged, when these use any, and of what --references names.
fn library_beside(files: &[PathBuf], texts: &[Text], arguments: &Compat) -> Result<Library, Failure> {
    let mut library = Library::of(references(arguments)?.into_iter().map(|it| it.text));
    let is_complete = |text: &Text| Library::is_complete(text);
    if texts.iter().all(is_complete) {
        return Ok(library);
    }
    let folders: std::collections::BTreeSet<&Path> = files
        .iter()
        .map(|path| path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")))
        .collect();
    for folder in folders {
        let beside = folder::read(folder, false)?;
        for group in folder::group(&beside, folder) {
            // What is judged comes as itself, and of the others the newest counts.
            let judged = |it: &folder::Member| texts.iter().any(|text| text.shown == it.file.text.shown);
            if !group.members.iter().any(judged) {
                group.members.last().into_iter().for_each(|it| library.add(it.file.text.clone()));
            }
        }
    }
    Ok(library)
}

/// The newest text of every subject.
pub fn library_of_latest(files: &[SchemaFile], folder: &Path) -> Library {
    let groups = folder::group(files, folder);
    Library::of(groups.into_iter().filter_map(|mut group| group.members.pop()).map(|it| it.file.text))
}

fn references(arguments: &Compat) -> Result<Vec<SchemaFile>, Failure> {
    let mut files = Vec::new();
    for path in &arguments.references {
        if path.is_dir() {
            files.extend(folder::read(path, true)?);
        } else {
            files.push(SchemaFile { path: path.display().to_string(), text: Text::read(path)? });
        }
    }
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// What a file is about when nobody says it: its name without version and ending, or for `v2.avsc` its folder's.
fn subject_name(path: &Path) -> String {
    let (key, _) = folder::key_and_number(&file_name(path));
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
