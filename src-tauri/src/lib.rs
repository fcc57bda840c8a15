//! The desktop shell of Eventscape: what the window may reach outside itself, and nothing else.
//!
//! The design lives in the window's engine. This crate opens folders, saves them atomically, watches them, keeps the crash
//! journal, shows dialogs and writes exports, each as a command of the table in `crates/ipc`. It holds no rule about designs.
//! Everything but [`window`] runs without a window and is tested so.

pub mod arguments;
mod branch;
mod bridge;
mod closing;
mod context;
pub mod data;
pub mod desktop;
mod digest;
mod exporting;
mod failure;
mod jobs;
mod journal;
mod lock;
pub mod log;
mod noticing;
mod open_design;
#[cfg(target_os = "linux")]
mod pinch;
mod reading;
mod recent;
#[cfg(debug_assertions)]
mod reload;
pub mod renderer;
#[cfg(target_os = "linux")]
mod revival;
mod saving;
pub mod shell;
mod typing;
mod watch;
pub mod window;
