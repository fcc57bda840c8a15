//! Bringing a scene up to date. A change names records; from them follow the nodes to build again, from those the regions
//! and edges, and nothing else is touched. A scene that was brought up to date equals one that was made anew.

use crate::arrange;
use crate::node::{self, Body, Node, REGION_HEADER, REGION_PADDING, REGION_SIZE, SERVICE_SIZE};
use crate::scene::{Drag, Inputs, Scene};
use crate::store::Store;
use crate::wiring::topics_of;
use kurbo::{Point, Rect};
use model::{ContextId, Design, RecordKey, TopicId, View, ViewId, ViewKind};
use std::collections::BTreeSet;

#[derive(Default)]
struct Dirty {
    cards: BTreeSet<RecordKey>,
    contexts: BTreeSet<ContextId>,
    /// Edges, by the record that they show.
    edges: BTreeSet<RecordKey>,
}

/// Whether a view shows a record.
pub(crate) fn shows(design: &Design, view: &ViewId, key: &RecordKey) -> bool {
    let view = design.view(view);
    let hidden = |key: &RecordKey| view.is_some_and(|view: &View| view.hidden.contains(key));
    let context = if let RecordKey::Context(id) = key {
        return design.context(id).is_some() && !hidden(key);
    } else if let RecordKey::Service(id) = key {
        design.service(id).map(|it| &it.context)
    } else if let RecordKey::Topic(id) = key {
        design.topic(id).map(|it| &it.context)
    } else {
        None
    };
    let cards = view.is_none_or(|view| match view.kind {
        ViewKind::Topology => true,
        ViewKind::ContextMap => false,
    });
    cards && !hidden(key) && context.is_some_and(|context| !hidden(&RecordKey::Context(context.clone())))
}

impl Scene {
    /// Brings the scene up to date after records were changed, created or deleted, or facts about them have changed. The work
    /// grows with what changed and what is joined to it, not with the design.
    pub fn update(&mut self, inputs: &Inputs<'_>, changed: &[RecordKey]) {
        if changed.iter().any(|key| matches!(key, RecordKey::View(id) if *id == self.view)) {
            self.rebuild(inputs);
            return;
        }
        let mut dirty = Dirty::default();
        for key in changed {
            self.mark(inputs.design, key, &mut dirty);
        }
        self.redraw(inputs, dirty);
    }

    /// Shows nodes on their way, or all of them where they stand. Give up a drag with `None`; when it is done, change the
    /// placements and let go of it, in this order.
    pub fn set_drag(&mut self, inputs: &Inputs<'_>, drag: Option<Drag>) {
        let drag = drag.unwrap_or_default();
        let mut dirty = Dirty::default();
        for key in self.drag.nodes.union(&drag.nodes) {
            self.mark_node(inputs.design, key, &mut dirty);
        }
        // A card on its way floats above the others, wherever it is.
        for key in self.drag.nodes.symmetric_difference(&drag.nodes) {
            if let Some(node) = self.nodes.get(key) {
                self.damage.add(node.rect);
            }
        }
        self.drag = drag;
        self.redraw(inputs, dirty);
    }

    pub(crate) fn rebuild(&mut self, inputs: &Inputs<'_>) {
        self.nodes = Store::default();
        self.edges = Store::default();
        self.incident.clear();
        self.lanes.clear();
        self.topics_of_flow.clear();
        self.shown_on.clear();
        let design = inputs.design;
        let mut dirty = Dirty {
            cards: design.services().keys().cloned().map(RecordKey::from).collect(),
            contexts: design.contexts().keys().cloned().collect(),
            edges: design.flows().keys().cloned().map(RecordKey::from).collect(),
        };
        dirty.cards.extend(design.topics().keys().cloned().map(RecordKey::from));
        dirty.edges.extend(design.topics().keys().cloned().map(RecordKey::from));
        self.redraw(inputs, dirty);
        self.damage.add_everything();
    }

    fn mark(&self, design: &Design, key: &RecordKey, dirty: &mut Dirty) {
        if let RecordKey::Context(id) = key {
            dirty.contexts.insert(id.clone());
            let cards = design.members(id).filter(|it| matches!(it, RecordKey::Service(_) | RecordKey::Topic(_)));
            for card in cards {
                self.mark_node(design, card, dirty);
            }
        } else if let RecordKey::Message(id) = key {
            self.mark_showing(design, key, dirty);
            for topic in design.message(id).into_iter().flat_map(|message| &message.topics) {
                self.mark_node(design, &RecordKey::Topic(topic.clone()), dirty);
            }
        } else if let RecordKey::Flow(id) = key {
            dirty.edges.insert(key.clone());
            let before = self.topics_of_flow.get(id).cloned().unwrap_or_default();
            let now = design.flow(id).map(topics_of).unwrap_or_default();
            for (topic, _) in before.union(&now) {
                // Readers are drawn as wide as what is written, so every flow of the topic follows.
                dirty.edges.extend(design.flows_of_topic(topic).map(|flow| flow.id.clone().into()));
            }
            // A topic becomes one for failed records by what a flow says of it, and its line comes and goes with that.
            for (topic, _) in before.symmetric_difference(&now) {
                dirty.cards.insert(RecordKey::Topic(topic.clone()));
            }
            dirty.edges.extend(before.into_iter().chain(now).map(|(topic, _)| RecordKey::from(topic)));
        } else if let RecordKey::Placement(view, node) = key {
            if *view == self.view {
                self.mark_node(design, node, dirty);
            }
        } else {
            self.mark_showing(design, key, dirty);
            self.mark_node(design, key, dirty);
        }
    }

    fn mark_showing(&self, design: &Design, key: &RecordKey, dirty: &mut Dirty) {
        for topic in self.shown_on.get(key).into_iter().flatten() {
            self.mark_node(design, &RecordKey::Topic(topic.clone()), dirty);
        }
    }

    fn mark_node(&self, design: &Design, key: &RecordKey, dirty: &mut Dirty) {
        if let RecordKey::Context(id) = key {
            dirty.contexts.insert(id.clone());
        } else if let RecordKey::Service(id) = key {
            dirty.cards.insert(key.clone());
            dirty.contexts.extend(design.service(id).map(|service| service.context.clone()));
            dirty.edges.extend(design.flows_of_service(id).map(|flow| flow.id.clone().into()));
        } else if let RecordKey::Topic(id) = key {
            dirty.cards.insert(key.clone());
            dirty.edges.insert(key.clone());
            for flow in design.flows_of_topic(id) {
                dirty.edges.insert(flow.id.clone().into());
                dirty.edges.extend(topics_of(flow).into_iter().map(|(topic, _)| RecordKey::from(topic)));
            }
            dirty.edges.extend(design.referrers(key).filter(|it| matches!(it, RecordKey::Topic(_))).cloned());
        }
        let before = self.nodes.get(key).and_then(Node::context);
        dirty.contexts.extend(before.cloned());
        dirty.edges.extend(self.incident.get(key).into_iter().flatten().cloned());
    }

    fn redraw(&mut self, inputs: &Inputs<'_>, mut dirty: Dirty) {
        self.place(inputs, &dirty);
        for key in &dirty.cards {
            let before = self.nodes.remove(key);
            let after = self.card(inputs, key);
            self.note_rows(before.as_ref(), after.as_ref());
            self.note_damage(before.as_ref(), after.as_ref());
            self.make_way(before.as_ref(), after.as_ref(), &mut dirty.edges);
            if let Some(node) = after {
                self.nodes.insert(key.clone(), node.rect, node);
            }
        }
        for id in &dirty.contexts {
            let key = RecordKey::Context(id.clone());
            let before = self.nodes.remove(&key);
            let after = self.region(inputs, id);
            self.note_damage(before.as_ref(), after.as_ref());
            self.make_way(before.as_ref(), after.as_ref(), &mut dirty.edges);
            if let Some(node) = after {
                self.nodes.insert(key, node.rect, node);
            }
        }
        self.redraw_edges(inputs, &dirty.edges);
    }

    /// Notes where a node looks different.
    fn note_damage(&mut self, before: Option<&Node>, after: Option<&Node>) {
        if before != after {
            for node in [before, after].into_iter().flatten() {
                self.damage.add(node.rect);
            }
        }
    }

    /// Marks the edges that may have gone around where a node was, and those that have to go around where it is.
    fn make_way(&self, before: Option<&Node>, after: Option<&Node>, edges: &mut BTreeSet<RecordKey>) {
        let (was, is) = (before.map(|it| it.rect), after.map(|it| it.rect));
        if was != is {
            for rect in [was, is].into_iter().flatten() {
                edges.extend(self.edges.touching(rect).into_iter().map(|edge| edge.record.clone()));
            }
        }
    }

    /// Finds places for what is shown, has no placement and has none yet.
    fn place(&mut self, inputs: &Inputs<'_>, dirty: &Dirty) {
        let contexts = dirty.contexts.iter().cloned().map(RecordKey::Context);
        let mut missing = BTreeSet::new();
        for key in dirty.cards.iter().cloned().chain(contexts) {
            let placed = inputs.design.placement(&self.view, &key).is_some();
            if !placed && shows(inputs.design, &self.view, &key) {
                if !self.unplaced.contains_key(&key) {
                    missing.insert(key);
                }
            } else if let Some(at) = self.unplaced.remove(&key) {
                self.left.insert(key, at);
            }
        }
        missing.retain(|key| !self.come_back(key));
        if !missing.is_empty() {
            self.unplaced = arrange::missing(inputs.design, &self.view, &self.unplaced);
        }
    }

    /// Gives a node the place that it left, if nothing has taken it since.
    fn come_back(&mut self, key: &RecordKey) -> bool {
        let Some(at) = self.left.remove(key) else { return false };
        let is_card = !matches!(key, RecordKey::Context(_));
        let size = if is_card { SERVICE_SIZE } else { REGION_SIZE };
        let near = self.nodes.touching(Rect::from_origin_size(at, size)).into_iter();
        let free = near.filter(|node| node.key != *key).all(|node| node.is_card() != is_card);
        if free {
            self.unplaced.insert(key.clone(), at);
        }
        free
    }

    fn origin(&self, design: &Design, key: &RecordKey) -> Option<Point> {
        let placed = design.placement(&self.view, key).map(|it| Point::new(f64::from(it.x), f64::from(it.y)));
        let at = placed.or_else(|| self.unplaced.get(key).copied())?;
        Some(if self.drag.nodes.contains(key) { at + self.drag.offset } else { at })
    }

    fn card(&self, inputs: &Inputs<'_>, key: &RecordKey) -> Option<Node> {
        if !shows(inputs.design, &self.view, key) {
            return None;
        }
        let at = self.origin(inputs.design, key)?;
        if let RecordKey::Service(id) = key {
            inputs.design.service(id).map(|it| node::service_node(inputs, it, at))
        } else if let RecordKey::Topic(id) = key {
            inputs.design.topic(id).map(|it| node::topic_node(inputs, it, at))
        } else {
            None
        }
    }

    /// Keeps track of which cards show which messages and schemas.
    fn note_rows(&mut self, before: Option<&Node>, after: Option<&Node>) {
        let rows = |node: Option<&Node>| -> BTreeSet<(RecordKey, TopicId)> {
            let Some((RecordKey::Topic(topic), Body::Topic(card))) = node.map(|it| (&it.key, &it.body)) else {
                return BTreeSet::new();
            };
            let shown = card.rows.iter().flat_map(|row| {
                [Some(row.message.clone().into()), row.schema.clone().map(RecordKey::from)].into_iter().flatten()
            });
            shown.map(|key| (key, topic.clone())).collect()
        };
        let (before, after) = (rows(before), rows(after));
        for (key, topic) in before.difference(&after) {
            if let Some(topics) = self.shown_on.get_mut(key) {
                topics.remove(topic);
                if topics.is_empty() {
                    self.shown_on.remove(key);
                }
            }
        }
        for (key, topic) in after.difference(&before) {
            self.shown_on.entry(key.clone()).or_default().insert(topic.clone());
        }
    }

    /// The region of a context: its own size united with its members and the space around them.
    fn region(&self, inputs: &Inputs<'_>, id: &ContextId) -> Option<Node> {
        let design = inputs.design;
        let key = RecordKey::Context(id.clone());
        if !shows(design, &self.view, &key) {
            return None;
        }
        let placement = design.placement(&self.view, &key);
        let width = placement.and_then(|it| it.width).map_or(REGION_SIZE.width, f64::from);
        let height = placement.and_then(|it| it.height).map_or(REGION_SIZE.height, f64::from);
        let own = self.origin(design, &key).map(|at| Rect::from_origin_size(at, (width, height)));
        let members = design.members(id).filter(|it| matches!(it, RecordKey::Service(_)));
        let around = members.filter_map(|member| self.nodes.get(member)).map(|member| {
            let rect = member.rect.inflate(REGION_PADDING, REGION_PADDING);
            Rect { y0: member.rect.y0 - REGION_HEADER, ..rect }
        });
        let rect = own.into_iter().chain(around).reduce(|all, one| all.union(one))?;
        let context = design.context(id)?;
        Some(node::context_node(inputs, context, rect))
    }
}
