//! Draws a display list on a canvas, command by command. It decides nothing: what is seen, in which colour and how short a
//! text is, stands in the list.

use engine::scene::{
    Align, BezPath, Command, Corners, DisplayList, Font, PathEl, Rect, Rgba, Stroke, TextStyle, Vec2, ticks,
};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// What a canvas is set to. Setting a font or a colour makes the webview parse it, and most commands want what the one before
/// them wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Settings {
    fill: Option<Rgba>,
    stroke: Option<Rgba>,
    width: Option<f64>,
    dash: Option<Option<[f64; 2]>>,
    font: Option<TextStyle>,
    align: Option<Align>,
}

/// A canvas ready to be drawn on.
pub struct Painter {
    context: CanvasRenderingContext2d,
    settings: Cell<Settings>,
}

impl Painter {
    /// The painter of a canvas element.
    pub fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { context, settings: Cell::default() })
    }

    /// Clears the canvas and draws a picture; `density` is how many device pixels make a CSS pixel.
    pub fn draw(&self, list: &DisplayList, density: f64) {
        self.begin(list, density);
        for command in &list.commands {
            self.command(command);
        }
    }

    /// Draws the part of a picture that lies in an area of the world, over what stands there. The area's borders are whole
    /// device pixels, so that no pixel is drawn by half.
    pub fn draw_part(&self, list: &DisplayList, density: f64, area: Rect) {
        let context = &self.context;
        context.save();
        let pixels = list.camera.screen_from_world_rect(area);
        let whole = |at: f64| (at * density).round();
        let (left, top) = (whole(pixels.x0), whole(pixels.y0));
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        context.begin_path();
        context.rect(left, top, whole(pixels.x1) - left, whole(pixels.y1) - top);
        context.clip();
        self.draw(list, density);
        context.restore();
    }

    /// Moves what stands on the canvas; `shift` is in CSS pixels and whole device pixels.
    pub fn shift(&self, canvas: &HtmlCanvasElement, shift: Vec2, density: f64) {
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        let (x, y) = ((shift.x * density).round(), (shift.y * density).round());
        let _ = self.context.draw_image_with_html_canvas_element(canvas, x, y);
    }

    /// Draws another canvas of the same size, pixel by pixel.
    pub fn copy(&self, canvas: &HtmlCanvasElement) {
        self.shift(canvas, Vec2::ZERO, 1.0);
    }

    /// Draws another canvas of the same size larger or smaller on a plain ground; `at` is where its corner goes, in CSS pixels.
    pub fn stretch(&self, canvas: &HtmlCanvasElement, factor: f64, at: (f64, f64), density: f64, ground: Rgba) {
        self.settings.set(Settings::default());
        let context = &self.context;
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.set_fill(ground);
        context.fill_rect(0.0, 0.0, width, height);
        let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(
            canvas,
            at.0 * density,
            at.1 * density,
            width * factor,
            height * factor,
        );
    }

    fn begin(&self, list: &DisplayList, density: f64) {
        let context = &self.context;
        self.settings.set(Settings::default());
        let _ = context.set_transform(density, 0.0, 0.0, density, 0.0, 0.0);
        self.set_fill(list.background);
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
                self.set_text(*style, *align);
                self.set_fill(*color);
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
            self.set_fill(fill);
            self.context.fill();
        }
        if let Some(stroke) = stroke {
            self.set_stroke(stroke);
            self.context.stroke();
        }
    }

    fn set_fill(&self, color: Rgba) {
        let settings = self.settings.get();
        if settings.fill != Some(color) {
            self.context.set_fill_style_str(&color.css());
            self.settings.set(Settings { fill: Some(color), ..settings });
        }
    }

    fn set_stroke(&self, stroke: &Stroke) {
        let settings = self.settings.get();
        if settings.stroke != Some(stroke.color) {
            self.context.set_stroke_style_str(&stroke.color.css());
        }
        if settings.width != Some(stroke.width) {
            self.context.set_line_width(stroke.width);
        }
        if settings.dash != Some(stroke.dash) {
            let dash: js_sys::Array = stroke.dash.iter().flatten().map(|length| JsValue::from_f64(*length)).collect();
            let _ = self.context.set_line_dash(&dash);
        }
        let (color, width, dash) = (Some(stroke.color), Some(stroke.width), Some(stroke.dash));
        self.settings.set(Settings { stroke: color, width, dash, ..settings });
    }

    fn set_text(&self, style: TextStyle, align: Align) {
        let settings = self.settings.get();
        if settings.font != Some(style) {
            self.context.set_font(&css_font(style));
        }
        if settings.align != Some(align) {
            self.context.set_text_align(match align {
                Align::Start => "left",
                Align::Middle => "center",
                Align::End => "right",
            });
        }
        self.settings.set(Settings { font: Some(style), align: Some(align), ..settings });
    }

    /// Squares instead of discs: at a pixel or two nobody sees the difference, and they cost a tenth.
    fn dots(&self, area: Rect, spacing: f64, radius: f64, color: Rgba) {
        self.set_fill(color);
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
