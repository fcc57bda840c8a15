//! The flows that state a rate. Kept as an index, because whether a design uses rates at all is asked of every flow without one.

use model::{Design, Flow, FlowId};
use std::collections::BTreeSet;

/// The flows with a rate.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rates {
    flows: BTreeSet<FlowId>,
}

/// Whether a flow says how much it writes.
pub(crate) fn states_rate(flow: &Flow) -> bool {
    let peak = |produce: &model::Produce| produce.peak_rate_per_second.unwrap_or_default();
    flow.produce().is_some_and(|produce| produce.rate_per_second > 0.0 || peak(produce) > 0.0)
}

impl Rates {
    /// Takes in what a flow says now.
    pub fn update(&mut self, design: &Design, id: &FlowId) {
        if design.flow(id).is_some_and(states_rate) {
            self.flows.insert(id.clone());
        } else {
            self.flows.remove(id);
        }
    }

    /// Whether any flow states one.
    pub fn are_used(&self) -> bool {
        !self.flows.is_empty()
    }
}
