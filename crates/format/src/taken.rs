//! Which keys are not free although the design has no such record.

use crate::folder::{Folder, unit_key};
use crate::seat::{path_of, seat};
use model::{ContextId, RecordKey};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// The keys that files hold which are no part of the design. All files are looked at once, when it is first asked.
pub struct Taken<'a> {
    folder: &'a Folder,
    files: OnceCell<Files>,
}

struct Files {
    /// The records of which files speak that could not be read.
    unread: BTreeSet<RecordKey>,
    /// The paths with capital letters, in small ones: the paths of records have none.
    capital: BTreeSet<String>,
}

impl Folder {
    /// The ids that are not free, for a step that makes many records.
    pub fn taken(&self) -> Taken<'_> {
        Taken { folder: self, files: OnceCell::new() }
    }

    /// Whether one key is not free; see [`Taken::has`].
    pub fn is_taken(&self, key: &RecordKey, context: Option<&ContextId>) -> bool {
        self.taken().has(key, context)
    }
}

impl Taken<'_> {
    /// Whether a file that could not be read stands where a record's file would go, or speaks of this very record elsewhere:
    /// ids are unique in the whole design, so two would meet when the file is repaired. Without a context, any will do.
    pub fn has(&self, key: &RecordKey, context: Option<&ContextId>) -> bool {
        let key = unit_key(key);
        let files = self.files.get_or_init(|| Files::of(self.folder));
        if files.unread.contains(&key) {
            return true;
        }
        let Some(path) = path_of(&key, context) else { return false };
        // Some systems do not tell `Order.toml` from `order.toml`.
        !self.folder.is_ours(&path) || files.capital.contains(&path)
    }
}

impl Files {
    fn of(folder: &Folder) -> Self {
        let has_capital = |path: &&String| path.bytes().any(|byte| byte.is_ascii_uppercase());
        Self {
            unread: folder.unread.keys().filter_map(|path| Some(seat(path).record()?.0)).collect(),
            capital: folder.files.keys().filter(has_capital).map(|path| path.to_ascii_lowercase()).collect(),
        }
    }
}
