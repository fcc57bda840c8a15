//! Whether one schema reads what another wrote, and if not, why and what repairs it.

mod agree;
mod branch;
mod brief;
mod clauses;
mod combine;
mod enum_repair;
mod explain;
mod fixpoint;
mod incompatibility;
mod mend;
mod repair;
mod sentence;
mod warning;

pub use incompatibility::{Incompatibility, IncompatibilityType, Repair, RepairKind, SchemaPlace, Side};
pub use sentence::Labels;
pub use warning::{Warning, WarningKind, warnings};

use crate::schema::Schema;
pub(crate) use brief::{Brief, NOTHING};
pub(crate) use clauses::{Lookup, Rules, same_name};
use explain::Explanation;
pub(crate) use fixpoint::Verdicts;
use serde::{Deserialize, Serialize};

/// By whose rules one schema reads another. The two differ in few places, but there they contradict each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// As registries judge: logical types do not count, a field that several aliases meet is an error, and an alias without
    /// namespace joins nothing to a type that has one.
    #[default]
    Confluent,
    /// By the letter of the specification: decimals match by precision and scale alone, a field's own name beats its
    /// aliases.
    Specification,
}

/// Whether a reader can read everything that a writer can write.
pub fn is_compatible(reader: &Schema, writer: &Schema, profile: Profile) -> bool {
    let rules = Rules { reader, writer, profile };
    Verdicts::of(rules).ask(reader.root().ty, writer.root().ty)
}

/// Every reason why a reader cannot read what a writer writes; none when it can.
pub fn check(reader: &Schema, writer: &Schema) -> Vec<Incompatibility> {
    check_as(reader, writer, Profile::default(), &Labels::default())
}

/// The same by certain rules, with names for the two schemas in the sentences.
pub fn check_as(reader: &Schema, writer: &Schema, profile: Profile, labels: &Labels) -> Vec<Incompatibility> {
    Checker::new(profile).check(reader, writer, || labels.clone())
}

/// Compares one pair of schemas after the other and keeps the memory for the next.
pub(crate) struct Checker<'a> {
    profile: Profile,
    verdicts: Option<Verdicts<'a>>,
}

impl<'a> Checker<'a> {
    pub fn new(profile: Profile) -> Self {
        Self { profile, verdicts: None }
    }

    /// Every reason why a reader cannot read what a writer writes. The names of the two are asked for only if there is one.
    pub fn check(
        &mut self,
        reader: &'a Schema,
        writer: &'a Schema,
        labels: impl FnOnce() -> Labels,
    ) -> Vec<Incompatibility> {
        let rules = Rules { reader, writer, profile: self.profile };
        let verdicts = match &mut self.verdicts {
            Some(verdicts) => {
                verdicts.turn_to(rules);
                verdicts
            }
            none => none.insert(Verdicts::of(rules)),
        };
        if verdicts.ask(reader.root().ty, writer.root().ty) {
            return Vec::new();
        }
        Explanation::new(rules, verdicts, &labels()).run()
    }
}
