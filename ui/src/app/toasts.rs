//! Short notices in the corner: what happened and what to do next.

use crate::app::actions::Action;
use crate::app::{Tone, app};
use leptos::prelude::*;
use widgets::Icon;

/// The corner in which notices appear.
#[component]
pub fn Toasts() -> impl IntoView {
    let app = app();
    view! {
        <div class="toasts" aria-live="polite" data-testid="toasts">
            <For each=move || app.toasts.get() key=|toast| toast.number let:toast>
                <div
                    class=format!("toast {}", toast.tone.word())
                    role=if toast.tone == Tone::Fine { "status" } else { "alert" }
                    data-testid="toast"
                    data-toast=toast.number
                >
                    <span class="toast-icon">
                        <Icon
                            icon=match toast.tone {
                                Tone::Fine => icondata_lu::LuCircleCheck,
                                Tone::Refused => icondata_lu::LuCircleAlert,
                                Tone::Failed => icondata_lu::LuOctagonX,
                            }
                            size=16
                        />
                    </span>
                    <div class="toast-words">
                        <div class="toast-message">{toast.message.clone()}</div>
                        {(!toast.next.is_empty()).then(|| view! { <div class="toast-next">{toast.next.clone()}</div> })}
                    </div>
                    {toast
                        .step
                        .map(|step| {
                            view! {
                                <Show when=move || app.is_latest(step)>
                                    <button
                                        type="button"
                                        class="toast-undo"
                                        data-testid="toast-undo"
                                        on:click=move |_| app.run(Action::Undo)
                                    >
                                        "Undo"
                                    </button>
                                </Show>
                            }
                        })}
                    <button
                        type="button"
                        class="ghost icon-only"
                        aria-label="Dismiss"
                        on:click=move |_| app.dismiss(toast.number)
                    >
                        <Icon icon=icondata_lu::LuX />
                    </button>
                </div>
            </For>
        </div>
    }
}
