//! The panels around the view: the explorer, and below the view what is wrong, what is unsaved and what was done.

mod bottom;
mod changes;
mod explorer;
mod output;
mod problems;

pub use bottom::BottomPanel;
pub use explorer::Explorer;
