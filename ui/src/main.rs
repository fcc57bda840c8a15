//! The window of Eventscape: everything a person sees and touches.
//!
//! The document lives in an [`engine::Engine`] inside this program; views read it, actions change it, and whatever needs a
//! disk or a dialog goes through one [`app::backend::Backend`]. The state
//! stands in parts, of which [`app`] tells; [`frame`] puts the window together.

mod app;
mod canvas;
mod export;
mod frame;
mod mark;
mod names;
mod palette;
mod panels;
mod quantity;
mod schemas;
mod severity_icon;
mod views;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(frame::Window);
}
