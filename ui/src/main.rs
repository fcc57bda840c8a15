//! The window of Eventscape: everything a person sees and touches.
//!
//! The document lives in an [`engine::Engine`] inside this program; views read it, actions change it, and whatever needs a
//! disk or a dialog goes through one [`parts::backend::Backend`]. The state
//! stands in parts, of which [`parts`] tells; [`frame`] puts the window together.

mod frame;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(frame::Window);
}
