//! Writing exports.

use crate::app::app;
use crate::widgets::Dialog;
use leptos::prelude::*;

/// Targets, files, folder, write.
#[component]
pub fn ExportDialog() -> impl IntoView {
    let app = app();
    view! {
        <Dialog title="Export" testid="export-dialog" on_close=Callback::new(move |()| app.modal.set(None))>
            <p></p>
        </Dialog>
    }
}
