//! Schemas as they stood at a revision, through the `git` program. Nothing goes through a shell, and what a person typed is
//! never taken for an option.

use super::document;
use super::folder::SchemaFile;
use super::text::{LARGEST_TEXT, Text, utf8};
use crate::Failure;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A revision, seen from a folder of its repository.
pub struct Revision {
    folder: PathBuf,
    name: String,
    commit: String,
}

impl Revision {
    /// Finds a revision by any name that git knows: a branch, a tag, a commit, `HEAD~1`.
    pub fn find(folder: &Path, name: &str) -> Result<Self, Failure> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if name.is_empty() || name.starts_with('-') {
            return Err(Failure::Usage(format!("{name:?} is no git revision")));
        }
        let inside = run(folder, &["rev-parse", "--git-dir"])?;
        if let Err(why) = inside {
            return Err(Failure::Io {
                path: folder.display().to_string(),
                reason: format!("there is no folder or file {name:?}, and this is not in a git repository ({why})"),
                next: "Name a folder of versions, a registry by its http address, or a git revision in a repository",
            });
        }
        match run(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])? {
            Ok(commit) => {
                let commit = String::from_utf8_lossy(&commit).trim().to_owned();
                Ok(Self { folder: folder.to_owned(), name: name.to_owned(), commit })
            }
            Err(_) => Err(Failure::Io {
                path: name.to_owned(),
                reason: "there is no such folder or file here, and no such git revision".to_owned(),
                next: "Check the name; in CI, fetch the branch first, for example with `git fetch origin main`",
            }),
        }
    }

    /// The schema files of the folder at that revision.
    pub fn files(&self, deep: bool) -> Result<Vec<SchemaFile>, Failure> {
        let mut arguments = vec!["ls-tree", "-z"];
        if deep {
            arguments.push("-r");
        }
        arguments.push(&self.commit);
        let listed = run(&self.folder, &arguments)?.map_err(|why| self.failure(&why))?;
        let mut found: Vec<(String, String)> = Vec::new();
        for entry in listed.split(|byte| *byte == 0) {
            // "100644 blob 1234…\tpath"; links and whole other repositories have other modes.
            let Ok(entry) = std::str::from_utf8(entry) else { continue };
            let Some((facts, path)) = entry.split_once('\t') else { continue };
            let mut facts = facts.split(' ');
            let (mode, hash) = (facts.next().unwrap_or_default(), facts.nth(1).unwrap_or_default());
            if mode.starts_with("100") && (path.ends_with(".avsc") || path.ends_with(".avpr")) {
                found.push((path.to_owned(), hash.to_owned()));
            }
        }
        self.contents(found)
    }

    /// The contents of blobs, by one program for all.
    fn contents(&self, found: Vec<(String, String)>) -> Result<Vec<SchemaFile>, Failure> {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let mut git = command(&self.folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_started(&error))?;
        let (Some(mut questions), Some(answers)) = (git.stdin.take(), git.stdout.take()) else {
            return Err(self.failure("git cat-file has no input or output"));
        };
        let hashes: String = found.iter().map(|(_, hash)| format!("{hash}\n")).collect();
        let asking = std::thread::spawn(move || questions.write_all(hashes.as_bytes()));
        let read = self.answers(&mut BufReader::new(answers), found);
        // The reading reports a question that had no answer; a broken pipe is its consequence.
        let _ = asking.join();
        if read.is_err() {
            let _ = git.kill();
        }
        let _ = git.wait();
        read
    }

    fn answers(&self, answers: &mut impl BufRead, found: Vec<(String, String)>) -> Result<Vec<SchemaFile>, Failure> {
        let broken = |error: std::io::Error| self.failure(&error.to_string());
        let mut files = Vec::new();
        for (path, hash) in found {
            let mut head = String::new();
            answers.read_line(&mut head).map_err(broken)?;
            let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
            let Some(size) = size.filter(|_| head.starts_with(&hash)) else {
                return Err(self.failure(&format!("{path} cannot be read: {}", head.trim_end())));
            };
            if size > LARGEST_TEXT {
                return Err(self.failure(&format!("{path} is larger than {} MiB", LARGEST_TEXT >> 20)));
            }
            let mut bytes = Vec::new();
            answers.take(size).read_to_end(&mut bytes).map_err(broken)?;
            let mut end = [0];
            answers.read_exact(&mut end).map_err(broken)?;
            let text = utf8(bytes).map_err(|why| self.failure(&format!("{path}: {why}")))?;
            let shown = format!("{}:{path}", self.name);
            let text = Text::elsewhere(shown, text);
            if path.ends_with(".avpr") {
                files.extend(document::types_of(&text).into_iter().map(|text| SchemaFile { path: path.clone(), text }));
            } else {
                files.push(SchemaFile { path, text });
            }
        }
        Ok(files)
    }

    fn failure(&self, why: &str) -> Failure {
        Failure::Io {
            path: format!("{} in {}", self.name, self.folder.display()),
            reason: why.to_owned(),
            next: "Check with `git ls-tree` what the revision holds",
        }
    }
}

/// Git in a folder. A hook's variables about another repository do not count, and nobody is asked for a password.
fn command(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).stdin(Stdio::null());
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    git.env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_LITERAL_PATHSPECS", "1");
    git
}

/// The output of a git command, or the reason why it failed.
fn run(folder: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, Failure> {
    let output = command(folder).args(arguments).output().map_err(|error| not_started(&error))?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Err(said.lines().next().unwrap_or("git says no more").trim_start_matches("fatal: ").to_owned()))
}

fn not_started(error: &std::io::Error) -> Failure {
    Failure::Io {
        path: "git".to_owned(),
        reason: format!("the program does not start: {error}"),
        next: "Install git, or compare with a folder of versions",
    }
}
