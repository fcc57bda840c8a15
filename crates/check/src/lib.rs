//! Guardrails over a whole design: what does not resolve, what a broker would refuse, what nobody reads, and whom a schema
//! draft breaks.
//!
//! A rule looks at one record and its neighbours. The [`Checker`] keeps the findings and looks again only where a step could
//! have changed an answer, so the work of an edit does not grow with the design.

mod affected;
mod checker;
mod library;
mod names;
mod policy;
mod rollout;
mod rules;
mod standard;
mod stored;
mod verdict;

pub use checker::Checker;
pub use library::{Part, Text, Used};
pub use rollout::{Step, StepKind};
pub use rules::{RULES, built_in};
pub use standard::{avro_mode, mode_of, mode_of_topics, profile_of};
pub use stored::{Keeps, Stored};
pub use verdict::{ConsumerVerdict, NeededMode, NextVerdict, ProducerVerdict, SchemaVerdict, VersionVerdict};
