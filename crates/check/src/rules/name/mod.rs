//! Rules about what records are called.

mod empty;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 1] = [&empty::RULE];
