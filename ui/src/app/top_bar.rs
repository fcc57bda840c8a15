//! The bar at the top: whose design this is and whether it is saved, the views, the search field, and the way out.

use crate::app::actions::Action;
use crate::app::main_menu::open_main_menu;
use crate::app::{MainView, app};
use engine::edit::Command;
use engine::model::RecordKey;
use leptos::html;
use leptos::prelude::*;
use widgets::{Icon, InlineEdit, Tab, Tabs};

#[component]
pub(super) fn TopBar() -> impl IntoView {
    let app = app();
    let tabs = MainView::ALL
        .into_iter()
        .map(|view| Tab {
            value: view,
            title: view.title(),
            testid: format!("view-{}", view.word()),
            count: Signal::stored(None),
        })
        .collect();
    let is_open = Memo::new(move |_| app.folder.with(Option::is_some));
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
                        value=Signal::derive(move || app.view.get())
                        on_pick=Callback::new(move |view| app.run(Action::Show(view)))
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
                    on:click=move |_| app.run(Action::Palette)
                >
                    <span>"Search or run…"</span>
                    <kbd>{move || Action::Palette.shown_keys(app)}</kbd>
                </button>
                <button
                    type="button"
                    class="primary"
                    data-testid="export"
                    disabled=move || !Action::Export.is_enabled(app)
                    on:click=move |_| app.run(Action::Export)
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
    let app = app();
    let button = NodeRef::<html::Button>::new();
    let open = move |_| {
        if let Some(button) = button.get_untracked() {
            let rect = button.get_bounding_client_rect();
            open_main_menu(app, rect.left(), rect.bottom() + 4.0);
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
    let app = app();
    let name = Memo::new(move |_| app.design(|design| design.settings().name.clone()));
    let editing = Memo::new(move |_| app.renaming.get() == Some(RecordKey::Settings));
    let commit = Callback::new(move |name: String| {
        app.renaming.set(None);
        if name.trim() != app.peek(|engine| engine.design().settings().name.clone()) {
            app.dispatch(Command::Rename { key: RecordKey::Settings, name });
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
                        title=move || app.folder.get().map(|folder| folder.path)
                        aria-label=move || format!("Design {}; press F2 to rename", name.get())
                        on:click=move |_| app.inspect(RecordKey::Settings)
                        on:dblclick=move |_| {
                            if app.is_editable() {
                                app.renaming.set(Some(RecordKey::Settings));
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
                on_cancel=Callback::new(move |()| app.renaming.set(None))
            />
        </Show>
    }
}

#[component]
fn Branch() -> impl IntoView {
    let app = app();
    let branch = Memo::new(move |_| app.folder.with(|folder| folder.as_ref().and_then(|folder| folder.branch.clone())));
    move || {
        branch.get().map(|branch| {
            let label = format!("Git branch {branch}");
            view! { <span class="branch mono" title=label data-testid="branch">{branch}</span> }
        })
    }
}

#[component]
fn Saved() -> impl IntoView {
    let app = app();
    let state = Memo::new(move |_| {
        if app.read_only.with(Option::is_some) {
            "read-only"
        } else if app.saving.get() {
            "saving…"
        } else if app.is_on_disk() {
            "saved"
        } else {
            "• unsaved"
        }
    });
    view! { <span class="saved" role="status" data-testid="saved-state">{move || state.get()}</span> }
}
