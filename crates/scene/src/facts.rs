//! Facts that the picture shows and the records do not say: findings, load, verdicts. The engine fills them in; the scene
//! never computes them.

use model::{Hue, RecordKey};
use std::collections::BTreeMap;

/// The facts about one record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fact {
    /// The worst finding, shown as a disc at the corner of its card or region.
    pub badge: Option<Badge>,
    /// For a flow: a label in the middle of its edge, for example `4.2 k/s`.
    pub label: Option<String>,
    /// For a flow: what breaks, for example `v2 ← v4 breaks`; the edge takes the colour of errors.
    pub broken: Option<String>,
    /// For a flow: records a second; without it the design's own rates are taken. It sets the edge's width.
    pub rate_per_second: Option<f64>,
    /// The colour of an overlay, in place of the context's.
    pub hue: Option<Hue>,
}

/// The worst finding of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Badge {
    /// Works today, but will hurt.
    Warning,
    /// Does not work, or loses data.
    Error,
}

/// A source of facts. The answer for a record may change only between updates that name it.
pub trait Facts {
    /// The fact about a record; the default where there is none.
    fn of(&self, record: &RecordKey) -> Fact;
}

/// Nothing is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFacts;

impl Facts for NoFacts {
    fn of(&self, _: &RecordKey) -> Fact {
        Fact::default()
    }
}

impl Facts for BTreeMap<RecordKey, Fact> {
    fn of(&self, record: &RecordKey) -> Fact {
        self.get(record).cloned().unwrap_or_default()
    }
}
