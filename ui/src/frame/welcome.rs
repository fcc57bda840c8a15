//! The window before a design is open: what to do first, each in one click.

use leptos::prelude::*;
use parts::{WindowAction, actions, clock_of, session};
use widgets::Icon;

#[component]
pub(super) fn Welcome() -> impl IntoView {
    let (session, actions) = (session(), actions());
    let offer = move |action: WindowAction, icon, detail: &'static str| {
        view! {
            <button
                type="button"
                class="offer"
                data-testid=format!("welcome-{}", action.word())
                on:click=move |_| actions.run(action)
            >
                <Icon icon=icon size=20 />
                <span class="offer-words">
                    <span class="offer-title">{action.title()}</span>
                    <span class="offer-detail">{detail}</span>
                </span>
                {move || actions.shown_keys(action).map(|keys| view! { <kbd>{keys}</kbd> })}
            </button>
        }
    };
    view! {
        <main class="welcome" data-testid="welcome">
            <div class="welcome-column">
                <h1>"Design event-driven systems"</h1>
                <p class="muted">
                    "A design is a folder of small text files. Keep it in git beside your code; everything you draw here is in it."
                </p>
                <div class="offers">
                    {offer(WindowAction::OpenDesign, icondata_lu::LuFolderOpen, "A folder with an eventscape.toml in it")}
                    {offer(WindowAction::NewDesign, icondata_lu::LuFolderPlus, "Begins in an empty folder")}
                    {offer(WindowAction::OpenSample, icondata_lu::LuShoppingCart, "A shop with 13 contexts, copied into a folder of your choice")}
                </div>
                {move || {
                    let recent = session.recent.get();
                    (!recent.is_empty())
                        .then(|| {
                            view! {
                                <h2>"Opened before"</h2>
                                <div class="offers">
                                    {recent
                                        .into_iter()
                                        .map(|folder| {
                                            let path = folder.path.clone();
                                            view! {
                                                <button
                                                    type="button"
                                                    class="offer compact"
                                                    data-testid="welcome-recent"
                                                    disabled=folder.missing
                                                    on:click=move |_| session.open(path.clone(), false, false)
                                                >
                                                    <Icon icon=icondata_lu::LuFolder size=16 />
                                                    <span class="offer-words">
                                                        <span class="offer-title">{folder.name}</span>
                                                        <span class="offer-detail mono">{folder.path}</span>
                                                    </span>
                                                    <span class="muted">
                                                        {if folder.missing {
                                                            "not there now".to_owned()
                                                        } else if folder.opened_at_ms == 0 {
                                                            String::new()
                                                        } else {
                                                            clock_of(folder.opened_at_ms)
                                                        }}
                                                    </span>
                                                </button>
                                            }
                                        })
                                        .collect_view()}
                                </div>
                            }
                        })
                }}
            </div>
        </main>
    }
}
