//! Reading a design folder and writing into folders, by the rules that the window has. Links are not followed: a design is what
//! lies in its folder. Something in the place of a file that cannot be one is told, never passed over in silence.

use crate::Failure;
use disk::{Change, Error, LeftOut, RelativePath, Total, list};
use engine::diagnostic::{Code, CodeInfo, Diagnostic, Location, Position, Severity};
use engine::format::{SourceFile, looks_at};
use std::path::Path;

/// The rules under which files are reported that could not be taken at all.
pub const CODES: &[CodeInfo] = &[PASSED_OVER, TOO_LARGE];

const PASSED_OVER: CodeInfo =
    CodeInfo { code: "folder/no-plain-file", summary: "Files of a design are plain files with a name in UTF-8" };

const TOO_LARGE: CodeInfo = CodeInfo { code: "folder/too-large", summary: "Files of a design have at most 8 MiB" };

/// The content of a design folder.
#[derive(Debug)]
pub struct Reading {
    /// The files of the design, sorted by path, with `/` between its parts.
    pub files: Vec<SourceFile>,
    /// The reasons why something in the place of a file is none, sorted by path.
    pub passed_over: Vec<Diagnostic>,
}

/// Every file that a design looks at. Hidden files and folders are passed over, and folders in which nothing looks for a
/// design are not even entered: a design may lie beside everything else in a repository.
pub fn read_folder(folder: &Path) -> Result<Reading, Failure> {
    let refused = |reason: &str| Failure::Io {
        path: folder.display().to_string(),
        reason: reason.to_owned(),
        next: "Name the folder that holds eventscape.toml",
    };
    if folder.is_file() {
        return Err(refused("this is a file, not a folder"));
    }
    if !folder.is_dir() {
        return Err(refused("there is no such folder"));
    }
    let listing = list(folder, "", is_wanted).map_err(failed(folder))?;
    let mut files = Vec::new();
    let mut problems = listing.problems;
    let mut total = Total::default();
    for path in listing.files {
        match disk::read(folder, &path) {
            Ok(Some(bytes)) => {
                total.add(folder, &bytes).map_err(failed(folder))?;
                files.push(SourceFile { path: path.as_str().to_owned(), bytes });
            }
            // Another program has just taken it away.
            Ok(None) => {}
            Err(error) => problems.push(LeftOut { path: path.as_str().to_owned(), error }),
        }
    }
    let mut passed_over = problems.into_iter().map(|it| left_out(folder, it)).collect::<Result<Vec<_>, _>>()?;
    passed_over.sort_by_cached_key(|it| it.location.to_string());
    let stands_in_design = |path: &str| path == "eventscape.toml" || path.starts_with("contexts/");
    let of_problem = |it: &Diagnostic| it.location.place.as_ref().is_some_and(|place| stands_in_design(&place.file));
    if !files.iter().any(|file| stands_in_design(&file.path)) && !passed_over.iter().any(of_problem) {
        return Err(refused("this is not a design: it holds no eventscape.toml"));
    }
    Ok(Reading { files, passed_over })
}

/// Whether a path is one that a design looks at. In the folder itself only those folders are entered that a file of a design could
/// lie in, or was meant to.
fn is_wanted(path: &str, is_folder: bool) -> bool {
    if is_folder { path.contains('/') || looks_at(&format!("{path}/any.toml")) } else { looks_at(path) }
}

/// The finding about what cannot be a file of the design. Where the system refuses to read, nobody could say what is missing, and
/// the command ends.
fn left_out(folder: &Path, LeftOut { path, error }: LeftOut) -> Result<Diagnostic, Failure> {
    let (rule, help) = match &error {
        Error::Disk { .. } => return Err(failed(folder)(error)),
        Error::TooLarge { .. } => (TOO_LARGE, "Move what does not belong to the design out of the folder"),
        Error::Outside { .. } | Error::Link { .. } | Error::InTheWay { .. } | Error::Protected { .. } => {
            (PASSED_OVER, "Put a plain file in its place, or take it away")
        }
    };
    let message = format!("{error}, so it is left out");
    let finding =
        Diagnostic::new(Code::new(rule.code), Severity::Error, message, Location::file(path, Position::START));
    Ok(finding.with_help(help))
}

/// A failure with the path of what failed, seen from where the command runs.
fn failed(folder: &Path) -> impl FnOnce(Error) -> Failure {
    let folder = folder.to_owned();
    move |error| Failure::Io {
        path: folder.join(error.path()).display().to_string(),
        reason: error.reason(),
        next: error.next(),
    }
}

/// A text that is to stand in a file, or none for a file that is to go.
pub struct Write<'a> {
    /// The path from the folder, with `/` between its parts.
    pub path: &'a str,
    pub text: Option<&'a str>,
    pub executable: bool,
}

fn change<'a>(folder: &Path, write: &Write<'a>) -> Result<Change<'a>, Failure> {
    let path = path_of(folder, write.path)?;
    Ok(Change { path, bytes: write.text.map(str::as_bytes), executable: write.executable })
}

/// Carries out changes below a folder.
pub fn write(folder: &Path, writes: &[Write<'_>]) -> Result<(), Failure> {
    let changes = writes.iter().map(|it| change(folder, it)).collect::<Result<Vec<_>, Failure>>()?;
    disk::carry_out(folder, &changes).map_err(failed(folder))
}

/// Whether a file says this and nothing else; nothing when it is not there.
pub fn says(folder: &Path, path: &str, text: &str) -> Result<Option<bool>, Failure> {
    disk::says(folder, &path_of(folder, path)?, text.as_bytes()).map_err(failed(folder))
}

fn path_of(folder: &Path, path: &str) -> Result<RelativePath, Failure> {
    RelativePath::parse(path).map_err(|fault| failed(folder)(Error::Outside { path: path.to_owned(), fault }))
}
