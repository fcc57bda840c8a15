//! `cargo xtask kafka-settings`: which settings of topics each supported version of Kafka takes, read out of its own classes
//! and written into one table, which `derive` reads. `tests/exports` proves that the table says what the classes say.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::say;
use crate::setup;
use crate::workspace::Workspace;

/// The newest release of each supported line, oldest first. The last is the one that `tests/tools` pins.
const VERSIONS: [&str; 9] = ["3.5.2", "3.6.2", "3.7.2", "3.8.1", "3.9.2", "4.0.2", "4.1.2", "4.2.2", "4.3.1"];

const TABLE: &str = "crates/derive/src/kafka/settings.tsv";

/// Reads all versions and writes the table anew.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    let libraries = setup::for_kafka_settings(workspace, &VERSIONS)?;
    let reader = workspace.root.join("tests/tools/kafka/TopicSettings.java");
    let mut listings = Vec::new();
    for (version, library) in VERSIONS.iter().zip(&libraries) {
        let what = format!("Reading the settings of Kafka {version}");
        listings.push((line(version), say::step(&what, || read(&what, &reader, library))?));
    }
    let path = workspace.root.join(TABLE);
    fs::write(&path, table(&listings)).map_err(Failure::file("write", &path))?;
    say::note(&format!("{TABLE} is written"));
    Ok(())
}

fn read(what: &str, reader: &Path, library: &Path) -> Result<String, Failure> {
    let mut java = Command::new("java");
    java.arg("-cp").arg(library.join("*")).arg(reader).arg("table");
    process::capture(what, &mut java)
}

/// `4.3` of `4.3.1`.
fn line(version: &str) -> &str {
    version.rsplit_once('.').map_or(version, |(line, _)| line)
}

/// One row for each thing that a version says, with the first and the last version of an unbroken run that say it.
fn table(listings: &[(&str, String)]) -> String {
    let mut runs: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, (_, listing)) in listings.iter().enumerate() {
        for row in listing.lines() {
            let runs = runs.entry(row).or_default();
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == at => *last = at,
                Some(_) | None => runs.push((at, at)),
            }
        }
    }
    let version = |at: usize| listings.get(at).map_or("", |(version, _)| *version);
    let mut out = String::from(
        "# Written by `cargo xtask kafka-settings` out of Apache Kafka's own classes; not to be edited.\n",
    );
    out.push_str(&format!(
        "versions\t{}\n",
        listings.iter().map(|(version, _)| *version).collect::<Vec<_>>().join("\t")
    ));
    for (row, runs) in runs {
        for (first, last) in runs {
            out.push_str(&format!("{}\t{}\t{row}\n", version(first), version(last)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_in_which_versions_it_holds() {
        let listing = |text: &str| text.replace(' ', "\n");
        let listings = [("3.9", listing("a b")), ("4.0", listing("a c")), ("4.1", listing("b c"))];
        let expected = "versions\t3.9\t4.0\t4.1\n3.9\t4.0\ta\n3.9\t3.9\tb\n4.1\t4.1\tb\n4.0\t4.1\tc\n";
        assert_eq!(table(&listings).split_once('\n').map(|(_, rows)| rows), Some(expected));
    }

    #[test]
    fn releases_of_a_line_are_one_version() {
        assert_eq!(line("4.3.1"), "4.3");
        assert!(VERSIONS.is_sorted_by_key(|it| it.split('.').map(|it| it.parse::<u32>().unwrap()).collect::<Vec<_>>()));
    }
}
