//! Making records by hand: what a press of a tool begins, and which context takes what is made.

use super::gesture::hit_card;
use super::state::{Canvas, Naming, Wish};
use super::tool::Tool;
use engine::model::{ContextId, Kind, RecordKey};
use engine::scene::{Point, Rect, Scene};
use leptos::prelude::*;
use std::collections::BTreeSet;

impl Canvas {
    /// A tool that makes records was pressed at a point, in pixels: the name comes first.
    pub(super) fn begin_create(self, tool: Tool, at: Point) {
        let Some(kind) = tool.creates().filter(|_| self.document.is_editable()) else { return };
        let world = self.world(at);
        let over = self.hit(at).map(|hit| hit_card(&hit));
        let (context, onto) = match (kind, over) {
            (Kind::Message, Some(RecordKey::Topic(id))) => {
                let context =
                    self.document.peek(|engine| engine.design().topic(&id).map(|topic| topic.context.clone()));
                (context, Some(id.into()))
            }
            (Kind::Message, _) => {
                return self.object(at, "A message is added to a topic", "Press on the topic that will carry it");
            }
            (_, _) => (self.home(kind, world), None),
        };
        if context.is_none() {
            let (title, next) = if self.scene(|scene| regions(scene).next().is_none()) == Some(true) {
                ("Everything lives in a bounded context", "Draw a context first")
            } else {
                ("A service stands in its context", "Press inside a context, or draw one first")
            };
            return self.object(at, title, next);
        }
        let at = Point::new(world.x.round(), world.y.round());
        self.naming.set(Some(Naming::Create(Wish { kind, at, context, onto, size: None, nth: 0 })));
        self.has_made_one();
    }

    /// The context that a card drawn at a point belongs to: that of the region there. Topics may stand between regions, and
    /// belong there to the context that is selected, or else to the nearest; a service would stretch its region to where it
    /// stands.
    pub(super) fn home(self, kind: Kind, at: Point) -> Option<ContextId> {
        let region = self.scene(|scene| scene.drop_target(at, &BTreeSet::new())).flatten();
        if region.is_some() || kind != Kind::Topic {
            return region;
        }
        let near = || self.scene(|scene| nearest(regions(scene), at)).flatten();
        self.document.context_of_selection().or_else(near)
    }
}

/// The regions of the picture.
fn regions(scene: &Scene) -> impl Iterator<Item = (ContextId, Rect)> {
    scene.nodes().filter_map(
        |node| {
            if let RecordKey::Context(id) = &node.key { Some((id.clone(), node.rect)) } else { None }
        },
    )
}

/// The region nearest to a point.
fn nearest(regions: impl Iterator<Item = (ContextId, Rect)>, at: Point) -> Option<ContextId> {
    let apart = |low: f64, high: f64, at: f64| (low - at).max(at - high).max(0.0);
    let far = |rect: Rect| apart(rect.x0, rect.x1, at.x).hypot(apart(rect.y0, rect.y1, at.y));
    regions.min_by(|(_, one), (_, two)| far(*one).total_cmp(&far(*two))).map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::{Point, Rect, nearest};

    #[test]
    fn what_stands_between_regions_belongs_to_the_nearer_one() {
        let regions = [("left", Rect::new(0.0, 0.0, 100.0, 300.0)), ("right", Rect::new(200.0, 0.0, 600.0, 300.0))];
        let check = |x: f64, y: f64, expected: &str| {
            let all = regions.iter().map(|(id, rect)| (id.parse().unwrap(), *rect));
            assert_eq!(nearest(all, Point::new(x, y)).unwrap().as_str(), expected, "{x}, {y}");
        };
        check(110.0, 150.0, "left");
        check(190.0, 150.0, "right");
        check(50.0, 900.0, "left");
        check(700.0, 310.0, "right");
        // By its border and not by its middle.
        check(140.0, 290.0, "left");
        assert_eq!(nearest([].into_iter(), Point::ZERO), None);
    }
}
