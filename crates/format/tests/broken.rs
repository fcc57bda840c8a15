//! Broken folders, files and values, each with the findings that it must give. A case is a text file in `tests/broken`: a line
//! about it, the files after `--- path`, then what is expected after `=== expected`. A path may be followed by `| bom`,
//! `| crlf` or `| bytes` and the bytes in hexadecimal. `UPDATE_EXPECTED=1` writes what is found into the cases, for review.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod disk;

use disk::{standing, unsaved};
use format::{CODES, Loaded, SourceFile, load};
use model::validate;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const EXPECTED: &str = "=== expected\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/broken")
}

fn files(case: &str) -> Vec<SourceFile> {
    let mut files: Vec<SourceFile> = Vec::new();
    let mut manner = "";
    for line in case.split_inclusive('\n') {
        if let Some(header) = line.strip_prefix("--- ") {
            let (path, how) = header.trim_end().split_once(" | ").unwrap_or((header.trim_end(), ""));
            manner = how;
            let bytes = match how.strip_prefix("bytes ") {
                Some(bytes) => bytes.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect(),
                None if how.contains("bom") => "\u{feff}".into(),
                None => Vec::new(),
            };
            files.push(SourceFile { path: path.to_owned(), bytes });
        } else if let Some(file) = files.last_mut() {
            let line = if manner.contains("crlf") { line.replace('\n', "\r\n") } else { line.to_owned() };
            file.bytes.extend(line.bytes());
        }
    }
    files
}

fn findings(loaded: &Loaded) -> String {
    let mut out = String::new();
    for finding in &loaded.diagnostics {
        let severity = finding.severity.as_str();
        out.push_str(&format!("{} {severity} {}\n  {}\n", finding.location, finding.code, finding.message));
        if !finding.help.is_empty() {
            out.push_str(&format!("  -> {}\n", finding.help));
        }
    }
    let keys =
        loaded.design.keys().into_iter().filter(|key| !["settings", "policy"].contains(&key.to_string().as_str()));
    let keys: Vec<String> = keys.map(|key| key.to_string()).collect();
    out.push_str(&format!("loaded: {}\n", if keys.is_empty() { "nothing".to_owned() } else { keys.join(" ") }));
    out
}

#[test]
fn every_problem_is_told_with_its_place_and_everything_else_is_loaded() {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 60, "{} cases", paths.len());
    let mut wrong = Vec::new();
    let mut codes = BTreeSet::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let (case, expected) = text.split_once(EXPECTED).unwrap();
        let loaded = load(files(case));
        codes.extend(loaded.diagnostics.iter().map(|finding| finding.code.to_string()));

        assert_eq!(validate(&loaded.design), [], "{}", path.display());
        let keys = standing(&loaded.folder, &loaded.design);
        assert_eq!(unsaved(&loaded.folder, &loaded.design, &keys), [], "{}: a file would be rewritten", path.display());
        for finding in &loaded.diagnostics {
            assert!(finding.location.place.is_some(), "{}: {finding:?}", path.display());
            assert!(!finding.message.ends_with('.') && !finding.help.ends_with('.'), "{finding:?}");
        }

        let found = findings(&loaded);
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&path, format!("{case}{EXPECTED}{found}")).unwrap();
        } else if found != expected {
            wrong.push(format!("{}\nexpected\n{expected}found\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let known: BTreeSet<String> = CODES.iter().map(|info| info.code.to_owned()).collect();
    let never: Vec<&String> = known.difference(&codes).filter(|code| *code != "folder/older-format").collect();
    assert!(never.is_empty(), "no case for {never:?}");
    assert!(codes.is_subset(&known), "{codes:?}");
}
