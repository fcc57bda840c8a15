//! Rules about schemas: texts that are no Avro, versions that break the mode, and consumers that a change leaves behind.

mod breaks_consumer;
mod does_not_parse;
mod doubtful;
mod incompatible;
mod split;
mod subject;
mod text;
mod two_meanings;
mod unreadable_stored;
mod weak_mode;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 7] = [
    &breaks_consumer::RULE,
    &does_not_parse::RULE,
    &doubtful::RULE,
    &incompatible::RULE,
    &two_meanings::RULE,
    &unreadable_stored::RULE,
    &weak_mode::RULE,
];
