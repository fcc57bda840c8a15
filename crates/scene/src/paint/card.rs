//! The cards of services and topics.

use super::{Painter, icon};
use crate::detail::Detail;
use crate::display::{Align, Command, Corners};
use crate::node::{
    Body, FACTS, MESSAGE, MODE, Node, ROW, Row, SERVICE_NAME, SERVICE_NAME_LARGE, TOPIC_FACTS, TOPIC_HEADER,
    TOPIC_KIND, TOPIC_NAME, TOPIC_NAME_LARGE, TopicCard, VERSION,
};
use kurbo::{BezPath, Point, Rect, Vec2};
use model::{RecordKey, ServiceKind};

const RADIUS: f64 = 10.0;
/// More partitions than this are one bar: ticks narrower than three units cannot be counted anyway.
const MOST_TICKS: u32 = 40;

impl Painter<'_> {
    pub(super) fn card(&mut self, node: &Node) {
        let floats = self.scene.drag.nodes.contains(&node.key);
        if self.detail == Detail::Full {
            self.shadow(node.rect, floats);
        }
        match &node.body {
            Body::Context { .. } => {}
            Body::Service { kind, .. } => self.service(node, *kind),
            Body::Topic(card) => self.topic(node, card),
        }
        self.badge(node);
    }

    fn shadow(&mut self, rect: Rect, floats: bool) {
        let steps: &[(f64, f64)] = if floats { &[(6.0, 4.0), (4.0, 2.0), (2.0, 1.0)] } else { &[(1.5, 0.5)] };
        for (below, wider) in steps {
            let rect = rect.inflate(*wider, *wider) + Vec2::new(0.0, *below);
            self.rect(rect, Corners::all(RADIUS + wider), Some(self.theme.shadow), None);
        }
    }

    fn service(&mut self, node: &Node, kind: ServiceKind) {
        let theme = self.theme;
        let hue = theme.hue(node.hue);
        self.rect(node.rect, Corners::all(RADIUS), Some(theme.panel), Some((theme.line, 1.0)));
        let middle = node.rect.center();
        match self.detail {
            Detail::Shapes => {}
            Detail::Names => {
                if self.shows_name(node) {
                    self.label(&node.large, middle, SERVICE_NAME_LARGE, theme.ink, Align::Middle);
                }
            }
            Detail::Full => {
                let center = Point::new(node.rect.x0 + 18.0, middle.y);
                self.line(icon::service(kind, center), hue.ink, 1.6);
                if self.shows_name(node) {
                    let at = Point::new(node.rect.x0 + 33.0, middle.y);
                    self.label(&node.label, at, SERVICE_NAME, theme.ink, Align::Start);
                }
            }
        }
    }

    fn topic(&mut self, node: &Node, card: &TopicCard) {
        let theme = self.theme;
        let hue = theme.hue(node.hue);
        let Rect { x0, y0, x1, .. } = node.rect;
        let border = theme.line.mix(hue.line, 0.5);
        if self.detail != Detail::Full {
            self.rect(node.rect, Corners::all(RADIUS), Some(theme.header(node.hue)), Some((hue.line, 1.0)));
            if self.detail == Detail::Names && self.shows_name(node) {
                self.label(&node.large, node.rect.center(), TOPIC_NAME_LARGE, theme.ink, Align::Middle);
            }
            return;
        }
        self.rect(node.rect, Corners::all(RADIUS), Some(theme.panel), None);
        let header = Rect { y1: y0 + TOPIC_HEADER, ..node.rect };
        self.rect(header, Corners { top: RADIUS, bottom: 0.0 }, Some(theme.header(node.hue)), None);
        let line = y0 + TOPIC_HEADER / 2.0;
        for (index, strength) in [1.0, 0.78, 0.56].into_iter().enumerate() {
            let top = line - 6.0 + 4.5 * index as f64;
            let color = theme.header(node.hue).mix(hue.ink, strength);
            self.rect(Rect::new(x0 + 12.0, top, x0 + 25.0, top + 3.0), Corners::all(1.5), Some(color), None);
        }
        if self.shows_name(node) {
            self.label(&node.label, Point::new(x0 + 33.0, line), TOPIC_NAME, theme.ink, Align::Start);
        }
        if let Some(kind) = &card.kind {
            self.label(kind, Point::new(x1 - 12.0, line), TOPIC_KIND, theme.muted, Align::End);
        }
        self.ticks(node, card);
        let line = y0 + TOPIC_HEADER + 24.0;
        self.label(&card.facts, Point::new(x0 + 12.0, line), FACTS, theme.muted, Align::Start);
        let mode = if card.checked { theme.ok } else { theme.muted };
        self.label(&card.mode, Point::new(x1 - 12.0, line), MODE, mode, Align::End);
        for (index, row) in card.rows.iter().enumerate() {
            self.row(node, row, y0 + TOPIC_HEADER + TOPIC_FACTS + ROW * index as f64, index + 1 == card.rows.len());
        }
        self.rect(node.rect, Corners::all(RADIUS), None, Some((border, 1.0)));
    }

    fn ticks(&mut self, node: &Node, card: &TopicCard) {
        let top = node.rect.y0 + TOPIC_HEADER + 8.0;
        let rect = Rect::new(node.rect.x0 + 12.0, top, node.rect.x1 - 12.0, top + 5.0);
        let color = self.tone(self.theme.tick(node.hue));
        let (count, gap) = if card.partitions > MOST_TICKS { (1, 0.0) } else { (card.partitions, 2.0) };
        if count > 0 {
            self.commands.push(Command::Ticks { rect, count, gap, radius: 1.5, color });
        }
    }

    fn row(&mut self, node: &Node, row: &Row, top: f64, last: bool) {
        let theme = self.theme;
        let Rect { x0, x1, .. } = node.rect;
        let selected = self.overlay.selection.contains(&RecordKey::Message(row.message.clone()));
        if selected {
            let ground = Rect::new(x0, top, x1, top + ROW);
            let bottom = if last { RADIUS } else { 0.0 };
            self.rect(ground, Corners { top: 0.0, bottom }, Some(theme.accent_wash), None);
        }
        let mut rule = BezPath::new();
        rule.move_to((x0, top));
        rule.line_to((x1, top));
        self.line(rule, theme.line, 1.0);
        let line = top + ROW / 2.0;
        let square = Rect::new(x0 + 12.0, line - 3.5, x0 + 19.0, line + 3.5);
        self.rect(square, Corners::all(2.0), Some(theme.message(row.kind)), None);
        if self.overlay.renaming.as_ref() != Some(&RecordKey::Message(row.message.clone())) {
            self.label(&row.label, Point::new(x0 + 26.0, line), MESSAGE, theme.ink, Align::Start);
        }
        let version = match (row.draft, selected) {
            (true, _) => theme.warning,
            (false, true) => theme.ink,
            (false, false) => theme.muted,
        };
        self.label(&row.version, Point::new(x1 - 12.0, line), VERSION, version, Align::End);
    }
}
