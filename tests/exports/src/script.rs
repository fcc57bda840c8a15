//! The exported scripts, run unchanged as an operator runs them.

use crate::cluster::Cluster;
use export::Export;
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Files of an export in a folder of their own.
pub struct Written {
    folder: TempDir,
}

/// How a script ended and what it said.
#[derive(Debug)]
pub struct Outcome {
    /// Its exit code.
    pub code: Option<i32>,
    /// Everything it printed, errors last.
    pub said: String,
}

impl Outcome {
    /// What it said, having succeeded.
    #[track_caller]
    pub fn success(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.said);
        self.said
    }

    /// What it said, having failed with 1.
    #[track_caller]
    pub fn failure(self) -> String {
        assert_eq!(self.code, Some(1), "{}", self.said);
        self.said
    }
}

impl Written {
    /// Writes an export as the app does.
    pub fn new(export: &Export) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for file in &export.files {
            let path = folder.path().join(&file.path);
            fs::create_dir_all(path.parent().expect("a folder above")).expect("folders");
            fs::write(&path, &file.text).expect("a file");
            if file.executable {
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("executable");
            }
        }
        Self { folder }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The file in which the script writes down what it changed.
    pub fn state_file(&self) -> PathBuf {
        self.path().join("eventscape-state")
    }

    /// Runs a script against a cluster, in its own folder.
    pub fn run(&self, cluster: &Cluster, script: &str, arguments: &[&str]) -> Outcome {
        let mut folders = vec![cluster.commands()];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let mut command = Command::new(self.path().join(script));
        command
            .args(arguments)
            .current_dir(self.path())
            .env("BOOTSTRAP", cluster.bootstrap())
            .env("PATH", env::join_paths(folders).expect("a path"))
            .env_remove("STATE")
            .env_remove("COMMAND_CONFIG");
        let output = command.output().expect("the script starts");
        let said = [output.stdout, output.stderr].concat();
        Outcome { code: output.status.code(), said: String::from_utf8_lossy(&said).into_owned() }
    }
}
