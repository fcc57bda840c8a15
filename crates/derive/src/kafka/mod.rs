//! The configuration of a topic that Apache Kafka takes, version by version, and why it refuses the rest.
//!
//! `settings.tsv` is read out of Kafka's own classes by `cargo xtask kafka-settings`, and `tests/exports` judges thousands of
//! values both here and by those classes. Rules of a design and exports ask [`refusals`], so both say the same.

mod crossing;
mod meant;
mod own_topic;
mod refusal;
mod table;
mod value;
mod version;
mod words;

pub use crossing::Crossing;
pub use own_topic::{own_topic, refused_for};
pub use refusal::{Reason, RefusedSetting, Replacement, refusals};
pub use table::{Accepts, Setting, setting};
pub use value::ValueFault;
pub use version::KafkaVersion;
