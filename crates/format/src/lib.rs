//! The design folder: text files to model and back, without losing a byte that is not ours.
//!
//! A team keeps its design in git, edits it here and in any editor, and merges it. So loading never fails: it takes what it
//! can and reports the rest with file, line and column. And saving never rewrites: it carries the difference between what a
//! file says and what the record says over into the file's own text, so that comments, order, number formats and keys that
//! we do not know stay as they are. A [`Folder`] remembers what stands on disk; saves and merges start from it.
//!
//! ```
//! use format::{SourceFile, load};
//!
//! let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.into() };
//! let loaded = load(vec![
//!     file("eventscape.toml", "format_version = 1\nname = \"Shop\"\n"),
//!     file("contexts/order/context.toml", "name = \"Order\"\n"),
//!     file("contexts/order/topics/order-events.toml", "name = \"orders\"\npartitions = \"ten\"\nreplication = 3\n"),
//! ]);
//! let finding = &loaded.diagnostics[0];
//! assert_eq!(finding.location.to_string(), "contexts/order/topics/order-events.toml:2:14");
//! assert_eq!(loaded.design.topics().len(), 1);
//! ```

mod canonical;
mod code;
mod decision_file;
mod decision_status;
mod decision_text;
mod decode;
mod folder;
mod front_matter;
mod load;
mod merge;
mod migration;
mod patch;
mod patch_list;
mod place;
mod read;
mod save;
mod schemas;
mod seat;
mod shape;
mod source;
mod standard;
mod taken;
mod text;
mod toml;
mod tree;
mod unsaved;
mod view_file;
mod words;
mod yaml;

pub use code::CODES;
pub use folder::Folder;
pub use load::{Loaded, SourceFile, load};
pub use merge::{Conflict, Merged, OutsideChange, Settled, settle};
pub use place::Places;
pub use save::FileChange;
pub use schemas::{json_schemas, schema_text};
pub use seat::{is_schema_text, kind_at, looks_at, path};
pub use standard::standard_form;
pub use taken::Taken;
pub use unsaved::Unsaved;
