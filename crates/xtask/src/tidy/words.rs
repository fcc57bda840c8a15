//! The words of the house, as far as a program can check them: `docs/contributing.md` has the rule, `docs/glossary.md` the
//! words that name a type in more than one crate.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, SourceFile};

/// The page that says what a word means in each crate.
const GLOSSARY: &str = "docs/glossary.md";

/// Words that begin a sentence without a subject, or one turned around.
const HEADLESS: [&str; 5] = ["Who", "Whoever", "Whom", "Whose", "Were"];

/// The same where the window's parts and tests still use them: in libraries and programs below it.
const HEADLESS_BELOW_UI: [&str; 2] = ["What", "Whatever"];

/// The beginnings of a type's declaration.
const DECLARATIONS: [&str; 4] = ["pub struct ", "pub enum ", "pub trait ", "pub type "];

/// Checks comments and the names of public types.
pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = files.iter().flat_map(headless_sentences).collect();
    findings.extend(unexplained_names(files));
    findings
}

fn headless_sentences(file: &SourceFile) -> Vec<Finding> {
    let Some(rust) = &file.rust else { return Vec::new() };
    let is_below_ui = !file.is_test() && ["crates/", "src-tauri/"].iter().any(|folder| file.path.starts_with(folder));
    let words: Vec<&str> = HEADLESS.into_iter().chain(HEADLESS_BELOW_UI.into_iter().filter(|_| is_below_ui)).collect();
    let mut findings = Vec::new();
    let mut begins = true;
    for (number, line) in rust.comments.lines().enumerate() {
        let text = line.trim().trim_start_matches(['/', '!', '*']).trim();
        if let Some(word) = headless(text, begins, &words) {
            let message = format!("a sentence begins with “{word}”: name its subject, see docs/contributing.md");
            findings.push(Finding::new(&file.path, number + 1, message));
        }
        begins = text.is_empty() || text.ends_with(['.', ':', '?']);
    }
    findings
}

/// The first of some words with which a sentence in a line of a comment begins. A question mark makes it a question.
fn headless<'a>(text: &str, begins: bool, words: &[&'a str]) -> Option<&'a str> {
    let first = begins.then_some(text);
    let later = text.match_indices(". ").filter_map(|(at, end)| text.get(at + end.len()..));
    first.into_iter().chain(later).find_map(|sentence| {
        let word = sentence.split(|it: char| !it.is_alphanumeric()).next()?;
        let is_question = sentence
            .split(['.', '?'])
            .next()
            .is_some_and(|it| sentence.get(it.len()..).is_some_and(|rest| rest.starts_with('?')));
        words.iter().copied().find(|headless| *headless == word && !is_question)
    })
}

/// Public types whose name stands in more than one crate, and not in the glossary.
fn unexplained_names(files: &[SourceFile]) -> Vec<Finding> {
    let mut places: BTreeMap<&str, BTreeMap<String, (&str, usize)>> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        let (Some(rust), Some(package)) = (&file.rust, package(&file.path)) else { continue };
        for (number, line) in rust.code.lines().enumerate() {
            if let Some(name) = declared(line) {
                places.entry(name).or_default().entry(package.clone()).or_insert((&file.path, number + 1));
            }
        }
    }
    let explained = explained(files);
    let shared = places.into_iter().filter(|(name, packages)| packages.len() > 1 && !explained.contains(name));
    shared
        .filter_map(|(name, packages)| {
            let crates: Vec<&str> = packages.keys().map(String::as_str).collect();
            let (path, line) = packages.values().next_back()?;
            let message = format!(
                "`{name}` names a public type in {}: give one another name, or say in {GLOSSARY} what it means in each",
                crates.join(" and ")
            );
            Some(Finding::new(*path, *line, message))
        })
        .collect()
}

/// Crates that are programs or serve tests: nobody else names their types.
const PRIVATE: [&str; 3] = ["cli", "fixture", "xtask"];

/// The library that a file belongs to.
fn package(path: &str) -> Option<String> {
    let mut parts = path.split('/');
    let name = parts.next().filter(|folder| *folder == "crates").and_then(|_| parts.next())?;
    (!PRIVATE.contains(&name)).then(|| name.to_owned())
}

fn declared(line: &str) -> Option<&str> {
    let rest = DECLARATIONS.iter().find_map(|word| line.trim_start().strip_prefix(word))?;
    rest.split(|it: char| !it.is_alphanumeric() && it != '_').next().filter(|name| !name.is_empty())
}

/// The names in the first column of the glossary's table.
fn explained(files: &[SourceFile]) -> BTreeSet<&str> {
    let page = files.iter().find(|file| file.path == GLOSSARY);
    let rows = page.into_iter().flat_map(|page| page.text.lines()).filter_map(|line| line.strip_prefix("| "));
    rows.filter_map(|row| row.split('|').next()).flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<SourceFile> = files.iter().map(|(path, text)| SourceFile::new(*path, *text)).collect();
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn sentences_without_a_subject_are_told() {
        let check = |comment: &str, expected: usize| {
            assert_eq!(told(&[("crates/a/src/lib.rs", comment)]).len(), expected, "{comment}");
        };
        check("/// Who reads it.", 1);
        check("// It goes. Whoever asked goes on.", 1);
        check("//! Were they one, it would close.", 1);
        check("/// Who refers to a record?", 0);
        check("/// The services that read it.", 0);
        check("/// A name is that of the one\n/// Who knows.", 0);
        check("let text = \"Who reads it.\";", 0);
        check("/// What a flow reads.", 1);
        check("// It stays. Whatever comes is read.", 1);
        check("/// What is read?", 0);
        check("/// The topics, and\n/// What else there is.", 0);
        assert_eq!(told(&[("crates/a/tests/a.rs", "//! What a test says.")]), Vec::<String>::new());
        assert_eq!(told(&[("ui/a/src/a.rs", "//! What a view shows.")]), Vec::<String>::new());
    }

    #[test]
    fn one_name_in_two_crates_is_explained() {
        let twice = [("crates/a/src/lib.rs", "pub struct Row;"), ("crates/b/src/x.rs", "pub enum Row {}")];
        assert_eq!(told(&twice).len(), 1, "{:?}", told(&twice));
        let explained = [twice[0], twice[1], (GLOSSARY, "| `Row` | a: one; b: another |\n")];
        assert_eq!(told(&explained), Vec::<String>::new());
        assert_eq!(told(&[("crates/a/src/lib.rs", "pub struct Row;\npub enum Row {}")]), Vec::<String>::new());
    }
}
