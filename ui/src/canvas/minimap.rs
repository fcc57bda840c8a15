//! The whole picture in the corner; a click or drag on it moves the view.

use super::painter::Painter;
use super::state::{Canvas, theme};
use engine::scene::{Minimap, Point, Size};
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;

/// Its size in pixels.
const SIZE: Size = Size::new(144.0, 90.0);

/// The minimap, at the lower right.
#[component]
pub fn MinimapPanel(
    /// The canvas.
    canvas: Canvas,
) -> impl IntoView {
    let element = NodeRef::<html::Canvas>::new();
    // Painted anew with the scene and the theme only; the frame over it follows the camera.
    let minimap = Memo::new(move |_| {
        canvas.picture.track();
        canvas.scene(|scene| scene.minimap(SIZE, theme(canvas.session)))
    });
    Effect::new(move |_| {
        let camera = canvas.camera.get();
        let Some(element) = element.get() else { return };
        let density = window().device_pixel_ratio();
        element.set_width((SIZE.width * density) as u32);
        element.set_height((SIZE.height * density) as u32);
        let (Some(painter), Some(minimap)) = (Painter::of(&element), minimap.get()) else { return };
        painter.draw(&minimap.picture, density);
        painter.add(&minimap.frame(&camera, canvas.viewport(), theme(canvas.session)));
    });
    let go = move |event: PointerEvent| {
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        let look = |map: &Option<Minimap>| {
            map.as_ref().map(|map| map.camera_at(at, &canvas.camera.get_untracked(), canvas.viewport()))
        };
        if let Some(camera) = minimap.with_untracked(look) {
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
        <canvas
            class="minimap"
            node_ref=element
            style:width=format!("{}px", SIZE.width)
            style:height=format!("{}px", SIZE.height)
            aria-hidden="true"
            data-testid="minimap"
            on:pointerdown=on_down
            on:pointermove=move |event: PointerEvent| if event.buttons() & 1 == 1 { go(event) }
        ></canvas>
    }
}
