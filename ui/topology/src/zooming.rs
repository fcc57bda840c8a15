//! Zooming a picture that is dear to draw: while the scale changes, the frame that stood there before is shown larger or smaller,
//! and the picture is drawn anew once the hand rests. A picture of ten thousand cards takes longer than a frame, and a hand that
//! zooms wants to see where it goes.

use super::painter::Painter;
use engine::scene::{Frame, Rgba};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

/// How long the scale has to rest before the picture is drawn.
pub(super) const RESTED: Duration = Duration::from_millis(140);

/// From how many milliseconds on a picture is dear to draw: more than a frame has.
pub(super) const DEAR_MS: f64 = 14.0;

/// A frame that stands in for those of other scales.
pub(super) struct Zooming {
    bitmap: HtmlCanvasElement,
    frame: Frame,
    /// The scale that was shown last.
    scale: f64,
}

impl Zooming {
    /// Keeps what stands on a canvas.
    pub fn begin(canvas: &HtmlCanvasElement, frame: Frame) -> Option<Self> {
        let bitmap: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
        bitmap.set_width(canvas.width());
        bitmap.set_height(canvas.height());
        Painter::of(&bitmap)?.copy(canvas);
        let scale = frame.camera.scale;
        Some(Self { bitmap, frame, scale })
    }

    /// Shows it as another frame's camera would; gives whether the scale is another than last time.
    pub fn show(&mut self, painter: &Painter, now: &Frame, ground: Rgba) -> bool {
        let (old, new) = (self.frame.camera, now.camera);
        let factor = new.scale / old.scale;
        let at = (new.x - old.x * factor, new.y - old.y * factor);
        painter.stretch(&self.bitmap, factor, at, now.density, ground);
        std::mem::replace(&mut self.scale, new.scale) != new.scale
    }
}
