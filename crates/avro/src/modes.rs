//! What a compatibility mode means: which versions are compared with a candidate, and in which direction.

use crate::compatibility::Compatibility;
use crate::resolve::{Incompatibility, Labels, Profile, Repair, Side, check_as};
use crate::schema::Schema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who reads and who wrote, seen from a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The new version reads what an older one wrote.
    Backward,
    /// An older version reads what the new one writes.
    Forward,
}

impl Direction {
    /// The side on which the new version stands.
    pub const fn candidate(self) -> Side {
        match self {
            Self::Backward => Side::Reader,
            Self::Forward => Side::Writer,
        }
    }

    /// The word for machine formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Backward => "backward",
            Self::Forward => "forward",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One reason why a candidate may not follow the versions before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionFinding {
    /// The version that does not go together with the candidate.
    pub version: u32,
    /// Who cannot read whom.
    pub direction: Direction,
    /// Why.
    #[serde(flatten)]
    pub incompatibility: Incompatibility,
}

impl VersionFinding {
    /// The repairs that edit the candidate, which is the text that can still be changed.
    pub fn candidate_repairs(&self) -> impl Iterator<Item = &Repair> {
        let side = self.direction.candidate();
        self.incompatibility.repairs.iter().filter(move |repair| repair.side == side)
    }

    /// Whether only the older version could be repaired, which means that its readers would have to be deployed again.
    pub fn needs_old_reader(&self) -> bool {
        !self.incompatibility.repairs.is_empty() && self.candidate_repairs().all(|repair| repair.edits.is_empty())
    }
}

/// Every reason why a candidate may not become the next version, by version from the latest to the oldest, backward before
/// forward, then in the order of the reader's fields. Unlike a registry, this does not stop at the first version that fails.
///
/// `versions` are in any order; the highest number is the latest.
pub fn check_candidate(
    candidate: &Schema,
    versions: &[(u32, &Schema)],
    mode: Compatibility,
    profile: Profile,
) -> Vec<VersionFinding> {
    let mut ordered: Vec<&(u32, &Schema)> = versions.iter().collect();
    ordered.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    if !mode.is_transitive() {
        ordered.truncate(1);
    }
    let new = || "the new version".to_owned();
    let mut findings = Vec::new();
    for &&(version, schema) in &ordered {
        let old = || format!("version {version}");
        let mut add = |direction, found: Vec<Incompatibility>| {
            let found = found.into_iter();
            findings.extend(found.map(|incompatibility| VersionFinding { version, direction, incompatibility }));
        };
        if mode.is_backward() {
            let labels = Labels { reader: new(), writer: old() };
            add(Direction::Backward, check_as(candidate, schema, profile, &labels));
        }
        if mode.is_forward() {
            let labels = Labels { reader: old(), writer: new() };
            add(Direction::Forward, check_as(schema, candidate, profile, &labels));
        }
    }
    findings
}
