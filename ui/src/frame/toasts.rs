//! Short notices in the corner: what happened and what to do next.

use leptos::prelude::*;
use parts::{Tone, WindowAction, actions, document, notices};
use widgets::Icon;

/// The corner in which notices appear.
#[component]
pub fn Toasts() -> impl IntoView {
    let (document, notices, actions) = (document(), notices(), actions());
    view! {
        <div class="toasts" aria-live="polite" data-testid="toasts">
            <For each=move || notices.toasts.get() key=|toast| toast.number let:toast>
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
                                <Show when=move || document.is_latest(step)>
                                    <button
                                        type="button"
                                        class="toast-undo"
                                        data-testid="toast-undo"
                                        on:click=move |_| actions.run(WindowAction::Undo)
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
                        on:click=move |_| notices.dismiss(toast.number)
                    >
                        <Icon icon=icondata_lu::LuX />
                    </button>
                </div>
            </For>
        </div>
    }
}
