//! The rules of the house as a test: layers, what the core must not know, licences, versions, the wire, texts. Rules that the
//! compiler and clippy can check are left to them.

mod dependencies;
mod invariants;
mod licences;
mod purity;
mod rust_text;
mod sources;
mod texts;
mod versions;
mod wire;
mod words;

use std::fmt;

use crate::failure::Failure;
use crate::say;
use crate::workspace::Workspace;

pub use dependencies::core_crates_outside_the_window;
use rust_text::RustText;

/// One broken rule at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the root.
    path: String,
    /// Its line from 1; 0 where the whole file is meant.
    line: usize,
    /// The problem and the next step.
    message: String,
}

impl Finding {
    fn new(path: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.into(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.path, self.message),
            line => write!(formatter, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// A text file under version control, read once for all rules.
pub struct SourceFile {
    /// Relative to the root, with forward slashes.
    path: String,
    /// Its text.
    text: String,
    /// Its code and its comments apart, if it is Rust.
    rust: Option<RustText>,
}

impl SourceFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let rust = path.ends_with(".rs").then(|| RustText::read(&text));
        Self { path, text, rust }
    }

    /// Whether it is compiled only for tests.
    fn is_test(&self) -> bool {
        let mut parts = self.path.split('/');
        parts.any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
    }
}

/// Checks every rule and prints each finding.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    let metadata = workspace.metadata()?;
    let files = read_sources(workspace)?;
    let mut findings = dependencies::check(&metadata, &files);
    findings.extend(licences::check(&metadata, &files));
    findings.extend(versions::check(&files));
    findings.extend(purity::check(&files));
    findings.extend(sources::check(&files));
    findings.extend(texts::check(&files));
    findings.extend(wire::check(&files));
    findings.extend(invariants::check(&files));
    findings.extend(words::check(&files));
    findings.sort();
    findings.dedup();
    for finding in &findings {
        say::note(&finding.to_string());
    }
    if findings.is_empty() { Ok(()) } else { Err(Failure::Tidy(findings.len())) }
}

/// Every text file under version control; what is not text has no rules here.
fn read_sources(workspace: &Workspace) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    for path in workspace.tracked_files()? {
        let whole = workspace.root.join(&path);
        let bytes = std::fs::read(&whole).map_err(Failure::file("read", &whole))?;
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(SourceFile::new(path, text));
        }
    }
    Ok(files)
}
