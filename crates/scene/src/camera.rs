//! The camera: which part of the endless canvas stands in the window, and how large.

use kurbo::{Point, Rect, Size, Vec2};

/// Which part of the world is seen: `screen = world * scale + (x, y)`, in CSS pixels from the canvas's top left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Pixels a world unit.
    pub scale: f64,
    /// Where the world's origin stands on the screen.
    pub x: f64,
    /// Where the world's origin stands on the screen.
    pub y: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { scale: 1.0, x: 0.0, y: 0.0 }
    }
}

impl Camera {
    /// The smallest scale that zooming reaches.
    pub const MIN_SCALE: f64 = 0.1;
    /// The largest scale that zooming reaches.
    pub const MAX_SCALE: f64 = 4.0;

    /// The world's point under a point of the screen.
    pub fn world_from_screen(&self, point: Point) -> Point {
        Point::new((point.x - self.x) / self.scale, (point.y - self.y) / self.scale)
    }

    /// Where a point of the world stands on the screen.
    pub fn screen_from_world(&self, point: Point) -> Point {
        Point::new(point.x * self.scale + self.x, point.y * self.scale + self.y)
    }

    /// Where a rectangle of the world stands on the screen.
    pub fn screen_from_world_rect(&self, rect: Rect) -> Rect {
        Rect::from_points(self.screen_from_world(rect.origin()), self.screen_from_world(Point::new(rect.x1, rect.y1)))
    }

    /// The part of the world that a viewport shows.
    pub fn visible(&self, viewport: Size) -> Rect {
        Rect::from_points(
            self.world_from_screen(Point::ZERO),
            self.world_from_screen(Point::new(viewport.width, viewport.height)),
        )
    }

    /// The camera moved so that the picture follows a pointer by `delta` pixels.
    #[must_use]
    pub fn panned(self, delta: Vec2) -> Self {
        Self { x: self.x + delta.x, y: self.y + delta.y, ..self }
    }

    /// The camera with the world's origin on a whole device pixel, so that a picture can be moved by whole pixels; `density`
    /// is how many of them make a CSS pixel.
    #[must_use]
    pub fn on_pixels(self, density: f64) -> Self {
        let whole = |at: f64| (at * density).round() / density;
        Self { x: whole(self.x), y: whole(self.y), ..self }
    }

    /// The camera zoomed by a factor, within the limits; what is under `at` (on the screen) stays there.
    #[must_use]
    pub fn zoomed_at(self, at: Point, factor: f64) -> Self {
        self.scaled_at(at, self.scale * factor)
    }

    /// The camera at a scale, within the limits; what is under `at` (on the screen) stays there.
    #[must_use]
    pub fn scaled_at(self, at: Point, scale: f64) -> Self {
        let scale = scale.clamp(Self::MIN_SCALE, Self::MAX_SCALE);
        let world = self.world_from_screen(at);
        Self { scale, x: at.x - world.x * scale, y: at.y - world.y * scale }
    }

    /// The camera that shows a rectangle of the world in the middle of a viewport, `padding` pixels off its border, and never
    /// larger than life: a single card filling the window is no overview.
    pub fn fit(rect: Rect, viewport: Size, padding: f64) -> Self {
        let room = |length: f64| (length - 2.0 * padding).max(1.0);
        let scale = (room(viewport.width) / rect.width().max(1.0))
            .min(room(viewport.height) / rect.height().max(1.0))
            .clamp(Self::MIN_SCALE, 1.0);
        let center = rect.center();
        Self { scale, x: viewport.width / 2.0 - center.x * scale, y: viewport.height / 2.0 - center.y * scale }
    }

    /// The camera moved as little as possible so that a rectangle of the world is inside the viewport, `padding` pixels off
    /// its border; the rectangle's top left wins when it is too large.
    #[must_use]
    pub fn revealing(self, rect: Rect, viewport: Size, padding: f64) -> Self {
        let on_screen = self.screen_from_world_rect(rect);
        let shift = |start: f64, end: f64, length: f64| {
            if start < padding {
                padding - start
            } else if end > length - padding {
                (length - padding - end).max(padding - start)
            } else {
                0.0
            }
        };
        self.panned(Vec2::new(
            shift(on_screen.x0, on_screen.x1, viewport.width),
            shift(on_screen.y0, on_screen.y1, viewport.height),
        ))
    }
}
