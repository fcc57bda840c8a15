//! Rules about what refers to what.

mod to_itself;
mod unresolved;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 2] = [&to_itself::RULE, &unresolved::RULE];
