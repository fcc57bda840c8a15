//! From what a person named to the subjects that are judged: which text is the candidate, which are the versions before it.

use super::against::{Against, Older, Sought};
use super::asked::{Asked, Designs};
use super::designed::{Designed, Lacking};
use super::folder::{self, Group, SchemaFile};
use super::library::Library;
use super::subject::{Mode, ModeFrom, Subject, Version};
use super::text::Text;
use crate::Failure;
use crate::arguments::Compat;
use engine::avro::Compatibility;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

/// What is judged.
pub struct Plan {
    /// The subjects, in the order in which they are told.
    pub subjects: Vec<Subject>,
    /// What of a design could not be read and verdicts depend on.
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
                let mut subject = versions(&[&alone, files].concat(), arguments, &designs)?;
                // The question is about the file that was named.
                subject.judges_history &= alone.is_empty();
                vec![subject]
            } else {
                let mut places = BTreeMap::new();
                files.iter().map(|file| against(file, arguments, &designs, &mut places)).collect::<Result<_, _>>()?
            };
            Ok(Plan { subjects, lacking: designs.lacking() })
        }
    }
}

/// Several files: the versions of one subject, oldest first.
fn versions(files: &[PathBuf], arguments: &Compat, designs: &Designs) -> Result<Subject, Failure> {
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
    let asked = designs.asked(arguments, last);
    Ok(Subject {
        name,
        mode: asked.mode(),
        rules: asked.rules(),
        candidate,
        older,
        drafts: Vec::new(),
        judges_history: true,
        changed: Vec::new(),
        note,
    })
}

const NEW: &str = "the new version";
const NOTHING: &str = "there is nothing to compare it with; name older versions before it, or say --against";

/// Places that were looked up, by their word and by the folder from which they were seen.
type Places = BTreeMap<(String, PathBuf), Against>;

/// One file, and what stands elsewhere.
fn against(file: &Path, arguments: &Compat, designs: &Designs, places: &mut Places) -> Result<Subject, Failure> {
    let asked = designs.asked(arguments, file);
    let text = Text::read(file)?;
    let library = library_beside(std::slice::from_ref(&file.to_owned()), std::slice::from_ref(&text), arguments)?;
    let mut references = library.references_of(&text, &[]);
    let name = arguments.subject.clone().unwrap_or_else(|| subject_name(file));
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
        older.add(place.of_file(&file_name(file), &sought, arguments, &library)?);
    }
    if references.is_empty() {
        references.clone_from(&older.borrowed);
    }
    Ok(finish(name, text, references, older, asked))
}

/// Every subject of a folder or a design.
fn in_folder(folder: &Path, arguments: &Compat) -> Result<Plan, Failure> {
    let is_design = Designed::is_at(folder);
    // A folder in a design holds some of its schemas.
    let around = if is_design { None } else { Designed::around(folder) };
    let root = around.as_ref().map_or(folder, |(root, _)| root);
    let design = if is_design || around.is_some() { Some(Designed::read(root)?) } else { None };
    let mut files = match &design {
        Some(_) if is_design => folder::read_part(folder, "contexts", Designed::holds)?,
        Some(_) | None => folder::read(folder, true)?,
    };
    if files.is_empty() && !is_design {
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
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return Err(Failure::Usage(format!("{} holds no subject {wanted}; it holds {names}", folder.display())));
        }
    }
    files.extend(references(arguments)?);
    let (library, released) = (library_of_latest(&files, folder), library_of_released(&files, folder));
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
    Ok(Plan { subjects, lacking: design.map_or_else(Lacking::default, |design| design.lacking) })
}

/// The versions of a group among themselves: the last one is the candidate. What was released uses what was released; where
/// drafts of others change what the last one says, it is judged as it would be then.
fn history(group: &Group, latest: &Library, released: &Library, asked: Asked<'_>) -> Subject {
    let own: Vec<&str> = group.members.iter().map(|it| it.file.text.shown.as_str()).collect();
    let numbers = ascending(&group.members.iter().map(|it| it.number).collect::<Vec<_>>());
    let version = |(number, member): (&u32, &folder::Member)| Version {
        number: *number,
        label: Version::label_of(member.number, &format!("in {}", member.file.text.shown)),
        text: member.file.text.clone(),
        references: released.references_of(&member.file.text, &own),
    };
    let mut older: Vec<Version> = numbers.iter().zip(&group.members).map(version).collect();
    let empty = || Text { shown: group.key.clone(), is_file: false, text: "".into() };
    let newest = older.pop();
    let is_released = group.members.last().is_some_and(|it| it.number.is_some());
    let mut drafts = Vec::new();
    let candidate = newest.map(|newest| {
        let references = latest.references_of(&newest.text, &own);
        let is_kept = |it: &&Text| newest.references.iter().any(|known| known.shown == it.shown);
        drafts.extend(references.iter().filter(|it| is_released && !is_kept(it)).map(|it| it.shown.clone()));
        let number = if drafts.is_empty() { newest.number } else { newest.number.saturating_add(1) };
        let text = newest.text.clone();
        if !drafts.is_empty() {
            older.push(newest);
        }
        Version { number, label: NEW.to_owned(), text, references }
    });
    let candidate = candidate.unwrap_or_else(|| Version {
        number: 1,
        label: NEW.to_owned(),
        text: empty(),
        references: Vec::new(),
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
        let mut references = library.references_of(text, &own);
        let mut older = Older::default();
        for place in places {
            older.add(place.of_group(group, sought, library)?);
        }
        if references.is_empty() {
            references.clone_from(&older.borrowed);
        }
        Ok(finish(group.name.clone(), text.clone(), references, older, asked))
    };
    all.iter().map(judged).collect()
}

fn finish(name: String, text: Text, references: Vec<Text>, older: Older, asked: Asked<'_>) -> Subject {
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
    Subject {
        name: subject.unwrap_or(name),
        mode,
        rules: asked.rules(),
        candidate: Version { number, label: NEW.to_owned(), text, references },
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
fn library_of_latest(files: &[SchemaFile], folder: &Path) -> Library {
    let groups = folder::group(files, folder);
    Library::of(groups.into_iter().filter_map(|mut group| group.members.pop()).map(|it| it.file.text))
}

/// The newest released text of every subject.
pub fn library_of_released(files: &[SchemaFile], folder: &Path) -> Library {
    let groups = folder::group(files, folder);
    Library::of(groups.iter().filter_map(|group| Some(group.released().last()?.1.clone())))
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
