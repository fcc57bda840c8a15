//! Rules about topics: what a broker would refuse, what loses data, and what nobody uses.

mod clash;
mod copies;
mod duplicate_name;
mod illegal_name;
mod min_insync;
mod name_collision;
mod no_consumer;
mod no_producer;
mod partitions;
mod replication;
mod retention;
mod too_many_partitions;
mod unused;
mod usage;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 11] = [
    &duplicate_name::RULE,
    &illegal_name::RULE,
    &min_insync::RULE,
    &name_collision::RULE,
    &no_consumer::RULE,
    &no_producer::RULE,
    &partitions::RULE,
    &replication::RULE,
    &retention::RULE,
    &too_many_partitions::RULE,
    &unused::RULE,
];
