//! Rules about messages.

mod no_schema;
mod no_topic;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 2] = [&no_schema::RULE, &no_topic::RULE];
