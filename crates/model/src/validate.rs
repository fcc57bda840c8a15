//! What must hold of a design at every moment, whatever a person does: the laws that let it be written to a folder and read
//! back. What a person may get wrong (a reference that does not resolve, an illegal name) is no violation but a finding of
//! the `check` crate.

use crate::{Design, Kind, RecordKey};
use std::collections::BTreeSet;

/// A broken law: a fault of the program, never of the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{record}: {problem}")]
pub struct Violation {
    /// The record.
    pub record: RecordKey,
    /// What does not hold.
    pub problem: &'static str,
}

/// Every broken law of a design; empty for a sound one.
pub fn validate(design: &Design) -> Vec<Violation> {
    let mut out = Vec::new();
    for key in design.keys() {
        let Some(record) = design.get(&key) else { continue };
        let mut broken = |problem| out.push(Violation { record: key.clone(), problem });
        if record.key() != key {
            broken("it stands under another id than its own");
        }
        if record.context().is_some_and(|context| design.context(context).is_none()) {
            broken("its context does not exist");
        }
    }
    for schema in design.schemas().values() {
        let mut previous = 0;
        for version in &schema.versions {
            if version.number <= previous {
                out.push(Violation {
                    record: schema.id.clone().into(),
                    problem: "its versions are not in ascending order",
                });
            }
            previous = version.number;
        }
    }
    for process in design.processes().values() {
        let ids: BTreeSet<_> = process.steps.iter().map(|step| &step.id).collect();
        if ids.len() != process.steps.len() {
            out.push(Violation { record: process.id.clone().into(), problem: "two of its steps have the same id" });
        }
    }
    for key in design.keys() {
        if let RecordKey::Placement(view, node) = &key {
            if design.view(view).is_none() {
                out.push(Violation { record: key.clone(), problem: "its view does not exist" });
            }
            if !matches!(node.kind(), Kind::Context | Kind::Service | Kind::Topic) {
                out.push(Violation { record: key.clone(), problem: "only contexts, services and topics have a place" });
            }
        }
    }
    out
}
