//! Painting: from scene, camera, theme and the hand at work to a display list. Only what the viewport shows is looked at.

mod card;
mod edge;
mod hand;
mod icon;
mod region;

use crate::camera::Camera;
use crate::color::Rgba;
use crate::damage::reach;
use crate::detail::Detail;
use crate::display::{Align, Command, Corners, DisplayList, Stroke};
use crate::facts::Badge;
use crate::hit::badge_center;
use crate::hue::HueTokens;
use crate::measure::{Label, TextStyle};
use crate::node::Node;
use crate::overlay::Overlay;
use crate::scene::Scene;
use crate::theme::Theme;
use kurbo::{BezPath, Circle, Point, Rect, Shape, Size};
use std::sync::Arc;

/// The distance of the grid's dots at scale 1.
const GRID: f64 = 24.0;

/// The radius of a badge with the ring around it, where cards show everything.
const BADGE: f64 = 7.5;

/// How much larger badges are where little else of a card is shown.
fn growth(scale: f64) -> f64 {
    (0.8 / scale).clamp(1.0, 4.0)
}

/// The radius of the largest badge at a scale, in world units.
pub(crate) fn badge_radius(scale: f64) -> f64 {
    BADGE * growth(scale)
}

impl Scene {
    /// The picture that a viewport shows.
    pub fn picture(&self, camera: &Camera, viewport: Size, theme: &Theme, overlay: &Overlay) -> DisplayList {
        self.picture_in(camera.visible(viewport), camera, viewport, theme, overlay)
    }

    /// The commands of that picture that draw anything in a part of the world, in their order. Clipped to the part they give
    /// what the whole picture shows there.
    pub fn picture_in(
        &self,
        area: Rect,
        camera: &Camera,
        viewport: Size,
        theme: &Theme,
        overlay: &Overlay,
    ) -> DisplayList {
        let mut painter = Painter::new(self, *camera, theme, overlay);
        let reach = reach(camera.scale);
        painter.grid(area);
        painter.everything(area.inflate(reach, reach));
        DisplayList { camera: *camera, viewport, background: theme.canvas, commands: painter.commands }
    }

    /// The picture of the whole scene at its own size, with `padding` around it, for documents and exports.
    pub fn whole_picture(&self, theme: &Theme, padding: f64) -> DisplayList {
        let edges = self.edges().map(|edge| edge.bounds).reduce(|all, one| all.union(one));
        let bounds = self.bounds().into_iter().chain(edges).reduce(|all, one| all.union(one)).unwrap_or(Rect::ZERO);
        let seen = bounds.inflate(padding, padding).expand();
        let camera = Camera { scale: 1.0, x: -seen.x0, y: -seen.y0 };
        let overlay = Overlay::default();
        let mut painter = Painter::new(self, camera, theme, &overlay);
        painter.everything(seen);
        DisplayList { camera, viewport: seen.size(), background: theme.canvas, commands: painter.commands }
    }
}

struct Painter<'a> {
    scene: &'a Scene,
    theme: &'a Theme,
    overlay: &'a Overlay,
    detail: Detail,
    scale: f64,
    /// How far what is drawn now stands back into the canvas, from 0 to 1.
    dim: f64,
    /// Names of regions that stand above everything, because the scale shows nothing else.
    late_names: Vec<(Label, Point, TextStyle, HueTokens)>,
    commands: Vec<Command>,
}

impl<'a> Painter<'a> {
    fn new(scene: &'a Scene, camera: Camera, theme: &'a Theme, overlay: &'a Overlay) -> Self {
        let detail = Detail::at(camera.scale);
        Self {
            scene,
            theme,
            overlay,
            detail,
            scale: camera.scale,
            dim: 0.0,
            late_names: Vec::new(),
            commands: Vec::new(),
        }
    }

    fn everything(&mut self, seen: Rect) {
        let nodes = self.scene.nodes_in(seen);
        let (cards, mut regions): (Vec<&Node>, Vec<&Node>) = nodes.into_iter().partition(|node| node.is_card());
        // A region that stands in another is drawn above it.
        regions.sort_by(|one, two| two.rect.area().total_cmp(&one.rect.area()));
        for node in &regions {
            self.back_if(self.overlay.dimmed.contains(&node.key));
            self.region(node);
        }
        let mut edges = self.scene.edges_in(seen);
        edges.retain(|edge| edge.draws_in(seen));
        let (upper, lower): (Vec<_>, Vec<_>) = edges.iter().copied().partition(|edge| self.is_marked(edge));
        for edge in lower.iter().chain(&upper) {
            let dimmed = &self.overlay.dimmed;
            self.back_if(self.overlay.connect.is_some() || dimmed.contains(&edge.from) || dimmed.contains(&edge.to));
            self.edge(edge);
        }
        let dragged = |node: &&Node| self.scene.drag.nodes.contains(&node.key);
        let (above, below): (Vec<&Node>, Vec<&Node>) = cards.into_iter().partition(dragged);
        for node in below.into_iter().chain(above) {
            self.back_if(self.overlay.dims(&node.key));
            self.card(node);
        }
        if self.detail == Detail::Full {
            for edge in lower.iter().chain(&upper) {
                self.back_if(self.overlay.connect.is_some());
                self.pill(edge);
            }
        }
        self.back_if(false);
        self.region_names();
        self.hand(seen);
    }

    /// Lets what is drawn next stand back, or not.
    fn back_if(&mut self, dimmed: bool) {
        self.dim = if dimmed { 0.66 } else { 0.0 };
    }

    /// A colour as far back as what is drawn now.
    fn tone(&self, color: Rgba) -> Rgba {
        if self.dim > 0.0 { color.mix(Rgba { a: color.a, ..self.theme.canvas }, self.dim) } else { color }
    }

    /// A width that is never thinner than a pixel.
    fn at_least_a_pixel(&self, width: f64) -> f64 {
        width.max(1.0 / self.scale)
    }

    /// A length of the screen in world units.
    fn pixels(&self, pixels: f64) -> f64 {
        pixels / self.scale
    }

    fn rect(&mut self, rect: Rect, corners: Corners, fill: Option<Rgba>, stroke: Option<(Rgba, f64)>) {
        let stroke = stroke.map(|(color, width)| Stroke::solid(self.tone(color), self.at_least_a_pixel(width)));
        let fill = fill.map(|color| self.tone(color));
        self.commands.push(Command::Rect { rect, corners, fill, stroke });
    }

    fn shape(&mut self, path: BezPath, color: Rgba) {
        let color = self.tone(color);
        self.commands.push(Command::shape(path, color));
    }

    fn line(&mut self, path: BezPath, color: Rgba, width: f64) {
        let stroke = Stroke::solid(self.tone(color), self.at_least_a_pixel(width));
        self.commands.push(Command::line(path, stroke));
    }

    /// A label whose middle line is at `at.y`.
    fn label(&mut self, label: &Label, at: Point, style: TextStyle, color: Rgba, align: Align) {
        if label.text.is_empty() {
            return;
        }
        let at = Point::new(at.x, at.y + style.baseline());
        let color = self.tone(color);
        self.commands.push(Command::Text { at, text: Arc::clone(&label.text), style, color, align });
    }

    /// Whether a record's name is drawn; it is not below the field that edits it.
    fn shows_name(&self, node: &Node) -> bool {
        self.overlay.renaming.as_ref() != Some(&node.key)
    }

    fn grid(&mut self, seen: Rect) {
        let mut spacing = GRID;
        while spacing * self.scale < 16.0 {
            spacing *= 2.0;
        }
        let radius = self.pixels(0.9);
        self.commands.push(Command::Dots { area: seen, spacing, radius, color: self.theme.dot });
    }

    fn badge(&mut self, node: &Node) {
        let Some(badge) = node.badge else { return };
        let center = badge_center(node);
        let grown = if self.detail == Detail::Full { 1.0 } else { growth(self.scale) };
        let disc = match badge {
            Badge::Error => self.theme.error,
            Badge::Warning => self.theme.warning_disc,
        };
        let circle = |radius: f64| Circle::new(center, radius * grown).to_path(0.1);
        self.shape(circle(BADGE), self.theme.canvas);
        self.shape(circle(6.0), disc);
        let mut path = BezPath::new();
        match badge {
            Badge::Error => {
                let arm = 2.1 * grown;
                path.move_to(center + (-arm, -arm));
                path.line_to(center + (arm, arm));
                path.move_to(center + (arm, -arm));
                path.line_to(center + (-arm, arm));
            }
            Badge::Warning => {
                path.move_to(center + (0.0, -3.3 * grown));
                path.line_to(center + (0.0, 0.8 * grown));
                path.move_to(center + (0.0, 2.2 * grown));
                path.line_to(center + (0.0, 3.4 * grown));
            }
        }
        self.line(path, self.theme.badge_sign(), 1.4 * grown);
    }
}
