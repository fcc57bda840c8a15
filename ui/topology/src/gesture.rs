//! The hand on the canvas as a small state machine: a press begins a gesture, moves carry it, a release ends it as one step,
//! Esc gives it up. The design changes only at the end; until then the scene shows what would be.

use super::outcome::whole;
use super::state::Canvas;
use super::tool::Tool;
use engine::edit::Selection;
use engine::model::{ContextId, Kind, RecordKey, TopicId};
use engine::scene::{Connect, Drag, Hit, Point, Rect, Vec2};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// How far the pointer may tremble before a press becomes a drag, in pixels.
const SLACK: f64 = 4.0;

/// How far off a line or handle the pointer may be, in pixels.
const REACH: f64 = 6.0;

/// How near the border a drag scrolls, and how far each move does, in pixels.
const BORDER: f64 = 24.0;

/// What the hand is doing.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Gesture {
    /// Nothing.
    #[default]
    Idle,
    /// Moving the view.
    Pan {
        /// Where the pointer was last.
        last: Point,
        /// Whether it has not moved since the right button went down: then a menu is meant.
        is_still: bool,
    },
    /// Pressed on a record; a drag may follow.
    Press {
        /// Where, in pixels.
        start: Point,
        /// What is under the pointer.
        hit: Hit,
        /// Whether a release without a move selects this record alone.
        narrow: bool,
    },
    /// Moving nodes.
    Move {
        /// Where it began, in canvas units.
        start: Point,
        /// What moves.
        nodes: BTreeSet<RecordKey>,
    },
    /// Drawing a selection rectangle.
    Marquee {
        /// Where it began, in canvas units.
        start: Point,
        /// What was selected before and stays so.
        kept: BTreeSet<RecordKey>,
    },
    /// Drawing a flow.
    Connect {
        /// The card that it starts from.
        from: RecordKey,
    },
    /// Drawing or resizing a context's region.
    Region {
        /// The context, when it exists.
        context: Option<ContextId>,
        /// The upper left corner, in canvas units.
        origin: Point,
    },
}

/// The modifier keys and button of a press.
#[derive(Debug, Clone, Copy)]
pub struct Press {
    /// 0 left, 1 middle, 2 right.
    pub button: i16,
    /// Whether what is selected stays selected.
    pub add: bool,
}

impl Canvas {
    fn set_gesture(self, gesture: Gesture) {
        self.inner.update_value(|inner| inner.gesture = gesture);
    }

    fn gesture(self) -> Gesture {
        self.inner.with_value(|inner| inner.gesture.clone())
    }

    /// The record under a point in pixels.
    pub(super) fn record_at(self, at: Point) -> Option<RecordKey> {
        self.hit(at).map(|hit| hit.record())
    }

    /// The topic under a point in pixels.
    pub(super) fn topic_at(self, at: Point) -> Option<TopicId> {
        match self.hit(at).map(|hit| hit_card(&hit)) {
            Some(RecordKey::Topic(id)) => Some(id),
            Some(_) | None => None,
        }
    }

    /// Space is held down, or no longer.
    pub(super) fn hold_space(self, down: bool) {
        self.inner.update_value(|inner| inner.space_held = down);
        self.took_tool();
    }

    /// Whether the hand is in the middle of something.
    pub fn is_busy(self) -> bool {
        self.inner.with_value(|inner| inner.gesture != Gesture::Idle)
    }

    pub(super) fn hit(self, at: Point) -> Option<Hit> {
        let camera = self.camera.get_untracked();
        self.scene(|scene| scene.hit(at, REACH, &camera)).flatten()
    }

    /// The canvas units under a point in pixels.
    pub fn world(self, at: Point) -> Point {
        self.camera.get_untracked().world_from_screen(at)
    }

    /// The pointer was pressed.
    pub fn press(self, at: Point, press: Press) {
        self.inner.update_value(|inner| inner.pointer = at);
        self.forget_objection();
        let tool = self.tool.get_untracked();
        let space = self.inner.with_value(|inner| inner.space_held);
        if press.button != 0 || space || tool == Tool::Hand {
            let is_still = press.button == 2;
            self.set_gesture(Gesture::Pan { last: at, is_still });
            if !is_still {
                self.cursor.set("grabbing");
            }
            return;
        }
        match tool {
            Tool::Select | Tool::Hand => self.press_select(at, press),
            Tool::Flow => match self.hit(at).map(|hit| hit.record()).filter(is_card) {
                Some(from) => self.begin_connect(from, at),
                None => self.object(at, "A flow starts at a service or a topic", "Press on a card and pull to another"),
            },
            Tool::Context if !self.document.is_editable() => {}
            Tool::Context => self.set_gesture(Gesture::Region { context: None, origin: self.world(at) }),
            Tool::Service | Tool::Topic | Tool::Message => self.begin_create(tool, at),
        }
    }

    fn press_select(self, at: Point, press: Press) {
        match self.hit(at) {
            Some(Hit::Port { node, .. }) if self.document.is_editable() => self.begin_connect(node, at),
            Some(Hit::ContextCorner(id)) if self.document.is_editable() => {
                let key = RecordKey::from(id.clone());
                self.attention.select(key.clone());
                let origin = self.scene(|scene| scene.node(&key).map(|node| node.rect.origin())).flatten();
                self.set_gesture(Gesture::Region { context: Some(id), origin: origin.unwrap_or_default() });
            }
            Some(hit) => {
                let key = hit.record();
                let selected = self.attention.selection.with_untracked(|selection| selection.contains(&key));
                let ground = matches!(hit, Hit::ContextGround(_));
                if press.add {
                    self.attention.selection.update(|selection| selection.toggle(key));
                } else if !selected && !ground {
                    self.attention.select(key);
                }
                self.set_gesture(Gesture::Press { start: at, hit, narrow: !press.add && (selected || ground) });
            }
            None => {
                let kept = if press.add {
                    self.attention.selection.with_untracked(|selection| selection.keys().clone())
                } else {
                    self.attention.selection.set(Selection::default());
                    BTreeSet::new()
                };
                self.set_gesture(Gesture::Marquee { start: self.world(at), kept });
            }
        }
        self.repaint();
    }

    fn begin_connect(self, from: RecordKey, at: Point) {
        let to = self.world(at);
        self.inner.update_value(|inner| {
            inner.overlay.connect = Some(Connect { from: from.clone(), to, target: None });
            inner.gesture = Gesture::Connect { from };
        });
        self.repaint();
    }

    /// The pointer left the canvas.
    pub(super) fn left(self) {
        self.inner.update_value(|inner| inner.over = None);
        if !self.is_busy() {
            self.inner.update_value(|inner| {
                inner.overlay.hover = None;
                inner.overlay.drop_target = None;
            });
            self.repaint();
        }
    }

    /// Another tool was taken, with the pointer where it is.
    pub(super) fn took_tool(self) {
        if !self.is_busy() && self.inner.with_value(|inner| inner.over.is_some()) {
            self.hover(self.inner.with_value(|inner| inner.pointer));
        }
    }

    /// The pointer moved, pressed or not.
    pub fn moved(self, at: Point) {
        let before = self.inner.try_update_value(|inner| std::mem::replace(&mut inner.pointer, at)).unwrap_or(at);
        let world = self.world(at);
        self.inner.update_value(|inner| {
            inner.over = Some((whole(world.x), whole(world.y)));
            inner.menu_at = None;
        });
        match self.gesture() {
            Gesture::Idle => {
                self.leave_objection(at);
                self.hover(at);
            }
            Gesture::Pan { last, is_still: true } if last.distance(at) <= SLACK => {}
            Gesture::Pan { last, .. } => {
                self.set_gesture(Gesture::Pan { last: at, is_still: false });
                self.cursor.set("grabbing");
                self.pan(at - last);
            }
            Gesture::Press { start, hit, .. } => {
                if start.distance(at) > SLACK {
                    self.begin_drag(start, &hit);
                    self.moved(at);
                }
            }
            Gesture::Move { start, nodes } => {
                let offset = world - start;
                let target = self.drop_context(world, &nodes);
                self.inner.update_value(|inner| inner.overlay.drop_target = target);
                self.set_drag(Some(Drag { nodes, offset: Vec2::new(offset.x.round(), offset.y.round()) }));
                self.scroll_at_border(at, at - before);
            }
            Gesture::Marquee { start, kept } => {
                let rect = Rect::from_points(start, world);
                let inside = self.scene(|scene| scene.inside(rect)).unwrap_or_default();
                self.inner.update_value(|inner| inner.overlay.marquee = Some(rect));
                self.attention.selection.set(Selection::of(kept.into_iter().chain(inside)));
                self.scroll_at_border(at, at - before);
                self.repaint();
            }
            Gesture::Connect { from } => {
                let over = self.hit(at).map(|hit| hit_card(&hit)).filter(|key| is_card(key) && *key != from);
                self.object_to_join(at, &from, over.as_ref());
                let target = over.filter(|key| joins(&from, key));
                let connect = Connect { from, to: world, target };
                self.inner.update_value(|inner| inner.overlay.connect = Some(connect));
                self.scroll_at_border(at, at - before);
                self.repaint();
            }
            Gesture::Region { origin, .. } => {
                let rect = Rect::from_points(origin, world);
                self.inner.update_value(|inner| inner.overlay.marquee = Some(rect));
                self.repaint();
            }
        }
    }

    fn hover(self, at: Point) {
        let hit = self.hit(at);
        let tool = self.tool.get_untracked();
        let space = self.inner.with_value(|inner| inner.space_held);
        let cursor = match (tool, &hit) {
            _ if space => "grab",
            (Tool::Select, Some(Hit::Port { .. })) => "crosshair",
            (Tool::Select, Some(Hit::ContextCorner(_))) => "nwse-resize",
            (Tool::Select, Some(Hit::ContextHeader(_))) => "move",
            (Tool::Select, Some(Hit::Node(_) | Hit::Message { .. } | Hit::Edge(_) | Hit::Badge(_))) => "pointer",
            (tool, _) => tool.cursor(),
        };
        if self.cursor.get_untracked() != cursor {
            self.cursor.set(cursor);
        }
        let hover = hit.filter(|hit| !matches!(hit, Hit::ContextGround(_))).map(|hit| hit_card(&hit));
        let kind =
            tool.creates().filter(|kind| matches!(kind, Kind::Service | Kind::Topic) && self.document.is_editable());
        let home = kind.and_then(|kind| self.home(kind, self.world(at)));
        let changed = self.inner.try_update_value(|inner| {
            let changed = inner.overlay.hover != hover || inner.overlay.drop_target != home;
            inner.overlay.hover = hover;
            inner.overlay.drop_target = home;
            changed
        });
        if changed == Some(true) {
            self.repaint();
        }
    }

    fn begin_drag(self, start: Point, hit: &Hit) {
        let world = self.world(start);
        let movable = self.document.is_editable()
            && match hit {
                Hit::Edge(_) | Hit::ContextGround(_) => false,
                Hit::Badge(_) | Hit::Port { .. } | Hit::Message { .. } | Hit::Node(_) => true,
                Hit::ContextCorner(_) | Hit::ContextHeader(_) => true,
            };
        if !movable {
            self.set_gesture(Gesture::Marquee { start: world, kept: BTreeSet::new() });
            return;
        }
        let key = hit_card(hit);
        let mut keys: BTreeSet<RecordKey> =
            self.attention.selection.with_untracked(|selection| selection.keys().clone());
        if matches!(hit, Hit::Message { .. }) || !keys.contains(&key) {
            keys = [key].into();
        }
        keys.retain(|key| is_card(key) || key.kind() == Kind::Context);
        let nodes = self.scene(|scene| scene.with_members(&keys)).unwrap_or(keys);
        self.set_gesture(Gesture::Move { start: world, nodes });
        self.cursor.set("grabbing");
    }

    /// The context that a drop would give the moved cards to, when that changes anything.
    fn drop_context(self, at: Point, nodes: &BTreeSet<RecordKey>) -> Option<ContextId> {
        if nodes.iter().any(|key| key.kind() == Kind::Context) {
            return None;
        }
        let target = self.scene(|scene| scene.drop_target(at, nodes)).flatten()?;
        let leaves = self.document.peek(|engine| {
            nodes.iter().any(|key| {
                engine.design().get(key).and_then(|record| record.context().cloned()).is_some_and(|own| own != target)
            })
        });
        leaves.then_some(target)
    }

    fn scroll_at_border(self, at: Point, step: Vec2) {
        let viewport = self.viewport();
        let push = |at: f64, length: f64, step: f64| {
            if at < BORDER && step <= 0.0 {
                BORDER - at
            } else if at > length - BORDER && step >= 0.0 {
                length - BORDER - at
            } else {
                0.0
            }
        };
        let delta = Vec2::new(push(at.x, viewport.width, step.x), push(at.y, viewport.height, step.y));
        if delta != Vec2::ZERO {
            self.pan(delta);
        }
    }

    /// The pointer was released: the gesture ends as one step. Gives where a menu is wanted.
    pub fn release(self, at: Point) -> Option<Point> {
        let world = self.world(at);
        let gesture = self.gesture();
        let mut menu = None;
        let (connect, target) =
            self.inner.with_value(|inner| (inner.overlay.connect.clone(), inner.overlay.drop_target.clone()));
        match gesture {
            Gesture::Pan { last, is_still: true } => {
                self.rest();
                menu = Some(last);
            }
            Gesture::Idle | Gesture::Pan { .. } | Gesture::Marquee { .. } => self.rest(),
            Gesture::Press { hit, narrow, .. } => {
                self.rest();
                if narrow {
                    self.attention.select(hit.record());
                }
            }
            Gesture::Move { start, nodes } => {
                // Placed before the drag is put down, so that nothing jumps back in between.
                let offset = world - start;
                self.drop_nodes(&nodes, Vec2::new(offset.x.round(), offset.y.round()), target);
                self.follow();
                self.rest();
            }
            Gesture::Connect { from } => {
                self.rest();
                if let Some(target) = connect.and_then(|connect| connect.target) {
                    self.connect(&from, &target);
                }
            }
            Gesture::Region { context, origin } => {
                self.rest();
                self.end_region(context, Rect::from_points(origin, world));
            }
        }
        self.hover(at);
        menu
    }

    /// Whether the hand is in the middle of something, holds a tool, or is told why nothing happens.
    pub fn is_amid_something(self) -> bool {
        self.tool.get() != Tool::Select || self.objection.with(Option::is_some) || self.is_busy()
    }

    /// Takes a tool. One that makes a record at a time and is taken twice stays in hand for several.
    pub fn take(self, tool: Tool) {
        let is_taken_twice = tool.is_for_one() && self.tool.get_untracked() == tool;
        self.stays.set(is_taken_twice);
        self.tool.set(tool);
    }

    /// A tool has made what it makes: it goes from the hand unless it was taken twice.
    pub(super) fn has_made_one(self) {
        if !self.stays.get_untracked() {
            self.tool.set(Tool::Select);
        }
    }

    /// Gives up what the hand was doing; gives whether it was doing anything.
    pub fn give_up(self) -> bool {
        let busy = self.is_busy() || self.objection.with_untracked(Option::is_some);
        self.rest();
        self.forget_objection();
        self.stays.set(false);
        if self.tool.get_untracked() != Tool::Select {
            self.tool.set(Tool::Select);
            return true;
        }
        busy
    }

    fn rest(self) {
        let moved = matches!(self.gesture(), Gesture::Move { .. });
        self.inner.update_value(|inner| {
            inner.gesture = Gesture::Idle;
            inner.overlay.connect = None;
            inner.overlay.marquee = None;
            inner.overlay.drop_target = None;
        });
        if moved {
            self.set_drag(None);
        }
        self.cursor.set(self.tool.get_untracked().cursor());
        self.repaint();
    }
}

pub(super) fn is_card(key: &RecordKey) -> bool {
    matches!(key.kind(), Kind::Service | Kind::Topic)
}

/// The card or region that a hit is on.
pub(super) fn hit_card(hit: &Hit) -> RecordKey {
    if let Hit::Message { topic, .. } = hit { topic.clone().into() } else { hit.record() }
}

/// Whether a flow can go between two cards.
pub(super) fn joins(from: &RecordKey, to: &RecordKey) -> bool {
    matches!((from.kind(), to.kind()), (Kind::Service, Kind::Topic) | (Kind::Topic, Kind::Service))
}
