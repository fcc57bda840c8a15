//! Writes a large design into a folder, for trying the app by hand: `cargo run --package landscape -- FOLDER [NODES]`.

#![expect(clippy::print_stdout, reason = "it says what it has written")]

use anyhow::{Context, Result};
use std::path::PathBuf;

/// How many services and topics when nobody says.
const NODES: usize = 1_000;

fn main() -> Result<()> {
    let mut words = std::env::args_os().skip(1);
    let folder = words.next().map(PathBuf::from).context("name a folder that is not there yet")?;
    let nodes = match words.next() {
        Some(word) => {
            word.to_str().and_then(|word| word.parse().ok()).context("the number of nodes is a whole number")?
        }
        None => NODES,
    };
    let files = landscape::files(nodes);
    landscape::write(&folder, &files)?;
    println!("{} files in {}", files.len(), folder.display());
    Ok(())
}
