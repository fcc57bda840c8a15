//! The compatibility modes of a schema registry, named as its API names them.
//!
//! The enum stands here, and not with the records of a design, because the checker gives it its meaning: which versions
//! are compared, and in which direction.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The changes that a registry allows in a new version of a subject.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Compatibility {
    /// Nothing is checked.
    #[serde(rename = "NONE")]
    None,
    /// A reader with the new version can read data of the latest version.
    #[default]
    #[serde(rename = "BACKWARD")]
    Backward,
    /// A reader with the new version can read data of every version.
    #[serde(rename = "BACKWARD_TRANSITIVE")]
    BackwardTransitive,
    /// A reader with the latest version can read data of the new version.
    #[serde(rename = "FORWARD")]
    Forward,
    /// A reader with any version can read data of the new version.
    #[serde(rename = "FORWARD_TRANSITIVE")]
    ForwardTransitive,
    /// Backward and forward, against the latest version.
    #[serde(rename = "FULL")]
    Full,
    /// Backward and forward, against every version.
    #[serde(rename = "FULL_TRANSITIVE")]
    FullTransitive,
}

/// A word that names no compatibility mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no compatibility mode; write one of NONE, BACKWARD, BACKWARD_TRANSITIVE, FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE"
)]
pub struct UnknownCompatibility(pub String);

impl Compatibility {
    /// Every mode, weakest first within each direction.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::Backward,
        Self::BackwardTransitive,
        Self::Forward,
        Self::ForwardTransitive,
        Self::Full,
        Self::FullTransitive,
    ];

    /// The name that registries use, for example `BACKWARD_TRANSITIVE`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Backward => "BACKWARD",
            Self::BackwardTransitive => "BACKWARD_TRANSITIVE",
            Self::Forward => "FORWARD",
            Self::ForwardTransitive => "FORWARD_TRANSITIVE",
            Self::Full => "FULL",
            Self::FullTransitive => "FULL_TRANSITIVE",
        }
    }

    /// Whether the new version must read what older versions wrote.
    pub const fn is_backward(self) -> bool {
        match self {
            Self::Backward | Self::BackwardTransitive | Self::Full | Self::FullTransitive => true,
            Self::None | Self::Forward | Self::ForwardTransitive => false,
        }
    }

    /// Whether older versions must read what the new version writes.
    pub const fn is_forward(self) -> bool {
        match self {
            Self::Forward | Self::ForwardTransitive | Self::Full | Self::FullTransitive => true,
            Self::None | Self::Backward | Self::BackwardTransitive => false,
        }
    }

    /// Whether every version counts, not the latest alone.
    pub const fn is_transitive(self) -> bool {
        match self {
            Self::BackwardTransitive | Self::ForwardTransitive | Self::FullTransitive => true,
            Self::None | Self::Backward | Self::Forward | Self::Full => false,
        }
    }

    /// The mode with these directions and this reach. Without a direction nothing is checked.
    pub const fn of(backward: bool, forward: bool, transitive: bool) -> Self {
        match (backward, forward, transitive) {
            (false, false, _) => Self::None,
            (true, false, false) => Self::Backward,
            (true, false, true) => Self::BackwardTransitive,
            (false, true, false) => Self::Forward,
            (false, true, true) => Self::ForwardTransitive,
            (true, true, false) => Self::Full,
            (true, true, true) => Self::FullTransitive,
        }
    }

    /// Whether whatever this mode lets pass, the other lets pass too: a partial order, `NONE` is implied by all.
    pub const fn implies(self, other: Self) -> bool {
        (self.is_backward() || !other.is_backward())
            && (self.is_forward() || !other.is_forward())
            && (self.is_transitive() || !other.is_transitive())
    }
}

impl fmt::Display for Compatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Compatibility {
    type Err = UnknownCompatibility;

    /// Reads the registry's name; case does not count.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|mode| mode.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownCompatibility(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Compatibility;

    #[test]
    fn every_mode_is_made_again_from_its_directions_and_from_its_name() {
        for mode in Compatibility::ALL {
            assert_eq!(Compatibility::of(mode.is_backward(), mode.is_forward(), mode.is_transitive()), mode);
            assert_eq!(mode.as_str().to_lowercase().parse(), Ok(mode));
            assert!(mode.implies(Compatibility::None) && mode.implies(mode));
        }
        assert!(Compatibility::Full.implies(Compatibility::Backward));
        assert!(!Compatibility::Backward.implies(Compatibility::BackwardTransitive));
    }
}
