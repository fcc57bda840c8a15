//! Folders of older formats, brought to the present one in numbered steps. A step works on the texts of files, not on
//! records: it must still run when the records have long changed, and comments must come along.
//!
//! Each step can be run again on a folder that it has brought up to date only in part, because a save can be cut off between
//! two files.

mod from_0;

use crate::text::split_marks;
use model::FORMAT_VERSION;
use std::collections::BTreeMap;
use toml_edit::Document;

/// The texts of a folder's files, by path.
pub(crate) type Texts = BTreeMap<String, String>;

/// The steps, each from the format of its place in the list to the next.
const STEPS: [fn(Texts) -> Texts; FORMAT_VERSION as usize] = [from_0::migrate];

/// The texts of a folder of format `from` as texts of the present format.
pub(crate) fn migrate(texts: Texts, from: u32) -> Texts {
    STEPS.into_iter().skip(from as usize).fold(texts, |texts, step| step(texts))
}

/// The format version that an `eventscape.toml` names, if it can be read.
pub(crate) fn format_version(text: &str) -> Option<u32> {
    let document = Document::parse(split_marks(text).1).ok()?;
    document.as_table().get("format_version")?.as_integer()?.try_into().ok()
}
