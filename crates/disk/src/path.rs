//! Paths that cannot leave their folder.
//!
//! Files are named by relative paths with `/`. Such a name becomes a path on disk only here, after every part of it
//! was looked at twice: once as text (nothing absolute, nothing upwards, nothing hidden), once on disk (no link on the way).

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Longest part that every file system takes.
const LONGEST_PART_BYTES: usize = 255;
/// Longest path that is taken at all.
const LONGEST_PATH_BYTES: usize = 1024;
/// How the files of a design end; nothing else is read or written in a design folder.
const DESIGN_ENDINGS: [&str; 3] = [".toml", ".avsc", ".md"];

/// A path below some folder that is safe as text; [`RelativePath::below`] looks at the disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelativePath(String);

/// Why a text is no path of a file here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// Nothing, or nothing between two slashes.
    EmptyPart,
    /// `.` or `..`.
    Upwards,
    /// A part that begins with a dot, such as `.git`.
    Hidden,
    /// A character that has a meaning to some operating system, or cannot be seen.
    Character(char),
    /// A name that Windows keeps for a device, or changes by itself.
    Reserved,
    /// Longer than file systems allow.
    TooLong,
    /// Not one of the endings that a design's files have.
    Ending,
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyPart => f.write_str("a part of it is empty"),
            Self::Upwards => f.write_str("it would lead to another folder"),
            Self::Hidden => f.write_str("a part of it begins with a dot"),
            Self::Character(character) => write!(f, "it contains {character:?}"),
            Self::Reserved => f.write_str("Windows keeps this name for itself"),
            Self::TooLong => f.write_str("it is too long"),
            Self::Ending => f.write_str("it does not end in .toml, .avsc or .md"),
        }
    }
}

impl RelativePath {
    /// Reads a path with any ending, as an export has.
    pub fn parse(text: &str) -> Result<Self, PathFault> {
        if text.len() > LONGEST_PATH_BYTES {
            return Err(PathFault::TooLong);
        }
        for part in text.split('/') {
            look_at(part, cfg!(windows))?;
        }
        Ok(Self(text.to_owned()))
    }

    /// Reads a path of a file that belongs to a design.
    pub fn parse_design_file(text: &str) -> Result<Self, PathFault> {
        let path = Self::parse(text)?;
        if has_design_ending(text) { Ok(path) } else { Err(PathFault::Ending) }
    }

    /// With `/` on every platform.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part behind the last `/`.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(self.0.as_str(), |(_, name)| name)
    }

    /// The path before the last `/`; empty for a file of the root itself.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Where this file stands below `root`, if nothing on the way could lead elsewhere. Folders on the way may be missing,
    /// and so may the file.
    pub fn below(&self, root: &Path) -> Result<PathBuf, Error> {
        let mut path = root.to_path_buf();
        let mut walked = String::new();
        let mut parts = self.0.split('/').peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            if !walked.is_empty() {
                walked.push('/');
            }
            walked.push_str(part);
            let last = parts.peek().is_none();
            match path.symlink_metadata() {
                Ok(found) if found.file_type().is_symlink() => return Err(Error::Link { path: walked }),
                Ok(found) if last && found.is_dir() => {
                    return Err(Error::InTheWay { path: walked, found: "a folder" });
                }
                Ok(found) if last && !found.is_file() => {
                    return Err(Error::InTheWay { path: walked, found: "something that is no plain file" });
                }
                Ok(found) if !last && !found.is_dir() => {
                    return Err(Error::InTheWay { path: walked, found: "a file" });
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Error::Disk { action: "looked at", path: walked, source: error }),
            }
        }
        Ok(path)
    }
}

/// Whether a file's name ends as those of a design do.
pub fn has_design_ending(name: &str) -> bool {
    DESIGN_ENDINGS.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

/// Whether a name is one that nothing here looks at.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

fn look_at(part: &str, on_windows: bool) -> Result<(), PathFault> {
    if part.is_empty() {
        return Err(PathFault::EmptyPart);
    }
    if part == "." || part == ".." {
        return Err(PathFault::Upwards);
    }
    if is_hidden(part) {
        return Err(PathFault::Hidden);
    }
    if part.len() > LONGEST_PART_BYTES {
        return Err(PathFault::TooLong);
    }
    let forbidden = |character: char| {
        character.is_control()
            || matches!(character, '\\' | ':')
            || (on_windows && matches!(character, '<' | '>' | '"' | '|' | '?' | '*'))
    };
    if let Some(character) = part.chars().find(|character| forbidden(*character)) {
        return Err(PathFault::Character(character));
    }
    if on_windows && is_reserved_on_windows(part) {
        return Err(PathFault::Reserved);
    }
    Ok(())
}

fn is_reserved_on_windows(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| matches!(c, '1'..='9')))
    };
    part.ends_with(['.', ' '])
        || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || numbered("COM")
        || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Result<(), PathFault>) {
        assert_eq!(RelativePath::parse_design_file(text).map(|_| ()), expected, "{text:?}");
    }

    #[test]
    fn only_plain_paths_of_design_files_are_taken() {
        check("eventscape.toml", Ok(()));
        check("contexts/order/schemas/order-submitted/v1.avsc", Ok(()));
        check("decisions/0005-use kafka für alles.md", Ok(()));
        check("a..b/c.toml", Ok(()));
        check("", Err(PathFault::EmptyPart));
        check("/etc/passwd.toml", Err(PathFault::EmptyPart));
        check("contexts//order.toml", Err(PathFault::EmptyPart));
        check("contexts/", Err(PathFault::EmptyPart));
        check("../other/eventscape.toml", Err(PathFault::Upwards));
        check("contexts/../../eventscape.toml", Err(PathFault::Upwards));
        check("./eventscape.toml", Err(PathFault::Upwards));
        check(".git/hooks/readme.md", Err(PathFault::Hidden));
        check("contexts/.hidden.toml", Err(PathFault::Hidden));
        check(".toml", Err(PathFault::Hidden));
        check("..\\x.toml", Err(PathFault::Hidden));
        check("contexts\\order.toml", Err(PathFault::Character('\\')));
        check("C:/windows/x.toml", Err(PathFault::Character(':')));
        check("a.toml:stream.toml", Err(PathFault::Character(':')));
        check("a\0b.toml", Err(PathFault::Character('\0')));
        check("a\nb.toml", Err(PathFault::Character('\n')));
        check("run.sh", Err(PathFault::Ending));
        check("contexts/toml", Err(PathFault::Ending));
        check("a.TOML", Err(PathFault::Ending));
        check(&format!("{}.toml", "a".repeat(251)), Err(PathFault::TooLong));
        check(&format!("{}a.toml", "a/".repeat(600)), Err(PathFault::TooLong));
    }

    #[test]
    fn names_that_windows_keeps_are_refused_there_only() {
        for name in ["nul", "NUL.toml", "Com1.toml", "lpt9", "aux .toml", "a.", "a "] {
            assert_eq!(look_at(name, true), Err(PathFault::Reserved), "{name:?}");
            assert_eq!(look_at(name, false), Ok(()), "{name:?}");
        }
        for name in ["null.toml", "com.toml", "com0.toml", "com10.toml", "console"] {
            assert_eq!(look_at(name, true), Ok(()), "{name:?}");
        }
        assert_eq!(look_at("what?.md", true), Err(PathFault::Character('?')));
        assert_eq!(look_at("what?.md", false), Ok(()));
    }

    proptest! {
        #![proptest_config(laws::cases(256))]

        #[test]
        fn what_is_taken_stays_below_its_folder(text in "[./\\\\a-c:~\u{0}-\u{7f}]{0,24}") {
            let root = Path::new("/some/folder");
            if let Ok(path) = RelativePath::parse(&text) {
                let joined = root.join(path.as_str());
                prop_assert!(joined.starts_with(root));
                prop_assert!(joined.components().all(|part| matches!(
                    part,
                    std::path::Component::RootDir | std::path::Component::Normal(_)
                )));
                prop_assert!(joined.components().count() > root.components().count());
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_or_an_obstacle_on_the_way_is_refused() {
        use std::os::unix::fs::symlink;

        let outside = tempfile::tempdir().unwrap();
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        std::fs::create_dir_all(at("contexts/order")).unwrap();
        std::fs::write(at("contexts/order/context.toml"), "").unwrap();
        symlink(outside.path(), at("contexts/payment")).unwrap();
        symlink(at("contexts/order/context.toml"), at("inside.toml")).unwrap();
        symlink(at("nowhere"), at("dangling.toml")).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe.toml"), rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0)
            .unwrap();

        let below =
            |path: &str| RelativePath::parse(path).unwrap().below(root.path()).map_err(|error| error.to_string());
        assert_eq!(below("contexts/order/context.toml"), Ok(at("contexts/order/context.toml")));
        assert_eq!(below("contexts/new/deep/context.toml"), Ok(at("contexts/new/deep/context.toml")));
        let link =
            |path: &str| Err(format!("{path} is a symbolic link, and files are not written or read through one"));
        assert_eq!(below("contexts/payment/context.toml"), link("contexts/payment"));
        assert_eq!(below("inside.toml"), link("inside.toml"));
        assert_eq!(below("dangling.toml"), link("dangling.toml"));
        assert_eq!(below("contexts/order"), Err("contexts/order is in the way: a folder stands there".to_owned()));
        assert_eq!(
            below("contexts/order/context.toml/v1.avsc"),
            Err("contexts/order/context.toml is in the way: a file stands there".to_owned())
        );
        assert_eq!(
            below("pipe.toml"),
            Err("pipe.toml is in the way: something that is no plain file stands there".to_owned())
        );
    }
}
