//! Where one test plays: a screen, a home folder and a copy of the sample of its own.

use crate::display::Display;
use crate::workspace;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One window at a time: two web views on two cores would time each other out.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A screen with everything that the app needs around it.
pub struct Stage {
    /// The screen.
    pub display: Display,
    /// The design that the app opens: a copy, to be changed at will.
    pub folder: PathBuf,
    /// What the app's folder dialog answers, except where it asks for a place for a new design.
    pub picked_folder: PathBuf,
    /// The home folder of the run; journals and settings live in it.
    pub home: PathBuf,
    _room: tempfile::TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Stage {
    /// A stage with a copy of the sample.
    pub fn with_sample() -> anyhow::Result<Self> {
        Self::with_copy_of(&sample())
    }

    /// A stage with a copy of a design.
    pub fn with_copy_of(design: &Path) -> anyhow::Result<Self> {
        let stage = Self::without_design(design.file_name().unwrap_or("design".as_ref()))?;
        copy_folder(design, &stage.folder)?;
        Ok(stage)
    }

    /// A stage where no design has been begun; one that is will be a folder of this name.
    pub fn without_design(name: impl AsRef<Path>) -> anyhow::Result<Self> {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let room = tempfile::tempdir()?;
        let folder = room.path().join(name);
        let home = room.path().join("home");
        std::fs::create_dir_all(&home)?;
        let picked_folder = room.path().join("export");
        Ok(Self { display: Display::start()?, folder, picked_folder, home, _room: room, _turn: turn })
    }
}

/// The design that the app opens first.
pub fn sample() -> PathBuf {
    workspace().join("samples/ecommerce")
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
