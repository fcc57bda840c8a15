//! Where everything is: the root of the repository, what cargo builds into, and the folders that `xtask` fills.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

use crate::arguments::Profile;
use crate::failure::Failure;
use crate::process;

/// The repository on this machine.
pub struct Workspace {
    /// Its top folder.
    pub root: PathBuf,
    /// Where cargo builds: `target`, or what `CARGO_TARGET_DIR` says.
    pub target: PathBuf,
}

impl Workspace {
    /// Finds the repository from the crate that cargo is running.
    pub fn find() -> Result<Self, Failure> {
        // Read when running, not when compiling: a build folder may be shared by several clones.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).ok_or_else(|| Failure::Missing {
            what: "This program runs through cargo".to_owned(),
            next: "Type `cargo xtask help`".to_owned(),
        })?;
        let metadata = MetadataCommand::new().current_dir(&manifest).no_deps().exec()?;
        Ok(Self { root: metadata.workspace_root.into_std_path_buf(), target: metadata.target_directory.into() })
    }

    /// Everything cargo knows: members, dependencies and how they resolve.
    pub fn metadata(&self) -> Result<Metadata, Failure> {
        Ok(MetadataCommand::new().current_dir(&self.root).exec()?)
    }

    /// `cargo`, in the root.
    pub fn cargo(&self) -> Command {
        // By its name and not by `$CARGO`: only the name goes through rustup, which the Debian tool chain needs.
        let mut command = Command::new("cargo");
        command.current_dir(&self.root);
        command
    }

    /// The window as the desktop app embeds it. Inside the clone whatever cargo's target folder is, because
    /// `src-tauri/tauri.conf.json` can only name it relative to itself.
    pub fn dist(&self) -> PathBuf {
        self.root.join("target/ui/dist")
    }

    /// Servers and validators for the tests, one folder each.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The results of a run without a display.
    pub fn demo(&self) -> PathBuf {
        self.root.join("target/demo")
    }

    /// The folder that names and locks the npm packages of the window.
    pub fn web(&self) -> PathBuf {
        self.root.join("ui/web")
    }

    /// A program that cargo built.
    pub fn built_program(&self, name: &str, profile: Profile) -> PathBuf {
        let folder = match profile {
            Profile::Development => "debug",
            Profile::Release => "release",
        };
        self.target.join(folder).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Every file that is, or could next be, under version control, relative to the root and sorted.
    pub fn tracked_files(&self) -> Result<Vec<String>, Failure> {
        let mut git = Command::new("git");
        git.current_dir(&self.root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listing = process::capture("Listing the files of the repository", &mut git)?;
        let mut files: Vec<String> = listing.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        // A file that was deleted but not yet committed is still listed.
        files.retain(|name| self.root.join(name).is_file());
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// A path as a person in the repository would write it.
    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}
