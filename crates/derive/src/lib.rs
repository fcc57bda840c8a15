//! What follows from a design, worked out in one place: window, rules, numbers and exports ask here, so that they cannot
//! contradict each other. Functions of the records alone, without a cache and without words for people.

mod deployed;
mod setting;

pub use deployed::{DeployedTopic, deployed};
pub use setting::{Stated, TopicSetting, stated, stated_cleanup, stated_here, stated_number};
