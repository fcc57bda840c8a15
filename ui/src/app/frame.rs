//! The frame: what stands where in the window, and how keys reach the table of actions.

use crate::app::bars::Bars;
use crate::app::toasts::Toasts;
use crate::app::top_bar::TopBar;
use crate::app::welcome::Welcome;
use crate::app::{App, MainView, Modal, backend};
use crate::canvas::TopologyView;
use crate::export::ExportDialog;
use crate::palette::{About, DeletionQuestion, Palette, Shortcuts, UnsavedQuestion};
use crate::panels::{BottomPanel, Explorer, StatusBar};
use crate::schemas::{Bench, RightSide, SchemasView};
use crate::views::{CapacityView, ContextMapView, DecisionsView, ProcessView};
use leptos::ev;
use leptos::prelude::*;
use widgets::{Edge, MenuLayer, Splitter};

/// The whole window.
#[component]
pub fn Window() -> impl IntoView {
    let app = App::new(backend::here());
    provide_context(app);
    provide_context(Bench::new(app));
    app.keep_theme();
    app.panels.keep();
    app.start();
    let keys = window_event_listener(ev::keydown, move |event| {
        if !event.default_prevented() && !event.is_composing() && app.press(&event) {
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
    let panels = app.panels;
    let is_open = Memo::new(move |_| app.folder.with(Option::is_some));
    view! {
        <div class="window" data-testid="window">
            <TopBar />
            <Bars />
            <Show when=move || is_open.get() fallback=move || before_opening(app)>
                <div class="middle">
                    <Show when=move || panels.left_open.get()>
                        <aside class="side left" data-place="explorer" style:width=move || format!("{}px", panels.left.get())>
                            <Explorer />
                        </aside>
                        <Splitter
                            size=panels.left
                            range=(160.0, 480.0)
                            standard=248.0
                            edge=Edge::Right
                            label="Width of the explorer"
                        />
                    </Show>
                    <main class="centre">
                        <div class="main-view" data-place="view" role="tabpanel" aria-label=move || app.view.get().title()>
                            <View />
                            <Toasts />
                        </div>
                        <Show when=move || app.below().get()>
                            <Splitter
                                size=panels.bottom
                                range=(80.0, 600.0)
                                standard=176.0
                                edge=Edge::Top
                                label="Height of the panel below"
                            />
                            <div class="bottom" data-place="below" style:height=move || format!("{}px", panels.bottom.get())>
                                <BottomPanel />
                            </div>
                        </Show>
                    </main>
                    <Show when=move || panels.right_open.get()>
                        <Splitter
                            size=panels.right
                            range=(240.0, 640.0)
                            standard=308.0
                            edge=Edge::Left
                            label="Width of the inspector"
                        />
                        <aside class="side right" data-place="inspector" style:width=move || format!("{}px", panels.right.get())>
                            <RightSide />
                        </aside>
                    </Show>
                </div>
            </Show>
            <StatusBar />
            <Modals />
            <MenuLayer open=app.menu />
        </div>
    }
}

#[component]
fn View() -> impl IntoView {
    let app = crate::app::app();
    let view = Memo::new(move |_| app.view.get());
    move || match view.get() {
        MainView::Topology => view! { <TopologyView /> }.into_any(),
        MainView::ContextMap => view! { <ContextMapView /> }.into_any(),
        MainView::Process => view! { <ProcessView /> }.into_any(),
        MainView::Schemas => view! { <SchemasView /> }.into_any(),
        MainView::Capacity => view! { <CapacityView /> }.into_any(),
        MainView::Decisions => view! { <DecisionsView /> }.into_any(),
    }
}

#[component]
fn Modals() -> impl IntoView {
    let app = crate::app::app();
    move || {
        app.modal.get().map(|modal| match modal {
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
fn before_opening(app: App) -> AnyView {
    view! {
        <div class="middle">
            {move || app.has_begun.get().then(|| view! { <Welcome /> })}
            <Toasts />
        </div>
    }
    .into_any()
}
