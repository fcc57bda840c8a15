//! Rules about bounded contexts.

mod no_team;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 1] = [&no_team::RULE];
