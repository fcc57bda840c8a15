//! The meaning of a compatibility mode: which versions are compared with a candidate, and in which direction.

use crate::compatibility::Compatibility;
use crate::resolve::{
    Checker, Incompatibility, Labels, Profile, Repair, RepairKind, Side, Warning, is_compatible, warnings,
};
use crate::schema::Schema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The side that reads, seen from a new version.
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

    /// A candidate and an older version in their roles.
    pub const fn reader_and_writer<'a>(self, candidate: &'a Schema, older: &'a Schema) -> (&'a Schema, &'a Schema) {
        match self {
            Self::Backward => (candidate, older),
            Self::Forward => (older, candidate),
        }
    }

    /// The names of a candidate and an older version in sentences.
    pub fn labels(self, version: u32) -> Labels {
        let (new, old) = ("the new version".to_owned(), format!("version {version}"));
        match self {
            Self::Backward => Labels { reader: new, writer: old },
            Self::Forward => Labels { reader: old, writer: new },
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
    /// The side that cannot read the other.
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

    /// Whether only the older version could be repaired, which means that its readers would have to be deployed again. Where
    /// the older version is the writer, its data are written and no repair of it helps.
    pub fn needs_old_reader(&self) -> bool {
        let of_old = |repair: &&Repair| repair.side == Side::Reader && !repair.edits.is_empty();
        self.direction == Direction::Forward
            && self.incompatibility.repairs.iter().any(|repair| of_old(&repair))
            && self.candidate_repairs().all(|repair| repair.edits.is_empty())
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
    let mut findings = Vec::new();
    let mut checker = Checker::new(profile);
    for (version, direction, schema) in comparisons(versions, mode) {
        let (reader, writer) = direction.reader_and_writer(candidate, schema);
        for mut incompatibility in checker.check(reader, writer, || direction.labels(version)) {
            incompatibility.repairs.push(Repair {
                kind: RepairKind::NewSubject,
                title: "Write it to a new subject and topic".to_owned(),
                side: direction.candidate(),
                reference: None,
                edits: Vec::new(),
                default: None,
            });
            findings.push(VersionFinding { version, direction, incompatibility });
        }
    }
    findings
}

/// Whether a candidate may become the next version: [`check_candidate`] without the reasons, which cost most of the time.
pub fn accepts(candidate: &Schema, versions: &[(u32, &Schema)], mode: Compatibility, profile: Profile) -> bool {
    comparisons(versions, mode).into_iter().all(|(_, direction, schema)| {
        let (reader, writer) = direction.reader_and_writer(candidate, schema);
        is_compatible(reader, writer, profile)
    })
}

/// A warning about a candidate and one of the versions before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionWarning {
    /// The version.
    pub version: u32,
    /// The side that reads.
    pub direction: Direction,
    /// The warning.
    #[serde(flatten)]
    pub warning: Warning,
}

/// Warnings that every registry lets pass, for the same versions and directions as [`check_candidate`].
pub fn warn_candidate(candidate: &Schema, versions: &[(u32, &Schema)], mode: Compatibility) -> Vec<VersionWarning> {
    let mut found = Vec::new();
    for (version, direction, schema) in comparisons(versions, mode) {
        let (reader, writer) = direction.reader_and_writer(candidate, schema);
        let warnings = warnings(reader, writer, &direction.labels(version));
        found.extend(warnings.into_iter().map(|warning| VersionWarning { version, direction, warning }));
    }
    found
}

/// The versions that a mode compares a candidate with, latest first, and in which directions: for front ends that compare by
/// themselves, with other words for the versions than their numbers.
pub fn comparisons<T: Copy>(versions: &[(u32, T)], mode: Compatibility) -> Vec<(u32, Direction, T)> {
    let mut ordered: Vec<(u32, T)> = versions.to_vec();
    ordered.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    if !mode.is_transitive() {
        ordered.truncate(1);
    }
    let directions = [(mode.is_backward(), Direction::Backward), (mode.is_forward(), Direction::Forward)];
    let directions = directions.into_iter().filter_map(|(counts, direction)| counts.then_some(direction));
    let of_version = |(number, schema)| directions.clone().map(move |direction| (number, direction, schema));
    ordered.into_iter().flat_map(of_version).collect()
}
