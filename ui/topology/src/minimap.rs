//! The whole picture in the corner; a click or drag on it moves the view.

use super::painter::Painter;
use super::state::{Canvas, theme};
use engine::scene::{Minimap, Point, Size};
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

/// Its size in pixels.
const SIZE: Size = Size::new(144.0, 90.0);

/// How long changes are gathered before it is drawn anew: it shows all nodes, so that drawing it costs what the design has, and
/// nobody looks there while typing or dragging.
const GATHERED: Duration = Duration::from_millis(200);

/// The minimap, at the lower right.
#[component]
pub fn MinimapPanel(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    let element = NodeRef::<html::Canvas>::new();
    let drawn = RwSignal::new(None::<Minimap>);
    let is_asked = StoredValue::new(false);
    let draw = move || {
        let Some(element) = element.try_get_untracked().flatten() else { return };
        let density = window().device_pixel_ratio();
        let (width, height) = ((SIZE.width * density) as u32, (SIZE.height * density) as u32);
        if (element.width(), element.height()) != (width, height) {
            element.set_width(width);
            element.set_height(height);
        }
        let minimap = canvas.scene(|scene| scene.minimap(SIZE, theme(canvas.session)));
        if let (Some(painter), Some(minimap)) = (Painter::of(&element), &minimap) {
            painter.draw(&minimap.picture, density);
        }
        drawn.set(minimap);
    };
    Effect::new(move |before: Option<bool>| {
        canvas.picture.track();
        let (dark, _) = (canvas.session.is_dark(), element.get());
        if before != Some(dark) {
            draw();
        } else if is_asked.try_update_value(|asked| std::mem::replace(asked, true)) == Some(false) {
            set_timeout(
                move || {
                    // The view may have gone in the meantime.
                    if is_asked.try_set_value(false).is_none() {
                        draw();
                    }
                },
                GATHERED,
            );
        }
        dark
    });
    let frame = move || {
        let camera = canvas.camera.get();
        drawn.with(|map| {
            let rect = map.as_ref().map(|map| map.seen(&camera, canvas.viewport())).unwrap_or_default();
            let (width, height) = (rect.width(), rect.height());
            format!("left:{:.1}px;top:{:.1}px;width:{width:.1}px;height:{height:.1}px", rect.x0, rect.y0)
        })
    };
    let go = move |event: PointerEvent| {
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        let look = |map: &Option<Minimap>| {
            map.as_ref().map(|map| map.camera_at(at, &canvas.camera.get_untracked(), canvas.viewport()))
        };
        if let Some(camera) = drawn.with_untracked(look) {
            canvas.camera.set(camera);
        }
    };
    let on_down = move |event: PointerEvent| {
        if let Some(element) = element.get_untracked() {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        go(event);
    };
    view! {
        <div class="minimap" aria-hidden="true">
            <canvas
                node_ref=element
                style:width=format!("{}px", SIZE.width)
                style:height=format!("{}px", SIZE.height)
                data-testid="minimap"
                on:pointerdown=on_down
                on:pointermove=move |event: PointerEvent| if event.buttons() & 1 == 1 { go(event) }
            ></canvas>
            <div class="minimap-seen" style=frame></div>
        </div>
    }
}
