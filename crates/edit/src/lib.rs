//! How a design changes: a person's wish is a [`Command`]; what it does to the records is a [`model::Transaction`] with
//! an exact inverse; what was done is a [`History`], kept as a tree for each origin so that nothing undone is ever lost.
//!
//! No other crate changes a design, except the loader that first fills it.

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
mod command;
pub mod create;
mod delete;
mod editor;
mod field;
mod history;
mod insert;
mod naming;
mod not_undone;
mod plan;
mod refusal;
mod selection;

pub use command::{Command, FlowEnd, NOT_UNDOABLE, Splice};
pub use create::{NewRecord, new_record, new_relation};
pub use delete::deleted_with;
pub use editor::{Editor, Pause, Stamp};
pub use history::{History, RevisionId, Way};
pub use insert::copy;
pub use naming::field_name;
pub use not_undone::NotUndone;
pub use refusal::Refusal;
pub use selection::Selection;
