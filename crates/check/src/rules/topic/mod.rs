//! Rules about topics: what a broker would refuse, what loses data, and what nobody uses.

mod clash;
mod copies;
mod crossed_settings;
mod duplicate_name;
mod idle_setting;
mod illegal_name;
mod illegal_setting;
mod kafkas_own;
mod late_deletion;
mod min_insync;
mod name_collision;
mod no_consumer;
mod no_producer;
mod other_kind;
mod partitions;
mod refused;
mod replication;
mod retention;
mod setting_by_key;
mod too_many_partitions;
mod unknown_setting;
mod unused;
mod usage;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 19] = [
    &crossed_settings::RULE,
    &duplicate_name::RULE,
    &idle_setting::RULE,
    &illegal_name::RULE,
    &illegal_setting::RULE,
    &kafkas_own::RULE,
    &late_deletion::RULE,
    &min_insync::RULE,
    &name_collision::RULE,
    &no_consumer::RULE,
    &no_producer::RULE,
    &other_kind::RULE,
    &partitions::RULE,
    &replication::RULE,
    &retention::RULE,
    &setting_by_key::RULE,
    &too_many_partitions::RULE,
    &unknown_setting::RULE,
    &unused::RULE,
];
