//! The program's page.

use leptos::prelude::*;
use parts::{panels, session};
use widgets::Dialog;

/// Version and licences.
#[component]
pub fn About() -> impl IntoView {
    let (panels, session) = (panels(), session());
    let lasting = session.backend().is_lasting();
    view! {
        <Dialog title="About Eventscape" testid="about" class="about" on_close=Callback::new(move |()| panels.modal.set(None))>
            <p><b>"Eventscape "{move || session.version.get()}</b></p>
            <p class="muted">
                "Designs event-driven systems on Kafka: contexts, services, topics, schemas and processes, kept as text in git."
            </p>
            <p class="muted">"Licensed under Apache-2.0 or MIT, as you choose."</p>
            {(!lasting)
                .then(|| {
                    view! {
                        <p class="muted">
                            "This window runs in a browser: folders live in its memory and are gone when it closes."
                        </p>
                    }
                })}
        </Dialog>
    }
}
