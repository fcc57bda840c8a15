//! What a finished gesture does to the design: moves, joins, draws and resizes, each as one step.

use super::gesture::is_card;
use super::state::{Canvas, Naming, Wish};
use engine::edit::{Command, FlowEnd};
use engine::model::{ContextId, Kind, Placement, RecordKey, ViewId};
use engine::scene::{Point, Rect, Scene, Size, Vec2};
use leptos::prelude::*;
use std::collections::BTreeSet;

impl Canvas {
    /// Moves nodes by an offset in canvas units, and into another context where one is named, as one step.
    pub fn drop_nodes(self, nodes: &BTreeSet<RecordKey>, offset: Vec2, context: Option<ContextId>) {
        let Some(view) = self.view() else { return };
        let placements = self.placements(&view, nodes, offset);
        if placements.is_empty() || (offset == Vec2::ZERO && context.is_none()) {
            return;
        }
        let place = Command::Place { placements };
        match context {
            None => self.document.dispatch(place),
            Some(context) => {
                let keys: Vec<RecordKey> = nodes.iter().filter(|key| is_card(key)).cloned().collect();
                let name = self.document.peek(|engine| engine.design().context(&context).map(|it| it.name.clone()));
                let label = format!("Move to {}", name.unwrap_or_default());
                self.document
                    .dispatch(Command::All { label, commands: vec![place, Command::MoveToContext { keys, context }] })
            }
        };
    }

    /// Where nodes stand after a move, for the design.
    pub(super) fn placements(self, view: &ViewId, nodes: &BTreeSet<RecordKey>, offset: Vec2) -> Vec<Placement> {
        self.document.peek(|engine| {
            let here = |scene: &Scene| {
                let place = |node: &RecordKey| {
                    let placed = engine.design().placement(view, node);
                    let origin = match placed {
                        Some(it) => Point::new(f64::from(it.x), f64::from(it.y)),
                        None => scene.node(node)?.rect.origin(),
                    };
                    Some(Placement {
                        view: view.clone(),
                        node: node.clone(),
                        x: whole(origin.x + offset.x),
                        y: whole(origin.y + offset.y),
                        width: placed.and_then(|it| it.width),
                        height: placed.and_then(|it| it.height),
                    })
                };
                nodes.iter().filter_map(place).collect()
            };
            self.scene(here).unwrap_or_default()
        })
    }

    pub(super) fn connect(self, from: &RecordKey, to: &RecordKey) {
        let command = match (from.clone(), to.clone()) {
            (RecordKey::Service(service), RecordKey::Topic(topic)) => {
                Command::Connect { service, topic, end: FlowEnd::Produce }
            }
            (RecordKey::Topic(topic), RecordKey::Service(service)) => {
                Command::Connect { service, topic, end: FlowEnd::Consume }
            }
            (_, _) => return,
        };
        if self.document.dispatch(command) {
            let flow = self
                .document
                .effect
                .with_untracked(|effect| effect.changed.iter().find(|key| key.kind() == Kind::Flow).cloned());
            if let Some(flow) = flow {
                self.attention.select(flow);
            }
        }
    }

    pub(super) fn end_region(self, context: Option<ContextId>, rect: Rect) {
        let drawn = rect.width() > 40.0 && rect.height() > 40.0;
        let size = drawn.then(|| Size::new(rect.width().round(), rect.height().round()));
        match context {
            None => {
                let at = Point::new(rect.x0.round(), rect.y0.round());
                let kind = Kind::Context;
                self.naming.set(Some(Naming::Create(Wish { kind, at, context: None, onto: None, size, nth: 0 })));
                if drawn {
                    // What was drawn stays in sight while its name is typed.
                    self.inner.update_value(|inner| inner.overlay.marquee = Some(rect));
                    self.repaint();
                }
                self.has_made_one();
            }
            Some(id) => {
                let (Some(view), Some(size)) = (self.view(), size) else { return };
                let mut placements = self.placements(&view, &[id.into()].into(), Vec2::ZERO);
                for placement in &mut placements {
                    placement.width = Some(size.width as u32);
                    placement.height = Some(size.height as u32);
                }
                self.document.dispatch(Command::Place { placements });
            }
        }
    }

    /// The view whose positions are stored; it is made when the design has none yet.
    pub(super) fn view(self) -> Option<ViewId> {
        let id = self.document.topology()?;
        if self.document.peek(|engine| engine.design().view(&id).is_some()) {
            return Some(id);
        }
        self.document.create(Kind::View, "Topology", None, |_| None)?;
        self.document.topology()
    }
}

/// A whole canvas unit.
pub(super) fn whole(length: f64) -> i32 {
    length.round() as i32
}
