//! The panels around the view.

mod bottom;
mod changes;
mod diff;
pub mod explorer;
pub mod inspector;
mod jobs;
mod output;
mod problems;
mod status;

pub use bottom::BottomPanel;
pub use changes::Difference;
pub use diff::{Line, difference};
pub use explorer::Explorer;
pub use inspector::Inspector;
pub use status::StatusBar;
