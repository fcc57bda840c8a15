//! The display list: everything a painter has to know, and nothing it has to decide. The screen, SVG and PNG consume the
//! same list, so what is exported is what was seen.

use crate::camera::Camera;
use crate::color::Rgba;
use crate::measure::TextStyle;
use kurbo::{BezPath, Point, Rect, Size};
use std::sync::Arc;

/// A picture: commands in paint order, in world units.
#[derive(Debug, Clone, PartialEq)]
pub struct DisplayList {
    /// From world to screen: set it as the painter's transform.
    pub camera: Camera,
    /// The size of the picture in CSS pixels.
    pub viewport: Size,
    /// The colour that clears the picture.
    pub background: Rgba,
    /// The commands, first at the bottom. All coordinates and lengths are in world units.
    pub commands: Vec<Command>,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Dots at every multiple of `spacing` from the world's origin within `area`.
    Dots {
        /// Where.
        area: Rect,
        /// The distance of two dots.
        spacing: f64,
        /// The radius of a dot.
        radius: f64,
        /// The colour.
        color: Rgba,
    },
    /// A rectangle, filled and then stroked along its border.
    Rect {
        /// Where.
        rect: Rect,
        /// How round it is.
        corners: Corners,
        /// Its fill.
        fill: Option<Rgba>,
        /// Its border.
        stroke: Option<Stroke>,
    },
    /// A path of lines and cubic curves, filled and then stroked.
    Path {
        /// Where.
        path: Arc<BezPath>,
        /// Its fill.
        fill: Option<Rgba>,
        /// How it is stroked.
        stroke: Option<Stroke>,
    },
    /// A line of text. It is already as short as it has to be.
    Text {
        /// A point of the (alphabetic) baseline: the text's start, middle or end by `align`.
        at: Point,
        /// The text.
        text: Arc<str>,
        /// The font.
        style: TextStyle,
        /// The colour.
        color: Rgba,
        /// Which part of the text stands at `at`.
        align: Align,
    },
    /// A row of equal bars that fill a rectangle.
    Ticks {
        /// Where the row stands.
        rect: Rect,
        /// How many bars.
        count: u32,
        /// The space between two bars.
        gap: f64,
        /// How round a bar is.
        radius: f64,
        /// The colour.
        color: Rgba,
    },
}

/// The radii of a rectangle's corners.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corners {
    /// The two at the top.
    pub top: f64,
    /// The two at the bottom.
    pub bottom: f64,
}

impl Corners {
    /// Four sharp corners.
    pub const SHARP: Self = Self::all(0.0);

    /// Four equal corners.
    pub const fn all(radius: f64) -> Self {
        Self { top: radius, bottom: radius }
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// The colour.
    pub color: Rgba,
    /// The width.
    pub width: f64,
    /// Lengths of dash and space; none is a solid line.
    pub dash: Option<[f64; 2]>,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(color: Rgba, width: f64) -> Self {
        Self { color, width, dash: None }
    }
}

/// Which part of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// The start of the line.
    Start,
    /// The middle of the line.
    Middle,
    /// The end of the line.
    End,
}

impl Command {
    /// A filled rectangle.
    pub(crate) fn fill(rect: Rect, radius: f64, color: Rgba) -> Self {
        Self::Rect { rect, corners: Corners::all(radius), fill: Some(color), stroke: None }
    }

    /// A stroked path.
    pub(crate) fn line(path: BezPath, stroke: Stroke) -> Self {
        Self::Path { path: Arc::new(path), fill: None, stroke: Some(stroke) }
    }

    /// A filled path.
    pub(crate) fn shape(path: BezPath, color: Rgba) -> Self {
        Self::Path { path: Arc::new(path), fill: Some(color), stroke: None }
    }
}
