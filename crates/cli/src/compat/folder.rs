//! Schema files and what their names say: which of them are versions of one subject, and which is the one being worked on.

use super::text::{Text, shown};
use crate::Failure;
use std::collections::BTreeMap;
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
    pub number: Option<u32>,
    pub file: SchemaFile,
}

impl Group {
    /// What was released: the numbered files, or without numbers all of them.
    pub fn released(&self) -> Vec<(Option<u32>, &Text)> {
        let numbered = self.members.iter().any(|it| it.number.is_some());
        let released = self.members.iter().filter(|it| it.number.is_some() || !numbered);
        released.map(|it| (it.number, &it.file.text)).collect()
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
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Files as versions of subjects, by what their names say.
pub fn group(files: &[SchemaFile], folder: &Path) -> Vec<Group> {
    let mut groups: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for file in files {
        let (key, number) = key_and_number(&file.path);
        groups.entry(key).or_default().push(Member { number, file: file.clone() });
    }
    let root = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let root = root.file_name().map_or_else(|| shown(folder), |name| name.to_string_lossy().into_owned());
    let group = |(key, mut members): (String, Vec<Member>)| {
        members.sort_by_key(|it| (it.number.is_none(), it.number));
        let name = key.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(&root).to_owned();
        Group { key, name, members }
    };
    groups.into_iter().map(group).collect()
}

/// The versions beside a file that come before it, oldest first: who names one file alone, as a hook does, means what it
/// follows on.
pub fn versions_before(file: &Path) -> Result<Vec<PathBuf>, Failure> {
    let own_name = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let (key, own) = key_and_number(&own_name);
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).map_err(|error| Failure::Io {
        path: folder.display().to_string(),
        reason: error.to_string(),
        next: "Check that the folder can be read",
    })?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let before = names.filter(|name| name.ends_with(".avsc")).filter_map(|name| {
        let (other, number) = key_and_number(&name);
        let number = number.filter(|number| other == key && own.is_none_or(|own| *number < own))?;
        Some((number, file.with_file_name(name)))
    });
    let mut before: Vec<(u32, PathBuf)> = before.collect();
    before.sort();
    Ok(before.into_iter().map(|(_, path)| path).collect())
}

/// What a file is a version of, and which one: `orders/v2.avsc` is version 2 of `orders`, as is `orders-v2.avsc`, and
/// `orders/draft.avsc` is what comes next.
pub fn key_and_number(path: &str) -> (String, Option<u32>) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.strip_suffix(".avsc").unwrap_or(name);
    let number_of = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse::<u32>().ok() } else { None }
    };
    if stem == "draft" {
        return (folder.to_owned(), None);
    }
    if let Some(number) = number_of(stem.strip_prefix(['v', 'V']).unwrap_or(stem)) {
        return (folder.to_owned(), Some(number));
    }
    let join = |base: &str| if folder.is_empty() { base.to_owned() } else { format!("{folder}/{base}") };
    for separator in ["-", "_", "."] {
        let Some((base, last)) = stem.rsplit_once(separator).filter(|(base, _)| !base.is_empty()) else { continue };
        if last == "draft" {
            return (join(base), None);
        }
        if let Some(number) = last.strip_prefix(['v', 'V']).and_then(number_of) {
            return (join(base), Some(number));
        }
    }
    (join(stem), None)
}

#[cfg(test)]
mod tests {
    use super::key_and_number;

    #[test]
    fn names_of_files_say_subject_and_version() {
        let check =
            |path: &str, key: &str, number| assert_eq!(key_and_number(path), (key.to_owned(), number), "{path}");
        check("order.avsc", "order", None);
        check("order-v2.avsc", "order", Some(2));
        check("order_v02.avsc", "order", Some(2));
        check("shop.Order.v3.avsc", "shop.Order", Some(3));
        check("order-draft.avsc", "order", None);
        check("orders/v1.avsc", "orders", Some(1));
        check("orders/12.avsc", "orders", Some(12));
        check("orders/draft.avsc", "orders", None);
        check("v1.avsc", "", Some(1));
        check("a/order-value.avsc", "a/order-value", None);
        check("order2.avsc", "order2", None);
        check("order-2.avsc", "order-2", None);
        check("-v1.avsc", "-v1", None);
        check("v99999999999.avsc", "v99999999999", None);
    }
}
