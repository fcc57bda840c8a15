//! `cargo xtask fuzz`: searches for inputs on which the Avro engine, the loader of folders or an export fails, with `cargo-fuzz` and the nightly compiler, which it
//! installs first where they are missing. Inputs that a search has found interesting are kept for the next. The last target
//! is the property tests of all crates.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;
use crate::laws;
use crate::process;
use crate::say;
use crate::workspace::Workspace;

/// The package with the targets, a workspace of its own.
const PACKAGE: &str = "tests/fuzz";

/// Our own rows of schemas, and those of others, which may lie beside the checkout.
const ROWS: [&str; 2] = ["tests/corpus/avro", "../shared/corpus/avro"];

/// The files of rows, each with the keys of its schemas. Those with a text as schema hold it as a text.
const FILES: [(&str, &[&str]); 4] = [
    ("parse.jsonl", &["schema"]),
    ("canonical.jsonl", &["schema"]),
    ("reader-writer.jsonl", &["reader", "writer"]),
    ("modes.jsonl", &["candidate", "versions"]),
];

/// Longer inputs are slow, and find nothing that shorter ones do not.
const LONGEST: usize = 4096;

/// The first byte of the targets for two schemas when two texts follow, each ended by a zero byte.
const TWO_TEXTS: u8 = 1;

/// Runs one target, or every target in turn, for so many seconds each.
pub fn run(workspace: &Workspace, target: Option<&str>, seconds: u32) -> Result<(), Failure> {
    let package = workspace.root.join(PACKAGE);
    let all = targets(&package)?;
    let chosen: Vec<&String> = all.iter().filter(|name| target.is_none_or(|wanted| *name == wanted)).collect();
    let with_laws = target.is_none_or(|wanted| wanted == laws::TARGET);
    if chosen.is_empty() && !with_laws {
        let all = format!("{}, {}", all.join(", "), laws::TARGET);
        return Err(Failure::usage(format!("there is no target {}: {all}", target.unwrap_or_default())));
    }
    if !chosen.is_empty() {
        install()?;
        let seeds = seeds(workspace)?;
        for name in chosen {
            search(workspace, &package, name, &seeds, seconds)?;
        }
    }
    if with_laws { laws::search(workspace, seconds) } else { Ok(()) }
}

fn targets(package: &Path) -> Result<Vec<String>, Failure> {
    let folder = package.join("targets");
    let files = fs::read_dir(&folder).map_err(Failure::file("read", &folder))?;
    let name = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = files.filter_map(|entry| name(entry.ok()?.path())).collect();
    names.sort();
    Ok(names)
}

fn install() -> Result<(), Failure> {
    let what = "Asking rustup for its tool chains";
    let toolchains = process::capture(what, process::program("rustup").args(["toolchain", "list"]))?;
    if !toolchains.lines().any(|line| line.starts_with("nightly")) {
        let what = "Installing the nightly compiler with rustup";
        let mut rustup = process::program("rustup");
        rustup.args(["toolchain", "install", "nightly", "--profile", "minimal"]);
        say::step(what, || process::run(what, &mut rustup))?;
    }
    if !process::succeeds(process::program("cargo").args(["fuzz", "--version"])) {
        let what = "Installing cargo-fuzz";
        let mut cargo = process::program("cargo");
        cargo.args(["install", "cargo-fuzz", "--locked"]);
        say::step(what, || process::run(what, &mut cargo))?;
    }
    Ok(())
}

/// The schemas of the rows: alone, and as pairs.
struct Seeds {
    texts: Vec<Vec<u8>>,
    pairs: Vec<Vec<u8>>,
}

fn seeds(workspace: &Workspace) -> Result<Seeds, Failure> {
    let mut seeds = Seeds { texts: Vec::new(), pairs: Vec::new() };
    for folder in ROWS {
        for (file, keys) in FILES {
            let path = workspace.root.join(folder).join(file);
            // The rows of others need not be there.
            if !path.is_file() {
                continue;
            }
            let rows = fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
            for row in rows.lines() {
                // A row that is nested deeper than this reader goes is one seed less.
                let Ok(row) = serde_json::from_str::<Value>(row) else { continue };
                add(&schemas(&row, keys), &mut seeds);
            }
        }
    }
    Ok(seeds)
}

/// The texts of the schemas of a row.
fn schemas(row: &Value, keys: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    for key in keys {
        match row.get(key) {
            Some(Value::String(text)) if *key == "schema" => texts.push(text.clone()),
            Some(Value::Array(versions)) if *key == "versions" => texts.extend(versions.iter().map(Value::to_string)),
            Some(schema) => texts.push(schema.to_string()),
            None => {}
        }
    }
    texts
}

fn add(texts: &[String], seeds: &mut Seeds) {
    seeds.texts.extend(texts.iter().map(|text| text.clone().into_bytes()));
    let others = texts.iter().skip(1).chain(texts.first());
    for (text, other) in texts.iter().zip(others) {
        let mut pair = vec![TWO_TEXTS];
        for text in [text, other] {
            pair.extend(text.bytes());
            pair.push(0);
        }
        seeds.pairs.push(pair);
    }
}

fn search(workspace: &Workspace, package: &Path, name: &str, seeds: &Seeds, seconds: u32) -> Result<(), Failure> {
    let target = workspace.target.join("fuzz");
    let folder = |kind: &str| target.join(kind).join(name);
    let (found, given, kept) = (folder("corpus"), folder("seeds"), folder("artifacts"));
    for folder in [&found, &given, &kept] {
        fs::create_dir_all(folder).map_err(Failure::file("make", folder))?;
    }
    let inputs = match name {
        "parser" => seeds.texts.as_slice(),
        "repair" | "resolver" => seeds.pairs.as_slice(),
        // The others are about other texts, and begin with their own rows.
        _ => &[],
    };
    for (number, input) in inputs.iter().enumerate().filter(|(_, input)| input.len() <= LONGEST) {
        let path = given.join(number.to_string());
        fs::write(&path, input).map_err(Failure::file("write", &path))?;
    }
    let mut cargo = workspace.cargo();
    cargo.args(["+nightly", "fuzz", "run", "--sanitizer", "none", "--fuzz-dir"]).arg(package);
    cargo.arg("--target-dir").arg(&target).arg(name).arg(&found).arg(&given);
    let own = package.join("corpus").join(name);
    if own.is_dir() {
        cargo.arg(own);
    }
    cargo.args(["--", "-timeout=20", "-rss_limit_mb=3000", "-print_final_stats=1"]);
    cargo.args([format!("-max_len={LONGEST}"), format!("-max_total_time={seconds}")]);
    cargo.arg(format!("-artifact_prefix={}/", kept.display())).env("RUST_BACKTRACE", "0");
    let what = format!("Searching with {name} for {seconds} seconds");
    say::step(&what, || process::run(&what, &mut cargo)).map_err(|failure| Failure::Missing {
        what: failure.to_string(),
        next: format!(
            "What was found lies in {}; mend its cause and make it a row of tests/corpus/avro or a test",
            workspace.relative(&kept).display()
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_schema_of_a_row_is_a_seed_alone_and_beside_the_next() {
        let check = |row: &Value, keys: &[&str], texts: &[&str], pairs: &[&str]| {
            let mut seeds = Seeds { texts: Vec::new(), pairs: Vec::new() };
            add(&schemas(row, keys), &mut seeds);
            let told =
                |seeds: &[Vec<u8>]| seeds.iter().map(|it| String::from_utf8_lossy(it).into_owned()).collect::<Vec<_>>();
            assert_eq!(told(&seeds.texts), texts);
            assert_eq!(told(&seeds.pairs), pairs);
        };
        check(&json!({"schema": "{\"type\":"}), &["schema"], &["{\"type\":"], &["\u{1}{\"type\":\0{\"type\":\0"]);
        let row = json!({"reader": "int", "writer": ["null"]});
        let (int, union) = ("\"int\"", "[\"null\"]");
        let pairs = [format!("\u{1}{int}\0{union}\0"), format!("\u{1}{union}\0{int}\0")];
        check(&row, &["reader", "writer"], &[int, union], &[pairs[0].as_str(), pairs[1].as_str()]);
        let row = json!({"candidate": "int", "versions": ["int"]});
        check(&row, &["candidate", "versions"], &[int, int], &["\u{1}\"int\"\0\"int\"\0", "\u{1}\"int\"\0\"int\"\0"]);
    }
}
