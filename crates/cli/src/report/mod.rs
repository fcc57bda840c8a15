//! Findings for people, for programs and for code scanning.

mod replacement;
mod sarif;
mod text;

pub use replacement::Replacement;
pub use sarif::sarif;
pub use text::text;

use crate::say;
use engine::diagnostic::{Diagnostic, Location, Place, Position, Severity};
use serde_json::{Value, json};
use std::path::{Component, Path, PathBuf, absolute};

/// Findings as one JSON document: counts and the findings in their own shape.
pub fn json(findings: &[Diagnostic]) -> String {
    say::json(&document(findings))
}

/// The same before it is text, for a command that has more to say.
pub fn document(findings: &[Diagnostic]) -> Value {
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    json!({
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "infos": count(Severity::Info),
        "findings": findings,
    })
}

/// The repairs of a finding by their titles, in one line.
fn repair_titles(finding: &Diagnostic) -> Option<String> {
    let titles: Vec<&str> = finding.fixes.iter().map(|fix| fix.title.as_str()).collect();
    (!titles.is_empty()).then(|| format!("Repair: {}", titles.join("; or ")))
}

/// Findings about a design folder with paths from the working folder, as code scanning wants them: it knows the repository
/// and not the design in it. A folder outside is named from the root. A finding without a place stands at the design's
/// settings, because code scanning takes nothing without a file.
pub fn from_here(folder: &Path, findings: &[Diagnostic]) -> Vec<Diagnostic> {
    let folder = seen_from_here(folder);
    let placed = |finding: &Diagnostic| {
        let settings = || Place { file: "eventscape.toml".to_owned(), start: Position::START, end: None };
        let mut place = finding.location.place.clone().unwrap_or_else(settings);
        place.file = below(&folder, &place.file);
        Diagnostic { location: Location { place: Some(place), ..finding.location.clone() }, ..finding.clone() }
    };
    findings.iter().map(placed).collect()
}

/// A folder as a path from the working folder; one outside from the root.
pub fn seen_from_here(folder: &Path) -> PathBuf {
    let leads_out = |part: Component<'_>| match part {
        Component::Prefix(_) | Component::RootDir | Component::ParentDir => true,
        Component::CurDir | Component::Normal(_) => false,
    };
    if folder.components().any(leads_out) {
        absolute(folder).unwrap_or_else(|_| folder.to_path_buf())
    } else {
        folder.components().filter(|part| *part != Component::CurDir).collect()
    }
}

/// A file of a folder, with `/` between the parts of its path.
pub fn below(folder: &Path, file: &str) -> String {
    folder.join(file).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::diagnostic::Code;

    #[test]
    fn code_scanning_finds_files_from_the_working_folder() {
        let check = |folder: &str, file: Option<&str>, expected: &str| {
            let location = file.map_or_else(Location::default, |file| Location::file(file, Position::START));
            let finding = Diagnostic::new(Code::new("a/b"), Severity::Error, "message", location);
            let placed = from_here(Path::new(folder), &[finding]);
            let files: Vec<_> =
                placed.iter().filter_map(|it| Some(it.location.place.as_ref()?.file.as_str())).collect();
            assert_eq!(files, [expected]);
        };
        check("designs/shop", Some("contexts/a/context.toml"), "designs/shop/contexts/a/context.toml");
        check("./designs/shop/", Some("policy.toml"), "designs/shop/policy.toml");
        check(".", Some("policy.toml"), "policy.toml");
        check("designs", None, "designs/eventscape.toml");
        check("/designs", Some("policy.toml"), "/designs/policy.toml");
    }
}
