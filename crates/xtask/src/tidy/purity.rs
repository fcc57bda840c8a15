//! The core knows no file, clock, environment, randomness or order of a hash map: the same input must give the same bytes,
//! natively and in WebAssembly, today and tomorrow.

use super::dependencies::core_crates;
use super::rust_text::has_word;
use super::{Finding, SourceFile};

/// Modules of the standard library that reach outside.
const MODULES: [(&str, &str); 5] = [
    ("env", "the environment"),
    ("fs", "files"),
    ("net", "the network"),
    ("process", "processes"),
    ("thread", "threads"),
];

/// Types that bring in the clock or randomness.
const TYPES: [(&str, &str); 3] = [("SystemTime", "the clock"), ("Instant", "the clock"), ("RandomState", "randomness")];

/// Types whose order changes from run to run.
const UNORDERED: [&str; 2] = ["HashMap", "HashSet"];

/// What a file says that only looks things up in them, so that their order never leaves it.
const LOOKUP_ONLY: &str = "lookup only";

/// Checks every shipped source file of the core.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let Some(rust) = &file.rust else { continue };
        let is_core = core_crates().any(|name| file.path.starts_with(&format!("crates/{name}/src/")));
        if !is_core || file.is_test() {
            continue;
        }
        for (line, what) in outside(&rust.code) {
            let message = format!("the core must not know {what}: let it come in through `Host`");
            findings.push(Finding::new(&file.path, line, message));
        }
        if let Some((line, name)) = unordered(&rust.code)
            && !rust.comments.contains(LOOKUP_ONLY)
        {
            let message = format!(
                "the order of a {name} changes from run to run: take its BTree brother, or say “{LOOKUP_ONLY}” and why"
            );
            findings.push(Finding::new(&file.path, line, message));
        }
    }
    findings
}

/// The lines of `code` that reach outside, and to what.
fn outside(code: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("std::") {
        let Some((before, after)) = code.split_at_checked(at) else { continue };
        let line = before.matches('\n').count() + 1;
        let after = after.strip_prefix("std::").unwrap_or_default();
        for module in first_segments(after) {
            found.extend(MODULES.iter().filter(|(name, _)| *name == module).map(|(_, what)| (line, *what)));
        }
    }
    for (number, line) in code.lines().enumerate() {
        found.extend(TYPES.iter().filter(|(name, _)| has_word(line, name)).map(|(_, what)| (number + 1, *what)));
    }
    found
}

/// The first line of `code` that names a type without an order.
fn unordered(code: &str) -> Option<(usize, &'static str)> {
    code.lines().enumerate().find_map(|(number, line)| {
        UNORDERED.into_iter().find(|name| has_word(line, name)).map(|name| (number + 1, name))
    })
}

/// What may follow `std::`: one name, or a group of paths of which each first name counts.
fn first_segments(after: &str) -> Vec<String> {
    let name = |text: &str| text.trim().chars().take_while(|next| next.is_alphanumeric() || *next == '_').collect();
    let Some(group) = after.strip_prefix('{') else { return vec![name(after)] };
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut segment = String::new();
    for next in group.chars() {
        match next {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&std::mem::take(&mut segment))),
            _ => {}
        }
        if next != ',' || depth > 0 {
            segment.push(next);
        }
    }
    names.push(name(&segment));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_reaches_outside_is_found_with_its_line() {
        let cases: [(&str, &[(usize, &str)]); 7] = [
            ("use std::fs;", &[(1, "files")]),
            ("\nlet x = std::env::var(name);", &[(2, "the environment")]),
            ("use std::{collections::BTreeMap, fs::File};", &[(1, "files")]),
            ("use std::{collections::{BTreeMap, BTreeSet}, fmt};", &[]),
            ("use std::time::Duration;", &[]),
            ("use std::time::{Duration, Instant};", &[(1, "the clock")]),
            ("let fs = model.fs();", &[]),
        ];
        for (code, expected) in cases {
            assert_eq!(outside(code), expected, "{code}");
        }
    }

    #[test]
    fn only_shipped_core_code_is_looked_at() {
        let text = "//! Words.\nuse std::fs;\n#[cfg(test)]\nmod tests {\n use std::fs;\n}\n";
        let files =
            ["crates/model/src/lib.rs", "crates/model/tests/laws.rs", "crates/cli/src/main.rs", "ui/src/main.rs"]
                .map(|path| SourceFile::new(path, text));
        let found: Vec<String> = check(&files).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["crates/model/src/lib.rs:2: the core must not know files: let it come in through `Host`"]);
    }

    #[test]
    fn a_hash_map_needs_a_word_of_why_its_order_does_not_matter() {
        let cases = [
            ("//! Words.\nuse std::collections::HashMap;\n", Some(2)),
            ("//! Words.\nuse std::collections::BTreeMap;\n", None),
            ("//! Words.\n// lookup only: names by id\nuse std::collections::HashMap;\n", None),
        ];
        for (text, expected) in cases {
            let found = check(&[SourceFile::new("crates/model/src/lib.rs", text)]);
            assert_eq!(found.first().map(|finding| finding.line), expected, "{text}");
        }
    }
}
