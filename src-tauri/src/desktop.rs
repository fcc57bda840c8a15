//! The shell's needs from the window system, so that everything else runs and is tested without one.

use std::path::PathBuf;

use ipc::{CloseAnswer, Event, PickFolder, Theme};

/// The frame around the window, and the system's dialogs.
pub trait Desktop: Send + Sync + std::fmt::Debug {
    /// Light or dark, where the desktop says so.
    fn theme(&self) -> Option<Theme>;
    /// The theme of title bar and dialogs; nothing to follow the desktop.
    fn set_theme(&self, theme: Option<Theme>);
    /// The text in the title bar.
    fn set_title(&self, title: &str);
    /// Asks the person for a folder and waits; nothing when they cancel.
    fn pick_folder(&self, request: &PickFolder) -> Option<PathBuf>;
    /// Tells the window.
    fn tell(&self, event: &Event);
    /// The window's program runs and will answer close requests.
    fn listening(&self);
    /// The window answered a close request, or wants to close by itself.
    fn answer_close(&self, answer: CloseAnswer);
}
