//! The regions of contexts.

use super::Painter;
use crate::detail::Detail;
use crate::display::{Align, Corners};
use crate::measure::TextStyle;
use crate::node::{Body, Node, REGION_NAME, TEAM};
use kurbo::{Point, Rect};

const RADIUS: f64 = 14.0;

impl Painter<'_> {
    pub(super) fn region(&mut self, node: &Node) {
        let Body::Context { team } = &node.body else { return };
        let hue = self.theme.hue(node.hue);
        let target = self.overlay.drop_target.as_ref().is_some_and(|id| id.as_str() == node.key.id_str());
        let (wash, border) = if target {
            (hue.wash.mix(self.theme.accent, 0.08), (self.theme.accent, self.pixels(2.0)))
        } else {
            (hue.wash, (hue.line, 1.25))
        };
        self.rect(node.rect, Corners::all(RADIUS), Some(wash), Some(border));
        let (left, right) = (node.rect.x0 + 14.0, node.rect.x1 - 14.0);
        match self.detail {
            Detail::Shapes => {
                // Letters of 13 pixels, unless the region is too small for them.
                let natural = node.large.width / REGION_NAME.size;
                let room = (node.rect.width() - 12.0) / natural.max(0.1);
                let size = self.pixels(13.0).min(room).min(node.rect.height() * 0.6);
                let style = TextStyle { size, ..REGION_NAME };
                if size * self.scale >= 5.0 && self.shows_name(node) {
                    let at = node.rect.center();
                    self.late_names.push((node.large.clone(), at, style, hue));
                }
            }
            Detail::Names => {
                let room = node.rect.width() - 28.0;
                let size = (REGION_NAME.size * room / node.large.width.max(1.0)).min(20.0);
                if self.shows_name(node) {
                    let at = Point::new(left, node.rect.y0 + 20.0);
                    self.label(&node.large, at, TextStyle { size, ..REGION_NAME }, hue.ink, Align::Start);
                }
            }
            Detail::Full => {
                let line = node.rect.y0 + 19.0;
                if self.shows_name(node) {
                    self.label(&node.label, Point::new(left, line), REGION_NAME, hue.ink, Align::Start);
                }
                self.label(team, Point::new(right, line), TEAM, hue.ink, Align::End);
            }
        }
        self.badge(node);
    }

    /// Draws the names that stand above everything, each on a ground that keeps it legible.
    pub(super) fn region_names(&mut self) {
        for (label, at, style, hue) in std::mem::take(&mut self.late_names) {
            let width = label.width * style.size / REGION_NAME.size;
            let ground = Rect::from_center_size(at, (width + 0.6 * style.size, 1.4 * style.size));
            self.rect(ground, Corners::all(0.4 * style.size), Some(hue.wash.with_opacity(0.86)), None);
            self.label(&label, at, style, hue.ink, Align::Middle);
        }
    }
}
