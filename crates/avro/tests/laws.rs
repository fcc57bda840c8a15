//! The laws of `tests/fuzz`, held against our own rows and against what the search found before. The search itself takes
//! minutes and another compiler; a law that is no longer true shows here.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "a law that is broken, and a test that cannot go on, fails"
)]

use std::fs;
use std::path::PathBuf;

#[path = "../../../tests/fuzz/src/choices.rs"]
mod choices;
#[path = "../../../tests/fuzz/src/input.rs"]
mod input;
#[path = "../../../tests/fuzz/src/oracle.rs"]
mod oracle;
#[path = "../../../tests/fuzz/src/parser.rs"]
mod parser;
#[path = "../../../tests/fuzz/src/repair.rs"]
mod repair;
#[path = "../../../tests/fuzz/src/resolver.rs"]
mod resolver;
#[path = "../../../tests/fuzz/src/schemas.rs"]
mod schemas;
#[path = "../../../tests/fuzz/src/spans.rs"]
mod spans;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(name)
}

/// Inputs that the search found.
fn found(target: &str) -> Vec<Vec<u8>> {
    let files = fs::read_dir(folder("fuzz/corpus").join(target)).unwrap();
    files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

/// The schemas of our own rows, as they stand in their files.
fn rows(file: &str, keys: &[&str]) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder("corpus/avro").join(file)).unwrap();
    let schemas = |line: &str| {
        let (row, _) = syntax::parse(line);
        let values = keys.iter().filter_map(|key| Some((*key, row.get(row.root(), key)?)));
        let members = values.flat_map(|(key, node)| match key {
            "schema" => vec![row.string(node).unwrap().into_owned()],
            "versions" => row.children(node).map(|version| row.raw(version).to_owned()).collect(),
            _ => vec![row.raw(node).to_owned()],
        });
        members.collect()
    };
    text.lines().map(schemas).collect()
}

/// Two texts as the targets for pairs take them.
fn pair(first: &str, second: &str) -> Vec<u8> {
    [&[1], first.as_bytes(), &[0], second.as_bytes(), &[0]].concat()
}

fn pairs() -> Vec<Vec<u8>> {
    let mut rows = rows("reader-writer.jsonl", &["reader", "writer"]);
    rows.extend(self::rows("modes.jsonl", &["versions", "candidate"]));
    let of_row = |row: &Vec<String>| {
        let others = row.iter().skip(1).chain(row.first());
        row.iter().zip(others).map(|(text, other)| pair(text, other)).collect::<Vec<_>>()
    };
    rows.iter().flat_map(of_row).collect()
}

#[test]
fn the_laws_of_the_parser_hold() {
    let texts = rows("parse.jsonl", &["schema"]).into_iter().chain(rows("canonical.jsonl", &["schema"])).flatten();
    let inputs: Vec<Vec<u8>> = texts.map(String::into_bytes).chain(found("parser")).collect();
    assert!(inputs.len() > 100, "{}", inputs.len());
    inputs.iter().for_each(|input| parser::holds(input));
}

#[test]
fn the_laws_of_the_resolver_hold() {
    let inputs: Vec<Vec<u8>> = pairs().into_iter().chain(found("resolver")).collect();
    assert!(inputs.len() > 200, "{}", inputs.len());
    inputs.iter().for_each(|input| resolver::holds(input));
}

#[test]
fn the_laws_of_repairs_hold() {
    let inputs: Vec<Vec<u8>> = pairs().into_iter().chain(found("repair")).collect();
    assert!(inputs.len() > 200, "{}", inputs.len());
    inputs.iter().for_each(|input| repair::holds(input));
}
