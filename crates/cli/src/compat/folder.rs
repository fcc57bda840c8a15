//! Schema files and what their names say: which of them are versions of one subject, and which is the one being worked on.

use super::document;
use super::text::{Text, shown};
use super::version_name::{VersionName, release, shown as shown_release, version_name};
use crate::Failure;
use engine::avro::Schema;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A schema file and its path below the folder that was read, with `/` between the parts.
#[derive(Debug, Clone)]
pub struct SchemaFile {
    pub path: String,
    pub text: Text,
}

/// The versions of one subject.
#[derive(Debug, Clone)]
pub struct Group {
    /// The path that they share, without what tells them apart.
    pub key: String,
    /// The last part of it: what a subject is called.
    pub name: String,
    /// By number; those without one are last.
    pub members: Vec<Member>,
}

#[derive(Debug, Clone)]
pub struct Member {
    /// The version that its name says, part by part.
    pub release: Option<Vec<u32>>,
    pub file: SchemaFile,
}

impl Member {
    /// The version as one number; nothing for one of several parts.
    pub fn number(&self) -> Option<u32> {
        if let Some([number]) = self.release.as_deref() { Some(*number) } else { None }
    }

    /// Its name in sentences: its version, or the place where it stands.
    pub fn label(&self, place: &str) -> String {
        self.release
            .as_ref()
            .map_or_else(|| format!("the version {place}"), |it| format!("version {}", shown_release(it)))
    }
}

impl Group {
    /// The released files: the numbered ones, or without numbers all of them.
    pub fn released(&self) -> Vec<&Member> {
        let numbered = self.members.iter().any(|it| it.release.is_some());
        self.members.iter().filter(|it| it.release.is_some() || !numbered).collect()
    }
}

/// Every `.avsc` file below a folder. Hidden files are passed over, and links to folders, which could lead in circles.
pub fn read(folder: &Path, deep: bool) -> Result<Vec<SchemaFile>, Failure> {
    walk(folder.to_owned(), String::new(), |_, is_folder, _| deep || !is_folder)
}

/// The same below one of its folders, which need not be there. Paths are still those below the folder itself. Links are not
/// followed, and only files are read that are looked for.
pub fn read_part(folder: &Path, part: &str, is_sought: fn(&str) -> bool) -> Result<Vec<SchemaFile>, Failure> {
    let start = folder.join(part);
    let takes = |relative: &str, is_folder: bool, is_link: bool| is_folder || !is_link && is_sought(relative);
    if start.is_dir() { walk(start, format!("{part}/"), takes) } else { Ok(Vec::new()) }
}

/// Whether a folder holds Avro IDL.
pub fn has_idl(folder: &Path) -> bool {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.filter_map(|name| name.into_string().ok()).any(|name| name.ends_with(".avdl"))
}

/// `takes` says of a path below the folder, which may be a folder or a link, whether it is looked into.
fn walk(start: PathBuf, prefix: String, takes: impl Fn(&str, bool, bool) -> bool) -> Result<Vec<SchemaFile>, Failure> {
    let mut files = Vec::new();
    let mut open = vec![(start, prefix)];
    while let Some((folder, prefix)) = open.pop() {
        let unreadable = |error: std::io::Error| Failure::Io {
            path: folder.display().to_string(),
            reason: error.to_string(),
            next: "Check that it is there and that you may read it",
        };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') {
                continue;
            }
            let (path, relative) = (entry.path(), format!("{prefix}{name}"));
            let kind = entry.file_type().map_err(unreadable)?;
            if !takes(&relative, kind.is_dir(), kind.is_symlink()) {
                continue;
            }
            if kind.is_dir() {
                open.push((path, format!("{relative}/")));
            } else if name.ends_with(".avsc") && path.is_file() {
                files.push(SchemaFile { path: relative, text: Text::read(&path)? });
            } else if name.ends_with(".avpr") && path.is_file() {
                let texts = document::types_of(&Text::read(&path)?);
                files.extend(texts.into_iter().map(|text| SchemaFile { path: relative.clone(), text }));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Files as versions of subjects, by what their names say. A name that may be no version counts as one where all files
/// that share the rest of it define one full name.
pub fn group(files: &[SchemaFile], folder: &Path) -> Vec<Group> {
    let mut groups: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    let mut unsure: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for file in files {
        let VersionName { key, release, may_be_a_name } = version_name(&file.path);
        let key = file.text.part().map_or(key.clone(), |part| format!("{key}/{part}"));
        let into = if may_be_a_name { &mut unsure } else { &mut groups };
        into.entry(key).or_default().push(Member { release, file: file.clone() });
    }
    for (key, members) in unsure {
        let known = groups.get(&key).into_iter().flatten();
        let names: BTreeSet<Option<String>> =
            known.chain(&members).map(|member| outermost(&member.file.text)).collect();
        let releases: BTreeSet<&Option<Vec<u32>>> = members.iter().map(|it| &it.release).collect();
        let is_taken = groups.get(&key).is_some_and(|known| known.iter().any(|it| it.release.is_some()));
        let are_versions = names.len() == 1 && releases.len() == members.len() && !is_taken;
        for member in members {
            let alone = || member.file.path.strip_suffix(".avsc").unwrap_or(&member.file.path).to_owned();
            groups.entry(if are_versions { key.clone() } else { alone() }).or_default().push(member);
        }
    }
    let root = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let root = root.file_name().map_or_else(|| shown(folder), |name| name.to_string_lossy().into_owned());
    let group = |(key, mut members): (String, Vec<Member>)| {
        members.sort_by_key(|it| (it.release.is_none(), it.release.clone()));
        let name = key.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(&root).to_owned();
        Group { key, name, members }
    };
    groups.into_iter().map(group).collect()
}

/// The versions beside a file that come before it, oldest first: a file that is named alone, as a hook does it, follows on
/// those.
pub fn versions_before(file: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |folder: &Path, error: &std::io::Error| Failure::Io {
        path: folder.display().to_string(),
        reason: error.to_string(),
        next: "Check that the folder can be read",
    };
    let own_name = name_of(file);
    let folder = parent(file);
    let mut beside: Vec<(String, PathBuf)> = Vec::new();
    let listed = |folder: &Path| -> Result<Vec<String>, Failure> {
        let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
        Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
    };
    let is_schema = |name: &String| name.ends_with(".avsc");
    beside.extend(listed(folder)?.into_iter().filter(is_schema).map(|name| (name.clone(), file.with_file_name(name))));
    let mut own = version_name(&own_name);
    // In a folder that is a version, the same file in the folders beside it comes before.
    let around = folder.canonicalize().ok().and_then(|it| Some((it.parent()?.to_owned(), name_of(&it))));
    if let Some((around, version)) = around.filter(|(_, name)| own.release.is_none() && release(name).is_some()) {
        own = version_name(&format!("{version}/{own_name}"));
        let others = listed(&around)?.into_iter().filter(|name| *name != version && release(name).is_some());
        let sibling = |name: &String| {
            folder.parent().filter(|it| !it.as_os_str().is_empty()).map_or_else(
                || folder.join("..").join(name).join(&own_name),
                |around| around.join(name).join(&own_name),
            )
        };
        let others: Vec<(String, PathBuf)> =
            others.map(|name| (format!("{name}/{own_name}"), sibling(&name))).collect();
        beside.extend(others.into_iter().filter(|(_, path)| path.is_file()));
    }
    let full_name = |path: &Path| Ok::<_, Failure>(outermost(&Text::read(path)?));
    let mut before: Vec<(Vec<u32>, PathBuf)> = Vec::new();
    for (name, path) in beside.into_iter().filter(|(name, _)| *name != own_name) {
        let other = version_name(&name);
        let Some(release) = other.release.filter(|_| other.key == own.key) else { continue };
        let is_earlier = own.release.as_ref().is_none_or(|own| release < *own);
        let is_sure = !other.may_be_a_name && !own.may_be_a_name;
        if is_earlier
            && (is_sure || full_name(&path)?.is_some_and(|it| full_name(file).is_ok_and(|own| own == Some(it))))
        {
            before.push((release, path));
        }
    }
    before.sort();
    Ok(before.into_iter().map(|(_, path)| path).collect())
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}

fn parent(file: &Path) -> &Path {
    file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The full name of a text's outermost type.
fn outermost(text: &Text) -> Option<String> {
    Schema::parse(&text.text, &[]).0.and_then(|it| it.fullname().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::{SchemaFile, Text, group};
    use std::path::Path;

    #[test]
    fn files_are_versions_of_one_subject_by_their_names_and_what_they_define() {
        let check = |files: &[(&str, &str)], expected: &[&str]| {
            let file = |(path, name): &(&str, &str)| {
                let text = format!(r#"{{"type": "record", "name": "{name}", "fields": []}}"#);
                SchemaFile { path: (*path).to_owned(), text: Text::of_file(*path, text) }
            };
            let files: Vec<SchemaFile> = files.iter().map(file).collect();
            let shown = |it: &super::Group| {
                let members: Vec<String> = it.members.iter().map(|it| it.label("there")).collect();
                format!("{}: {}", it.key, members.join(", "))
            };
            assert_eq!(group(&files, Path::new("here")).iter().map(shown).collect::<Vec<_>>(), expected, "{files:?}");
        };
        check(&[("v1/Seat.avsc", "Seat"), ("v2/Seat.avsc", "Seat")], &["Seat: version 1, version 2"]);
        check(&[("v10/Seat.avsc", "Seat"), ("v9/Seat.avsc", "Seat")], &["Seat: version 9, version 10"]);
        check(
            &[("Seat_1.0.0.avsc", "x.Seat"), ("Seat_1.10.0.avsc", "x.Seat"), ("Seat_1.9.0.avsc", "x.Seat")],
            &["Seat: version 1.0.0, version 1.9.0, version 1.10.0"],
        );
        check(&[("Seat.avsc", "Seat"), ("Seat-1.avsc", "Seat")], &["Seat: version 1, the version there"]);
        // Folders that are packages hold types of their own, and a number may be part of a name.
        check(
            &[("v1/Seat.avsc", "v1.Seat"), ("v2/Seat.avsc", "v2.Seat")],
            &["v1/Seat: version 1", "v2/Seat: version 2"],
        );
        check(&[("area-1.avsc", "A"), ("area-2.avsc", "B")], &["area-1: version 1", "area-2: version 2"]);
        // One alone has the key that it has among others.
        check(&[("v1/Seat.avsc", "Seat")], &["Seat: version 1"]);
        check(&[("v1/Seat.avsc", "Seat"), ("v1/Row.avsc", "Row")], &["Row: version 1", "Seat: version 1"]);
    }
}
