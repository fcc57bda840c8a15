//! The window's own controls. They know Leptos and nothing of designs, so that every view can use them, and so that a change in
//! a view does not compile them again.

mod choice;
mod dialog;
mod each;
mod frame;
mod icon;
mod inline_edit;
mod menu;
mod popover;
mod progress;
mod size;
mod splitter;
mod tabs;
mod typeahead;
mod virtual_list;

pub use choice::{Choice, Choices, Picker};
pub use dialog::{Dialog, focusable};
pub use each::Each;
pub use frame::on_next_frame;
pub use icon::Icon;
pub use inline_edit::InlineEdit;
pub use menu::{Line, Menu, MenuLayer, OpenMenu};
pub use popover::Popover;
pub use progress::ProgressBar;
pub use size::observe_size;
pub use splitter::{Edge, Splitter};
pub use tabs::{Tab, Tabs};
pub use typeahead::Typeahead;
pub use virtual_list::{Placed, VirtualList};
