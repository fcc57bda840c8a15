//! The core knows no file, clock, environment, randomness or order of a hash map: the same input must give the same bytes,
//! natively and in WebAssembly, today and tomorrow.

use super::dependencies::is_core;
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

/// Types whose order changes from run to run. Looking things up in them is fine; walking through them is not.
const UNORDERED: [&str; 2] = ["HashMap", "HashSet"];

/// The calls that walk through a collection.
const WALKS: [&str; 8] =
    [".drain(", ".into_iter()", ".into_keys()", ".into_values()", ".iter()", ".iter_mut()", ".keys()", ".values()"];

/// The words of a comment beside a walk when the order does not matter, before it says why.
const IN_ANY_ORDER: &str = "in any order";

/// Checks every shipped source file of the core.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let Some(rust) = &file.rust else { continue };
        let mut parts = file.path.split('/');
        let is_core =
            parts.next() == Some("crates") && parts.next().is_some_and(is_core) && parts.next() == Some("src");
        if !is_core || file.is_test() {
            continue;
        }
        for (line, what) in outside(&rust.code) {
            let message = format!("the core must not know {what}: let it come in through `Host`");
            findings.push(Finding::new(&file.path, line, message));
        }
        for (line, name) in walks(&rust.code) {
            let beside = rust.comments.lines().skip(line.saturating_sub(2)).take(2);
            if beside.into_iter().any(|comment| comment.contains(IN_ANY_ORDER)) {
                continue;
            }
            let message = format!(
                "walks through `{name}`, whose order changes from run to run: take a BTree collection, or say beside it \
                 “{IN_ANY_ORDER}” and why"
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

/// The lines that walk through a collection without an order, and its name: whatever the file declares with such a type.
fn walks(code: &str) -> Vec<(usize, String)> {
    let mut names: Vec<&str> = code.lines().filter_map(declared).collect();
    names.sort();
    names.dedup();
    let mut found = Vec::new();
    let lines: Vec<&str> = code.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        // A chain of calls often goes on in the next line.
        let next = lines.get(number + 1).map_or("", |next| next.trim());
        let chain = format!("{}{}", line.trim_end(), if next.starts_with('.') { next } else { "" });
        for name in &names {
            let walked = WALKS.iter().any(|walk| is_walked(&chain, name, walk));
            let looped = ["", "&", "&mut ", "&self.", "&mut self."]
                .iter()
                .any(|borrow| chain.contains(&format!(" in {borrow}{name} {{")));
            if walked || looped {
                found.push((number + 1, (*name).to_owned()));
            }
        }
    }
    found
}

/// Whether `name` as a whole word is followed by `walk`; the walk itself ends in no letter, so a word search cannot see it.
fn is_walked(chain: &str, name: &str, walk: &str) -> bool {
    chain.match_indices(&format!("{name}{walk}")).any(|(at, _)| {
        let before = chain.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|before| before.is_alphanumeric() || before == '_')
    })
}

/// The name that a line declares with a type without an order: `seen` of `let mut seen = HashSet::new();`.
fn declared(line: &str) -> Option<&str> {
    let at = UNORDERED
        .iter()
        .filter_map(|name| line.find(&format!("{name}<")).or_else(|| line.find(&format!("{name}::"))))
        .min()?;
    let before = line.get(..at)?;
    let before = before.trim_end().trim_end_matches("&mut").trim_end_matches('&').trim_end();
    let before = before.strip_suffix([':', '='])?.trim_end();
    let start = before.rfind(|next: char| !next.is_alphanumeric() && next != '_').map_or(0, |at| at + 1);
    before.get(start..).filter(|name| !name.is_empty())
}

/// The first names behind `std::`: one name, or a group of paths of which each first name counts.
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
    fn walking_through_a_hash_map_is_found_and_looking_up_is_not() {
        let cases: [(&str, Option<usize>); 10] = [
            ("let seen = HashSet::new();\nif seen.insert(x) {}", None),
            ("struct A {\n    names: HashMap<A, B>,\n}\nself.names.get(x);", None),
            ("struct A {\n    names: HashMap<A, B>,\n}\nself.names.keys()", Some(4)),
            ("fn f(names: &HashMap<A, B>) {\n    for (a, b) in names {\n", Some(2)),
            ("fn f(names: &HashMap<A, B>) {\n    names\n        .values()\n", Some(2)),
            ("let mut seen: HashSet<A> = HashSet::new();\nfor a in &seen {", Some(2)),
            ("let seen = BTreeSet::new();\nfor a in &seen {", None),
            ("let seen = HashSet::new();\nfor a in overseen.iter() {", None),
            ("let seen = HashSet::new();\n// Summed up in any order: addition does not mind.\nseen.iter()", None),
            ("use std::collections::HashMap;", None),
        ];
        for (code, expected) in cases {
            let found = check(&[SourceFile::new("crates/model/src/lib.rs", code)]);
            assert_eq!(found.first().map(|finding| finding.line), expected, "{code}");
        }
    }
}
