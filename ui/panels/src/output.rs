//! What was done: opening, saving, exports, changes from outside.

use leptos::prelude::*;
use parts::{Tone, notices};

/// The log, newest first.
#[component]
pub fn Output() -> impl IntoView {
    let notices = notices();
    let newest_first = move || notices.output.with(|lines| lines.iter().rev().cloned().collect::<Vec<_>>());
    view! {
        <div class="output mono" data-testid="output">
            <Show
                when=move || notices.output.with(|lines| !lines.is_empty())
                fallback=|| view! { <p class="empty">"Nothing was done yet. Saves and exports are logged here"</p> }
            >
                <ul aria-label="Output">
                    <For each=newest_first key=|line| line.number let:line>
                        <li class=format!("log-line {}", line.tone.word())>
                            <span class="log-time">{line.time.clone()}</span>
                            <span class="log-text">
                                {(line.tone == Tone::Failed).then_some("failed: ")}{line.text.clone()}
                            </span>
                        </li>
                    </For>
                </ul>
            </Show>
        </div>
    }
}
