//! The laws of a design that hold at every moment, whatever a person does: the laws that let it be written to a folder and read
//! back. A mistake that a person may make (a reference that does not resolve, an illegal name) is no violation but a finding of
//! the `check` crate.

use crate::{Design, Record, RecordKey};
use std::collections::BTreeSet;

/// A broken law.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{record}: {problem}")]
pub struct Violation {
    /// The record.
    pub record: RecordKey,
    /// The broken law, as a clause about it.
    pub problem: &'static str,
}

/// Every broken law of a design; empty for a sound one.
pub fn validate(design: &Design) -> Vec<Violation> {
    let mut out = Vec::new();
    for key in design.keys() {
        let Some(record) = design.get(&key) else { continue };
        if record.key() != key {
            out.push(Violation { record: key.clone(), problem: "it stands under another id than its own" });
        }
        if let Some(problem) = broken_law(&record, &|key| design.contains(key)) {
            out.push(Violation { record: key, problem });
        }
    }
    out
}

/// The law that a record breaks among others, if any; `exists` knows the others.
pub fn broken_law(record: &Record, exists: &dyn Fn(&RecordKey) -> bool) -> Option<&'static str> {
    if record.context().is_some_and(|context| !exists(&context.clone().into())) {
        return Some("its context does not exist");
    }
    if let Record::Schema(schema) = record {
        let numbers: Vec<u32> = schema.versions.iter().map(|version| version.number).collect();
        let ascend = numbers.first() != Some(&0) && numbers.is_sorted_by(|one, two| one < two);
        return (!ascend).then_some("its versions are not in ascending order from 1");
    }
    if let Record::Process(process) = record {
        let ids: BTreeSet<_> = process.steps.iter().map(|step| &step.id).collect();
        return (ids.len() != process.steps.len()).then_some("two of its steps have the same id");
    }
    if let Record::Placement(placement) = record {
        if !placement.node.kind().is_placed() {
            return Some("only contexts, services and topics have a place");
        }
        return (!exists(&placement.view.clone().into())).then_some("its view does not exist");
    }
    None
}
