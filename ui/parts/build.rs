//! Puts the sample design into the program, so that a window can offer it wherever it is installed, and so that the window
//! also runs in a plain browser, where there is no folder to open.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let sample = manifest.join("../../samples/ecommerce");
    println!("cargo:rerun-if-changed={}", sample.display());
    let mut files = Vec::new();
    if sample.is_dir() {
        collect(&sample, "", &mut files)?;
    }
    files.sort();
    let mut source = String::from("pub const FILES: &[(&str, &str)] = &[\n");
    for (path, absolute) in &files {
        let _ = writeln!(source, "    ({path:?}, include_str!({:?})),", absolute.display().to_string());
    }
    source.push_str("];\n");
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("sample.rs"), source)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, files)?;
        } else if [".toml", ".avsc", ".md"].iter().any(|ending| path.ends_with(ending)) {
            files.push((path, entry.path().canonicalize()?));
        }
    }
    Ok(())
}
