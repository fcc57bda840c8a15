//! All that follows from a design, worked out in one place: window, rules, numbers and exports ask here, so that they cannot
//! contradict each other.
//!
//! Everything is a pure function of the records. A fact that only Avro's parser can tell, such as the name that a schema's text
//! spells, costs a reading of the text; an engine that has read it already gives it along.

mod config;
mod crossings;
mod deployed;
pub mod facts;
mod flow_graph;
mod identity;
pub mod kafka;
mod mode;
mod names;
mod setting;
mod statement;
mod subject;
pub mod wording;

pub use config::TopicConfig;
pub use crossings::crossings;
pub use deployed::{DeployedTopic, MOST_COPIES, copies, deployed};
pub use facts::{Difference, Facts};
pub use flow_graph::{
    Carries, Edge, FlowGraph, kind_of_topic, source_of_failed, travels_of, uses, uses_in, uses_of_topic,
};
pub use identity::{consumer_group, principal};
pub use mode::{avro_mode, mode_of, mode_of_topics, profile_of};
pub use names::{flow_name, name_by, name_of, newest_full_name, relation_name, schema_name};
pub use setting::{Stated, TopicSetting, stated, stated_cleanup, stated_here, stated_number};
pub use statement::{Statement, statements};
pub use subject::{subject_name, subject_of};
