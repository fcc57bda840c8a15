//! Draws a display list on a canvas, command by command. It decides nothing: what is seen, in which colour and how short a
//! text is, stands in the list.

use engine::scene::{
    Align, BezPath, Command, Corners, DisplayList, Font, PathEl, Rect, Rgba, Stroke, TextStyle, ticks,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas ready to be drawn on.
pub struct Painter {
    context: CanvasRenderingContext2d,
}

impl Painter {
    /// The painter of a canvas element.
    pub fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { context })
    }

    /// Clears the canvas and draws a picture; `density` is how many device pixels make a CSS pixel.
    pub fn draw(&self, list: &DisplayList, density: f64) {
        self.begin(list, density);
        for command in &list.commands {
            self.command(command);
        }
    }

    /// Draws further commands with the transform of the picture that was drawn last.
    pub fn add(&self, command: &Command) {
        self.command(command);
    }

    fn begin(&self, list: &DisplayList, density: f64) {
        let context = &self.context;
        let _ = context.set_transform(density, 0.0, 0.0, density, 0.0, 0.0);
        context.set_fill_style_str(&list.background.css());
        context.fill_rect(0.0, 0.0, list.viewport.width, list.viewport.height);
        let camera = list.camera;
        let scale = density * camera.scale;
        let _ = context.set_transform(scale, 0.0, 0.0, scale, density * camera.x, density * camera.y);
        context.set_line_cap("round");
        context.set_line_join("round");
        context.set_text_baseline("alphabetic");
    }

    fn command(&self, command: &Command) {
        match command {
            Command::Dots { area, spacing, radius, color } => self.dots(*area, *spacing, *radius, *color),
            Command::Rect { rect, corners, fill, stroke } => {
                self.rectangle(*rect, *corners);
                self.finish(*fill, stroke.as_ref());
            }
            Command::Path { path, fill, stroke } => {
                self.path(path);
                self.finish(*fill, stroke.as_ref());
            }
            Command::Text { at, text, style, color, align } => {
                self.context.set_font(&css_font(*style));
                self.context.set_text_align(match align {
                    Align::Start => "left",
                    Align::Middle => "center",
                    Align::End => "right",
                });
                self.context.set_fill_style_str(&color.css());
                let _ = self.context.fill_text(text, at.x, at.y);
            }
            Command::Ticks { rect, count, gap, radius, color } => {
                self.context.begin_path();
                for tick in ticks(*rect, *count, *gap) {
                    self.trace_rectangle(tick, Corners::all(*radius));
                }
                self.finish(Some(*color), None);
            }
        }
    }

    fn finish(&self, fill: Option<Rgba>, stroke: Option<&Stroke>) {
        if let Some(fill) = fill {
            self.context.set_fill_style_str(&fill.css());
            self.context.fill();
        }
        if let Some(stroke) = stroke {
            self.context.set_stroke_style_str(&stroke.color.css());
            self.context.set_line_width(stroke.width);
            let dash = js_sys::Array::new();
            for length in stroke.dash.iter().flatten() {
                dash.push(&JsValue::from_f64(*length));
            }
            let _ = self.context.set_line_dash(&dash);
            self.context.stroke();
        }
    }

    /// Squares instead of discs: at a pixel or two nobody sees the difference, and they cost a tenth.
    fn dots(&self, area: Rect, spacing: f64, radius: f64, color: Rgba) {
        self.context.set_fill_style_str(&color.css());
        let first = |start: f64| (start / spacing).ceil() * spacing;
        let mut y = first(area.y0);
        while y <= area.y1 {
            let mut x = first(area.x0);
            while x <= area.x1 {
                self.context.fill_rect(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
                x += spacing;
            }
            y += spacing;
        }
    }

    fn rectangle(&self, rect: Rect, corners: Corners) {
        self.context.begin_path();
        self.trace_rectangle(rect, corners);
    }

    fn trace_rectangle(&self, rect: Rect, corners: Corners) {
        let context = &self.context;
        let most = rect.width().min(rect.height()) / 2.0;
        let (top, bottom) = (corners.top.min(most), corners.bottom.min(most));
        if top <= 0.0 && bottom <= 0.0 {
            context.rect(rect.x0, rect.y0, rect.width(), rect.height());
            return;
        }
        context.move_to(rect.x0 + top, rect.y0);
        let _ = context.arc_to(rect.x1, rect.y0, rect.x1, rect.y1, top);
        let _ = context.arc_to(rect.x1, rect.y1, rect.x0, rect.y1, bottom);
        let _ = context.arc_to(rect.x0, rect.y1, rect.x0, rect.y0, bottom);
        let _ = context.arc_to(rect.x0, rect.y0, rect.x1, rect.y0, top);
        context.close_path();
    }

    fn path(&self, path: &BezPath) {
        let context = &self.context;
        context.begin_path();
        for element in path.elements() {
            match element {
                PathEl::MoveTo(to) => context.move_to(to.x, to.y),
                PathEl::LineTo(to) => context.line_to(to.x, to.y),
                PathEl::QuadTo(control, to) => context.quadratic_curve_to(control.x, control.y, to.x, to.y),
                PathEl::CurveTo(one, two, to) => context.bezier_curve_to(one.x, one.y, two.x, two.y, to.x, to.y),
                PathEl::ClosePath => context.close_path(),
            }
        }
    }
}

fn css_font(style: TextStyle) -> String {
    let family = match style.font {
        Font::Ui => "Inter, \"Inter Variable\", sans-serif",
        Font::Mono => "\"JetBrains Mono\", monospace",
    };
    format!("{} {}px {family}", style.weight, style.size)
}
