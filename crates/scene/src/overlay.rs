//! The frame's marks of the hand at work, beside the design. They change with every pointer move and are never stored.

use kurbo::{Point, Rect};
use model::{ContextId, RecordKey};
use std::collections::BTreeSet;

/// The state of the hand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlay {
    /// The selected records: contexts, services, topics, flows, and messages on the topics that carry them.
    pub selection: BTreeSet<RecordKey>,
    /// The record under the pointer; a card shows the handles that flows are drawn from.
    pub hover: Option<RecordKey>,
    /// The records that stand back, for example because a search does not find them.
    pub dimmed: BTreeSet<RecordKey>,
    /// A flow on its way.
    pub connect: Option<Connect>,
    /// A selection rectangle being drawn, in world units.
    pub marquee: Option<Rect>,
    /// The context into which a drop would land.
    pub drop_target: Option<ContextId>,
    /// The record whose name is being edited; it is hidden below the field.
    pub renaming: Option<RecordKey>,
}

/// A flow being drawn by hand. Cards that it cannot end at stand back.
#[derive(Debug, Clone, PartialEq)]
pub struct Connect {
    /// The card that it starts from.
    pub from: RecordKey,
    /// Where the pointer is, in world units.
    pub to: Point,
    /// The card that it would end at.
    pub target: Option<RecordKey>,
}

impl Overlay {
    /// Whether a card stands back: by choice, or because the flow being drawn cannot end at it. A flow joins a service and a
    /// topic.
    pub(crate) fn dims(&self, key: &RecordKey) -> bool {
        let same_kind = |connect: &Connect| connect.from != *key && connect.from.kind() == key.kind();
        self.dimmed.contains(key) || self.connect.as_ref().is_some_and(same_kind)
    }
}
