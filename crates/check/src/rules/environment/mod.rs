//! Rules about environments: names and addresses that the tools which read them would refuse.

mod illegal_cluster;
mod illegal_prefix;
mod illegal_registry;
mod illegal_version;

use crate::rule::Rule;

/// The rules, by code.
pub(super) const RULES: [&Rule; 4] =
    [&illegal_cluster::RULE, &illegal_prefix::RULE, &illegal_registry::RULE, &illegal_version::RULE];
