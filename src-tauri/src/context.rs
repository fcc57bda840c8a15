//! The window's program and pictures, and what Tauri generates from `tauri.conf.json`.
//!
//! A release carries the built UI inside itself. A debug build reads it from `ui/dist` beside its own folder, so that
//! rebuilding the UI needs no new build of the shell: reloading the page is enough. Both serve it under the same address
//! with the same content security policy.

use tauri::{Context, Wry};

/// The generated context with the UI inside.
#[cfg(not(debug_assertions))]
pub fn context() -> Context<Wry> {
    tauri::generate_context!()
}

/// The generated context with the UI from disk.
#[cfg(debug_assertions)]
pub fn context() -> Context<Wry> {
    tauri::generate_context!(assets = folder::FolderAssets::beside_this_program())
}

#[cfg(debug_assertions)]
mod folder {
    use std::borrow::Cow;
    use std::path::{Component, Path, PathBuf};

    use tauri::Assets;
    use tauri::Wry;
    use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};

    /// Serves the files of a folder as they are now.
    pub struct FolderAssets {
        folder: PathBuf,
    }

    impl FolderAssets {
        /// The program lies in `target/debug`, the UI in `target/ui/dist`.
        pub fn beside_this_program() -> Self {
            let folder = std::env::current_exe()
                .ok()
                .and_then(|program| Some(program.parent()?.parent()?.join("ui").join("dist")))
                .unwrap_or_default();
            if !folder.join("index.html").is_file() {
                tracing::error!(
                    folder = %folder.display(),
                    "there is no UI here and the window will stay empty; build it with `cargo xtask build`"
                );
            }
            Self { folder }
        }

        fn path(&self, key: &str) -> Option<PathBuf> {
            let relative = Path::new(key.trim_start_matches('/'));
            let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
            plain.then(|| self.folder.join(relative))
        }
    }

    impl Assets<Wry> for FolderAssets {
        fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
            let path = self.path(key.as_ref())?;
            match std::fs::read(&path) {
                Ok(bytes) => Some(Cow::Owned(bytes)),
                Err(error) => {
                    tracing::debug!(%error, path = %path.display(), "not served");
                    None
                }
            }
        }

        fn iter(&self) -> Box<AssetsIter<'_>> {
            Box::new(std::iter::empty())
        }

        fn csp_hashes(&self, _: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
            Box::new(std::iter::empty())
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_files_of_the_folder_are_served() {
            let root = tempfile::tempdir().unwrap();
            let folder = root.path().join("dist");
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join("index.html"), "page").unwrap();
            std::fs::write(root.path().join("secret"), "secret").unwrap();
            let assets = FolderAssets { folder };
            let check = |key: &str, expected: Option<&str>| {
                let key = AssetKey::from(key);
                assert_eq!(assets.get(&key).as_deref(), expected.map(str::as_bytes));
            };
            check("index.html", Some("page"));
            check("/index.html", Some("page"));
            check("other.html", None);
            check("../secret", None);
            check("/../secret", None);
        }
    }
}
