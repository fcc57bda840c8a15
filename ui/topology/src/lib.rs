//! The topology view: the design as a picture that is drawn by hand.
//!
//! The picture is a display list on one canvas element; no part of the graph is an element of the page. Events become calls
//! of the small state machine in [`gesture`]; a frame is drawn only when something asked for it.

mod actions;
mod creating;
mod fonts;
mod gesture;
mod menu;
mod minimap;
mod mirror;
mod naming;
mod objection;
mod outcome;
mod painter;
mod state;
mod tool;
mod toolbar;
mod zooming;

pub use actions::CanvasAction;
pub use tool::Tool;

use engine::model::{Kind, RecordKey};
use engine::scene::{Point, Size, Vec2};
use gesture::Press;
use leptos::ev::{DragEvent, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;
use minimap::MinimapPanel;
use mirror::Mirror;
use naming::NameField;
use objection::ObjectionNote;
use parts::record_menu::menus;
use parts::{Hooks, Installed, MainView, Parts, Pinch};
use state::Canvas;
use toolbar::{Toolbar, Zoom};
use widgets::{Icon, observe_size};

/// The type under which the explorer hands over a record's key.
const RECORD: &str = "application/x-eventscape-record";

/// How much a turn of the wheel by one pixel zooms.
const WHEEL_ZOOM: f64 = 0.0022;

/// The topology, as the frame knows it.
pub static TOPOLOGY: MainView = MainView {
    word: "topology",
    title: "Topology",
    action_title: "Show topology",
    chords: &["Alt+1"],
    made_for: &[],
    keys_act_on: &[Kind::Context, Kind::Service, Kind::Topic, Kind::Message, Kind::Flow],
    is_drawing: true,
    install,
    component: || view! { <TopologyView /> }.into_any(),
    side: None,
};

/// The state of the canvas, which is kept while other views are in front.
fn canvas() -> Canvas {
    expect_context()
}

fn install(parts: Parts) -> Installed {
    let canvas = Canvas::new(parts);
    provide_context(canvas);
    parts.attention.paste_at(Callback::new(move |()| canvas.paste_place()));
    parts.session.on_pinch(Callback::new(move |pinch: Pinch| {
        canvas.pinched(pinch.begins, Point::new(pinch.at.0, pinch.at.1), pinch.scale);
    }));
    Installed {
        actions: CanvasAction::ALL.iter().map(|action| action.deed(canvas)).collect(),
        hooks: Some(Hooks {
            is_amid_something: Callback::new(move |()| canvas.is_amid_something()),
            give_up: Callback::new(move |()| canvas.give_up()),
            below: Callback::new(|()| None),
        }),
    }
}

/// The design as a picture.
#[component]
fn TopologyView() -> impl IntoView {
    let (canvas, menus) = (canvas(), menus());
    Effect::new(move |_| {
        canvas.document.revision.track();
        canvas.document.opened.track();
        canvas.follow();
        canvas.repaint();
    });
    Effect::new(move |_| {
        canvas.attention.selection.track();
        canvas.camera.track();
        canvas.naming.track();
        let _ = canvas.session.is_dark();
        canvas.repaint();
    });
    Effect::new(move |_| {
        canvas.tool.track();
        canvas.took_tool();
    });
    Effect::new(move |_| {
        if let Some(keys) = canvas.attention.reveal.get() {
            canvas.follow();
            canvas.reveal(&keys);
        }
    });
    let ground = NodeRef::new();
    observe_size(ground, move |width, height| {
        canvas.resized(Size::new(width, height));
        canvas.repaint();
    });
    canvas.follow_fonts();
    on_cleanup(move || canvas.inner.update_value(|inner| inner.over = None));
    let is_empty = Memo::new(move |_| {
        canvas.document.of_kinds(&[Kind::Context, Kind::Topic], |design| {
            design.contexts().is_empty() && design.topics().is_empty()
        })
    });
    // The first context is drawn on the ground, where the words would be in the way.
    let is_drawing = Memo::new(move |_| canvas.tool.get().creates().is_some() || canvas.naming.with(Option::is_some));
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
                on:pointerdown=move |event| canvas.pointer_down(&event)
                // The press has put the focus where it belongs; the page would take it from a name field that just opened.
                on:mousedown=|event: MouseEvent| event.prevent_default()
                on:pointermove=move |event: PointerEvent| canvas.moved(point(&event))
                on:pointerup=move |event: PointerEvent| {
                    if let Some(at) = canvas.release(point(&event)) {
                        canvas.open_menu(menus, at);
                    }
                }
                on:pointercancel=move |_| {
                    canvas.give_up();
                }
                on:pointerleave=move |_| canvas.left()
                on:dblclick=move |event| canvas.double_click(&event)
                on:wheel=move |event| canvas.wheel(&event)
                on:keydown=move |event| {
                    if event.key() == "ContextMenu" || event.shift_key() && event.key() == "F10" {
                        event.prevent_default();
                        canvas.open_menu_by_key(menus);
                    } else {
                        canvas.space(&event, true);
                    }
                }
                on:keyup=move |event| canvas.space(&event, false)
                on:blur=move |_| canvas.hold_space(false)
                on:contextmenu=|event: MouseEvent| event.prevent_default()
                on:dragover=|event: DragEvent| event.prevent_default()
                on:drop=move |event| canvas.drop_record(&event)
            ></canvas>
            <Mirror canvas=canvas />
            <NameField canvas=canvas />
            <ObjectionNote canvas=canvas />
            <Show when=move || is_empty.get() && !is_drawing.get()>
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
    fn pointer_down(self, event: &PointerEvent) {
        if let Some(element) = self.element.get_untracked() {
            let _ = element.set_pointer_capture(event.pointer_id());
            let _ = element.focus();
        }
        if self.naming.with_untracked(Option::is_some) {
            return;
        }
        let add = event.shift_key() || event.ctrl_key() || event.meta_key();
        self.press(point(event), Press { button: event.button(), add });
    }

    fn double_click(self, event: &MouseEvent) {
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        if let Some(key) = self.record_at(at) {
            if matches!(key, RecordKey::Message(_)) {
                self.attention.open_view_of(&key);
            } else {
                self.rename(key);
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

    fn drop_record(self, event: &DragEvent) {
        event.prevent_default();
        let Some(text) = event.data_transfer().and_then(|it| it.get_data(RECORD).ok()) else { return };
        let Ok(key) = text.parse::<RecordKey>() else { return };
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        if self.document.is_editable() {
            actions::dropped(self, &key, at);
        }
    }

    /// Takes a tool and goes where it is used, so that the next keys are meant for the picture.
    fn take_in_hand(self, tool: Tool) {
        self.take(tool);
        if let Some(element) = self.element.get_untracked() {
            let _ = element.focus();
        }
    }

    /// Space makes a hand of any tool.
    fn space(self, event: &KeyboardEvent, down: bool) {
        if event.key() == " " {
            event.prevent_default();
            self.hold_space(down);
        }
    }
}
