//! The bar at the top: whose design this is and whether it is saved, the views, the search field, and the way out.

use super::main_menu::open_main_menu;
use super::table::VIEWS;
use engine::edit::Command;
use engine::model::{Kind, RecordKey};
use leptos::html;
use leptos::prelude::*;
use parts::{WindowAction, actions, attention, document, panels, session};
use widgets::{Icon, InlineEdit, Tab, Tabs};

#[component]
pub(super) fn TopBar() -> impl IntoView {
    let (document, attention, actions) = (document(), attention(), actions());
    let tabs = VIEWS
        .into_iter()
        .map(|view| Tab {
            value: view,
            title: view.title,
            testid: format!("view-{}", view.word),
            count: Signal::stored(None),
        })
        .collect();
    let is_open = Memo::new(move |_| document.is_open());
    let tabs = StoredValue::new(tabs);
    view! {
        <header class="top-bar" data-place="bar">
            <div class="top-left">
                <MenuButton />
                <Show when=move || is_open.get() fallback=|| view! { <span class="design-name">"Eventscape"</span> }>
                    <DesignName />
                    <Branch />
                    <Saved />
                </Show>
            </div>
            <nav class="top-centre">
                <Show when=move || is_open.get()>
                    <Tabs
                        tabs=tabs.get_value()
                        value=Signal::derive(move || attention.view.get())
                        on_pick=Callback::new(move |view| actions.run(WindowAction::Show(view)))
                        label="Views"
                        class="views"
                    />
                </Show>
            </nav>
            <div class="top-right">
                <button
                    type="button"
                    class="search"
                    data-testid="search"
                    aria-label="Search or run"
                    on:click=move |_| actions.run(WindowAction::Palette)
                >
                    <span>"Search or run…"</span>
                    <kbd>{move || actions.shown_keys(WindowAction::Palette)}</kbd>
                </button>
                <button
                    type="button"
                    class="primary"
                    data-testid="export"
                    disabled=move || !actions.is_enabled(WindowAction::Export)
                    on:click=move |_| actions.run(WindowAction::Export)
                >
                    "Export…"
                </button>
            </div>
        </header>
    }
}

/// Two arcs that pass through each other: the sign of the program, and the door to the menu.
#[component]
fn MenuButton() -> impl IntoView {
    let (document, panels, session, actions) = (document(), panels(), session(), actions());
    let button = NodeRef::<html::Button>::new();
    let open = move |_| {
        if let Some(button) = button.get_untracked() {
            let rect = button.get_bounding_client_rect();
            open_main_menu(document, panels, session, actions, rect.left(), rect.bottom() + 4.0);
        }
    };
    view! {
        <button
            type="button"
            class="logo"
            aria-label="Menu"
            title="Menu"
            aria-haspopup="menu"
            data-testid="main-menu"
            node_ref=button
            on:click=open
        >
            <svg width="28" height="20" viewBox="0 0 28 20" aria-hidden="true" fill="none" stroke-width="2.4" stroke-linecap="round">
                <path d="M2 15C7 15 7.5 4 12.5 4S18 15 26 15" stroke="var(--accent)"></path>
                <path d="M2 11c4 0 5.500 4 9 4S17 6 20 6s3 5 6 5" stroke="var(--accent)" opacity="0.35"></path>
            </svg>
            <Icon icon=icondata_lu::LuChevronDown size=12 />
        </button>
    }
}

#[component]
fn DesignName() -> impl IntoView {
    let (document, attention, panels) = (document(), attention(), panels());
    let name = Memo::new(move |_| document.of_kinds(&[Kind::Settings], |design| design.settings().name.clone()));
    let editing = Memo::new(move |_| panels.renaming.get() == Some(RecordKey::Settings));
    let commit = Callback::new(move |name: String| {
        panels.renaming.set(None);
        if name.trim() != document.peek(|engine| engine.design().settings().name.clone()) {
            document.dispatch(Command::Rename { key: RecordKey::Settings, name });
        }
    });
    view! {
        <Show
            when=move || editing.get()
            fallback=move || {
                view! {
                    <button
                        type="button"
                        class="design-name"
                        data-testid="design-name"
                        title=move || document.folder.get().map(|folder| folder.path)
                        aria-label=move || format!("Design {}; press F2 to rename", name.get())
                        on:click=move |_| attention.inspect(RecordKey::Settings)
                        on:dblclick=move |_| {
                            if document.is_editable() {
                                panels.renaming.set(Some(RecordKey::Settings));
                            }
                        }
                    >
                        {move || name.get()}
                    </button>
                }
            }
        >
            <InlineEdit
                text=name.get_untracked()
                label="Name of the design"
                testid="design-name-edit"
                on_commit=commit
                on_cancel=Callback::new(move |()| panels.renaming.set(None))
            />
        </Show>
    }
}

#[component]
fn Branch() -> impl IntoView {
    let document = document();
    let branch =
        Memo::new(move |_| document.folder.with(|folder| folder.as_ref().and_then(|folder| folder.branch.clone())));
    move || {
        branch.get().map(|branch| {
            let label = format!("Git branch {branch}");
            view! { <span class="branch mono" title=label data-testid="branch">{branch}</span> }
        })
    }
}

#[component]
fn Saved() -> impl IntoView {
    let (document, session) = (document(), session());
    let state = Memo::new(move |_| {
        if document.read_only.with(Option::is_some) {
            "read-only"
        } else if session.saving.get() {
            "saving…"
        } else if document.is_on_disk() {
            "saved"
        } else {
            "• unsaved"
        }
    });
    view! { <span class="saved" role="status" data-testid="saved-state">{move || state.get()}</span> }
}
