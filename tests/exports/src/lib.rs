//! Exports on the tools that they are made for. This library starts those tools; the tests say what must come out.
//!
//! Nothing is skipped: where a tool is missing, a test fails and says how to get it. A Kafka cluster listens on loopback
//! only and ends with the test, also when the test is killed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what a test needs is there, or the test fails"
)]

pub mod cluster;
pub mod design;
pub mod installed;
pub mod script;
