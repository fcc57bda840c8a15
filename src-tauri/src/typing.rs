//! The text that is being typed into a field of an open design. It is no step yet, so the journal does not have it, and it stands
//! in a file of its own: a journal that is there means work that a person did.

use std::io::{self, Write as _};
use std::path::PathBuf;

use atomic_write_file::AtomicWriteFile;

use crate::failure::Failure;

/// More than this is no text that a person types.
const LARGEST_BYTES: u64 = 16 << 20;

/// Where the text of one folder is kept.
#[derive(Debug)]
pub struct Typing {
    path: PathBuf,
}

impl Typing {
    /// The text that is kept at `path`.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// The text that an earlier run left. A file that cannot be read is passed over: it is one half sentence, and the next text replaces it.
    pub fn left(&self) -> Option<String> {
        let length = self.path.metadata().ok()?.len();
        if length > LARGEST_BYTES {
            tracing::warn!(length, "the text that was being typed is too large and is left out");
            return None;
        }
        match std::fs::read_to_string(&self.path) {
            Ok(text) => Some(text),
            Err(error) => {
                tracing::warn!(%error, "the text that was being typed cannot be read");
                None
            }
        }
    }

    /// Keeps a text in place of the one before, or forgets it.
    pub fn keep(&self, text: Option<&str>) -> Result<(), Failure> {
        let path = || self.path.display().to_string();
        let Some(text) = text else {
            return match std::fs::remove_file(&self.path) {
                Ok(()) => Ok(()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                Err(error) => Err(Failure::disk("removed", path())(error)),
            };
        };
        if text.len() as u64 > LARGEST_BYTES {
            return Err(Failure::TooLarge {
                amount: "The text that is being typed".to_owned(),
                limit: format!("{} MiB", LARGEST_BYTES >> 20),
                path: path(),
            });
        }
        let mut options = AtomicWriteFile::options();
        #[cfg(unix)]
        {
            use atomic_write_file::unix::OpenOptionsExt as _;
            use std::os::unix::fs::OpenOptionsExt as _;
            options.preserve_mode(false).mode(0o600);
        }
        let mut file = options.open(&self.path).map_err(Failure::disk("written", path()))?;
        file.write_all(text.as_bytes()).map_err(Failure::disk("written", path()))?;
        file.commit().map_err(Failure::disk("written", path()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_text_is_kept_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.typing");
        let typing = Typing::at(path.clone());
        let check = |keep: Option<&str>| {
            typing.keep(keep).unwrap();
            assert_eq!(Typing::at(path.clone()).left().as_deref(), keep);
        };
        assert_eq!(typing.left(), None);
        check(Some("Half a sen"));
        check(Some("Half a sentence, “ä”\nand a second line"));
        check(Some(""));
        check(None);
        check(None);
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        assert_eq!(typing.left(), None, "a file that is no text is passed over");
        check(Some("and replaced"));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.typing");
        Typing::at(path.clone()).keep(Some("a secret")).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
