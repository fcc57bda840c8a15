//! `eventscape compat` run in a folder of a test, as a script runs it.

use std::fs;
use std::path::Path;
use std::process::Command;

/// How the command ended, and what it printed.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the command in a folder, as people do.
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_eventscape"))
        .arg("compat")
        .args(arguments)
        .current_dir(folder)
        // A folder of a test is in no repository, wherever it lies.
        .env("GIT_CEILING_DIRECTORIES", std::env::temp_dir().canonicalize().unwrap())
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs it and looks for what it must say and how it must end.
pub fn check(folder: &Path, arguments: &[&str], code: i32, expected: &[&str]) -> Ran {
    let ran = run(folder, arguments);
    let said = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, code, "{arguments:?}\n{said}");
    for text in expected {
        assert!(said.contains(text), "{arguments:?} does not say {text:?}\n{said}");
    }
    ran
}

/// Writes a file and the folders that it stands in.
pub fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
