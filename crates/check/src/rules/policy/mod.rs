//! Rules about the policy itself.

mod date;
mod expired_waiver;
mod illegal_date;
mod unknown_rule;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 3] = [&expired_waiver::RULE, &illegal_date::RULE, &unknown_rule::RULE];
