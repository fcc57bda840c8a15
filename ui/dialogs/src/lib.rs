//! What opens over the window to find, to explain or to ask: the palette, the list of keys, the program's page, and the
//! questions before something is lost.

mod about;
mod deletion;
mod export;
mod search;
mod shortcuts;
mod unsaved;

pub use about::About;
pub use deletion::DeletionQuestion;
pub use export::{ExportDialog, tell_end_of_export};
pub use search::Palette;
pub use shortcuts::Shortcuts;
pub use unsaved::UnsavedQuestion;
