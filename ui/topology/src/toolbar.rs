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
        let key = key_of(tool);
        let stays = Memo::new(move |_| tool.is_for_one() && canvas.tool.get() == tool && canvas.stays.get());
        view! {
            <button
                class="tool"
                type="button"
                role="radio"
                aria-checked=move || (canvas.tool.get() == tool).to_string()
                disabled=move || tool != Tool::Select && tool != Tool::Hand && !canvas.document.is_editable()
                title=title_of(tool, key)
                class:stays=move || stays.get()
                data-testid=format!("tool-{}", tool.word())
                on:click=move |_| canvas.take_in_hand(tool)
            >
                <Icon icon=tool.icon() />
                <span>{tool.title()}</span>
                <Show when=move || stays.get()>
                    <Icon icon=icondata_lu::LuLock size=11 />
                </Show>
            </button>
        }
    };
    view! {
        <ToolHint canvas=canvas />
        <div class="toolbar" role="radiogroup" aria-label="Tools">
            {Tool::ALL.map(button).collect_view()}
        </div>
    }
}

fn key_of(tool: Tool) -> &'static str {
    tool.key().first().copied().unwrap_or_default()
}

/// What is said when the pointer rests on a tool.
fn title_of(tool: Tool, key: &str) -> String {
    let what = format!("{} ({key})", tool.action_title());
    let how = tool.hint().map(|hint| format!("\n{hint}")).unwrap_or_default();
    let several = if tool.is_for_one() { "\nPress twice to keep it in hand for several" } else { "" };
    format!("{what}{how}{several}")
}

/// What the tool in hand is for, and how it is kept or put away.
#[component]
fn ToolHint(canvas: Canvas) -> impl IntoView {
    let said = move || {
        let tool = canvas.tool.get();
        let hint = tool.hint()?;
        let then = match (tool.is_for_one(), canvas.stays.get()) {
            (true, false) => format!("{} again keeps the tool for several", key_of(tool)),
            (true, true) | (false, _) => "Esc puts the tool away".to_owned(),
        };
        Some(view! {
            <span>{hint}</span>
            <span class="muted">{then}</span>
        })
    };
    view! {
        <div class="tool-hint" role="status" data-testid="tool-hint">{said}</div>
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
