//! Keeps a build folder that many clones share from growing without end. Each clone's own crates are compiled anew under
//! names of their own (a crate's identity includes its path), and nothing ever takes the old ones away.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::failure::Failure;
use crate::folder;
use crate::say;
use crate::workspace::Workspace;

/// A folder that no build touched for so long belongs to a clone that is gone.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(36 * 3600);

/// Removes what earlier clones left of this repository's own crates.
pub fn prune(workspace: &Workspace) -> Result<(), Failure> {
    let metadata = workspace.metadata()?;
    let names: Vec<String> = metadata
        .workspace_packages()
        .iter()
        .flat_map(|package| package.targets.iter().map(|target| target.name.clone()).chain([package.name.to_string()]))
        .collect();
    let now = SystemTime::now();
    let mut freed = 0;
    for profile in ["debug", "release", "wasm32-unknown-unknown/ui", "wasm32-unknown-unknown/release"] {
        for kind in ["deps", ".fingerprint", "build", "incremental"] {
            for path in folder::entries(&workspace.target.join(profile).join(kind))? {
                if is_ours(&path, &names) && is_forgotten(&path, now) {
                    freed += remove(&path)?;
                }
            }
        }
    }
    if freed > 0 {
        say::note(&format!("Removed {} MB that earlier clones had built", freed / 1_000_000));
    }
    Ok(())
}

/// Whether a build product is of one of our crates: `libmodel-0123456789abcdef.rlib` is of `model`.
fn is_ours(path: &Path, names: &[String]) -> bool {
    let Some(file) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let Some((stem, rest)) = file.rsplit_once('-') else { return false };
    let has_hash =
        rest.split('.').next().is_some_and(|hash| hash.len() >= 13 && hash.chars().all(char::is_alphanumeric));
    let same = |name: &String| {
        let is = |stem: &str| stem == name || stem == name.replace('-', "_");
        is(stem) || stem.strip_prefix("lib").is_some_and(is)
    };
    has_hash && names.iter().any(same)
}

fn is_forgotten(path: &Path, now: SystemTime) -> bool {
    fs::metadata(path)
        .and_then(|metadata| metadata.modified())
        .is_ok_and(|modified| now.duration_since(modified).is_ok_and(|age| age > FORGOTTEN_AFTER))
}

fn remove(path: &Path) -> Result<u64, Failure> {
    if !path.is_dir() {
        let size = fs::metadata(path).map_or(0, |metadata| metadata.len());
        fs::remove_file(path).map_err(Failure::file("remove", path))?;
        return Ok(size);
    }
    let mut size = 0;
    for inner in folder::entries(path)? {
        size += remove(&inner)?;
    }
    fs::remove_dir(path).map_err(Failure::file("remove", path))?;
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_products_of_our_own_crates_are_ours() {
        let names = ["model", "eventscape-desktop", "build-script-build"].map(str::to_owned);
        let cases = [
            ("libmodel-0123456789abcdef.rlib", true),
            ("model-0123456789abcdef", true),
            ("model-0123456789abcdef.d", true),
            ("eventscape_desktop-0123456789abcdef", true),
            ("eventscape-desktop-0123456789abcdef", true),
            ("eventscape_desktop-1a2b3c4d5e6f7", true),
            ("libserde_model-0123456789abcdef.rlib", false),
            ("data-model-0123456789abcdef", false),
            ("model", false),
            ("model-view.js", false),
        ];
        for (file, expected) in cases {
            assert_eq!(is_ours(Path::new(file), &names), expected, "{file}");
        }
    }
}
