//! The window of Eventscape: everything a person sees and touches.
//!
//! The document lives in an [`engine::Engine`] inside this program; views read it, actions change it, and whatever needs a
//! disk or a dialog goes through one [`parts::backend::Backend`]. The state
//! stands in parts, of which [`parts`] tells; [`frame`] puts the window together.

mod frame;

fn main() {
    std::panic::set_hook(Box::new(|stop| {
        console_error_panic_hook::hook(stop);
        // The page outlives the program and tells the reason (`web/boot.js`).
        if let Some(root) = leptos::prelude::document().document_element() {
            let _ = root.set_attribute("data-panic", &stop.to_string());
        }
    }));
    leptos::mount::mount_to_body(frame::Window);
}
