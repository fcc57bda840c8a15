//! Versions that stand elsewhere: in a folder, at a git revision, in a registry.

use super::document;
use super::folder::{self, Group, Member, SchemaFile};
use super::git::Revision;
use super::library::{Found, Library};
use super::plan::{ascending, library_of_released};
use super::registry::Registry;
use super::subject::Version;
use super::text::{Text, shown};
use super::version_name::version_name;
use crate::Failure;
use crate::arguments::Compat;
use engine::avro::{Compatibility, Schema};
use std::path::Path;
use std::time::Duration;

/// A place with older versions.
pub enum Against {
    /// Files in a folder or at a revision.
    Files(Files),
    /// A registry.
    Registry(Registry),
}

/// Files as they stand or stood somewhere.
pub struct Files {
    /// The place of a text there, in sentences: `at main`, `in released/`.
    place: String,
    groups: Vec<Group>,
    library: Library,
    /// Whether the files lie where those do that are judged, so that paths are the same.
    is_same_tree: bool,
}

/// A subject that is looked for.
#[derive(Debug, Clone)]
pub struct Sought {
    /// The subject's name for people.
    pub name: String,
    /// The subject's names in a registry, likeliest first.
    pub names: Vec<String>,
    /// The mode, when it is not the registry's to say.
    pub mode: Option<Compatibility>,
}

impl Sought {
    /// A schema that nobody has named otherwise: by its file, by its topic where that has the name of the file, or by its
    /// record.
    pub fn by_name(name: &str, text: &Text, mode: Option<Compatibility>) -> Self {
        let full_name = Schema::parse(&text.text, &[]).0.and_then(|it| it.fullname().map(str::to_owned));
        let mut names = vec![name.to_owned(), format!("{name}-value")];
        names.extend(full_name.filter(|full| full != name));
        Self { name: name.to_owned(), names, mode }
    }
}

/// The versions that were found, and what came with them.
#[derive(Default)]
pub struct Older {
    pub versions: Vec<Version>,
    /// The registry's mode.
    pub mode: Option<Compatibility>,
    /// The subject as the registry calls it.
    pub subject: Option<String>,
    /// Texts that the latest version refers to, for a candidate that does not come with its own.
    pub borrowed: Vec<Text>,
    /// Released versions that say something else now, each with where they said it.
    pub changed: Vec<(Text, String)>,
    /// The note when there are no versions.
    pub note: Option<String>,
}

impl Older {
    /// Takes up what another place holds, as later versions.
    pub fn add(&mut self, other: Self) {
        for mut version in other.versions {
            if let Some(before) = self.versions.last().filter(|before| before.number >= version.number) {
                version.number = before.number.saturating_add(1);
            }
            self.versions.push(version);
        }
        self.mode = other.mode.or(self.mode);
        self.subject = other.subject.or(self.subject.take());
        self.changed.extend(other.changed);
        self.note = other.note.or(self.note.take());
        if self.borrowed.is_empty() {
            self.borrowed = other.borrowed;
        }
    }
}

impl Against {
    /// Whether a word means the same wherever what is judged lies: a revision is one of the repository around it.
    pub fn is_seen_from_everywhere(word: &str) -> bool {
        Registry::is_address(word)
            || !word.starts_with("git:") && (Path::new(word).is_dir() || Path::new(word).is_file())
    }

    /// Finds out what a word means, seen from the folder of what is judged.
    pub fn find(word: &str, from: &Path, deep: bool, arguments: &Compat) -> Result<Self, Failure> {
        if Registry::is_address(word) {
            return Registry::at(word, Duration::from_secs(arguments.registry_timeout)).map(Self::Registry);
        }
        let path = Path::new(word);
        let revision = word.strip_prefix("git:");
        if revision.is_none() && path.is_dir() {
            let files = folder::read(path, true)?;
            return Ok(Self::Files(Files::of(&files, path, format!("in {}", shown(path)), false)));
        }
        if revision.is_none() && path.is_file() {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let pieces = document::read(path)?.into_iter();
            let files: Vec<SchemaFile> = pieces.map(|it| SchemaFile { path: name.clone(), text: it.text }).collect();
            return Ok(Self::Files(Files::of(&files, Path::new("."), format!("in {}", shown(path)), false)));
        }
        let name = revision.unwrap_or(word);
        Registry::refuse_near_address(word)?;
        let files = Revision::find(from, name)?.files(deep)?;
        Ok(Self::Files(Files::of(&files, from, format!("at {name}"), true)))
    }

    /// The versions before a file, or before the part of it that has a name.
    pub fn of_file(
        &self,
        file: &str,
        part: Option<&str>,
        sought: &Sought,
        arguments: &Compat,
        library: &Library,
    ) -> Result<Older, Failure> {
        match self {
            Self::Registry(registry) => of_registry(registry, sought),
            Self::Files(files) => files.of_file(file, part, &sought.name, arguments, library),
        }
    }

    /// The versions before a group of a folder.
    pub fn of_group(&self, now: &Group, sought: &Sought, library: &Library) -> Result<Older, Failure> {
        match self {
            Self::Registry(registry) => of_registry(registry, sought),
            Self::Files(files) => {
                let same_name = || {
                    let mut named = files.groups.iter().filter(|it| it.name == now.name);
                    named.next().filter(|_| named.next().is_none())
                };
                let group = files.groups.iter().find(|it| it.key == now.key);
                // A group that is formed in another way now is found by its path.
                let path = now.members.last().map(|it| &it.file.path);
                let holds = |it: &&Group| files.is_same_tree && it.members.iter().any(|it| Some(&it.file.path) == path);
                let group = group.or_else(|| files.groups.iter().find(holds));
                // At another revision of the same folder a file has its path and no other.
                let group = group.or_else(|| if files.is_same_tree { None } else { same_name() });
                let Some(group) = group else { return Ok(files.nothing()) };
                let changed = if files.is_same_tree { files.changed(group, now) } else { Vec::new() };
                Ok(Older { changed, ..files.versions(group, library) })
            }
        }
    }
}

impl Files {
    fn of(files: &[SchemaFile], folder: &Path, place: String, is_same_tree: bool) -> Self {
        Self { place, groups: folder::group(files, folder), library: library_of_released(files, folder), is_same_tree }
    }

    fn of_file(
        &self,
        file: &str,
        part: Option<&str>,
        name: &str,
        arguments: &Compat,
        library: &Library,
    ) -> Result<Older, Failure> {
        if self.is_same_tree && arguments.subject.is_none() {
            let key = version_name(file).key;
            let key = part.map_or(key.clone(), |part| format!("{key}/{part}"));
            let holds = |it: &&Group| it.members.iter().any(|it| it.file.path == file && it.file.text.part() == part);
            let group = self.groups.iter().find(|it| it.key == key).or_else(|| self.groups.iter().find(holds));
            return Ok(group.map_or_else(|| self.nothing(), |group| self.versions(group, library)));
        }
        let mut named = self.groups.iter().filter(|it| it.name == name || it.key == name);
        let group = match (named.next(), self.groups.as_slice()) {
            (Some(group), _) => group,
            (None, [only]) if arguments.subject.is_none() => only,
            (None, []) => return Ok(self.nothing()),
            (None, others) => {
                let names: Vec<&str> = others.iter().map(|it| it.name.as_str()).collect();
                return Err(Failure::Usage(format!(
                    "there is no subject {name} {}, but {}; name one with --subject",
                    self.place,
                    names.join(", ")
                )));
            }
        };
        Ok(self.versions(group, library))
    }

    /// The numbered versions that say something else now than then.
    fn changed(&self, then: &Group, now: &Group) -> Vec<(Text, String)> {
        let meaning = |text: &Text| Schema::parse(&text.text, &[]).0.map(|it| it.normal_form());
        let changed = |it: &&Member| {
            let old = then.members.iter().find(|old| it.release.is_some() && old.release == it.release);
            old.is_some_and(|old| {
                old.file.text.text != it.file.text.text && meaning(&old.file.text) != meaning(&it.file.text)
            })
        };
        now.members.iter().filter(changed).map(|it| (it.file.text.clone(), self.place.clone())).collect()
    }

    fn nothing(&self) -> Older {
        let note = format!("there is no such schema {}, so it is new and nothing stands against it", self.place);
        Older { note: Some(note), ..Older::default() }
    }

    /// The released versions of a group. Types that they use by name are taken from where they are, and else from here.
    fn versions(&self, group: &Group, library: &Library) -> Older {
        let released = group.released();
        let own: Vec<&str> = group.members.iter().map(|it| it.file.text.shown.as_str()).collect();
        let numbers = ascending(&released.iter().map(|it| it.number()).collect::<Vec<_>>());
        let version = |(number, member): (u32, &&Member)| {
            let text = &member.file.text;
            let mut found = self.library.references_of(text, &own);
            if found.texts.is_empty() {
                found = library.references_of(text, &own);
            }
            let Found { texts: references, missing } = found;
            Version { number, label: member.label(&self.place), text: text.clone(), references, missing }
        };
        Older { versions: numbers.into_iter().zip(&released).map(version).collect(), ..Older::default() }
    }
}

/// The versions that a registry holds of a subject, under the first of its names that the registry knows.
fn of_registry(registry: &Registry, sought: &Sought) -> Result<Older, Failure> {
    let mut found = None;
    for name in &sought.names {
        if let Some(numbers) = registry.versions(name)?.filter(|numbers| !numbers.is_empty()) {
            found = Some((name.clone(), numbers));
            break;
        }
    }
    let Some((subject, mut numbers)) = found else {
        let note = format!(
            "{} holds no subject {}, so it is new and nothing stands against it",
            registry.address(),
            sought.names.join(" or ")
        );
        return Ok(Older { note: Some(note), ..Older::default() });
    };
    let mode = match sought.mode {
        Some(mode) => Some(mode),
        None => registry.mode(&subject)?,
    };
    if !mode.unwrap_or_default().is_transitive() {
        // Nothing but the latest is compared, so nothing else is fetched.
        numbers.drain(..numbers.len().saturating_sub(1));
    }
    let mut older = Older { mode, subject: Some(subject.clone()), ..Older::default() };
    for number in numbers {
        let version = registry.version(&subject, number)?;
        let references = registry.references(&version)?;
        older.borrowed.clone_from(&references);
        let label = format!("version {number}");
        let text = registry.text(&subject, &version);
        older.versions.push(Version { number, label, text, references, missing: Vec::new() });
    }
    Ok(older)
}
