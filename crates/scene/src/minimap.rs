//! The minimap: the whole scene in a corner. Its picture changes with the scene, not with the camera, so that panning a large
//! design does not paint it again.

use crate::camera::Camera;
use crate::display::{Command, DisplayList};
use crate::node::Body;
use crate::scene::Scene;
use crate::theme::Theme;
use kurbo::{Rect, Size};

const PADDING: f64 = 6.0;

/// The whole scene, small.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimap {
    /// The regions and topics. Keep it while the scene and the theme stay.
    pub picture: DisplayList,
}

impl Scene {
    /// The minimap of a size in pixels.
    pub fn minimap(&self, size: Size, theme: &Theme) -> Minimap {
        let bounds = self.bounds().unwrap_or(Rect::ZERO);
        let room = |length: f64| (length - 2.0 * PADDING).max(1.0);
        let scale =
            (room(size.width) / bounds.width().max(1.0)).min(room(size.height) / bounds.height().max(1.0)).min(0.2);
        let center = bounds.center();
        let camera = Camera { scale, x: size.width / 2.0 - center.x * scale, y: size.height / 2.0 - center.y * scale };
        let (mut regions, mut topics) = (Vec::new(), Vec::new());
        for node in self.nodes() {
            let hue = theme.hue(node.hue);
            let (commands, color) = match node.body {
                Body::Context { .. } => (&mut regions, hue.wash.mix(hue.ink, 0.28)),
                Body::Topic(_) => (&mut topics, theme.panel.mix(hue.ink, 0.72)),
                Body::Service { .. } => continue,
            };
            // Nothing is smaller than a pixel, or a large design would vanish.
            let rect = Rect::from_center_size(
                node.rect.center(),
                (node.rect.width().max(1.0 / scale), node.rect.height().max(1.0 / scale)),
            );
            commands.push((rect.area(), Command::fill(rect, 2.0 / scale, color)));
        }
        regions.sort_by(|one, two| two.0.total_cmp(&one.0));
        let commands = regions.into_iter().chain(topics).map(|(_, command)| command).collect();
        Minimap { picture: DisplayList { camera, viewport: size, background: theme.panel, commands } }
    }
}

impl Minimap {
    /// The window's part of the world, in pixels of the minimap.
    pub fn seen(&self, camera: &Camera, viewport: Size) -> Rect {
        let inside = Rect::from_origin_size((0.5, 0.5), self.picture.viewport - Size::new(1.0, 1.0));
        self.picture.camera.screen_from_world_rect(camera.visible(viewport)).intersect(inside)
    }

    /// The camera of the window after a click or drag at a point of the minimap: that point of the world in the middle.
    pub fn camera_at(&self, at: kurbo::Point, camera: &Camera, viewport: Size) -> Camera {
        let world = self.picture.camera.world_from_screen(at);
        Camera {
            scale: camera.scale,
            x: viewport.width / 2.0 - world.x * camera.scale,
            y: viewport.height / 2.0 - world.y * camera.scale,
        }
    }
}
