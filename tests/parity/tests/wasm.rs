//! The same design goes through the core natively and, in Node, as WebAssembly; everything that comes out must be equal.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Loads the packed module and hands it what comes in.
const SCRIPT: &str = "
const { outputs_json } = require(process.argv[1]);
process.stdout.write(outputs_json(require('node:fs').readFileSync(0, 'utf8')));
";

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

fn through_wasm(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let module = workspace().join("target/parity/parity.js");
    assert!(module.is_file(), "the core is not packed for Node: run `cargo xtask test`");
    let mut node = Command::new("node")
        .args(["-e", SCRIPT])
        .arg(module.canonicalize().unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    node.stdin.take().unwrap().write_all(serde_json::to_string(files).unwrap().as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_core_gives_the_same_bytes_in_webassembly_as_natively() {
    let mut files = BTreeMap::new();
    read_folder(&workspace().join("samples/ecommerce"), "", &mut files);
    let native = parity::outputs(files.clone());
    let wasm = through_wasm(&files);
    assert_eq!(wasm.keys().collect::<Vec<_>>(), native.keys().collect::<Vec<_>>());
    for (name, text) in &native {
        let other = &wasm[name];
        let line = text.lines().zip(other.lines()).position(|(native, wasm)| native != wasm);
        assert_eq!(text, other, "{name} differs, first in line {:?}", line.map(|line| line + 1));
    }
    // Nothing would be proved by comparing nothing.
    let count = |folder: &str| native.keys().filter(|name| name.starts_with(folder)).count();
    for folder in ["saved/contexts/", "exported/strimzi/", "exported for prod/", "arranged/", "pictures/"] {
        assert!(count(folder) > 0, "nothing in {folder} of {:?}", native.keys().collect::<Vec<_>>());
    }
}
