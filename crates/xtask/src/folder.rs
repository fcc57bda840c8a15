//! Folders compared and made alike, touching only what differs: cargo embeds the packed window again when a file of it looks
//! newer, so a file that stays the same must stay untouched.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The entries of a folder by name; none where there is no folder.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::file("read", folder))? {
        paths.push(entry.map_err(Failure::file("read", folder))?.path());
    }
    paths.sort();
    Ok(paths)
}

/// One number for some files. The standard library's hash may differ between its versions, which costs one more packing; it
/// need not withstand an enemy, since who can write these files can write what is made of them.
pub fn fingerprint<'a>(files: impl IntoIterator<Item = &'a Path>) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    for path in files {
        path.file_name().hash(&mut hasher);
        fs::read(path).map_err(Failure::file("read", path))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

/// Fills a folder anew, unless it was last filled from the same things; a file beside it remembers what those were.
pub fn fill_if_changed(
    folder: &Path,
    fingerprint: &str,
    fill: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let stamp = folder.with_extension("stamp");
    if folder.is_dir() && fs::read_to_string(&stamp).is_ok_and(|filled| filled == fingerprint) {
        return Ok(());
    }
    empty(folder)?;
    fill()?;
    fs::write(&stamp, fingerprint).map_err(Failure::file("write", &stamp))
}

/// Makes sure that there is a folder with nothing in it.
pub fn empty(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::file("empty", folder))?;
    }
    fs::create_dir_all(folder).map_err(Failure::file("make", folder))
}

/// Makes `to` hold exactly what `from` holds.
pub fn mirror(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(Failure::file("make", to))?;
    for path in entries(to)? {
        let source = path.file_name().map(|name| from.join(name)).unwrap_or_default();
        let stays = if path.is_dir() { source.is_dir() } else { source.is_file() };
        if !stays {
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(Failure::file("remove", &path))?;
        }
    }
    for source in entries(from)? {
        let target = source.file_name().map(|name| to.join(name)).unwrap_or_default();
        if source.is_dir() {
            mirror(&source, &target)?;
        } else {
            copy_file(&source, &target)?;
        }
    }
    Ok(())
}

/// Adds to `to` what `from` holds.
pub fn add(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(Failure::file("make", to))?;
    for source in entries(from)? {
        let target = source.file_name().map(|name| to.join(name)).unwrap_or_default();
        if source.is_dir() {
            add(&source, &target)?;
        } else {
            copy_file(&source, &target)?;
        }
    }
    Ok(())
}

fn copy_file(source: &Path, target: &Path) -> Result<(), Failure> {
    let wanted = fs::read(source).map_err(Failure::file("read", source))?;
    if fs::read(target).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    fs::write(target, wanted).map_err(Failure::file("write", target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_filled_again_only_from_other_things() {
        let top = std::env::temp_dir().join(format!("eventscape-fill-{}", std::process::id()));
        let _ = fs::remove_dir_all(&top);
        let folder = top.join("made");
        let fill = |fingerprint: &str, name: &str| {
            fill_if_changed(&folder, fingerprint, || {
                fs::write(folder.join(name), "").map_err(Failure::file("write", &folder))
            })
            .unwrap();
            entries(&folder).unwrap()
        };
        assert_eq!(fill("1", "a"), [folder.join("a")]);
        assert_eq!(fill("1", "b"), [folder.join("a")]);
        assert_eq!(fill("2", "c"), [folder.join("c")]);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(fill("2", "d"), [folder.join("d")]);
        fs::remove_dir_all(&top).unwrap();
    }

    #[test]
    fn a_mirror_holds_the_same_and_leaves_equal_files_untouched() {
        let top = std::env::temp_dir().join(format!("eventscape-mirror-{}", std::process::id()));
        let _ = fs::remove_dir_all(&top);
        let (from, to) = (top.join("from"), top.join("to"));
        for (path, text) in [("a", "1"), ("fonts/b", "2"), ("was-folder", "3")] {
            let path = from.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        for (path, text) in [("a", "1"), ("fonts/old", "x"), ("was-folder/c", "x"), ("surplus", "x")] {
            let path = to.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let written = fs::metadata(to.join("a")).unwrap().modified().unwrap();
        mirror(&from, &to).unwrap();
        assert_eq!(fs::metadata(to.join("a")).unwrap().modified().unwrap(), written);
        let names: Vec<PathBuf> = entries(&to).unwrap();
        assert_eq!(names, [to.join("a"), to.join("fonts"), to.join("was-folder")]);
        assert_eq!(entries(&to.join("fonts")).unwrap(), [to.join("fonts/b")]);
        assert_eq!(fs::read_to_string(to.join("was-folder")).unwrap(), "3");
        fs::remove_dir_all(&top).unwrap();
    }
}
