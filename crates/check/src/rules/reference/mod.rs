//! Rules about what refers to what.

mod unresolved;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 1] = [&unresolved::RULE];
