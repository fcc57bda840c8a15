//! The form of every source file: it says what it is for, stays short, has a name that tells something, and leaves no
//! loose end without an owner. Property tests all run in one way.

use super::rust_text::has_word;
use super::{Finding, SourceFile};

/// A file longer than this holds more than one concept.
const MOST_LINES: usize = 500;

/// Names under which anything can be put, and so will be.
const WILDCARD_NAMES: [&str; 11] = [
    "common",
    "helper",
    "helpers",
    "manager",
    "misc",
    "miscellaneous",
    "shared",
    "stuff",
    "util",
    "utilities",
    "utils",
];

/// How a block of property tests begins.
const LAWS: &str = "proptest! {";
/// Its first line: the same inputs for the same commit.
const HOW_LAWS_RUN: &str = "#![proptest_config(laws::cases(";

/// Checks every Rust file.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let Some(rust) = &file.rust else { continue };
        let mut found = |line, message: String| findings.push(Finding::new(&file.path, line, message));
        if !file.text.trim_start().starts_with("//!") {
            found(1, "begin with `//!`: what this module is for and why it exists".to_owned());
        }
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            found(0, format!("{lines} lines hold more than one concept: split it, {MOST_LINES} is the most"));
        }
        if let Some(name) = wildcard_name(&file.path) {
            found(0, format!("“{name}” says nothing: name it by what it holds"));
        }
        for line in laws_of_their_own(&file.text) {
            found(line, format!("begin the block with `{HOW_LAWS_RUN}…)`: else each run tests other inputs"));
        }
        for (number, line) in rust.comments.lines().enumerate() {
            if let Some(mark) = ["TODO", "FIXME", "XXX"].into_iter().find(|mark| is_ownerless(line, mark)) {
                found(number + 1, format!("{mark} without an owner: do it, or write {mark}(name) and why it waits"));
            }
        }
    }
    findings
}

fn wildcard_name(path: &str) -> Option<&'static str> {
    let is_it = |part: &str, name: &str| part == name || part.strip_suffix(".rs") == Some(name);
    path.split('/').find_map(|part| WILDCARD_NAMES.into_iter().find(|name| is_it(part, name) && path.contains("/src/")))
}

/// The lines of blocks of property tests that do not say that they run as all others do.
fn laws_of_their_own(text: &str) -> impl Iterator<Item = usize> {
    let first_lines = text.lines().skip(1).map(str::trim).chain([""]);
    let blocks = text.lines().map(str::trim).zip(first_lines).enumerate();
    blocks.filter(|(_, (line, first))| *line == LAWS && !first.starts_with(HOW_LAWS_RUN)).map(|(number, _)| number + 1)
}

fn is_ownerless(line: &str, mark: &str) -> bool {
    has_word(line, mark) && !line.contains(&format!("{mark}("))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_finds_its_own_and_nothing_else() {
        let long = format!("//! Words.\n{}", "\n".repeat(MOST_LINES));
        let cases: [(&str, &str, &str); 11] = [
            ("a/src/lib.rs", "//! Words.\n", ""),
            ("a/src/lib.rs", "fn a() {}\n", "a/src/lib.rs:1: begin with"),
            ("a/src/lib.rs", &long, "a/src/lib.rs: 501 lines hold more"),
            ("a/src/utils.rs", "//! Words.\n", "a/src/utils.rs: “utils” says nothing"),
            ("a/src/helper/mod.rs", "//! Words.\n", "a/src/helper/mod.rs: “helper” says nothing"),
            ("a/src/subject.rs", "//! Words.\n// TODO later\n", "a/src/subject.rs:2: TODO without an owner"),
            ("a/src/subject.rs", "//! Words.\n// TODO(ada): until the broker answers\n", ""),
            ("a/src/subject.rs", "//! Words.\nconst A: &str = \"TODO\";\n", ""),
            ("a/readme.md", "TODO", ""),
            ("a/tests/a.rs", "//! Words.\nproptest! {\n    #![proptest_config(laws::cases(9))]\n}\n", ""),
            ("a/tests/a.rs", "//! Words.\nproptest! {\n    #[test]\n}\n", "a/tests/a.rs:2: begin the block"),
        ];
        for (path, text, expected) in cases {
            let found: Vec<String> = check(&[SourceFile::new(path, text)]).iter().map(ToString::to_string).collect();
            match (found.as_slice(), expected) {
                ([], "") => {}
                ([one], expected) if !expected.is_empty() => assert!(one.starts_with(expected), "{one}"),
                (found, expected) => panic!("{path}: {found:?}, expected {expected}"),
            }
        }
    }
}
