//! The load of a design on its cluster: rates through the flows, and from them partitions, storage, group load and cost.
//!
//! Every number here follows from the records by a formula that stands beside it, so that a reviewer can check it with a
//! pocket calculator. A number that the design does not say is `None` or a variant of its own, never a guess: a compacted
//! topic's size depends on its keys, which no record counts. The one stated assumption is [`Assumptions`].
//!
//! Units: bytes and records a second, milliseconds in records, seconds in formulas, decimal megabytes (10⁶) for
//! throughput, binary gibibytes (2³⁰) for disks because that is how they are sold, and 730 hours a month as cloud price
//! lists count it.
//!
//! Functions about one topic look at that topic's flows only, so that an inspector can call them with every keystroke;
//! only [`environment_load`] walks the whole design.

mod environment;
mod group;
mod partitions;
mod rate;
mod storage;

pub use environment::{Cost, EnvironmentLoad, GIB, HOURS_PER_MONTH, environment_load, monthly_cost};
pub use group::{GroupLoad, groups_of_topic};
pub use partitions::{Assumptions, PartitionsNeeded, partitions_for, partitions_needed};
pub use rate::{Load, Rate, load_per_partition, topic_load};
pub use storage::{DEFAULT_RETENTION_MS, Storage, stored, topic_storage};
