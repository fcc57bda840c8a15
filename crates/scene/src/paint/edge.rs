//! The edges of flows and their labels.

use super::Painter;
use crate::detail::Detail;
use crate::display::{Align, Command, Corners, Stroke};
use crate::edge::{Edge, PILL};
use model::RecordKey;
use std::sync::Arc;

impl Painter<'_> {
    /// Whether an edge is selected or under the pointer, or belongs to a card that is.
    pub(super) fn is_marked(&self, edge: &Edge) -> bool {
        let key = RecordKey::Flow(edge.flow.clone());
        self.overlay.selection.contains(&key) || self.overlay.hover.as_ref() == Some(&key)
    }

    pub(super) fn edge(&mut self, edge: &Edge) {
        let theme = self.theme;
        let color = if edge.broken { theme.error } else { theme.hue(edge.hue).ink };
        let selected = self.overlay.selection.contains(&RecordKey::Flow(edge.flow.clone()));
        if self.is_marked(edge) {
            let glow = theme.accent.with_opacity(if selected { 0.35 } else { 0.18 });
            let width = edge.width + self.pixels(6.0);
            self.commands.push(Command::Path {
                path: Arc::clone(&edge.path),
                fill: None,
                stroke: Some(Stroke::solid(glow, width)),
            });
        }
        let full = self.detail == Detail::Full;
        let width = self.at_least_a_pixel(if full { edge.width } else { edge.width * 0.75 });
        let line = self.tone(if edge.broken { color } else { theme.flow(edge.hue) });
        let dash = (edge.consumes && self.detail > Detail::Shapes).then_some([3.5 + width, 2.5 + 0.8 * width]);
        let stroke = Stroke { color: line, width, dash };
        self.commands.push(Command::Path { path: Arc::clone(&edge.path), fill: None, stroke: Some(stroke) });
        if self.detail > Detail::Shapes {
            let fill = Some(self.tone(color));
            self.commands.push(Command::Path { path: Arc::clone(&edge.arrow), fill, stroke: None });
        }
    }

    pub(super) fn pill(&mut self, edge: &Edge) {
        let Some((label, rect)) = &edge.pill else { return };
        let theme = self.theme;
        let (border, text) = if edge.broken { (theme.error, theme.error) } else { (theme.line, theme.muted) };
        let corners = Corners::all(rect.height() / 2.0);
        self.rect(*rect, corners, Some(theme.panel), Some((border, 1.0)));
        self.label(label, rect.center(), PILL, text, Align::Middle);
    }
}
