//! The window's own small components. They hold no knowledge of designs, except the mark that stands for a record.

mod choice;
mod dialog;
mod icon;
mod inline_edit;
mod mark;
mod menu;
mod popover;
mod progress;
mod splitter;
mod tabs;
mod toasts;
mod typeahead;

pub use choice::{Choice, Choices, Picker};
pub use dialog::{Dialog, focusable};
pub use icon::{Icon, SeverityIcon};
pub use inline_edit::InlineEdit;
pub use mark::{KeyMark, Mark, RecordMark, mark_of};
pub use menu::{MenuItem, MenuLayer, OpenMenu};
pub use popover::Popover;
pub use progress::ProgressBar;
pub use splitter::{Edge, Splitter};
pub use tabs::{Tab, Tabs};
pub use toasts::Toasts;
