//! The frame: what stands where in the window, and how keys reach the table of actions. It stands above everything else, and
//! is the only place that knows every view.

mod bars;
mod first_steps;
mod jobs;
mod main_menu;
mod status;
mod table;
mod toasts;
mod top_bar;
mod welcome;

use bars::Bars;
use dialogs::{About, DeletionQuestion, ExportDialog, Palette, Shortcuts, UnsavedQuestion};
use first_steps::FirstSteps;
use inspector::Inspector;
use leptos::ev;
use leptos::prelude::*;
use panels::{BottomPanel, Explorer};
use parts::backend;
use parts::{Modal, Panel, Parts, Session, Slots, attention, panels, provide, slots};
use status::StatusBar;
use table::{VIEWS, fill_table};
use toasts::Toasts;
use top_bar::TopBar;
use welcome::Welcome;
use widgets::{Edge, MenuLayer, Splitter};

/// The whole window.
#[component]
pub fn Window() -> impl IntoView {
    let [first, ..] = VIEWS;
    let parts = provide(backend::here(), first, &VIEWS);
    provide_context(Slots {
        inspector: || view! { <Inspector /> }.into_any(),
        first_steps: || view! { <FirstSteps /> }.into_any(),
    });
    let actions = fill_table(parts);
    let Parts { panels, attention, document, session, .. } = parts;
    session.keep_theme();
    panels.keep();
    session.start();
    let keys = window_event_listener(ev::keydown, move |event| {
        if !event.default_prevented() && !event.is_composing() && actions.press(&event) {
            event.prevent_default();
        }
    });
    // A file dropped beside the canvas must not replace the window.
    let dropped = window_event_listener(ev::drop, |event| event.prevent_default());
    let dragged = window_event_listener(ev::dragover, |event| event.prevent_default());
    on_cleanup(move || {
        keys.remove();
        dropped.remove();
        dragged.remove();
    });
    let is_open = Memo::new(move |_| document.is_open());
    view! {
        <div class="window" data-testid="window">
            <TopBar />
            <Bars />
            <Show when=move || is_open.get() fallback=move || before_opening(session)>
                <div class="middle">
                    <Show when=move || panels.left.is_open.get()>
                        <aside class="side left" data-place="explorer" style:width=move || format!("{}px", panels.left.size.get())>
                            <Explorer />
                        </aside>
                        {line(panels.left, Edge::Right, "Width of the explorer")}
                    </Show>
                    <main class="centre">
                        <div class="main-view" data-place="view" role="tabpanel" aria-label=move || attention.view.get().title>
                            <View />
                            <Toasts />
                        </div>
                        <Show when=move || attention.below().get()>
                            {line(panels.bottom, Edge::Top, "Height of the panel below")}
                            <div class="bottom" data-place="below" style:height=move || format!("{}px", panels.bottom.size.get())>
                                <BottomPanel />
                            </div>
                        </Show>
                    </main>
                    <Show when=move || panels.right.is_open.get()>
                        {line(panels.right, Edge::Left, "Width of the inspector")}
                        <aside class="side right" data-place="inspector" style:width=move || format!("{}px", panels.right.size.get())>
                            <Side />
                        </aside>
                    </Show>
                </div>
            </Show>
            <StatusBar />
            <Modals />
            <MenuLayer open=panels.menu />
        </div>
    }
}

/// The line that sizes a panel.
fn line(panel: Panel, edge: Edge, label: &'static str) -> impl IntoView {
    view! { <Splitter size=panel.size range=panel.range standard=panel.standard edge=edge label=label /> }
}

#[component]
fn View() -> impl IntoView {
    let attention = attention();
    let view = Memo::new(move |_| attention.view.get());
    move || (view.get().component)()
}

/// What stands at the right of the view in front.
#[component]
fn Side() -> impl IntoView {
    let (attention, slots) = (attention(), slots());
    let side = Memo::new(move |_| attention.view.with(|view| view.side));
    move || side.get().map_or_else(slots.inspector, |side| side())
}

#[component]
fn Modals() -> impl IntoView {
    let panels = panels();
    move || {
        panels.modal.get().map(|modal| match modal {
            Modal::Palette => view! { <Palette /> }.into_any(),
            Modal::Export => view! { <ExportDialog /> }.into_any(),
            Modal::Shortcuts => view! { <Shortcuts /> }.into_any(),
            Modal::About => view! { <About /> }.into_any(),
            Modal::Deletion(what) => view! { <DeletionQuestion what=what /> }.into_any(),
            Modal::Unsaved(what) => view! { <UnsavedQuestion what=what /> }.into_any(),
        })
    }
}

/// What stands in the middle without a design; nothing for the moment in which one may be on its way.
fn before_opening(session: Session) -> AnyView {
    view! {
        <div class="middle">
            {move || session.has_begun.get().then(|| view! { <Welcome /> })}
            <Toasts />
        </div>
    }
    .into_any()
}
