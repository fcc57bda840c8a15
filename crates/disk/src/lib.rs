//! A folder on disk and the files below it, under the same rules for the window and the command line.
//!
//! Folders come from other people, through git. So nothing is read or written through a link, no pipe or device is opened, what
//! is read is bounded, and what is written is old or new, never half. Nothing here knows what the files mean.

mod error;
mod leftovers;
mod list;
mod path;
mod read;
mod write;

pub use error::Error;
pub use leftovers::take_away_leftovers;
pub use list::{LeftOut, Listing, list};
pub use path::{PathFault, RelativePath, has_design_ending, is_hidden};
pub use read::{LARGEST_FILE_BYTES, LARGEST_FOLDER_BYTES, Total, begins_with, read, says};
pub use write::{Change, carry_out, look, remove, write};
