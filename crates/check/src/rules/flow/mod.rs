//! Rules about how services write and read.

mod dead_letter_loop;
mod message_not_on_topic;
mod no_rate;
mod no_such_version;
mod not_idempotent;
mod weak_acks;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 6] = [
    &dead_letter_loop::RULE,
    &message_not_on_topic::RULE,
    &no_rate::RULE,
    &no_such_version::RULE,
    &not_idempotent::RULE,
    &weak_acks::RULE,
];
