//! The edges of flows and their labels.

use super::Painter;
use crate::detail::Detail;
use crate::display::{Align, Command, Corners, Stroke};
use crate::edge::{Edge, EdgeKind, PILL};
use std::sync::Arc;

impl Painter<'_> {
    /// Whether an edge is selected or under the pointer.
    pub(super) fn is_marked(&self, edge: &Edge) -> bool {
        let is_flow = edge.kind != EdgeKind::Failed;
        is_flow && (self.overlay.selection.contains(&edge.record) || self.overlay.hover.as_ref() == Some(&edge.record))
    }

    pub(super) fn edge(&mut self, edge: &Edge) {
        let theme = self.theme;
        let (color, line) = match edge.kind {
            EdgeKind::Failed => (theme.muted, theme.muted),
            EdgeKind::Produce | EdgeKind::Consume if edge.broken => (theme.error, theme.error),
            EdgeKind::Produce | EdgeKind::Consume => (theme.hue(edge.hue).ink, theme.flow(edge.hue)),
        };
        if self.is_marked(edge) {
            let selected = self.overlay.selection.contains(&edge.record);
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
        let line = self.tone(line);
        let dash = match edge.kind {
            EdgeKind::Produce => None,
            EdgeKind::Consume => Some([3.5 + width, 2.5 + 0.8 * width]),
            EdgeKind::Failed => Some([1.5, 3.0]),
        };
        let dash = dash.filter(|_| self.detail > Detail::Shapes);
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
