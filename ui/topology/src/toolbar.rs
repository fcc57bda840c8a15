//! The bar of tools, and the zoom beside the minimap.

use super::actions::CanvasAction;
use super::state::Canvas;
use super::tool::Tool;
use leptos::prelude::*;
use widgets::Icon;

/// The tools, at the lower left.
#[component]
pub fn Toolbar(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    let button = move |tool: Tool| {
        let key = tool.key().first().copied().unwrap_or_default();
        view! {
            <button
                class="tool"
                type="button"
                role="radio"
                aria-checked=move || (canvas.tool.get() == tool).to_string()
                disabled=move || tool != Tool::Select && tool != Tool::Hand && !canvas.document.is_editable()
                title=format!("{} ({key})", tool.action_title())
                data-testid=format!("tool-{}", tool.word())
                on:click=move |_| canvas.take_in_hand(tool)
            >
                <Icon icon=tool.icon() />
                <span>{tool.title()}</span>
            </button>
        }
    };
    view! {
        <div class="toolbar" role="radiogroup" aria-label="Tools">
            {Tool::ALL.map(button).collect_view()}
        </div>
    }
}

/// The zoom, at the lower right.
#[component]
pub fn Zoom(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    let percent = Memo::new(move |_| (canvas.camera.get().scale * 100.0).round());
    let button = move |action: CanvasAction, icon: icondata_core::Icon| {
        view! {
            <button
                class="zoom-button"
                type="button"
                aria-label=action.title()
                title=action.title()
                data-testid=format!("zoom-{}", action.word())
                on:click=move |_| action.run(canvas)
            >
                <Icon icon=icon />
            </button>
        }
    };
    view! {
        <div class="zoom" role="group" aria-label="Zoom">
            {button(CanvasAction::ZoomOut, icondata_lu::LuMinus)}
            <button
                class="zoom-percent mono"
                type="button"
                title=CanvasAction::ZoomActual.title()
                data-testid="zoom-percent"
                on:click=move |_| CanvasAction::ZoomActual.run(canvas)
            >
                {move || format!("{} %", percent.get())}
            </button>
            {button(CanvasAction::ZoomIn, icondata_lu::LuPlus)}
            {button(CanvasAction::Fit, icondata_lu::LuMaximize)}
        </div>
    }
}
