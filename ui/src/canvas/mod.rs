//! The topology view: the design as a picture that is drawn by hand.
//!
//! The picture is a display list on one canvas element; no part of the graph is an element of the page. Events become calls
//! of the small state machine in [`gesture`]; a frame is drawn only when something asked for it.

mod actions;
mod gesture;
mod minimap;
mod mirror;
mod naming;
mod outcome;
mod painter;
mod state;
mod tool;
mod toolbar;

pub use actions::CanvasAction;
pub use state::Canvas;
pub use tool::Tool;

use crate::app::{App, app};
use engine::model::RecordKey;
use engine::scene::{Point, Size, Vec2};
use gesture::Press;
use ipc::PinchPhase;
use leptos::ev::{DragEvent, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;
use minimap::MinimapPanel;
use mirror::Mirror;
use naming::NameField;
use toolbar::{Toolbar, Zoom};
use widgets::{Icon, observe_size};

/// The type under which the explorer hands over a record's key.
const RECORD: &str = "application/x-eventscape-record";

/// How much a turn of the wheel by one pixel zooms.
const WHEEL_ZOOM: f64 = 0.0022;

/// Two fingers on a touchpad, as the shell reports them: `scale` is relative to the beginning of the pinch.
pub fn pinch(app: App, phase: PinchPhase, x: f64, y: f64, scale: f64) {
    app.canvas.pinched(matches!(phase, PinchPhase::Begin), Point::new(x, y), scale);
}

/// The design as a picture.
#[component]
pub fn TopologyView() -> impl IntoView {
    let app = app();
    let canvas = app.canvas;
    Effect::new(move |_| {
        app.revision.track();
        app.opened.track();
        canvas.follow(app);
        canvas.repaint(app);
    });
    Effect::new(move |_| {
        app.selection.track();
        canvas.camera.track();
        canvas.naming.track();
        let _ = app.is_dark();
        canvas.repaint(app);
    });
    Effect::new(move |_| {
        canvas.tool.track();
        canvas.took_tool(app);
    });
    Effect::new(move |_| {
        if let Some(keys) = app.reveal.get() {
            canvas.follow(app);
            canvas.reveal(&keys);
        }
    });
    let ground = NodeRef::new();
    observe_size(ground, move |width, height| {
        canvas.resized(Size::new(width, height));
        canvas.repaint(app);
    });
    on_cleanup(move || app.paste_point.set_value(None));
    let is_empty = Memo::new(move |_| app.design(|design| design.contexts().is_empty() && design.topics().is_empty()));
    view! {
        <div class="canvas" data-testid="canvas" node_ref=ground>
            <canvas
                class="canvas-picture"
                data-place="picture"
                node_ref=canvas.element
                tabindex="0"
                role="application"
                aria-label="Topology of the design. The explorer lists the same records as a tree"
                data-testid="canvas-picture"
                style:cursor=move || canvas.cursor.get()
                on:pointerdown=move |event| canvas.pointer_down(app, &event)
                // The press has put the focus where it belongs; the page would take it from a name field that just opened.
                on:mousedown=|event: MouseEvent| event.prevent_default()
                on:pointermove=move |event: PointerEvent| canvas.moved(app, point(&event))
                on:pointerup=move |event: PointerEvent| canvas.release(app, point(&event))
                on:pointercancel=move |_| {
                    canvas.give_up(app);
                }
                on:pointerleave=move |_| canvas.left(app)
                on:dblclick=move |event| canvas.double_click(app, &event)
                on:wheel=move |event| canvas.wheel(&event)
                on:keydown=move |event| canvas.space(app, &event, true)
                on:keyup=move |event| canvas.space(app, &event, false)
                on:blur=move |_| canvas.hold_space(app, false)
                on:contextmenu=|event: MouseEvent| event.prevent_default()
                on:dragover=|event: DragEvent| event.prevent_default()
                on:drop=move |event| canvas.drop_record(app, &event)
            ></canvas>
            <Mirror canvas=canvas />
            <NameField canvas=canvas />
            <Show when=move || is_empty.get()>
                <Empty canvas=canvas />
            </Show>
            <Toolbar canvas=canvas />
            <div class="canvas-corner">
                <Show when=move || !is_empty.get()>
                    <MinimapPanel canvas=canvas />
                </Show>
                <Zoom canvas=canvas />
            </div>
        </div>
    }
}

/// What to do first.
#[component]
fn Empty(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    view! {
        <div class="empty canvas-empty">
            <p class="empty-title">"Nothing is drawn yet"</p>
            <p>"Begin with a bounded context: one team, one language. Services and topics live in it."</p>
            <button
                class="button primary"
                type="button"
                data-testid="draw-first-context"
                on:click=move |_| canvas.take_in_hand(Tool::Context)
            >
                <Icon icon=icondata_lu::LuSquareDashed />
                "Draw a context"
            </button>
        </div>
    }
}

fn point(event: &PointerEvent) -> Point {
    Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()))
}

impl Canvas {
    fn pointer_down(self, app: App, event: &PointerEvent) {
        if let Some(element) = self.element.get_untracked() {
            let _ = element.set_pointer_capture(event.pointer_id());
            let _ = element.focus();
        }
        if self.naming.with_untracked(Option::is_some) {
            return;
        }
        let add = event.shift_key() || event.ctrl_key() || event.meta_key();
        self.press(app, point(event), Press { button: event.button(), add });
    }

    fn double_click(self, app: App, event: &MouseEvent) {
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        if let Some(key) = self.record_at(at) {
            if matches!(key, RecordKey::Message(_)) {
                app.open_view_of(&key);
            } else {
                self.rename(app, key);
            }
        }
    }

    fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => 16.0,
            WheelEvent::DOM_DELTA_PAGE => 400.0,
            _ => 1.0,
        };
        let delta = Vec2::new(event.delta_x() * unit, event.delta_y() * unit);
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        if event.ctrl_key() || event.meta_key() {
            self.zoom_at(at, (-delta.y * WHEEL_ZOOM).exp());
        } else if event.shift_key() && delta.x == 0.0 {
            self.pan(Vec2::new(-delta.y, 0.0));
        } else {
            self.pan(-delta);
        }
    }

    fn drop_record(self, app: App, event: &DragEvent) {
        event.prevent_default();
        let Some(text) = event.data_transfer().and_then(|it| it.get_data(RECORD).ok()) else { return };
        let Ok(key) = text.parse::<RecordKey>() else { return };
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        if app.is_editable() {
            actions::dropped(app, &key, at);
        }
    }

    /// Takes a tool and goes where it is used, so that the next keys are meant for the picture.
    fn take_in_hand(self, tool: Tool) {
        self.tool.set(tool);
        if let Some(element) = self.element.get_untracked() {
            let _ = element.focus();
        }
    }

    /// Space makes a hand of any tool.
    fn space(self, app: App, event: &KeyboardEvent, down: bool) {
        if event.key() == " " {
            event.prevent_default();
            self.hold_space(app, down);
        }
    }
}
