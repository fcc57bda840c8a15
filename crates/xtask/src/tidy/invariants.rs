//! The invariants, and the test that keeps each. A promise of the architecture's page that no test keeps is found here.
//! Layers, purity and the wire are kept by tidy itself, the others by tests whose files must be there and say what they prove.

use super::{Finding, SourceFile};

/// The page with the promises, numbered.
const PAGE: &str = "docs/architecture.md";
/// The section that lists them.
const SECTION: &str = "## What always holds";

/// The keeper of an invariant.
enum Keeper {
    /// A rule of this program.
    Tidy,
    /// In each of these folders, some file that says all of these words as code.
    Tests { folders: &'static [&'static str], words: &'static [&'static str] },
}

/// One keeper for each invariant, in the order of the page.
const KEEPERS: [Keeper; 10] = [
    // The window's build compiles the core for WebAssembly; what it leaves out is compiled on its own.
    Keeper::Tidy,
    Keeper::Tidy,
    Keeper::Tidy,
    Keeper::Tests { folders: &["crates/edit/tests/"], words: &["proptest", "undo", "validate"] },
    Keeper::Tests {
        folders: &["crates/avro/tests/", "crates/format/tests/", "crates/syntax/tests/"],
        words: &["proptest"],
    },
    Keeper::Tests { folders: &["tests/parity/tests/"], words: &["outputs"] },
    Keeper::Tests { folders: &["crates/format/tests/"], words: &["proptest", "decorated"] },
    Keeper::Tests { folders: &["crates/scene/tests/"], words: &["a_frame_draws_what_the_whole_picture_draws_there"] },
    Keeper::Tidy,
    Keeper::Tests { folders: &["crates/edit/tests/"], words: &["NOT_UNDOABLE"] },
];

/// Checks that every promise of the page has its keeper.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let promised = files.iter().find(|file| file.path == PAGE).map_or(0, |page| promises(&page.text));
    if promised != KEEPERS.len() {
        let message = format!(
            "promises {promised} things under “{SECTION}”, and tidy/invariants.rs knows what keeps {}",
            KEEPERS.len()
        );
        findings.push(Finding::new(PAGE, 0, message));
    }
    for (number, keeper) in KEEPERS.iter().enumerate() {
        let Keeper::Tests { folders, words } = keeper else { continue };
        for folder in folders.iter().filter(|folder| !is_kept(files, folder, words)) {
            let message = format!("no test here keeps invariant {}: one that says {}", number + 1, words.join(", "));
            findings.push(Finding::new(*folder, 0, message));
        }
    }
    findings
}

fn is_kept(files: &[SourceFile], folder: &str, words: &[&str]) -> bool {
    files
        .iter()
        .filter(|file| file.path.starts_with(folder))
        .filter_map(|file| file.rust.as_ref())
        .any(|rust| words.iter().all(|word| rust.code.contains(word)))
}

/// The number of numbered promises in the section.
fn promises(page: &str) -> usize {
    let Some((_, section)) = page.split_once(SECTION) else { return 0 };
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let is_promise = |line: &&str| line.split_once(". ").is_some_and(|(number, _)| number.parse::<usize>().is_ok());
    section.lines().filter(is_promise).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_counts_when_it_is_numbered_in_its_section() {
        let page = "1. Before.\n\n## What always holds\n\n1. One\n   and on. 2.\n2. Two.\n\n## Else\n\n3. After.\n";
        assert_eq!(promises(page), 2);
        assert_eq!(promises("1. One"), 0);
    }

    #[test]
    fn a_keeper_must_say_what_it_keeps_as_code() {
        let kept = |path: &str, text: &str| {
            is_kept(&[SourceFile::new(path, text)], "crates/edit/tests/", &["proptest", "undo"])
        };
        assert!(kept("crates/edit/tests/laws.rs", "proptest! { undo() }"));
        assert!(!kept("crates/edit/tests/laws.rs", "proptest! {} // undo"));
        assert!(!kept("crates/edit/src/laws.rs", "proptest! { undo() }"));
    }
}
