//! Guardrails over a whole design: what does not resolve, what a broker would refuse, what nobody reads, and whom a schema
//! draft breaks.
//!
//! A rule is one file: what it asks, why, what to do, and the function that looks. It gets one record and reads everything
//! else through a reader, which notes the questions. The [`Checker`] keeps the findings and asks again only where a step
//! changed an answer, so the work of an edit does not grow with the design. Findings are typed; [`Finding::diagnostic`] alone
//! puts them into words for reports.

mod checker;
mod conflict;
mod documentation;
mod finding;
mod index;
mod library;
mod lower;
mod names;
mod new_schema;
mod policy;
mod rates;
mod reader;
mod rollout;
mod rule;
mod rules;
mod stored;
mod verdict;

pub use checker::Checker;
pub use conflict::{DefinedAt, NameConflict, Open};
pub use documentation::{policy_schema, rules_page};
pub use finding::{Cause, Finding, Repair};
pub use library::{Part, Text, Used};
pub use new_schema::new_schema_for;
pub use rollout::{Step, StepKind};
pub use rule::{Area, Rule, Threshold};
pub use rules::{RULES, rule};
pub use stored::{Keeps, Stored};
pub use verdict::{ConsumerVerdict, NeededMode, NextVerdict, ProducerVerdict, SchemaVerdict, VersionVerdict};
